//! Who signed in with an initial password chooses one of his own first.

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{Method, header};
use zt_web::{PageError, Ui, query, see_other};

/// Where a password is chosen.
pub(crate) const PASSWORD_PATH: &str = "/account/password";

/// What else stays open: leaving.
const SIGN_OUT_PATH: &str = "/sign-out";

/// The answer to a request of somebody who still has an initial password; nothing
/// where it may pass. A page leads to the form and from there back to itself;
/// anything that would change something, or asks for data, is refused.
pub(super) fn only(ui: &Ui, request: &Request) -> Option<Response> {
    let path = request.uri().path();
    if path == PASSWORD_PATH || path == SIGN_OUT_PATH {
        return None;
    }
    let accepts_pages = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"));
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && accepts_pages && !path.starts_with("/api/") {
        let next = query::escaped(&ui.here());
        return Some(see_other(format!("{PASSWORD_PATH}?next={next}")).into_response());
    }
    Some(
        PageError::forbidden()
            .slug("password-change-needed")
            .detail(ui.t("access-initial-first"))
            .action(PASSWORD_PATH, ui.t("access-password-change"))
            .into_response(),
    )
}
