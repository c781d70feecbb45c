//! `GET` and `POST /accounts/{id}/roles`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use zt_kernel::Role;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui,
    components::{button, form, hidden, link_button_secondary},
    see_other,
};

use super::{
    super::{Accounts, ChangeRolesRefusal},
    ChangeForm, Shown, address, words,
};
use crate::Platform;

/// What is sent to change roles.
#[derive(Debug, Deserialize)]
pub(crate) struct Roles {
    #[serde(default)]
    roles: Vec<Role>,
    revision: i64,
}

const FORM: ChangeForm = ChangeForm { path: "roles", action: "access.account.change", page };

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = FORM.account(&platform, &ui, id).await?;
    let stored = account.roles.iter().map(|role| ("roles", <&'static str>::from(role).to_owned()));
    Ok(FORM.opened(&ui, &account, stored))
}

pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Roles>,
) -> Result<Response, PageError> {
    let account = FORM.account(&platform, &ui, id).await?;
    let (values, parsed) = typed.into_parts();
    let Roles { roles, revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(FORM.again(&ui, &account, &values, &errors)),
    };
    if roles.is_empty() {
        let errors = FormErrors::one("roles", ui.t("access-roles-missing"));
        return Ok(FORM.again(&ui, &account, &values, &errors));
    }
    let changed = Accounts::new(&platform)
        .change_roles(ui.actor(), account.id, &roles, revision, platform.now())
        .await;
    let Err(error) = changed else {
        return Ok(see_other(address(account.id))
            .success("access-roles-changed", &[("roles", words::roles(&ui, &roles).into())])
            .into_response());
    };
    let told = |refusal| {
        let text = match refusal {
            ChangeRolesRefusal::Roles(fault) => words::roles_fault(&ui, fault),
            ChangeRolesRefusal::LastOperator => ui.t("access-last-operator"),
            ChangeRolesRefusal::Same => ui.t("access-roles-same"),
        };
        FormErrors::one("roles", text)
    };
    FORM.not_done(&platform, &ui, (&account, &values), error, told).await
}

fn page(ui: &Ui, shown: &Shown<'_>) -> Html {
    let name = [("name", (&shown.account.name).into())];
    let lead = ui.ta("access-roles-change-lead", &name);
    let body = form(ui, FORM.address(shown.account)).body(html! {
        (hidden("revision", shown.values.get("revision")))
        (words::role_boxes(ui, shown.values, shown.errors))
        div.actions {
            (button(ui.t("access-roles-change")))
            (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
        }
    });
    shown.page(ui, "access-roles-change", lead, &body)
}
