//! No request waits for ever.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::OuterConfig;
use crate::{PageError, form::essence};

/// Answers 503 when a handler takes longer than configured. Uploads are
/// excepted: how long they take is the line's affair, and their handlers bound
/// what they read by size.
pub(super) async fn timeout(
    State(config): State<OuterConfig>,
    request: Request,
    next: Next,
) -> Response {
    let kind = essence(request.headers());
    if kind == "multipart/form-data" || kind == "application/octet-stream" {
        return next.run(request).await;
    }
    match tokio::time::timeout(config.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => PageError::unavailable().into_response(),
    }
}
