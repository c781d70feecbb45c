//! `GET` and `POST /accounts/{id}/agency`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{button, form, hidden, link_button_secondary, text},
    see_other,
};

use super::{
    super::{Account, Accounts, MoveRefusal},
    Outcome, Shown, account, address, conflict, outcome, over, words,
};
use crate::{Agencies, NamedError, Platform, page_error::store_error};

/// What is typed to move an account.
#[derive(Debug, Deserialize)]
pub(crate) struct Move {
    #[serde(default)]
    agency: String,
    revision: i64,
}

fn action(account: &Account) -> String {
    format!("{}/agency", address(account.id))
}

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = account(&platform, &ui, "access.account.change", id).await?;
    let stored = Values::from_iter([("revision", account.revision.to_string())]);
    let values = ui.typed(&action(&account)).or(stored);
    Ok(page(&ui, &Shown::new(&account, &values, &FormErrors::new())))
}

pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Move>,
) -> Result<Response, PageError> {
    let account = account(&platform, &ui, "access.account.change", id).await?;
    let (values, parsed) = typed.into_parts();
    let again =
        |errors: &FormErrors| page(&ui, &Shown::new(&account, &values, errors)).into_response();
    let Move { agency, revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(again(&errors)),
    };
    let agency = match Agencies::new(&platform).named(&agency).await {
        Ok(agency) => agency,
        Err(NamedError::Store(error)) => return Err(store_error(error)),
        Err(error) => {
            let text = words::named_error(&ui, &error).unwrap_or_default();
            return Ok(again(&FormErrors::one("agency", text)));
        }
    };
    let moved = Accounts::new(&platform)
        .move_agency(ui.actor(), account.id, agency.id, revision, platform.now())
        .await;
    let Err(error) = moved else {
        return Ok(see_other(address(account.id))
            .success("access-account-moved", &[("agency", agency.name(ui.lang()).into())])
            .into_response());
    };
    match outcome(&ui, error)? {
        Outcome::Refused(refusal) => {
            let text = match refusal {
                MoveRefusal::NoAgency => ui.t("access-agency-not-named"),
                MoveRefusal::Same => ui.t("access-agency-same"),
            };
            Ok(again(&FormErrors::one("agency", text)))
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
    let lead = ui.ta("access-account-move-lead", &name);
    let body = form(ui, action(shown.account)).body(html! {
        (hidden("revision", shown.values.get("revision")))
        (text(ui, "agency", ui.t("access-agency-to"))
            .hint(ui.t("access-agency-named-hint"))
            .filled(shown.values, shown.errors))
        div.actions {
            (button(ui.t("access-account-move")))
            (link_button_secondary(address(shown.account.id), ui.t("access-cancel")))
        }
    });
    shown.page(ui, "access-account-move", lead, &body)
}
