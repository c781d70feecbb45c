//! What my agency has asked for.

use axum::extract::State;
use maud::html;
use zt_kernel::{ShareRequestId, civil_date};
use zt_web::{
    Html, Keyset, PageError, Paging, Ui,
    components::{Column, Tab, empty_with, link_button, pagination, table, tabs},
};

use super::{
    super::{StateName, store},
    parts::{due_tag, name, state_tag, title},
};
use crate::Sharing;

/// Rows on a page.
const SHOWN: u32 = 50;

/// `GET /requests`.
pub(super) async fn mine(
    State(sharing): State<Sharing>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    let chosen = ui.param("state").and_then(|state| state.parse::<StateName>().ok());
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(ShareRequestId);
    let filter = store::RequestFilter {
        requester: Some(agency),
        state: chosen,
        before,
        limit: SHOWN + 1,
        ..store::RequestFilter::default()
    };
    let mut requests =
        store::page(&sharing.platform.db, &filter).await.map_err(PageError::internal)?;
    let more = requests.len() > SHOWN as usize;
    requests.truncate(SHOWN as usize);
    let last = requests.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let mut rows = table(&ui, ui.t("sharing-requests-caption"))
        .columns([
            Column::text(ui.t("sharing-field-entry")).wide(),
            Column::text(ui.t("sharing-field-owner")),
            Column::text(ui.t("sharing-field-state")),
            Column::text(ui.t("sharing-field-due")),
            Column::text(ui.t("sharing-field-received")),
        ])
        .empty(empty_with(
            ui.t("sharing-requests-empty"),
            ui.t("sharing-requests-empty-why"),
            &html! { (link_button("/catalogue", ui.t("sharing-to-catalogue"))) },
        ));
    for request in &requests {
        let entry = sharing.entry_of(request.entry).await.map_err(PageError::internal)?;
        let title = title(&ui, entry.as_ref());
        let running = request.answered_on().is_none() && request.received_at.is_some();
        let due = sharing.reply_due(request, &book).map_err(PageError::internal)?;
        rows = rows.row([
            html! { a href=(format!("/requests/{}", request.id)) { (title) } },
            html! { (name(&names, request.owner)) },
            state_tag(&ui, request),
            html! { @if running { (due_tag(&ui, due, today)) } },
            html! { @if let Some(at) = request.received_at { (ui.time(at)) } },
        ]);
    }
    let tab = |label: String, state: Option<StateName>| {
        let value: Option<&'static str> = state.map(Into::into);
        Tab {
            href: ui.here_with(&[("state", value), ("after", None)]),
            label,
            count: None,
            current: chosen == state,
        }
    };
    let standing = |state: StateName| {
        let word: &'static str = state.into();
        tab(ui.t(&format!("sharing-state-{word}")), Some(state))
    };
    let views = [
        tab(ui.t("sharing-all"), None),
        standing(StateName::Draft),
        standing(StateName::UnderReview),
        standing(StateName::AwaitingSupplement),
        standing(StateName::Provided),
        standing(StateName::Refused),
    ];
    Ok(ui.page("sharing-requests-title").lead(ui.t("sharing-requests-lead")).body(html! {
        (tabs(&ui, &ui.t("sharing-by-state"), &views))
        (rows)
        (pagination(&ui, requests.len()).next(last.as_ref()))
    }))
}
