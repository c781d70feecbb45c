//! `/api/v1/elements`, `/api/v1/code-sets`, `/api/v1/divisions`, `/api/v1/check`: what
//! programs ask of the standards.
//!
//! Everything published is public. Lists page by keyset and carry an entity tag, because a
//! registry changes seldom and is asked often.

mod check;
mod code_sets;
mod divisions;
mod elements;

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use jiff::civil::Date;
use utoipa::OpenApi as _;
use zt_access::Resource;
use zt_kernel::civil_date;
use zt_web::{Problem, Ui};

use crate::standards::Standards;

/// The routes.
pub(crate) fn router() -> Router<Standards> {
    Router::new()
        .route("/api/v1/elements", get(elements::list))
        .route("/api/v1/elements/{code}", get(elements::show))
        .route("/api/v1/code-sets", get(code_sets::list))
        .route("/api/v1/code-sets/{code}", get(code_sets::show))
        .route("/api/v1/divisions/{code}", get(divisions::show))
        .route("/api/v1/check", post(check::check))
}

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        elements::list,
        elements::show,
        code_sets::list,
        code_sets::show,
        divisions::show,
        check::check
    ),
    tags((name = "standards", description = "Data elements, code sets, divisions, checks"))
)]
struct Documentation;

/// The routes' part of `/openapi.json`.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Documentation::openapi()
}

/// Lets anybody read, by the policies as everything else.
#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
fn allow_read(standards: &Standards, ui: &Ui) -> Result<(), Problem> {
    standards.platform().allow_api(ui, "standards.read", &Resource::any("standards")).map(drop)
}

/// The date asked about: `?at=2025-08-01`, today if left out.
#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
fn date_asked(standards: &Standards, ui: &Ui) -> Result<Date, Problem> {
    match ui.param("at").filter(|at| !at.is_empty()) {
        None => Ok(civil_date(standards.platform().now())),
        Some(at) => at.parse().map_err(|_| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "bad-parameter",
                ui.t("standards-problem-parameter"),
            )
            .detail(ui.t("standards-problem-at"))
            .with("parameter", "at")
        }),
    }
}

fn not_found(ui: &Ui, code: &str) -> Problem {
    let shown: String = code.chars().take(64).collect();
    Problem::new(StatusCode::NOT_FOUND, "not-found", ui.t("standards-problem-not-found"))
        .detail(ui.ta("standards-problem-not-found-code", &[("code", shown.into())]))
}

#[cfg(test)]
mod tests;
