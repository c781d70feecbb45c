//! `GET` and `POST /accounts/{id}/agency`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui,
    components::{button, form, hidden, link_button_secondary, text},
    see_other,
};

use super::{
    super::{Accounts, MoveRefusal},
    ChangeForm, Shown, address, words,
};
use crate::{Agencies, NamedError, Platform, page_error::store_error};

/// What is typed to move an account.
#[derive(Debug, Deserialize)]
pub(crate) struct Move {
    #[serde(default)]
    agency: String,
    revision: i64,
}

const FORM: ChangeForm = ChangeForm { path: "agency", action: "access.account.change", page };

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = FORM.account(&platform, &ui, id).await?;
    Ok(FORM.opened(&ui, &account, []))
}

pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
    typed: Form<Move>,
) -> Result<Response, PageError> {
    let account = FORM.account(&platform, &ui, id).await?;
    let (values, parsed) = typed.into_parts();
    let Move { agency, revision } = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(FORM.again(&ui, &account, &values, &errors)),
    };
    let agency = match Agencies::new(&platform).named(&agency).await {
        Ok(agency) => agency,
        Err(NamedError::Store(error)) => return Err(store_error(error)),
        Err(error) => {
            let text = words::named_error(&ui, &error).unwrap_or_default();
            let errors = FormErrors::one("agency", text);
            return Ok(FORM.again(&ui, &account, &values, &errors));
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
    let told = |refusal| {
        let text = match refusal {
            MoveRefusal::NoAgency => ui.t("access-agency-not-named"),
            MoveRefusal::Same => ui.t("access-agency-same"),
        };
        FormErrors::one("agency", text)
    };
    FORM.not_done(&platform, &ui, (&account, &values), error, told).await
}

fn page(ui: &Ui, shown: &Shown<'_>) -> Html {
    let name = [("name", (&shown.account.name).into())];
    let lead = ui.ta("access-account-move-lead", &name);
    let body = form(ui, FORM.address(shown.account)).body(html! {
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
