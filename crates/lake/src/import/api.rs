//! `/api/v1/imports`: from an upload to a dataset's version.

use axum::{
    Json, Router,
    extract::{
        Path, Query, State as Held,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::StatusCode,
    routing::{get, post},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use zt_catalogue::{Classification, EntryCode};
use zt_web::{Problem, Ui};

use super::{
    Import, ImportId, Mapping, State, mapping, preview::record_previews, start::Destination,
};
use crate::{
    Lake,
    http::{agency, internal, problem, refused},
    table::{layout::Note, profile::ColumnProfile, reader::ReadOptions},
    upload::UploadId,
};

/// Imports on a page.
const SHOWN: u32 = 50;

/// What to import.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartBody {
    /// The complete upload.
    pub upload: i64,
    /// The encoding, where the finding is to be overruled.
    #[serde(default)]
    pub encoding: Option<String>,
    /// The delimiter, one ASCII character, where the finding is to be overruled.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1)]
    pub delimiter: Option<char>,
    /// Whether the first record names the columns, where the finding is to be overruled.
    #[serde(default)]
    pub header: Option<bool>,
}

/// What the columns are, and where the rows go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingBody {
    /// The code of the entry; a new one is begun if absent.
    #[serde(default)]
    pub entry: Option<String>,
    /// The name of a new entry.
    #[serde(default)]
    pub name: Option<String>,
    /// The classification of a new entry: 类, 项, 目 and 细目 as digits.
    #[serde(default)]
    pub classification: Option<String>,
    /// The columns that are bound or held to a type.
    #[serde(default)]
    pub columns: Vec<Mapping>,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    /// Its number.
    pub id: i64,
    /// The upload.
    pub upload: i64,
    /// The file's name.
    pub file_name: String,
    /// `inspecting`, `inspected`, `loading`, `done`, `failed` or `cancelled`.
    pub state: &'static str,
    /// Rows read so far, or altogether.
    pub rows: Option<u64>,
    /// Rows with a cell in quarantine.
    pub quarantined: Option<u64>,
    /// Bytes read so far.
    pub bytes: Option<u64>,
    /// Bytes to read.
    pub total_bytes: Option<u64>,
    /// Why it failed.
    pub failure: Option<String>,
    /// What was found.
    pub found: Option<FoundView>,
    /// The dataset made.
    pub dataset: Option<i64>,
    /// The version made.
    pub version: Option<i64>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// What a file was found to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundView {
    /// `csv`, `json`, `ndjson` or `xlsx`.
    pub format: String,
    /// The encoding.
    pub encoding: String,
    /// The delimiter.
    #[schema(value_type = Option<String>)]
    pub delimiter: Option<char>,
    /// Whether the first record names the columns.
    pub header: bool,
    /// The columns.
    pub columns: Vec<ColumnProfile>,
    /// What else was noticed.
    #[schema(value_type = Vec<Object>)]
    pub notes: Vec<Note>,
    /// For each column the data elements it may be bound to, best first.
    pub proposals: Vec<ProposalView>,
}

/// A data element that a column may be bound to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalView {
    /// The column.
    pub column: String,
    /// The element's code.
    pub element: String,
    /// From 0 to 1: how far name and content speak for it.
    pub score: f32,
}

/// Which imports.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ListQuery {
    /// Older than this one.
    #[serde(default)]
    pub before: Option<i64>,
}

/// The routes.
pub(crate) fn router() -> Router<Lake> {
    Router::new()
        .route("/api/v1/imports", get(list).post(start))
        .route("/api/v1/imports/{id}", get(show).delete(cancel))
        .route("/api/v1/imports/{id}/mapping", post(map))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, start, show, cancel, map))]
pub(crate) struct Document;

