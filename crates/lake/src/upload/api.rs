//! `/api/v1/uploads`: files in parts.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use zt_web::{Problem, Ui};

use super::{Upload, UploadId};
use crate::{
    Lake,
    http::{problem, refused},
};

/// Largest part, in bytes: what a slow line brings in one request's time.
const PART_MAX_BYTES: usize = 64 * 1024 * 1024;

/// A file to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadBody {
    /// Its name.
    #[schema(max_length = 255)]
    pub file_name: String,
    /// Its size.
    #[schema(minimum = 1)]
    pub size_bytes: u64,
}

/// An upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadView {
    /// Its number.
    pub id: i64,
    /// The file's name.
    pub file_name: String,
    /// The file's size, as declared.
    pub size_bytes: Option<u64>,
    /// The next byte wanted.
    pub offset: u64,
    /// Whether every byte is here.
    pub complete: bool,
}

impl From<Upload> for UploadView {
    fn from(upload: Upload) -> Self {
        Self {
            id: upload.id.0,
            complete: upload.is_complete(),
            size_bytes: upload.size_bytes,
            offset: upload.received_bytes,
            file_name: upload.file_name,
        }
    }
}

/// Where a part begins.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Offset {
    /// The first byte of the part.
    pub offset: u64,
}

/// The routes.
pub(crate) fn router() -> Router<Lake> {
    Router::new()
        .route("/api/v1/uploads", post(begin))
        .route("/api/v1/uploads/{id}", get(show).put(part).delete(give_up))
        .layer(zt_web::layers::body_limit(PART_MAX_BYTES))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(begin, show, part, give_up))]
pub(crate) struct Document;

/// Begins an upload.
#[utoipa::path(
    post,
    path = "/api/v1/uploads",
    tag = "lake",
    request_body = UploadBody,
    responses(
        (status = 201, body = UploadView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large, or the agency's uploads are full", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "Of another shape", content_type = "application/problem+json", body = Problem),
    )
)]
async fn begin(
    State(lake): State<Lake>,
    ui: Ui,
    body: Result<Json<UploadBody>, axum::extract::rejection::JsonRejection>,
) -> Result<(StatusCode, Json<UploadView>), Problem> {
    let Json(body) = body.map_err(|rejection| {
        refused(&ui, rejection.status(), "unreadable").detail(rejection.body_text())
    })?;
    let agency = crate::http::agency(&ui)?;
    let now = lake.platform().now();
    let upload = lake
        .begin_upload(ui.actor(), agency, &body.file_name, Some(body.size_bytes), now)
        .await
        .map_err(|error| problem(&ui, error))?;
    Ok((StatusCode::CREATED, Json(upload.into())))
}

type Id = Result<Path<i64>, axum::extract::rejection::PathRejection>;

async fn found(lake: &Lake, ui: &Ui, id: Id) -> Result<Upload, Problem> {
    let Path(id) = id.map_err(|_| refused(ui, StatusCode::NOT_FOUND, "not-found"))?;
    let agency = crate::http::agency(ui)?;
    let _ = lake.may_import(ui.actor(), agency).map_err(|denied| denied.problem(ui))?;
    lake.upload(UploadId(id), agency).await.map_err(|error| problem(ui, error))
}

/// Tells which byte is wanted next.
#[utoipa::path(
    get,
    path = "/api/v1/uploads/{id}",
    tag = "lake",
    params(("id" = i64, Path, description = "The upload's number")),
    responses(
        (status = 200, body = UploadView),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such upload", content_type = "application/problem+json", body = Problem),
    )
)]
async fn show(State(lake): State<Lake>, ui: Ui, id: Id) -> Result<Json<UploadView>, Problem> {
    Ok(Json(found(&lake, &ui, id).await?.into()))
}

/// Takes the next part of the file. When the line breaks, what arrived is kept:
/// ask for the offset and go on from there.
#[utoipa::path(
    put,
    path = "/api/v1/uploads/{id}",
    tag = "lake",
    params(("id" = i64, Path, description = "The upload's number"), Offset),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = UploadView),
        (status = 400, description = "The line broke, or no offset", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such upload", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "Another byte is wanted", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Beyond the declared size", content_type = "application/problem+json", body = Problem),
    )
)]
async fn part(
    State(lake): State<Lake>,
    ui: Ui,
    id: Id,
    offset: Result<Query<Offset>, axum::extract::rejection::QueryRejection>,
    body: Body,
) -> Result<Json<UploadView>, Problem> {
    let upload = found(&lake, &ui, id).await?;
    let Query(Offset { offset }) =
        offset.map_err(|_| refused(&ui, StatusCode::BAD_REQUEST, "no-offset"))?;
    let now = lake.platform().now();
    let upload = lake
        .receive_part(ui.actor(), &upload, offset, body.into_data_stream(), now)
        .await
        .map_err(|error| problem(&ui, error))?;
    Ok(Json(upload.into()))
}

/// Gives an upload up, with what arrived of it. One that an import stands on is given
/// up with the import.
#[utoipa::path(
    delete,
    path = "/api/v1/uploads/{id}",
    tag = "lake",
    params(("id" = i64, Path, description = "The upload's number")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not permitted", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such upload", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "An import stands on it", content_type = "application/problem+json", body = Problem),
    )
)]
async fn give_up(State(lake): State<Lake>, ui: Ui, id: Id) -> Result<StatusCode, Problem> {
    let upload = found(&lake, &ui, id).await?;
    let now = lake.platform().now();
    lake.give_up_upload(ui.actor(), &upload, now).await.map_err(|error| problem(&ui, error))?;
    Ok(StatusCode::NO_CONTENT)
}
