//! The type of a whole column, decided from all of its cells.

use arrow::datatypes::{DataType, TimeUnit};

use super::cell::{DECIMAL_MAX_DIGITS, Lexeme};

/// What a column holds, by its Table Schema v2 name.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ColumnType {
    /// Text, and everything mixed.
    String,
    /// Whole numbers.
    Integer,
    /// Decimal numbers.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Calendar days.
    Date,
    /// Days with a time of day.
    DateTime,
    /// Times of day.
    Time,
    /// Calendar years.
    Year,
}

impl ColumnType {
    /// Whether a cell read as `lexeme` belongs into the column.
    pub fn holds(self, lexeme: Lexeme) -> bool {
        match self {
            Self::String => true,
            Self::Integer => matches!(lexeme, Lexeme::Integer(_)),
            Self::Year => matches!(lexeme, Lexeme::Integer(0..=9999)),
            Self::Number => {
                matches!(lexeme, Lexeme::Integer(_) | Lexeme::Decimal { .. } | Lexeme::Float(_))
            }
            Self::Boolean => matches!(lexeme, Lexeme::Boolean(_)),
            Self::Date => matches!(lexeme, Lexeme::Date(_)),
            Self::DateTime => matches!(lexeme, Lexeme::DateTime(_) | Lexeme::Instant(_)),
            Self::Time => matches!(lexeme, Lexeme::Time(_)),
        }
    }
}

/// How a column is stored.
///
/// A number without exponents keeps its digits: money must add up to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Storage {
    /// UTF-8.
    Text,
    /// 64-bit signed.
    Int64,
    /// Eighteen digits, so many of them after the point.
    Decimal {
        /// Digits after the point.
        scale: u8,
    },
    /// IEEE 754 double.
    Float64,
    /// One bit.
    Boolean,
    /// Days since 1970-01-01.
    Date32,
    /// Microseconds since 1970-01-01 by the wall clock.
    DateTime,
    /// Microseconds since 1970-01-01 in UTC.
    Instant,
    /// Microseconds since midnight.
    Time64,
}

impl Storage {
    /// The Arrow type, from which the Parquet type follows.
    pub fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Int64 => DataType::Int64,
            Self::Decimal { scale } => {
                DataType::Decimal128(DECIMAL_MAX_DIGITS, i8::try_from(scale).unwrap_or(0))
            }
            Self::Float64 => DataType::Float64,
            Self::Boolean => DataType::Boolean,
            Self::Date32 => DataType::Date32,
            Self::DateTime => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Time64 => DataType::Time64(TimeUnit::Microsecond),
        }
    }

    /// Whether a cell read as `lexeme` can be stored without loss.
    pub fn fits(self, lexeme: Lexeme) -> bool {
        match (self, lexeme) {
            (Self::Text, _)
            | (Self::Int64, Lexeme::Integer(_))
            | (Self::Float64, Lexeme::Integer(_) | Lexeme::Decimal { .. } | Lexeme::Float(_))
            | (Self::Boolean, Lexeme::Boolean(_))
            | (Self::Date32, Lexeme::Date(_))
            | (Self::DateTime, Lexeme::DateTime(_))
            | (Self::Instant, Lexeme::Instant(_))
            | (Self::Time64, Lexeme::Time(_)) => true,
            (Self::Decimal { scale }, Lexeme::Integer(value)) => rescale(value, 0, scale).is_some(),
            (Self::Decimal { scale }, Lexeme::Decimal { mantissa, scale: own }) => {
                rescale(mantissa, own, scale).is_some()
            }
            _ => false,
        }
    }
}

/// `mantissa` × 10^−`from` as a multiple of 10^−`to`, if eighteen digits hold it.
pub fn rescale(mantissa: i64, from: u8, to: u8) -> Option<i64> {
    let steps = to.checked_sub(from)?;
    let value = mantissa.checked_mul(10_i64.checked_pow(u32::from(steps))?)?;
    (value.unsigned_abs() < 10_u64.pow(u32::from(DECIMAL_MAX_DIGITS))).then_some(value)
}

