//! `GET` and `POST /accounts/{id}/roles`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use zt_kernel::Role;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{button, form, hidden, link_button_secondary},
    see_other,
};

use super::{
    super::{Account, Accounts, ChangeRolesRefusal},
    Outcome, Shown, account, address, conflict, outcome, over, words,
};
use crate::Platform;

/// What is sent to change roles.
#[derive(Debug, Deserialize)]
pub(crate) struct Roles {
    #[serde(default)]
    roles: Vec<Role>,
    revision: i64,
}

fn action(account: &Account) -> String {
    format!("{}/roles", address(account.id))
}

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = account(&platform, &ui, "access.account.change", id).await?;
    let stored = account.roles.iter().map(|role| ("roles", <&'static str>::from(role).to_owned()));
    let stored = stored.chain([("revision", account.revision.to_string())]).collect::<Values>();
    let values = ui.typed(&action(&account)).or(stored);
    Ok(page(&ui, &Shown::new(&account, &values, &FormErrors::new())))
}

pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Roles>,
) -> Result<Response, PageError> {
    let account = account(&platform, &ui, "access.account.change", id).await?;
    let (values, parsed) = typed.into_parts();
    let Roles { roles, revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => {
            return Ok(page(&ui, &Shown::new(&account, &values, &errors)).into_response());
        }
    };
    if roles.is_empty() {
        let errors = FormErrors::one("roles", ui.t("access-roles-missing"));
        return Ok(page(&ui, &Shown::new(&account, &values, &errors)).into_response());
    }
    let changed = Accounts::new(&platform)
        .change_roles(ui.actor(), account.id, &roles, revision, platform.now())
        .await;
    let Err(error) = changed else {
        return Ok(see_other(address(account.id))
            .success("access-roles-changed", &[("roles", words::roles(&ui, &roles).into())])
            .into_response());
    };
    match outcome(&ui, error)? {
        Outcome::Refused(refusal) => {
            let text = match refusal {
                ChangeRolesRefusal::Roles(fault) => words::roles_fault(&ui, fault),
                ChangeRolesRefusal::LastOperator => ui.t("access-last-operator"),
                ChangeRolesRefusal::Same => ui.t("access-roles-same"),
            };
            let errors = FormErrors::one("roles", text);
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
    let lead = ui.ta("access-roles-change-lead", &name);
    let body = form(ui, action(shown.account)).body(html! {
        (hidden("revision", shown.values.get("revision")))
        (words::role_boxes(ui, shown.values, shown.errors))
        div.actions {
            (button(ui.t("access-roles-change")))
            (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
        }
    });
    shown.page(ui, "access-roles-change", lead, &body)
}
