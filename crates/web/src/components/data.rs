//! Facts: description lists, figures, code, and what stands there when there
//! is nothing to show.

use maud::{Markup, Render, html};

use crate::Ui;

/// Terms and their values.
#[derive(Debug, Clone, Default)]
pub struct DescriptionList {
    items: Vec<(Markup, Markup)>,
}

/// The facts of one thing.
///
/// ```
/// # use zt_web::components::description_list;
/// description_list().item("Update cycle", "Daily").item("Rows", "12,345");
/// ```
pub fn description_list() -> DescriptionList {
    DescriptionList::default()
}

impl DescriptionList {
    /// A fact.
    #[must_use]
    pub fn item(mut self, term: impl Render, value: impl Render) -> Self {
        self.items.push((term.render(), value.render()));
        self
    }

    /// A fact, where there is one.
    #[must_use]
    pub fn item_if(self, term: impl Render, value: Option<impl Render>) -> Self {
        match value {
            Some(value) => self.item(term, value),
            None => self,
        }
    }
}

impl Render for DescriptionList {
    fn render(&self) -> Markup {
        html! {
            dl.facts {
                @for (term, value) in &self.items { div { dt { (term) } dd { (value) } } }
            }
        }
    }
}

/// The answers of a form, to look over before sending it.
#[derive(Debug, Clone)]
pub struct Answers {
    ui: Ui,
    rows: Vec<(String, Markup, Option<String>)>,
}

/// Check your answers: every answer with a link back to change it.
///
/// ```
/// # use zt_web::{components::answers, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// answers(&ui).row("Purpose", "Checking eligibility", Some("/ask/7/purpose"));
/// ```
pub fn answers(ui: &Ui) -> Answers {
    Answers { ui: ui.clone(), rows: Vec::new() }
}

impl Answers {
    /// A question, its answer, and where to change it.
    #[must_use]
    pub fn row(
        mut self,
        question: impl Into<String>,
        answer: impl Render,
        change: Option<&str>,
    ) -> Self {
        self.rows.push((question.into(), answer.render(), change.map(str::to_owned)));
        self
    }
}

impl Render for Answers {
    fn render(&self) -> Markup {
        html! {
            dl.answers {
                @for (question, answer, change) in &self.rows {
                    div {
                        dt { (question) }
                        dd { (answer) }
                        @if let Some(href) = change {
                            dd.change {
                                a href=(href) {
                                    (self.ui.t("web-answers-change"))
                                    span.hidden { " " (question) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A figure that leads to the rows behind it.
#[derive(Debug, Clone)]
pub struct Stat {
    label: String,
    value: String,
    href: Option<String>,
    note: Option<String>,
}

/// A figure. Give it the address of its rows with [`Stat::rows`]: every number
/// on a dashboard links to what it counts.
pub fn stat(label: impl Into<String>, value: impl Into<String>) -> Stat {
    Stat { label: label.into(), value: value.into(), href: None, note: None }
}

impl Stat {
    /// Where the rows behind the figure are listed.
    #[must_use]
    pub fn rows(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// A remark under it: “12 more than in October”.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Figures side by side.
///
/// ```
/// # use zt_web::components::{stat, stats};
/// stats([stat("Requests to answer", "7").rows("/requests?state=open")]);
/// ```
pub fn stats(figures: impl IntoIterator<Item = Stat>) -> Markup {
    html! {
        dl.stats {
            @for figure in figures {
                div {
                    dt { (figure.label) }
                    dd {
                        @if let Some(href) = &figure.href { a href=(href) { (figure.value) } }
                        @else { (figure.value) }
                    }
                    @if let Some(note) = &figure.note { dd.note { (note) } }
                }
            }
        }
    }
}

/// Something to copy: a code, an address, a command. With scripts on it gets a
/// button that copies it.
pub fn code(ui: &Ui, text: &str) -> Markup {
    html! {
        div.code data-copy-text=(ui.t("web-copy")) data-copied=(ui.t("web-copied")) {
            pre tabindex="0" { code { (text) } }
        }
    }
}

/// Nothing here yet: what it means.
pub fn empty(title: impl Render, body: impl Render) -> Markup {
    html! { div.empty { p { strong { (title) } } p { (body) } } }
}

/// Nothing here yet: what it means and the way on.
pub fn empty_with(title: impl Render, body: impl Render, action: &Markup) -> Markup {
    html! {
        div.empty { p { strong { (title) } } p { (body) } div.actions { (action) } }
    }
}

/// A part of the page that couldn't be made, while the rest could. Loading the
/// page again is the way to try once more.
pub fn failed(ui: &Ui, title: impl Render) -> Markup {
    html! {
        div.empty.failed role="alert" {
            p { strong { (title) } }
            p { (ui.t("web-failed")) }
            div.actions { a.button.secondary href=(ui.here()) { (ui.t("web-retry")) } }
        }
    }
}
