//! The form that says what each column is and where the rows go.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State as Held},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use zt_catalogue::{Classification, ElementCode, EntryCode};
use zt_standards::Proposal;
use zt_web::{
    Arg, Form, FormErrors, PageError, Ui, Values,
    components::{
        Column, NoticeKind, button, button_secondary, field_id, form, hidden, notice_with, table,
        text,
    },
    see_other,
};

use super::{
    found::{column_type, kind, summary, top},
    number, options_form, path,
};
use crate::{
    Inspection, Lake, LakeError,
    http::page_error,
    import::{Import, Mapping, mapping, start::Destination},
    table::profile::ColumnProfile,
};

/// Columns on a page. The choices of the others travel with the form unseen.
const COLUMNS_SHOWN: usize = 25;

/// The score from which a proposal is chosen already.
const CHOSEN_MIN_SCORE: f32 = 0.6;

/// Entries named that share the same elements already: enough to go and ask.
const HOLDERS_SHOWN: usize = 10;

/// A column, by its place, and what it may be.
struct Proposed<'a> {
    place: usize,
    profile: &'a ColumnProfile,
    proposals: Vec<Proposal>,
}

impl Proposed<'_> {
    fn field(&self) -> String {
        field(self.place)
    }

    /// The element chosen on the form; before anybody chose, the proposal that is
    /// sure enough.
    fn chosen(&self, values: &Values) -> String {
        let field = self.field();
        if values.has(&field) {
            return values.get(&field).to_owned();
        }
        let sure = self.proposals.first().filter(|first| first.score >= CHOSEN_MIN_SCORE);
        sure.map(|first| first.element.to_string()).unwrap_or_default()
    }
}

fn proposed<'a>(lake: &Lake, found: &'a Inspection) -> Vec<Proposed<'a>> {
    let registry = lake.catalogue().registry();
    let columns = found.columns.iter().enumerate();
    columns
        .map(|(place, profile)| {
            let proposals = mapping::propose(&registry, profile);
            Proposed { place, profile, proposals }
        })
        .collect()
}

