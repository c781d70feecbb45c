//! Grading a draft: proposals with their reasons, confirmed one by one or together.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        Column, button, button_secondary, empty, field_id, form as form_tag, hidden, leaves, table,
    },
    see_other,
};

use super::words::{grade_tag, mask_name};
use crate::{
    Catalogue, Confirmation, Entry, Grade, Target,
    grading::{CaseState, GradingCase, Impact, Reason},
};

/// Grading cases on a page.
const SHOWN: usize = 30;

#[derive(serde::Deserialize)]
pub struct Revision {
    revision: i64,
}

pub async fn show(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let entry = super::working_version(&catalogue, &ui, &code).await?;
    let cases = catalogue.grading_cases(&entry).await.map_err(super::internal)?;
    let values = ui.typed(&action(&ui, &entry));
    Ok(page(&ui, &entry, &cases, &values, &FormErrors::new()))
}

/// Where the form goes: the page of cases it stands on, so that one comes back to
/// it after an error.
fn action(ui: &Ui, entry: &Entry) -> String {
    let path = format!("{}/grading", super::path_of(&entry.code));
    let page: Option<usize> = ui.param("cases").and_then(|page| page.parse().ok());
    page.map_or_else(|| path.clone(), |page| format!("{path}?cases={page}"))
}

fn page(
    ui: &Ui,
    entry: &Entry,
    cases: &[GradingCase],
    values: &Values,
    errors: &FormErrors,
) -> Html {
    let page = super::path_of(&entry.code);
    let open: Vec<&GradingCase> =
        cases.iter().filter(|case| case.state == CaseState::Proposed).collect();
    ui.page("catalogue-grading-title")
        .lead(ui.t("catalogue-grading-lead"))
        .within("/catalogue/mine")
        .crumb("/catalogue/mine", ui.t("catalogue-nav-mine"))
        .crumb(format!("{page}/edit"), entry.title(ui.lang()))
        .errors(errors)
        .body(html! {
            @if !open.is_empty() { (proposals(ui, entry, &open, values, errors)) }
            @if matches!(entry.state, crate::State::Draft { .. }) {
                (form_tag(ui, format!("{page}/propose")).unguarded().body(html! {
                    (hidden("revision", &entry.revision.to_string()))
                    (button_secondary(ui.t(if cases.is_empty() { "catalogue-propose" } else { "catalogue-propose-again" })))
                }))
            }
            (confirmed(ui, entry, cases))
        })
}

/// The proposals of this page in one form: each with its reasons, its grade chosen
/// already, and room for why another one is right.
fn proposals(
    ui: &Ui,
    entry: &Entry,
    open: &[&GradingCase],
    values: &Values,
    errors: &FormErrors,
) -> Markup {
    let caption = ui.ta("catalogue-proposals", &[("count", open.len().into())]);
    let part = leaves(ui, "cases", caption.clone(), open.len(), SHOWN);
    let shown = &open[part.range()];
    html! {
        section id="cases" {
            (form_tag(ui, action(ui, entry)).body(html! {
                (hidden("revision", &entry.revision.to_string()))
                (table(ui, caption)
                    .columns([
                        Column::text(ui.t("catalogue-field-label")),
                        Column::text(ui.t("catalogue-proposed")),
                        Column::text(ui.t("catalogue-grading-why")).wide(),
                        Column::text(ui.t("catalogue-field-grade")),
                        Column::text(ui.t("catalogue-departure")),
                    ])
                    .rows(shown.iter().map(|case| proposal(ui, entry, case, values, errors))))
                p.hint {
                    (ui.t("catalogue-hint-departure"))
                    @if let Some(case) = shown.first() { " " (case.rule_version) }
                }
                (button(ui.ta("catalogue-confirm-page", &[("count", shown.len().into())])))
            }))
            (part)
        }
    }
}

