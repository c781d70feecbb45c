//! `GET` and `POST /accounts/{id}/password`: a new initial password.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{button_danger, form, hidden, link_button_secondary},
};

use super::{
    super::{Account, Accounts},
    Outcome, Shown, account, address, conflict,
    new::told,
    not_found, outcome, over,
};
use crate::{Platform, page_error::store_error};

/// What is sent to reset a password.
#[derive(Debug, Deserialize)]
pub(crate) struct Reset {
    revision: i64,
}

fn action(account: &Account) -> String {
    format!("{}/password", address(account.id))
}

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = account(&platform, &ui, "access.account.reset_password", id).await?;
    let stored = Values::from_iter([("revision", account.revision.to_string())]);
    let values = ui.typed(&action(&account)).or(stored);
    Ok(page(&ui, &Shown::new(&account, &values, &FormErrors::new())))
}

/// The page that shows the new initial password, once.
pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Reset>,
) -> Result<Response, PageError> {
    let account = account(&platform, &ui, "access.account.reset_password", id).await?;
    let (values, parsed) = typed.into_parts();
    let Reset { revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => {
            return Ok(page(&ui, &Shown::new(&account, &values, &errors)).into_response());
        }
    };
    let accounts = Accounts::new(&platform);
    let reset = accounts.reset_password(ui.actor(), account.id, revision, platform.now()).await;
    let error = match reset {
        Ok(initial) => {
            let account = accounts.find(account.id).await.map_err(store_error)?;
            let account = account.ok_or_else(|| not_found(&ui))?;
            return Ok(told(&ui, "access-password-is-reset", &account, &initial).into_response());
        }
        Err(error) => error,
    };
    match outcome(&ui, error)? {
        Outcome::Refused(refusal) => Err(PageError::internal(refusal)),
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
    let lead = ui.ta("access-password-reset-lead", &name);
    let body = form(ui, action(shown.account)).unguarded().body(html! {
        (hidden("revision", shown.values.get("revision")))
        div.actions {
            (button_danger(ui.t("access-password-reset")))
            (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
        }
    });
    shown.page(ui, "access-password-reset", lead, &body)
}
