//! The pages of grants: what my agency may use, who uses what it provides.

mod act;
mod list;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Sharing;

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/grants", get(list::mine))
        .route("/grants/given", get(list::given))
        .route("/grants/{id}", get(show::show))
        .route("/grants/{id}/change", get(act::form_page).post(act::change))
        .route("/grants/{id}/usage", get(act::usage_page).post(act::record))
        .route("/grants/{id}/dispose", get(act::dispose_page).post(act::dispose))
        .route("/grants/{id}/disposals/{disposal}", post(act::answer_disposal))
}
