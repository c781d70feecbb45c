//! Editing one item of a draft, or adding one after the last.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::html;
use strum::VariantArray as _;
use zt_kernel::AgencyId;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        button, button_danger, button_secondary, form as form_tag, hidden, radios, select, text,
        textarea,
    },
    see_other,
};

use super::{
    edit::beside,
    words::{agency_name, field_name, mask_name},
};
use crate::{
    Basis, BasisKind, Catalogue, ChangeError, DataType, ElementCode, Entry, Item, Mask, Opening,
    Personal, Sharing, SharingMode, SharingTerms, SharingType, Target, difference::Place,
    lint::Finding,
};

#[derive(serde::Deserialize)]
pub struct Edited {
    revision: i64,
    name: String,
    label: String,
    data_type: DataType,
    element: String,
    sharing: SharingType,
    ground: String,
    basis_kind: Option<BasisKind>,
    mode: SharingMode,
    opening: String,
    opening_condition: String,
    mask: String,
    personal: Personal,
    source: Option<i64>,
    #[serde(default)]
    remove: bool,
    #[serde(default)]
    next: bool,
}

pub async fn form(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path((code, position)): Path<(String, u32)>,
) -> Result<Html, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let item = at(&entry, position)?;
    let findings =
        catalogue.findings(&entry, catalogue.platform().now()).await.map_err(super::internal)?;
    let values = ui.typed(&action(&entry, position)).or(stored(&entry, &item));
    Ok(page(&ui, &catalogue, &entry, &item, &values, &FormErrors::new(), &findings))
}

pub async fn save(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path((code, position)): Path<(String, u32)>,
    form: Form<Edited>,
) -> Result<Response, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let known = at(&entry, position)?;
    let now = catalogue.platform().now();
    let (values, parsed) = form.into_parts();
    let read = parsed.and_then(|edited| {
        let (revision, next) = (edited.revision, edited.next);
        let item = if edited.remove { None } else { Some(item(&ui, &known, &edited)?) };
        Ok((revision, item, next))
    });
    let again = |errors: FormErrors, findings: &[Finding]| {
        page(&ui, &catalogue, &entry, &known, &values, &errors, findings).into_response()
    };
    let (revision, item, next) = match read {
        Ok(read) => read,
        Err(errors) => {
            let findings = catalogue.findings(&entry, now).await.map_err(super::internal)?;
            return Ok(again(errors, &findings));
        }
    };
    let mut description = entry.description();
    let index = position as usize - 1;
    match item {
        None if index < description.items.len() => drop(description.items.remove(index)),
        None => {}
        Some(item) if index < description.items.len() => description.items[index] = item,
        Some(item) => description.items.push(item),
    }
    let target = Target { entry: entry.id, revision: Some(revision) };
    match catalogue.update(ui.actor(), target, description, now).await {
        Ok(entry) => {
            let follows = entry.items.iter().any(|item| item.position == position + 1);
            let to = if next && follows {
                action(&entry, position + 1)
            } else {
                format!("{}/edit#items", super::path_of(&entry.code))
            };
            Ok(see_other(to).success("catalogue-saved", &[]).into_response())
        }
        Err(ChangeError::Stale) => {
            let findings = catalogue.findings(&entry, now).await.map_err(super::internal)?;
            Ok(again(FormErrors::one("label", ui.t("catalogue-stale")), &findings))
        }
        Err(error) => Err(super::failed(&ui, error)),
    }
}

#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
/// The item at that place, or a blank one for the place after the last.
fn at(entry: &Entry, position: u32) -> Result<Item, PageError> {
    let next = u32::try_from(entry.items.len()).unwrap_or(u32::MAX).saturating_add(1);
    match entry.items.iter().find(|item| item.position == position) {
        Some(item) => Ok(item.clone()),
        None if position == next => Ok(Item::new(position, "", DataType::C)),
        None => Err(PageError::not_found()),
    }
}