fn view(lake: &Lake, import: Import) -> ImportView {
    let mut view = ImportView {
        id: import.id.0,
        upload: import.upload.0,
        state: (&import.state).into(),
        rows: import.progress.map(|progress| progress.rows),
        quarantined: import.progress.map(|progress| progress.quarantined),
        bytes: import.progress.map(|progress| progress.bytes),
        total_bytes: import.progress.map(|progress| progress.total_bytes),
        failure: None,
        found: None,
        dataset: None,
        version: None,
        created_at: import.created_at,
        file_name: import.body.file_name,
    };
    match import.state {
        State::Done { dataset, version, rows, quarantined } => {
            view.dataset = Some(dataset.0);
            view.version = Some(version);
            view.rows = Some(rows);
            view.quarantined = Some(quarantined);
        }
        State::Failed { reason } => view.failure = Some(reason.text),
        _ => {}
    }
    if let Some(found) = import.body.inspection {
        view.rows = view.rows.or(Some(found.rows));
        let registry = lake.catalogue().registry();
        let proposals = found.columns.iter().flat_map(|profile| {
            mapping::propose(&registry, profile).into_iter().map(|proposal| ProposalView {
                column: profile.name.clone(),
                element: proposal.element.to_string(),
                score: proposal.score,
            })
        });
        view.found = Some(FoundView {
            proposals: proposals.collect(),
            format: found.format.to_string(),
            encoding: found.encoding,
            delimiter: found.delimiter,
            header: found.header,
            columns: found.columns,
            notes: found.notes,
        });
    }
    view
}

fn unreadable(ui: &Ui, rejection: &JsonRejection) -> Problem {
    refused(ui, rejection.status(), "unreadable").detail(rejection.body_text())
}

async fn found(
    lake: &Lake,
    ui: &Ui,
    id: Result<Path<i64>, PathRejection>,
) -> Result<Import, Problem> {
    let Path(id) = id.map_err(|_| refused(ui, StatusCode::NOT_FOUND, "not-found"))?;
    let agency = agency(ui)?;
    let _ = lake.may_import(ui.actor(), agency).map_err(|denied| denied.problem(ui))?;
    lake.import(ImportId(id), agency).await.map_err(|error| problem(ui, error))
}

/// Lists the imports of your agency, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/imports",
    tag = "lake",
    params(ListQuery),
    responses(
        (status = 200, body = Vec<ImportView>),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
    )
)]
async fn list(
    Held(lake): Held<Lake>,
    ui: Ui,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Json<Vec<ImportView>>, Problem> {
    let Query(query) = query.map_err(|_| refused(&ui, StatusCode::BAD_REQUEST, "bad-question"))?;
    let agency = agency(&ui)?;
    let decision = lake.may_import(ui.actor(), agency).map_err(|denied| denied.problem(&ui))?;
    let imports = lake
        .imports(agency, query.before.map(ImportId), SHOWN)
        .await
        .map_err(|error| problem(&ui, error))?;
    record_previews(&lake, ui.actor(), &decision, &imports)
        .await
        .map_err(|error| internal(&ui, &error))?;
    Ok(Json(imports.into_iter().map(|import| view(&lake, import)).collect()))
}

/// Starts an import: the file is inspected over all of its rows.
#[utoipa::path(
    post,
    path = "/api/v1/imports",
    tag = "lake",
    request_body = StartBody,
    responses(
        (status = 202, body = ImportView),
        (status = 400, description = "Unreadable, or the upload is incomplete", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such upload", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "Of another shape", content_type = "application/problem+json", body = Problem),
    )
)]
async fn start(
    Held(lake): Held<Lake>,
    ui: Ui,
    body: Result<Json<StartBody>, JsonRejection>,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let Json(body) = body.map_err(|rejection| unreadable(&ui, &rejection))?;
    let agency = agency(&ui)?;
    let upload =
        lake.upload(UploadId(body.upload), agency).await.map_err(|error| problem(&ui, error))?;
    let options =
        ReadOptions { encoding: body.encoding, delimiter: body.delimiter, has_header: body.header };
    let now = lake.platform().now();
    let import = lake
        .start_import(ui.actor(), &upload, options, now)
        .await
        .map_err(|error| problem(&ui, error))?;
    Ok((StatusCode::ACCEPTED, Json(view(&lake, import))))
}

