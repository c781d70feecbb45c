//! `/metrics` in Prometheus text form.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Why metrics can't be collected.
#[derive(Debug, thiserror::Error)]
#[error("metrics can't be collected: another recorder is already in place")]
pub struct RecorderTaken(#[source] metrics_exporter_prometheus::BuildError);

/// Latency buckets in seconds, fine around the page budget of 50 ms.
const LATENCY_BUCKETS_SECONDS: &[f64] =
    &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How often measurements are gathered into their buckets. Until then each is kept
/// by itself, which nobody's asking for `/metrics` would let grow without end.
const GATHERED_EVERY: Duration = Duration::from_secs(5);

/// Starts collecting; every `metrics::counter!` in any crate counts from here on.
/// Call it inside the runtime.
pub fn install() -> Result<PrometheusHandle, RecorderTaken> {
    let handle = PrometheusBuilder::new()
        .set_buckets(LATENCY_BUCKETS_SECONDS)
        .map_err(RecorderTaken)?
        .install_recorder()
        .map_err(RecorderTaken)?;
    let gathering = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(GATHERED_EVERY).await;
            gathering.run_upkeep();
        }
    });
    Ok(handle)
}

/// The one route, for collectors on the inside: a proxy should not pass it on.
pub fn router(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(render)).with_state(handle)
}

async fn render(State(handle): State<PrometheusHandle>) -> impl IntoResponse {
    metrics::gauge!("process_resident_memory_bytes").set(resident_bytes());
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render())
}

/// Resident memory in bytes as Linux tells it; zero where `/proc` is missing.
fn resident_bytes() -> f64 {
    let kibibytes = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        })
        .unwrap_or(0.0);
    kibibytes * 1024.0
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_running_process_has_resident_memory() {
        assert!(super::resident_bytes() > 0.0);
    }
}
