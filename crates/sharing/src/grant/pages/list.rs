//! Lists of grants, from either side.

use axum::extract::State;
use jiff::civil::Date;
use maud::{Markup, html};
use zt_kernel::{GrantId, civil_date};
use zt_web::{
    Html, Keyset, PageError, Paging, Ui,
    components::{Column, Tone, empty_with, link_button, pagination, table, tag},
};

use super::super::{Grant, Status, store};
use crate::{
    Sharing,
    share_request::pages::{name, title},
};

/// Rows on a page.
const SHOWN: u32 = 50;

/// A grant's worth today as a tag.
pub(super) fn status_tag(ui: &Ui, status: Status) -> Markup {
    let tone = match status {
        Status::InForce => Tone::Good,
        Status::Upcoming => Tone::Info,
        Status::Suspended => Tone::Warn,
        Status::Expired | Status::Relinquished => Tone::Neutral,
        Status::Revoked | Status::Terminated => Tone::Bad,
    };
    let word: &str = status.into();
    tag(tone, ui.t(&format!("sharing-status-{}", word.replace('_', "-"))))
}

/// How long a grant in force still lasts.
pub(super) fn countdown(ui: &Ui, grant: &Grant, today: Date) -> Markup {
    let left = (grant.term.until - today).get_days();
    html! {
        (ui.date(grant.term.until))
        @if grant.status(today) == Status::InForce {
            " "
            @if left <= 14 {
                (tag(Tone::Warn, ui.ta("sharing-ends-in", &[("days", left.into())])))
            } @else {
                span.quiet { (ui.ta("sharing-ends-in", &[("days", left.into())])) }
            }
        }
    }
}

/// `GET /grants`: what my agency may use.
pub(super) async fn mine(
    State(sharing): State<Sharing>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    list(&sharing, &ui, &paging, false).await
}

/// `GET /grants/given`: who uses what my agency provides.
pub(super) async fn given(
    State(sharing): State<Sharing>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    list(&sharing, &ui, &paging, true).await
}

async fn list(sharing: &Sharing, ui: &Ui, paging: &Paging, given: bool) -> Result<Html, PageError> {
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(GrantId);
    let (grantee, owner) = if given { (None, Some(agency)) } else { (Some(agency), None) };
    let filter = store::GrantFilter { grantee, owner, entry: None, before, limit: SHOWN + 1 };
    let mut grants =
        store::page(&sharing.platform.db, &filter).await.map_err(PageError::internal)?;
    let more = grants.len() > SHOWN as usize;
    grants.truncate(SHOWN as usize);
    let last = grants.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let names = sharing.names(ui).await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let (caption, other) = if given {
        ("sharing-given-caption", "sharing-field-grantee")
    } else {
        ("sharing-grants-caption", "sharing-field-owner")
    };
    let mut rows = table(ui, ui.t(caption))
        .columns([
            Column::text(ui.t("sharing-field-entry")).wide(),
            Column::text(ui.t(other)),
            Column::text(ui.t("sharing-field-status")),
            Column::text(ui.t("sharing-field-until")),
            Column::number(ui.t("sharing-field-rows-read")),
        ])
        .empty(nothing(ui, given));
    for grant in &grants {
        let entry = sharing.entry_of(grant.entry).await.map_err(PageError::internal)?;
        let title = title(ui, entry.as_ref());
        let reads =
            store::reads(&sharing.platform.db, grant.id).await.map_err(PageError::internal)?;
        let total = reads.iter().fold(0_i64, |sum, month| sum.saturating_add(month.rows));
        let agency = if given { grant.grantee } else { grant.owner };
        rows = rows.row([
            html! { a href=(format!("/grants/{}", grant.id)) { (title) } },
            html! { (name(&names, agency)) },
            status_tag(ui, grant.status(today)),
            countdown(ui, grant, today),
            html! { a href=(format!("/grants/{}#reads", grant.id)) { (ui.number(total)) } },
        ]);
    }
    let (title, lead) = if given {
        ("sharing-given-title", "sharing-given-lead")
    } else {
        ("sharing-grants-title", "sharing-grants-lead")
    };
    Ok(ui.page(title).lead(ui.t(lead)).body(html! {
        (rows)
        (pagination(ui, grants.len()).next(last.as_ref()))
    }))
}

fn nothing(ui: &Ui, given: bool) -> Markup {
    if given {
        return zt_web::components::empty(
            ui.t("sharing-given-empty"),
            ui.t("sharing-given-empty-why"),
        );
    }
    empty_with(
        ui.t("sharing-grants-empty"),
        ui.t("sharing-grants-empty-why"),
        &html! { (link_button("/catalogue", ui.t("sharing-to-catalogue"))) },
    )
}
