//! The front page: search, figures that lead to their rows, ways to browse.

use axum::extract::State;
use maud::html;
use zt_web::{
    Html, PageError, Ui,
    components::{Column, bar, button, empty, get_form, search, stat, stats, table},
};

use super::words::{agency_name, branch_name, openness_tag, sharing_tag};
use crate::{
    Catalogue,
    search::{Dimension, FacetCount, Query, Sort},
};

/// Entries shown as recently published.
const RECENT: usize = 8;

/// Agencies and branches shown of each.
const SHOWN: usize = 10;

pub async fn show(ui: Ui, State(catalogue): State<Catalogue>) -> Result<Html, PageError> {
    let query = Query {
        view: catalogue.view_of(ui.actor()),
        sort: Sort::Date,
        limit: RECENT,
        facets: true,
        ..Query::default()
    };
    let results = catalogue.search(query).await.map_err(PageError::internal)?;
    let reference = catalogue.reference();
    let count_of = |dimension: Dimension, value: &str| {
        results
            .facet(dimension)
            .iter()
            .find(|it| it.value == value)
            .map_or(0, |it| u64::from(it.count))
    };
    let figure = |key: &str, value: u64, href: &str| {
        stat(ui.t(key), ui.number(i64::try_from(value).unwrap_or(i64::MAX))).rows(href)
    };
    let open = count_of(Dimension::Openness, "open") + count_of(Dimension::Openness, "partial");
    let agencies = results.facet(Dimension::Agency).len() as u64;
    let branch_chart = results.facet(Dimension::Branch).iter().take(SHOWN).fold(
        bar(&ui, ui.t("catalogue-home-by-branch")).label_head(ui.t("catalogue-field-branch")),
        |chart, count| {
            let number = count.value.parse().unwrap_or(0);
            let href = format!("/catalogue?branch={}", count.value);
            chart.point_rows(branch_name(&ui, &reference, number), f64::from(count.count), href)
        },
    );
    let agency_row = |count: &FacetCount| {
        let id = zt_kernel::AgencyId(count.value.parse().unwrap_or(0));
        [
            html! { a href=(format!("/catalogue?agency={id}")) { (agency_name(&ui, &reference, id)) } },
            html! { (ui.number(i64::from(count.count))) },
        ]
    };
    Ok(ui.page("catalogue-home-title").lead(ui.t("catalogue-home-lead")).searches().body(html! {
        div role="search" {
            (get_form(&ui, "/catalogue", &[], &html! {
                (search(&ui, "q", ui.t("catalogue-search-label")).hint(ui.t("catalogue-search-hint")))
                (button(ui.t("catalogue-search-button")))
            }))
        }
        (stats([
            figure("catalogue-home-entries", results.total, "/catalogue"),
            figure("catalogue-home-agencies", agencies, "/catalogue#facets"),
            figure("catalogue-home-open", open, "/catalogue?openness=open&openness=partial"),
            figure("catalogue-home-unconditional", count_of(Dimension::Sharing, "unconditional"), "/catalogue?sharing=unconditional"),
        ]))
        (table(&ui, ui.t("catalogue-home-recent"))
            .columns([
                Column::text(ui.t("catalogue-field-name")).wide(),
                Column::text(ui.t("catalogue-field-agency")),
                Column::text(ui.t("catalogue-field-sharing")),
                Column::text(ui.t("catalogue-field-opening")),
                Column::text(ui.t("catalogue-field-published-on")),
            ])
            .rows(results.hits.iter().map(|hit| {
                let entry = &hit.summary;
                [
                    html! { a href=(super::path_of(&entry.code)) { (entry.title(ui.lang())) } },
                    html! { (agency_name(&ui, &reference, entry.agency)) },
                    sharing_tag(&ui, entry.sharing),
                    openness_tag(&ui, entry.openness),
                    ui.date(entry.published_on),
                ]
            }))
            .empty(empty(ui.t("catalogue-home-empty"), ui.t("catalogue-home-empty-hint"))))
        @if !results.hits.is_empty() {
            div.pair {
                (branch_chart)
                (table(&ui, ui.t("catalogue-home-by-agency"))
                    .columns([Column::text(ui.t("catalogue-field-agency")).wide(), Column::number(ui.t("catalogue-home-entries"))])
                    .rows(results.facet(Dimension::Agency).iter().take(SHOWN).map(agency_row)))
            }
        }
    }))
}