/// Shows an import: how far it has come, what was found, what became of it.
#[utoipa::path(
    get,
    path = "/api/v1/imports/{id}",
    tag = "lake",
    params(("id" = i64, Path, description = "The import's number")),
    responses(
        (status = 200, body = ImportView),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such import", content_type = "application/problem+json", body = Problem),
    )
)]
async fn show(
    Held(lake): Held<Lake>,
    ui: Ui,
    id: Result<Path<i64>, PathRejection>,
) -> Result<Json<ImportView>, Problem> {
    let import = found(&lake, &ui, id).await?;
    let decision =
        lake.may_import(ui.actor(), import.agency).map_err(|denied| denied.problem(&ui))?;
    record_previews(&lake, ui.actor(), &decision, std::slice::from_ref(&import))
        .await
        .map_err(|error| internal(&ui, &error))?;
    Ok(Json(view(&lake, import)))
}

/// Gives an import up that waits for its mapping or has failed.
#[utoipa::path(
    delete,
    path = "/api/v1/imports/{id}",
    tag = "lake",
    params(("id" = i64, Path, description = "The import's number")),
    responses(
        (status = 204, description = "Given up"),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such import", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "It is running or done", content_type = "application/problem+json", body = Problem),
    )
)]
async fn cancel(
    Held(lake): Held<Lake>,
    ui: Ui,
    id: Result<Path<i64>, PathRejection>,
) -> Result<StatusCode, Problem> {
    let import = found(&lake, &ui, id).await?;
    let now = lake.platform().now();
    lake.cancel_import(ui.actor(), import, now).await.map_err(|error| problem(&ui, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says what the columns are and where the rows go; loading begins.
#[utoipa::path(
    post,
    path = "/api/v1/imports/{id}/mapping",
    tag = "lake",
    params(("id" = i64, Path, description = "The import's number")),
    request_body = MappingBody,
    responses(
        (status = 202, body = ImportView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such import or entry", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "It does not wait for a mapping", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "No such column, or of another shape", content_type = "application/problem+json", body = Problem),
    )
)]
async fn map(
    Held(lake): Held<Lake>,
    ui: Ui,
    id: Result<Path<i64>, PathRejection>,
    body: Result<Json<MappingBody>, JsonRejection>,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let Json(body) = body.map_err(|rejection| unreadable(&ui, &rejection))?;
    let import = found(&lake, &ui, id).await?;
    let destination = destination(&lake, &ui, &body, &import).await?;
    let now = lake.platform().now();
    let (import, _) = lake
        .map_import(ui.actor(), import, destination, body.columns, now)
        .await
        .map_err(|error| problem(&ui, error))?;
    Ok((StatusCode::ACCEPTED, Json(view(&lake, import))))
}

async fn destination(
    lake: &Lake,
    ui: &Ui,
    body: &MappingBody,
    import: &Import,
) -> Result<Destination, Problem> {
    if let Some(code) = &body.entry {
        let no_entry = || refused(ui, StatusCode::NOT_FOUND, "no-such-entry");
        let code: EntryCode = code.parse().map_err(|_| no_entry())?;
        let entry = lake.catalogue().find_latest(&code).await;
        let entry = entry.map_err(|error| internal(ui, &error))?.ok_or_else(no_entry)?;
        return Ok(Destination::Entry(entry.id));
    }
    let classification = match &body.classification {
        Some(text) => text.parse::<Classification>().map_err(|_| {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let problem = refused(ui, status, "bad-classification");
            problem.pointer("/classification", ui.t("lake-problem-bad-classification"))
        })?,
        None => super::file::own_classification().map_err(|error| problem(ui, error))?,
    };
    let name = body.name.clone().unwrap_or_else(|| import.body.file_name.clone());
    Ok(Destination::New { name, classification })
}
