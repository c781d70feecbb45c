//! `/api/v1/grants`: what one may use, and how its use ends.

mod bodies;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use http::StatusCode;
use utoipa::OpenApi;
use zt_kernel::{GrantId, civil_date};
use zt_web::{Problem, Ui};

pub use self::bodies::{
    ChangeBody, DisposalBody, DisposalView, GrantListView, GrantView, ListQuery, UsageRecordView,
};
use super::{Grant, change::GrantStep, store};
use crate::{
    Sharing,
    disposal::Report,
    http::{Body, internal, problem, record_problem, refused},
    usage_record::Usage,
};

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/api/v1/grants", get(list))
        .route("/api/v1/grants/{id}", get(show))
        .route("/api/v1/grants/{id}/changes", post(change))
        .route("/api/v1/grants/{id}/usage-records", get(usage).post(record))
        .route("/api/v1/grants/{id}/disposal", post(dispose))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, show, change, usage, record, dispose))]
pub(crate) struct Document;

type Id = Result<Path<i64>, axum::extract::rejection::PathRejection>;

#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
fn number(ui: &Ui, id: Id) -> Result<GrantId, Problem> {
    let Path(id) = id.map_err(|_| refused(ui, StatusCode::BAD_REQUEST, "bad_number"))?;
    Ok(GrantId(id))
}

/// Lists the grants your agency may use, or provides.
#[utoipa::path(
    get,
    path = "/api/v1/grants",
    tag = "sharing",
    params(ListQuery),
    responses(
        (status = 200, body = GrantListView),
        (status = 400, description = "The query can't be read", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
    )
)]
async fn list(
    State(sharing): State<Sharing>,
    ui: Ui,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<GrantListView>, Problem> {
    let bad = || refused(&ui, StatusCode::BAD_REQUEST, "bad_query");
    let Query(query) = query.map_err(|_| bad())?;
    let Some(agency) = ui.actor().agency() else {
        return Err(refused(&ui, StatusCode::UNAUTHORIZED, "no_credential"));
    };
    let (grantee, owner) = match query.role.as_deref() {
        None | Some("grantee") => (Some(agency), None),
        Some("owner") => (None, Some(agency)),
        Some(_) => return Err(bad()),
    };
    let limit = match query.limit {
        None => 50,
        Some(limit @ 1..=200) => limit,
        Some(_) => return Err(bad()),
    };
    let before = query.before.map(GrantId);
    let filter = store::GrantFilter { grantee, owner, entry: None, before, limit };
    let grants =
        store::page(&sharing.platform.db, &filter).await.map_err(|error| internal(&ui, &error))?;
    let full = grants.len() == limit as usize;
    let next = grants.last().filter(|_| full).map(|grant| grant.id.0);
    let mut items = Vec::with_capacity(grants.len());
    for grant in grants {
        items.push(view(&sharing, &ui, grant).await?);
    }
    Ok(Json(GrantListView { items, next }))
}

/// Shows a grant.
#[utoipa::path(
    get,
    path = "/api/v1/grants/{id}",
    tag = "sharing",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = GrantView),
        (status = 400, description = "Not a number", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
    )
)]
async fn show(State(sharing): State<Sharing>, ui: Ui, id: Id) -> Result<Json<GrantView>, Problem> {
    let id = number(&ui, id)?;
    let grant = sharing.grant(ui.actor(), id).await.map_err(|error| problem(&ui, error))?;
    Ok(Json(view(&sharing, &ui, grant).await?))
}

