//! Errors become pages for people and problem documents for programs.

use std::any::Any;

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{header, request::Parts};

use crate::{Accept, Media, PageError, Ui};

pub(super) async fn render(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let ui = Ui::from_parts(&parts);
    parts.extensions.insert(ui.clone());
    let wants_page = wants_page(&parts);
    let is_head = parts.method == http::Method::HEAD;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(error) = error_of(&response) {
        let kept = std::mem::take(response.headers_mut());
        let status = response.status();
        let mut fresh = if wants_page {
            error.page(&ui).into_response()
        } else {
            error.problem(&ui).into_response()
        };
        for (name, value) in &kept {
            let own = [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];
            if !own.contains(name) {
                fresh.headers_mut().append(name, value.clone());
            }
        }
        *fresh.status_mut() = status;
        if is_head {
            *fresh.body_mut() = Body::empty();
        }
        response = fresh;
    }
    response
}

/// The error a response stands for, when it isn't told to anybody yet: a
/// handler's [`PageError`], or one of the framework's own plain refusals.
fn error_of(response: &Response) -> Option<PageError> {
    if let Some(error) = response.extensions().get::<PageError>() {
        return Some(error.clone());
    }
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let untold = kind.is_none_or(|kind| kind.starts_with("text/plain"));
    ((status.is_client_error() || status.is_server_error()) && untold)
        .then(|| PageError::new(status))
}

/// Programs get problems: whoever asks below `/api/`, or prefers JSON.
fn wants_page(parts: &Parts) -> bool {
    let path = parts.uri.path();
    if path.starts_with("/api/") {
        return false;
    }
    let offers = [Media::HTML, Media::PROBLEM, Media::JSON];
    Accept::from_headers(&parts.headers).prefer(&offers).is_none_or(|media| media == Media::HTML)
}

/// A panic is a defect: the log gets its words, the reader a 500 page without.
#[expect(clippy::needless_pass_by_value, reason = "the signature the layer asks for")]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    tracing::error!(panic = words, "a handler panicked");
    PageError::new(http::StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
