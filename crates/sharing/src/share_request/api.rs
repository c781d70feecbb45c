//! `/api/v1/share-requests`: asking, supplementing, deciding.
//!
//! The same use cases as the pages; only the shapes differ.

mod bodies;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{StatusCode, header};
use utoipa::OpenApi;
use zt_catalogue::{Basis, EntryCode};
use zt_kernel::{ShareRequestId, civil_date};
use zt_web::{Problem, Ui};

pub use self::bodies::{
    ApplicationBody, ConsentBody, ExtensionBody, ListQuery, NoticeBody, ReasonBody, RefusalBody,
    ShareRequestListView,
};
use super::{
    ShareRequest, StateName,
    change::Step,
    decide::{Consenting, Refusing},
    store,
    view::{Beside, ShareRequestView},
};
use crate::{
    Sharing, grant,
    http::{Body, internal, problem, refused, submit_problem},
    scope::Term,
};

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/api/v1/share-requests", get(list).post(create))
        .route("/api/v1/share-requests/{id}", get(show))
        .route("/api/v1/share-requests/{id}/submission", post(submit))
        .route("/api/v1/share-requests/{id}/notice", post(notify))
        .route("/api/v1/share-requests/{id}/supplement", post(supplement))
        .route("/api/v1/share-requests/{id}/extension", post(ask_extension))
        .route("/api/v1/share-requests/{id}/extension/agreement", post(agree_extension))
        .route("/api/v1/share-requests/{id}/extension/declination", post(decline_extension))
        .route("/api/v1/share-requests/{id}/consent", post(consent))
        .route("/api/v1/share-requests/{id}/refusal", post(refuse))
        .route("/api/v1/share-requests/{id}/withdrawal", post(withdraw))
        .route("/api/v1/share-requests/{id}/provision", post(provide))
}

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(paths(
    list,
    create,
    show,
    submit,
    notify,
    supplement,
    ask_extension,
    agree_extension,
    decline_extension,
    consent,
    refuse,
    withdraw,
    provide
))]
pub(crate) struct Document;

/// Lists the requests your agency asked, or has to answer.
#[utoipa::path(
    get,
    path = "/api/v1/share-requests",
    tag = "sharing",
    params(ListQuery),
    responses(
        (status = 200, body = ShareRequestListView),
        (status = 400, description = "The query can't be read", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
    )
)]
async fn list(
    State(sharing): State<Sharing>,
    ui: Ui,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<ShareRequestListView>, Problem> {
    let Query(query) = query.map_err(|_| refused(&ui, StatusCode::BAD_REQUEST, "bad_query"))?;
    let agency = ui.actor().agency();
    let Some(agency) = agency else {
        return Err(refused(&ui, StatusCode::UNAUTHORIZED, "no_credential"));
    };
    let bad = || refused(&ui, StatusCode::BAD_REQUEST, "bad_query");
    let state = match query.state.as_deref() {
        None => None,
        Some(name) => Some(name.parse::<StateName>().map_err(|_| bad())?),
    };
    let (requester, owner) = match query.role.as_deref() {
        None | Some("requester") => (Some(agency), None),
        Some("owner") => (None, Some(agency)),
        Some(_) => return Err(bad()),
    };
    let limit = match query.limit {
        None => 50,
        Some(limit @ 1..=200) => limit,
        Some(_) => return Err(bad()),
    };
    let before = query.before.map(ShareRequestId);
    let filter = store::RequestFilter { requester, owner, state, before, limit };
    let requests =
        store::page(&sharing.platform.db, &filter).await.map_err(|error| internal(&ui, &error))?;
    let full = requests.len() == limit as usize;
    let next = requests.last().filter(|_| full).map(|request| request.id.0);
    let mut items = Vec::with_capacity(requests.len());
    for request in &requests {
        items.push(view(&sharing, &ui, request).await?);
    }
    Ok(Json(ShareRequestListView { items, next }))
}

/// Writes a request down and hands it in, or keeps it as a draft.
#[utoipa::path(
    post,
    path = "/api/v1/share-requests",
    tag = "sharing",
    request_body = ApplicationBody,
    responses(
        (status = 201, body = ShareRequestView, headers(("Location" = String))),
        (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
        (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
        (status = 403, description = "The policy denies it", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "No such entry", content_type = "application/problem+json", body = Problem),
        (status = 409, description = "The entry isn't in the catalogue any more", content_type = "application/problem+json", body = Problem),
        (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
        (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
        (status = 422, description = "Can't be asked for", content_type = "application/problem+json", body = Problem),
    )
)]
async fn create(
    State(sharing): State<Sharing>,
    ui: Ui,
    Body(body): Body<ApplicationBody>,
) -> Result<Response, Problem> {
    let code = body.entry.clone().unwrap_or_default();
    let code: EntryCode = code.parse().map_err(|_| {
        refused(&ui, StatusCode::NOT_FOUND, "no_such_entry").pointer("/entry", code)
    })?;
    let now = sharing.platform.clock.now();
    let keep_draft = body.draft;
    let (application, _) = body.into_application();
    let mut request = sharing
        .draft(ui.actor(), None, &code, application, now)
        .await
        .map_err(|error| submit_problem(&ui, error))?;
    if !keep_draft {
        let step = Step { actor: ui.actor(), id: request.id, seen: None, now };
        request = sharing.submit(step).await.map_err(|error| submit_problem(&ui, error))?;
    }
    let location = format!("/api/v1/share-requests/{}", request.id);
    let view = view(&sharing, &ui, &request).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)).into_response())
}

