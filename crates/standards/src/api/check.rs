//! `POST /api/v1/check`: values against an element's rule.
//!
//! The values are judged and forgotten: they enter no log, no ledger and no database,
//! because people will send real numbers to try.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zt_kernel::{civil_date, credit_code, resident_number};
use zt_web::{Problem, Ui};

use crate::checker::Violation;
use crate::element::Element;
use crate::registry::Registry;
use crate::rule::Rule;
use crate::standards::Standards;

/// The most values in one call: a sample, not a table. Tables go through an import.
const VALUES_MAX: usize = 1000;

/// What to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckBody {
    /// The element's code.
    #[schema(example = "PER001")]
    element: String,
    /// The values, 1000 at most.
    #[schema(max_items = 1000, example = json!(["53010219200508011X"]))]
    values: Vec<String>,
    /// The date whose code sets and divisions count; today if left out.
    #[schema(value_type = Option<String>, format = Date)]
    at: Option<Date>,
}

/// The verdicts, in the order of the values.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckAnswer {
    /// The element's code.
    element: String,
    /// The version of it that was in force.
    version: u32,
    /// The date whose code sets and divisions counted.
    #[schema(value_type = String, format = Date)]
    at: Date,
    /// How many values conform.
    conform: usize,
    /// One verdict per value.
    results: Vec<ValueVerdict>,
}

/// What became of one value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValueVerdict {
    /// Whether it conforms.
    conforms: bool,
    /// The Frictionless error code, if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "constraint-error")]
    code: Option<&'static str>,
    /// The rule it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "resident_number.checksum")]
    rule: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// For resident numbers and credit codes: separate verdicts on format, date,
    /// checksum and division.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    verdicts: Option<Verdicts>,
}

/// Separate verdicts.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Verdicts {
    Resident(resident_number::ResidentNumberVerdicts),
    Credit(credit_code::CreditCodeVerdicts),
}

/// Checks values against the rule of an element. Nothing of them is kept.
#[utoipa::path(
    post,
    path = "/api/v1/check",
    tag = "standards",
    request_body = CheckBody,
    responses(
        (status = 200, description = "A verdict per value", body = CheckAnswer),
        (status = 400, description = "The body is no JSON", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "A request from another site's page", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "No such element in force", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem,
            content_type = "application/problem+json"),
        (status = 415, description = "The body is not declared as JSON", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "The body is not of this form, or has too many values",
            body = Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn check(
    State(standards): State<Standards>,
    ui: Ui,
    body: Result<Json<CheckBody>, JsonRejection>,
) -> Result<Json<CheckAnswer>, Problem> {
    super::allow_read(&standards, &ui)?;
    let Json(body) = body.map_err(|rejection| {
        Problem::new(rejection.status(), "bad-body", ui.t("standards-problem-body"))
            .detail(rejection.body_text())
    })?;
    if body.values.len() > VALUES_MAX {
        let title = ui.t("standards-problem-body");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many-values", title)
            .pointer("/values", ui.t("standards-problem-values")));
    }
    let today = civil_date(standards.platform().now());
    let at = body.at.unwrap_or(today);
    let registry = standards.registry();
    let element = registry.element(&body.element);
    let element = element.ok_or_else(|| super::not_found(&ui, &body.element))?;
    let checker =
        registry.checker(&element.code, at).ok_or_else(|| super::not_found(&ui, &body.element))?;
    let results: Vec<ValueVerdict> = body
        .values
        .iter()
        .map(|value| {
            let violation = checker.check(value).err();
            ValueVerdict {
                conforms: violation.is_none(),
                code: violation.as_ref().map(|violation| violation.code),
                message: violation.as_ref().map(|violation| in_words(&ui, violation)),
                rule: violation.map(|violation| violation.rule),
                verdicts: verdicts(&registry, element, value, at),
            }
        })
        .collect();
    Ok(Json(CheckAnswer {
        element: element.code.to_string(),
        version: element.version,
        at,
        conform: results.iter().filter(|result| result.conforms).count(),
        results,
    }))
}

fn in_words(ui: &Ui, violation: &Violation) -> String {
    let (key, value) = Violation::message(&violation.rule);
    ui.ta(&key, &[("value", value.into())])
}

fn verdicts(registry: &Registry, element: &Element, value: &str, at: Date) -> Option<Verdicts> {
    let divisions = registry.divisions();
    match element.rule {
        Some(Rule::ResidentNumber) => {
            Some(Verdicts::Resident(resident_number::judge(value, at, |code, date| {
                divisions.standing(code, date)
            })))
        }
        Some(Rule::CreditCode) => {
            Some(Verdicts::Credit(credit_code::judge(value, |code| divisions.standing(code, at))))
        }
        _ => None,
    }
}
