//! `GET /api/v1/entries/{code}`: every field of an entry.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use zt_kernel::Actor;
use zt_web::{ETag, Problem, Ui};

use crate::{
    Catalogue, Entry, EntryCode, Item, change::resource, description::Description,
    difference::Place, lint::Finding,
};

/// An entry in the fields of the 2017 guide.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct EntryDocument {
    /// 信息资源代码.
    #[schema(example = "301001/000017")]
    code: String,
    /// 类、项、目、细目.
    classification: String,
    /// The version, from 1.
    version: u32,
    /// `draft`, `submitted`, `published`, `superseded` or `withdrawn`.
    state: &'static str,
    /// The provider's number.
    agency: i64,
    /// 信息资源名称.
    name: String,
    /// The name in English; may be empty.
    name_en: String,
    /// 信息资源摘要.
    #[serde(rename = "abstract")]
    abstract_: String,
    /// 信息资源格式: its kind.
    format: &'static str,
    /// 信息资源格式: its type.
    format_detail: String,
    /// 更新周期.
    update_cycle: &'static str,
    /// 发布日期.
    #[schema(value_type = Option<String>, format = Date)]
    published_on: Option<jiff::civil::Date>,
    /// 关联资源代码.
    related: Vec<String>,
    /// The strictest sharing type of the items.
    sharing: &'static str,
    /// How much of it is open.
    openness: &'static str,
    /// The maximum grade of the items; absent while one has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<&'static str>,
    /// 信息项.
    items: Vec<ItemDocument>,
}

/// An item.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct ItemDocument {
    /// Place, from 1.
    position: u32,
    /// The column.
    name: String,
    /// 信息项名称.
    label: String,
    /// 数据类型, one letter.
    data_type: &'static str,
    /// The data element.
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<String>,
    /// 共享类型.
    sharing: &'static str,
    /// The condition, or the legal basis of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
    /// 共享方式.
    mode: &'static str,
    /// 开放属性.
    opening: &'static str,
    /// The confirmed grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<&'static str>,
    /// How readers under a grant see it.
    mask: String,
}

/// A finding of the lint.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FindingDocument {
    /// What is wrong.
    code: &'static str,
    /// `notice`, `warning` or `error`.
    severity: &'static str,
    /// JSON pointer into the document that was sent.
    pointer: String,
    /// What the finding is about: a code, a date.
    about: String,
}

impl From<&Item> for ItemDocument {
    fn from(item: &Item) -> Self {
        Self {
            position: item.position,
            name: item.name.clone(),
            label: item.label.clone(),
            data_type: item.data_type.letter(),
            element: item.element.as_ref().map(ToString::to_string),
            sharing: item.sharing.kind().into(),
            ground: item.sharing.ground().map(ToOwned::to_owned),
            mode: item.sharing.mode.into(),
            opening: item.opening.as_str(),
            grade: item.grade.map(crate::Grade::as_str),
            mask: item.mask.to_string(),
        }
    }
}

impl EntryDocument {
    /// The entry as `actor` may see it.
    fn seen_by(actor: &Actor, entry: &Entry) -> Self {
        Self { items: entry.items_for(actor).map(Into::into).collect(), ..entry.into() }
    }
}

impl From<&Entry> for EntryDocument {
    fn from(entry: &Entry) -> Self {
        Self {
            code: entry.code.to_string(),
            classification: entry.classification.to_string(),
            version: entry.version,
            state: entry.state.as_str(),
            agency: entry.agency.0,
            name: entry.name.clone(),
            name_en: entry.name_en.clone(),
            abstract_: entry.abstract_.clone(),
            format: entry.format.kind.into(),
            format_detail: entry.format.detail.clone(),
            update_cycle: entry.update_cycle.into(),
            published_on: entry.published_on,
            related: entry.related.iter().map(ToString::to_string).collect(),
            sharing: entry.sharing_type().into(),
            openness: entry.openness().into(),
            grade: entry.grade().map(crate::Grade::as_str),
            items: entry.items.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Finding> for FindingDocument {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.severity.into(),
            pointer: pointer(&finding.place),
            about: finding.about.clone(),
        }
    }
}

/// The JSON pointer of a place. Items are told by their column name, which stands
/// in the pointer where an index would: names are stable, places are not.
pub(super) fn pointer(place: &Place) -> String {
    match place {
        Place::Field(field) => format!("/{field}"),
        Place::Item { item, field } => {
            format!("/items/{}/{field}", item.replace('~', "~0").replace('/', "~1"))
        }
    }
}

/// The tag of a version as stored: changes with every saved change.
pub(super) fn tag(entry: &Entry) -> ETag {
    let (version, revision) = (entry.version.to_string(), entry.revision.to_string());
    ETag::of_parts(&[entry.code.as_str(), &version, &revision])
}

/// The entry of that code that the caller may read: the published version, or the
/// draft with `?version=draft`.
pub(super) async fn readable(
    ui: &Ui,
    catalogue: &Catalogue,
    code: &str,
    draft: bool,
) -> Result<Entry, Problem> {
    let code: EntryCode = code.parse().map_err(|_| super::not_found())?;
    let found =
        if draft { catalogue.find_latest(&code).await } else { catalogue.find(&code).await };
    let entry = found.map_err(super::internal)?.ok_or_else(super::not_found)?;
    // What one may not see is answered like what is not there: which codes drafts
    // bear is their agency's own business.
    let _ = catalogue
        .platform()
        .decide(ui.actor(), "catalogue.entry.read", &resource(&entry))
        .map_err(|_| super::not_found())?;
    Ok(entry)
}

#[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
/// What is sent to write an entry: its description, as [`Description`] reads it.
pub(super) fn described(body: &[u8]) -> Result<Description, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        Problem::new(
            http::StatusCode::UNPROCESSABLE_ENTITY,
            "malformed",
            "The description can't be read",
        )
        .detail(error.to_string())
    })
}

/// Reads one entry.
#[utoipa::path(
    get,
    path = "/api/v1/entries/{code}",
    tag = "catalogue",
    params(
        ("code" = String, Path, description = "The code, its slash written as a hyphen"),
        ("version" = Option<String>, Query, description = "`draft` for the newest version whatever its state"),
    ),
    responses(
        (status = 200, description = "The entry", body = EntryDocument),
        (status = 304, description = "The caller holds it already"),
        (status = 404, description = "No such entry, or none the caller may see", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn read(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let draft = ui.param("version").as_deref() == Some("draft");
    let entry = readable(&ui, &catalogue, &code, draft).await?;
    let actor = ui.actor();
    let tag = if entry.items_for(actor).count() == entry.items.len() {
        tag(&entry)
    } else {
        // Another document than what who has signed in gets.
        ETag::of_parts(&["open", entry.code.as_str(), &entry.version.to_string()])
    };
    Ok(tag.respond(&headers, || Json(EntryDocument::seen_by(actor, &entry))))
}
