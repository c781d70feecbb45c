//! The supervision page: who answers in time, who refuses and on what basis, who
//! is late. Each figure leads to the rows behind it.

use std::collections::BTreeMap;

use axum::{Router, extract::State, routing::get};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use strum::VariantArray as _;
use zt_kernel::{AgencyId, ShareRequestId, civil_date};
use zt_ledger::AuditEvent;
use zt_web::{
    Html, PageError, Ui,
    components::{Column, Tone, bar, empty, stat, stats, table, tag},
};

use super::{Timeliness, Verdict, report::Report};
use crate::{
    Sharing,
    change::object,
    correction,
    http::{page_error, slug},
    share_request::{
        self,
        pages::{Names, name, state_tag, title},
    },
};

/// How far back the figures reach: a year, the rhythm of the yearly report.
const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new().route("/supervision", get(overview)).route("/supervision/rows", get(rows))
}

async fn report(sharing: &Sharing, ui: &Ui, now: Timestamp) -> Result<Report, PageError> {
    let decision = sharing.platform.allow(
        ui,
        "sharing.supervision.read",
        &zt_access::Resource::any("supervision"),
    )?;
    let figures = object("supervision", "figures");
    let event = AuditEvent::new(now, ui.actor(), "sharing.supervision.read", figures)
        .decision(decision.record());
    sharing.platform.ledger.append(&event).await.map_err(PageError::internal)?;
    sharing.supervise(now - YEAR, now).await.map_err(|error| page_error(ui, error))
}

