//! A condition made ready for one row group: literals read by the columns'
//! types, columns at hand as Arrow arrays.

use std::cmp::Ordering;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array,
        Int64Array, StringArray, Time64MicrosecondArray, TimestampMicrosecondArray, UInt64Array,
    },
    datatypes::{DataType, Schema, TimeUnit},
};

use super::{condition::RowCondition, error::RowsError, value::write_value};
use crate::table::{
    cell::{self, Lexeme},
    column_type::{ColumnType, rescale},
};

/// A literal, read by its column's type.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A whole number, a day count, microseconds, or a decimal's digits.
    Whole(i64),
    /// A number to compare as a double: the column's scale can't hold it.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}

/// A comparison with the column's place in the file.
#[derive(Debug, Clone)]
pub enum Filter {
    /// The value's order against a literal is one of those accepted.
    Compare {
        /// The column's place.
        column: usize,
        /// The literal.
        literal: Literal,
        /// The orders accepted.
        accepts: Accepts,
    },
    /// One of several literals.
    In(usize, Vec<Literal>),
    /// The value as text begins so.
    StartsWith(usize, String),
    /// No value.
    IsNull(usize),
    /// All hold.
    And(Vec<Filter>),
    /// One holds.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
}

/// Which orders of value against literal a comparison accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepts {
    /// Value before literal.
    pub less: bool,
    /// The same.
    pub equal: bool,
    /// Value after literal.
    pub greater: bool,
}

impl Accepts {
    fn holds(self, order: Ordering) -> bool {
        match order {
            Ordering::Less => self.less,
            Ordering::Equal => self.equal,
            Ordering::Greater => self.greater,
        }
    }

    /// Only the same value.
    pub const EQUAL: Self = Self { less: false, equal: true, greater: false };
}

impl Filter {
    /// Reads `condition` for a file of this `schema`.
    pub fn new(condition: &RowCondition, schema: &Schema) -> Result<Self, RowsError> {
        let compare = |column: &str, value: &str, less, equal, greater| {
            let place = place(schema, column)?;
            let literal = literal(schema, place, value)?;
            Ok(Self::Compare { column: place, literal, accepts: Accepts { less, equal, greater } })
        };
        let all = |parts: &[RowCondition]| {
            parts.iter().map(|part| Self::new(part, schema)).collect::<Result<Vec<_>, _>>()
        };
        match condition {
            RowCondition::Equals { column, value } => compare(column, value, false, true, false),
            RowCondition::NotEquals { column, value } => compare(column, value, true, false, true),
            RowCondition::LessThan { column, value } => compare(column, value, true, false, false),
            RowCondition::AtMost { column, value } => compare(column, value, true, true, false),
            RowCondition::GreaterThan { column, value } => {
                compare(column, value, false, false, true)
            }
            RowCondition::AtLeast { column, value } => compare(column, value, false, true, true),
            RowCondition::In { column, values } => {
                let place = place(schema, column)?;
                let literals: Result<_, _> =
                    values.iter().map(|value| literal(schema, place, value)).collect();
                Ok(Self::In(place, literals?))
            }
            RowCondition::StartsWith { column, value } => {
                Ok(Self::StartsWith(place(schema, column)?, value.clone()))
            }
            RowCondition::IsNull { column } => Ok(Self::IsNull(place(schema, column)?)),
            RowCondition::And(parts) => Ok(Self::And(all(parts)?)),
            RowCondition::Or(parts) => Ok(Self::Or(all(parts)?)),
            RowCondition::Not(part) => Ok(Self::Not(Box::new(Self::new(part, schema)?))),
        }
    }

