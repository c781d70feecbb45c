//! The catalogue: search, facets, results.

use axum::extract::State;
use maud::{Markup, html};
use zt_web::{
    Html, PageError, Ui, Values,
    components::{
        Facet, NoticeKind, Tab, button, empty_with, facet, facets, get_form, link_button_secondary,
        notice, pagination, search, select, tabs,
    },
};

use super::words::{agency_name, branch_name, grade_tag, openness_tag, sharing_tag};
use crate::{
    Catalogue, Reference, asked,
    search::{Dimension, Hit, Query, Reading, Results, View, highlight},
};

/// Results on a page.
const PAGE: usize = 20;

pub async fn show(ui: Ui, State(catalogue): State<Catalogue>) -> Result<Html, PageError> {
    let widest = catalogue.view_of(ui.actor());
    let values = Values::from_urlencoded(ui.query().as_bytes());
    let query = asked::query(&values, widest, PAGE).map_err(|bad| {
        PageError::bad_request()
            .detail(ui.ta("catalogue-bad-parameter", &[("name", bad.0.into())]))
            .action("/catalogue", ui.t("catalogue-nav-search"))
    })?;
    let results = catalogue.search(query.clone()).await.map_err(PageError::internal)?;
    let reference = catalogue.reference();
    let next = results.next.map(asked::keyset);
    let sort: &str = query.sort.into();
    Ok(ui
        .page("catalogue-search-title")
        .lead(ui.ta("catalogue-search-found", &[("count", results.total.into())]))
        .searches()
        .aside(sidebar(&ui, &catalogue, &results))
        .body(html! {
            (views(&ui, widest, query.view))
            div role="search" {
                (get_form(&ui, "/catalogue", &["view", "agency", "region", "branch", "sharing", "grade", "cycle", "openness"], &html! {
                    (search(&ui, "q", ui.t("catalogue-search-label")).value(query.text.clone()).hint(ui.t("catalogue-search-hint")))
                    (select(&ui, "sort", ui.t("catalogue-sort"))
                        .options(["relevance", "date", "name"].map(|name| (name, ui.t(&format!("catalogue-sort-{name}")))))
                        .value(sort))
                    (button(ui.t("catalogue-search-button")))
                }))
            }
            (reading(&ui, &results))
            @if results.hits.is_empty() {
                (nothing(&ui, &query))
            } @else {
                ol.results { @for hit in &results.hits { (line(&ui, &reference, hit, &results.words)) } }
                (pagination(&ui, results.hits.len()).next(next.as_ref()).total(results.total))
            }
        }))
}

/// The three catalogues, for who may see more than the open one.
fn views(ui: &Ui, widest: View, shown: View) -> Markup {
    if widest == View::Open {
        return html! {};
    }
    let tab = |view: View| {
        let name: &str = view.into();
        Tab {
            href: ui.here_with(&[("view", Some(name)), ("after", None)]),
            label: ui.t(&format!("catalogue-view-{name}")),
            count: None,
            current: view == shown,
        }
    };
    tabs(ui, &ui.t("catalogue-views"), &[View::Resource, View::Sharing, View::Open].map(tab))
}

/// Says when the words were not taken as they stand.
fn reading(ui: &Ui, results: &Results) -> Markup {
    if results.reading == Reading::Exact || results.hits.is_empty() {
        return html! {};
    }
    let name: &str = results.reading.into();
    notice(ui, NoticeKind::Info, ui.t(&format!("catalogue-reading-{name}")))
}

fn nothing(ui: &Ui, query: &Query) -> Markup {
    let everything = link_button_secondary("/catalogue", ui.t("catalogue-search-all"));
    let hint = if query.text.is_empty() { "catalogue-none-chosen" } else { "catalogue-none-found" };
    empty_with(ui.t("catalogue-none"), ui.t(hint), &html! { (everything) })
}

fn marked(text: &str, words: &[String]) -> Markup {
    html! {
        @for (piece, hit) in highlight(text, words) {
            @if hit { mark { (piece) } } @else { (piece) }
        }
    }
}

fn line(ui: &Ui, reference: &Reference, hit: &Hit, words: &[String]) -> Markup {
    let entry = &hit.summary;
    let branch = entry.code.classification_text().get(..3).and_then(|it| it.parse().ok());
    let cycle: &str = entry.cycle.into();
    html! {
        li {
            h2 { a href=(super::path_of(&entry.code)) { (marked(entry.title(ui.lang()), words)) } }
            @if !entry.abstract_.is_empty() { p { (marked(&entry.abstract_, words)) } }
            p.meta {
                (sharing_tag(ui, entry.sharing)) " " (openness_tag(ui, entry.openness)) " " (grade_tag(ui, Some(entry.grade)))
            }
            p.meta {
                (agency_name(ui, reference, entry.agency)) " · "
                (branch_name(ui, reference, branch.unwrap_or(0))) " · "
                (ui.t(&format!("catalogue-cycle-{}", cycle.replace('_', "-")))) " · "
                (ui.ta("catalogue-item-count", &[("count", entry.items.into())])) " · "
                (ui.date(entry.published_on))
            }
        }
    }
}

fn sidebar(ui: &Ui, catalogue: &Catalogue, results: &Results) -> Markup {
    let named = |dimension: Dimension| -> Facet {
        let name: &str = dimension.into();
        results.facet(dimension).iter().fold(
            facet(name, ui.t(&format!("catalogue-facet-{name}"))),
            |facet, count| {
                let label = label(ui, catalogue, dimension, &count.value);
                facet.option(count.value.clone(), label, Some(count.count.into()))
            },
        )
    };
    html! {
        (facets(ui)
            .keep(["q", "sort", "view"])
            .facet(named(Dimension::Agency))
            .facet(named(Dimension::Region))
            .facet(named(Dimension::Branch))
            .facet(named(Dimension::Sharing))
            .facet(named(Dimension::Openness))
            .facet(named(Dimension::Grade))
            .facet(named(Dimension::Cycle)))
    }
}

fn label(ui: &Ui, catalogue: &Catalogue, dimension: Dimension, value: &str) -> String {
    let reference = catalogue.reference();
    let worded = |kind: &str| ui.t(&format!("catalogue-{kind}-{}", value.replace('_', "-")));
    match dimension {
        Dimension::Agency => {
            agency_name(ui, &reference, zt_kernel::AgencyId(value.parse().unwrap_or(0)))
        }
        Dimension::Region => region_name(catalogue, value),
        Dimension::Branch => branch_name(ui, &reference, value.parse().unwrap_or(0)),
        Dimension::Sharing => worded("sharing"),
        Dimension::Grade => worded("grade"),
        Dimension::Cycle => worded("cycle"),
        Dimension::Openness => worded("openness"),
    }
}

/// A division's name as of today; its code where no edition lists it.
fn region_name(catalogue: &Catalogue, code: &str) -> String {
    let today = zt_kernel::civil_date(catalogue.platform().now());
    let registry = catalogue.registry();
    let division = code.parse().ok().and_then(|code| registry.division(code, today));
    division.map_or_else(|| code.to_owned(), |division| division.name.clone())
}
