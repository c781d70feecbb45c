//! `/api/v1/corrections`: raising and answering corrections (art. 26).

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::{get, post},
};
use http::StatusCode;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use zt_catalogue::EntryCode;
use zt_kernel::civil_date;
use zt_web::{Problem, Ui};

use super::{Correction, CorrectionId, CorrectionMove, Finding, change::RaiseError};
use crate::{
    Sharing,
    http::{Body, internal, problem, refused},
};

/// What is wrong, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseBody {
    /// The code of the entry.
    pub entry: String,
    /// The row, as the rows API numbers it.
    pub row: String,
    /// The item; none where the whole row is missing or doubled.
    pub item: Option<String>,
    /// The value as it was shown.
    #[serde(default)]
    pub shown: String,
    /// The value as it should be.
    #[serde(default)]
    pub proposed: String,
    /// What is wrong, and how it was found.
    pub explanation: String,
}

/// A correction.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    /// Its number.
    pub id: i64,
    /// The agency that found it.
    pub raiser: i64,
    /// The agency that provides the data.
    pub owner: i64,
    /// `raised`, `accepted`, `refused` or `withdrawn`.
    pub state: &'static str,
    /// When it was raised.
    #[schema(value_type = String, format = DateTime)]
    pub raised_at: Timestamp,
    /// The last day for the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// Whether the last day is over and nothing has been answered.
    pub overdue: bool,
}

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/api/v1/corrections", post(raise))
        .route("/api/v1/corrections/{id}", get(show))
        .route("/api/v1/corrections/{id}/answer", post(answer))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(raise, show, answer))]
pub(crate) struct Document;

type Id = Result<Path<i64>, axum::extract::rejection::PathRejection>;

#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
fn number(ui: &Ui, id: Id) -> Result<CorrectionId, Problem> {
    let Path(id) = id.map_err(|_| refused(ui, StatusCode::BAD_REQUEST, "bad_number"))?;
    Ok(CorrectionId(id))
}

/// Raises a correction of a row you may read.
#[utoipa::path(
    post,
    path = "/api/v1/corrections",
    tag = "sharing",
    request_body = RaiseBody,
    responses(
        (status = 201, body = CorrectionView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "You can't read the data", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such entry", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "Row or explanation missing", content_type = "application/problem+json", body = Problem),
    )
)]
async fn raise(
    State(sharing): State<Sharing>,
    ui: Ui,
    Body(body): Body<RaiseBody>,
) -> Result<(StatusCode, Json<CorrectionView>), Problem> {
    let code: EntryCode =
        body.entry.parse().map_err(|_| refused(&ui, StatusCode::NOT_FOUND, "no_such_entry"))?;
    let RaiseBody { row, item, shown, proposed, explanation, .. } = body;
    let finding = Finding { row, item, shown, proposed, explanation };
    let now = sharing.platform.clock.now();
    let raised = sharing
        .raise_correction(ui.actor(), &code, finding, now)
        .await
        .map_err(|error| raise_problem(&ui, error))?;
    Ok((StatusCode::CREATED, Json(view(&sharing, &ui, &raised).await?)))
}

/// Shows a correction.
#[utoipa::path(
    get,
    path = "/api/v1/corrections/{id}",
    tag = "sharing",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = CorrectionView),
        (status = 400, description = "Not a number", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
    )
)]
async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
) -> Result<Json<CorrectionView>, Problem> {
    let id = number(&ui, id)?;
    let found = sharing.correction(ui.actor(), id).await.map_err(|error| problem(&ui, error))?;
    Ok(Json(view(&sharing, &ui, &found).await?))
}

/// Answers a correction, or takes it back.
#[utoipa::path(
    post,
    path = "/api/v1/corrections/{id}/answer",
    tag = "sharing",
    params(("id" = i64, Path)),
    request_body = CorrectionMove,
    responses(
        (status = 200, body = CorrectionView),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "The policy denies it", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "Answered already: by whom", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "The rules forbid it", content_type = "application/problem+json", body = Problem),
    )
)]
async fn answer(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Id,
    Body(body): Body<CorrectionMove>,
) -> Result<Json<CorrectionView>, Problem> {
    let id = number(&ui, id)?;
    let now = sharing.platform.clock.now();
    let answered = sharing
        .move_correction(ui.actor(), id, body, now)
        .await
        .map_err(|error| problem(&ui, error))?;
    Ok(Json(view(&sharing, &ui, &answered).await?))
}

fn raise_problem(ui: &Ui, error: RaiseError) -> Problem {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match error {
        RaiseError::NoSuchEntry => refused(ui, StatusCode::NOT_FOUND, "no_such_entry"),
        RaiseError::NoSuchItem { item } => refused(ui, unprocessable, "unknown_items")
            .pointer("/item", ui.ta("sharing-unknown-item", &[("item", item.into())])),
        RaiseError::Unexplained => refused(ui, unprocessable, "unexplained"),
        RaiseError::NotAReader => refused(ui, StatusCode::FORBIDDEN, "not_a_reader"),
        RaiseError::Change(error) => problem(ui, error),
    }
}

async fn view(
    sharing: &Sharing,
    ui: &Ui,
    correction: &Correction,
) -> Result<CorrectionView, Problem> {
    let book = sharing.rules().await.map_err(|error| internal(ui, &error))?;
    let period = correction.period(&book).map_err(|error| internal(ui, &error))?;
    let reckoning = period.reckon(&sharing.platform.calendar);
    let today = civil_date(sharing.platform.clock.now());
    Ok(CorrectionView {
        id: correction.id.0,
        raiser: correction.raiser.0,
        owner: correction.owner.0,
        state: (&correction.state).into(),
        raised_at: correction.raised_at,
        due: reckoning.due,
        overdue: correction.answered_at().is_none() && reckoning.overdue(today),
    })
}