    /// The places of the columns it looks at.
    pub fn columns(&self, into: &mut Vec<usize>) {
        match self {
            Self::Compare { column, .. }
            | Self::In(column, _)
            | Self::StartsWith(column, _)
            | Self::IsNull(column) => {
                if !into.contains(column) {
                    into.push(*column);
                }
            }
            Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.columns(into);
                }
            }
            Self::Not(part) => part.columns(into),
        }
    }

    /// A value that every row must have in one column, if the condition asks so.
    pub fn required_equal(&self) -> Option<(usize, &Literal)> {
        match self {
            Self::Compare { column, literal, accepts } if *accepts == Accepts::EQUAL => {
                Some((*column, literal))
            }
            Self::And(parts) => parts.iter().find_map(Self::required_equal),
            _ => None,
        }
    }

    /// Whether some row with values of a column within `range` can satisfy it;
    /// `range` gives the least and greatest value of a column as stored.
    pub fn may_hold(&self, range: &dyn Fn(usize) -> Option<(Literal, Literal)>) -> bool {
        match self {
            Self::Compare { column, literal, accepts } => match range(*column) {
                Some((min, max)) => accepts.may_hold(&min, &max, literal),
                None => true,
            },
            Self::In(column, literals) => match range(*column) {
                Some((min, max)) => {
                    literals.iter().any(|literal| Accepts::EQUAL.may_hold(&min, &max, literal))
                }
                None => true,
            },
            Self::And(parts) => parts.iter().all(|part| part.may_hold(range)),
            Self::Or(parts) => parts.iter().any(|part| part.may_hold(range)),
            Self::StartsWith(..) | Self::IsNull(_) | Self::Not(_) => true,
        }
    }

    /// Whether `row` satisfies it. `array` gives a column of the row group.
    pub fn holds<'a>(&self, row: usize, array: &dyn Fn(usize) -> &'a ArrayRef) -> bool {
        match self {
            Self::Compare { column, literal, accepts } => {
                order(array(*column), row, literal).is_some_and(|order| accepts.holds(order))
            }
            Self::In(column, literals) => literals
                .iter()
                .any(|literal| order(array(*column), row, literal) == Some(Ordering::Equal)),
            Self::StartsWith(column, beginning) => begins(array(*column), row, beginning),
            Self::IsNull(column) => array(*column).is_null(row),
            Self::And(parts) => parts.iter().all(|part| part.holds(row, array)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(row, array)),
            Self::Not(part) => !part.holds(row, array),
        }
    }
}

impl Accepts {
    fn may_hold(self, min: &Literal, max: &Literal, literal: &Literal) -> bool {
        let (Some(min), Some(max)) = (compare(min, literal), compare(max, literal)) else {
            return true;
        };
        self.less && min == Ordering::Less
            || self.greater && max == Ordering::Greater
            || self.equal && min != Ordering::Greater && max != Ordering::Less
    }
}

