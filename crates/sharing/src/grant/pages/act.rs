//! What is done with a grant: changing it, recording its use, disposing of the data.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use strum::VariantArray as _;
use zt_kernel::{GrantId, civil_date};
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        button, button_danger, checkboxes, date, form, hidden, link_button_secondary, radios,
        select, text, textarea,
    },
    see_other,
};

use super::super::{
    Cause, Grant, GrantMove, Misuse, Relinquishment, ServiceChange, change::GrantStep,
};
use crate::{
    Sharing,
    disposal::{DisposalId, DisposalMove, Method, Report},
    http::{form_errors, page_error, slug},
    usage_record::{Usage, UsageField, record::RecordError},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangeForm {
    action: String,
    misuse: String,
    cause: String,
    why: String,
    reasons: String,
    report: String,
    filing: String,
    rectify_by: Option<Date>,
    until: Option<Date>,
    without: Vec<String>,
}

impl ChangeForm {
    /// The move it asks for; none when a choice it needs wasn't made.
    fn action(self, grant: &Grant, today: Date) -> Option<GrantMove> {
        Some(match self.action.as_str() {
            "suspend" => GrantMove::Suspend {
                misuse: self.misuse.parse().ok()?,
                reasons: self.reasons,
                rectify_by: self.rectify_by.unwrap_or(today),
            },
            "rectify" => GrantMove::Rectify { report: self.report },
            "resume" => GrantMove::Resume,
            "terminate" => GrantMove::Terminate { reasons: self.reasons },
            "propose_end" => GrantMove::Propose {
                change: ServiceChange::End,
                cause: self.cause.parse().ok()?,
                reasons: self.reasons,
            },
            "propose_narrowing" => GrantMove::Propose {
                change: ServiceChange::Narrow {
                    without: self.without,
                    until: self.until.unwrap_or(grant.term.until),
                },
                cause: self.cause.parse().ok()?,
                reasons: self.reasons,
            },
            "agree" => GrantMove::Agree,
            "object" => GrantMove::Object { reasons: self.reasons },
            "drop" => GrantMove::Drop,
            "file" => GrantMove::File { filing: self.filing },
            "relinquish" => GrantMove::Relinquish { why: self.why.parse().ok()? },
            _ => return None,
        })
    }
}

async fn own(sharing: &Sharing, ui: &Ui, id: i64) -> Result<Grant, PageError> {
    sharing.grant(ui.actor(), GrantId(id)).await.map_err(|error| page_error(ui, error))
}

/// `GET /grants/{id}/change?action=…`.
pub(super) async fn form_page(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let grant = own(&sharing, &ui, id).await?;
    let action = ui.param("action").unwrap_or_default();
    let typed = ui
        .typed(&format!("/grants/{id}/change"))
        .or(Values::default().with("until", grant.term.until.to_string()));
    change_page(&ui, &grant, &action, &typed, &FormErrors::new())
}

/// `POST /grants/{id}/change`.
pub(super) async fn change(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ChangeForm>,
) -> Result<Response, PageError> {
    let grant = own(&sharing, &ui, id).await?;
    let now = sharing.platform.clock.now();
    let (typed, parsed) = form.into_parts();
    let name = typed.get("action").to_owned();
    let errors = match parsed.map(|form| form.action(&grant, civil_date(now))) {
        Ok(Some(action)) => {
            let step = GrantStep { actor: ui.actor(), id: grant.id, seen: None, now };
            match sharing.move_grant(step, action).await {
                Ok(_) => {
                    return Ok(see_other(format!("/grants/{id}"))
                        .success("sharing-grant-changed", &[])
                        .into_response());
                }
                Err(error) => form_errors(&ui, error)?,
            }
        }
        Ok(None) => FormErrors::one("", ui.t("sharing-choose-one")),
        Err(errors) => errors,
    };
    Ok(change_page(&ui, &grant, &name, &typed, &errors)?.into_response())
}

#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn change_page(
    ui: &Ui,
    grant: &Grant,
    action: &str,
    typed: &Values,
    errors: &FormErrors,
) -> Result<Html, PageError> {
    let known = [
        "suspend",
        "rectify",
        "resume",
        "terminate",
        "propose_end",
        "propose_narrowing",
        "agree",
        "object",
        "drop",
        "file",
        "relinquish",
    ];
    if !known.contains(&action) {
        return Err(PageError::not_found());
    }
    let key = slug(action);
    let here = format!("/grants/{}", grant.id);
    Ok(ui
        .page_titled(ui.t(&format!("sharing-act-{key}")))
        .crumb(&here, ui.t("sharing-grant"))
        .lead(ui.t(&format!("sharing-act-hint-{key}")))
        .narrow()
        .errors(errors)
        .body(html! {
            (form(ui, format!("{here}/change")).body(html! {
                (hidden("action", action))
                (change_fields(ui, grant, action, typed, errors))
                div.actions {
                    @if ["suspend", "terminate", "relinquish", "file"].contains(&action) {
                        (button_danger(ui.t(&format!("sharing-act-{key}"))))
                    } @else {
                        (button(ui.t(&format!("sharing-act-{key}"))))
                    }
                    (link_button_secondary(&here, ui.t("sharing-back")))
                }
            }))
        }))
}

