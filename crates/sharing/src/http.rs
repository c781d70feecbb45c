//! How this crate's errors look over HTTP, on pages and in the API alike.
//!
//! Every refusal has one text, `sharing-problem-<slug>`, where the slug is its
//! variant's name: the title of a problem document and the sentence on a page.

use std::error::Error;

use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
};
use http::StatusCode;
use serde::de::DeserializeOwned;
use zt_kernel::AccountId;
use zt_web::{FormErrors, PageError, Problem, Ui};

use crate::{
    application::Gap,
    change::ChangeError,
    correction::CorrectionRefusal,
    disposal::DisposalRefusal,
    dispute::DisputeRefusal,
    grant::GrantRefusal,
    share_request::{Refusal, submit::SubmitError},
    usage_record::record::RecordError,
};

/// A refusal as a reader is told it: its name chooses the sentence, and the places
/// in the request's document that it is about.
pub(crate) trait Told: Error + 'static {
    /// The variant's name, lower case, words joined by `_`.
    fn name(&self) -> &'static str;

    /// What to mend where: JSON pointer and sentence.
    fn pointers(&self, _ui: &Ui) -> Vec<(String, String)> {
        Vec::new()
    }
}

impl Told for Refusal {
    fn name(&self) -> &'static str {
        self.into()
    }

    fn pointers(&self, ui: &Ui) -> Vec<(String, String)> {
        let (gaps, materials) = match self {
            Self::Incomplete { gaps } => (gaps, &Vec::new()),
            Self::StillMissing { gaps, materials } => (gaps, materials),
            _ => return Vec::new(),
        };
        let gaps = gaps.iter().map(|gap| (gap.pointer().to_owned(), gap_sentence(ui, *gap)));
        let answer = ui.t("sharing-gap-answer");
        let answers = materials.iter().map(|index| (format!("/answers/{index}"), answer.clone()));
        gaps.chain(answers).collect()
    }
}

macro_rules! told_by_name {
    ($($refusal:ty),+) => {$(
        impl Told for $refusal {
            fn name(&self) -> &'static str {
                self.into()
            }
        }
    )+};
}

told_by_name!(GrantRefusal, CorrectionRefusal, DisputeRefusal, DisposalRefusal);

/// What to do about something missing.
pub(crate) fn gap_sentence(ui: &Ui, gap: Gap) -> String {
    let name: &str = gap.into();
    ui.t(&format!("sharing-gap-{}", slug(name)))
}

/// A JSON document in a request, refused with a problem that says where it is wrong.
pub(crate) struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let ui = Ui::from_parts(&parts);
        let request = Request::from_parts(parts, body);
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => {
                let slug = match &rejection {
                    JsonRejection::MissingJsonContentType(_) => "not-json",
                    JsonRejection::JsonDataError(_) => "wrong-shape",
                    _ => "unreadable-json",
                };
                let title = ui.t(&format!("sharing-problem-{slug}"));
                // The reader's own words name the place and what was expected there.
                Err(Problem::new(rejection.status(), slug, title).detail(rejection.body_text()))
            }
        }
    }
}

/// The slug of a refusal, from its variant's name.
pub(crate) fn slug(name: &str) -> String {
    name.replace('_', "-")
}

/// The sentence for a refusal, in the reader's language.
pub(crate) fn sentence(ui: &Ui, name: &str) -> String {
    ui.t(&format!("sharing-problem-{}", slug(name)))
}

/// A problem of status `status` for a refusal.
pub(crate) fn refused(ui: &Ui, status: StatusCode, name: &str) -> Problem {
    Problem::new(status, &slug(name), sentence(ui, name))
}

/// What a change that didn't happen says to a program.
pub(crate) fn problem<R: Told>(ui: &Ui, error: ChangeError<R>) -> Problem {
    match error {
        ChangeError::NotFound => refused(ui, StatusCode::NOT_FOUND, "not_found"),
        ChangeError::Denied(denied) => denied.problem(ui),
        ChangeError::Conflict { by, state } => {
            let problem = refused(ui, StatusCode::CONFLICT, "decided_already")
                .detail(decided(ui, by, state))
                .with("state", state);
            match by {
                Some(by) => problem.with("decided_by", by.0),
                None => problem,
            }
        }
        ChangeError::Refused(refusal) => {
            let problem = refused(ui, StatusCode::UNPROCESSABLE_ENTITY, refusal.name());
            let pointers = refusal.pointers(ui).into_iter();
            pointers.fold(problem, |problem, (at, text)| problem.pointer(at, text))
        }
        ChangeError::NoRule(error) => internal(ui, &error),
        ChangeError::Store(error) => internal(ui, &error),
    }
}

/// The same for a person.
pub(crate) fn page_error<R: Told>(ui: &Ui, error: ChangeError<R>) -> PageError {
    match error {
        // Whose session has ended is asked to sign in; what there is he learns then.
        ChangeError::NotFound if ui.actor().account().is_none() => PageError::unauthorized(),
        ChangeError::NotFound => PageError::not_found(),
        ChangeError::Denied(denied) => denied.page(ui),
        ChangeError::Conflict { by, state } => PageError::conflict()
            .slug("decided-already")
            .title(sentence(ui, "decided_already"))
            .detail(decided(ui, by, state))
            .action(ui.here(), ui.t("sharing-see-it")),
        ChangeError::Refused(refusal) => {
            PageError::unprocessable().detail(sentence(ui, refusal.name()))
        }
        ChangeError::NoRule(error) => PageError::internal(error),
        ChangeError::Store(error) => PageError::internal(error),
    }
}

