//! What a whole column looks like: the figures a steward decides by.

use super::column_type::ColumnType;

/// A column's profile, over all of its rows.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ColumnProfile {
    /// The column's name in the dataset.
    pub name: String,
    /// Its Table Schema v2 type: `string`, `integer`, `number`, `boolean`, `date`,
    /// `datetime`, `time` or `year`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub column_type: ColumnType,
    /// What its values are, if nearly all of them (≥ 95 %) pass the kind's check.
    pub kind: Option<String>,
    /// Cells without a value.
    pub nulls: u64,
    /// Different values.
    pub distinct: u64,
    /// Whether `distinct` is a count and not an estimate.
    pub distinct_is_exact: bool,
    /// The least value, by the column's own order.
    pub min: Option<String>,
    /// The greatest value.
    pub max: Option<String>,
    /// Characters in the longest value.
    pub longest: u32,
    /// The most frequent values.
    pub top: Vec<TopValue>,
    /// For every kind that some value passed, how many did.
    pub evidence: Vec<KindEvidence>,
    /// The type nearly all cells share, where a few strays make the column text.
    pub nearly: Option<Nearly>,
}

/// A frequent value.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct TopValue {
    /// The value.
    pub value: String,
    /// How often it stands.
    pub count: u64,
}

/// How many values passed one kind's check.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct KindEvidence {
    /// The kind's name.
    pub kind: String,
    /// Values that passed.
    pub matched: u64,
    /// Values looked at: all that are not empty.
    pub checked: u64,
}

/// A type that all but a few cells share.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
pub struct Nearly {
    /// The type.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub column_type: ColumnType,
    /// Cells that are something else.
    pub exceptions: u64,
}
