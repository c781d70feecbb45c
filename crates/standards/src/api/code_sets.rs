//! `GET /api/v1/code-sets`, `GET /api/v1/code-sets/{code}?at=`.

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;
use zt_web::{Keyset, Paging, Problem, Ui};

use super::elements::tagged;
use crate::code_set::{CodeItem, CodeSetVersion, items_digest};
use crate::registry::CodeSet;
use crate::standards::Standards;

/// Items answered unless `limit` says otherwise, and the most it may say.
const LIMIT: (u32, u32) = (1000, 5000);

/// A code set with its versions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodeSetSummary {
    /// Its code.
    #[schema(example = "GBT2261.1")]
    code: String,
    /// Chinese name.
    name_zh: String,
    /// English name.
    name_en: String,
    /// The published standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<String>,
    /// Published versions, oldest first.
    versions: Vec<VersionSummary>,
}

/// One version of a code set.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionSummary {
    /// Its name.
    version: String,
    /// Where it stands.
    state: &'static str,
    /// First day on which it applies.
    #[schema(value_type = String, format = Date)]
    valid_from: jiff::civil::Date,
    /// Last day on which it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<jiff::civil::Date>,
    /// How many items it has.
    items: usize,
}

/// The code sets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodeSetList {
    /// By code.
    items: Vec<CodeSetSummary>,
}

/// One version of a code set with a page of its items.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodeSetView {
    /// Its code.
    code: String,
    /// Chinese name.
    name_zh: String,
    /// English name.
    name_en: String,
    #[serde(flatten)]
    version: VersionSummary,
    /// SHA-256 of all items, in hexadecimal, as the publishing event has it.
    digest: String,
    /// The items of this page, in the standard's order.
    values: Vec<ItemView>,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// One value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ItemView {
    /// The code.
    code: String,
    /// Chinese name.
    name: String,
    /// English name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name_en: Option<String>,
    /// The code one level up.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

impl From<&CodeItem> for ItemView {
    fn from(item: &CodeItem) -> Self {
        let CodeItem { code, name, name_en, parent } = item.clone();
        Self { code, name, name_en, parent }
    }
}

impl From<&CodeSetVersion> for VersionSummary {
    fn from(version: &CodeSetVersion) -> Self {
        Self {
            version: version.version.clone(),
            state: version.state.slug(),
            valid_from: version.valid_from,
            valid_to: version.valid_to,
            items: version.items.len(),
        }
    }
}

impl From<&CodeSet> for CodeSetSummary {
    fn from(set: &CodeSet) -> Self {
        Self {
            code: set.code.to_string(),
            name_zh: set.name_zh.clone(),
            name_en: set.name_en.clone(),
            standard: set.standard.clone(),
            versions: set.versions.iter().map(|version| (&**version).into()).collect(),
        }
    }
}

/// Lists the code sets with their versions.
#[utoipa::path(
    get,
    path = "/api/v1/code-sets",
    tag = "standards",
    responses(
        (status = 200, description = "The code sets", body = CodeSetList),
        (status = 304, description = "Unchanged since the ETag given")
    )
)]
pub(super) async fn list(
    State(standards): State<Standards>,
    ui: Ui,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let items = registry.code_sets().filter(|set| !set.versions.is_empty()).map(Into::into);
    Ok(tagged(&headers, &CodeSetList { items: items.collect() }))
}

/// Shows the version of a code set that applies on a date, with its items.
#[utoipa::path(
    get,
    path = "/api/v1/code-sets/{code}",
    tag = "standards",
    params(
        ("code" = String, Path, description = "The code set's code", example = "GBT2261.1"),
        ("at" = Option<String>, Query, description = "A date; today if left out", example = "2015-06-30"),
        ("version" = Option<String>, Query, description = "A version's name instead of a date"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "At most so many items: 1000 unless said, 5000 at most")
    ),
    responses(
        (status = 200, description = "The version", body = CodeSetView),
        (status = 304, description = "Unchanged since the ETag given"),
        (status = 400, description = "A parameter is not understood", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "No such code set, or no version on that date", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub(super) async fn show(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    paging: Paging,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::allow_read(&standards, &ui)?;
    let at = super::date_asked(&standards, &ui)?;
    let registry = standards.registry();
    let set = registry.code_set_versions(&code).ok_or_else(|| super::not_found(&ui, &code))?;
    let version = match ui.param("version").filter(|version| !version.is_empty()) {
        Some(name) => set.version(&name),
        None => set.at(at),
    };
    let version = version.ok_or_else(|| super::not_found(&ui, &code))?;
    // Items are ordered as the standard has them, so the cursor is a position.
    let after = paging.after.as_ref().and_then(|after| after.i64(0)).unwrap_or(0);
    let start = usize::try_from(after).unwrap_or(0).min(version.items.len());
    let end = (start + paging.limit(LIMIT.0, LIMIT.1) as usize).min(version.items.len());
    let next = (end < version.items.len())
        .then(|| Keyset::new([i64::try_from(end).unwrap_or(i64::MAX).into()]).to_string());
    let view = CodeSetView {
        code: set.code.to_string(),
        name_zh: set.name_zh.clone(),
        name_en: set.name_en.clone(),
        version: (&**version).into(),
        digest: items_digest(&version.items),
        values: version.items[start..end].iter().map(Into::into).collect(),
        next,
    };
    Ok(tagged(&headers, &view))
}
