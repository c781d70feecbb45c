//! Which rows: a small typed tree of comparisons, shared with grants.
//!
//! Values are text and are read by the column's own type, so `"2020-01-02"` meets
//! a date as a date and a code as a code. An empty cell satisfies only
//! [`RowCondition::IsNull`]; [`RowCondition::Not`] turns plain true and false round.

/// Comparisons in one condition. Grants state conditions people read; a tree
/// larger than this is a program.
const COMPARISONS_MAX: usize = 64;

/// Nesting of one condition.
const DEPTH_MAX: usize = 8;

/// Values of one `in`: a batch of cases, not a table.
const VALUES_MAX: usize = 1000;

/// Which rows are meant.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RowCondition {
    /// The column has this value.
    Equals {
        /// The column's name.
        column: String,
        /// The value, written as the column writes it.
        value: String,
    },
    /// The column has another value.
    NotEquals {
        /// The column's name.
        column: String,
        /// The value.
        value: String,
    },
    /// The column's value comes before this one.
    LessThan {
        /// The column's name.
        column: String,
        /// The value.
        value: String,
    },
    /// The column's value is this one or comes before it.
    AtMost {
        /// The column's name.
        column: String,
        /// The value.
        value: String,
    },
    /// The column's value comes after this one.
    GreaterThan {
        /// The column's name.
        column: String,
        /// The value.
        value: String,
    },
    /// The column's value is this one or comes after it.
    AtLeast {
        /// The column's name.
        column: String,
        /// The value.
        value: String,
    },
    /// The column has one of these values.
    In {
        /// The column's name.
        column: String,
        /// The values.
        values: Vec<String>,
    },
    /// The column's value, as text, begins like this.
    StartsWith {
        /// The column's name.
        column: String,
        /// The beginning.
        value: String,
    },
    /// The column is empty.
    IsNull {
        /// The column's name.
        column: String,
    },
    /// All hold.
    #[schema(no_recursion)]
    And(Vec<RowCondition>),
    /// At least one holds.
    #[schema(no_recursion)]
    Or(Vec<RowCondition>),
    /// It does not hold.
    #[schema(no_recursion)]
    Not(Box<RowCondition>),
}

/// A condition that is refused before any row is looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// Too large.
    #[error("a condition may hold at most {COMPARISONS_MAX} comparisons")]
    TooLarge,
    /// Too deep.
    #[error("a condition may be nested at most {DEPTH_MAX} deep")]
    TooDeep,
    /// Too many values.
    #[error("an `in` may name at most {VALUES_MAX} values")]
    TooManyValues,
}

impl RowCondition {
    /// The condition that `column` has `value`.
    pub fn equals(column: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Equals { column: column.into(), value: value.into() }
    }

    /// The columns it looks at, in order of first mention.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        self.visit(&mut |condition| {
            if let Some(column) = condition.column()
                && !columns.contains(&column)
            {
                columns.push(column);
            }
        });
        columns
    }

    /// Checks the limits above.
    pub fn check(&self) -> Result<(), ConditionError> {
        if self.depth() > DEPTH_MAX {
            return Err(ConditionError::TooDeep);
        }
        let mut comparisons = 0;
        let mut values_max = 0;
        self.visit(&mut |condition| {
            comparisons += 1;
            if let Self::In { values, .. } = condition {
                values_max = values_max.max(values.len());
            }
        });
        if comparisons > COMPARISONS_MAX {
            return Err(ConditionError::TooLarge);
        }
        if values_max > VALUES_MAX {
            return Err(ConditionError::TooManyValues);
        }
        Ok(())
    }

    /// The column a single comparison looks at.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Equals { column, .. }
            | Self::NotEquals { column, .. }
            | Self::LessThan { column, .. }
            | Self::AtMost { column, .. }
            | Self::GreaterThan { column, .. }
            | Self::AtLeast { column, .. }
            | Self::In { column, .. }
            | Self::StartsWith { column, .. }
            | Self::IsNull { column } => Some(column),
            Self::And(_) | Self::Or(_) | Self::Not(_) => None,
        }
    }

    fn visit<'a>(&'a self, visitor: &mut dyn FnMut(&'a Self)) {
        visitor(self);
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.visit(visitor);
                }
            }
            Self::Not(part) => part.visit(visitor),
            _ => {}
        }
    }

    fn depth(&self) -> usize {
        // A tree read from JSON is at most 128 deep, so this recursion is bounded.
        match self {
            Self::And(parts) | Self::Or(parts) => {
                1 + parts.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Not(part) => 1 + part.depth(),
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_json_is_one_key_per_comparison() {
        let condition = RowCondition::And(vec![
            RowCondition::equals("district", "330106"),
            RowCondition::IsNull { column: "closed_on".into() },
        ]);
        let json = serde_json::to_string(&condition).unwrap();
        assert_eq!(
            json,
            r#"{"and":[{"equals":{"column":"district","value":"330106"}},{"is_null":{"column":"closed_on"}}]}"#
        );
        assert_eq!(serde_json::from_str::<RowCondition>(&json).unwrap(), condition);
        assert_eq!(condition.columns(), ["district", "closed_on"]);
    }

    #[test]
    fn programs_are_refused() {
        let many = RowCondition::Or(vec![RowCondition::equals("a", "1"); 65]);
        assert_eq!(many.check(), Err(ConditionError::TooLarge));
        let mut deep = RowCondition::equals("a", "1");
        for _ in 0..9 {
            deep = RowCondition::Not(Box::new(deep));
        }
        assert_eq!(deep.check(), Err(ConditionError::TooDeep));
        let values = vec![String::new(); 1001];
        let wide = RowCondition::In { column: "a".into(), values };
        assert_eq!(wide.check(), Err(ConditionError::TooManyValues));
    }
}