/// The page of columns that is shown: where an error is, or the one asked for.
fn shown(values: &Values, errors: &FormErrors, columns: usize) -> usize {
    let wrong = (0..columns).find(|place| errors.get(&field(*place)).is_some());
    let asked = values.get("show").parse().or_else(|_| values.get("shown").parse()).unwrap_or(1);
    let last = columns.div_ceil(COLUMNS_SHOWN).max(1);
    wrong.map_or(asked, |place| place / COLUMNS_SHOWN + 1).clamp(1, last)
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
            h2 #mapping { (ui.t("lake-mapping")) }
            p { (ui.t("lake-mapping-lead")) }
            (columns(lake, ui, &proposed, &values, errors))
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

/// The columns of the page that is shown, each with what it was found to be and
/// the choice of its element; the choices of the others, hidden.
fn columns(
    lake: &Lake,
    ui: &Ui,
    all: &[Proposed<'_>],
    values: &Values,
    errors: &FormErrors,
) -> Markup {
    let page = shown(values, errors, all.len());
    let start = (page - 1) * COLUMNS_SHOWN;
    let end = (start + COLUMNS_SHOWN).min(all.len());
    let bound = all.iter().filter(|column| !column.chosen(values).is_empty()).count();
    html! {
        p { (ui.ta("lake-mapping-bound", &[("bound", bound.into()), ("count", all.len().into())])) }
        @for column in all[..start].iter().chain(&all[end..]) {
            (hidden(&column.field(), &column.chosen(values)))
        }
        (table(ui, ui.ta("lake-columns", &[("count", all.len().into())]))
            .columns([
                Column::text(ui.t("lake-field-column")),
                Column::text(ui.t("lake-field-type")),
                Column::text(ui.t("lake-field-kind")),
                Column::number(ui.t("lake-field-nulls")),
                Column::text(ui.t("lake-field-top")),
                Column::text(ui.t("lake-field-element")),
            ])
            .rows(all[start..end].iter().map(|column| [
                html! { (column.profile.name) },
                column_type(ui, column.profile),
                kind(ui, column.profile),
                html! { (number(ui, column.profile.nulls)) },
                html! { (top(ui, column.profile)) },
                choice(lake, ui, column, values, errors),
            ])))
        (hidden("shown", &page.to_string()))
        @if all.len() > COLUMNS_SHOWN {
            p.quiet { (ui.ta("web-leaves", &[
                ("from", (start + 1).into()), ("to", end.into()), ("total", all.len().into()),
            ])) }
            div.actions {
                @if page > 1 {
                    (button_secondary(ui.t("lake-columns-previous")).named("show", (page - 1).to_string()))
                }
                @if end < all.len() {
                    (button_secondary(ui.t("lake-columns-next")).named("show", (page + 1).to_string()))
                }
            }
        }
    }
}

/// Decree 809, art. 19: what sharing supplies is not collected again.
async fn collected_again(
    lake: &Lake,
    ui: &Ui,
    import: &Import,
    proposed: &[Proposed<'_>],
) -> Result<Markup, PageError> {
    let elements: BTreeSet<ElementCode> = proposed
        .iter()
        .filter_map(|column| column.proposals.first())
        .filter(|proposal| proposal.score >= CHOSEN_MIN_SCORE)
        .map(|proposal| proposal.element.clone())
        .collect();
    let elements: Vec<ElementCode> = elements.into_iter().collect();
    let holders = lake.catalogue().holders(&elements).await.map_err(PageError::internal)?;
    let reference = lake.catalogue().reference();
    let mut others: Vec<(&zt_catalogue::Holder, Vec<&str>)> = Vec::new();
    for holder in holders.iter().filter(|holder| holder.agency != import.agency) {
        match others.iter_mut().find(|(other, _)| other.code == holder.code) {
            Some((_, items)) => items.push(&holder.item),
            None => others.push((holder, vec![&holder.item])),
        }
    }
    if others.is_empty() {
        return Ok(html! {});
    }
    others.truncate(HOLDERS_SHOWN);
    let mut titled = Vec::with_capacity(others.len());
    for (holder, items) in &others {
        let entry = lake.catalogue().find(&holder.code).await.map_err(PageError::internal)?;
        let title = entry.map(|entry| entry.title(ui.lang()).to_owned());
        titled.push((title.unwrap_or_else(|| holder.entry_name.clone()), holder, items));
    }
    let body = html! {
        p { (ui.t("lake-collected-again-why")) }
        ul {
            @for (title, holder, items) in &titled {
                li {
                    a href=(zt_catalogue::path_of(&holder.code)) { (title) }
                    " · "
                    (reference.agency(holder.agency).map_or("", |agency| agency.name(ui.lang())))
                    " · " (items.iter().take(12).copied().collect::<Vec<_>>().join(", "))
                    @if items.len() > 12 { " …" }
                }
            }
        }
    };
    Ok(notice_with(ui, NoticeKind::Warning, ui.t("lake-collected-again"), &body))
}

/// The choice of a column's element, best proposal first, and why it is the best.
fn choice(
    lake: &Lake,
    ui: &Ui,
    column: &Proposed<'_>,
    values: &Values,
    errors: &FormErrors,
) -> Markup {
    let registry = lake.catalogue().registry();
    let name = |code: &ElementCode| match registry.element(code) {
        Some(element) if ui.lang() == zt_web::Lang::En => element.name_en.clone(),
        Some(element) => element.name_zh.clone(),
        None => code.to_string(),
    };
    let (field, chosen) = (column.field(), column.chosen(values));
    let id = field_id(&field);
    let error = errors.get(&field);
    if column.proposals.is_empty() && chosen.is_empty() {
        return html! { span.quiet { (ui.t("lake-no-proposal")) } };
    }
    html! {
        @if let Some(error) = error { p.error id=(format!("{id}-error")) { (error) } }
        select.choose id=(id) name=(field)
            aria-label=(ui.ta("lake-element-of", &[("column", column.profile.name.as_str().into())]))
            aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-error"))] {
            option value="" { (ui.t("lake-unbound")) }
            @for proposal in &column.proposals {
                @let code = proposal.element.to_string();
                option value=(code) selected[code == chosen] {
                    (name(&proposal.element)) " · " (format!("{:.0} %", proposal.score * 100.0))
                }
            }
        }
        small { (reasons(ui, &column.proposals)) }
    }
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
    // Another page of the columns; nothing is decided yet.
    if !values.get("show").is_empty() {
        return again(&lake, &ui, &import, &values, &FormErrors::new()).await;
    }
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
