//! The items of a draft: the list, and one form that sets many at once. A table
//! has a hundred columns and more; nobody writes the same condition a hundred times.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use strum::VariantArray as _;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        Column, button, checkboxes, form as form_tag, hidden, leaves, link_button_secondary,
        radios, select, table, text, textarea,
    },
    see_other,
};

use super::{
    edit_item::worded,
    words::{element_link, field_name, grade_tag, sharing_tag},
};
use crate::{
    Basis, BasisKind, Catalogue, ChangeError, Entry, Item, Opening, Personal, SharingMode,
    SharingTerms, SharingType, State as Standing, Target, difference::Place, lint::Finding,
};

/// Items in the list of the edit page.
const SHOWN: usize = 30;
/// Items to tick on a page; the choice “all” holds for those on every page.
const TICKED: usize = 100;

/// The list under the edit form.
pub(super) fn list(ui: &Ui, catalogue: &Catalogue, entry: &Entry, findings: &[Finding]) -> Markup {
    let registry = catalogue.registry();
    // Only a draft's items can be opened: a published version does not change.
    let is_draft = matches!(entry.state, Standing::Draft { .. });
    let page = super::path_of(&entry.code);
    let count = |name: &str| {
        findings
            .iter()
            .filter(|it| matches!(&it.place, Place::Item { item, .. } if item == name))
            .count()
    };
    let caption = ui.ta("catalogue-items", &[("count", entry.items.len().into())]);
    let part = leaves(ui, "items", caption.clone(), entry.items.len(), SHOWN);
    html! {
        section id="items" {
            (table(ui, caption)
                .columns([
                    Column::text(ui.t("catalogue-field-label")).wide(),
                    Column::text(ui.t("catalogue-field-element")),
                    Column::text(ui.t("catalogue-field-sharing")),
                    Column::text(ui.t("catalogue-field-opening")),
                    Column::text(ui.t("catalogue-field-grade")),
                    Column::number(ui.t("catalogue-mine-findings")),
                ])
                .rows(entry.items[part.range()].iter().map(|item| [
                    html! {
                        @if is_draft { a href=(format!("{page}/items/{}", item.position)) { (item.label) } }
                        @else { (item.label) }
                        @if item.label != item.name { " " code { (item.name) } }
                    },
                    element_link(ui, &registry, item.element.as_ref()),
                    sharing_tag(ui, item.sharing.kind()),
                    html! { (ui.t(&format!("catalogue-opening-{}", item.opening.as_str()))) },
                    grade_tag(ui, item.grade),
                    html! { (count(&item.name)) },
                ]))
                .empty(html! { p { (ui.t("catalogue-items-empty")) } }))
            (part)
            @if is_draft {
                div.actions {
                    @if entry.items.len() > 1 {
                        (link_button_secondary(format!("{page}/items"), ui.t("catalogue-items-many")))
                    }
                    (link_button_secondary(format!("{page}/items/{}", entry.items.len() + 1), ui.t("catalogue-item-new")))
                    (link_button_secondary(format!("{page}/grading"), ui.t("catalogue-to-grading")))
                }
            }
        }
    }
}

/// Which items are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Scope {
    All,
    Ticked,
}

/// What is set; what is left empty stays as it is.
#[derive(serde::Deserialize)]
pub struct Edited {
    revision: i64,
    scope: Scope,
    #[serde(default)]
    item: Vec<u32>,
    sharing: Option<SharingType>,
    #[serde(default)]
    ground: String,
    basis_kind: Option<BasisKind>,
    mode: Option<SharingMode>,
    #[serde(default)]
    opening: String,
    #[serde(default)]
    opening_condition: String,
    personal: Option<Personal>,
}

pub async fn form(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let start =
        Values::from_iter([("revision", entry.revision.to_string()), ("scope", "all".to_owned())]);
    let values = ui.typed(&action(&entry)).or(start);
    Ok(page(&ui, &entry, &values, &FormErrors::new()))
}

pub async fn save(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    form: Form<Edited>,
) -> Result<Response, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let (values, parsed) = form.into_parts();
    let edited = match parsed.and_then(|edited| complete(&ui, edited)) {
        Ok(edited) => edited,
        Err(errors) => return Ok(page(&ui, &entry, &values, &errors).into_response()),
    };
    let mut description = entry.description();
    let mut set = 0_usize;
    for item in &mut description.items {
        if edited.scope == Scope::All || edited.item.contains(&item.position) {
            apply(&edited, item);
            set += 1;
        }
    }
    let target = Target { entry: entry.id, revision: Some(edited.revision) };
    match catalogue.update(ui.actor(), target, description, catalogue.platform().now()).await {
        Ok(entry) => Ok(see_other(format!("{}/edit#items", super::path_of(&entry.code)))
            .success("catalogue-items-set", &[("count", set.into())])
            .into_response()),
        Err(ChangeError::Stale) => {
            let errors = FormErrors::one("scope", ui.t("catalogue-stale"));
            Ok(page(&ui, &entry, &values, &errors).into_response())
        }
        Err(error) => Err(super::failed(&ui, error)),
    }
}

