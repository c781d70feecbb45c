//! `GET` and `POST /accounts/{id}/password`: a new initial password.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui,
    components::{button_danger, form, hidden, link_button_secondary},
};

use super::{
    super::{AccountChangeError, Accounts},
    ChangeForm, Shown, address,
    new::told,
    not_found,
};
use crate::{Platform, page_error::store_error};

/// What is sent to reset a password.
#[derive(Debug, Deserialize)]
pub(crate) struct Reset {
    revision: i64,
}

const FORM: ChangeForm =
    ChangeForm { path: "password", action: "access.account.reset_password", page };

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = FORM.account(&platform, &ui, id).await?;
    Ok(FORM.opened(&ui, &account, []))
}

/// The page that shows the new initial password, once.
pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Reset>,
) -> Result<Response, PageError> {
    let account = FORM.account(&platform, &ui, id).await?;
    let (values, parsed) = typed.into_parts();
    let Reset { revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(FORM.again(&ui, &account, &values, &errors)),
    };
    let accounts = Accounts::new(&platform);
    match accounts.reset_password(ui.actor(), account.id, revision, platform.now()).await {
        Ok(initial) => {
            let account = accounts.find(account.id).await.map_err(store_error)?;
            let account = account.ok_or_else(|| not_found(&ui))?;
            Ok(told(&ui, "access-password-is-reset", &account, &initial).into_response())
        }
        // Nothing typed is at fault.
        Err(AccountChangeError::Refused(refusal)) => Err(PageError::internal(refusal)),
        Err(error) => {
            let none = |_| FormErrors::new();
            FORM.not_done(&platform, &ui, (&account, &values), error, none).await
        }
    }
}

fn page(ui: &Ui, shown: &Shown<'_>) -> Html {
    let name = [("name", (&shown.account.name).into())];
    let lead = ui.ta("access-password-reset-lead", &name);
    let body = form(ui, FORM.address(shown.account)).unguarded().body(html! {
        (hidden("revision", shown.values.get("revision")))
        div.actions {
            (button_danger(ui.t("access-password-reset")))
            (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
        }
    });
    shown.page(ui, "access-password-reset", lead, &body)
}
