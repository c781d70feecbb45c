//! The pages on which operators look after accounts.
//!
//! Each use case is a page with its form: what will happen stands above the
//! button, and a form opened before somebody else's change says so instead of
//! undoing it.

pub(crate) mod agency;
mod form;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod password;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod show;
pub(crate) mod standing;
mod words;

use form::{ChangeForm, LIST, Shown, account, address, not_found};
