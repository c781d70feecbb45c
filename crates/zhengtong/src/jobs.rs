//! The work this process does beside answering requests: imports, the search index,
//! and the standards that others changed.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

/// How often standards that another process changed are looked for.
const STANDARDS_EVERY: Duration = Duration::from_secs(5);

/// Works until `stopping` turns true. A job cut off in the middle is resumed by
/// whoever claims it next.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    let worker = format!("{}-{}", std::process::id(), app.platform.now().as_microsecond());
    tokio::select! {
        () = app.lake.work(&worker) => {}
        () = app.catalogue.follow() => {}
        () = follow_standards(&app) => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

async fn follow_standards(app: &App) {
    loop {
        tokio::time::sleep(STANDARDS_EVERY).await;
        if let Err(error) = app.standards.refresh().await {
            tracing::warn!(%error, "the standards could not be read again");
        }
    }
}
