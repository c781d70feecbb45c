//! Facets: narrowing a list by what its rows are.

use maud::{Markup, Render, html};

use crate::Ui;

/// So many choices of a facet show at once; the rest unfold.
const SHOWN_AT_ONCE: usize = 8;

/// One way to narrow a list.
#[derive(Debug, Clone)]
pub struct Facet {
    name: String,
    legend: String,
    options: Vec<(String, String, Option<u64>)>,
}

/// A facet sent under `name`, several times if several choices are ticked.
pub fn facet(name: impl Into<String>, legend: impl Into<String>) -> Facet {
    Facet { name: name.into(), legend: legend.into(), options: Vec::new() }
}

impl Facet {
    /// A choice and how many rows it leaves, where that is known.
    #[must_use]
    pub fn option(
        mut self,
        value: impl Into<String>,
        label: impl Into<String>,
        count: Option<u64>,
    ) -> Self {
        self.options.push((value.into(), label.into(), count));
        self
    }
}

/// The panel of all facets of a list.
#[derive(Debug, Clone)]
pub struct Facets {
    ui: Ui,
    list: Vec<Facet>,
    keep: Vec<String>,
}

/// The panel of a list's facets: a form sent with GET to the present page. What
/// is ticked is read from the page's address. Put it into [`crate::Page::aside`].
///
/// ```
/// # use zt_web::{components::{facet, facets}, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/catalogue?q=x&region=330100");
/// facets(&ui)
///     .keep(["q", "sort"])
///     .facet(facet("region", "Region").option("330100", "Hangzhou", Some(412)));
/// ```
pub fn facets(ui: &Ui) -> Facets {
    Facets { ui: ui.clone(), list: Vec::new(), keep: Vec::new() }
}

impl Facets {
    /// Parameters of the address that stay when facets change.
    #[must_use]
    pub fn keep<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.keep.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds a facet.
    #[must_use]
    pub fn facet(mut self, facet: Facet) -> Self {
        self.list.push(facet);
        self
    }

    fn ticked(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.ui.query().as_bytes())
            .filter(|(name, _)| self.list.iter().any(|facet| facet.name == *name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }
}

fn choice(
    facet: &Facet,
    index: usize,
    option: &(String, String, Option<u64>),
    ui: &Ui,
    ticked: &[(String, String)],
) -> Markup {
    let id = format!("facet-{}-{index}", facet.name);
    let (value, label, count) = option;
    let on = ticked.iter().any(|(name, held)| *name == facet.name && held == value);
    html! {
        div.choice {
            input #(id) type="checkbox" name=(facet.name) value=(value) checked[on];
            label for=(id) {
                (label)
                @if let Some(count) = count {
                    " " span.count { (ui.number(i64::try_from(*count).unwrap_or(i64::MAX))) }
                }
            }
        }
    }
}

fn group(facet: &Facet, ui: &Ui, ticked: &[(String, String)]) -> Markup {
    let more = facet.options.len().saturating_sub(SHOWN_AT_ONCE);
    let hides_ticked =
        facet.options.iter().skip(SHOWN_AT_ONCE).any(|(value, ..)| {
            ticked.iter().any(|(name, held)| *name == facet.name && held == value)
        });
    html! {
        fieldset {
            legend { (facet.legend) }
            @for (index, option) in facet.options.iter().enumerate().take(SHOWN_AT_ONCE) {
                (choice(facet, index, option, ui, ticked))
            }
            @if more > 0 {
                details open[hides_ticked] {
                    summary {
                        (ui.ta("web-facets-more", &[("count", more.into())]))
                        span.hidden { " " (facet.legend) }
                    }
                    @for (index, option) in facet.options.iter().enumerate().skip(SHOWN_AT_ONCE) {
                        (choice(facet, index, option, ui, ticked))
                    }
                }
            }
        }
    }
}

impl Render for Facets {
    fn render(&self) -> Markup {
        let ui = &self.ui;
        let ticked = self.ticked();
        let offers = |facet: &&Facet| !facet.options.is_empty();
        if ticked.is_empty() && self.list.iter().find(offers).is_none() {
            return html! {};
        }
        let mut clear: Vec<(&str, Option<&str>)> =
            self.list.iter().map(|facet| (facet.name.as_str(), None)).collect();
        clear.extend([("after", None), ("before", None)]);
        html! {
            // On a phone the list opens as the target of its own link.
            form #facets.facets method="get" action=(ui.path()) {
                @for name in &self.keep {
                    @if let Some(value) = ui.param(name) {
                        input type="hidden" name=(name) value=(value);
                    }
                }
                a.facets-open href="#facets" {
                    (ui.t("web-facets"))
                    @if !ticked.is_empty() { " (" (ticked.len()) ")" }
                }
                div.facet-list {
                    @for facet in self.list.iter().filter(offers) { (group(facet, ui, &ticked)) }
                    div.actions {
                        button.button.secondary { (ui.t("web-facets-apply")) }
                        @if !ticked.is_empty() {
                            a href=(ui.here_with(&clear)) { (ui.t("web-facets-clear")) }
                        }
                        a.facets-close href="#main" { (ui.t("web-facets-close")) }
                    }
                }
            }
        }
    }
}
