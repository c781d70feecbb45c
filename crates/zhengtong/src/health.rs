//! `/healthz/live` and `/healthz/ready`, for whoever restarts us or sends us traffic.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use zt_access::Platform;
use zt_store::Outbox;

/// What readiness rests on, each with its verdict.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Readiness {
    /// The database answers.
    database: bool,
    /// The ledger takes events; once a sync has failed it never does again.
    ledger: bool,
}

/// The two routes, and `/healthz` as another name of readiness.
pub fn router(platform: Platform) -> Router {
    Router::new()
        .route("/healthz/live", get(async || "live"))
        .route("/healthz/ready", get(ready))
        .route("/healthz", get(ready))
        .with_state(platform)
}

async fn ready(State(platform): State<Platform>) -> (StatusCode, Json<Readiness>) {
    let database = Outbox::backlog(&platform.db).await.is_ok();
    let ledger = platform.ledger.health().is_ok();
    let status = if database && ledger { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { database, ledger }))
}
