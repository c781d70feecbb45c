//! What each column is taken to be: proposed from its name and content,
//! confirmed by the steward.

use std::{str::FromStr, sync::Arc};

use jiff::civil::Date;
use zt_standards::{ColumnEvidence, DataType, ElementCode, Kind, Proposal, Registry};

use crate::table::{
    bad_cell::ErrorCode,
    column::{Broken, Check, ColumnPlan},
    column_type::ColumnType,
    profile::ColumnProfile,
};

/// The score from which a proposal is taken without a steward, where none is at
/// hand: content must speak for it, a name alone scores less.
const TAKEN_MIN_SCORE: f32 = 0.75;

/// A column and what it is taken to be.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The column's name.
    pub column: String,
    /// The data element whose rule checks it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub element: Option<ElementCode>,
    /// A type to hold it to, whatever was inferred; cells of another go to quarantine.
    #[serde(default, rename = "type")]
    #[schema(value_type = Option<String>)]
    pub column_type: Option<ColumnType>,
    /// Whether an empty cell is an error.
    #[serde(default)]
    pub required: bool,
}

/// Proposes elements for a column, best first.
pub fn propose(registry: &Registry, profile: &ColumnProfile) -> Vec<Proposal> {
    let kinds: Vec<(Kind, u64)> = profile
        .evidence
        .iter()
        .filter_map(|evidence| Some((Kind::from_str(&evidence.kind).ok()?, evidence.matched)))
        .collect();
    let samples: Vec<&str> = profile.top.iter().map(|top| top.value.as_str()).collect();
    let checked = profile.evidence.first().map_or(0, |evidence| evidence.checked);
    registry.propose(
        &profile.name,
        &ColumnEvidence {
            checked,
            nulls: profile.nulls,
            distinct: profile.distinct,
            kinds: &kinds,
            samples: &samples,
            data_type: Some(data_type(profile)),
        },
    )
}

/// The mapping to take where no steward is at hand: each column's best proposal
/// if its score is high.
pub fn unattended(registry: &Registry, profiles: &[ColumnProfile]) -> Vec<Mapping> {
    profiles
        .iter()
        .map(|profile| Mapping {
            column: profile.name.clone(),
            element: propose(registry, profile)
                .into_iter()
                .next()
                .filter(|proposal| proposal.score >= TAKEN_MIN_SCORE)
                .map(|proposal| proposal.element),
            ..Mapping::default()
        })
        .collect()
}

/// The guide's letter for what a column holds.
pub fn data_type(profile: &ColumnProfile) -> DataType {
    match profile.column_type {
        ColumnType::String if profile.longest > 500 => DataType::M,
        ColumnType::String | ColumnType::Time => DataType::C,
        ColumnType::Integer | ColumnType::Year => DataType::I,
        ColumnType::Number => DataType::N,
        ColumnType::Boolean => DataType::L,
        ColumnType::Date => DataType::D,
        ColumnType::DateTime => DataType::T,
    }
}

/// The engine's plans for `columns` under `mapping`, checked by the rules in
/// force on `at`.
pub fn plans(
    registry: &Registry,
    columns: &[String],
    mapping: &[Mapping],
    at: Date,
) -> Vec<ColumnPlan> {
    columns
        .iter()
        .map(|name| {
            let mapped = mapping.iter().find(|mapping| mapping.column == *name);
            let element = mapped.and_then(|mapping| mapping.element.as_ref());
            let is_text = element
                .and_then(|code| registry.element(code))
                .is_some_and(|element| element.kind.is_text());
            ColumnPlan {
                name: name.clone(),
                declared: mapped
                    .and_then(|mapping| mapping.column_type)
                    // An element of text keeps codes text even where all are numbers.
                    .or(is_text.then_some(ColumnType::String)),
                check: element.and_then(|code| check(registry, code, at)),
                required: mapped.is_some_and(|mapping| mapping.required),
            }
        })
        .collect()
}

fn check(registry: &Registry, code: &ElementCode, at: Date) -> Option<Check> {
    let checker = registry.checker(code, at)?;
    Some(Arc::new(move |cell: &str| {
        if checker.accepts(cell) {
            return Ok(());
        }
        checker.check(cell).map_err(|violation| Broken {
            code: ErrorCode::of_violation(violation.code),
            rule: violation.rule,
        })
    }))
}
