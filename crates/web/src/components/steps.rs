//! Where one is: in a task of several steps, among the views of a thing.

use maud::{Markup, html};

use crate::Ui;

/// The steps of a task, the present one counted from 0. Steps already done may
/// link back. Each says its state in words for those who listen.
///
/// ```
/// # use zt_web::{components::steps, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// steps(&ui, 1, &[("Upload", Some("/imports/7")), ("Match columns", None), ("Publish", None)]);
/// ```
pub fn steps(ui: &Ui, current: usize, labels: &[(&str, Option<&str>)]) -> Markup {
    html! {
        nav.steps aria-label=(ui.t("web-steps")) {
            ol {
                @for (index, (label, href)) in labels.iter().enumerate() {
                    @let class = match index.cmp(&current) {
                        std::cmp::Ordering::Less => "done",
                        std::cmp::Ordering::Equal => "now",
                        std::cmp::Ordering::Greater => "later",
                    };
                    li class=(class) aria-current=[(index == current).then_some("step")] {
                        span.number aria-hidden="true" {
                            @if index < current { "✓" } @else { (index + 1) }
                        }
                        span {
                            @if let Some(href) = href.filter(|_| index < current) {
                                a href=(href) { (label) }
                            } @else { (label) }
                            @if index < current { span.hidden { " " (ui.t("web-steps-done")) } }
                        }
                    }
                }
            }
            p.where { (ui.ta("web-steps-where", &[("step", (current + 1).into()), ("of", labels.len().into())])) }
        }
    }
}

/// One view of a thing.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Where the view is.
    pub href: String,
    /// Its name.
    pub label: String,
    /// How many rows it holds, where that helps.
    pub count: Option<u64>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// The views of a thing, each a page of its own, named together by `label`.
pub fn tabs(ui: &Ui, label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label)
                            @if let Some(count) = tab.count {
                                " " span.count { (ui.number(i64::try_from(count).unwrap_or(i64::MAX))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
