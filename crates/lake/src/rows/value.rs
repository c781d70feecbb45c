//! One stored value as text, the way its type is written.

use std::fmt::Write;

use arrow::{
    array::{
        Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array,
        StringArray, Time64MicrosecondArray, TimestampMicrosecondArray, UInt64Array,
    },
    datatypes::DataType,
};

/// A column's values, its type found out once for all of them.
#[derive(Clone, Copy)]
pub enum Values<'a> {
    /// Text.
    Text(&'a StringArray),
    /// Whole numbers.
    Whole(&'a Int64Array),
    /// Whole numbers up to 2⁶⁴.
    Unsigned(&'a UInt64Array),
    /// Doubles.
    Double(&'a Float64Array),
    /// Decimals with so many places.
    Decimal(&'a Decimal128Array, u32),
    /// Truth values.
    Boolean(&'a BooleanArray),
    /// Days.
    Day(&'a Date32Array),
    /// Moments, of universal time or not.
    Moment(&'a TimestampMicrosecondArray, bool),
    /// Times of day.
    Clock(&'a Time64MicrosecondArray),
    /// A type no dataset has.
    Unknown,
}

impl<'a> Values<'a> {
    /// The values of `array`.
    pub fn of(array: &'a ArrayRef) -> Self {
        fn down<'a, T: 'static>(
            array: &'a ArrayRef,
            values: impl FnOnce(&'a T) -> Values<'a>,
        ) -> Values<'a> {
            array.as_any().downcast_ref().map_or(Values::Unknown, values)
        }
        match array.data_type() {
            DataType::Utf8 => down(array, Self::Text),
            DataType::Int64 => down(array, Self::Whole),
            DataType::UInt64 => down(array, Self::Unsigned),
            DataType::Float64 => down(array, Self::Double),
            DataType::Decimal128(_, scale) => {
                let places = u32::try_from(*scale).unwrap_or(0);
                down(array, |values| Self::Decimal(values, places))
            }
            DataType::Boolean => down(array, Self::Boolean),
            DataType::Date32 => down(array, Self::Day),
            DataType::Timestamp(_, zone) => {
                let is_utc = zone.is_some();
                down(array, |values| Self::Moment(values, is_utc))
            }
            DataType::Time64(_) => down(array, Self::Clock),
            _ => Self::Unknown,
        }
    }

    /// Whether the cell at `row` is empty.
    pub fn is_null(self, row: usize) -> bool {
        match self {
            Self::Text(values) => values.is_null(row),
            Self::Whole(values) => values.is_null(row),
            Self::Unsigned(values) => values.is_null(row),
            Self::Double(values) => values.is_null(row),
            Self::Decimal(values, _) => values.is_null(row),
            Self::Boolean(values) => values.is_null(row),
            Self::Day(values) => values.is_null(row),
            Self::Moment(values, _) => values.is_null(row),
            Self::Clock(values) => values.is_null(row),
            Self::Unknown => true,
        }
    }

    /// Whether JSON writes these values without quotation marks.
    pub fn is_bare_in_json(self) -> bool {
        matches!(
            self,
            Self::Whole(_)
                | Self::Unsigned(_)
                | Self::Double(_)
                | Self::Decimal(..)
                | Self::Boolean(_)
        )
    }

    /// Appends the value at `row` to `out`; nothing for an empty cell.
    pub fn write(self, row: usize, out: &mut String) {
        if self.is_null(row) {
            return;
        }
        match self {
            Self::Text(values) => out.push_str(values.value(row)),
            Self::Whole(values) => write_whole(out, values.value(row)),
            Self::Unsigned(values) => write_whole(out, values.value(row)),
            Self::Double(values) => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "{}", values.value(row));
            }
            Self::Decimal(values, places) => write_decimal(out, values.value(row), places),
            Self::Boolean(values) => out.push_str(if values.value(row) { "true" } else { "false" }),
            Self::Day(values) => write_date(out, values.value(row).into()),
            Self::Moment(values, is_utc) => write_moment(out, values.value(row), is_utc),
            Self::Clock(values) => write_clock(out, values.value(row)),
            Self::Unknown => {}
        }
    }
}

/// Appends the value at `row` to `out`; nothing for an empty cell. For many values
/// of one column, [`Values`] finds its type out once.
pub fn write_value(array: &ArrayRef, row: usize, out: &mut String) {
    Values::of(array).write(row, out);
}

fn write_whole(out: &mut String, value: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(value));
}

/// Appends `value` in `width` digits, zeros in front; a longer one keeps its digits.
fn write_padded(out: &mut String, value: u64, width: usize) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value);
    out.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
    out.push_str(digits);
}

fn write_decimal(out: &mut String, value: i128, places: u32) {
    if value < 0 {
        out.push('-');
    }
    let digits = value.unsigned_abs();
    if places == 0 {
        write_whole(out, digits);
    } else if let (Ok(digits), Some(one)) = (u64::try_from(digits), 10_u64.checked_pow(places)) {
        // The usual case: division of 128 bits is slow.
        write_whole(out, digits / one);
        out.push('.');
        write_padded(out, digits % one, places as usize);
    } else {
        let one = 10_u128.pow(places);
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{}.{:0width$}", digits / one, digits % one, width = places as usize);
    }
}

/// A day by the proleptic Gregorian calendar, counted in years that begin in March.
fn write_date(out: &mut String, days: i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    if year < 0 {
        out.push('-');
    }
    write_padded(out, year.unsigned_abs(), if year < 0 { 3 } else { 4 });
    out.push('-');
    write_padded(out, month.unsigned_abs(), 2);
    out.push('-');
    write_padded(out, day.unsigned_abs(), 2);
}

const DAY_MICROS: i64 = 86_400_000_000;

fn write_moment(out: &mut String, micros: i64, is_utc: bool) {
    write_date(out, micros.div_euclid(DAY_MICROS));
    out.push('T');
    write_clock(out, micros.rem_euclid(DAY_MICROS));
    if is_utc {
        out.push('Z');
    }
}

fn write_clock(out: &mut String, micros: i64) {
    let micros = micros.unsigned_abs();
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    write_padded(out, seconds / 3600, 2);
    out.push(':');
    write_padded(out, seconds / 60 % 60, 2);
    out.push(':');
    write_padded(out, seconds % 60, 2);
    if fraction == 0 {
        return;
    }
    out.push('.');
    if fraction % 1000 == 0 {
        write_padded(out, fraction / 1000, 3);
    } else {
        write_padded(out, fraction, 6);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::cell::{Lexeme, read};

    #[test]
    fn decimals_keep_their_places_and_sign() {
        let mut out = String::new();
        for (value, scale) in [(150, 2), (-5, 1), (7, 0), (3, 3)] {
            write_decimal(&mut out, value, scale);
            out.push(' ');
        }
        assert_eq!(out, "1.50 -0.5 7 0.003 ");
    }

    proptest! {
        #[test]
        fn dates_and_moments_are_read_back(micros in -50_000_000_000_000_000i64..200_000_000_000_000_000) {
            let mut out = String::new();
            write_moment(&mut out, micros, false);
            prop_assert_eq!(read(&out), Lexeme::DateTime(micros), "{}", out);
        }
    }
}
