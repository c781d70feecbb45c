//! The catalogue's API: search, one entry, and writing for stewards.

mod entries;
mod entry;
mod write;

use axum::{
    Router,
    routing::{get, post},
};
use http::StatusCode;
use utoipa::OpenApi as _;
use zt_web::{Problem, Ui};

use crate::{Catalogue, ChangeError};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(entries::search, entry::read, write::create, write::update, write::submit),
    components(schemas(
        entries::FoundEntries, entries::FoundEntry, entries::Facet, entries::FacetValue,
        entry::EntryDocument, entry::ItemDocument, entry::FindingDocument, write::Creation, write::Written, Problem
    )),
    tags((name = "catalogue", description = "The data catalogue: find entries, read them, write one's own"))
)]
struct Document;

/// What the routes below promise.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The API's routes.
pub fn router(catalogue: Catalogue) -> Router {
    Router::new()
        .route("/api/v1/entries", get(entries::search).post(write::create))
        .route("/api/v1/entries/{code}", get(entry::read).put(write::update))
        .route("/api/v1/entries/{code}/submission", post(write::submit))
        .with_state(catalogue)
}

fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-such-entry", "There is no such entry")
}

fn internal(error: impl std::error::Error + 'static) -> Problem {
    tracing::error!(error = &error as &dyn std::error::Error, "the catalogue failed to answer");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The catalogue failed to answer")
}

/// The problem that tells why a change was not made.
fn failed(ui: &Ui, error: ChangeError) -> Problem {
    let conflict = |slug: &str, error: &dyn std::fmt::Display| {
        Problem::new(StatusCode::CONFLICT, slug, "The entry does not allow it")
            .detail(error.to_string())
    };
    match error {
        ChangeError::NotFound => not_found(),
        ChangeError::Denied(denied) => denied.problem(ui),
        ChangeError::Stale => Problem::new(
            StatusCode::PRECONDITION_FAILED,
            "stale",
            "The entry has been changed since it was read",
        )
        .detail("Read it again, apply your change to what is there now, and send its new ETag in If-Match."),
        ChangeError::InHand => conflict("version-in-hand", &ChangeError::InHand),
        ChangeError::BoundElsewhere => conflict("bound-elsewhere", &ChangeError::BoundElsewhere),
        ChangeError::Refused(refusal) => conflict("refused", &refusal),
        ChangeError::Grading(refusal) => conflict("grading-refused", &refusal),
        ChangeError::Findings(findings) => findings.iter().fold(
            Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "findings",
                "Findings keep the entry from being submitted",
            ),
            |problem, finding| problem.pointer(entry::pointer(&finding.place), finding.code.as_str()),
        ),
        ChangeError::Store(error) => internal(error),
        ChangeError::Search(error) => internal(error),
    }
}
