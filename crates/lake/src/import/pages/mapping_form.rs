//! The form that says what each column is and where the rows go.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State as Held},
    response::{IntoResponse, Response},
};
use maud::{Markup, Render as _, html};
use serde::Deserialize;
use zt_catalogue::{Classification, ElementCode, EntryCode};
use zt_standards::Proposal;
use zt_web::{
    Arg, Form, FormErrors, PageError, Ui, Values,
    components::{NoticeKind, button, form, notice_with, select, text},
    see_other,
};

use super::{found::summary, options_form, path};
use crate::{
    Inspection, Lake, LakeError,
    http::page_error,
    import::{Import, Mapping, mapping, start::Destination},
    table::profile::ColumnProfile,
};

/// Columns that can be bound on one page; a table with more is bound through the API.
const BINDABLE_MAX: usize = 80;

/// The score from which a proposal is chosen already.
const CHOSEN_MIN_SCORE: f32 = 0.6;

/// The columns that something is proposed for, by their place.
fn proposed<'a>(
    lake: &Lake,
    found: &'a Inspection,
) -> Vec<(usize, &'a ColumnProfile, Vec<Proposal>)> {
    let registry = lake.catalogue().registry();
    found
        .columns
        .iter()
        .enumerate()
        .map(|(place, profile)| (place, profile, mapping::propose(&registry, profile)))
        .filter(|(_, _, proposals)| !proposals.is_empty())
        .take(BINDABLE_MAX)
        .collect()
}

pub(super) async fn show(
    lake: &Lake,
    ui: &Ui,
    import: &Import,
    values: &Values,
    errors: &FormErrors,
) -> Result<Markup, PageError> {
    let found = import.body.inspection.as_ref().ok_or_else(PageError::not_found)?;
    let proposed = proposed(lake, found);
    let collected_again = collected_again(lake, ui, import, &proposed).await?;
    let stem = import.body.file_name.split('.').next().unwrap_or_default();
    let defaults = Values::default().with("name", stem).with("classification", "3000000");
    let values = values.clone().or(defaults);
    Ok(html! {
        (summary(ui, found))
        (collected_again)
        (form(ui, format!("{}/mapping", path(import.id))).body(html! {
            h2 { (ui.t("lake-mapping")) }
            p { (ui.t("lake-mapping-lead")) }
            @for (place, profile, proposals) in &proposed {
                (column(lake, ui, *place, profile, proposals, &values, errors))
            }
            h2 { (ui.t("lake-destination")) }
            (text(ui, "entry", ui.t("lake-destination-entry"))
                .hint(ui.t("lake-destination-entry-hint")).optional().filled(&values, errors))
            (text(ui, "name", ui.t("lake-destination-name"))
                .hint(ui.t("lake-destination-name-hint")).optional().filled(&values, errors))
            (text(ui, "classification", ui.t("lake-destination-classification"))
                .hint(ui.t("lake-destination-classification-hint")).optional()
                .filled(&values, errors))
            (button(ui.t("lake-load")))
        }))
        (options_form(ui, import))
    })
}

/// Decree 809, art. 19: what sharing supplies is not collected again.
async fn collected_again(
    lake: &Lake,
    ui: &Ui,
    import: &Import,
    proposed: &[(usize, &ColumnProfile, Vec<Proposal>)],
) -> Result<Markup, PageError> {
    let elements: BTreeSet<ElementCode> = proposed
        .iter()
        .filter_map(|(_, _, proposals)| proposals.first())
        .filter(|proposal| proposal.score >= CHOSEN_MIN_SCORE)
        .map(|proposal| proposal.element.clone())
        .collect();
    let elements: Vec<ElementCode> = elements.into_iter().collect();
    let holders = lake.catalogue().holders(&elements).await.map_err(PageError::internal)?;
    let reference = lake.catalogue().reference();
    let others: Vec<_> =
        holders.iter().filter(|holder| holder.agency != import.agency).take(10).collect();
    if others.is_empty() {
        return Ok(html! {});
    }
    let body = html! {
        p { (ui.t("lake-collected-again-why")) }
        ul {
            @for holder in others {
                li {
                    a href=(zt_catalogue::path_of(&holder.code)) { (holder.entry_name) }
                    " · " (holder.item) " · "
                    (reference.agency(holder.agency).map_or("", |agency| agency.name(ui.lang())))
                }
            }
        }
    };
    Ok(notice_with(ui, NoticeKind::Warning, ui.t("lake-collected-again"), &body))
}

