//! `/api/v1/grants`: what one may use, and how its use ends.

use std::collections::BTreeMap;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use http::StatusCode;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use zt_kernel::{GrantId, civil_date};
use zt_web::{Problem, Ui};

use super::{
    Cause, Grant, GrantMove, Misuse, Relinquishment, ServiceChange, change::GrantStep, store,
};
use crate::{
    Sharing,
    disposal::{Disposal, Method, Report},
    http::{Body, internal, problem, record_problem, refused},
    usage_record::{Usage, UsageRecord},
};

/// A grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// Its number.
    pub id: i64,
    /// The request it answers.
    pub request: i64,
    /// The code of the entry it opens.
    pub entry: String,
    /// Where its rows are read.
    pub rows: String,
    /// The agency that provides.
    pub owner: i64,
    /// The agency that may use.
    pub grantee: i64,
    /// For which matter and purpose.
    pub purpose: String,
    /// The items, each with its mask: `none`, `redact`, `keep-ends:3:4`, ….
    pub items: BTreeMap<String, String>,
    /// Which rows; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub condition: Option<zt_lake::RowCondition>,
    /// `interface`, `batch` or `file`.
    pub mode: &'static str,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// What it is worth today: `upcoming`, `in_force`, `expired`, `suspended`,
    /// `revoked`, `terminated` or `relinquished`.
    pub status: &'static str,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    pub granted_at: Timestamp,
    /// Whether a proposal to end or change the service stands.
    pub proposal: bool,
    /// Send it back with a change to be told when somebody else was faster.
    pub version: i64,
}

/// Which grants to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `grantee` (the default): your agency may use. `owner`: your agency provides.
    pub role: Option<String>,
    /// Only those older than this number.
    pub before: Option<i64>,
    /// At most so many; 50 unless said, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// A page of grants, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListView {
    /// The grants.
    pub items: Vec<GrantView>,
    /// Where the next page begins: its `before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}

/// A change of a grant, by its name and what it needs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "action", deny_unknown_fields)]
pub enum ChangeBody {
    /// Stop its use for misuse, at once (art. 27).
    Suspend {
        /// `beyond_scope`, `beyond_purpose` or `third_party`.
        misuse: Misuse,
        /// What was found.
        reasons: String,
        /// The last day to rectify.
        #[schema(value_type = String, format = Date)]
        rectify_by: Date,
    },
    /// Report what was put right.
    Rectify {
        /// What was done.
        report: String,
    },
    /// Let it be used again.
    Resume,
    /// End it because the misuse wasn't rectified.
    Terminate {
        /// What was found.
        reasons: String,
    },
    /// Propose to end the service.
    ProposeEnd {
        /// The cause.
        cause: Cause,
        /// The reasons.
        reasons: String,
    },
    /// Propose to leave out items, or to end sooner.
    ProposeNarrowing {
        /// The cause.
        cause: Cause,
        /// The reasons.
        reasons: String,
        /// Items that would no longer be given.
        without: Vec<String>,
        /// The new last day.
        #[schema(value_type = String, format = Date)]
        until: Date,
    },
    /// Agree to the proposal.
    Agree,
    /// Object to the proposal.
    Object {
        /// Why.
        reasons: String,
    },
    /// Take the proposal back.
    Drop,
    /// Carry the agreed proposal out under the authority's filing.
    File {
        /// The number of the filing.
        filing: String,
    },
    /// Give the grant up.
    Relinquish {
        /// `purpose_met`, `purpose_unattainable` or `no_longer_necessary`.
        why: Relinquishment,
    },
}

impl From<ChangeBody> for GrantMove {
    fn from(body: ChangeBody) -> Self {
        match body {
            ChangeBody::Suspend { misuse, reasons, rectify_by } => {
                Self::Suspend { misuse, reasons, rectify_by }
            }
            ChangeBody::Rectify { report } => Self::Rectify { report },
            ChangeBody::Resume => Self::Resume,
            ChangeBody::Terminate { reasons } => Self::Terminate { reasons },
            ChangeBody::ProposeEnd { cause, reasons } => {
                Self::Propose { change: ServiceChange::End, cause, reasons }
            }
            ChangeBody::ProposeNarrowing { cause, reasons, without, until } => {
                Self::Propose { change: ServiceChange::Narrow { without, until }, cause, reasons }
            }
            ChangeBody::Agree => Self::Agree,
            ChangeBody::Object { reasons } => Self::Object { reasons },
            ChangeBody::Drop => Self::Drop,
            ChangeBody::File { filing } => Self::File { filing },
            ChangeBody::Relinquish { why } => Self::Relinquish { why },
        }
    }
}

/// A usage record.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageRecordView {
    /// Its number.
    pub id: i64,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub usage: Usage,
}

impl From<UsageRecord> for UsageRecordView {
    fn from(record: UsageRecord) -> Self {
        Self { id: record.id.0, at: record.at, usage: record.usage }
    }
}

/// What became of the data.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalBody {
    /// `destroyed`, `returned` or `never_stored`.
    pub method: Method,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    pub done_on: Date,
    /// The proof: which copies, by whom, witnessed how.
    pub proof: String,
    /// SHA-256 of the certificate the grantee keeps, in hexadecimal.
    #[serde(default)]
    pub certificate_sha256: String,
}

/// A disposal report.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisposalView {
    /// Its number.
    pub id: i64,
    /// The grant.
    pub grant: i64,
    /// `reported`, `confirmed` or `returned`.
    pub state: &'static str,
}

impl From<&Disposal> for DisposalView {
    fn from(disposal: &Disposal) -> Self {
        let state = (&disposal.state).into();
        Self { id: disposal.id.0, grant: disposal.grant.0, state }
    }
}

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
        (status = 200, body = ListView),
        (status = 400, description = "The query can't be read", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
    )
)]
async fn list(
    State(sharing): State<Sharing>,
    ui: Ui,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<ListView>, Problem> {
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
    Ok(Json(ListView { items, next }))
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
async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
) -> Result<Json<GrantView>, Problem> {
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
    let step =
        GrantStep { actor: ui.actor(), id, seen: None, now: sharing.platform.clock.now() };
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
