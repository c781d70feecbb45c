//! Grading a draft: proposals with their reasons, confirmed one by one or together.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use zt_web::{
    Form, Html, PageError, Ui, Values,
    components::{
        Column, button, button_secondary, empty, form as form_tag, hidden, select, table, text,
    },
    see_other,
};

use super::words::{entry_name, grade_tag};
use crate::{
    Catalogue, Confirmation, Entry, Grade, Target,
    grading::{CaseState, GradingCase, Impact, Reason},
};

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
    let page = super::path_of(&entry.code);
    let open: Vec<&GradingCase> =
        cases.iter().filter(|case| case.state == CaseState::Proposed).collect();
    Ok(ui
        .page("catalogue-grading-title")
        .lead(ui.t("catalogue-grading-lead"))
        .crumb("/catalogue/mine", ui.t("catalogue-nav-mine"))
        .crumb(format!("{page}/edit"), entry_name(&ui, &entry.name, &entry.name_en))
        .body(html! {
            @if matches!(entry.state, crate::State::Draft { .. }) {
                (form_tag(&ui, format!("{page}/propose")).unguarded().body(html! {
                    (hidden("revision", &entry.revision.to_string()))
                    (button_secondary(ui.t("catalogue-propose")))
                }))
            }
            @if !open.is_empty() {
                (form_tag(&ui, format!("{page}/grading")).body(html! {
                    (hidden("revision", &entry.revision.to_string()))
                    @for case in open { (proposal(&ui, &entry, case)) }
                    (button(ui.t("catalogue-confirm")))
                }))
            }
            (confirmed(&ui, &cases))
        }))
}

fn proposal(ui: &Ui, entry: &Entry, case: &GradingCase) -> Markup {
    let label = entry.item(&case.item).map_or(case.item.as_str(), |item| item.label.as_str());
    let grades =
        Grade::ALL.map(|grade| (grade.as_str(), ui.t(&format!("catalogue-grade-{grade}"))));
    html! {
        fieldset {
            legend { (label) " " (grade_tag(ui, Some(case.proposed))) }
            ul { @for it in &case.impacts { li { (impact(ui, it)) } } }
            p { (case.rule_version) }
            (select(ui, format!("grade_{}", case.id), ui.t("catalogue-field-grade")).options(grades).value(case.proposed.as_str()))
            (text(ui, format!("reason_{}", case.id), ui.t("catalogue-departure")).hint(ui.t("catalogue-hint-departure")).optional())
        }
    }
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

fn confirmed(ui: &Ui, cases: &[GradingCase]) -> Markup {
    let rows = cases.iter().filter_map(|case| match &case.state {
        CaseState::Confirmed { grade, at, departure, .. } => Some([
            html! { (case.item) },
            grade_tag(ui, Some(case.proposed)),
            grade_tag(ui, Some(*grade)),
            html! { (departure.as_deref().unwrap_or("–")) },
            ui.time(*at),
        ]),
        CaseState::Proposed => None,
    });
    html! {
        (table(ui, ui.t("catalogue-confirmed"))
            .columns([
                Column::text(ui.t("catalogue-field-label")).wide(),
                Column::text(ui.t("catalogue-proposed")),
                Column::text(ui.t("catalogue-field-grade")),
                Column::text(ui.t("catalogue-departure")),
                Column::text(ui.t("catalogue-confirmed-at")),
            ])
            .rows(rows)
            .empty(empty(ui.t("catalogue-confirmed-none"), ui.t("catalogue-confirmed-none-hint"))))
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
    let now = catalogue.platform().now();
    let entry = catalogue
        .confirm_grades(ui.actor(), target, &confirmations, now)
        .await
        .map_err(|error| super::failed(&ui, error))?;
    let to = format!("{}/edit", super::path_of(&entry.code));
    let count = confirmations.len();
    Ok(see_other(to)
        .success("catalogue-grades-confirmed", &[("count", count.into())])
        .into_response())
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