fn total(agencies: &BTreeMap<AgencyId, Timeliness>, verdict: Verdict) -> i64 {
    let count: usize = agencies.values().map(|timeliness| timeliness.count(verdict)).sum();
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn address(duty: &str, verdict: Verdict, agency: Option<AgencyId>) -> String {
    let verdict: &str = verdict.into();
    match agency {
        Some(agency) => {
            format!("/supervision/rows?duty={duty}&verdict={verdict}&agency={agency}")
        }
        None => format!("/supervision/rows?duty={duty}&verdict={verdict}"),
    }
}

/// `GET /supervision`.
async fn overview(State(sharing): State<Sharing>, ui: Ui) -> Result<Html, PageError> {
    let now = sharing.platform.clock.now();
    let report = report(&sharing, &ui, now).await?;
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let duties = [
        ("replies", &report.replies),
        ("provision", &report.provision),
        ("corrections", &report.corrections),
    ];
    let mut refusals: Vec<_> = report.refusals.iter().collect();
    refusals.sort_by_key(|(_, requests)| std::cmp::Reverse(requests.len()));
    let chart = refusals.iter().fold(
        bar(&ui, ui.t("sharing-refusals-chart")),
        |chart, (basis, requests)| {
            #[expect(clippy::cast_precision_loss, reason = "a chart's length")]
            let count = requests.len() as f64;
            let basis_address =
                format!("/supervision/rows?duty=refusals&basis={}", zt_web::query::escaped(basis));
            chart.point_rows((*basis).clone(), count, basis_address)
        },
    );
    Ok(ui.page("sharing-supervision-title").lead(ui.t("sharing-supervision-lead")).body(html! {
        @for (duty, agencies) in duties {
            section {
                h2 { (ui.t(&format!("sharing-duty-{duty}"))) }
                (stats(Verdict::VARIANTS.iter().map(|verdict| {
                    let word: &str = (*verdict).into();
                    stat(
                        ui.t(&format!("sharing-verdict-{}", slug(word))),
                        ui.number(total(agencies, *verdict)),
                    )
                    .rows(address(duty, *verdict, None))
                })))
                (by_agency(&ui, duty, agencies, &names))
            }
        }
        section {
            h2 { (ui.t("sharing-refusals-title")) }
            @if refusals.is_empty() {
                (empty(ui.t("sharing-refusals-empty"), ui.t("sharing-refusals-empty-why")))
            } @else { (chart) }
        }
    }))
}

/// Agencies with what is overdue first, then by how seldom they are in time.
fn by_agency(
    ui: &Ui,
    duty: &str,
    agencies: &BTreeMap<AgencyId, Timeliness>,
    names: &Names,
) -> Markup {
    let mut order: Vec<_> = agencies.iter().collect();
    order.sort_by_key(|(agency, timeliness)| {
        let overdue = std::cmp::Reverse(timeliness.count(Verdict::Overdue));
        (overdue, timeliness.percent_in_time().unwrap_or(100), **agency)
    });
    let mut rows = table(ui, ui.t(&format!("sharing-duty-{duty}")))
        .caption_hidden()
        .columns(
            std::iter::once(Column::text(ui.t("sharing-field-agency")).wide())
                .chain(Verdict::VARIANTS.iter().map(|verdict| {
                    let word: &str = (*verdict).into();
                    Column::number(ui.t(&format!("sharing-verdict-{}", slug(word))))
                }))
                .chain([Column::number(ui.t("sharing-field-in-time"))]),
        )
        .empty(empty(ui.t("sharing-duty-empty"), ui.t("sharing-duty-empty-why")));
    for (agency, timeliness) in order {
        let mut cells = vec![html! { (name(names, *agency)) }];
        for verdict in Verdict::VARIANTS {
            let count = timeliness.count(*verdict);
            cells.push(html! {
                @if count == 0 { "0" } @else {
                    a href=(address(duty, *verdict, Some(*agency))) { (count) }
                }
            });
        }
        cells.push(html! {
            @if let Some(percent) = timeliness.percent_in_time() {
                @let tone = if percent >= 95 { Tone::Good } else if percent >= 80 { Tone::Warn } else { Tone::Bad };
                (tag(tone, format!("{percent}%")))
            }
        });
        rows = rows.row(cells);
    }
    html! { (rows) }
}

/// `GET /supervision/rows`: the rows behind a figure.
async fn rows(State(sharing): State<Sharing>, ui: Ui) -> Result<Html, PageError> {
    let now = sharing.platform.clock.now();
    let report = report(&sharing, &ui, now).await?;
    let duty = ui.param("duty").unwrap_or_default();
    let agency = ui.param("agency").and_then(|agency| agency.parse::<AgencyId>().ok());
    let verdict = ui.param("verdict").and_then(|verdict| verdict.parse::<Verdict>().ok());
    let pick = |agencies: &BTreeMap<AgencyId, Timeliness>| -> Vec<i64> {
        let Some(verdict) = verdict else { return Vec::new() };
        agencies
            .iter()
            .filter(|(id, _)| agency.is_none_or(|only| only == **id))
            .flat_map(|(_, timeliness)| timeliness.rows(verdict).iter().copied())
            .collect()
    };
    let (numbers, noun) = match duty.as_str() {
        "replies" => (pick(&report.replies), "requests"),
        "provision" => (pick(&report.provision), "requests"),
        "corrections" => (pick(&report.corrections), "corrections"),
        "refusals" => {
            let basis = ui.param("basis").unwrap_or_default();
            (report.refusals.get(&basis).cloned().unwrap_or_default(), "requests")
        }
        _ => return Err(PageError::not_found()),
    };
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let mut list = table(&ui, ui.t("sharing-rows-behind"))
        .caption_hidden()
        .columns([
            Column::text(ui.t("sharing-field-entry")).wide(),
            Column::text(ui.t("sharing-field-owner")),
            Column::text(ui.t("sharing-field-state")),
            Column::text(ui.t("sharing-field-received")),
        ])
        .empty(empty(ui.t("sharing-duty-empty"), ui.t("sharing-duty-empty-why")));
    let db = &sharing.platform.db;
    for number in numbers.iter().copied() {
        let (entry, owner, state, at) = if noun == "requests" {
            let found = share_request::store::find(db, ShareRequestId(number)).await;
            let Some(request) = found.map_err(PageError::internal)? else { continue };
            (request.entry, request.owner, state_tag(&ui, &request), request.received_at)
        } else {
            let found = correction::store::find(db, correction::CorrectionId(number)).await;
            let Some(found) = found.map_err(PageError::internal)? else { continue };
            let state = correction::pages::state_tag(&ui, &found);
            (found.entry, found.owner, state, Some(found.raised_at))
        };
        let entry = sharing.entry_of(entry).await.map_err(PageError::internal)?;
        let title = title(&ui, entry.as_ref());
        list = list.row([
            html! { a href=(format!("/{noun}/{number}")) { (title) } },
            html! { (name(&names, owner)) },
            state,
            html! { @if let Some(at) = at { (ui.date(civil_date(at))) } },
        ]);
    }
    let title = if duty == "refusals" {
        ui.t("sharing-refusals-title")
    } else {
        let duty = ui.t(&format!("sharing-duty-{duty}"));
        match verdict {
            Some(verdict) => {
                let verdict: &str = verdict.into();
                let verdict = ui.t(&format!("sharing-verdict-{}", slug(verdict)));
                ui.ta("sharing-rows-of", &[("duty", duty.into()), ("verdict", verdict.into())])
            }
            None => duty,
        }
    };
    Ok(ui
        .page_titled(title)
        .crumb("/supervision", ui.t("sharing-supervision-title"))
        .body(html! { (list) }))
}