/// The order of two literals of one column.
fn compare(a: &Literal, b: &Literal) -> Option<Ordering> {
    match (a, b) {
        (Literal::Text(a), Literal::Text(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        (Literal::Whole(a), Literal::Whole(b)) => Some(a.cmp(b)),
        (Literal::Number(a), Literal::Number(b)) => a.partial_cmp(b),
        (Literal::Boolean(a), Literal::Boolean(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// The place of the column named `name`.
pub fn place(schema: &Schema, name: &str) -> Result<usize, RowsError> {
    schema.index_of(name).map_err(|_| RowsError::NoSuchColumn(name.to_owned()))
}

fn literal(schema: &Schema, place: usize, value: &str) -> Result<Literal, RowsError> {
    let field = schema.field(place);
    let (wanted, column_type) = match field.data_type() {
        DataType::Utf8 => return Ok(Literal::Text(value.to_owned())),
        DataType::Int64 | DataType::UInt64 => (ColumnType::Integer, "whole number"),
        DataType::Decimal128(..) | DataType::Float64 => (ColumnType::Number, "number"),
        DataType::Boolean => (ColumnType::Boolean, "truth value"),
        DataType::Date32 => (ColumnType::Date, "date"),
        DataType::Timestamp(..) => (ColumnType::DateTime, "moment"),
        DataType::Time64(_) => (ColumnType::Time, "time of day"),
        _ => return Err(RowsError::NoSuchColumn(field.name().clone())),
    };
    let bad = || RowsError::BadValue {
        column: field.name().clone(),
        column_type,
        value: value.to_owned(),
    };
    // A day alone stands for its first moment.
    let read = cell::read_as(value, wanted).or_else(|| match cell::read(value) {
        Lexeme::Date(days) if wanted == ColumnType::DateTime => {
            Some(Lexeme::DateTime(i64::from(days) * 86_400_000_000))
        }
        _ => None,
    });
    Ok(match (field.data_type(), read.ok_or_else(bad)?) {
        (DataType::Decimal128(_, scale), Lexeme::Integer(value)) => decimal(value, 0, *scale),
        (DataType::Decimal128(_, scale), Lexeme::Decimal { mantissa, scale: own }) => {
            decimal(mantissa, own, *scale)
        }
        (DataType::Decimal128(..) | DataType::Float64, lexeme) => {
            Literal::Number(lexeme.order().ok_or_else(bad)?)
        }
        (
            _,
            Lexeme::Integer(value)
            | Lexeme::DateTime(value)
            | Lexeme::Instant(value)
            | Lexeme::Time(value),
        ) => Literal::Whole(value),
        (_, Lexeme::Date(days)) => Literal::Whole(days.into()),
        (_, Lexeme::Boolean(value)) => Literal::Boolean(value),
        _ => return Err(bad()),
    })
}

fn decimal(mantissa: i64, own: u8, scale: i8) -> Literal {
    let to = u8::try_from(scale).unwrap_or(0);
    match rescale(mantissa, own, to) {
        Some(value) => Literal::Whole(value),
        None => {
            Literal::Number(Lexeme::Decimal { mantissa, scale: own }.order().unwrap_or(f64::NAN))
        }
    }
}

/// The order of a row's value against a literal; none for an empty cell.
#[expect(clippy::cast_precision_loss, reason = "order against a literal the scale can't hold")]
fn order(array: &ArrayRef, row: usize, literal: &Literal) -> Option<Ordering> {
    if array.is_null(row) {
        return None;
    }
    match (array.data_type(), literal) {
        (DataType::Utf8, Literal::Text(text)) => {
            Some(array.as_string::<i32>().value(row).as_bytes().cmp(text.as_bytes()))
        }
        (DataType::Boolean, Literal::Boolean(value)) => {
            Some(down::<BooleanArray>(array)?.value(row).cmp(value))
        }
        (DataType::Float64, Literal::Number(value)) => {
            down::<Float64Array>(array)?.value(row).partial_cmp(value)
        }
        (DataType::Decimal128(_, scale), Literal::Number(value)) => {
            let stored = down::<Decimal128Array>(array)?.value(row);
            (stored as f64 / 10_f64.powi(i32::from(*scale))).partial_cmp(value)
        }
        (_, Literal::Whole(value)) => Some(whole(array, row)?.cmp(&i128::from(*value))),
        _ => None,
    }
}

/// The value as stored. Wide enough for each type: a value without an order would
/// satisfy every condition that is turned round.
fn whole(array: &ArrayRef, row: usize) -> Option<i128> {
    match array.data_type() {
        DataType::Int64 => Some(down::<Int64Array>(array)?.value(row).into()),
        DataType::UInt64 => Some(down::<UInt64Array>(array)?.value(row).into()),
        DataType::Date32 => Some(down::<Date32Array>(array)?.value(row).into()),
        DataType::Decimal128(..) => Some(down::<Decimal128Array>(array)?.value(row)),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Some(down::<TimestampMicrosecondArray>(array)?.value(row).into())
        }
        DataType::Time64(_) => Some(down::<Time64MicrosecondArray>(array)?.value(row).into()),
        _ => None,
    }
}

fn down<T: 'static>(array: &ArrayRef) -> Option<&T> {
    array.as_any().downcast_ref()
}

fn begins(array: &ArrayRef, row: usize, beginning: &str) -> bool {
    if array.is_null(row) {
        return false;
    }
    if let Some(texts) = array.as_any().downcast_ref::<StringArray>() {
        return texts.value(row).starts_with(beginning);
    }
    let mut text = String::new();
    write_value(array, row, &mut text);
    text.starts_with(beginning)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::datatypes::Field;

    use super::*;

    #[test]
    fn a_number_beyond_sixty_three_bits_has_its_order_even_turned_round() {
        let schema = Schema::new(vec![Field::new("n", DataType::UInt64, true)]);
        let array: ArrayRef = Arc::new(UInt64Array::from(vec![Some(u64::MAX), Some(1), None]));
        let above = RowCondition::GreaterThan { column: "n".into(), value: "5".into() };
        let below = RowCondition::Not(Box::new(above.clone()));
        let holds = |condition: &RowCondition, row| {
            Filter::new(condition, &schema).unwrap().holds(row, &|_| &array)
        };
        assert!(holds(&above, 0) && !holds(&below, 0));
        assert!(!holds(&above, 1) && holds(&below, 1));
    }
}
