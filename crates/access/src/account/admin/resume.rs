//! `GET` and `POST /accounts/{id}/resume`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use strum::VariantArray as _;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{button, form, hidden, link_button_secondary, radios, textarea},
    see_other,
};

use super::{
    super::{Account, Accounts, NoteFault, ResumeReason, SuspendRefusal, standing::NOTE_CHARS_MAX},
    Outcome, Shown, account, address, conflict, outcome, over,
};
use crate::Platform;

/// What is sent to resume an account.
#[derive(Debug, Deserialize)]
pub(crate) struct Resume {
    reason: ResumeReason,
    #[serde(default)]
    note: String,
    revision: i64,
}

fn action(account: &Account) -> String {
    format!("{}/resume", address(account.id))
}

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = account(&platform, &ui, "access.account.suspend", id).await?;
    let stored = Values::from_iter([("revision", account.revision.to_string())]);
    let values = ui.typed(&action(&account)).or(stored);
    Ok(page(&ui, &Shown::new(&account, &values, &FormErrors::new())))
}

pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Resume>,
) -> Result<Response, PageError> {
    let account = account(&platform, &ui, "access.account.suspend", id).await?;
    let (values, parsed) = typed.into_parts();
    let Resume { reason, note, revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => {
            let errors = errors.labelled([("reason", ui.t("access-reason"))]);
            return Ok(page(&ui, &Shown::new(&account, &values, &errors)).into_response());
        }
    };
    let done = Accounts::new(&platform)
        .resume(ui.actor(), account.id, reason, &note, revision, platform.now())
        .await;
    let Err(error) = done else {
        return Ok(see_other(address(account.id))
            .success("access-account-is-resumed", &[("name", (&account.name).into())])
            .into_response());
    };
    match outcome(&ui, error)? {
        Outcome::Refused(refusal) => {
            let count = [("count", NOTE_CHARS_MAX.into())];
            let (field, text) = match refusal {
                SuspendRefusal::Note(NoteFault::Missing) => ("note", ui.t("access-note-missing")),
                SuspendRefusal::Note(NoteFault::TooLong) => {
                    ("note", ui.ta("access-note-long", &count))
                }
                SuspendRefusal::LastOperator => ("reason", ui.t("access-last-operator")),
            };
            let errors = FormErrors::one(field, text);
            Ok(page(&ui, &Shown::new(&account, &values, &errors)).into_response())
        }
        Outcome::Conflict(now) => {
            let (values, errors) = (over(&values, &now), FormErrors::new());
            let conflict = Some(conflict(&platform, &ui, &now).await?);
            let shown = Shown { conflict, ..Shown::new(&now, &values, &errors) };
            Ok(page(&ui, &shown).into_response())
        }
    }
}

fn page(ui: &Ui, shown: &Shown<'_>) -> Html {
    let name = [("name", (&shown.account.name).into())];
    let lead = ui.ta("access-account-resume-lead", &name);
    // Somebody was faster: there is nothing left to do here.
    let over = shown.account.suspended_at.is_none();
    let reasons = ResumeReason::VARIANTS.iter().fold(
        radios(ui, "reason", ui.t("access-reason")),
        |radios, reason| {
            let code = <&'static str>::from(reason);
            radios.option(code, ui.t(&format!("access-resume-{code}")))
        },
    );
    let body = html! {
        @if over {
            p { (ui.ta("access-account-is-resumed", &name)) }
            div.actions {
                (link_button_secondary(address(shown.account.id), ui.t("access-account-see")))
            }
        } @else {
            (form(ui, action(shown.account)).body(html! {
                (hidden("revision", shown.values.get("revision")))
                (reasons.filled(shown.values, shown.errors))
                (textarea(ui, "note", ui.t("access-note"))
                    .optional()
                    .hint(ui.t("access-note-hint"))
                    .max_chars(NOTE_CHARS_MAX)
                    .filled(shown.values, shown.errors))
                div.actions {
                    (button(ui.t("access-account-resume")))
                    (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
                }
            }))
        }
    };
    shown.page(ui, "access-account-resume", lead, &body)
}
