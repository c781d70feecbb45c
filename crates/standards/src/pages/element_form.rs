//! The form of an element: propose a new one, its next version, or mend a draft.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use strum::VariantArray as _;
use zt_access::Resource;
use zt_kernel::DivisionLevel::{County, Province};
use zt_web::components::{Span, button, form, hidden, number, select, text, textarea};
use zt_web::{Form, FormErrors, Html, PageError, Ui, Values, see_other};

use super::{key_part, named, proposals, refused};
use crate::data_type::DataType;
use crate::element::draft::element_resource;
use crate::element::store::ElementVersionId;
use crate::element::{Definition, ElementCode, GradeBasis, ObjectClass};
use crate::rule::{Accepts, Axis, Rule};
use crate::standards::Standards;

/// The kinds of rule the form offers, by their words; `""` is none.
const RULES: [&str; 30] = [
    "",
    "length",
    "pattern",
    "number",
    "code_set",
    "date",
    "date_time",
    "year",
    "year_month",
    "yes_no",
    "percentage",
    "longitude",
    "latitude",
    "division",
    "province",
    "county",
    "street_code",
    "community_code",
    "resident_number",
    "credit_code",
    "organisation_code",
    "person_name",
    "mobile",
    "landline",
    "phone",
    "email",
    "url",
    "bank_card",
    "plate",
    "vin",
];

#[derive(Debug, Deserialize)]
pub(super) struct ElementForm {
    name_zh: String,
    name_en: String,
    synonyms: String,
    object: ObjectClass,
    kind: DataType,
    length: Option<u32>,
    precision: Option<u8>,
    rule_kind: String,
    code_set: String,
    accepts: Option<Accepts>,
    pattern: String,
    min: Option<f64>,
    max: Option<f64>,
    scale: Option<u8>,
    grade: u8,
    grade_basis: GradeBasis,
    explanation: String,
    explanation_en: String,
    source: String,
    edits: Option<i64>,
}

impl ElementForm {
    fn definition(self, ui: &Ui) -> Result<Definition, FormErrors> {
        let rule = self.rule(ui)?;
        let trimmed = |text: String| text.trim().to_owned();
        Ok(Definition {
            rule,
            name_zh: trimmed(self.name_zh),
            name_en: trimmed(self.name_en),
            synonyms: self
                .synonyms
                .split(['\n', ',', '，', '、'])
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            object: self.object,
            kind: self.kind,
            length: self.length,
            precision: self.precision,
            grade_label: self.grade,
            grade_basis: self.grade_basis,
            explanation: trimmed(self.explanation),
            explanation_en: trimmed(self.explanation_en),
            source: Some(trimmed(self.source)).filter(|source| !source.is_empty()),
        })
    }

    fn rule(&self, ui: &Ui) -> Result<Option<Rule>, FormErrors> {
        Ok(Some(match self.rule_kind.as_str() {
            "" => return Ok(None),
            "code_set" => Rule::CodeSet {
                code_set: self.code_set.parse().map_err(|_| {
                    FormErrors::one("code_set", ui.t("standards-form-code-set-missing"))
                })?,
                accepts: self.accepts.unwrap_or(Accepts::Code),
            },
            "pattern" => Rule::Pattern { pattern: self.pattern.trim().to_owned() },
            "length" => {
                let bound = |field: &str, bound: Option<f64>, default: u32| match bound {
                    None => Ok(default),
                    Some(number) => whole(number)
                        .ok_or_else(|| FormErrors::one(field, ui.t("standards-form-whole"))),
                };
                let longest = self.length.unwrap_or(crate::element::LENGTH_MAX);
                Rule::Length {
                    min: bound("min", self.min, 1)?,
                    max: bound("max", self.max, longest)?,
                }
            }
            "number" => Rule::Number { min: self.min, max: self.max, scale: self.scale },
            "longitude" => Rule::Coordinate { axis: Axis::Longitude },
            "latitude" => Rule::Coordinate { axis: Axis::Latitude },
            "division" => Rule::Division { level: None },
            "province" => Rule::Division { level: Some(Province) },
            "county" => Rule::Division { level: Some(County) },
            "date" => Rule::Date { min: None, max: None, not_future: false },
            // The rest need nothing but their kind, as the elements file has them.
            kind => serde_json::from_value(serde_json::json!({ "kind": kind }))
                .map_err(|_| FormErrors::one("rule_kind", ui.t("standards-form-rule-unknown")))?,
        }))
    }
}

