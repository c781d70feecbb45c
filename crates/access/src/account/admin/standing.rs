//! `GET` and `POST /accounts/{id}/suspend` and `/accounts/{id}/resume`: two forms of
//! a reason and a note.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, Render, html};
use serde::Deserialize;
use strum::VariantArray as _;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui,
    components::{
        Choice, button, button_danger, form, hidden, link_button_secondary, radios, textarea,
    },
    see_other,
};

use super::{
    super::{
        Accounts, NoteFault, ResumeReason, SuspendReason, SuspendRefusal, standing::NOTE_CHARS_MAX,
    },
    ChangeForm, Shown, address,
};
use crate::Platform;

/// What is sent to suspend an account. Suspending may be urgent: whoever changed
/// the account meanwhile doesn't hold it up.
#[derive(Debug, Deserialize)]
pub(crate) struct Suspend {
    reason: SuspendReason,
    #[serde(default)]
    note: String,
}

/// What is sent to resume an account.
#[derive(Debug, Deserialize)]
pub(crate) struct Resume {
    reason: ResumeReason,
    #[serde(default)]
    note: String,
    revision: i64,
}

const SUSPEND: ChangeForm =
    ChangeForm { path: "suspend", action: "access.account.suspend", page: suspend_page };

const RESUME: ChangeForm =
    ChangeForm { path: "resume", action: "access.account.suspend", page: resume_page };

pub(crate) async fn suspend_form(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = SUSPEND.account(&platform, &ui, id).await?;
    Ok(SUSPEND.opened(&ui, &account, []))
}

pub(crate) async fn resume_form(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = RESUME.account(&platform, &ui, id).await?;
    Ok(RESUME.opened(&ui, &account, []))
}

pub(crate) async fn suspend(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Suspend>,
) -> Result<Response, PageError> {
    let account = SUSPEND.account(&platform, &ui, id).await?;
    let (values, parsed) = typed.into_parts();
    let Suspend { reason, note } = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(SUSPEND.again(&ui, &account, &values, &labelled(&ui, errors))),
    };
    let done = Accounts::new(&platform)
        .suspend(ui.actor(), account.id, reason, &note, platform.now())
        .await;
    let Err(error) = done else {
        return Ok(see_other(address(account.id))
            .success("access-account-is-suspended", &[("name", (&account.name).into())])
            .into_response());
    };
    let told = |refusal| told(&ui, refusal);
    SUSPEND.not_done(&platform, &ui, (&account, &values), error, told).await
}

pub(crate) async fn resume(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Resume>,
) -> Result<Response, PageError> {
    let account = RESUME.account(&platform, &ui, id).await?;
    let (values, parsed) = typed.into_parts();
    let Resume { reason, note, revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(RESUME.again(&ui, &account, &values, &labelled(&ui, errors))),
    };
    let done = Accounts::new(&platform)
        .resume(ui.actor(), account.id, reason, &note, revision, platform.now())
        .await;
    let Err(error) = done else {
        return Ok(see_other(address(account.id))
            .success("access-account-is-resumed", &[("name", (&account.name).into())])
            .into_response());
    };
    let told = |refusal| told(&ui, refusal);
    RESUME.not_done(&platform, &ui, (&account, &values), error, told).await
}

fn labelled(ui: &Ui, errors: FormErrors) -> FormErrors {
    errors.labelled([("reason", ui.t("access-reason"))])
}

fn told(ui: &Ui, refusal: SuspendRefusal) -> FormErrors {
    let (field, text) = match refusal {
        SuspendRefusal::Note(NoteFault::Missing) => ("note", ui.t("access-note-missing")),
        SuspendRefusal::Note(NoteFault::TooLong) => {
            ("note", ui.ta("access-note-long", &[("count", NOTE_CHARS_MAX.into())]))
        }
        SuspendRefusal::LastOperator => ("reason", ui.t("access-last-operator")),
    };
    FormErrors::one(field, text)
}

fn suspend_page(ui: &Ui, shown: &Shown<'_>) -> Html {
    let name = [("name", (&shown.account.name).into())];
    let lead = ui.ta("access-account-suspend-lead", &name);
    let body = if shown.account.suspended_at.is_some() {
        nothing_left(ui, shown, &ui.ta("access-account-is-suspended", &name))
    } else {
        let mut reasons = radios(ui, "reason", ui.t("access-reason"));
        for reason in SuspendReason::VARIANTS {
            let code = <&'static str>::from(reason);
            reasons = reasons.option(code, ui.t(&format!("access-suspend-{code}")));
        }
        let button = button_danger(ui.t("access-account-suspend")).render();
        form(ui, SUSPEND.address(shown.account)).body(fields(ui, shown, reasons, &button)).render()
    };
    shown.page(ui, "access-account-suspend", lead, &body)
}

fn resume_page(ui: &Ui, shown: &Shown<'_>) -> Html {
    let name = [("name", (&shown.account.name).into())];
    let lead = ui.ta("access-account-resume-lead", &name);
    let body = if shown.account.suspended_at.is_none() {
        nothing_left(ui, shown, &ui.ta("access-account-is-resumed", &name))
    } else {
        let mut reasons = radios(ui, "reason", ui.t("access-reason"));
        for reason in ResumeReason::VARIANTS {
            let code = <&'static str>::from(reason);
            reasons = reasons.option(code, ui.t(&format!("access-resume-{code}")));
        }
        let button = button(ui.t("access-account-resume")).render();
        form(ui, RESUME.address(shown.account)).body(fields(ui, shown, reasons, &button)).render()
    };
    shown.page(ui, "access-account-resume", lead, &body)
}

/// Somebody was faster: it is as it was to be.
fn nothing_left(ui: &Ui, shown: &Shown<'_>, how_it_is: &str) -> Markup {
    html! {
        p { (how_it_is) }
        div.actions {
            (link_button_secondary(address(shown.account.id), ui.t("access-account-see")))
        }
    }
}

fn fields(ui: &Ui, shown: &Shown<'_>, reasons: Choice, button: &Markup) -> Markup {
    html! {
        (hidden("revision", shown.values.get("revision")))
        (reasons.filled(shown.values, shown.errors))
        (textarea(ui, "note", ui.t("access-note"))
            .optional()
            .hint(ui.t("access-note-hint"))
            .max_chars(NOTE_CHARS_MAX)
            .filled(shown.values, shown.errors))
        div.actions {
            (button)
            (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
        }
    }
}