/// Shows a request with its clocks, day by day.
#[utoipa::path(
    get,
    path = "/api/v1/share-requests/{id}",
    tag = "sharing",
    params(("id" = i64, Path)),
    responses(
        (status = 200, body = ShareRequestView),
        (status = 400, description = "Not a number", content_type = "application/problem+json", body = Problem),
        (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
    )
)]
async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    id: Result<Path<i64>, axum::extract::rejection::PathRejection>,
) -> Result<Json<ShareRequestView>, Problem> {
    let id = number(&ui, id)?;
    let request = sharing.request(ui.actor(), id).await.map_err(|error| problem(&ui, error))?;
    Ok(Json(view(&sharing, &ui, &request).await?))
}

type Id = Result<Path<i64>, axum::extract::rejection::PathRejection>;

#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
fn number(ui: &Ui, id: Id) -> Result<ShareRequestId, Problem> {
    let Path(id) = id.map_err(|_| refused(ui, StatusCode::BAD_REQUEST, "bad_number"))?;
    Ok(ShareRequestId(id))
}

fn step<'a>(sharing: &Sharing, ui: &'a Ui, id: ShareRequestId, seen: Option<i64>) -> Step<'a> {
    Step { actor: ui.actor(), id, seen, now: sharing.platform.clock.now() }
}

/// The request with everything beside it.
async fn view(
    sharing: &Sharing,
    ui: &Ui,
    request: &ShareRequest,
) -> Result<ShareRequestView, Problem> {
    let entry = sharing.entry_of(request.entry).await.map_err(|error| internal(ui, &error))?;
    let book = sharing.rules().await.map_err(|error| internal(ui, &error))?;
    let grant = grant::store::of_request(&sharing.platform.db, request.id)
        .await
        .map_err(|error| internal(ui, &error))?
        .map(|grant| grant.id);
    let today = civil_date(sharing.platform.clock.now());
    let beside = Beside { entry: entry.as_ref(), book: &book, grant, today };
    sharing.view(request, &beside).map_err(|error| internal(ui, &error))
}

macro_rules! move_route {
    (
        $(#[$doc:meta])* $name:ident at $path:literal,
        |$sharing:ident, $ui:ident, $id:ident $(, $body:ident: $shape:ty)?| $do:expr, $fail:path
    ) => {
        $(#[$doc])*
        #[utoipa::path(
            post,
            path = $path,
            tag = "sharing",
            params(("id" = i64, Path)),
            $(request_body = $shape,)?
            responses(
                (status = 200, body = ShareRequestView),
                (status = 400, description = "Unreadable", content_type = "application/problem+json", body = Problem),
                (status = 401, description = "No credential", content_type = "application/problem+json", body = Problem),
                (status = 403, description = "The policy denies it", content_type = "application/problem+json", body = Problem),
                (status = 404, description = "None, or not yours to see", content_type = "application/problem+json", body = Problem),
                (status = 409, description = "Somebody else was faster: who, and what it is now", content_type = "application/problem+json", body = Problem),
                (status = 413, description = "Too large", content_type = "application/problem+json", body = Problem),
                (status = 415, description = "Not JSON", content_type = "application/problem+json", body = Problem),
                (status = 422, description = "The rules forbid it", content_type = "application/problem+json", body = Problem),
            )
        )]
        async fn $name(
            State($sharing): State<Sharing>,
            $ui: Ui,
            id: Id,
            $(Body($body): Body<$shape>,)?
        ) -> Result<Json<ShareRequestView>, Problem> {
            let $id = number(&$ui, id)?;
            let outcome = $do;
            let request = outcome.map_err(|error| $fail(&$ui, error))?;
            Ok(Json(view(&$sharing, &$ui, &request).await?))
        }
    };
}

