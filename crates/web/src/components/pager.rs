//! From one page of a long list to the next.

use maud::{Markup, Render, html};

use crate::{Keyset, Ui};

/// The links under a long list.
#[derive(Debug, Clone)]
pub struct Pager {
    ui: Ui,
    next: Option<String>,
    previous: Option<String>,
    shown: usize,
    total: Option<u64>,
}

/// The links under a long list of which this page shows `shown` rows.
///
/// ```
/// # use zt_web::{components::pagination, Keyset, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/catalogue?q=x");
/// let last = Keyset::new(["Food licences".into(), 7.into()]);
/// pagination(&ui, 50).next(Some(&last)).total(1_204);
/// ```
pub fn pagination(ui: &Ui, shown: usize) -> Pager {
    Pager { ui: ui.clone(), next: None, previous: None, shown, total: None }
}

impl Pager {
    /// The cursor of this page's last row, when more rows follow.
    #[must_use]
    pub fn next(mut self, cursor: Option<&Keyset>) -> Self {
        self.next = cursor.map(|cursor| {
            let text = cursor.to_string();
            self.ui.here_with(&[("after", Some(&text)), ("before", None)])
        });
        self
    }

    /// The cursor of this page's first row, when rows come before it.
    #[must_use]
    pub fn previous(mut self, cursor: Option<&Keyset>) -> Self {
        self.previous = cursor.map(|cursor| {
            let text = cursor.to_string();
            self.ui.here_with(&[("before", Some(&text)), ("after", None)])
        });
        self
    }

    /// How many rows there are in all, where that is known.
    #[must_use]
    pub fn total(mut self, total: u64) -> Self {
        self.total = Some(total);
        self
    }
}

impl Render for Pager {
    fn render(&self) -> Markup {
        let ui = &self.ui;
        let deep = ui.param("after").is_some() || ui.param("before").is_some();
        // Nothing to count: the list has said that it is empty.
        if self.shown == 0 && !deep && self.previous.is_none() && self.next.is_none() {
            return html! {};
        }
        let count = match self.total {
            Some(total) => {
                ui.ta("web-pager-of", &[("shown", self.shown.into()), ("total", total.into())])
            }
            None => ui.ta("web-pager-shown", &[("shown", self.shown.into())]),
        };
        html! {
            nav.pager aria-label=(ui.t("web-pager")) {
                p.quiet { (count) }
                ul {
                    @if deep {
                        li { a href=(ui.here_with(&[("after", None), ("before", None)])) {
                            (ui.t("web-pager-first"))
                        } }
                    }
                    @if let Some(href) = &self.previous {
                        li { a rel="prev" href=(href) { (ui.t("web-pager-previous")) } }
                    }
                    @if let Some(href) = &self.next {
                        li { a rel="next" href=(href) { (ui.t("web-pager-next")) } }
                    }
                }
            }
        }
    }
}
