//! The slot on an element's page for what higher crates know of it.
//!
//! Who uses an element is the catalogue's to say, and the catalogue stands above the
//! standards: it hands its panel in when it opens.

use std::pin::Pin;

use maud::Markup;
use zt_web::{PageError, Ui};

use crate::element::Element;

/// What a panel answers with.
pub type Rendering<'a> =
    Pin<Box<dyn Future<Output = Result<Option<Markup>, PageError>> + Send + 'a>>;

/// A part of the element's page.
///
/// An implementation decides for itself what the visitor may see, answers none where it
/// has nothing to show, and bounds its own time: the page waits for it. A failing panel
/// is left out and logged; it never takes the page down.
pub trait ElementPanel: Send + Sync + 'static {
    /// The Fluent key of its heading.
    fn title_key(&self) -> &'static str;

    /// Renders it for the visitor of `ui`.
    fn render<'a>(&'a self, ui: &'a Ui, element: &'a Element) -> Rendering<'a>;
}
