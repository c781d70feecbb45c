//! Server-rendered pages and the HTTP manners every crate above shares.
//!
//! What a page needs: [`Ui`] (language, text size, who asks), [`Page`] (the
//! whole layout around a body), [`components`], [`form`], [`i18n`], [`nav`].
//! What an API needs: [`Problem`], [`accept`], [`Keyset`], [`ETag`].
//! What the server needs: [`layers::inner`] and [`layers::outer`] around the
//! routes, with the session layer between them.
//!
//! ```text
//! outer: request id · access log · panics · security headers · timeouts · gzip
//!   session layer (access): puts a Visitor in the request's extensions
//!     inner: error pages · flash notices · forms that outlive a session · CSRF
//!       routes
//! ```
//!
//! Deliberately absent: any domain's page, word or rule; SQL; deciding who may
//! act. The crate knows a visitor's roles only to leave out links to pages that
//! would refuse him.
//!
//! **Invariant:** no page needs a script. Each module in `assets/` only makes
//! something that already works quicker.
//! **Invariant:** no text a person reads stands in code; it comes from
//! `i18n/zh.ftl` and `i18n/en.ftl`, which hold the same keys.

pub mod accept;
pub mod assets;
pub mod components;
pub mod cookies;
pub mod csrf;
pub mod error;
pub mod etag;
pub mod flash;
pub mod form;
pub mod held;
pub mod i18n;
pub mod keyset;
pub mod lang;
pub mod layers;
mod layout;
pub mod nav;
pub mod page;
pub mod problem;
pub mod query;
#[cfg(debug_assertions)]
pub mod sanity;
#[cfg(debug_assertions)]
mod showcase;
pub mod ui;
pub mod visitor;

pub use accept::{Accept, Media};
pub use error::PageError;
pub use etag::ETag;
pub use flash::{SeeOther, see_other};
pub use form::{Form, FormErrors, Values};
pub use held::{HeldForm, HeldForms};
pub use i18n::{Arg, Fluent};
pub use keyset::{Keyset, Paging};
pub use lang::Lang;
pub use nav::{NavItem, Section};
pub use page::{Html, Page};
pub use problem::Problem;
pub use ui::{TextSize, Ui};
pub use visitor::Visitor;

/// This crate's own texts; [`i18n::register`] always includes them.
pub const FLUENT: Fluent = fluent!();
