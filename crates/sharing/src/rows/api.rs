//! `GET /api/v1/datasets/{code}/rows`.

use axum::{
    Extension, Router,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use utoipa::OpenApi;
use zt_access::ClientAddress;
use zt_catalogue::EntryCode;
use zt_kernel::Actor;
use zt_lake::Format;
use zt_web::{Accept, Media, Problem, Ui};

use super::{permit::Denial, query::RowsQuery, serve::ReadError};
use crate::{
    Sharing,
    http::{internal, refused},
};

/// The header that names the ledger event of an answer, for its evidence bundle.
const EVENT: HeaderName = HeaderName::from_static("zt-event");

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new().route("/api/v1/datasets/{code}/rows", get(rows))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(rows))]
pub(crate) struct Document;

/// Reads rows of an entry: the granted items of the granted rows, masked as their
/// grade asks, a page at a time.
///
/// `filter[item]=value` keeps rows whose item has that value, for items seen
/// unmasked. The next page is the `Link` header's `rel="next"`. The header
/// `zt-event` names the ledger event of the reading.
#[utoipa::path(
    get,
    path = "/api/v1/datasets/{code}/rows",
    tag = "data",
    params(
        ("code" = String, Path, description = "The entry's code, with a hyphen for its slash"),
        ("fields" = Option<String>, Query, description = "Items, separated by commas"),
        ("after" = Option<String>, Query, description = "From the page before"),
        ("limit" = Option<u32>, Query, description = "Rows at most; 100 unless said", minimum = 1),
        ("grant" = Option<i64>, Query, description = "The grant to read under"),
    ),
    responses(
        (status = 200, description = "Rows, in the form `Accept` asks for", content(
            (Object = "application/json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.apache.parquet"),
        ), headers(("Link" = String), ("zt-event" = String))),
        (status = 400, description = "The question can't be read", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "The credential isn't good", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "Not granted, or no more: why, and how to ask", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such entry, or its rows aren't here", content_type = "application/problem+json", body = Problem),
        (status = 429, description = "Too many readings without a credential from this address", content_type = "application/problem+json", body = Problem, headers(("Retry-After" = u64))),
        (status = 406, description = "None of the forms accepted", content_type = "application/problem+json", body = Problem),
        (status = 503, description = "The ledger can't record, so nothing leaves", content_type = "application/problem+json", body = Problem),
    )
)]
async fn rows(
    State(sharing): State<Sharing>,
    ui: Ui,
    address: Option<Extension<ClientAddress>>,
    accept: Accept,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let code: EntryCode =
        code.parse().map_err(|_| refused(&ui, StatusCode::NOT_FOUND, "no_such_entry"))?;
    let asked = RowsQuery::parse(query.as_deref().unwrap_or_default()).map_err(|unreadable| {
        refused(&ui, StatusCode::BAD_REQUEST, "bad_query").with("parameter", unreadable.parameter)
    })?;
    let media = accept
        .prefer(&[Media::JSON, Media::CSV, Media::PARQUET])
        .ok_or_else(|| refused(&ui, StatusCode::NOT_ACCEPTABLE, "not_acceptable"))?;
    let format = match media {
        Media::CSV => Format::Csv,
        Media::PARQUET => Format::Parquet,
        _ => Format::Json,
    };
    let now = sharing.platform.clock.now();
    if matches!(ui.actor(), Actor::Anonymous) {
        let address = address.map(|Extension(ClientAddress(address))| address);
        sharing.throttle.take(address, now).map_err(|seconds| too_many(&ui, seconds))?;
    }
    let answer = sharing
        .read_rows(ui.actor(), &code, &asked, format, now)
        .await
        .map_err(|error| unread(&ui, &code, error))?;
    let mut response = answer.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Authorization, Cookie"));
    if let Ok(event) = HeaderValue::from_str(&answer.event.to_string()) {
        headers.insert(EVENT, event);
    }
    if let Some(next) = answer.next {
        let link =
            format!("</api/v1/datasets/{}/rows?{}>; rel=\"next\"", code.slug(), asked.next(&next));
        if let Ok(link) = HeaderValue::from_str(&link) {
            headers.insert(header::LINK, link);
        }
    }
    Ok(response)
}

/// A stranger has read more often than an address may.
fn too_many(ui: &Ui, seconds: u64) -> Problem {
    refused(ui, StatusCode::TOO_MANY_REQUESTS, "too_many_requests")
        .header(header::RETRY_AFTER, seconds.to_string())
}

/// What an unanswered question says: why, and how to ask.
fn unread(ui: &Ui, code: &EntryCode, error: ReadError) -> Problem {
    match error {
        ReadError::NoSuchEntry => refused(ui, StatusCode::NOT_FOUND, "no_such_entry"),
        ReadError::NotHere => refused(ui, StatusCode::NOT_FOUND, "not_here"),
        ReadError::Denied(denial) => denied(ui, code, &denial),
        ReadError::Policy(denied) => denied.problem(ui),
        ReadError::Unfilterable { item } => {
            refused(ui, StatusCode::BAD_REQUEST, "unfilterable").with("item", item)
        }
        ReadError::Rows(error) if error.is_callers() => {
            refused(ui, StatusCode::BAD_REQUEST, "bad_question")
        }
        ReadError::Rows(error) => internal(ui, &error),
        ReadError::Ledger(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a reading was not recorded");
            refused(ui, StatusCode::SERVICE_UNAVAILABLE, "not_recorded")
                .header(header::RETRY_AFTER, "5")
        }
        ReadError::Store(error) => internal(ui, &error),
    }
}

fn denied(ui: &Ui, code: &EntryCode, denial: &Denial) -> Problem {
    let ask = format!("/requests/new?entry={}", code.slug());
    let problem = refused(ui, StatusCode::FORBIDDEN, denial.into());
    let problem =
        match denial {
            Denial::NotPublished => problem,
            Denial::Suspended { rectify_by, .. } => problem
                .detail(ui.ta("sharing-rectify-by", &[("day", (*rectify_by).into())]))
                .with("rectify_by", rectify_by.to_string()),
            Denial::Upcoming { from, .. } => problem
                .detail(ui.ta("sharing-begins-on", &[("day", (*from).into())]))
                .with("from", from.to_string()),
            Denial::Expired { until, .. } => problem
                .detail(ui.ta(
                    "sharing-ended-on",
                    &[("day", (*until).into()), ("ask", ask.as_str().into())],
                ))
                .with("until", until.to_string()),
            Denial::ItemsNotGranted { items } => problem
                .detail(ui.ta("sharing-how-to-ask", &[("ask", ask.as_str().into())]))
                .with("items", items.clone()),
            Denial::NoGrant
            | Denial::Revoked { .. }
            | Denial::Terminated { .. }
            | Denial::Relinquished { .. } => {
                problem.detail(ui.ta("sharing-how-to-ask", &[("ask", ask.as_str().into())]))
            }
        };
    let problem = match denial.grant() {
        Some(grant) => problem.with("grant", grant.0),
        None => problem,
    };
    problem.with("ask", ask)
}
