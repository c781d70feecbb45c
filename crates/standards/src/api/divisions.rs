//! `GET /api/v1/divisions/{code}?at=`.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use zt_kernel::DivisionCode;
use zt_web::{Problem, Ui};

use super::elements::tagged;
use crate::division::{Division, Divisions};
use crate::standards::Standards;

/// What the register knows of a code on a date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DivisionView {
    /// The code.
    #[schema(example = "330106")]
    code: String,
    /// The date asked about.
    #[schema(value_type = String, format = Date)]
    at: Date,
    /// What the register knows of the code on that date.
    #[schema(example = "in_force")]
    standing: &'static str,
    /// Its level by its digits.
    #[schema(example = "county")]
    level: &'static str,
    /// Its name on that date.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Its name with those of the divisions it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<String>,
    /// The division it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// The divisions one level under it on that date.
    children: Vec<DivisionName>,
    /// Every name the code has borne, oldest first.
    history: Vec<NamePeriod>,
}

/// A division's code and name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DivisionName {
    /// The code.
    code: String,
    /// The name.
    name: String,
}

/// A name and the editions that bear it out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamePeriod {
    /// The name.
    name: String,
    /// The day of the first edition that lists it so.
    #[schema(value_type = String, format = Date)]
    listed_from: Date,
    /// The day of the last edition without it: the change came after. Absent if the
    /// first edition lists it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    not_before: Option<Date>,
    /// The day of the last edition that lists it. Absent if the newest does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    last_listed: Option<Date>,
}

/// Shows a division as it stood on a date.
#[utoipa::path(
    get,
    path = "/api/v1/divisions/{code}",
    tag = "standards",
    params(
        ("code" = String, Path, description = "Six digits (GB/T 2260)", example = "330106"),
        ("at" = Option<String>, Query, description = "A date; today if left out", example = "2006-01-01")
    ),
    responses(
        (status = 200, description = "What the register knows; `standing` says whether the code was in force", body = DivisionView),
        (status = 304, description = "Unchanged since the ETag given"),
        (status = 400, description = "The code or the date is not understood", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "In no edition", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub(super) async fn show(
    State(standards): State<Standards>,
    ui: Ui,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::allow_read(&standards, &ui)?;
    let at = super::date_asked(&standards, &ui)?;
    let code: DivisionCode = text.parse().map_err(|_| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "bad-division-code",
            ui.t("standards-problem-division"),
        )
        .detail(ui.t("standards-problem-division-form"))
    })?;
    let registry = standards.registry();
    let divisions = registry.divisions();
    if divisions.history(code).is_empty() {
        return Err(super::not_found(&ui, &text));
    }
    Ok(tagged(&headers, &view(divisions, code, at)))
}

fn view(divisions: &Divisions, code: DivisionCode, at: Date) -> DivisionView {
    let name = |division: &Division| DivisionName {
        code: division.code.to_string(),
        name: division.name.clone(),
    };
    let period = |division: &Division| {
        let validity = divisions.validity(division);
        NamePeriod {
            name: division.name.clone(),
            listed_from: validity.from,
            not_before: validity.not_before,
            last_listed: validity.last_listed,
        }
    };
    DivisionView {
        code: code.to_string(),
        at,
        standing: divisions.standing(code, at).into(),
        level: code.level().into(),
        name: divisions.at(code, at).map(|division| division.name.clone()),
        full_name: divisions.full_name(code, at),
        parent: divisions.parent_place(code, at).map(|parent| parent.to_string()),
        children: divisions.children(Some(code), at).map(name).collect(),
        history: divisions.history(code).iter().map(period).collect(),
    }
}