fn column(
    lake: &Lake,
    ui: &Ui,
    place: usize,
    profile: &ColumnProfile,
    proposals: &[Proposal],
    values: &Values,
    errors: &FormErrors,
) -> Markup {
    let registry = lake.catalogue().registry();
    let name = |code: &ElementCode| match registry.element(code) {
        Some(element) if ui.lang() == zt_web::Lang::En => element.name_en.clone(),
        Some(element) => element.name_zh.clone(),
        None => code.to_string(),
    };
    let field = field(place);
    let chosen = if values.has(&field) {
        values.get(&field).to_owned()
    } else {
        let sure = proposals.first().filter(|first| first.score >= CHOSEN_MIN_SCORE);
        sure.map(|first| first.element.to_string()).unwrap_or_default()
    };
    let options = proposals.iter().map(|proposal| {
        let label = format!("{} · {:.0} %", name(&proposal.element), proposal.score * 100.0);
        (proposal.element.to_string(), label)
    });
    select(ui, field.clone(), profile.name.clone())
        .blank(ui.t("lake-unbound"))
        .options(options)
        .hint(reasons(ui, proposals))
        .value(chosen)
        .error(errors.get(&field))
        .optional()
        .render()
}

/// Why the best proposal is made.
fn reasons(ui: &Ui, proposals: &[Proposal]) -> String {
    let Some(best) = proposals.first() else { return String::new() };
    let reasons = best.reasons.iter().map(|reason| {
        let (key, facts) = reason.message();
        let facts: Vec<(&str, Arg<'_>)> = facts
            .iter()
            .map(|(name, fact)| match *name {
                "kind" => {
                    (*name, ui.t(&format!("standards-kind-{}", fact.replace('_', "-"))).into())
                }
                name => (name, fact.as_str().into()),
            })
            .collect();
        ui.ta(key, &facts)
    });
    reasons.collect::<Vec<_>>().join(ui.t("lake-reason-separator").as_str())
}

fn field(place: usize) -> String {
    format!("element-{place}")
}

/// Where the rows go.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    entry: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    classification: String,
}

/// `POST /imports/{id}/mapping`: takes the mapping; loading begins.
pub(super) async fn save(
    Held(lake): Held<Lake>,
    ui: Ui,
    Path(id): Path<String>,
    asked: Form<Asked>,
) -> Result<Response, PageError> {
    let import = super::find(&lake, &ui, &id).await?;
    let (values, asked) = asked.into_parts();
    let asked = match asked {
        Ok(asked) => asked,
        Err(errors) => return again(&lake, &ui, &import, &values, &errors).await,
    };
    let mut errors = FormErrors::new();
    let destination = destination(&lake, &ui, &asked, &mut errors).await?;
    let found = import.body.inspection.as_ref().ok_or_else(PageError::not_found)?;
    let mapping = read_mapping(&ui, found, &values, &mut errors);
    let (Some(destination), true) = (destination, errors.is_empty()) else {
        return again(&lake, &ui, &import, &values, &errors).await;
    };
    let now = lake.platform().now();
    match lake.map_import(ui.actor(), import.clone(), destination, mapping, now).await {
        Ok((import, _)) => Ok(see_other(path(import.id)).into_response()),
        Err(LakeError::Catalogue(zt_catalogue::ChangeError::BoundElsewhere)) => {
            errors.add("entry", ui.t("lake-problem-bound-elsewhere"));
            again(&lake, &ui, &import, &values, &errors).await
        }
        Err(error) => Err(page_error(&ui, error)),
    }
}

/// The form once more, with all that was typed.
async fn again(
    lake: &Lake,
    ui: &Ui,
    import: &Import,
    values: &Values,
    errors: &FormErrors,
) -> Result<Response, PageError> {
    Ok(super::step(lake, ui, import, values, errors).await?.into_response())
}

fn read_mapping(
    ui: &Ui,
    found: &Inspection,
    values: &Values,
    errors: &mut FormErrors,
) -> Vec<Mapping> {
    let mut mapping = Vec::new();
    for (place, profile) in found.columns.iter().enumerate() {
        let field = field(place);
        let chosen = values.get(&field);
        if chosen.is_empty() {
            continue;
        }
        match chosen.parse() {
            Ok(element) => mapping.push(Mapping {
                column: profile.name.clone(),
                element: Some(element),
                ..Mapping::default()
            }),
            Err(_) => errors.add(field, ui.t("lake-problem-no-such-element")),
        }
    }
    mapping
}

async fn destination(
    lake: &Lake,
    ui: &Ui,
    asked: &Asked,
    errors: &mut FormErrors,
) -> Result<Option<Destination>, PageError> {
    let code = asked.entry.trim();
    if !code.is_empty() {
        let entry = match code.parse::<EntryCode>() {
            Ok(code) => lake.catalogue().find_latest(&code).await.map_err(PageError::internal)?,
            Err(_) => None,
        };
        if entry.is_none() {
            errors.add("entry", ui.t("lake-problem-no-such-entry"));
        }
        return Ok(entry.map(|entry| Destination::Entry(entry.id)));
    }
    let name = asked.name.trim().to_owned();
    errors.require(!name.is_empty(), "name", || ui.t("lake-problem-no-name"));
    let Ok(classification) = asked.classification.trim().parse::<Classification>() else {
        errors.add("classification", ui.t("lake-problem-bad-classification"));
        return Ok(None);
    };
    Ok(Some(Destination::New { name, classification }))
}
