//! Proposals: what is being written and reviewed, and the steps of each.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::{Actor, Role};
use zt_web::components::{
    Column, NoticeKind, button, button_secondary, empty, form, link_button_secondary, notice_with,
    table, textarea,
};
use zt_web::{Form, FormErrors, Html, PageError, Ui, Values, see_other};

use super::{element as element_page, named, owner_name, refused, state_tag};
use crate::change::ChangeError;
use crate::code_set::draft::code_set_resource;
use crate::code_set::store::{CodeSetRecord, CodeSetVersionId};
use crate::element::draft::element_resource;
use crate::element::store::{ElementRecord, ElementVersionId};
use crate::lifecycle::{Move, State as Stage};
use crate::standards::Standards;

/// A button of a review form: the step and its reason.
#[derive(Debug, Deserialize)]
pub(super) struct Step {
    step: String,
    #[serde(default)]
    note: String,
}

impl Step {
    fn step(&self) -> Option<Move> {
        Some(match self.step.as_str() {
            "submit" => Move::Submit,
            "return" => Move::Return,
            "publish" => Move::Publish,
            "abolish" => Move::Abolish,
            _ => return None,
        })
    }
}

/// `GET /standards/proposals`: one's own agency's, or all for operator and auditor.
pub(super) async fn list(State(standards): State<Standards>, ui: Ui) -> Result<Html, PageError> {
    let sees_all = [Role::Operator, Role::Auditor].iter().any(|role| ui.actor().has(*role));
    let owner = match ui.actor() {
        Actor::Account { agency, .. } => (!sees_all).then_some(*agency),
        Actor::Anonymous | Actor::System(_) => return Err(PageError::unauthorized()),
    };
    let resource = element_resource("*", owner);
    let _ = standards.platform().allow(&ui, "standards.draft.read", &resource)?;
    let elements = standards.open_elements(owner).await.map_err(PageError::internal)?;
    let code_sets = standards.open_code_sets(owner).await.map_err(PageError::internal)?;
    let columns = || {
        [
            Column::text(ui.t("standards-name")).wide(),
            Column::text(ui.t("standards-code")),
            Column::text(ui.t("standards-version")),
            Column::text(ui.t("standards-state")),
            Column::text(ui.t("standards-changed-at")),
        ]
    };
    let element_rows = elements.iter().map(|record| {
        let element = &record.element;
        [
            html! {
                a href=(format!("/standards/proposals/elements/{}", record.id)) {
                    (named(&ui, &element.name_zh, &element.name_en))
                }
            },
            html! { (element.code) },
            html! { (element.version) },
            state_tag(&ui, element.state),
            html! { (ui.time(record.times.changed_at)) },
        ]
    });
    let code_set_rows = code_sets.iter().map(|record| {
        let version = &record.version;
        [
            html! {
                a href=(format!("/standards/proposals/code-sets/{}", record.id)) { (version.code_set) }
            },
            html! { (version.code_set) },
            html! { (version.version) },
            state_tag(&ui, version.state),
            html! { (ui.time(record.times.changed_at)) },
        ]
    });
    let none = || empty(ui.t("standards-no-proposals"), ui.t("standards-no-proposals-help"));
    Ok(ui
        .page("standards-proposals")
        .crumb("/standards", ui.t("standards-title"))
        .lead(ui.t("standards-proposals-lead"))
        .actions(html! {
            (link_button_secondary("/standards/elements/new", ui.t("standards-propose-element")))
            (link_button_secondary("/standards/code-sets/new", ui.t("standards-propose-code-set")))
        })
        .body(html! {
            h2 { (ui.t("standards-elements")) }
            (table(&ui, ui.t("standards-elements")).columns(columns()).rows(element_rows).empty(none()).caption_hidden())
            h2 { (ui.t("standards-code-sets")) }
            (table(&ui, ui.t("standards-code-sets")).columns(columns()).rows(code_set_rows).empty(none()).caption_hidden())
        }))
}

/// `GET /standards/proposals/elements/{id}`.
pub(super) async fn element(
    State(standards): State<Standards>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let record = element_record(&standards, &ui, id).await?;
    element_with(&standards, &ui, &record, &Values::default(), &FormErrors::new()).await
}

pub(super) async fn element_record(
    standards: &Standards,
    ui: &Ui,
    id: i64,
) -> Result<ElementRecord, PageError> {
    let record = standards.element_version(ElementVersionId(id)).await;
    let record = record.map_err(PageError::internal)?.ok_or_else(|| unseen(ui))?;
    let resource = element_resource(&record.element.code, record.element.owner);
    readable(standards, ui, &resource)?;
    Ok(record)
}