/// How many cells were read as what; adds up over a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    text: u64,
    integer: u64,
    decimal: u64,
    float: u64,
    boolean: u64,
    date: u64,
    datetime: u64,
    instant: u64,
    time: u64,
    max_scale: u8,
    /// Most digits before a decimal point.
    max_whole_digits: u8,
    outside_years: u64,
}

impl Tally {
    /// Counts `times` cells read as `lexeme`.
    pub fn add(&mut self, lexeme: Lexeme, times: u64) {
        match lexeme {
            Lexeme::Text => self.text += times,
            Lexeme::Integer(value) => {
                self.integer += times;
                self.max_whole_digits = self.max_whole_digits.max(digits(value.unsigned_abs()));
                if !(1000..=9999).contains(&value) {
                    self.outside_years += times;
                }
            }
            Lexeme::Decimal { mantissa, scale } => {
                self.decimal += times;
                self.max_scale = self.max_scale.max(scale);
                let whole = mantissa.unsigned_abs() / 10_u64.pow(u32::from(scale));
                self.max_whole_digits = self.max_whole_digits.max(digits(whole));
            }
            Lexeme::Float(_) => self.float += times,
            Lexeme::Boolean(_) => self.boolean += times,
            Lexeme::Date(_) => self.date += times,
            Lexeme::DateTime(_) => self.datetime += times,
            Lexeme::Instant(_) => self.instant += times,
            Lexeme::Time(_) => self.time += times,
        }
    }

    /// Adds another part of the same column.
    pub fn merge(&mut self, other: &Self) {
        self.text += other.text;
        self.integer += other.integer;
        self.decimal += other.decimal;
        self.float += other.float;
        self.boolean += other.boolean;
        self.date += other.date;
        self.datetime += other.datetime;
        self.instant += other.instant;
        self.time += other.time;
        self.max_scale = self.max_scale.max(other.max_scale);
        self.max_whole_digits = self.max_whole_digits.max(other.max_whole_digits);
        self.outside_years += other.outside_years;
    }

    /// Cells counted.
    pub fn total(&self) -> u64 {
        self.text + self.by_type().iter().map(|(_, count)| count).sum::<u64>()
    }

    fn numbers(&self) -> u64 {
        self.integer + self.decimal + self.float
    }

    fn by_type(&self) -> [(ColumnType, u64); 5] {
        [
            (ColumnType::Number, self.numbers()),
            (ColumnType::Boolean, self.boolean),
            (ColumnType::Date, self.date),
            (ColumnType::DateTime, self.datetime + self.instant),
            (ColumnType::Time, self.time),
        ]
    }

    /// The type all cells share; text if they share none.
    pub fn column_type(&self, name: &str) -> ColumnType {
        let total = self.total();
        let shared = self.by_type().into_iter().find(|(_, count)| *count == total && total > 0);
        match shared {
            Some((ColumnType::Number, _)) if self.integer == total => {
                if self.outside_years == 0 && names_a_year(name) {
                    ColumnType::Year
                } else {
                    ColumnType::Integer
                }
            }
            Some((ColumnType::Number, _)) if !self.numbers_keep_exact() => ColumnType::String,
            Some((ColumnType::DateTime, _)) if self.instant > 0 && self.datetime > 0 => {
                ColumnType::String
            }
            Some((shared, _)) => shared,
            None => ColumnType::String,
        }
    }

    /// How to store the column if its type is `column_type`.
    pub fn storage(&self, column_type: ColumnType) -> Storage {
        match column_type {
            ColumnType::String => Storage::Text,
            ColumnType::Integer | ColumnType::Year => Storage::Int64,
            ColumnType::Number if self.float > 0 || !self.numbers_keep_exact() => Storage::Float64,
            ColumnType::Number => Storage::Decimal { scale: self.max_scale },
            ColumnType::Boolean => Storage::Boolean,
            ColumnType::Date => Storage::Date32,
            ColumnType::DateTime if self.instant > self.datetime => Storage::Instant,
            ColumnType::DateTime => Storage::DateTime,
            ColumnType::Time => Storage::Time64,
        }
    }

