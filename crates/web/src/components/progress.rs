//! Work under way.

use maud::{Markup, Render, html};

use crate::Ui;

/// How far a piece of work is. `total` unknown shows that it moves, not how far.
///
/// ```
/// # use zt_web::{components::{live, progress}, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/imports/7");
/// let body = live("import", 2, progress(&ui, "Checking rows", 40_000, Some(120_000)));
/// ui.page("web-components").refresh(5).body(body);
/// ```
pub fn progress(ui: &Ui, label: impl Into<String>, done: u64, total: Option<u64>) -> Markup {
    let label = label.into();
    #[expect(clippy::cast_precision_loss, reason = "a share for the eye")]
    let share = total.map(|total| if total == 0 { 1.0 } else { done as f64 / total as f64 });
    let words = match total {
        Some(total) => ui.ta("web-progress-of", &[("done", done.into()), ("total", total.into())]),
        None => ui.ta("web-progress-so-far", &[("done", done.into())]),
    };
    html! {
        div.progress {
            p { (label) " " span.quiet { (words) @if let Some(share) = share { " · " (ui.format().percent(share)) } } }
            progress aria-label=(label) max=[total.map(|total| total.max(1))]
                value=[total.map(|_| done)] {}
        }
    }
}

/// A region that scripts refresh every `seconds` by asking for the page again
/// and taking the element of the same `id` out of it. A page that leaves the
/// region out (the work is done) is loaded whole. Without scripts use
/// [`crate::Page::refresh`] as well.
pub fn live(id: &str, seconds: u32, content: impl Render) -> Markup {
    html! { div id=(id) data-live=(seconds) aria-live="polite" { (content) } }
}

/// Something is being fetched or made and will stand here soon.
pub fn loading(ui: &Ui) -> Markup {
    html! { p.loading role="status" { span.spinner aria-hidden="true" {} (ui.t("web-loading")) } }
}