/// A number of the form as a count of characters.
fn whole(number: f64) -> Option<u32> {
    let text = number.to_string();
    text.parse().ok()
}

/// What a definition looks like typed into the form.
fn values(definition: &Definition) -> Values {
    let word = |word: &'static str| word.to_owned();
    let option = |number: Option<String>| number.unwrap_or_default();
    let mut values = Values::default()
        .with("name_zh", &definition.name_zh)
        .with("name_en", &definition.name_en)
        .with("synonyms", definition.synonyms.join("\n"))
        .with("object", word(definition.object.into()))
        .with("kind", word(definition.kind.letter()))
        .with("length", option(definition.length.map(|length| length.to_string())))
        .with("precision", option(definition.precision.map(|places| places.to_string())))
        .with("grade", definition.grade_label.to_string())
        .with("grade_basis", word(definition.grade_basis.into()))
        .with("explanation", &definition.explanation)
        .with("explanation_en", &definition.explanation_en)
        .with("source", definition.source.clone().unwrap_or_default());
    let kind = match &definition.rule {
        None => "",
        Some(Rule::Coordinate { axis: Axis::Longitude }) => "longitude",
        Some(Rule::Coordinate { axis: Axis::Latitude }) => "latitude",
        Some(Rule::Division { level: Some(Province) }) => "province",
        Some(Rule::Division { level: Some(County) }) => "county",
        Some(rule) => rule.slug(),
    };
    values.push("rule_kind", kind);
    match &definition.rule {
        Some(Rule::CodeSet { code_set, accepts }) => {
            values.push("code_set", code_set.to_string());
            values.push("accepts", word(accepts.into()));
        }
        Some(Rule::Pattern { pattern }) => values.push("pattern", pattern),
        Some(Rule::Length { min, max }) => {
            values.push("min", min.to_string());
            values.push("max", max.to_string());
        }
        Some(Rule::Number { min, max, scale }) => {
            values.push("min", option(min.map(|min| min.to_string())));
            values.push("max", option(max.map(|max| max.to_string())));
            values.push("scale", option(scale.map(|scale| scale.to_string())));
        }
        _ => {}
    }
    values
}

/// Where the form is sent, and what it is called.
struct Sheet<'a> {
    title: &'a str,
    action: String,
    button: &'a str,
}

fn page(
    standards: &Standards,
    ui: &Ui,
    sheet: &Sheet<'_>,
    values: &Values,
    errors: &FormErrors,
) -> Html {
    ui.page(sheet.title)
        .crumb("/standards", ui.t("standards-title"))
        .crumb("/standards/proposals", ui.t("standards-proposals"))
        .lead(ui.t("standards-form-lead"))
        .narrow()
        .errors(errors)
        .body(form(ui, sheet.action.clone()).body(html! {
            @if values.has("edits") { (hidden("edits", values.get("edits"))) }
            (names(ui, values, errors))
            (shape(standards, ui, values, errors))
            (grading(ui, values, errors))
            (button(ui.t(sheet.button)))
        }))
}

fn names(ui: &Ui, values: &Values, errors: &FormErrors) -> Markup {
    let objects = ObjectClass::VARIANTS.iter().map(|object| {
        let word: &str = object.into();
        (word, ui.t(&format!("standards-object-{word}")))
    });
    html! {
        (text(ui, "name_zh", ui.t("standards-name-zh")).max_chars(60).filled(values, errors))
        (text(ui, "name_en", ui.t("standards-name-en")).max_chars(120).filled(values, errors))
        (textarea(ui, "synonyms", ui.t("standards-synonyms"))
            .hint(ui.t("standards-form-synonyms-hint")).optional().filled(values, errors))
        (select(ui, "object", ui.t("standards-object"))
            .blank(ui.t("standards-choose")).options(objects).filled(values, errors))
        (textarea(ui, "explanation", ui.t("standards-explanation")).max_chars(1000).filled(values, errors))
        (textarea(ui, "explanation_en", ui.t("standards-explanation-en"))
            .max_chars(2000).optional().filled(values, errors))
        (text(ui, "source", ui.t("standards-source"))
            .hint(ui.t("standards-form-source-hint")).max_chars(200).optional().filled(values, errors))
    }
}

