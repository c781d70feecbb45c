//! `/components`: every component in every state, in debug builds only, so that
//! whoever writes a page sees what there is and whoever changes a component
//! sees what it does everywhere.

mod forms;
mod parts;
mod views;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::StatusCode;

use crate::{PageError, Ui, components::Tab};

/// The routes of the living page.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/components", get(parts::show))
        .route("/components/forms", get(forms::show).post(forms::submit))
        .route("/components/error/{status}", get(error))
        .route("/components/panic", get(panic))
}

/// Shows the error page of a status.
async fn error(Path(status): Path<u16>) -> Response {
    match StatusCode::from_u16(status) {
        Ok(status) if status.is_client_error() || status.is_server_error() => {
            PageError::new(status).into_response()
        }
        _ => PageError::not_found().into_response(),
    }
}

/// Shows what a reader sees of a defect.
#[expect(clippy::panic, reason = "the very thing to be shown")]
async fn panic() {
    panic!("the defect that /components/panic shows");
}

fn d(ui: &Ui, name: &str) -> String {
    ui.t(&format!("web-demo-{name}"))
}

fn tabs(ui: &Ui) -> Vec<Tab> {
    let tab = |href: &str, name: &str| Tab {
        href: href.to_owned(),
        label: d(ui, name),
        count: None,
        current: ui.path() == href,
    };
    vec![tab("/components", "tab-parts"), tab("/components/forms", "tab-forms")]
}
