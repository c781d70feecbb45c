//! The agency's inbox of notices.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use maud::html;
use serde::Deserialize;
use zt_kernel::Actor;
use zt_ledger::AuditEvent;
use zt_web::{
    Arg, Form, Html, Keyset, PageError, Paging, Ui,
    components::{Column, Tone, button_secondary, empty, form, hidden, pagination, table, tag},
    see_other,
};

use super::{Notice, NoticeId, NoticeSubject, store};
use crate::{Sharing, change::object, http::slug};

/// Rows on a page.
const SHOWN: u32 = 50;

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new().route("/notices", get(list)).route("/notices/read", post(read))
}

fn target(notice: &Notice) -> String {
    let noun = match notice.subject {
        NoticeSubject::Request => "requests",
        NoticeSubject::Grant => "grants",
        NoticeSubject::Correction => "corrections",
        NoticeSubject::Dispute => "disputes",
    };
    format!("/{noun}/{}", notice.number)
}

fn words(ui: &Ui, notice: &Notice) -> String {
    let kind: &str = notice.kind.into();
    let get = |name: &str| notice.arguments.get(name).map_or("", String::as_str);
    let stage = get("stage");
    let stage = if stage.is_empty() {
        String::new()
    } else {
        ui.t(&format!("sharing-stage-{}", slug(stage)))
    };
    let arguments: [(&str, Arg<'_>); 3] =
        [("entry", get("entry").into()), ("days", get("days").into()), ("stage", stage.into())];
    ui.ta(&format!("sharing-notice-{}", slug(kind)), &arguments)
}

/// `GET /notices`.
async fn list(State(sharing): State<Sharing>, ui: Ui, paging: Paging) -> Result<Html, PageError> {
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(NoticeId);
    let db = &sharing.platform.db;
    let mut notices =
        store::page(db, agency, before, SHOWN + 1).await.map_err(PageError::internal)?;
    let unread = store::unread(db, agency).await.map_err(PageError::internal)?;
    let more = notices.len() > SHOWN as usize;
    notices.truncate(SHOWN as usize);
    let newest = notices.first().map(|notice| notice.id);
    let last = notices.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let rows = table(&ui, ui.t("sharing-notices-caption"))
        .columns([
            Column::text(ui.t("sharing-field-notice")).wide(),
            Column::text(ui.t("sharing-field-at")),
            Column::text(ui.t("sharing-field-read")),
        ])
        .rows(notices.iter().map(|notice| {
            [
                html! { a href=(target(notice)) { (words(&ui, notice)) } },
                ui.time(notice.sent_at),
                match notice.read {
                    Some((at, _)) => ui.time(at),
                    None => tag(Tone::Info, ui.t("sharing-unread")),
                },
            ]
        }))
        .empty(empty(ui.t("sharing-notices-empty"), ui.t("sharing-notices-empty-why")));
    Ok(ui
        .page("sharing-notices-title")
        .lead(ui.ta("sharing-notices-lead", &[("unread", unread.into())]))
        .body(html! {
            @if unread > 0 && let Some(newest) = newest {
                (form(&ui, "/notices/read").unguarded().body(html! {
                    (hidden("last", &newest.to_string()))
                    (button_secondary(ui.t("sharing-mark-read")))
                }))
            }
            (rows)
            (pagination(&ui, notices.len()).next(last.as_ref()))
        }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ReadForm {
    last: Option<i64>,
}

/// `POST /notices/read`: everything up to the newest one shown.
async fn read(
    State(sharing): State<Sharing>,
    ui: Ui,
    form: Form<ReadForm>,
) -> Result<Response, PageError> {
    let Actor::Account { id, agency, .. } = ui.actor() else {
        return Err(PageError::unauthorized());
    };
    let last = form.parsed.unwrap_or_default().last.ok_or_else(PageError::bad_request)?;
    let now = sharing.platform.clock.now();
    let mut tx = sharing.platform.db.begin().await.map_err(PageError::internal)?;
    let read = store::mark_read(&mut tx, *agency, NoticeId(last), *id, now)
        .await
        .map_err(PageError::internal)?;
    let event = AuditEvent::new(now, ui.actor(), "sharing.notices.read", object("agency", agency))
        .detail("notices", read);
    tx.commit(&event).await.map_err(PageError::internal)?;
    sharing.platform.ledger.wake();
    Ok(see_other("/notices").into_response())
}