/// Lets the visitor read the draft or answers as if it weren't there: that a proposal
/// exists is its agency's own business.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn readable(
    standards: &Standards,
    ui: &Ui,
    resource: &zt_access::Resource,
) -> Result<(), PageError> {
    let decision = standards.platform().decide(ui.actor(), "standards.draft.read", resource);
    decision.map(drop).map_err(|_| unseen(ui))
}

/// The answer for what isn't there or isn't the visitor's to see.
fn unseen(ui: &Ui) -> PageError {
    match ui.actor() {
        Actor::Anonymous => PageError::unauthorized(),
        Actor::Account { .. } | Actor::System(_) => PageError::not_found(),
    }
}

async fn element_with(
    standards: &Standards,
    ui: &Ui,
    record: &ElementRecord,
    values: &Values,
    errors: &FormErrors,
) -> Result<Html, PageError> {
    let element = &record.element;
    let owner = owner_name(standards, ui, element.owner).await?;
    let path = format!("/standards/proposals/elements/{}", record.id);
    Ok(ui
        .page_titled(named(ui, &element.name_zh, &element.name_en))
        .crumb("/standards", ui.t("standards-title"))
        .crumb("/standards/proposals", ui.t("standards-proposals"))
        .beside_title(state_tag(ui, element.state))
        .errors(errors)
        .body(html! {
            (note(ui, record.note.as_deref()))
            (element_page::facts(ui, &standards.registry(), element, &owner))
            (steps(ui, &path, element.state, true, values, errors))
        }))
}

/// `GET /standards/proposals/code-sets/{id}`.
pub(super) async fn code_set(
    State(standards): State<Standards>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let record = code_set_record(&standards, &ui, id).await?;
    Ok(code_set_with(&ui, &record, &Values::default(), &FormErrors::new()))
}

async fn code_set_record(
    standards: &Standards,
    ui: &Ui,
    id: i64,
) -> Result<CodeSetRecord, PageError> {
    let record = standards.code_set_version(CodeSetVersionId(id)).await;
    let record = record.map_err(PageError::internal)?.ok_or_else(|| unseen(ui))?;
    let code = &record.version.code_set;
    let owner = standards.code_set_owner(code).await.map_err(PageError::internal)?;
    readable(standards, ui, &code_set_resource(code, owner))?;
    Ok(record)
}

/// Items of a proposal shown before the reviewer asks for the rest by digest.
const ITEMS_SHOWN: usize = 200;

fn code_set_with(ui: &Ui, record: &CodeSetRecord, values: &Values, errors: &FormErrors) -> Html {
    let version = &record.version;
    let path = format!("/standards/proposals/code-sets/{}", record.id);
    let columns = [
        Column::text(ui.t("standards-item-code")),
        Column::text(ui.t("standards-item-name")).wide(),
        Column::text(ui.t("standards-name-en")),
        Column::text(ui.t("standards-item-parent")),
    ];
    let rows = version.items.iter().take(ITEMS_SHOWN).map(|item| {
        [
            html! { code { (item.code) } },
            html! { (item.name) },
            html! { (item.name_en.as_deref().unwrap_or_default()) },
            html! { (item.parent.as_deref().unwrap_or_default()) },
        ]
    });
    let title = format!("{} {}", version.code_set, version.version);
    ui.page_titled(title)
        .crumb("/standards", ui.t("standards-title"))
        .crumb("/standards/proposals", ui.t("standards-proposals"))
        .beside_title(state_tag(ui, version.state))
        .errors(errors)
        .body(html! {
            (note(ui, record.note.as_deref()))
            p { (ui.t("standards-valid-from")) " " (ui.date(version.valid_from)) }
            @if let Some(about) = &version.note { p { (about) } }
            p { (ui.ta("standards-items-count", &[("count", version.items.len().into())])) }
            (table(ui, ui.t("standards-items")).columns(columns).rows(rows))
            (steps(ui, &path, version.state, false, values, errors))
        })
}

fn note(ui: &Ui, note: Option<&str>) -> Markup {
    html! {
        @if let Some(note) = note {
            (notice_with(ui, NoticeKind::Warning, ui.t("standards-reason"), &html! { p { (note) } }))
        }
    }
}

