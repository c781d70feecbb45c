//! The slot on an entry's page for what higher crates know of it.
//!
//! The catalogue can't ask the lake for a preview of rows or sharing for the
//! grants in force: both stand above it. They hand it panels when the binary
//! opens it.

use std::{future::Future, pin::Pin};

use maud::Markup;
use zt_web::{PageError, Ui};

use crate::Entry;

/// What a panel answers with.
pub type Rendering<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Markup>, PageError>> + Send + 'a>>;

/// A part of the entry's page.
///
/// An implementation decides for itself what the visitor may see, answers none
/// where it has nothing to show, and bounds its own time: the page waits for it.
/// A failing panel is left out and logged; it never takes the page down.
pub trait EntryPanel: Send + Sync + 'static {
    /// Its anchor on the page: `preview`, `quality`, `lineage`.
    fn anchor(&self) -> &'static str;

    /// The Fluent key of its heading.
    fn title_key(&self) -> &'static str;

    /// Renders it for the visitor of `ui`.
    fn render<'a>(&'a self, ui: &'a Ui, entry: &'a Entry) -> Rendering<'a>;
}
