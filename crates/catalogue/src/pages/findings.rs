//! What the lint found in a version, one line for each kind of finding: of a table
//! with a hundred columns the same is wrong in many places at once.

use maud::{Markup, html};
use zt_web::{
    Ui,
    components::{Column, leaves, table},
};

use super::words::{finding, place, place_href, remedy, severity_tag};
use crate::{
    Entry, State,
    difference::Place,
    lint::{Finding, Severity},
};

/// Places named in a line; the rest are behind a link.
const PLACES: usize = 6;
/// Kinds of findings on a page.
const KINDS: usize = 25;
/// Places on the page of one kind.
const PLACES_OF_KIND: usize = 120;

/// Findings that say the same, with every place they are about.
struct Kind<'f> {
    severity: Severity,
    code: &'static str,
    what: String,
    remedy: String,
    places: Vec<&'f Place>,
}

/// The findings by kind, what keeps the entry back first.
fn kinds<'f>(ui: &Ui, findings: &'f [Finding]) -> Vec<Kind<'f>> {
    let mut kinds: Vec<Kind<'f>> = Vec::new();
    for it in findings {
        let what = finding(ui, it);
        match kinds.iter_mut().find(|kind| kind.code == it.code.as_str() && kind.what == what) {
            Some(kind) => kind.places.push(&it.place),
            None => kinds.push(Kind {
                severity: it.severity,
                code: it.code.as_str(),
                what,
                remedy: remedy(ui, it),
                places: vec![&it.place],
            }),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.severity));
    kinds
}

/// Every finding, with the links to where it is put right.
pub(super) fn found(ui: &Ui, entry: &Entry, findings: &[Finding]) -> Markup {
    if findings.is_empty() {
        return html! {};
    }
    let kinds = kinds(ui, findings);
    if let Some(code) = ui.param("finding")
        && kinds.iter().any(|kind| kind.code == code)
    {
        return of_kind(ui, entry, kinds.iter().filter(|kind| kind.code == code));
    }
    let caption = ui.ta("catalogue-findings", &[("count", findings.len().into())]);
    let part = leaves(ui, "findings", caption.clone(), kinds.len(), KINDS);
    html! {
        section id="findings" {
            (table(ui, caption)
                .columns([
                    Column::text(ui.t("catalogue-finding-what")),
                    Column::text(ui.t("catalogue-finding-severity")),
                    Column::text(ui.t("catalogue-finding-do")),
                    Column::text(ui.t("catalogue-finding-place")).wide(),
                ])
                .rows(kinds[part.range()].iter().map(|kind| [
                    html! { (kind.what) },
                    severity_tag(ui, kind.severity),
                    html! { (kind.remedy) },
                    html! {
                        (places(ui, entry, &kind.places[..kind.places.len().min(PLACES)]))
                        @if kind.places.len() > PLACES {
                            " " a href=(format!("{}/edit?finding={}#findings", super::path_of(&entry.code), kind.code)) {
                                (ui.ta("catalogue-finding-all", &[("count", kind.places.len().into())]))
                                span.hidden { " " (kind.what) }
                            }
                        }
                    },
                ])))
            (part)
        }
    }
}

/// An item by its label, a field of the entry by its name; what is wrong with it
/// stands beside.
fn where_it_is(ui: &Ui, entry: &Entry, at: &Place) -> String {
    match at {
        Place::Item { item, .. } => {
            entry.item(item).map_or_else(|| item.clone(), |item| item.label.clone())
        }
        Place::Field(_) => place(ui, at),
    }
}

fn places(ui: &Ui, entry: &Entry, places: &[&Place]) -> Markup {
    html! {
        @for (index, at) in places.iter().enumerate() {
            @if index > 0 { (ui.t("catalogue-separator")) }
            (place_link(ui, entry, at))
        }
    }
}

/// Leads to where it is put right; what is published is put right in its next version.
fn place_link(ui: &Ui, entry: &Entry, at: &Place) -> Markup {
    html! {
        @if matches!(entry.state, State::Draft { .. }) {
            a href=(place_href(entry, at)) { (where_it_is(ui, entry, at)) }
        } @else { (where_it_is(ui, entry, at)) }
    }
}

/// The page of one kind of finding: all its places.
fn of_kind<'k, 'f: 'k>(
    ui: &Ui,
    entry: &Entry,
    kinds: impl Iterator<Item = &'k Kind<'f>>,
) -> Markup {
    let mut severity = Severity::Notice;
    let mut rows: Vec<(&str, &str, &Place)> = Vec::new();
    for kind in kinds {
        severity = kind.severity;
        rows.extend(kind.places.iter().map(|at| (kind.what.as_str(), kind.remedy.as_str(), *at)));
    }
    let (what, remedy) = rows.first().map_or(("", ""), |(what, remedy, _)| (*what, *remedy));
    let part = leaves(ui, "places", what, rows.len(), PLACES_OF_KIND);
    html! {
        section id="findings" {
            h2 { (severity_tag(ui, severity)) " " (what) }
            p { (remedy) }
            ul.choices.columns id="places" {
                @for (_, _, at) in &rows[part.range()] {
                    li { (place_link(ui, entry, at)) }
                }
            }
            (part)
            p { a href=(format!("{}/edit", super::path_of(&entry.code))) { (ui.t("catalogue-findings-back")) } }
        }
    }
}
