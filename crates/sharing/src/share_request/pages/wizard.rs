//! Asking for an entry: what, why, check, hand in. Each step is saved as it is
//! left, so nothing typed is lost, whoever interrupts.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use zt_catalogue::{Entry, EntryCode};
use zt_kernel::ShareRequestId;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        NoticeKind, answers, button, button_secondary, form, hidden, link_button_secondary,
        notice_with, steps, textarea,
    },
    see_other,
};

use super::{
    super::{ShareRequest, State as Stands, change::Step, requestable},
    fields::{purpose_fields, scope_fields},
    forms::{PurposeForm, ScopeForm, fresh, values},
    parts::{application, gaps, worded},
};
use crate::{
    Sharing,
    application::{Application, Gap, missing},
    http::{gap_sentence, page_error, submit_form_errors},
};

/// The entry of `?entry=`, if it can be asked for.
async fn asked_for(sharing: &Sharing, ui: &Ui) -> Result<Entry, PageError> {
    let code: EntryCode = ui
        .param("entry")
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| PageError::not_found().detail(ui.t("sharing-problem-no-such-entry")))?;
    let entry = sharing
        .entry_by_code(ui.actor().agency(), &code)
        .await
        .map_err(PageError::internal)?
        .ok_or_else(|| PageError::not_found().detail(ui.t("sharing-problem-no-such-entry")))?;
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    if let Err(reason) = requestable::check(&entry, agency, &crate::scope::Scope::default()) {
        let errors = submit_form_errors(ui, reason.into())?;
        let text = errors.iter().next().map_or_else(String::new, |error| error.text.clone());
        return Err(PageError::unprocessable().detail(text));
    }
    Ok(worded(sharing, ui, entry))
}

/// `GET /requests/new?entry=…`.
pub(super) async fn begin(State(sharing): State<Sharing>, ui: Ui) -> Result<Html, PageError> {
    let entry = asked_for(&sharing, &ui).await?;
    let mut start = fresh(&entry);
    if let Some(grant) = ui.param("grant") {
        start.push("grant", grant);
    }
    let typed = ui.typed("/requests/new").or(start);
    Ok(scope_page(&ui, &entry, "/requests/new", &typed, &FormErrors::new()))
}

/// `POST /requests/new`.
pub(super) async fn create(
    State(sharing): State<Sharing>,
    ui: Ui,
    form: Form<ScopeForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let code: EntryCode = typed
        .get("entry")
        .parse()
        .map_err(|_| PageError::not_found().detail(ui.t("sharing-problem-no-such-entry")))?;
    let entry = sharing
        .entry_by_code(ui.actor().agency(), &code)
        .await
        .map_err(PageError::internal)?
        .ok_or_else(|| PageError::not_found().detail(ui.t("sharing-problem-no-such-entry")))?;
    let errors = match parsed {
        Ok(scope) => {
            let stated = scope.onto(Application::default());
            let now = sharing.platform.clock.now();
            match sharing.draft(ui.actor(), None, &code, stated, now).await {
                Ok(draft) => {
                    return Ok(see_other(format!("/requests/{}/purpose", draft.id)).into_response());
                }
                Err(error) => submit_form_errors(&ui, error)?,
            }
        }
        Err(errors) => errors,
    };
    Ok(scope_page(&ui, &entry, "/requests/new", &typed, &errors).into_response())
}

/// A draft of the visitor's own agency with its entry.
async fn draft(sharing: &Sharing, ui: &Ui, id: i64) -> Result<(ShareRequest, Entry), PageError> {
    let request = sharing
        .request(ui.actor(), ShareRequestId(id))
        .await
        .map_err(|error| page_error(ui, error))?;
    let entry = sharing
        .entry_of(request.entry)
        .await
        .map_err(PageError::internal)?
        .ok_or_else(|| PageError::gone().detail(ui.t("sharing-entry-gone")))?;
    let own = ui.actor().agency() == Some(request.requester);
    let open = matches!(request.state, Stands::Draft | Stands::AwaitingSupplement);
    if !own || !open {
        return Err(PageError::conflict()
            .detail(ui.t("sharing-problem-not-a-draft"))
            .action(format!("/requests/{id}"), ui.t("sharing-see-it")));
    }
    Ok((request, worded(sharing, ui, entry)))
}

/// `GET /requests/{id}/scope`.
pub(super) async fn scope(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let (request, entry) = draft(&sharing, &ui, id).await?;
    let action = format!("/requests/{id}/scope");
    let typed = ui.typed(&action).or(values(&request.application));
    Ok(scope_page(&ui, &entry, &action, &typed, &FormErrors::new()))
}

