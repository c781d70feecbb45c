//! The steward's workbench: my agency's entries, what is wrong with them, what is
//! due. The authority's list of what waits for review stands beside it.

use axum::extract::State;
use jiff::Timestamp;
use maud::{Markup, html};
use zt_kernel::{AgencyId, EntryId, Role, civil_date};
use zt_web::{
    Html, Keyset, PageError, Paging, Ui,
    components::{Column, Tone, empty_with, link_button, pagination, stat, stats, table, tag},
};

use super::words::{agency_name, grade_tag, state_tag};
use crate::{
    Catalogue, Entry,
    lint::{Finding, Severity},
};

/// Entries on a page. Each is linted, so a page stays short.
const PAGE: u32 = 25;

pub async fn show(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    paging: Paging,
) -> Result<Html, PageError> {
    let agency = ui.actor().agency().ok_or_else(PageError::unauthorized)?;
    let state = ui.param("state").filter(|state| !state.is_empty());
    let counts = catalogue.reading().state_counts(Some(agency)).await.map_err(super::internal)?;
    let figure = |state: &str| {
        let count = counts.iter().find(|it| it.state == state).map_or(0, |it| it.entries);
        stat(ui.t(&format!("catalogue-state-{state}")), ui.number(count))
            .rows(format!("/catalogue/mine?state={state}"))
    };
    let list = list(&ui, &catalogue, Some(agency), state.as_deref(), &paging).await?;
    Ok(ui
        .page("catalogue-mine-title")
        .lead(ui.t("catalogue-mine-lead"))
        .actions(html! {
            @if ui.actor().has(Role::Steward) { (link_button("/catalogue/new", ui.t("catalogue-new"))) }
        })
        .body(html! {
            (stats(["draft", "submitted", "published"].map(figure)))
            (list)
        }))
}

pub async fn review(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    paging: Paging,
) -> Result<Html, PageError> {
    let all = crate::change::resource_of(AgencyId(0));
    super::allow(&catalogue, &ui, "catalogue.entry.review", &all)?;
    let list = list(&ui, &catalogue, None, Some("submitted"), &paging).await?;
    Ok(ui.page("catalogue-review-title").lead(ui.t("catalogue-review-lead")).body(list))
}

async fn list(
    ui: &Ui,
    catalogue: &Catalogue,
    agency: Option<AgencyId>,
    state: Option<&str>,
    paging: &Paging,
) -> Result<Markup, PageError> {
    let now = catalogue.platform().now();
    let after = paging.after.as_ref().and_then(|keyset| keyset.i64(0)).unwrap_or(0);
    let limit = i64::from(PAGE);
    let mut entries = catalogue
        .reading()
        .of_agency(agency, state, EntryId(after), limit + 1)
        .await
        .map_err(super::internal)?;
    let more = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    let next = entries.last().filter(|_| more).map(|entry| Keyset::new([entry.id.0.into()]));
    let mut rows = Vec::with_capacity(entries.len());
    for entry in &entries {
        let findings = catalogue.findings(entry, now).await.map_err(super::internal)?;
        rows.push(row(ui, catalogue, entry, &findings, now));
    }
    let shown = rows.len();
    Ok(html! {
        (table(ui, ui.t("catalogue-mine-entries"))
            .columns([
                Column::text(ui.t("catalogue-field-name")).wide(),
                Column::text(ui.t("catalogue-field-agency")),
                Column::text(ui.t("catalogue-field-state")),
                Column::text(ui.t("catalogue-field-grade")),
                Column::text(ui.t("catalogue-mine-findings")),
                Column::text(ui.t("catalogue-mine-due")),
            ])
            .rows(rows)
            .empty(empty_with(ui.t("catalogue-mine-empty"), ui.t("catalogue-mine-empty-hint"), &html! {
                @if ui.actor().has(Role::Steward) { (link_button("/catalogue/new", ui.t("catalogue-new"))) }
            })))
        (pagination(ui, shown).next(next.as_ref()))
    })
}

fn row(
    ui: &Ui,
    catalogue: &Catalogue,
    entry: &Entry,
    findings: &[Finding],
    now: Timestamp,
) -> [Markup; 6] {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let due = catalogue.deadline(entry).map(|deadline| deadline.due());
    let page = super::path_of(&entry.code);
    let href = if entry.is_published() { page } else { format!("{page}/edit") };
    [
        html! { a href=(href) { (entry.title(ui.lang())) } br; code { (entry.code) } " " span.quiet { (ui.ta("catalogue-version-number", &[("number", entry.version.to_string().into())])) } },
        html! { (agency_name(ui, &catalogue.reference(), entry.agency)) },
        state_tag(ui, entry),
        grade_tag(ui, entry.grade()),
        html! {
            @if errors > 0 { (tag(Tone::Bad, ui.ta("catalogue-error-count", &[("count", errors.into())]))) " " }
            @if warnings > 0 { (tag(Tone::Warn, ui.ta("catalogue-warning-count", &[("count", warnings.into())]))) }
            @if errors + warnings == 0 { (tag(Tone::Good, ui.t("catalogue-sound"))) }
        },
        html! {
            @match due {
                Some(due) if due < civil_date(now) => { (tag(Tone::Bad, ui.t("catalogue-overdue"))) " " (ui.date(due)) }
                Some(due) => (ui.date(due))
                None => "–"
            }
        },
    ]
}