    /// The type nearly all cells share, with how many do not: a hint to the
    /// steward, who may declare it and quarantine the rest.
    pub fn nearly(&self) -> Option<(ColumnType, u64)> {
        let total = self.total();
        let (column_type, count) = self.by_type().into_iter().max_by_key(|(_, count)| *count)?;
        let exceptions = total - count;
        // One in twenty: more is no slip of the pen but another kind of column.
        (exceptions > 0 && exceptions * 20 <= total).then(|| {
            let whole = column_type == ColumnType::Number && self.integer == count;
            (if whole { ColumnType::Integer } else { column_type }, exceptions)
        })
    }

    fn numbers_keep_exact(&self) -> bool {
        self.float > 0 && self.max_whole_digits + self.max_scale <= 15
            || self.float == 0 && self.max_whole_digits + self.max_scale <= DECIMAL_MAX_DIGITS
    }
}

fn digits(value: u64) -> u8 {
    value.checked_ilog10().map_or(1, |log| u8::try_from(log + 1).unwrap_or(u8::MAX))
}

/// Four digits are a year only where the column's name says so.
fn names_a_year(name: &str) -> bool {
    // Han: endings of column names.
    let name = name.trim().to_ascii_lowercase();
    name == "year"
        || name.ends_with("_year")
        || ["年", "年份", "年度"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::cell;

    fn column(name: &str, cells: &[&str]) -> (ColumnType, Storage) {
        let mut tally = Tally::default();
        for text in cells {
            tally.add(cell::read(text), 1);
        }
        let column_type = tally.column_type(name);
        (column_type, tally.storage(column_type))
    }

    #[test]
    fn the_whole_column_decides_its_type() {
        let cases: [(&str, &[&str], ColumnType, Storage); 11] = [
            ("n", &["1", "2"], ColumnType::Integer, Storage::Int64),
            ("n", &["1", "2.50"], ColumnType::Number, Storage::Decimal { scale: 2 }),
            ("n", &["1", "2.5e0"], ColumnType::Number, Storage::Float64),
            ("code", &["1213", "0164A"], ColumnType::String, Storage::Text),
            ("code", &["1213", "0164"], ColumnType::String, Storage::Text),
            ("d", &["2020-01-01", "2020/1/2"], ColumnType::Date, Storage::Date32),
            ("d", &["2020-01-01", "2020-02-30"], ColumnType::String, Storage::Text),
            ("年度", &["2020", "2021"], ColumnType::Year, Storage::Int64),
            ("amount", &["2020", "2021"], ColumnType::Integer, Storage::Int64),
            ("t", &["2020-01-01 10:00", "2020-01-01T10:00Z"], ColumnType::String, Storage::Text),
            ("empty", &[], ColumnType::String, Storage::Text),
        ];
        for (name, cells, column_type, storage) in cases {
            assert_eq!(column(name, cells), (column_type, storage), "{name} {cells:?}");
        }
    }

    #[test]
    fn digits_that_no_number_type_keeps_make_the_column_text() {
        let cells = ["123456789012345", "0.12345"];
        assert_eq!(column("n", &cells), (ColumnType::String, Storage::Text));
    }

    #[test]
    fn a_few_strays_are_a_hint_and_not_a_failure() {
        let mut tally = Tally::default();
        tally.add(Lexeme::Integer(5), 99);
        tally.add(Lexeme::Text, 1);
        assert_eq!(tally.column_type("n"), ColumnType::String);
        assert_eq!(tally.nearly(), Some((ColumnType::Integer, 1)));
    }
}
