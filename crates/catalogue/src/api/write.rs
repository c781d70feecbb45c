//! Writing entries: `POST /api/v1/entries`, `PUT /api/v1/entries/{code}`, and
//! submitting one.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, header};
use zt_web::{Problem, Ui};

use super::entry::{EntryDocument, FindingDocument, described, readable, tag};
use crate::{Catalogue, Description, Entry, NewEntry, Target};

/// What begins an entry.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct Creation {
    /// 类、项、目、细目 in digits; fixes the code for good.
    #[schema(value_type = String, example = "301001")]
    classification: crate::Classification,
    /// Name, abstract, items and the rest, as `GET` shows them. Grades are not
    /// taken over: they are proposed and confirmed.
    #[schema(value_type = Object)]
    description: Description,
}

/// A draft as it stands after writing, with what is wrong with it.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Written {
    /// The draft.
    entry: EntryDocument,
    /// What the lint found.
    findings: Vec<FindingDocument>,
}

async fn written(
    catalogue: &Catalogue,
    entry: &Entry,
    status: StatusCode,
) -> Result<Response, Problem> {
    let now = catalogue.platform().now();
    let findings = catalogue.findings(entry, now).await.map_err(super::internal)?;
    let body = Written { entry: entry.into(), findings: findings.iter().map(Into::into).collect() };
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::ETAG, tag(entry).header());
    Ok(response)
}

/// Begins an entry of one's own agency.
#[utoipa::path(
    post,
    path = "/api/v1/entries",
    tag = "catalogue",
    request_body(content = Creation, content_type = "application/json"),
    responses(
        (status = 201, description = "The draft", body = Written),
        (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not permitted", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body can't be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    body: Bytes,
) -> Result<Response, Problem> {
    let agency = ui.actor().agency().unwrap_or(zt_kernel::AgencyId(0));
    catalogue
        .platform()
        .allow_api(&ui, "catalogue.entry.create", &crate::change::resource_of(agency))
        .map(drop)?;
    let new: Creation = serde_json::from_slice(&body).map_err(|error| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "malformed", "The body can't be read")
            .detail(error.to_string())
    })?;
    let new = NewEntry { agency, classification: new.classification, description: new.description };
    let now = catalogue.platform().now();
    let entry = catalogue
        .create_draft(ui.actor(), new, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    let mut response = written(&catalogue, &entry, StatusCode::CREATED).await?;
    let location = format!("/api/v1/entries/{}", entry.code.slug());
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// The draft that a write is about, if the caller's `If-Match` names it as it stands.
async fn target(
    ui: &Ui,
    catalogue: &Catalogue,
    code: &str,
    headers: &HeaderMap,
) -> Result<Target, Problem> {
    let entry = readable(ui, catalogue, code, true).await?;
    if !headers.contains_key(header::IF_MATCH) {
        return Err(Problem::new(
            StatusCode::PRECONDITION_REQUIRED,
            "precondition-required",
            "Say which state of the entry you have read",
        )
        .detail("Send the ETag of the entry in If-Match, so that nobody's change is lost."));
    }
    if !tag(&entry).may_write(headers) {
        return Err(super::failed(ui, crate::ChangeError::Stale));
    }
    Ok(Target::from(&entry))
}

/// Writes a draft anew.
#[utoipa::path(
    put,
    path = "/api/v1/entries/{code}",
    tag = "catalogue",
    params(
        ("code" = String, Path, description = "The code, its slash written as a hyphen"),
        ("If-Match" = String, Header, description = "The ETag of the draft as last read"),
    ),
    request_body(content = Object, description = "The description", content_type = "application/json"),
    responses(
        (status = 200, description = "The draft", body = Written),
        (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not permitted", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such entry", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not a draft", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body can't be read", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn update(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let target = target(&ui, &catalogue, &code, &headers).await?;
    let description = described(&body)?;
    let now = catalogue.platform().now();
    let entry = catalogue
        .update(ui.actor(), target, description, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    written(&catalogue, &entry, StatusCode::OK).await
}

/// Submits a draft for review.
#[utoipa::path(
    post,
    path = "/api/v1/entries/{code}/submission",
    tag = "catalogue",
    params(
        ("code" = String, Path, description = "The code, its slash written as a hyphen"),
        ("If-Match" = String, Header, description = "The ETag of the draft as last read"),
    ),
    responses(
        (status = 200, description = "The submitted version", body = Written),
        (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not permitted", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such entry", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not a draft", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Findings keep it back", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn submit(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let target = target(&ui, &catalogue, &code, &headers).await?;
    let now = catalogue.platform().now();
    let entry = catalogue
        .submit(ui.actor(), target, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    written(&catalogue, &entry, StatusCode::OK).await
}
