//! `/components`: every component in every state, in debug builds only.

use axum::{Router, routing::get};
use maud::html;

use crate::{Html, Ui};

/// The route of the page.
pub(crate) fn router() -> Router {
    Router::new().route("/components", get(show))
}

async fn show(ui: Ui) -> Html {
    ui.page("web-components").body(html! {})
}