fn change_fields(
    ui: &Ui,
    grant: &Grant,
    action: &str,
    typed: &Values,
    errors: &FormErrors,
) -> Markup {
    let misuses = Misuse::VARIANTS.iter().map(|misuse| {
        let word: &str = (*misuse).into();
        (word, ui.t(&format!("sharing-misuse-{}", slug(word))))
    });
    let causes = Cause::VARIANTS.iter().map(|cause| {
        let word: &str = (*cause).into();
        (word, ui.t(&format!("sharing-cause-{}", slug(word))))
    });
    let whys = Relinquishment::VARIANTS.iter().map(|why| {
        let word: &str = (*why).into();
        (word, ui.t(&format!("sharing-why-{}", slug(word))))
    });
    let reasons =
        || textarea(ui, "reasons", ui.t("sharing-field-reasons")).rows(3).filled(typed, errors);
    match action {
        "suspend" => html! {
            (radios(ui, "misuse", ui.t("sharing-field-misuse")).options(misuses).filled(typed, errors))
            (reasons())
            (date(ui, "rectify_by", ui.t("sharing-field-rectify-by")).filled(typed, errors))
        },
        "rectify" => html! {
            (textarea(ui, "report", ui.t("sharing-field-report")).rows(4).filled(typed, errors))
        },
        "terminate" | "object" => html! { (reasons()) },
        "propose_end" => html! {
            (select(ui, "cause", ui.t("sharing-field-cause")).options(causes).filled(typed, errors))
            (reasons())
        },
        "propose_narrowing" => {
            let items = grant.items.keys().map(|item| (item.clone(), item.clone()));
            html! {
                (checkboxes(ui, "without", ui.t("sharing-field-without")).options(items).optional().filled(typed, errors))
                (date(ui, "until", ui.t("sharing-field-until")).filled(typed, errors))
                (select(ui, "cause", ui.t("sharing-field-cause")).options(causes).filled(typed, errors))
                (reasons())
            }
        }
        "file" => {
            html! { (text(ui, "filing", ui.t("sharing-field-filing")).filled(typed, errors)) }
        }
        "relinquish" => html! {
            (radios(ui, "why", ui.t("sharing-field-why")).options(whys).filled(typed, errors))
        },
        _ => html! {},
    }
}

/// `GET /grants/{id}/usage`.
pub(super) async fn usage_page(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let grant = own(&sharing, &ui, id).await?;
    let start = Values::default().with("scenario", grant.purpose.clone());
    let typed = ui.typed(&format!("/grants/{id}/usage")).or(start);
    Ok(record_page(&ui, &grant, &typed, &FormErrors::new()))
}

/// `POST /grants/{id}/usage`.
pub(super) async fn record(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<Usage>,
) -> Result<Response, PageError> {
    let grant = own(&sharing, &ui, id).await?;
    let (typed, parsed) = form.into_parts();
    let usage = match parsed {
        Ok(usage) => usage,
        Err(errors) => return Ok(record_page(&ui, &grant, &typed, &errors).into_response()),
    };
    let now = sharing.platform.clock.now();
    let errors = match sharing.record_usage(ui.actor(), grant.id, usage, now).await {
        Ok(_) => {
            return Ok(see_other(format!("/grants/{id}"))
                .success("sharing-usage-recorded", &[])
                .into_response());
        }
        Err(RecordError::Unsaid(fields)) => {
            let mut errors = FormErrors::new();
            for field in fields {
                let name: &str = field.into();
                errors.add(name, ui.t("sharing-usage-say"));
            }
            errors
        }
        Err(RecordError::NotYours) => {
            return Err(PageError::forbidden().detail(ui.t("sharing-who-grantee")));
        }
        Err(RecordError::Change(error)) => form_errors(&ui, error)?,
    };
    Ok(record_page(&ui, &grant, &typed, &errors).into_response())
}

