//! The versions of an entry, each with what changed since the one before.

use axum::extract::{Path, State};
use maud::{Markup, html};
use zt_web::{
    Html, PageError, Ui,
    components::{Column, event, leaves, table, timeline},
};

use super::words::{place, state_tag};
use crate::{Catalogue, Entry, State as Standing, change::resource, difference::differences};

/// Differences shown of each version, and on the page of one.
const SHOWN: usize = 15;
const SHOWN_OF_ONE: usize = 60;

pub async fn show(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let latest = super::working_version(&catalogue, &ui, &code).await;
    // A visitor who may not see the draft still sees the published versions.
    let id = if let Ok(entry) = &latest {
        entry.id
    } else {
        let code = code.parse().map_err(|_| PageError::not_found())?;
        let published = catalogue.find(&code).await.map_err(super::internal)?;
        published.ok_or_else(PageError::not_found)?.id
    };
    let mut versions = catalogue.versions(id).await.map_err(super::internal)?;
    let readable = |entry: &Entry| {
        catalogue.platform().decide(ui.actor(), "catalogue.entry.read", &resource(entry)).is_ok()
    };
    versions.retain(readable);
    let newest = versions.first().ok_or_else(PageError::not_found)?;
    let only: Option<u32> = ui.param("version").and_then(|number| number.parse().ok());
    let asked = |version: &Entry| only.is_none_or(|only| only == version.version);
    let shown = versions.iter().enumerate().filter(|(_, version)| asked(version));
    let events = shown.map(|(index, version)| {
        let before = versions.get(index + 1);
        let number =
            ui.ta("catalogue-version-number", &[("number", version.version.to_string().into())]);
        event(Some(since(version)), number).body(html! {
            p { (state_tag(&ui, version)) }
            @if let Standing::Withdrawn { reason, .. } = &version.state { p { (reason) } }
            @if let Some(before) = before { (changes(&ui, before, version, only.is_some())) }
        })
    });
    Ok(ui
        .page("catalogue-versions-title")
        .crumb("/catalogue", ui.t("catalogue-nav-search"))
        .crumb(super::path_of(&newest.code), newest.title(ui.lang()))
        .body(timeline(&ui, events)))
}

fn since(entry: &Entry) -> jiff::Timestamp {
    match entry.state {
        Standing::Draft { .. } => entry.opened_at,
        Standing::Submitted { at, .. }
        | Standing::Published { at }
        | Standing::Superseded { published_at: at, .. }
        | Standing::Withdrawn { at, .. } => at,
    }
}

fn changes(ui: &Ui, before: &Entry, after: &Entry, is_alone: bool) -> Markup {
    let side = |text: &Option<String>| html! { (text.as_deref().unwrap_or("–")) };
    let all = differences(before, after);
    let caption =
        ui.ta("catalogue-changes-since", &[("number", before.version.to_string().into())]);
    let part = leaves(ui, "changes", caption.clone(), all.len(), SHOWN_OF_ONE);
    let range = if is_alone { part.range() } else { 0..all.len().min(SHOWN) };
    let left = all.len() - range.len();
    html! {
        div id=[is_alone.then_some("changes")] {
            (table(ui, caption)
                .columns([
                    Column::text(ui.t("catalogue-changes-place")).wide(),
                    Column::text(ui.t("catalogue-changes-before")),
                    Column::text(ui.t("catalogue-changes-after")),
                ])
                .rows(all[range].iter().map(|difference| {
                    [
                        html! { (place(ui, &difference.place)) },
                        side(&difference.before),
                        side(&difference.after),
                    ]
                }))
                .empty(html! { p { (ui.t("catalogue-changes-none")) } }))
            @if is_alone {
                (part)
                p { a href=(format!("{}/versions", super::path_of(&after.code))) { (ui.t("catalogue-versions-all")) } }
            } @else if left > 0 {
                p { a href=(format!("{}/versions?version={}", super::path_of(&after.code), after.version)) {
                    (ui.ta("catalogue-changes-all", &[("count", all.len().into())]))
                } }
            }
        }
    }
}