/// Changes a grant: suspend, rectify, resume, terminate, propose, agree, object,
/// drop, file, relinquish.
#[utoipa::path(
    post,
    path = "/api/v1/grants/{id}/changes",
    tag = "sharing",
    params(("id" = i64, Path)),
    request_body = ChangeBody,
    responses(
        (status = 200, body = GrantView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "The policy denies it", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "Somebody else was faster", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "The rules forbid it", content_type = "application/problem+json", body = Problem),
    )
)]
async fn change(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
    Body(body): Body<ChangeBody>,
) -> Result<Json<GrantView>, Problem> {
    let id = number(&ui, id)?;
    let step = GrantStep { actor: ui.actor(), id, seen: None, now: sharing.platform.clock.now() };
    let changed =
        sharing.move_grant(step, body.into()).await.map_err(|error| problem(&ui, error))?;
    Ok(Json(view(&sharing, &ui, changed).await?))
}

/// Lists the usage records of a grant, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/grants/{id}/usage-records",
    tag = "sharing",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = Vec<UsageRecordView>),
        (status = 400, description = "Not a number", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
    )
)]
async fn usage(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
) -> Result<Json<Vec<UsageRecordView>>, Problem> {
    let id = number(&ui, id)?;
    let records =
        sharing.usage_records(ui.actor(), id).await.map_err(|error| problem(&ui, error))?;
    Ok(Json(records.into_iter().map(Into::into).collect()))
}

/// Records what was done with the data (art. 29).
#[utoipa::path(
    post,
    path = "/api/v1/grants/{id}/usage-records",
    tag = "sharing",
    params(("id" = i64, Path)),
    request_body = Usage,
    responses(
        (status = 201, body = UsageRecordView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "The policy denies it", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "Something is left unsaid", content_type = "application/problem+json", body = Problem),
    )
)]
async fn record(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
    Body(usage): Body<Usage>,
) -> Result<(StatusCode, Json<UsageRecordView>), Problem> {
    let id = number(&ui, id)?;
    let now = sharing.platform.clock.now();
    let record = sharing
        .record_usage(ui.actor(), id, usage, now)
        .await
        .map_err(|error| record_problem(&ui, error))?;
    Ok((StatusCode::CREATED, Json(record.into())))
}

/// Reports that the data of a grant that is over was disposed of (art. 27).
#[utoipa::path(
    post,
    path = "/api/v1/grants/{id}/disposal",
    tag = "sharing",
    params(("id" = i64, Path)),
    request_body = DisposalBody,
    responses(
        (status = 201, body = DisposalView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "The policy denies it", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "The rules forbid it", content_type = "application/problem+json", body = Problem),
    )
)]
async fn dispose(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
    Body(body): Body<DisposalBody>,
) -> Result<(StatusCode, Json<DisposalView>), Problem> {
    let id = number(&ui, id)?;
    let DisposalBody { method, done_on, proof, certificate_sha256 } = body;
    let report = Report { method, done_on, proof, certificate_sha256 };
    let now = sharing.platform.clock.now();
    let disposal = sharing
        .report_disposal(ui.actor(), id, report, now)
        .await
        .map_err(|error| problem(&ui, error))?;
    Ok((StatusCode::CREATED, Json((&disposal).into())))
}

async fn view(sharing: &Sharing, ui: &Ui, grant: Grant) -> Result<GrantView, Problem> {
    let entry = sharing.entry_of(grant.entry).await.map_err(|error| internal(ui, &error))?;
    let today = civil_date(sharing.platform.clock.now());
    let slug = entry.as_ref().map_or_else(String::new, |entry| entry.code.slug());
    Ok(GrantView {
        id: grant.id.0,
        request: grant.request.0,
        entry: entry.map_or_else(String::new, |entry| entry.code.to_string()),
        rows: format!("/api/v1/datasets/{slug}/rows"),
        owner: grant.owner.0,
        grantee: grant.grantee.0,
        status: grant.status(today).into(),
        purpose: grant.purpose,
        items: grant.items.into_iter().map(|(name, mask)| (name, mask.to_string())).collect(),
        condition: grant.condition,
        mode: grant.mode.into(),
        from: grant.term.from,
        until: grant.term.until,
        granted_at: grant.granted_at,
        proposal: grant.proposal.is_some(),
        version: grant.version,
    })
}
