//! A cell that was not loaded, and why.

use super::limits::VALUE_KEPT_MAX_BYTES;

/// Why a cell stands in quarantine, by its Frictionless name.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::Display,
    strum::EnumString,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ErrorCode {
    /// The value is not of the column's declared type.
    TypeError,
    /// The value breaks a rule of its data element.
    ConstraintError,
    /// The record has a cell after the last column.
    ExtraCell,
    /// The record ends before this column.
    MissingCell,
    /// The cell's bytes are no text in the file's encoding.
    EncodingError,
}

impl ErrorCode {
    /// The code for a violation that a rule reports by name.
    pub fn of_violation(code: &str) -> Self {
        code.parse().unwrap_or(Self::ConstraintError)
    }
}

/// A quarantined cell.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BadCell {
    /// Record number in the source, its header being 1.
    pub row: u64,
    /// The column's name; a cell after the last column has the name of its place.
    pub column: String,
    /// What stands in the cell, shortened to 1 KiB.
    pub value: String,
    /// The kind of error.
    pub code: ErrorCode,
    /// The rule it breaks, as the standard names it.
    pub rule: String,
}

/// How many cells broke one rule in one column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct BreachCount {
    /// The column.
    pub column: String,
    /// The kind of error, by its Frictionless name.
    #[schema(value_type = String)]
    pub error: ErrorCode,
    /// The rule.
    pub rule: String,
    /// Cells.
    pub cells: u64,
}

/// The beginning of `value` that is kept.
pub fn shorten(value: &str) -> &str {
    let mut end = value.len().min(VALUE_KEPT_MAX_BYTES);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    &value[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_frictionless_gives() {
        assert_eq!(ErrorCode::TypeError.to_string(), "type-error");
        assert_eq!(ErrorCode::of_violation("type-error"), ErrorCode::TypeError);
        assert_eq!(ErrorCode::of_violation("something-new"), ErrorCode::ConstraintError);
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let long = "维".repeat(1000);
        assert_eq!(shorten(&long).chars().count(), VALUE_KEPT_MAX_BYTES / 3);
    }
}