fn shape(standards: &Standards, ui: &Ui, values: &Values, errors: &FormErrors) -> Markup {
    let registry = standards.registry();
    let kinds = DataType::VARIANTS
        .iter()
        .map(|kind| (kind.letter(), ui.t(&format!("standards-type-{}", kind.letter()))));
    let rules = RULES.iter().map(|kind| {
        let key = if kind.is_empty() { "none".to_owned() } else { key_part(kind) };
        (*kind, ui.t(&format!("standards-kind-of-rule-{key}")))
    });
    let sets: Vec<(String, String)> = registry
        .code_sets()
        .map(|set| {
            let name = named(ui, &set.name_zh, &set.name_en);
            (set.code.to_string(), format!("{} {name}", set.code))
        })
        .collect();
    let accepts = Accepts::VARIANTS.iter().map(|accepts| {
        let word: &str = accepts.into();
        (word, ui.t(&format!("standards-accepts-{}", key_part(word))))
    });
    html! {
        (select(ui, "kind", ui.t("standards-type"))
            .blank(ui.t("standards-choose")).options(kinds).filled(values, errors))
        (number(ui, "length", ui.t("standards-length")).span(Span::Short).optional().filled(values, errors))
        (number(ui, "precision", ui.t("standards-precision")).span(Span::Short).optional().filled(values, errors))
        (select(ui, "rule_kind", ui.t("standards-rule"))
            .hint(ui.t("standards-form-rule-hint")).options(rules).filled(values, errors))
        (select(ui, "code_set", ui.t("standards-code-set"))
            .hint(ui.t("standards-form-code-set-hint")).blank(ui.t("standards-choose"))
            .options(sets).optional().filled(values, errors))
        (select(ui, "accepts", ui.t("standards-accepts"))
            .blank(ui.t("standards-choose")).options(accepts).optional().filled(values, errors))
        (text(ui, "pattern", ui.t("standards-pattern"))
            .hint(ui.t("standards-form-pattern-hint")).max_chars(500).optional().filled(values, errors))
        (text(ui, "min", ui.t("standards-min")).hint(ui.t("standards-form-bounds-hint"))
            .span(Span::Short).inputmode("decimal").optional().filled(values, errors))
        (text(ui, "max", ui.t("standards-max")).span(Span::Short).inputmode("decimal")
            .optional().filled(values, errors))
        (number(ui, "scale", ui.t("standards-scale")).span(Span::Short).optional().filled(values, errors))
    }
}

fn grading(ui: &Ui, values: &Values, errors: &FormErrors) -> Markup {
    let grades = (1..=4_u32)
        .map(|grade| (grade.to_string(), ui.ta("standards-grade", &[("level", grade.into())])));
    let bases = GradeBasis::VARIANTS.iter().map(|basis| {
        let word: &str = basis.into();
        (word, ui.t(&format!("standards-basis-{}", key_part(word))))
    });
    html! {
        (select(ui, "grade", ui.t("standards-grade-label"))
            .hint(ui.t("standards-form-grade-hint")).blank(ui.t("standards-choose"))
            .options(grades).filled(values, errors))
        (select(ui, "grade_basis", ui.t("standards-basis"))
            .blank(ui.t("standards-choose")).options(bases).filled(values, errors))
    }
}

fn new_sheet() -> Sheet<'static> {
    Sheet {
        title: "standards-propose-element",
        action: "/standards/elements/new".to_owned(),
        button: "standards-save-draft",
    }
}

fn revision_sheet(code: &str) -> Sheet<'static> {
    Sheet {
        title: "standards-revise",
        action: format!("/standards/elements/{code}/revise"),
        button: "standards-save-draft",
    }
}

fn edit_sheet(id: i64) -> Sheet<'static> {
    Sheet {
        title: "standards-edit",
        action: format!("/standards/proposals/elements/{id}/edit"),
        button: "standards-save",
    }
}

/// `GET /standards/elements/new`.
pub(super) async fn blank(State(standards): State<Standards>, ui: Ui) -> Result<Html, PageError> {
    let resource = proposal(&ui);
    let _: zt_access::Decision = standards.platform().allow(&ui, "standards.propose", &resource)?;
    let sheet = new_sheet();
    let start = Values::default().with("grade", "1").with("rule_kind", "length");
    let values = ui.typed(&sheet.action).or(start);
    Ok(page(&standards, &ui, &sheet, &values, &FormErrors::new()))
}

