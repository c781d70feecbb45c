//! What was typed outlives the session it was typed in.
//!
//! ```text
//! POST /requests/7/decide        the session has expired: its token is worth nothing
//!   └─ HeldForms::hold           access keeps the values, bound to the account
//!      303 /sign-in?next=/requests/7?held=ID
//! GET  /requests/7?held=ID       after signing in
//!   └─ HeldForms::find           access gives them back, to that account only
//!      ui.typed("/requests/7/decide")  → the form refilled, a notice says so
//! ```
//!
//! Nothing is ever sent again on the person's behalf: the form stands there,
//! refilled, with a fresh token. Files and secrets are not kept. When nothing
//! can be held (nobody was signed in, or too much text) a page shows the typed
//! text to copy, so that even then it isn't lost.
//!
//! **The seam.** This crate knows no sessions and no database. `zt-access`
//! implements [`HeldForms`] and the binary hands it to [`crate::layers::inner`].

use std::{future::Future, pin::Pin};

use http::request::Parts;
use serde::{Deserialize, Serialize};

use crate::{Values, Visitor};

/// The most that is held of one form. Longer text is shown to copy instead.
pub const HELD_MAX_BYTES: usize = 256 * 1024;
/// The query parameter that brings a held form back.
pub const PARAMETER: &str = "held";
/// Where to sign in; `?next=` says where to go then.
pub const SIGN_IN_PATH: &str = "/sign-in";

/// A form that was sent when its session had gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldForm {
    /// The path it was sent to.
    pub action: String,
    /// The page it stands on, path and query.
    pub page: String,
    /// What was typed, secrets and control fields left out.
    pub values: Values,
}

/// A future that a trait object returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Keeps forms between a session and the next one of the same account.
///
/// Duties of an implementation:
/// - `hold` keeps a form only if the request's cookie names a session that
///   really existed (expired or signed out within the last day) or the visitor
///   is signed in now; it binds the form to that account. Otherwise anybody
///   could fill the store.
/// - `find` returns it only to a visitor signed in to that same account.
/// - A held form is deleted after a day at most, and an account holds at most
///   a few (eight is plenty), the oldest giving way.
/// - The id is unguessable and made of letters, digits, `-` and `_`.
pub trait HeldForms: Send + Sync + 'static {
    /// Keeps `form`; returns its id, or `None` if it can't be kept for anybody.
    fn hold<'a>(&'a self, request: &'a Parts, form: &'a HeldForm) -> BoxFuture<'a, Option<String>>;

    /// The form of this id, if it is this visitor's. It stays until it expires,
    /// so that reloading the page doesn't lose it.
    fn find<'a>(&'a self, visitor: &'a Visitor, id: &'a str) -> BoxFuture<'a, Option<HeldForm>>;
}

/// Holds nothing: for tests and for a program without accounts.
#[derive(Debug, Clone, Copy, Default)]
pub struct HoldNothing;

impl HeldForms for HoldNothing {
    fn hold<'a>(&'a self, _: &'a Parts, _: &'a HeldForm) -> BoxFuture<'a, Option<String>> {
        Box::pin(std::future::ready(None))
    }

    fn find<'a>(&'a self, _: &'a Visitor, _: &'a str) -> BoxFuture<'a, Option<HeldForm>> {
        Box::pin(std::future::ready(None))
    }
}