fn action(entry: &Entry, position: u32) -> String {
    format!("{}/items/{position}", super::path_of(&entry.code))
}

fn item(ui: &Ui, known: &Item, edited: &Edited) -> Result<Item, FormErrors> {
    let mut errors = FormErrors::new();
    errors.require(!edited.name.trim().is_empty(), "name", || ui.t("catalogue-item-name-missing"));
    let code = edited.element.trim();
    let element: Option<ElementCode> = code.parse().ok();
    errors.require(code.is_empty() || element.is_some(), "element", || {
        ui.t("catalogue-element-malformed")
    });
    let ground = edited.ground.trim().to_owned();
    let terms = match edited.sharing {
        SharingType::Unconditional => SharingTerms::Unconditional,
        SharingType::Conditional => SharingTerms::Conditional { condition: ground },
        SharingType::Refused => {
            let kind = edited.basis_kind.unwrap_or(BasisKind::Law);
            SharingTerms::Refused { basis: Basis { kind, citation: ground } }
        }
    };
    let opening = match edited.opening.as_str() {
        "open" => Opening::Open,
        "conditional" => {
            Opening::Conditional { condition: edited.opening_condition.trim().to_owned() }
        }
        _ => Opening::Closed,
    };
    let mask = edited.mask.trim().parse::<Mask>();
    errors.require(mask.is_ok(), "mask", || ui.t("catalogue-mask-malformed"));
    errors.into_result()?;
    let name = edited.name.trim().to_owned();
    let label = Some(edited.label.trim().to_owned()).filter(|label| !label.is_empty());
    Ok(Item {
        position: known.position,
        label: label.unwrap_or_else(|| name.clone()),
        name,
        data_type: edited.data_type,
        element,
        sharing: Sharing { terms, mode: edited.mode },
        opening,
        grade: known.grade,
        mask: mask.unwrap_or(known.mask),
        personal: edited.personal,
        source: edited.source.map(AgencyId),
    })
}

fn stored(entry: &Entry, item: &Item) -> Values {
    let sharing: &str = item.sharing.kind().into();
    let mode: &str = item.sharing.mode.into();
    let personal: &str = item.personal.into();
    let basis: &str = match &item.sharing.terms {
        SharingTerms::Refused { basis } => basis.kind.into(),
        SharingTerms::Unconditional | SharingTerms::Conditional { .. } => "",
    };
    let condition = match &item.opening {
        Opening::Conditional { condition } => condition.clone(),
        Opening::Closed | Opening::Open => String::new(),
    };
    Values::from_iter([
        ("revision", entry.revision.to_string()),
        ("name", item.name.clone()),
        ("label", item.label.clone()),
        ("data_type", item.data_type.letter().to_owned()),
        ("element", item.element.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("sharing", sharing.to_owned()),
        ("ground", item.sharing.ground().unwrap_or_default().to_owned()),
        ("basis_kind", basis.to_owned()),
        ("mode", mode.to_owned()),
        ("opening", item.opening.as_str().to_owned()),
        ("opening_condition", condition),
        ("mask", item.mask.to_string()),
        ("personal", personal.to_owned()),
        ("source", item.source.map(|agency| agency.to_string()).unwrap_or_default()),
    ])
}

/// The values of a choice with their words.
pub(super) fn worded<T: Copy + Into<&'static str>>(
    ui: &Ui,
    kind: &str,
    values: &[T],
) -> Vec<(&'static str, String)> {
    values
        .iter()
        .map(|value| {
            let name: &'static str = (*value).into();
            (
                name,
                ui.t(&format!("catalogue-{kind}-{}", name.to_ascii_lowercase().replace('_', "-"))),
            )
        })
        .collect()
}