move_route! {
    /// Hands a draft in. It is received even if something is missing.
    submit at "/api/v1/share-requests/{id}/submission",
    |sharing, ui, id| sharing.submit(step(&sharing, &ui, id, None)).await, submit_problem
}

move_route! {
    /// Sends the one notice of everything missing (art. 21).
    notify at "/api/v1/share-requests/{id}/notice",
    |sharing, ui, id, body: NoticeBody|
        sharing.notify(step(&sharing, &ui, id, None), body.materials).await,
    problem
}

move_route! {
    /// Supplies everything the notice asked for.
    supplement at "/api/v1/share-requests/{id}/supplement",
    |sharing, ui, id, body: ApplicationBody| {
        let (application, answers) = body.into_application();
        sharing.supplement(step(&sharing, &ui, id, None), application, answers).await
    },
    submit_problem
}

move_route! {
    /// Asks the authority for more time (art. 21).
    ask_extension at "/api/v1/share-requests/{id}/extension",
    |sharing, ui, id, body: ExtensionBody|
        sharing.ask_extension(step(&sharing, &ui, id, None), body.days, body.reason).await,
    problem
}

move_route! {
    /// Agrees to more time, for the authority.
    agree_extension at "/api/v1/share-requests/{id}/extension/agreement",
    |sharing, ui, id| sharing.agree_extension(step(&sharing, &ui, id, None)).await, problem
}

move_route! {
    /// Declines more time, for the authority.
    decline_extension at "/api/v1/share-requests/{id}/extension/declination",
    |sharing, ui, id, body: ReasonBody|
        sharing.decline_extension(step(&sharing, &ui, id, None), body.reason).await,
    problem
}

move_route! {
    /// Consents to all or part of a request.
    consent at "/api/v1/share-requests/{id}/consent",
    |sharing, ui, id, body: ConsentBody| {
        let step = step(&sharing, &ui, id, body.version);
        match consenting(&sharing, id, body).await {
            Ok(given) => sharing.consent(step, given).await.map(|(request, _)| request),
            Err(error) => return Err(internal(&ui, &error)),
        }
    },
    problem
}

move_route! {
    /// Refuses a request with its basis and reasons (art. 14, 15, 21).
    refuse at "/api/v1/share-requests/{id}/refusal",
    |sharing, ui, id, body: RefusalBody| {
        let step = step(&sharing, &ui, id, body.version);
        let basis = Basis { kind: body.basis_kind, citation: body.basis };
        sharing.refuse(step, Refusing { basis, reasons: body.reasons, head: body.head }).await
    },
    problem
}

move_route! {
    /// Takes a request back.
    withdraw at "/api/v1/share-requests/{id}/withdrawal",
    |sharing, ui, id, body: ReasonBody|
        sharing.withdraw(step(&sharing, &ui, id, None), body.reason).await,
    problem
}

move_route! {
    /// Says that the data consented to is in the requester's reach (art. 22).
    provide at "/api/v1/share-requests/{id}/provision",
    |sharing, ui, id| sharing.provide(step(&sharing, &ui, id, None)).await, problem
}

/// A consent as the use case takes it; a day left out is as asked.
async fn consenting(
    sharing: &Sharing,
    id: ShareRequestId,
    body: ConsentBody,
) -> Result<Consenting, zt_store::StoreError> {
    let term = if body.from.is_none() && body.until.is_none() {
        None
    } else {
        let asked = store::find(&sharing.platform.db, id).await?;
        let asked = asked.and_then(|request| request.application.term());
        let from = body.from.or(asked.map(|term| term.from));
        let until = body.until.or(asked.map(|term| term.until));
        from.zip(until).map(|(from, until)| Term { from, until })
    };
    let ConsentBody { items, condition, reasons, head, .. } = body;
    Ok(Consenting { items, condition, term, reasons, head })
}