fn record_page(ui: &Ui, grant: &Grant, typed: &Values, errors: &FormErrors) -> Html {
    let here = format!("/grants/{}", grant.id);
    ui.page("sharing-record-usage")
        .crumb(&here, ui.t("sharing-grant"))
        .lead(ui.t("sharing-record-usage-lead"))
        .narrow()
        .errors(errors)
        .body(html! {
            (form(ui, format!("{here}/usage")).body(html! {
                @for field in UsageField::VARIANTS {
                    @let name: &str = (*field).into();
                    (textarea(ui, name, ui.t(&format!("sharing-usage-{name}")))
                        .hint(ui.t(&format!("sharing-usage-hint-{name}"))).rows(3).filled(typed, errors))
                }
                div.actions {
                    (button(ui.t("sharing-record-usage")))
                    (link_button_secondary(&here, ui.t("sharing-back")))
                }
            }))
        })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DisposeForm {
    method: String,
    done_on: Option<Date>,
    proof: String,
    certificate_sha256: String,
}

/// `GET /grants/{id}/dispose`.
pub(super) async fn dispose_page(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let grant = own(&sharing, &ui, id).await?;
    let typed = ui.typed(&format!("/grants/{id}/dispose"));
    Ok(disposal_page(&ui, &grant, &typed, &FormErrors::new()))
}

/// `POST /grants/{id}/dispose`.
pub(super) async fn dispose(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<DisposeForm>,
) -> Result<Response, PageError> {
    let grant = own(&sharing, &ui, id).await?;
    let now = sharing.platform.clock.now();
    let (typed, parsed) = form.into_parts();
    let errors = match parsed {
        Ok(form) => match form.method.parse::<Method>() {
            Ok(method) => {
                let report = Report {
                    method,
                    done_on: form.done_on.unwrap_or_else(|| civil_date(now)),
                    proof: form.proof,
                    certificate_sha256: form.certificate_sha256.trim().to_owned(),
                };
                match sharing.report_disposal(ui.actor(), grant.id, report, now).await {
                    Ok(_) => {
                        return Ok(see_other(format!("/grants/{id}"))
                            .success("sharing-disposal-sent", &[])
                            .into_response());
                    }
                    Err(error) => form_errors(&ui, error)?,
                }
            }
            Err(_) => FormErrors::one("method", ui.t("sharing-choose-one")),
        },
        Err(errors) => errors,
    };
    Ok(disposal_page(&ui, &grant, &typed, &errors).into_response())
}

fn disposal_page(ui: &Ui, grant: &Grant, typed: &Values, errors: &FormErrors) -> Html {
    let here = format!("/grants/{}", grant.id);
    let methods = Method::VARIANTS.iter().map(|method| {
        let word: &str = (*method).into();
        (word, ui.t(&format!("sharing-method-{}", slug(word))))
    });
    ui.page("sharing-dispose")
        .crumb(&here, ui.t("sharing-grant"))
        .lead(ui.t("sharing-dispose-lead"))
        .narrow()
        .errors(errors)
        .body(html! {
            (form(ui, format!("{here}/dispose")).body(html! {
                (radios(ui, "method", ui.t("sharing-field-method")).options(methods).filled(typed, errors))
                (date(ui, "done_on", ui.t("sharing-field-done-on")).filled(typed, errors))
                (textarea(ui, "proof", ui.t("sharing-field-proof"))
                    .hint(ui.t("sharing-field-proof-hint")).rows(3).filled(typed, errors))
                (text(ui, "certificate_sha256", ui.t("sharing-field-certificate"))
                    .hint(ui.t("sharing-field-certificate-hint")).optional().filled(typed, errors))
                div.actions {
                    (button(ui.t("sharing-dispose")))
                    (link_button_secondary(&here, ui.t("sharing-back")))
                }
            }))
        })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DisposalAnswer {
    answer: String,
    reasons: String,
}

/// `POST /grants/{id}/disposals/{disposal}`.
pub(super) async fn answer_disposal(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path((id, disposal)): Path<(i64, i64)>,
    form: Form<DisposalAnswer>,
) -> Result<Response, PageError> {
    let answer = form.parsed.unwrap_or_default();
    let action = if answer.answer == "confirm" {
        DisposalMove::Confirm
    } else {
        DisposalMove::Return { reasons: answer.reasons }
    };
    let now = sharing.platform.clock.now();
    sharing
        .answer_disposal(ui.actor(), DisposalId(disposal), action, now)
        .await
        .map_err(|error| page_error(&ui, error))?;
    Ok(see_other(format!("/grants/{id}")).success("sharing-disposal-answered", &[]).into_response())
}
