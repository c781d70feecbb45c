//! The work this process does beside answering requests: imports, the search index,
//! the standards that others changed, counts of readings, and what has outlived its
//! time.

use std::time::Duration;

use tokio::sync::watch;
use zt_access::Sessions;

use crate::app::App;

/// How often standards that another process changed are looked for.
const STANDARDS_EVERY: Duration = Duration::from_secs(5);

/// How often ended sessions, old sign-in attempts and held forms are removed.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// How often old uploads and what killed imports left are removed: what is removed is
/// hours or days old, and every object is looked up for it.
const SWEEP_LAKE_EVERY: Duration = Duration::from_hours(6);

/// Works until `stopping` turns true. A job cut off in the middle is resumed by
/// whoever claims it next.
pub async fn work(app: App, mut stopping: watch::Receiver<bool>) {
    let worker = format!("{}-{}", std::process::id(), app.platform.now().as_microsecond());
    tokio::select! {
        () = app.lake.work(&worker) => {}
        () = app.catalogue.follow() => {}
        () = follow_standards(&app) => {}
        () = sweep_sessions(&app) => {}
        () = sweep_lake(&app) => {}
        () = app.sharing.keep_counts() => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// Removes what killed imports left, and uploads that nobody imported in time. What
/// another process is writing right now is too fresh to be removed.
async fn sweep_lake(app: &App) {
    loop {
        if let Err(error) = app.lake.sweep().await {
            tracing::warn!(%error, "what killed imports left could not be removed");
        }
        if let Err(error) = app.lake.expire_uploads(app.platform.now()).await {
            tracing::warn!(%error, "uploads nobody imported could not be removed");
        }
        tokio::time::sleep(SWEEP_LAKE_EVERY).await;
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

async fn sweep_sessions(app: &App) {
    let sessions = Sessions::new(&app.platform);
    loop {
        if let Err(error) = sessions.sweep(app.platform.now()).await {
            tracing::warn!(%error, "ended sessions could not be removed");
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
