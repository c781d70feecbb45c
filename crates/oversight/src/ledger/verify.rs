//! `/ledger/verify`: hand in an evidence bundle and be told whether it holds.
//! Nothing of it is kept.

use axum::{
    extract::{Multipart, State, multipart::MultipartError},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use zt_ledger::{Fault, Verified, verify_bundle};
use zt_web::{
    FormErrors, Html, PageError, Ui,
    components::{
        Column, NoticeKind, button, code, description_list, file, form, notice, notice_with, table,
    },
};

use super::words;
use crate::Oversight;

/// The largest bundle taken: a hundred events of the longest kind, and room.
pub(crate) const UPLOAD_MAX_BYTES: usize = 8 << 20;

const ADDRESS: &str = "/ledger/verify";

/// `GET /ledger/verify`
pub(crate) async fn show(State(oversight): State<Oversight>, ui: Ui) -> Result<Html, PageError> {
    let _public = oversight.decide_check(ui.actor()).map_err(|denied| denied.page(&ui))?;
    Ok(page(&ui, &FormErrors::new(), &html! {}))
}

/// `POST /ledger/verify`
pub(crate) async fn check(
    State(oversight): State<Oversight>,
    ui: Ui,
    parts: Multipart,
) -> Result<Response, PageError> {
    let _public = oversight.decide_check(ui.actor()).map_err(|denied| denied.page(&ui))?;
    let bytes = uploaded(parts).await.map_err(|error| {
        if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
            PageError::too_large()
        } else {
            PageError::bad_request()
        }
    })?;
    if bytes.is_empty() {
        let errors = FormErrors::one("bundle", ui.t("oversight-verify-missing"));
        return Ok(page(&ui, &errors, &html! {}).into_response());
    }
    // Up to a tenth of a second of hashing for whoever sends it: off the threads
    // that answer everybody else.
    let judged = tokio::task::spawn_blocking(move || verify_bundle(&bytes));
    let verdict = match judged.await.map_err(PageError::internal)? {
        Ok(verified) => {
            let ours = oversight.platform.ledger.verifier().to_string() == verified.key;
            sound(&ui, &verified, ours)
        }
        Err(fault) => notice_with(
            &ui,
            NoticeKind::Error,
            ui.t("oversight-verify-fails"),
            &html! { p { (told(&ui, &fault)) } },
        ),
    };
    Ok(page(&ui, &FormErrors::new(), &verdict).into_response())
}

async fn uploaded(mut parts: Multipart) -> Result<Vec<u8>, MultipartError> {
    while let Some(part) = parts.next_field().await? {
        if part.name() == Some("bundle") {
            return Ok(part.bytes().await?.to_vec());
        }
    }
    Ok(Vec::new())
}

fn page(ui: &Ui, errors: &FormErrors, verdict: &Markup) -> Html {
    ui.page("oversight-verify")
        .crumb("/ledger", ui.t("oversight-ledger"))
        .lead(ui.t("oversight-verify-lead"))
        .errors(errors)
        .narrow()
        .body(html! {
            (verdict)
            (form(ui, ADDRESS).multipart().unguarded().body(html! {
                (file(ui, "bundle", ui.t("oversight-bundle"), ".json")
                    .hint(ui.t("oversight-bundle-hint"))
                    .error(errors.get("bundle")))
                div.actions { (button(ui.t("oversight-verify-now"))) }
            }))
        })
}

fn sound(ui: &Ui, verified: &Verified, ours: bool) -> Markup {
    let size = i64::try_from(verified.size).unwrap_or(i64::MAX);
    let list = verified.events.iter().fold(
        table(ui, ui.t("oversight-verified-events")).columns([
            Column::number(ui.t("oversight-index")),
            Column::text(ui.t("oversight-at")),
            Column::text(ui.t("oversight-action")).wide(),
            Column::text(ui.t("oversight-object")),
        ]),
        |table, (index, event)| {
            table.row([
                html! { (index) },
                ui.time(event.at),
                html! { (words::action(ui, &event.action)) },
                words::object(ui, &event.object),
            ])
        },
    );
    html! {
        (notice(ui, NoticeKind::Success, ui.t("oversight-verify-holds")))
        @if ours {
            p { (ui.t("oversight-key-ours")) }
        } @else {
            (notice(ui, NoticeKind::Warning, ui.t("oversight-key-other")))
        }
        (description_list()
            .item(ui.t("oversight-origin"), &verified.origin)
            .item(ui.t("oversight-key"), code(ui, &verified.key))
            .item(ui.t("oversight-size"), ui.number(size))
            .item(ui.t("oversight-root"), html! { code { (verified.root) } }))
        (list)
    }
}

/// The fault in the reader's language, with its place.
fn told(ui: &Ui, fault: &Fault) -> String {
    let place = |line: &usize, column: &usize| (line.to_string(), column.to_string());
    match fault {
        Fault::Syntax { line, column, .. } => {
            let (line, column) = place(line, column);
            ui.ta(
                "oversight-fault-syntax",
                &[("line", line.as_str().into()), ("column", column.as_str().into())],
            )
        }
        Fault::Spelling { line, column } => {
            let (line, column) = place(line, column);
            ui.ta(
                "oversight-fault-spelling",
                &[("line", line.as_str().into()), ("column", column.as_str().into())],
            )
        }
        Fault::Format { found } => {
            ui.ta("oversight-fault-format", &[("found", found.as_str().into())])
        }
        Fault::Key(_) => ui.t("oversight-fault-key"),
        Fault::OtherKey { .. } => ui.t("oversight-fault-other-key"),
        Fault::Checkpoint(_) => ui.t("oversight-fault-checkpoint"),
        Fault::Empty => ui.t("oversight-fault-empty"),
        Fault::Order { index } => {
            let index = index.to_string();
            ui.ta("oversight-fault-order", &[("index", index.as_str().into())])
        }
        Fault::Hash { index, position } => {
            let (index, position) = (index.to_string(), position.to_string());
            ui.ta(
                "oversight-fault-hash",
                &[("index", index.as_str().into()), ("position", position.as_str().into())],
            )
        }
        Fault::Proof { index, action, .. } => {
            let (index, action) = (index.to_string(), words::action(ui, action));
            ui.ta(
                "oversight-fault-proof",
                &[("index", index.as_str().into()), ("action", action.as_str().into())],
            )
        }
        Fault::Digest => ui.t("oversight-fault-digest"),
    }
}
