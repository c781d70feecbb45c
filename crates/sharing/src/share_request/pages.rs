//! The pages of share requests.
//!
//! ```text
//! entry ─▶ new: what ─▶ why ─▶ check ─▶ handed in ─▶ (supplement)
//! inbox ─▶ decide
//! ```

mod asked;
mod decide;
mod fields;
mod forms;
mod inbox;
mod list;
mod parts;
pub(crate) use decide::decided;
pub(crate) use parts::{Clock, Names, clock, due_tag, name, state_tag, title, worded};
mod show;
mod wizard;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Sharing;

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/requests", get(list::mine))
        .route("/requests/inbox", get(inbox::inbox))
        .route("/requests/extensions", get(inbox::extensions))
        .route("/requests/new", get(wizard::begin).post(wizard::create))
        .route("/requests/{id}", get(show::show))
        .route("/requests/{id}/scope", get(wizard::scope).post(wizard::save_scope))
        .route("/requests/{id}/purpose", get(wizard::purpose).post(wizard::save_purpose))
        .route("/requests/{id}/check", get(wizard::check))
        .route("/requests/{id}/submit", post(wizard::submit))
        .route("/requests/{id}/supplement", get(wizard::supplement).post(wizard::send_supplement))
        .route("/requests/{id}/withdraw", get(show::ask_withdrawal).post(show::withdraw))
        .route("/requests/{id}/decide", get(decide::decide))
        .route("/requests/{id}/consent", post(decide::consent))
        .route("/requests/{id}/refuse", post(decide::refuse))
        .route("/requests/{id}/notify", post(decide::notify))
        .route("/requests/{id}/extension", post(decide::ask_extension))
        .route("/requests/{id}/extension/answer", post(inbox::answer_extension))
        .route("/requests/{id}/provide", post(decide::provide))
}