/// Who was faster, and how it stands now.
fn decided(ui: &Ui, by: Option<AccountId>, state: &str) -> String {
    let state = ui.t(&format!("sharing-state-{state}"));
    match by {
        Some(by) => ui.ta(
            "sharing-decided-by",
            &[("account", by.to_string().into()), ("state", state.into())],
        ),
        None => ui.ta("sharing-changed-meanwhile", &[("state", state.into())]),
    }
}

/// What a change that didn't happen says on its form: refusals stay on the form,
/// with everything typed; the rest leaves it.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
pub(crate) fn form_errors<R: Told>(
    ui: &Ui,
    error: ChangeError<R>,
) -> Result<FormErrors, PageError> {
    match error {
        ChangeError::Refused(refusal) => {
            let mut errors = FormErrors::one("", sentence(ui, refusal.name()));
            for (pointer, text) in refusal.pointers(ui) {
                errors.add(pointer.trim_start_matches('/'), text);
            }
            Ok(errors)
        }
        other => Err(page_error(ui, other)),
    }
}

/// What an unsubmitted request says to a program.
pub(crate) fn submit_problem(ui: &Ui, error: SubmitError) -> Problem {
    match error {
        SubmitError::Change(error) => problem(ui, error),
        SubmitError::ForeignGrant => refused(ui, StatusCode::UNPROCESSABLE_ENTITY, "foreign_grant")
            .pointer("/grant", sentence(ui, "foreign_grant")),
        SubmitError::ForeignRegion => {
            refused(ui, StatusCode::UNPROCESSABLE_ENTITY, "foreign_region")
                .pointer("/region", sentence(ui, "foreign_region"))
        }
        SubmitError::Unrequestable(reason) => unrequestable(ui, &reason),
    }
}

fn unrequestable(ui: &Ui, reason: &crate::share_request::requestable::Unrequestable) -> Problem {
    use crate::share_request::requestable::Unrequestable as Why;
    let status = match reason {
        Why::NoSuchEntry => StatusCode::NOT_FOUND,
        Why::NotPublished { .. } => StatusCode::CONFLICT,
        Why::OwnData | Why::UnknownItems { .. } | Why::ConditionTooRich | Why::NotShared { .. } => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let problem = refused(ui, status, reason.into());
    match reason {
        Why::UnknownItems { items } => items.iter().fold(problem, |problem, item| {
            problem
                .pointer("/items", ui.ta("sharing-unknown-item", &[("item", item.as_str().into())]))
        }),
        Why::NotShared { items } => items.iter().fold(problem, |problem, (item, basis)| {
            let arguments = [("item", item.as_str().into()), ("basis", basis.as_str().into())];
            problem.pointer("/items", ui.ta("sharing-not-shared-item", &arguments))
        }),
        Why::NotPublished { state } => problem.with("state", *state),
        Why::NoSuchEntry | Why::OwnData | Why::ConditionTooRich => problem,
    }
}

/// What an unsubmitted request says to a person.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
pub(crate) fn submit_form_errors(ui: &Ui, error: SubmitError) -> Result<FormErrors, PageError> {
    use crate::share_request::requestable::Unrequestable as Why;
    match error {
        SubmitError::Change(error) => form_errors(ui, error),
        SubmitError::ForeignGrant => Ok(FormErrors::one("grant", sentence(ui, "foreign_grant"))),
        SubmitError::ForeignRegion => Ok(FormErrors::one("region", sentence(ui, "foreign_region"))),
        SubmitError::Unrequestable(Why::NoSuchEntry) => Err(PageError::not_found()),
        SubmitError::Unrequestable(reason @ Why::NotPublished { .. }) => {
            Err(PageError::gone().slug("not-published").detail(sentence(ui, (&reason).into())))
        }
        SubmitError::Unrequestable(reason) => {
            Ok(FormErrors::one("items", sentence(ui, (&reason).into())))
        }
    }
}

/// Our own fault: logged here, told to nobody.
pub(crate) fn internal(ui: &Ui, error: &(dyn Error + 'static)) -> Problem {
    tracing::error!(error, "a sharing request failed");
    refused(ui, StatusCode::INTERNAL_SERVER_ERROR, "internal")
}

/// What an unrecorded use says to a program.
pub(crate) fn record_problem(ui: &Ui, error: RecordError) -> Problem {
    match error {
        RecordError::Change(error) => problem(ui, error),
        RecordError::NotYours => refused(ui, StatusCode::FORBIDDEN, "not_yours"),
        RecordError::Unsaid(fields) => {
            let problem = refused(ui, StatusCode::UNPROCESSABLE_ENTITY, "unsaid");
            fields.into_iter().fold(problem, |problem, field| {
                let name: &str = field.into();
                problem.pointer(format!("/{name}"), ui.t("sharing-usage-say"))
            })
        }
    }
}
