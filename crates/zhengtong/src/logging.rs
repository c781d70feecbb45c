//! Log lines on standard error: for people as text, for collectors as JSON.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, LogFormat};

/// Starts logging for the whole process. A second call changes nothing.
///
/// A filter that can't be parsed falls back to `info` and says so, since a
/// misspelt filter must not keep the service from starting.
pub fn start(log: &Log) {
    let (filter, fault) = match EnvFilter::try_new(&log.filter) {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new("info"), Some(error)),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _already_started = match log.format {
        LogFormat::Text => builder.with_target(true).finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    };
    if let Some(error) = fault {
        tracing::warn!(%error, filter = log.filter, "log.filter is not understood; using info");
    }
}
