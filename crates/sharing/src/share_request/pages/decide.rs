//! The decision page: everything at hand, and each of the four things to do.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use strum::VariantArray as _;
use zt_catalogue::{Basis, BasisKind, Entry};
use zt_kernel::{ShareRequestId, civil_date};
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        NoticeKind, Span, button, button_danger, button_secondary, date, form, hidden,
        link_button_secondary, notice_with, number, select, text, textarea,
    },
    see_other,
};

use super::{
    super::{
        ShareRequest, State as Stands,
        change::Step,
        decide::{Consenting, Refusing},
    },
    asked::items,
    forms::values,
    parts::{application, clock, clocks, gaps, state_tag, worded},
};
use crate::{
    Sharing,
    application::{HeadConsent, filled},
    change::ChangeError,
    condition,
    http::{form_errors, page_error, slug},
    scope::Term,
    share_request::Refusal,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConsentForm {
    version: Option<i64>,
    items: Vec<String>,
    row_item: String,
    row_comparison: String,
    row_value: String,
    from: Option<Date>,
    until: Option<Date>,
    reasons: String,
    head_name: String,
    head_on: Option<Date>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RefuseForm {
    version: Option<i64>,
    basis_kind: String,
    basis: String,
    refuse_reasons: String,
    refuse_head_name: String,
    refuse_head_on: Option<Date>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NotifyForm {
    materials: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExtensionForm {
    days: Option<u32>,
    extension_reason: String,
}

/// `GET /requests/{id}/decide`.
pub(super) async fn decide(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let request = reviewed(&sharing, &ui, id).await?;
    let typed = typed(&ui, &request);
    page(&sharing, &ui, &request, &typed, &FormErrors::new()).await
}

/// The request as the policy knows it: its owner decides.
pub(crate) fn decided(request: &ShareRequest) -> zt_access::Resource {
    zt_access::Resource::new("share_request", request.id.0).agency(request.owner)
}

/// A request the visitor may answer, and has to now.
async fn reviewed(sharing: &Sharing, ui: &Ui, id: i64) -> Result<ShareRequest, PageError> {
    let request = sharing
        .request(ui.actor(), ShareRequestId(id))
        .await
        .map_err(|error| page_error(ui, error))?;
    // Asked again where something is read or changed, and recorded there.
    let _ = sharing.platform.allow(ui, "sharing.request.decide", &decided(&request))?;
    if request.state != Stands::UnderReview {
        let state = (&request.state).into();
        let by = request.replied().map_or(request.changed_by, |(_, by)| by);
        return Err(page_error(ui, ChangeError::<Refusal>::Conflict { by: Some(by), state }));
    }
    Ok(request)
}

fn typed(ui: &Ui, request: &ShareRequest) -> Values {
    let base = format!("/requests/{}", request.id);
    ["consent", "refuse", "notify", "extension"]
        .iter()
        .map(|action| ui.typed(&format!("{base}/{action}")))
        .find(|typed| !typed.is_empty())
        .unwrap_or_else(|| start(request))
}

/// A consent to everything, as asked, with no head named yet.
fn start(request: &ShareRequest) -> Values {
    let asked = crate::application::Application {
        head: None,
        scope: crate::scope::Scope { condition: None, ..request.application.scope.clone() },
        ..request.application.clone()
    };
    values(&asked)
}

fn step<'a>(sharing: &Sharing, ui: &'a Ui, id: i64, seen: Option<i64>) -> Step<'a> {
    let now = sharing.platform.clock.now();
    Step { actor: ui.actor(), id: ShareRequestId(id), seen, now }
}

fn head(name: String, on: Option<Date>, today: Date) -> HeadConsent {
    HeadConsent { name, on: on.unwrap_or(today) }
}

/// `POST /requests/{id}/consent`.
pub(super) async fn consent(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ConsentForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let given = match parsed {
        Ok(given) => given,
        Err(errors) => return again(&sharing, &ui, id, &typed, &errors).await,
    };
    let today = civil_date(sharing.platform.clock.now());
    let term = given.from.zip(given.until).map(|(from, until)| Term { from, until });
    let consenting = Consenting {
        items: Some(given.items.into_iter().filter(|item| filled(item)).collect()),
        condition: condition::from_form(&given.row_item, &given.row_comparison, &given.row_value),
        term,
        reasons: given.reasons,
        head: head(given.head_name, given.head_on, today),
    };
    match sharing.consent(step(&sharing, &ui, id, given.version), consenting).await {
        Ok((_, grant)) => Ok(see_other("/requests/inbox")
            .success("sharing-consented", &[("grant", grant.to_string().into())])
            .into_response()),
        Err(error) => {
            let errors = placed(&ui, error, "head_name", "reasons")?;
            again(&sharing, &ui, id, &typed, &errors).await
        }
    }
}

/// `POST /requests/{id}/refuse`.
pub(super) async fn refuse(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<RefuseForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let form = match parsed {
        Ok(form) => form,
        Err(errors) => return again(&sharing, &ui, id, &typed, &errors).await,
    };
    let Ok(kind) = form.basis_kind.parse::<BasisKind>() else {
        let errors = FormErrors::one("basis_kind", ui.t("sharing-problem-no-basis"));
        return again(&sharing, &ui, id, &typed, &errors).await;
    };
    let today = civil_date(sharing.platform.clock.now());
    let refusing = Refusing {
        basis: Basis { kind, citation: form.basis },
        reasons: form.refuse_reasons,
        head: head(form.refuse_head_name, form.refuse_head_on, today),
    };
    match sharing.refuse(step(&sharing, &ui, id, form.version), refusing).await {
        Ok(_) => Ok(see_other("/requests/inbox").success("sharing-refused", &[]).into_response()),
        Err(error) => {
            let errors = placed(&ui, error, "refuse_head_name", "refuse_reasons")?;
            again(&sharing, &ui, id, &typed, &errors).await
        }
    }
}

/// `POST /requests/{id}/notify`.
pub(super) async fn notify(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<NotifyForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let materials = parsed.unwrap_or_default().materials;
    let materials = materials.lines().map(str::to_owned).collect();
    match sharing.notify(step(&sharing, &ui, id, None), materials).await {
        Ok(_) => Ok(see_other("/requests/inbox").success("sharing-notified", &[]).into_response()),
        Err(error) => again(&sharing, &ui, id, &typed, &form_errors(&ui, error)?).await,
    }
}

/// `POST /requests/{id}/extension`.
pub(super) async fn ask_extension(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ExtensionForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let asked = match parsed {
        Ok(asked) => asked,
        Err(errors) => return again(&sharing, &ui, id, &typed, &errors).await,
    };
    let days = asked.days.unwrap_or(0);
    let step = step(&sharing, &ui, id, None);
    match sharing.ask_extension(step, days, asked.extension_reason).await {
        Ok(_) => Ok(see_other(format!("/requests/{id}"))
            .success("sharing-extension-sent", &[])
            .into_response()),
        Err(error) => {
            let errors = placed(&ui, error, "", "extension_reason")?;
            again(&sharing, &ui, id, &typed, &errors).await
        }
    }
}

/// `POST /requests/{id}/provide`.
pub(super) async fn provide(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    sharing.provide(step(&sharing, &ui, id, None)).await.map_err(|error| page_error(&ui, error))?;
    Ok(see_other(format!("/requests/{id}")).success("sharing-provided", &[]).into_response())
}

/// What kept a decision from being taken, at the field where it is put right: the
/// forms of the page name the head and the reasons each in its own way.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn placed(
    ui: &Ui,
    error: ChangeError<Refusal>,
    head: &str,
    reasons: &str,
) -> Result<FormErrors, PageError> {
    let field = match &error {
        ChangeError::Refused(Refusal::NoHead) => head,
        ChangeError::Refused(Refusal::NoReasons) => reasons,
        ChangeError::Refused(Refusal::NoBasis) => "basis",
        ChangeError::Refused(Refusal::NothingGiven | Refusal::MoreThanAsked { what: "items" }) => {
            "items"
        }
        ChangeError::Refused(Refusal::MoreThanAsked { what: "term" }) => "until",
        ChangeError::Refused(Refusal::ExtensionTooLong { .. }) => "days",
        _ => "",
    };
    let errors = form_errors(ui, error)?;
    // What is missing of the application stands above the forms already.
    let text = errors.iter().next().map_or_else(String::new, |error| error.text.clone());
    Ok(FormErrors::one(field, text))
}

async fn again(
    sharing: &Sharing,
    ui: &Ui,
    id: i64,
    typed: &Values,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    let request = reviewed(sharing, ui, id).await?;
    Ok(page(sharing, ui, &request, typed, errors).await?.into_response())
}

async fn page(
    sharing: &Sharing,
    ui: &Ui,
    request: &ShareRequest,
    typed: &Values,
    errors: &FormErrors,
) -> Result<Html, PageError> {
    let entry = sharing.entry_of(request.entry).await.map_err(PageError::internal)?;
    let entry = entry.map(|entry| worded(sharing, ui, entry));
    let names = sharing.names(ui).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let now = sharing.platform.clock.now();
    let today = civil_date(now);
    let clocks = clocks(sharing, request, &book).map_err(PageError::internal)?;
    let items = if let Some(entry) = &entry {
        items(sharing, ui, request, entry, now).await
    } else {
        html! {}
    };
    let base = format!("/requests/{}", request.id);
    let title = entry.as_ref().map_or_else(|| ui.t("sharing-entry-gone"), |e| e.name.clone());
    Ok(ui
        .page_titled(ui.ta("sharing-decide-on", &[("entry", title.into())]))
        .within("/requests/inbox")
        .crumb("/requests/inbox", ui.t("sharing-inbox-title"))
        .beside_title(state_tag(ui, request))
        .errors(errors)
        .body(html! {
            @if let Some(list) = gaps(ui, request) {
                (notice_with(ui, NoticeKind::Warning, ui.t("sharing-incomplete-title"), &html! {
                    (list) p { (ui.t("sharing-incomplete-what-to-do")) }
                }))
            }
            (application(ui, request, entry.as_ref(), &names))
            @for each in &clocks { (clock(ui, each, today)) }
            (items)
            (consent_form(ui, request, entry.as_ref(), typed, errors))
            details open[typed.has("basis")] {
                summary { (ui.t("sharing-refuse")) }
                (refuse_form(ui, &base, request, typed, errors))
            }
            @if request.notice.is_none() {
                details open[typed.has("materials") || !request.gaps().is_empty()] {
                    summary { (ui.t("sharing-notify")) }
                    (notify_form(ui, &base, typed, errors))
                }
            }
            @if request.extension.is_none() {
                details open[typed.has("days")] {
                    summary { (ui.t("sharing-ask-extension")) }
                    (extension_form(ui, &base, typed, errors))
                }
            }
        }))
}

fn consent_form(
    ui: &Ui,
    request: &ShareRequest,
    entry: Option<&Entry>,
    typed: &Values,
    errors: &FormErrors,
) -> Markup {
    let base = format!("/requests/{}", request.id);
    let asked = &request.application;
    let worded = |item: &String| {
        let known = entry.and_then(|entry| entry.item(item));
        (item.clone(), known.map_or_else(|| item.clone(), |known| known.label.clone()))
    };
    let options = asked.scope.items.iter().map(worded);
    let columns = asked.scope.items.iter().map(worded);
    let comparisons = condition::Comparison::VARIANTS.iter().map(|comparison| {
        let word: &str = (*comparison).into();
        (word, ui.t(&format!("sharing-comparison-{}", slug(word))))
    });
    html! {
        section {
            h2 { (ui.t("sharing-consent")) }
            (form(ui, format!("{base}/consent")).body(html! {
                (hidden("version", &request.version.to_string()))
                (zt_web::components::checkboxes(ui, "items", ui.t("sharing-items-given"))
                    .options(options).hint(ui.t("sharing-items-given-hint")).filled(typed, errors).columns())
                details open[!typed.get("row_item").is_empty()] {
                    summary { (ui.t("sharing-narrow-rows")) }
                    (select(ui, "row_item", ui.t("sharing-row-item"))
                        .blank(ui.t("sharing-as-asked")).options(columns).optional().filled(typed, errors))
                    (select(ui, "row_comparison", ui.t("sharing-row-comparison"))
                        .options(comparisons).optional().filled(typed, errors))
                    (text(ui, "row_value", ui.t("sharing-row-value")).optional().filled(typed, errors))
                }
                (date(ui, "from", ui.t("sharing-field-from")).filled(typed, errors))
                (date(ui, "until", ui.t("sharing-field-until")).filled(typed, errors))
                (textarea(ui, "reasons", ui.t("sharing-narrow-reasons")).optional()
                    .hint(ui.t("sharing-narrow-reasons-hint")).rows(2).filled(typed, errors))
                (text(ui, "head_name", ui.t("sharing-owner-head")).span(Span::Medium).filled(typed, errors))
                (date(ui, "head_on", ui.t("sharing-head-on")).optional().filled(typed, errors))
                div.actions { (button(ui.t("sharing-consent"))) }
            }))
        }
    }
}

fn refuse_form(
    ui: &Ui,
    base: &str,
    request: &ShareRequest,
    typed: &Values,
    errors: &FormErrors,
) -> Markup {
    let kinds = BasisKind::VARIANTS.iter().map(|kind| {
        let word: &str = (*kind).into();
        (word, ui.t(&format!("sharing-basis-{}", slug(word))))
    });
    form(ui, format!("{base}/refuse")).body(html! {
        (hidden("version", &request.version.to_string()))
        (select(ui, "basis_kind", ui.t("sharing-field-basis-kind")).options(kinds).filled(typed, errors))
        (text(ui, "basis", ui.t("sharing-field-basis"))
            .hint(ui.t("sharing-field-basis-hint")).filled(typed, errors))
        (textarea(ui, "refuse_reasons", ui.t("sharing-field-reasons")).rows(3).filled(typed, errors))
        (text(ui, "refuse_head_name", ui.t("sharing-owner-head")).span(Span::Medium).filled(typed, errors))
        (date(ui, "refuse_head_on", ui.t("sharing-head-on")).optional().filled(typed, errors))
        div.actions {
            (button_danger(ui.t("sharing-refuse")))
            (link_button_secondary("/requests/inbox", ui.t("sharing-back")))
        }
    })
}

fn notify_form(ui: &Ui, base: &str, typed: &Values, errors: &FormErrors) -> Markup {
    form(ui, format!("{base}/notify")).body(html! {
        p { (ui.t("sharing-notify-lead")) }
        (textarea(ui, "materials", ui.t("sharing-field-materials")).optional()
            .hint(ui.t("sharing-field-materials-hint")).rows(3).filled(typed, errors))
        div.actions { (button_secondary(ui.t("sharing-notify"))) }
    })
}

fn extension_form(ui: &Ui, base: &str, typed: &Values, errors: &FormErrors) -> Markup {
    form(ui, format!("{base}/extension")).body(html! {
        p { (ui.t("sharing-extension-lead")) }
        (number(ui, "days", ui.t("sharing-field-days")).span(Span::Short).filled(typed, errors))
        (textarea(ui, "extension_reason", ui.t("sharing-field-reason")).rows(2).filled(typed, errors))
        div.actions { (button_secondary(ui.t("sharing-ask-extension"))) }
    })
}