fn proposal(
    ui: &Ui,
    entry: &Entry,
    case: &GradingCase,
    values: &Values,
    errors: &FormErrors,
) -> [Markup; 5] {
    let label = item_label(entry, case);
    let (grade, reason) = (format!("grade_{}", case.id), format!("reason_{}", case.id));
    let chosen = if values.has(&grade) { values.get(&grade) } else { case.proposed.as_str() };
    let error = errors.get(&reason);
    [
        html! {
            (label)
            // Who confirms the grade agrees to the mask with it.
            @if let Some(item) = entry.item(&case.item).filter(|item| !item.mask.is_none()) {
                br; span.hint { (mask_name(ui, item.mask)) }
            }
        },
        grade_tag(ui, Some(case.proposed)),
        html! {
            @for (index, it) in case.impacts.iter().enumerate() {
                @if index > 0 { br; }
                (impact(ui, it))
            }
        },
        html! {
            select.choose id=(field_id(&grade)) name=(grade)
                aria-label=(ui.ta("catalogue-grade-of", &[("item", label.into())])) {
                @for grade in Grade::ALL {
                    option value=(grade.as_str()) selected[grade.as_str() == chosen] {
                        (ui.t(&format!("catalogue-grade-{grade}")))
                    }
                }
            }
        },
        html! {
            @if let Some(error) = error { p.error id=(format!("{}-error", field_id(&reason))) { (error) } }
            input.choose id=(field_id(&reason)) name=(reason) value=(values.get(&reason))
                aria-label=(ui.ta("catalogue-departure-of", &[("item", label.into())]))
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[error.map(|_| format!("{}-error", field_id(&reason)))];
        },
    ]
}

fn item_label<'e>(entry: &'e Entry, case: &'e GradingCase) -> &'e str {
    entry.item(&case.item).map_or(case.item.as_str(), |item| item.label.as_str())
}

fn impact(ui: &Ui, impact: &Impact) -> String {
    let (object, degree): (&str, &str) = (impact.object.into(), impact.degree.into());
    let object = ui.t(&format!("catalogue-object-{}", object.replace('_', "-")));
    let degree = ui.t(&format!("catalogue-degree-{}", degree.replace('_', "-")));
    let reason = match &impact.reason {
        Reason::ElementLabel { element, label } => ui.ta(
            "catalogue-why-element-label",
            &[("element", element.as_str().into()), ("label", label.to_string().into())],
        ),
        Reason::Detected { kind } => {
            ui.ta("catalogue-why-detected", &[("kind", kind.as_str().into())])
        }
        Reason::DeclaredPersonal { sensitive: false } => ui.t("catalogue-why-declared-personal"),
        Reason::DeclaredPersonal { sensitive: true } => ui.t("catalogue-why-declared-sensitive"),
        Reason::Volume { rows, threshold } => ui.ta(
            "catalogue-why-volume",
            &[("rows", (*rows).into()), ("threshold", (*threshold).into())],
        ),
        Reason::NoSign => ui.t("catalogue-why-no-sign"),
        Reason::Judged { words } => words.clone(),
    };
    ui.ta(
        "catalogue-impact",
        &[("object", object.into()), ("degree", degree.into()), ("reason", reason.into())],
    )
}

fn confirmed(ui: &Ui, entry: &Entry, cases: &[GradingCase]) -> Markup {
    let rows: Vec<[Markup; 5]> = cases
        .iter()
        .filter_map(|case| match &case.state {
            CaseState::Confirmed { grade, at, departure, .. } => Some([
                html! { (item_label(entry, case)) },
                grade_tag(ui, Some(case.proposed)),
                grade_tag(ui, Some(*grade)),
                html! { (departure.as_deref().unwrap_or("–")) },
                ui.time(*at),
            ]),
            CaseState::Proposed => None,
        })
        .collect();
    let part = leaves(ui, "confirmed", ui.t("catalogue-confirmed"), rows.len(), SHOWN);
    let shown: Vec<[Markup; 5]> =
        rows.into_iter().skip(part.range().start).take(part.range().len()).collect();
    html! {
        section id="confirmed" {
            (table(ui, ui.t("catalogue-confirmed"))
                .columns([
                    Column::text(ui.t("catalogue-field-label")).wide(),
                    Column::text(ui.t("catalogue-proposed")),
                    Column::text(ui.t("catalogue-field-grade")),
                    Column::text(ui.t("catalogue-departure")),
                    Column::text(ui.t("catalogue-confirmed-at")),
                ])
                .rows(shown)
                .empty(empty(ui.t("catalogue-confirmed-none"), ui.t("catalogue-confirmed-none-hint"))))
            (part)
        }
    }
}

