//! `/api/v1/datasets/{code}`: what a dataset is, looks like and lacks. Its rows
//! are sharing's to give.

use axum::{
    Json, Router,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use zt_catalogue::{EntryCode, Mask, State as EntryState};
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, DecisionRecord, Object};
use zt_web::{Accept, Media, Problem, Ui};

use super::Dataset;
use crate::{
    ColumnUse, Format, Lake, LakeError, RowQuery, encode,
    http::{internal, problem, refused, rows_problem},
    table::{bad_cell::BreachCount, profile::ColumnProfile},
};

/// Versions told.
const VERSIONS_SHOWN: u32 = 100;
/// Quarantined cells in an answer, unless asked otherwise, and at most.
const CELLS_USUAL: usize = 100;
const CELLS_MAX: usize = 10_000;

/// A dataset.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasetView {
    /// Its number.
    pub id: i64,
    /// The code of its entry.
    pub entry: String,
    /// The agency that holds it.
    pub agency: i64,
    /// The version that readers see.
    pub version: i64,
    /// Rows of that version.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Its last versions, newest first.
    pub versions: Vec<VersionView>,
}

/// A column.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnView {
    /// Its name.
    pub name: String,
    /// Its Table Schema v2 type.
    #[serde(rename = "type")]
    pub column_type: String,
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    /// Its number.
    pub version: i64,
    /// Its rows.
    pub rows: u64,
    /// Its rows with a cell in quarantine.
    pub quarantined: u64,
    /// When it became visible.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

/// A dataset's profile.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileView {
    /// The version profiled.
    pub version: i64,
    /// Its rows.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnProfile>,
}

/// A dataset's quality.
#[derive(Debug, Serialize, ToSchema)]
pub struct QualityView {
    /// The version checked.
    pub version: i64,
    /// Its rows.
    pub rows: u64,
    /// Rows without a cell in quarantine.
    pub accepted: u64,
    /// Rows with a cell in quarantine.
    pub quarantined: u64,
    /// Cells in quarantine.
    pub quarantined_cells: u64,
    /// Share of rows without a cell in quarantine, from 0 to 1.
    pub good_share: f64,
    /// How many cells broke which rule.
    pub breaches: Vec<BreachCount>,
}

/// Which quarantined cells.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct CellsQuery {
    /// From the page before.
    #[serde(default)]
    pub after: Option<String>,
    /// Cells at most.
    #[serde(default)]
    #[param(minimum = 1, maximum = 10000)]
    pub limit: Option<usize>,
}

/// The routes.
pub(crate) fn router() -> Router<Lake> {
    Router::new()
        .route("/api/v1/datasets/{code}", get(show))
        .route("/api/v1/datasets/{code}/profile", get(profile))
        .route("/api/v1/datasets/{code}/quality", get(quality))
        .route("/api/v1/datasets/{code}/quarantine", get(quarantine))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(show, profile, quality, quarantine))]
pub(crate) struct Document;

/// The dataset of the entry with that code. Where others don't know the entry,
/// since it never was in the catalogue, they are not told of its data either.
pub(crate) async fn find(lake: &Lake, actor: &Actor, code: &str) -> Result<Dataset, LakeError> {
    let code: EntryCode = code.parse().map_err(|_| LakeError::NotFound)?;
    let entry = lake.catalogue().find_latest(&code).await?.ok_or(LakeError::NotFound)?;
    let dataset = lake.dataset_of_entry(entry.id).await?.ok_or(LakeError::NotFound)?;
    let unseen = matches!(entry.state, EntryState::Draft { .. } | EntryState::Submitted { .. });
    if unseen
        && actor.account().is_some()
        && lake.may_read_profile(actor, &dataset).is_err()
        && lake.catalogue().find(&code).await?.is_none()
    {
        return Err(LakeError::NotFound);
    }
    Ok(dataset)
}

async fn found(lake: &Lake, ui: &Ui, code: &str) -> Result<Dataset, Problem> {
    find(lake, ui.actor(), code).await.map_err(|error| problem(ui, error))
}

/// Tells the ledger of a reading; when it returns the answer may leave.
pub(crate) async fn record(
    lake: &Lake,
    actor: &Actor,
    action: &'static str,
    dataset: &Dataset,
    decision: DecisionRecord,
    cells: Option<usize>,
) -> Result<(), zt_ledger::LedgerError> {
    let event =
        AuditEvent::new(lake.platform().now(), actor, action, Object::new("dataset", dataset.id))
            .decision(decision)
            .detail("version", dataset.version.number)
            .detail("cells", cells);
    lake.platform().ledger.append(&event).await?;
    Ok(())
}

