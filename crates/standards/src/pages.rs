//! The pages under `/standards`: browse, look up, try, propose, review.

mod browse;
mod check;
mod code_set;
mod code_set_form;
mod differences;
mod divisions;
mod element;
mod element_form;
mod proposals;
mod words;

use axum::Router;
use axum::routing::{get, post};
use maud::Markup;
use zt_access::{Decision, Resource};
use zt_kernel::AgencyId;
use zt_web::components::{Tab, Tone, tabs, tag};
use zt_web::{FormErrors, Lang, PageError, Ui};

use crate::change::ChangeError;
use crate::lifecycle::State;
use crate::standards::Standards;

/// The routes.
pub(crate) fn router() -> Router<Standards> {
    Router::new()
        .route("/standards", get(browse::elements))
        .route("/standards/code-sets", get(browse::code_sets))
        .route("/standards/elements/new", get(element_form::blank).post(element_form::create))
        .route("/standards/elements/{code}", get(element::show).post(element::try_value))
        .route(
            "/standards/elements/{code}/revise",
            get(element_form::revise).post(element_form::create_next),
        )
        .route("/standards/elements/{code}/abolish", post(proposals::abolish_element))
        .route("/standards/code-sets/new", get(code_set_form::blank).post(code_set_form::create))
        .route("/standards/code-sets/{code}", get(code_set::show))
        .route(
            "/standards/code-sets/{code}/revise",
            get(code_set_form::revise).post(code_set_form::create_next),
        )
        .route("/standards/code-sets/{code}/differences", get(differences::code_set))
        .route("/standards/divisions", get(divisions::show))
        .route("/standards/divisions/differences", get(differences::divisions))
        .route("/standards/check", get(check::blank).post(check::judge))
        .route("/standards/proposals", get(proposals::list))
        .route("/standards/proposals/elements/{id}", get(proposals::element))
        .route(
            "/standards/proposals/elements/{id}/edit",
            get(element_form::edit).post(element_form::save),
        )
        .route("/standards/proposals/elements/{id}/move", post(proposals::move_element))
        .route("/standards/proposals/code-sets/{id}", get(proposals::code_set))
        .route("/standards/proposals/code-sets/{id}/move", post(proposals::move_code_set))
}

/// Lets anybody read, by the policies as everything else.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn allow_read(standards: &Standards, ui: &Ui) -> Result<Decision, PageError> {
    standards.platform().allow(ui, "standards.read", &Resource::any("standards"))
}

/// Whether the visitor may propose a next version of `resource`: else no page offers it.
fn may_propose(standards: &Standards, ui: &Ui, resource: &Resource) -> bool {
    standards.platform().decide(ui.actor(), "standards.propose", resource).is_ok()
}

/// The views of the standards browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Elements,
    CodeSets,
    Divisions,
    Check,
}

fn views(ui: &Ui, standards: &Standards, current: View) -> Markup {
    let registry = standards.registry();
    let tab = |view, href: &str, key: &str, count: Option<usize>| Tab {
        href: href.to_owned(),
        label: ui.t(key),
        count: count.map(|count| count as u64),
        current: view == current,
    };
    let divisions = registry.divisions();
    let places = divisions.editions().last().map(|newest| {
        divisions.on(newest.as_of).filter(|division| !division.is_grouping()).count()
    });
    tabs(
        ui,
        &ui.t("standards-views"),
        &[
            tab(
                View::Elements,
                "/standards",
                "standards-elements",
                Some(registry.elements().count()),
            ),
            tab(
                View::CodeSets,
                "/standards/code-sets",
                "standards-code-sets",
                Some(registry.code_sets().count()),
            ),
            tab(View::Divisions, "/standards/divisions", "standards-divisions", places),
            tab(View::Check, "/standards/check", "standards-check", None),
        ],
    )
}

/// The name in the reader's language, the Chinese one where there is no other.
fn named<'a>(ui: &Ui, zh: &'a str, en: &'a str) -> &'a str {
    if ui.lang() == Lang::En && !en.is_empty() { en } else { zh }
}

fn state_tag(ui: &Ui, state: State) -> Markup {
    let tone = match state {
        State::Draft | State::Superseded => Tone::Neutral,
        State::InReview => Tone::Info,
        State::InForce => Tone::Good,
        State::Returned => Tone::Warn,
        State::Abolished => Tone::Bad,
    };
    tag(tone, ui.t(&format!("standards-state-{}", key_part(state.slug()))))
}

/// A count as a cell or a fact.
fn count(ui: &Ui, count: usize) -> Markup {
    maud::html! { (ui.number(i64::try_from(count).unwrap_or(i64::MAX))) }
}

/// A word of an enum as the part of a message key.
fn key_part(slug: &str) -> String {
    slug.replace('_', "-")
}

/// Who proposed it: the agency, or the national set.
async fn owner_name(
    standards: &Standards,
    ui: &Ui,
    owner: Option<AgencyId>,
) -> Result<String, PageError> {
    let Some(owner) = owner else { return Ok(ui.t("standards-owner-national")) };
    let agencies = zt_access::Agencies::new(standards.platform());
    let agency = agencies.find(owner).await.map_err(PageError::internal)?;
    Ok(agency.map_or_else(|| owner.to_string(), |agency| agency.name(ui.lang()).to_owned()))
}

/// Sorts a refusal into what the form can show beside its fields, and what needs a page
/// of its own.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn refused(ui: &Ui, error: ChangeError) -> Result<FormErrors, PageError> {
    let form = |field: &str, key: &str| FormErrors::one(field, ui.t(key));
    match error {
        ChangeError::Definition(faults) => {
            let mut errors = FormErrors::new();
            for fault in faults {
                errors.add(form_field(fault.field()), words::fault(ui, &fault));
            }
            Ok(errors)
        }
        ChangeError::Rule(error) => {
            Ok(FormErrors::one("rule_kind", words::compile_error(ui, &error)))
        }
        ChangeError::Items(error) => Ok(FormErrors::one("items", words::items_error(ui, &error))),
        ChangeError::Validity => Ok(form("valid_from", "standards-error-validity")),
        ChangeError::ReasonMissing => Ok(form("note", "standards-error-reason")),
        ChangeError::CodeTaken => Ok(form("code", "standards-error-code-taken")),
        ChangeError::AlreadyOpen => Ok(form("", "standards-error-already-open")),
        ChangeError::Stale => Ok(form("", "standards-error-stale")),
        ChangeError::Denied(denied) => Err(denied.page(ui)),
        ChangeError::NotFound => Err(PageError::not_found()),
        ChangeError::NotAllowed(_) => {
            Err(PageError::conflict().detail(ui.t("standards-error-not-allowed")))
        }
        ChangeError::Store(error) => Err(PageError::internal(error)),
    }
}

/// The form's field for a definition's.
fn form_field(field: &str) -> &str {
    match field {
        "rule" => "rule_kind",
        "grade_label" => "grade",
        other => other,
    }
}

#[cfg(test)]
mod tests;