pub async fn propose(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    form: Form<Revision>,
) -> Result<Response, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let (_, parsed) = form.into_parts();
    let Revision { revision } = parsed.map_err(|_| PageError::bad_request())?;
    let target = Target { entry: entry.id, revision: Some(revision) };
    let now = catalogue.platform().now();
    let facts = std::collections::BTreeMap::new();
    let cases = catalogue
        .propose_grades(ui.actor(), target, &facts, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    let to = format!("{}/grading", super::path_of(&entry.code));
    Ok(see_other(to)
        .success("catalogue-proposals-made", &[("count", cases.len().into())])
        .into_response())
}

pub async fn confirm(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    form: Form<Revision>,
) -> Result<Response, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let (values, parsed) = form.into_parts();
    let Revision { revision } = parsed.map_err(|_| PageError::bad_request())?;
    let target = Target { entry: entry.id, revision: Some(revision) };
    let confirmations = confirmations(&values).ok_or_else(PageError::bad_request)?;
    let cases = catalogue.grading_cases(&entry).await.map_err(super::internal)?;
    let errors = unexplained(&ui, &cases, &confirmations);
    if !errors.is_empty() {
        return Ok(page(&ui, &entry, &cases, &values, &errors).into_response());
    }
    let now = catalogue.platform().now();
    let entry = catalogue
        .confirm_grades(ui.actor(), target, &confirmations, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    let count = confirmations.len();
    let open = cases.iter().filter(|case| case.state == CaseState::Proposed).count();
    let to = if open > count { "grading" } else { "edit" };
    let to = format!("{}/{to}", super::path_of(&entry.code));
    Ok(see_other(to)
        .success("catalogue-grades-confirmed", &[("count", count.into())])
        .into_response())
}

/// The reasons that are missing: a grade other than the proposed one needs one.
fn unexplained(ui: &Ui, cases: &[GradingCase], confirmations: &[Confirmation]) -> FormErrors {
    let mut errors = FormErrors::new();
    for it in confirmations {
        let departs = cases.iter().any(|case| case.id == it.case && case.proposed != it.grade);
        errors.require(
            !departs || !it.reason.trim().is_empty(),
            &format!("reason_{}", it.case),
            || ui.t("catalogue-confirm-no-reason"),
        );
    }
    errors
}

/// The confirmations of the form: `grade_CASE` with `reason_CASE` beside it.
fn confirmations(values: &Values) -> Option<Vec<Confirmation>> {
    values
        .iter()
        .filter_map(|(name, grade)| Some((name.strip_prefix("grade_")?, grade)))
        .map(|(case, grade)| {
            Some(Confirmation {
                case: case.parse().ok()?,
                grade: grade.parse().ok()?,
                reason: values.get(&format!("reason_{case}")).to_owned(),
                mask: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_grade_of_the_form_goes_with_its_own_reason() {
        let values = Values::from_urlencoded(
            b"revision=3&grade_7=general-2&reason_7=x&grade_9=core&reason_9=",
        );
        let read: Vec<_> = confirmations(&values)
            .unwrap()
            .into_iter()
            .map(|it| (it.case, it.grade.as_str(), it.reason))
            .collect();
        assert_eq!(read, [(7, "general-2", "x".to_owned()), (9, "core", String::new())]);
    }

    #[test]
    fn a_grade_that_does_not_exist_spoils_the_form() {
        assert!(confirmations(&Values::from_urlencoded(b"grade_7=general-5")).is_none());
    }
}