/// `POST /requests/{id}/scope`.
pub(super) async fn save_scope(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ScopeForm>,
) -> Result<Response, PageError> {
    let (request, entry) = draft(&sharing, &ui, id).await?;
    let (typed, parsed) = form.into_parts();
    let errors = match parsed {
        Ok(scope) => {
            match save(&sharing, &ui, &request, &entry, |known| scope.onto(known)).await? {
                Ok(()) => return Ok(see_other(format!("/requests/{id}/purpose")).into_response()),
                Err(errors) => errors,
            }
        }
        Err(errors) => errors,
    };
    let action = format!("/requests/{id}/scope");
    Ok(scope_page(&ui, &entry, &action, &typed, &errors).into_response())
}

/// `GET /requests/{id}/purpose`.
pub(super) async fn purpose(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let (request, _) = draft(&sharing, &ui, id).await?;
    let typed = ui.typed(&format!("/requests/{id}/purpose")).or(values(&request.application));
    Ok(purpose_page(&ui, &request, &typed, &FormErrors::new()))
}

/// `POST /requests/{id}/purpose`.
pub(super) async fn save_purpose(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<PurposeForm>,
) -> Result<Response, PageError> {
    let (request, entry) = draft(&sharing, &ui, id).await?;
    let (typed, parsed) = form.into_parts();
    let errors = match parsed {
        Ok(why) => match save(&sharing, &ui, &request, &entry, |known| why.onto(known)).await? {
            Ok(()) => return Ok(see_other(format!("/requests/{id}/check")).into_response()),
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    Ok(purpose_page(&ui, &request, &typed, &errors).into_response())
}

/// Saves a step of a draft.
async fn save(
    sharing: &Sharing,
    ui: &Ui,
    request: &ShareRequest,
    entry: &Entry,
    onto: impl FnOnce(Application) -> Application,
) -> Result<Result<(), FormErrors>, PageError> {
    let stated = onto(request.application.clone());
    let now = sharing.platform.clock.now();
    match sharing.draft(ui.actor(), Some(request.id), &entry.code, stated, now).await {
        Ok(_) => Ok(Ok(())),
        Err(error) => submit_form_errors(ui, error).map(Err),
    }
}

/// `GET /requests/{id}/check`: everything stated and everything missing, on one page.
pub(super) async fn check(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let (request, entry) = draft(&sharing, &ui, id).await?;
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let (scope, purpose) = (format!("/requests/{id}/scope"), format!("/requests/{id}/purpose"));
    let missing = gaps(&ui, &request);
    Ok(ui
        .page("sharing-check-title")
        .crumb("/requests", ui.t("sharing-requests-title"))
        .narrow()
        .body(html! {
            (wizard_steps(&ui, 2, Some(id)))
            @if let Some(list) = &missing {
                (notice_with(&ui, NoticeKind::Warning, ui.t("sharing-check-missing"), list))
            }
            (application(&ui, &request, Some(&entry), &names))
            (answers(&ui)
                .row(ui.t("sharing-step-what"), ui.t("sharing-step-what-hint"), Some(&scope))
                .row(ui.t("sharing-step-why"), ui.t("sharing-step-why-hint"), Some(&purpose)))
            (form(&ui, format!("/requests/{id}/submit")).unguarded().body(html! {
                p.quiet { (ui.t("sharing-submit-truth")) }
                div.actions {
                    @if missing.is_none() { (button(ui.t("sharing-submit"))) }
                    @else { (button_secondary(ui.t("sharing-submit-incomplete"))) }
                    (link_button_secondary(format!("/requests/{id}"), ui.t("sharing-later")))
                }
            }))
        }))
}

/// `POST /requests/{id}/submit`.
pub(super) async fn submit(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let now = sharing.platform.clock.now();
    let step = Step { actor: ui.actor(), id: ShareRequestId(id), seen: None, now };
    match sharing.submit(step).await {
        Ok(request) => Ok(see_other(format!("/requests/{}", request.id))
            .success("sharing-submitted", &[])
            .into_response()),
        Err(error) => {
            let errors = submit_form_errors(&ui, error)?;
            let text = errors.iter().next().map_or_else(String::new, |error| error.text.clone());
            Err(PageError::unprocessable()
                .detail(text)
                .action(format!("/requests/{id}/scope"), ui.t("sharing-go-on")))
        }
    }
}

/// `GET /requests/{id}/supplement`.
pub(super) async fn supplement(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let (request, entry) = draft(&sharing, &ui, id).await?;
    let typed = ui.typed(&format!("/requests/{id}/supplement")).or(values(&request.application));
    Ok(supplement_page(&ui, &request, &entry, &typed, &FormErrors::new()))
}

/// `POST /requests/{id}/supplement`.
pub(super) async fn send_supplement(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ScopeForm>,
) -> Result<Response, PageError> {
    let (request, entry) = draft(&sharing, &ui, id).await?;
    let (typed, parsed) = form.into_parts();
    let why = Form::<PurposeForm>::read(&ui, typed.clone()).parsed;
    let errors = match (parsed, why) {
        (Ok(scope), Ok(why)) => {
            let stated = why.onto(scope.onto(request.application.clone()));
            let asked = request.notice.as_ref().map_or(0, |notice| notice.materials.len());
            let given =
                (0..asked).map(|index| typed.get(&format!("answers/{index}")).to_owned()).collect();
            let now = sharing.platform.clock.now();
            let step = Step { actor: ui.actor(), id: request.id, seen: None, now };
            match sharing.supplement(step, stated, given).await {
                Ok(_) => {
                    return Ok(see_other(format!("/requests/{id}"))
                        .success("sharing-supplemented", &[])
                        .into_response());
                }
                Err(error) => submit_form_errors(&ui, error)?,
            }
        }
        (scope, why) => {
            let mut errors = scope.err().unwrap_or_default();
            errors.extend(why.err().unwrap_or_default());
            errors
        }
    };
    Ok(supplement_page(&ui, &request, &entry, &typed, &errors).into_response())
}

fn wizard_steps(ui: &Ui, current: usize, id: Option<i64>) -> Markup {
    let at = |step: &str| id.map(|id| format!("/requests/{id}/{step}"));
    let (what, why) = (at("scope"), at("purpose"));
    steps(
        ui,
        current,
        &[
            (&ui.t("sharing-step-what"), what.as_deref()),
            (&ui.t("sharing-step-why"), why.as_deref()),
            (&ui.t("sharing-step-check"), None),
        ],
    )
}

fn scope_page(ui: &Ui, entry: &Entry, action: &str, typed: &Values, errors: &FormErrors) -> Html {
    ui.page_titled(ui.ta("sharing-ask-for", &[("entry", entry.name.as_str().into())]))
        .crumb("/catalogue", ui.t("sharing-to-catalogue"))
        .crumb(zt_catalogue::path_of(&entry.code), entry.name.clone())
        .narrow()
        .errors(errors)
        .body(html! {
            (wizard_steps(ui, 0, None))
            (form(ui, action).body(html! {
                (hidden("entry", &entry.code.slug()))
                (scope_fields(ui, entry, typed, errors))
                div.actions { (button(ui.t("sharing-next"))) }
            }))
        })
}

fn purpose_page(ui: &Ui, request: &ShareRequest, typed: &Values, errors: &FormErrors) -> Html {
    let id = request.id.0;
    ui.page("sharing-purpose-title")
        .crumb("/requests", ui.t("sharing-requests-title"))
        .narrow()
        .errors(errors)
        .body(html! {
            (wizard_steps(ui, 1, Some(id)))
            (form(ui, format!("/requests/{id}/purpose")).body(html! {
                (purpose_fields(ui, typed, errors))
                div.actions {
                    (button(ui.t("sharing-next")))
                    (link_button_secondary(format!("/requests/{id}/scope"), ui.t("sharing-back")))
                }
            }))
        })
}

fn supplement_page(
    ui: &Ui,
    request: &ShareRequest,
    entry: &Entry,
    typed: &Values,
    errors: &FormErrors,
) -> Html {
    let id = request.id.0;
    let still: Vec<Gap> = missing(&request.application);
    let materials = request.notice.iter().flat_map(|notice| &notice.materials).enumerate();
    ui.page("sharing-supplement-title")
        .crumb("/requests", ui.t("sharing-requests-title"))
        .crumb(format!("/requests/{id}"), ui.t("sharing-request"))
        .lead(ui.t("sharing-supplement-lead"))
        .narrow()
        .errors(errors)
        .body(html! {
            @if !still.is_empty() {
                (notice_with(ui, NoticeKind::Warning, ui.t("sharing-still-missing"), &html! {
                    ul { @for gap in still { li { (gap_sentence(ui, gap)) } } }
                }))
            }
            (form(ui, format!("/requests/{id}/supplement")).body(html! {
                @for (index, material) in materials {
                    (textarea(ui, format!("answers/{index}"), material.clone()).filled(typed, errors))
                }
                (purpose_fields(ui, typed, errors))
                (scope_fields(ui, entry, typed, errors))
                div.actions { (button(ui.t("sharing-send-supplement"))) }
            }))
        })
}
