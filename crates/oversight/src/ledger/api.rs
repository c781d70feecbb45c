//! Evidence bundles through the API.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use utoipa::OpenApi;
use zt_ledger::{EventId, LedgerError};
use zt_web::{Problem, Ui};

use super::reading::ledger_error;
use crate::Oversight;

/// Events in one bundle. A case's whole life is some tens of events.
const EVENTS_MAX: usize = 100;

#[derive(OpenApi)]
#[openapi(
    paths(bundle),
    components(schemas(Problem)),
    tags((name = "ledger", description = "Evidence of what happened"))
)]
struct Api;

/// The description of this crate's API routes.
pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// The evidence for events: their text, proofs and the signed checkpoint in one
/// file, which `zhengtong verify` checks without any network.
#[utoipa::path(
    get,
    path = "/api/v1/ledger/bundles/{ids}",
    tag = "ledger",
    params(("ids" = String, Path,
        description = "Event ids, 32 hexadecimal digits each, joined by commas; 100 at most",
        example = "07070707070707070707070707070707")),
    responses(
        (status = 200, description = "The bundle", body = serde_json::Value,
            content_type = "application/json"),
        (status = 400, description = "An id can't be read, or there are too many", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "Nobody has signed in, or the credential isn't good",
            body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "One of the events is not the caller's to read",
            body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The ledger has no such event yet", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The ledger can't record the reading", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn bundle(
    State(oversight): State<Oversight>,
    ui: Ui,
    Path(ids): Path<String>,
) -> Result<Response, Problem> {
    // Asked before anything is looked up, so that a stranger can't learn which
    // ids exist.
    let _reads_some = oversight.decide_reach(ui.actor()).map_err(|denied| denied.problem(&ui))?;
    let ids = parsed(&ids).ok_or_else(|| {
        Problem::new(StatusCode::BAD_REQUEST, "bad-event-ids", ui.t("oversight-bad-ids"))
    })?;
    let failed = |error: LedgerError| ledger_error(error).problem(&ui);
    let bundle = oversight.platform.ledger.bundle(&ids).await.map_err(failed)?;
    let mut decisions = Vec::with_capacity(ids.len());
    let mut indices = Vec::with_capacity(ids.len());
    for proved in bundle.events() {
        let decision = oversight
            .decide_read(ui.actor(), proved.index, &proved.event)
            .map_err(|denied| denied.problem(&ui))?;
        decisions.push(decision);
        indices.push(proved.index);
    }
    oversight.record_export(ui.actor(), &decisions, &indices).await.map_err(failed)?;
    let first = indices.first().copied().unwrap_or_default();
    let name = format!("attachment; filename=\"evidence-{first}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bundle.to_bytes()).into_response())
}

fn parsed(ids: &str) -> Option<Vec<EventId>> {
    let ids: Vec<EventId> = ids.split(',').map(|id| id.parse().ok()).collect::<Option<_>>()?;
    (ids.len() <= EVENTS_MAX).then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_one_by_one_and_counted() {
        let id = "07".repeat(16);
        assert_eq!(parsed(&id).map(|ids| ids.len()), Some(1));
        assert_eq!(parsed(&format!("{id},{id}")).map(|ids| ids.len()), Some(2));
        assert_eq!(parsed(&format!("{id},")), None);
        assert_eq!(parsed(&vec![id; 101].join(",")), None);
    }
}