/// What can be done in this state. Who may is decided when it is done; the page offers
/// each step to the roles that take it.
fn steps(
    ui: &Ui,
    path: &str,
    stage: Stage,
    editable: bool,
    values: &Values,
    errors: &FormErrors,
) -> Markup {
    let target = format!("{path}/move");
    let proposes = [Role::Steward, Role::Operator].iter().any(|role| ui.actor().has(*role));
    html! {
        @if stage.is_open() && proposes {
            h2 { (ui.t("standards-steps")) }
            div.actions {
                @if editable { (link_button_secondary(format!("{path}/edit"), ui.t("standards-edit"))) }
                (form(ui, target.clone()).unguarded().body(html! {
                    (button(ui.t("standards-submit")).named("step", "submit"))
                }))
            }
        }
        @if stage == Stage::InReview && ui.actor().has(Role::Operator) {
            h2 { (ui.t("standards-review")) }
            (form(ui, target).body(html! {
                (textarea(ui, "note", ui.t("standards-reason"))
                    .hint(ui.t("standards-reason-hint"))
                    .max_chars(1000)
                    .optional()
                    .filled(values, errors))
                div.actions {
                    (button(ui.t("standards-publish")).named("step", "publish"))
                    (button_secondary(ui.t("standards-return")).named("step", "return"))
                }
            }))
        }
    }
}

/// `POST /standards/proposals/elements/{id}/move`.
pub(super) async fn move_element(
    State(standards): State<Standards>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<Step>,
) -> Result<Response, PageError> {
    let record = element_record(&standards, &ui, id).await?;
    let (values, parsed) = form.into_parts();
    let step = parsed.ok().ok_or_else(PageError::bad_request)?;
    let step_taken = step.step().ok_or_else(PageError::bad_request)?;
    let now = standards.platform().now();
    let moved =
        standards.move_element(ui.actor(), record.id, step_taken, Some(&step.note), now).await;
    match moved {
        Ok(moved) => {
            let to = if moved.element.state.was_published() {
                format!("/standards/elements/{}", moved.element.code)
            } else {
                format!("/standards/proposals/elements/{id}")
            };
            Ok(see_other(to).success(done(step_taken), &[]).into_response())
        }
        Err(error) => {
            let errors = refused(&ui, error)?;
            Ok(element_with(&standards, &ui, &record, &values, &errors).await?.into_response())
        }
    }
}

/// `POST /standards/proposals/code-sets/{id}/move`.
pub(super) async fn move_code_set(
    State(standards): State<Standards>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<Step>,
) -> Result<Response, PageError> {
    let record = code_set_record(&standards, &ui, id).await?;
    let (values, parsed) = form.into_parts();
    let step = parsed.ok().ok_or_else(PageError::bad_request)?;
    let step_taken = step.step().ok_or_else(PageError::bad_request)?;
    let now = standards.platform().now();
    let moved =
        standards.move_code_set(ui.actor(), record.id, step_taken, Some(&step.note), now).await;
    match moved {
        Ok(moved) => {
            let to = if moved.version.state.was_published() {
                format!("/standards/code-sets/{}", moved.version.code_set)
            } else {
                format!("/standards/proposals/code-sets/{id}")
            };
            Ok(see_other(to).success(done(step_taken), &[]).into_response())
        }
        Err(error) => {
            let errors = refused(&ui, error)?;
            Ok(code_set_with(&ui, &record, &values, &errors).into_response())
        }
    }
}

/// `POST /standards/elements/{code}/abolish`.
pub(super) async fn abolish_element(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    form: Form<Reason>,
) -> Result<Response, PageError> {
    let (_, parsed) = form.into_parts();
    let reason = parsed.map_or_else(|_| String::new(), |reason| reason.note);
    let current = standards.element_in_force(&code).await.map_err(PageError::internal)?;
    let current = current.ok_or_else(PageError::not_found)?;
    let now = standards.platform().now();
    let path = format!("/standards/elements/{code}");
    match standards.move_element(ui.actor(), current.id, Move::Abolish, Some(&reason), now).await {
        Ok(_) => Ok(see_other(path).success(done(Move::Abolish), &[]).into_response()),
        Err(ChangeError::ReasonMissing) => {
            // The form is a text and a button: the notice says what is missing.
            let missing = ui.t("standards-error-reason");
            Err(PageError::unprocessable().detail(missing).action(path, ui.t("standards-back")))
        }
        Err(error) => {
            refused(&ui, error)?;
            Err(PageError::conflict().detail(ui.t("standards-error-stale")))
        }
    }
}

/// The reason of an abolition.
#[derive(Debug, Deserialize)]
pub(super) struct Reason {
    note: String,
}

fn done(step: Move) -> &'static str {
    match step {
        Move::Submit => "standards-done-submitted",
        Move::Return => "standards-done-returned",
        Move::Publish => "standards-done-published",
        Move::Supersede | Move::Abolish => "standards-done-abolished",
    }
}
