//! `GET /api/v1/entries`: search with facets, page by page.

use axum::{Json, extract::State};
use http::StatusCode;
use jiff::civil::Date;
use zt_web::{Paging, Problem, Ui, Values};

use crate::{
    Catalogue, asked,
    search::{Results, Summary},
};

/// Entries on a page when the caller does not say, and at most.
const PAGE: u32 = 20;
const PAGE_MAX: u32 = 100;

/// One page of results.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FoundEntries {
    /// Entries that match, all pages together.
    total: u64,
    /// How the words were understood: `exact`, `pinyin`, `homophone` or `near`.
    reading: &'static str,
    /// This page.
    entries: Vec<FoundEntry>,
    /// Counts by which the search can be narrowed.
    facets: Vec<Facet>,
    /// `after` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An entry found.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FoundEntry {
    /// 信息资源代码.
    #[schema(value_type = String, example = "301001/000017")]
    code: String,
    /// 信息资源名称.
    name: String,
    /// Its name in English; may be empty.
    name_en: String,
    /// The beginning of its abstract.
    #[serde(rename = "abstract")]
    abstract_: String,
    /// The provider's number.
    agency: i64,
    /// The strictest sharing type of its items.
    sharing: &'static str,
    /// The maximum grade of its items.
    grade: &'static str,
    /// How often it is updated.
    update_cycle: &'static str,
    /// How much of it is open.
    openness: &'static str,
    /// When it was published.
    #[schema(value_type = String, format = Date)]
    published_on: Date,
    /// How many items it has.
    items: usize,
}

/// The counts of one dimension.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Facet {
    /// The parameter that narrows by it.
    name: &'static str,
    /// Its values, the most frequent first.
    values: Vec<FacetValue>,
}

/// A value and how many entries have it, given the choices in the other dimensions.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FacetValue {
    /// The value, as the parameter takes it.
    value: String,
    /// Entries.
    count: u32,
}

impl From<Summary> for FoundEntry {
    fn from(summary: Summary) -> Self {
        Self {
            code: summary.code.into(),
            name: summary.name,
            name_en: summary.name_en,
            abstract_: summary.abstract_,
            agency: summary.agency.0,
            sharing: summary.sharing.into(),
            grade: summary.grade.as_str(),
            update_cycle: summary.cycle.into(),
            openness: summary.openness.into(),
            published_on: summary.published_on,
            items: summary.items,
        }
    }
}

impl From<Results> for FoundEntries {
    fn from(results: Results) -> Self {
        let facet =
            |(dimension, counts): (crate::search::Dimension, Vec<crate::search::FacetCount>)| {
                Facet {
                    name: dimension.into(),
                    values: counts
                        .into_iter()
                        .map(|count| FacetValue { value: count.value, count: count.count })
                        .collect(),
                }
            };
        Self {
            total: results.total,
            reading: results.reading.into(),
            entries: results.hits.into_iter().map(|hit| hit.summary.into()).collect(),
            facets: results.facets.into_iter().map(facet).collect(),
            next: results.next.map(|after| asked::keyset(after).to_string()),
        }
    }
}

/// Searches the catalogue that the caller may see.
///
/// Every word must match. Latin letters that no entry holds are read as pinyin.
/// Parameters of facets may be repeated.
#[utoipa::path(
    get,
    path = "/api/v1/entries",
    tag = "catalogue",
    params(
        ("q" = Option<String>, Query, description = "Words"),
        ("view" = Option<String>, Query, description = "`resource`, `sharing` or `open`"),
        ("agency" = Option<Vec<i64>>, Query, description = "Providers"),
        ("region" = Option<Vec<String>>, Query, description = "Divisions, each with all below it"),
        ("branch" = Option<Vec<String>>, Query, description = "Class and item of the classification, three digits"),
        ("sharing" = Option<Vec<String>>, Query, description = "Sharing types"),
        ("grade" = Option<Vec<String>>, Query, description = "Grades"),
        ("cycle" = Option<Vec<String>>, Query, description = "Update cycles"),
        ("openness" = Option<Vec<String>>, Query, description = "Openness"),
        ("sort" = Option<String>, Query, description = "`relevance`, `date` or `name`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "Entries on a page, at most 100"),
    ),
    responses(
        (status = 200, description = "A page of entries", body = FoundEntries),
        (status = 400, description = "A parameter can't be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn search(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    paging: Paging,
) -> Result<Json<FoundEntries>, Problem> {
    let values = Values::from_urlencoded(ui.query().as_bytes());
    let widest = catalogue.view_of(ui.actor());
    let limit = paging.limit(PAGE, PAGE_MAX) as usize;
    let query = asked::query(&values, widest, limit).map_err(|bad| {
        Problem::new(StatusCode::BAD_REQUEST, "bad-parameter", "A query parameter cannot be read")
            .with("parameter", bad.0)
    })?;
    let results = catalogue.search(query).await.map_err(super::internal)?;
    Ok(Json(results.into()))
}