/// A new element as the policies see it: its proposer's agency's.
fn proposal(ui: &Ui) -> Resource {
    element_resource("*", ui.actor().agency())
}

/// `POST /standards/elements/new`.
pub(super) async fn create(
    State(standards): State<Standards>,
    ui: Ui,
    form: Form<ElementForm>,
) -> Result<Response, PageError> {
    draft(&standards, &ui, &new_sheet(), None, form).await
}

/// `GET /standards/elements/{code}/revise`: the form filled with the version in force.
pub(super) async fn revise(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let registry = standards.registry();
    let element = registry.element(&code).ok_or_else(PageError::not_found)?;
    let resource = element_resource(&code, element.owner);
    let _: zt_access::Decision = standards.platform().allow(&ui, "standards.propose", &resource)?;
    let sheet = revision_sheet(&code);
    let values = ui.typed(&sheet.action).or(values(&element.definition));
    Ok(page(&standards, &ui, &sheet, &values, &FormErrors::new()))
}

/// `POST /standards/elements/{code}/revise`.
pub(super) async fn create_next(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    form: Form<ElementForm>,
) -> Result<Response, PageError> {
    let code: ElementCode = code.parse().map_err(|_| PageError::not_found())?;
    draft(&standards, &ui, &revision_sheet(&code), Some(&code), form).await
}

async fn draft(
    standards: &Standards,
    ui: &Ui,
    sheet: &Sheet<'_>,
    code: Option<&ElementCode>,
    form: Form<ElementForm>,
) -> Result<Response, PageError> {
    let (values, parsed) = form.into_parts();
    let definition = match parsed.and_then(|typed| typed.definition(ui)) {
        Ok(definition) => definition,
        Err(errors) => return Ok(page(standards, ui, sheet, &values, &errors).into_response()),
    };
    let now = standards.platform().now();
    match standards.draft_element(ui.actor(), code, &definition, now).await {
        Ok(record) => Ok(see_other(format!("/standards/proposals/elements/{}", record.id))
            .success("standards-done-drafted", &[])
            .into_response()),
        Err(error) => {
            let errors = refused(ui, error)?;
            Ok(page(standards, ui, sheet, &values, &errors).into_response())
        }
    }
}

/// `GET /standards/proposals/elements/{id}/edit`.
pub(super) async fn edit(
    State(standards): State<Standards>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let record = proposals::element_record(&standards, &ui, id).await?;
    if !record.element.state.is_open() {
        return Err(PageError::conflict().detail(ui.t("standards-error-not-allowed")));
    }
    let resource = element_resource(&record.element.code, record.element.owner);
    let _: zt_access::Decision = standards.platform().allow(&ui, "standards.propose", &resource)?;
    let sheet = edit_sheet(id);
    let stored = values(&record.element.definition).with("edits", record.edits.to_string());
    let values = ui.typed(&sheet.action).or(stored);
    Ok(page(&standards, &ui, &sheet, &values, &FormErrors::new()))
}

/// `POST /standards/proposals/elements/{id}/edit`.
pub(super) async fn save(
    State(standards): State<Standards>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ElementForm>,
) -> Result<Response, PageError> {
    let sheet = edit_sheet(id);
    let (values, parsed) = form.into_parts();
    let edits = parsed.as_ref().ok().and_then(|typed| typed.edits).unwrap_or(-1);
    let definition = match parsed.and_then(|typed| typed.definition(&ui)) {
        Ok(definition) => definition,
        Err(errors) => return Ok(page(&standards, &ui, &sheet, &values, &errors).into_response()),
    };
    let now = standards.platform().now();
    let version = ElementVersionId(id);
    match standards.edit_element(ui.actor(), version, edits, &definition, now).await {
        Ok(()) => Ok(see_other(format!("/standards/proposals/elements/{id}"))
            .success("web-saved", &[])
            .into_response()),
        Err(error) => {
            let errors = refused(&ui, error)?;
            Ok(page(&standards, &ui, &sheet, &values, &errors).into_response())
        }
    }
}
