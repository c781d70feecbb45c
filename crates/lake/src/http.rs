//! How this crate's errors look over HTTP, on pages and in the API alike.

use axum::http::StatusCode;
use zt_web::{PageError, Problem, Ui};

use crate::{LakeError, RowsError, upload::UploadError};

/// A problem of `status` with the title `lake-problem-{slug}`.
pub(crate) fn refused(ui: &Ui, status: StatusCode, slug: &'static str) -> Problem {
    Problem::new(status, slug, ui.t(&format!("lake-problem-{slug}")))
}

/// What a failed call says to a program.
pub(crate) fn problem(ui: &Ui, error: LakeError) -> Problem {
    match error {
        LakeError::NotFound | LakeError::Upload(UploadError::NotFound) => {
            refused(ui, StatusCode::NOT_FOUND, "not-found")
        }
        LakeError::Stale => refused(ui, StatusCode::CONFLICT, "stale"),
        LakeError::Denied(denied)
        | LakeError::Catalogue(zt_catalogue::ChangeError::Denied(denied)) => denied.problem(ui),
        LakeError::Refused(refusal) => {
            refused(ui, StatusCode::CONFLICT, "not-allowed").with("state", refusal.state)
        }
        LakeError::NoSuchColumn(column) => {
            refused(ui, StatusCode::UNPROCESSABLE_ENTITY, "no-such-column").with("column", column)
        }
        LakeError::Upload(error) => upload_problem(ui, &error),
        LakeError::Rows(error) if error.is_callers() => rows_problem(ui, &error),
        error => internal(ui, &error),
    }
}

fn upload_problem(ui: &Ui, error: &UploadError) -> Problem {
    match error {
        UploadError::NotFound => refused(ui, StatusCode::NOT_FOUND, "not-found"),
        UploadError::WrongOffset { wanted, .. } => {
            refused(ui, StatusCode::CONFLICT, "wrong-offset").with("offset", *wanted)
        }
        UploadError::TooLong { size_bytes } => {
            refused(ui, StatusCode::PAYLOAD_TOO_LARGE, "too-long").with("size_bytes", *size_bytes)
        }
        UploadError::AgencyFull { held_bytes, max_bytes } => {
            refused(ui, StatusCode::PAYLOAD_TOO_LARGE, "uploads-full")
                .with("held_bytes", *held_bytes)
                .with("max_bytes", *max_bytes)
        }
        UploadError::InUse => refused(ui, StatusCode::CONFLICT, "not-allowed"),
        UploadError::TooLarge => refused(ui, StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        UploadError::Broken { offset, .. } => {
            refused(ui, StatusCode::BAD_REQUEST, "incomplete").with("offset", *offset)
        }
    }
}

/// What a question for rows that can't be answered says.
pub(crate) fn rows_problem(ui: &Ui, error: &RowsError) -> Problem {
    refused(ui, StatusCode::BAD_REQUEST, "bad-question").detail(error.to_string())
}

/// A failure of the platform, which the log tells and the answer does not.
pub(crate) fn internal(ui: &Ui, error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error, "the lake failed to answer");
    refused(ui, StatusCode::INTERNAL_SERVER_ERROR, "internal")
}

/// What a failed call says to a person.
pub(crate) fn page_error(ui: &Ui, error: LakeError) -> PageError {
    match error {
        LakeError::NotFound | LakeError::Upload(UploadError::NotFound) => PageError::not_found(),
        LakeError::Stale => PageError::conflict().detail(ui.t("lake-problem-stale")),
        LakeError::Denied(denied)
        | LakeError::Catalogue(zt_catalogue::ChangeError::Denied(denied)) => denied.page(ui),
        LakeError::Refused(_) => PageError::conflict().detail(ui.t("lake-problem-not-allowed")),
        LakeError::Upload(UploadError::TooLarge | UploadError::TooLong { .. }) => {
            PageError::too_large().detail(ui.t("lake-problem-too-large"))
        }
        LakeError::Upload(UploadError::AgencyFull { .. }) => {
            PageError::too_large().detail(ui.t("lake-problem-uploads-full"))
        }
        LakeError::Upload(UploadError::Broken { .. }) => {
            PageError::bad_request().detail(ui.t("lake-problem-incomplete"))
        }
        LakeError::Rows(error) if error.is_callers() => {
            PageError::bad_request().detail(ui.t("lake-problem-bad-question"))
        }
        error => PageError::internal(error),
    }
}

/// The agency that a program acts for.
#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
pub(crate) fn agency(ui: &Ui) -> Result<zt_kernel::AgencyId, Problem> {
    ui.actor().agency().ok_or_else(|| refused(ui, StatusCode::UNAUTHORIZED, "sign-in"))
}
