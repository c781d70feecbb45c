//! A steward begins an entry by its name and its place in the classification.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use maud::html;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{button, form as form_tag, select, text, textarea},
    see_other,
};

use super::words::branch_name;
use crate::{Catalogue, Classification, Description, NewEntry, change::resource_of};

const ACTION: &str = "/catalogue/new";

#[derive(serde::Deserialize)]
pub struct New {
    name: String,
    #[serde(rename = "abstract")]
    abstract_: String,
    branch: u16,
    group: u16,
    detail: String,
}

pub async fn form(ui: Ui, State(catalogue): State<Catalogue>) -> Result<Html, PageError> {
    let agency = ui.actor().agency().ok_or_else(PageError::unauthorized)?;
    super::allow(&catalogue, &ui, "catalogue.entry.create", &resource_of(agency))?;
    Ok(page(&ui, &catalogue, &ui.typed(ACTION), &FormErrors::new()))
}

pub async fn create(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    form: Form<New>,
) -> Result<Response, PageError> {
    let agency = ui.actor().agency().ok_or_else(PageError::unauthorized)?;
    let (values, parsed) = form.into_parts();
    let new = match parsed {
        Ok(new) => new,
        Err(errors) => return Ok(page(&ui, &catalogue, &values, &errors).into_response()),
    };
    let mut errors = FormErrors::new();
    errors.require(!new.name.trim().is_empty(), "name", || ui.t("catalogue-lint-name-missing"));
    errors.require(new.group <= 999, "group", || ui.t("catalogue-group-range"));
    let classification = format!("{:03}{:03}{}", new.branch, new.group.min(999), new.detail.trim());
    let classification: Option<Classification> = classification.parse().ok();
    errors.require(classification.is_some(), "detail", || ui.t("catalogue-detail-range"));
    let Some(classification) = classification.filter(|_| errors.is_empty()) else {
        return Ok(page(&ui, &catalogue, &values, &errors).into_response());
    };
    let description =
        Description { name: new.name, abstract_: new.abstract_, ..Description::default() };
    let now = catalogue.platform().now();
    let new = NewEntry { agency, classification, description };
    let entry = catalogue
        .create_draft(ui.actor(), new, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    let to = format!("{}/edit", super::path_of(&entry.code));
    Ok(see_other(to)
        .success("catalogue-created", &[("code", entry.code.as_str().into())])
        .into_response())
}

fn page(ui: &Ui, catalogue: &Catalogue, values: &Values, errors: &FormErrors) -> Html {
    let reference = catalogue.reference();
    let branches = reference.branches.iter().map(|branch| {
        (
            branch.number.to_string(),
            format!("{:03} {}", branch.number, branch_name(ui, &reference, branch.number)),
        )
    });
    ui.page("catalogue-new-title")
        .lead(ui.t("catalogue-new-lead"))
        .within("/catalogue/mine")
        .crumb("/catalogue/mine", ui.t("catalogue-nav-mine"))
        .narrow()
        .errors(errors)
        .body(html! {
            (form_tag(ui, ACTION).body(html! {
                (text(ui, "name", ui.t("catalogue-field-name")).filled(values, errors))
                (textarea(ui, "abstract", ui.t("catalogue-field-abstract")).hint(ui.t("catalogue-hint-abstract")).filled(values, errors).optional())
                (select(ui, "branch", ui.t("catalogue-field-branch")).blank(ui.t("catalogue-choose")).options(branches).filled(values, errors))
                (text(ui, "group", ui.t("catalogue-field-group")).hint(ui.t("catalogue-hint-group")).inputmode("numeric").filled(values, errors))
                (text(ui, "detail", ui.t("catalogue-field-detail")).hint(ui.t("catalogue-hint-detail")).inputmode("numeric").filled(values, errors).optional())
                (button(ui.t("catalogue-new")))
            }))
        })
}
