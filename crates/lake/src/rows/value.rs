//! One stored value as text, the way its type is written.

use std::fmt::Write;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array,
        Int64Array, Time64MicrosecondArray, TimestampMicrosecondArray, UInt64Array,
    },
    datatypes::DataType,
};

/// Whether JSON writes values of this type without quotation marks.
pub fn is_bare_in_json(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Int64
            | DataType::UInt64
            | DataType::Float64
            | DataType::Decimal128(..)
            | DataType::Boolean
    )
}

/// Appends the value at `row` to `out`; nothing for an empty cell.
///
/// Writing to a `String` cannot fail, so results are not looked at.
pub fn write_value(array: &ArrayRef, row: usize, out: &mut String) {
    if array.is_null(row) {
        return;
    }
    let any = array.as_any();
    let _ = match array.data_type() {
        DataType::Utf8 => {
            out.push_str(array.as_string::<i32>().value(row));
            Ok(())
        }
        DataType::Int64 => any
            .downcast_ref::<Int64Array>()
            .map_or(Ok(()), |array| write!(out, "{}", array.value(row))),
        DataType::UInt64 => any
            .downcast_ref::<UInt64Array>()
            .map_or(Ok(()), |array| write!(out, "{}", array.value(row))),
        DataType::Float64 => any
            .downcast_ref::<Float64Array>()
            .map_or(Ok(()), |array| write!(out, "{}", array.value(row))),
        DataType::Boolean => any
            .downcast_ref::<BooleanArray>()
            .map_or(Ok(()), |array| write!(out, "{}", array.value(row))),
        DataType::Decimal128(_, scale) => any
            .downcast_ref::<Decimal128Array>()
            .map_or(Ok(()), |array| write_decimal(out, array.value(row), *scale)),
        DataType::Date32 => any
            .downcast_ref::<Date32Array>()
            .map_or(Ok(()), |array| write_date(out, array.value(row).into())),
        DataType::Timestamp(_, zone) => any
            .downcast_ref::<TimestampMicrosecondArray>()
            .map_or(Ok(()), |array| write_moment(out, array.value(row), zone.is_some())),
        DataType::Time64(_) => any
            .downcast_ref::<Time64MicrosecondArray>()
            .map_or(Ok(()), |array| write_clock(out, array.value(row))),
        _ => Ok(()),
    };
}

fn write_decimal(out: &mut String, value: i128, scale: i8) -> std::fmt::Result {
    let Ok(places @ 1..) = u32::try_from(scale) else { return write!(out, "{value}") };
    let one = 10_u128.pow(places);
    let (sign, digits) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    write!(out, "{sign}{}.{:0width$}", digits / one, digits % one, width = places as usize)
}

/// A day by the proleptic Gregorian calendar, counted in years that begin in March.
fn write_date(out: &mut String, days: i64) -> std::fmt::Result {
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
    write!(out, "{year:04}-{month:02}-{day:02}")
}

const DAY_MICROS: i64 = 86_400_000_000;

fn write_moment(out: &mut String, micros: i64, is_utc: bool) -> std::fmt::Result {
    write_date(out, micros.div_euclid(DAY_MICROS))?;
    out.push('T');
    write_clock(out, micros.rem_euclid(DAY_MICROS))?;
    if is_utc {
        out.push('Z');
    }
    Ok(())
}

fn write_clock(out: &mut String, micros: i64) -> std::fmt::Result {
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    write!(out, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
    if fraction == 0 {
        return Ok(());
    }
    if fraction % 1000 == 0 {
        write!(out, ".{:03}", fraction / 1000)
    } else {
        write!(out, ".{fraction:06}")
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
            write_decimal(&mut out, value, scale).unwrap();
            out.push(' ');
        }
        assert_eq!(out, "1.50 -0.5 7 0.003 ");
    }

    proptest! {
        #[test]
        fn dates_and_moments_are_read_back(micros in -50_000_000_000_000_000i64..200_000_000_000_000_000) {
            let mut out = String::new();
            write_moment(&mut out, micros, false).unwrap();
            prop_assert_eq!(read(&out), Lexeme::DateTime(micros), "{}", out);
        }
    }
}
