//! The jobs this process works on beside answering requests.

use tokio::sync::watch;

use crate::app::App;

/// Works until `stopping` turns true.
pub async fn work(_app: App, mut stopping: watch::Receiver<bool>) {
    let _sender_gone = stopping.wait_for(|stopping| *stopping).await;
}