/// Describes a dataset: columns and versions, no values.
#[utoipa::path(
    get,
    path = "/api/v1/datasets/{code}",
    tag = "lake",
    params(("code" = String, Path, description = "The entry's code, with a hyphen for its slash")),
    responses(
        (status = 200, body = DatasetView),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such dataset", content_type = "application/problem+json", body = Problem),
    )
)]
async fn show(
    State(lake): State<Lake>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Json<DatasetView>, Problem> {
    let dataset = found(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_profile(ui.actor(), &dataset).map_err(|denied| denied.problem(&ui))?;
    let versions =
        lake.versions(dataset.id, VERSIONS_SHOWN).await.map_err(|error| internal(&ui, &error))?;
    record(&lake, ui.actor(), "lake.dataset.read", &dataset, decision.record(), None)
        .await
        .map_err(|error| internal(&ui, &error))?;
    let columns = dataset.version.facts.profiles.iter().map(|profile| ColumnView {
        name: profile.name.clone(),
        column_type: profile.column_type.to_string(),
    });
    Ok(Json(DatasetView {
        id: dataset.id.0,
        entry: code,
        agency: dataset.agency.0,
        version: dataset.version.number,
        rows: dataset.version.rows,
        columns: columns.collect(),
        versions: versions
            .into_iter()
            .map(|dataset| VersionView {
                version: dataset.version.number,
                rows: dataset.version.rows,
                quarantined: dataset.version.quarantined_rows,
                published_at: dataset.version.published_at,
            })
            .collect(),
    }))
}

/// The profile of a dataset's current version.
#[utoipa::path(
    get,
    path = "/api/v1/datasets/{code}/profile",
    tag = "lake",
    params(("code" = String, Path, description = "The entry's code, with a hyphen for its slash")),
    responses(
        (status = 200, body = ProfileView),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such dataset", content_type = "application/problem+json", body = Problem),
    )
)]
async fn profile(
    State(lake): State<Lake>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Json<ProfileView>, Problem> {
    let dataset = found(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_profile(ui.actor(), &dataset).map_err(|denied| denied.problem(&ui))?;
    record(&lake, ui.actor(), "lake.profile.read", &dataset, decision.record(), None)
        .await
        .map_err(|error| internal(&ui, &error))?;
    Ok(Json(ProfileView {
        version: dataset.version.number,
        rows: dataset.version.rows,
        columns: dataset.version.facts.profiles,
    }))
}

/// The quality of a dataset's current version: what its rules found.
#[utoipa::path(
    get,
    path = "/api/v1/datasets/{code}/quality",
    tag = "lake",
    params(("code" = String, Path, description = "The entry's code, with a hyphen for its slash")),
    responses(
        (status = 200, body = QualityView),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such dataset", content_type = "application/problem+json", body = Problem),
    )
)]
async fn quality(
    State(lake): State<Lake>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Json<QualityView>, Problem> {
    let dataset = found(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_profile(ui.actor(), &dataset).map_err(|denied| denied.problem(&ui))?;
    record(&lake, ui.actor(), "lake.quality.read", &dataset, decision.record(), None)
        .await
        .map_err(|error| internal(&ui, &error))?;
    let version = dataset.version;
    Ok(Json(QualityView {
        version: version.number,
        rows: version.rows,
        accepted: version.rows.saturating_sub(version.quarantined_rows),
        quarantined: version.quarantined_rows,
        quarantined_cells: version.bad_cells,
        good_share: version.good_share(),
        breaches: version.facts.breaches,
    }))
}

/// The quarantined cells of a dataset's current version, each with row, column,
/// value, error and rule.
#[utoipa::path(
    get,
    path = "/api/v1/datasets/{code}/quarantine",
    tag = "lake",
    params(
        ("code" = String, Path, description = "The entry's code, with a hyphen for its slash"),
        CellsQuery,
    ),
    responses(
        (status = 200, description = "Cells, in the form `Accept` asks for", content(
            (Object = "application/json"),
            (String = "text/csv"),
        )),
        (status = 400, description = "The question can't be read", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such dataset", content_type = "application/problem+json", body = Problem),
        (status = 406, description = "None of the forms accepted", content_type = "application/problem+json", body = Problem),
    )
)]
async fn quarantine(
    State(lake): State<Lake>,
    ui: Ui,
    accept: Accept,
    Path(code): Path<String>,
    query: Result<Query<CellsQuery>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|_| refused(&ui, StatusCode::BAD_REQUEST, "bad-question"))?;
    let dataset = found(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_quarantine(ui.actor(), &dataset).map_err(|denied| denied.problem(&ui))?;
    let media = accept
        .prefer(&[Media::JSON, Media::CSV])
        .ok_or_else(|| refused(&ui, StatusCode::NOT_ACCEPTABLE, "not-acceptable"))?;
    let format = if media == Media::CSV { Format::Csv } else { Format::Json };
    let asked = cells(query.after, query.limit.unwrap_or(CELLS_USUAL).clamp(1, CELLS_MAX));
    let page = lake.quarantine(&dataset, asked).await.map_err(|error| {
        if error.is_callers() { rows_problem(&ui, &error) } else { internal(&ui, &error) }
    })?;
    let count = Some(page.len());
    let bytes = encode(page, format).map_err(|error| internal(&ui, &error))?;
    record(&lake, ui.actor(), "lake.quarantine.read", &dataset, decision.record(), count)
        .await
        .map_err(|error| internal(&ui, &error))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The question for quarantined cells.
pub(crate) fn cells(after: Option<String>, limit: usize) -> RowQuery {
    let columns = ["row", "column", "value", "error", "rule"]
        .map(|name| ColumnUse { name: name.to_owned(), mask: Mask::None });
    RowQuery { columns: columns.into(), condition: None, after, limit }
}
