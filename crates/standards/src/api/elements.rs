//! `GET /api/v1/elements`, `GET /api/v1/elements/{code}`.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;
use zt_web::{ETag, Keyset, Paging, Problem, Ui};

use crate::data_type::DataType;
use crate::element::Element;
use crate::search;
use crate::standards::Standards;

/// Elements answered unless `limit` says otherwise, and the most it may say.
const LIMIT: (u32, u32) = (100, 500);

/// An element, as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ElementSummary {
    /// Its code.
    #[schema(example = "PER001")]
    code: String,
    /// Chinese name.
    name_zh: String,
    /// English name.
    name_en: String,
    /// What it describes.
    #[schema(example = "person")]
    object: &'static str,
    /// Data type letter of the 2017 catalogue guide.
    data_type: DataType,
    /// The most characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u32>,
    /// The code set it binds to.
    #[serde(skip_serializing_if = "Option::is_none")]
    code_set: Option<String>,
    /// Proposed level of general data, 1 to 4.
    #[schema(minimum = 1, maximum = 4)]
    grade_label: u8,
    /// Version, counted from 1.
    version: u32,
    /// Where the version stands.
    state: &'static str,
}

/// An element with everything it says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ElementView {
    #[serde(flatten)]
    summary: ElementSummary,
    /// Other names, above all column names.
    synonyms: Vec<String>,
    /// Decimal places.
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<u8>,
    /// The checking rule as data: `kind`, and what that kind needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    rule: Option<crate::rule::Rule>,
    /// Why the level is proposed.
    grade_basis: &'static str,
    /// Explanation in Chinese.
    explanation: String,
    /// Explanation in English.
    explanation_en: String,
    /// The published standard the form comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// First day on which this version applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<jiff::civil::Date>,
    /// Last day on which this version applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<jiff::civil::Date>,
    /// Every published version's number, oldest first.
    versions: Vec<u32>,
}

/// A page of elements, ordered by code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ElementPage {
    /// The elements.
    items: Vec<ElementSummary>,
    /// How many there are in all.
    total: usize,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl From<&Element> for ElementSummary {
    fn from(element: &Element) -> Self {
        Self {
            code: element.code.to_string(),
            name_zh: element.name_zh.clone(),
            name_en: element.name_en.clone(),
            object: element.object.into(),
            data_type: element.kind,
            length: element.length,
            code_set: element.code_set().map(ToString::to_string),
            grade_label: element.grade_label,
            version: element.version,
            state: element.state.slug(),
        }
    }
}

/// Lists the data elements in force.
#[utoipa::path(
    get,
    path = "/api/v1/elements",
    tag = "standards",
    params(
        ("q" = Option<String>, Query, description = "Words of a name, a synonym or a code"),
        ("object" = Option<String>, Query, description = "What it describes, such as `person`"),
        ("code_set" = Option<String>, Query, description = "Only those bound to this code set"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "At most so many: 100 unless said, 500 at most")
    ),
    responses(
        (status = 200, description = "The elements", body = ElementPage),
        (status = 304, description = "Unchanged since the ETag given"),
        (status = 400, description = "A parameter is not understood", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub(super) async fn list(
    State(standards): State<Standards>,
    ui: Ui,
    paging: Paging,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let code_set = ui.param("code_set").filter(|code| !code.is_empty());
    let query = search::Query {
        words: ui.param("q").unwrap_or_default(),
        objects: ui.param("object").filter(|object| !object.is_empty()).into_iter().collect(),
        ..search::Query::default()
    };
    let mut found = search::elements(&registry, &query);
    found.retain(|element| {
        code_set.is_none() || element.code_set().map(ToString::to_string) == code_set
    });
    found.sort_by(|a, b| a.code.cmp(&b.code));
    let total = found.len();
    let limit = paging.limit(LIMIT.0, LIMIT.1) as usize;
    let after = paging.after.as_ref().and_then(|after| after.text(0)).unwrap_or_default();
    let rest: Vec<_> = found.into_iter().filter(|element| *element.code > *after).collect();
    let next = rest
        .get(limit.saturating_sub(1))
        .filter(|_| rest.len() > limit)
        .map(|last| Keyset::new([last.code.to_string().into()]).to_string());
    let items = rest.into_iter().take(limit).map(Into::into).collect();
    Ok(tagged(&headers, &ElementPage { items, total, next }))
}

/// Shows one data element, the version in force.
#[utoipa::path(
    get,
    path = "/api/v1/elements/{code}",
    tag = "standards",
    params(
        ("code" = String, Path, description = "The element's code", example = "PER001"),
        ("version" = Option<u32>, Query, description = "A published version's number")
    ),
    responses(
        (status = 200, description = "The element", body = ElementView),
        (status = 304, description = "Unchanged since the ETag given"),
        (status = 404, description = "No such element or version", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub(super) async fn show(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let versions = registry.element_versions(&code);
    let element = match ui.param("version").filter(|version| !version.is_empty()) {
        None => registry.element(&code).or(versions.last()),
        Some(version) => versions.iter().find(|element| element.version.to_string() == version),
    };
    let element = element.ok_or_else(|| super::not_found(&ui, &code))?;
    let view = ElementView {
        summary: element.into(),
        synonyms: element.synonyms.clone(),
        precision: element.precision,
        rule: element.rule.clone(),
        grade_basis: element.grade_basis.into(),
        explanation: element.explanation.clone(),
        explanation_en: element.explanation_en.clone(),
        source: element.source.clone(),
        valid_from: element.valid_from,
        valid_to: element.valid_to,
        versions: versions.iter().map(|element| element.version).collect(),
    };
    Ok(tagged(&headers, &view))
}

/// The document with its entity tag, or 304.
pub(super) fn tagged(headers: &HeaderMap, body: &impl Serialize) -> Response {
    // Views are structs of strings and numbers: serialising to memory can't fail.
    let value = serde_json::to_value(body).unwrap_or_default();
    let bytes = value.to_string();
    ETag::of(bytes.as_bytes()).respond(headers, || Json(value)).into_response()
}