/// What was asked for, if it says enough to be done.
fn complete(ui: &Ui, edited: Edited) -> Result<Edited, FormErrors> {
    let mut errors = FormErrors::new();
    let ground = !edited.ground.trim().is_empty();
    errors.require(edited.scope == Scope::All || !edited.item.is_empty(), "item", || {
        ui.t("catalogue-items-none-ticked")
    });
    match edited.sharing {
        Some(SharingType::Conditional) => {
            errors.require(ground, "ground", || ui.t("catalogue-lint-condition-missing"));
        }
        Some(SharingType::Refused) => {
            errors.require(ground, "ground", || ui.t("catalogue-lint-basis-missing"));
        }
        Some(SharingType::Unconditional) | None => {
            errors.require(!ground, "sharing", || ui.t("catalogue-items-ground-of-what"));
        }
    }
    let condition = !edited.opening_condition.trim().is_empty();
    errors.require(edited.opening != "conditional" || condition, "opening_condition", || {
        ui.t("catalogue-lint-opening-condition-missing")
    });
    let changes = edited.sharing.is_some()
        || edited.mode.is_some()
        || edited.personal.is_some()
        || !edited.opening.is_empty();
    errors.require(changes || !errors.is_empty(), "sharing", || ui.t("catalogue-items-nothing"));
    errors.into_result().map(|()| edited)
}

fn apply(edited: &Edited, item: &mut Item) {
    let ground = || edited.ground.trim().to_owned();
    if let Some(sharing) = edited.sharing {
        item.sharing.terms = match sharing {
            SharingType::Unconditional => SharingTerms::Unconditional,
            SharingType::Conditional => SharingTerms::Conditional { condition: ground() },
            SharingType::Refused => {
                let kind = edited.basis_kind.unwrap_or(BasisKind::Law);
                SharingTerms::Refused { basis: Basis { kind, citation: ground() } }
            }
        };
    }
    if let Some(mode) = edited.mode {
        item.sharing.mode = mode;
    }
    if let Some(personal) = edited.personal {
        item.personal = personal;
    }
    match edited.opening.as_str() {
        "open" => item.opening = Opening::Open,
        "closed" => item.opening = Opening::Closed,
        "conditional" => {
            let condition = edited.opening_condition.trim().to_owned();
            item.opening = Opening::Conditional { condition };
        }
        _ => {}
    }
}

fn action(entry: &Entry) -> String {
    format!("{}/items", super::path_of(&entry.code))
}

fn page(ui: &Ui, entry: &Entry, values: &Values, errors: &FormErrors) -> Html {
    let label = |field: &str| field_name(ui, field);
    let leave = || ui.t("catalogue-items-leave");
    let legend = ui.t("catalogue-items-ticked");
    let part = leaves(ui, "ticks", legend.clone(), entry.items.len(), TICKED);
    let choices =
        entry.items[part.range()].iter().map(|it| (it.position.to_string(), it.label.clone()));
    let openings = ["closed", "conditional", "open"]
        .map(|name| (name, ui.t(&format!("catalogue-opening-{name}"))));
    ui.page("catalogue-items-many")
        .within("/catalogue/mine")
        .crumb("/catalogue/mine", ui.t("catalogue-nav-mine"))
        .crumb(
            format!("{}/edit", super::path_of(&entry.code)),
            entry.title(ui.lang()),
        )
        .lead(ui.t("catalogue-items-many-lead"))
        .errors(errors)
        .body(html! {
            (form_tag(ui, action(entry)).body(html! {
                (hidden("revision", values.get("revision")))
                (select(ui, "sharing", label("sharing")).blank(leave()).options(worded(ui, "sharing", SharingType::VARIANTS)).filled(values, errors))
                (textarea(ui, "ground", label("ground")).rows(2).hint(ui.t("catalogue-hint-ground")).filled(values, errors).optional())
                (select(ui, "basis_kind", label("basis_kind")).blank(leave()).options(worded(ui, "basis", BasisKind::VARIANTS)).filled(values, errors))
                (select(ui, "mode", label("mode")).blank(leave()).options(worded(ui, "mode", SharingMode::VARIANTS)).filled(values, errors))
                (select(ui, "opening", label("opening")).blank(leave()).options(openings).filled(values, errors))
                (text(ui, "opening_condition", label("opening_condition")).filled(values, errors).optional())
                (select(ui, "personal", label("personal")).blank(leave()).options(worded(ui, "personal", Personal::VARIANTS)).filled(values, errors))
                (radios(ui, "scope", ui.t("catalogue-items-scope"))
                    .option("all", ui.ta("catalogue-items-all", &[("count", entry.items.len().into())]))
                    .option("ticked", legend)
                    .filled(values, errors))
                section id="ticks" {
                    (checkboxes(ui, "item", ui.t("catalogue-field-items")).options(choices).filled(values, errors).columns())
                }
                (button(ui.t("catalogue-items-set-them")))
            }))
            (part)
        })
}
