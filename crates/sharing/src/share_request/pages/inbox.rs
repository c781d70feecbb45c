//! The owner's inbox, soonest due first, and the authority's extensions.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::{Role, ShareRequestId, civil_date};
use zt_web::{
    Form, Html, PageError, Ui,
    components::{Column, button, button_secondary, empty, form, stat, stats, table, text},
    see_other,
};

use super::{
    super::{ExtensionAnswer, ShareRequest, State as Stands, change::Step, store},
    parts::{due_tag, name, state_tag, title},
};
use crate::{Sharing, http::page_error};

/// `GET /requests/inbox`: everything the agency still has to do, soonest due first.
/// One row says who, what, why and how long, so that eighty can be worked in a day.
pub(super) async fn inbox(State(sharing): State<Sharing>, ui: Ui) -> Result<Html, PageError> {
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    let open =
        store::open_of_owner(&sharing.platform.db, agency).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let mut work: Vec<(Option<Date>, ShareRequest)> = Vec::with_capacity(open.len());
    for request in open {
        let due = match request.provide_period(&book).map_err(PageError::internal)? {
            Some(period) => period.reckon(&sharing.platform.calendar).due,
            None => sharing.reply_due(&request, &book).map_err(PageError::internal)?,
        };
        work.push((due, request));
    }
    // A clock that stands waits for the requester: last.
    work.sort_by_key(|(due, request)| (due.is_none(), *due, request.id));
    let overdue = work.iter().filter(|(due, _)| due.is_some_and(|due| due < today)).count();
    let soon = work
        .iter()
        .filter(|(due, _)| due.is_some_and(|due| (0..=2).contains(&(due - today).get_days())))
        .count();
    let only = ui.param("only");
    let shown = work.iter().filter(|(due, _)| match only.as_deref() {
        Some("overdue") => due.is_some_and(|due| due < today),
        Some("soon") => due.is_some_and(|due| (0..=2).contains(&(due - today).get_days())),
        _ => true,
    });
    let mut rows = table(&ui, ui.t("sharing-inbox-caption"))
        .columns([
            Column::text(ui.t("sharing-field-entry")).wide(),
            Column::text(ui.t("sharing-field-requester")),
            Column::text(ui.t("sharing-field-scenario")).wide(),
            Column::text(ui.t("sharing-field-state")),
            Column::text(ui.t("sharing-field-due")),
        ])
        .empty(empty(ui.t("sharing-inbox-empty"), ui.t("sharing-inbox-empty-why")));
    for (due, request) in shown {
        let entry = sharing.entry_of(request.entry).await.map_err(PageError::internal)?;
        let title = title(&ui, entry.as_ref());
        let target = match request.state {
            Stands::UnderReview if ui.actor().has(Role::Steward) => {
                format!("/requests/{}/decide", request.id)
            }
            _ => format!("/requests/{}", request.id),
        };
        rows = rows.row([
            html! { a href=(target) { (title) } },
            html! { (name(&names, request.requester)) },
            html! { (request.application.scenario) },
            state_tag(&ui, request),
            html! {
                (due_tag(&ui, *due, today))
                @if let Some(due) = due { " " (ui.date(*due)) }
            },
        ]);
    }
    let count = |n: usize| ui.number(i64::try_from(n).unwrap_or(i64::MAX));
    let figures = [
        stat(ui.t("sharing-inbox-open"), count(work.len())).rows("/requests/inbox"),
        stat(ui.t("sharing-inbox-soon"), count(soon)).rows("/requests/inbox?only=soon"),
        stat(ui.t("sharing-inbox-overdue"), count(overdue)).rows("/requests/inbox?only=overdue"),
    ];
    Ok(ui.page("sharing-inbox-title").lead(ui.t("sharing-inbox-lead")).body(html! {
        (stats(figures))
        (rows)
    }))
}

/// `GET /requests/extensions`: what the authority is asked for.
pub(super) async fn extensions(State(sharing): State<Sharing>, ui: Ui) -> Result<Html, PageError> {
    if !ui.actor().has(Role::Operator) {
        return Err(if ui.actor().account().is_some() {
            PageError::forbidden().detail(ui.t("sharing-who-authority"))
        } else {
            PageError::unauthorized()
        });
    }
    let asked = store::with_extension(&sharing.platform.db).await.map_err(PageError::internal)?;
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let mut cards: Vec<Markup> = Vec::new();
    for request in &asked {
        let Some(extension) = &request.extension else { continue };
        if extension.answer != ExtensionAnswer::Pending {
            continue;
        }
        let entry = sharing.entry_of(request.entry).await.map_err(PageError::internal)?;
        let title = title(&ui, entry.as_ref());
        let due = sharing.reply_due(request, &book).map_err(PageError::internal)?;
        let facts = [
            ("owner", name(&names, request.owner).into()),
            ("requester", name(&names, request.requester).into()),
            ("days", extension.days.into()),
        ];
        cards.push(html! {
            section {
                h2 { a href=(format!("/requests/{}", request.id)) { (title) } }
                p { (due_tag(&ui, due, today)) " " (ui.ta("sharing-extension-asked", &facts)) }
                p { (extension.reason) }
                (form(&ui, format!("/requests/{}/extension/answer", request.id)).unguarded().body(html! {
                    (text(&ui, "reason", ui.t("sharing-decline-reason")).optional())
                    div.actions {
                        (button(ui.t("sharing-agree")).named("answer", "agree"))
                        (button_secondary(ui.t("sharing-decline")).named("answer", "decline"))
                    }
                }))
            }
        });
    }
    Ok(ui.page("sharing-extensions-title").lead(ui.t("sharing-extensions-lead")).body(html! {
        @if cards.is_empty() {
            (empty(ui.t("sharing-extensions-empty"), ui.t("sharing-extensions-empty-why")))
        }
        @for card in cards { (card) }
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AnswerForm {
    answer: String,
    reason: String,
}

/// `POST /requests/{id}/extension/answer`.
pub(super) async fn answer_extension(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<AnswerForm>,
) -> Result<Response, PageError> {
    let answer = form.parsed.unwrap_or_default();
    let now = sharing.platform.clock.now();
    let step = Step { actor: ui.actor(), id: ShareRequestId(id), seen: None, now };
    let outcome = if answer.answer == "agree" {
        sharing.agree_extension(step).await
    } else {
        sharing.decline_extension(step, answer.reason).await
    };
    outcome.map_err(|error| page_error(&ui, error))?;
    Ok(see_other("/requests/extensions").success("sharing-extension-answered", &[]).into_response())
}
