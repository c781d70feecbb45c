//! Agencies through the API.

use axum::{
    Json,
    extract::{Path, State},
};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use zt_store::StoreError;
use zt_web::{Keyset, Paging, Problem, Ui};

use super::{Agencies, Agency, AgencyFilter, AgencyKind};
use crate::{Platform, Resource};

/// Agencies to a page unless the caller asks for fewer or more, and at most.
const LIMIT: u32 = 100;
const LIMIT_MAX: u32 = 1000;

/// An agency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgencyBody {
    /// Its 18-digit unified social credit code.
    #[schema(example = "91350100M000100Y43")]
    code: String,
    /// Its official name.
    name_zh: String,
    /// Its English name.
    name_en: String,
    /// The short name people use.
    short: String,
    /// The division it serves, six digits.
    #[schema(example = "330100")]
    region: String,
    /// What sort of body it is.
    kind: AgencyKind,
}

impl From<Agency> for AgencyBody {
    fn from(agency: Agency) -> Self {
        let Agency { code, name_zh, name_en, short, region, kind, .. } = agency;
        Self { code, name_zh, name_en, short, region: region.to_string(), kind }
    }
}

/// A page of agencies.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgencyList {
    /// The agencies, by region and code.
    items: Vec<AgencyBody>,
    /// How many there are altogether.
    total: i64,
    /// What `after` must be for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    next: Option<Keyset>,
}

/// The registered agencies.
#[utoipa::path(
    get,
    path = "/api/v1/agencies",
    tag = "access",
    params(
        ("q" = Option<String>, Query, description = "Words in a name or the code"),
        ("region" = Option<String>, Query,
            description = "A six-digit division: only agencies there and below"),
        ("kind" = Option<AgencyKind>, Query, description = "Only of this kind"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1,
            description = "How many to return: 100 unless said, 1000 at most"),
    ),
    responses(
        (status = 200, description = "A page of agencies", body = AgencyList),
        (status = 400, description = "A parameter can't be read", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "The credential isn't good", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(platform): State<Platform>,
    ui: Ui,
    paging: Paging,
) -> Result<Json<AgencyList>, Problem> {
    // Public, and recorded by nobody: the decision only keeps the door in one place.
    let _public = platform.allow_api(&ui, "access.agency.read", &Resource::any("agency"))?;
    let filter = filter(&ui).map_err(|parameter| bad_parameter(&ui, parameter))?;
    let after = position(paging.after.as_ref());
    if paging.before.is_some() || (paging.after.is_some() && after.is_none()) {
        let parameter = if paging.before.is_some() { "before" } else { "after" };
        return Err(bad_parameter(&ui, parameter));
    }
    let limit = paging.limit(LIMIT, LIMIT_MAX);
    let (agencies, total) = Agencies::new(&platform)
        .page(&filter, after, limit)
        .await
        .map_err(|error| failed(&ui, error))?;
    let next = next(&agencies, limit);
    Ok(Json(AgencyList {
        items: agencies.into_iter().map(AgencyBody::from).collect(),
        total,
        next,
    }))
}

/// One agency.
#[utoipa::path(
    get,
    path = "/api/v1/agencies/{code}",
    tag = "access",
    params(("code" = String, Path, description = "Its credit code")),
    responses(
        (status = 200, description = "The agency", body = AgencyBody),
        (status = 401, description = "The credential isn't good", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "No agency has this code", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Json<AgencyBody>, Problem> {
    let resource = Resource::new("agency", &code);
    let _public = platform.allow_api(&ui, "access.agency.read", &resource)?;
    let agency = Agencies::new(&platform)
        .find_by_code(&code)
        .await
        .map_err(|error| failed(&ui, error))?
        .ok_or_else(|| {
            Problem::new(StatusCode::NOT_FOUND, "no-agency", ui.t("access-agency-unknown"))
        })?;
    Ok(Json(agency.into()))
}

/// The filter in the query `q`, `region`, `kind`; the name of one that can't be read.
pub(super) fn filter(ui: &Ui) -> Result<AgencyFilter, &'static str> {
    let given = |name| ui.param(name).filter(|value| !value.trim().is_empty());
    // A NUL is no text to PostgreSQL, and in nobody's name.
    let words = given("q");
    if words.as_ref().is_some_and(|words| words.contains('\0')) {
        return Err("q");
    }
    Ok(AgencyFilter {
        words,
        region: given("region").map(|text| text.parse()).transpose().map_err(|_| "region")?,
        kind: given("kind").map(|text| text.parse()).transpose().map_err(|_| "kind")?,
    })
}

/// The region and code a cursor stands at.
pub(super) fn position(cursor: Option<&Keyset>) -> Option<(&str, &str)> {
    cursor.and_then(|cursor| Some((cursor.text(0)?, cursor.text(1)?)))
}

/// The cursor of the next page, if this one is full.
pub(super) fn next(agencies: &[Agency], limit: u32) -> Option<Keyset> {
    let last = agencies.last().filter(|_| agencies.len() >= limit as usize)?;
    Some(Keyset::new([last.region.as_str().into(), last.code.as_str().into()]))
}

fn bad_parameter(ui: &Ui, parameter: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-parameter", ui.t("access-bad-parameter"))
        .with("parameter", parameter)
}

fn failed(ui: &Ui, error: StoreError) -> Problem {
    crate::page_error::store_error(error).problem(ui)
}