/// The masks to choose from: the usual ones, and the one that stands.
fn masks(ui: &Ui, standing: &str) -> Vec<(String, String)> {
    const USUAL: [Mask; 8] = [
        Mask::None,
        Mask::KeepEnds { head: 1, tail: 0 },
        Mask::KeepEnds { head: 3, tail: 4 },
        Mask::KeepEnds { head: 6, tail: 4 },
        Mask::YearOnly,
        Mask::Decimals(0),
        Mask::Decimals(2),
        Mask::Redact,
    ];
    let standing = standing.parse().ok().filter(|mask| !USUAL.contains(mask));
    USUAL.into_iter().chain(standing).map(|mask| (mask.to_string(), mask_name(ui, mask))).collect()
}

fn page(
    ui: &Ui,
    catalogue: &Catalogue,
    entry: &Entry,
    item: &Item,
    values: &Values,
    errors: &FormErrors,
    findings: &[Finding],
) -> Html {
    let reference = catalogue.reference();
    let hint = |field: &'static str, key: Option<&str>| {
        beside(ui, findings, &Place::Item { item: item.name.clone(), field }, key)
    };
    let label = |field: &str| field_name(ui, field);
    let agencies = reference
        .agencies()
        .into_iter()
        .filter(|agency| agency.id != entry.agency)
        .map(|agency| (agency.id.to_string(), agency_name(ui, &reference, agency.id)))
        .collect::<Vec<_>>();
    ui.page("catalogue-item-title")
        .within("/catalogue/mine")
        .crumb("/catalogue/mine", ui.t("catalogue-nav-mine"))
        .crumb(format!("{}/edit", super::path_of(&entry.code)), entry.title(ui.lang()))
        .narrow()
        .errors(errors)
        .body(html! {
            (form_tag(ui, action(entry, item.position)).body(html! {
                (hidden("revision", values.get("revision")))
                (text(ui, "name", label("name-of-column")).hint(hint("name", None)).filled(values, errors))
                (text(ui, "label", label("label")).hint(hint("label", None)).filled(values, errors).optional())
                (select(ui, "data_type", label("data_type")).hint(hint("data_type", None)).options(worded(ui, "type", DataType::VARIANTS)).filled(values, errors))
                (text(ui, "element", label("element")).hint(hint("element", Some("catalogue-hint-element"))).filled(values, errors).optional())
                (radios(ui, "sharing", label("sharing")).options(worded(ui, "sharing", SharingType::VARIANTS)).filled(values, errors))
                (textarea(ui, "ground", label("ground")).rows(2).hint(hint("ground", Some("catalogue-hint-ground"))).filled(values, errors).optional())
                (select(ui, "basis_kind", label("basis_kind")).blank(ui.t("catalogue-choose")).options(worded(ui, "basis", BasisKind::VARIANTS)).filled(values, errors).optional())
                (select(ui, "mode", label("mode")).options(worded(ui, "mode", SharingMode::VARIANTS)).filled(values, errors))
                (radios(ui, "opening", label("opening")).hint(hint("opening", None))
                    .options(["closed", "conditional", "open"].map(|name| (name, ui.t(&format!("catalogue-opening-{name}")))))
                    .filled(values, errors))
                (text(ui, "opening_condition", label("opening_condition")).hint(hint("opening_condition", None)).filled(values, errors).optional())
                (select(ui, "personal", label("personal")).hint(hint("personal", None)).options(worded(ui, "personal", Personal::VARIANTS)).filled(values, errors))
                (select(ui, "mask", label("mask")).hint(hint("mask", Some("catalogue-hint-mask"))).options(masks(ui, values.get("mask"))).filled(values, errors))
                (select(ui, "source", label("source")).hint(hint("source", Some("catalogue-hint-source"))).blank(ui.t("catalogue-own-collection")).options(agencies).filled(values, errors).optional())
                (button(ui.t("catalogue-save")))
                @if entry.items.iter().any(|it| it.position == item.position + 1) {
                    (button_secondary(ui.t("catalogue-save-and-next")).named("next", "true"))
                }
                @if entry.item(&item.name).is_some() {
                    (button_danger(ui.t("catalogue-item-remove")).named("remove", "true"))
                }
            }))
        })
}
