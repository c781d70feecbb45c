//! What one cell's text can be read as.
//!
//! Reading is strict, because it decides how a whole column is stored: whatever
//! would not come back the same in value stays text. A leading zero makes a code
//! (`0164`), and so do more than fifteen digits, which no JSON reader keeps exact.

use super::column_type::ColumnType;

/// Most digits an integer may have. 2^53, the limit of JSON numbers in most
/// readers, has sixteen; longer runs of digits are identifiers.
const INTEGER_MAX_DIGITS: usize = 15;

/// Most digits of a decimal, before and after its point together: what 64 bits hold.
pub const DECIMAL_MAX_DIGITS: u8 = 18;

/// One cell, read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lexeme {
    /// Anything else.
    Text,
    /// A whole number.
    Integer(i64),
    /// `mantissa` × 10^−`scale`, written with a point.
    Decimal {
        /// All its digits.
        mantissa: i64,
        /// How many of them stand after the point.
        scale: u8,
    },
    /// A number with an exponent.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01, by the wall clock.
    DateTime(i64),
    /// Microseconds since 1970-01-01 in UTC, written with an offset.
    Instant(i64),
    /// Microseconds since midnight.
    Time(i64),
}

/// Reads `cell`, which is not empty. Blanks around it do not count.
pub fn read(cell: &str) -> Lexeme {
    let bytes = cell.as_bytes().trim_ascii();
    match bytes.first() {
        Some(b'0'..=b'9') => number_or_date(bytes),
        Some(b'-' | b'+' | b'.') => number(bytes),
        Some(b't' | b'f' | b'T' | b'F') => boolean(bytes),
        _ => Lexeme::Text,
    }
}

/// Reads `cell` as `wanted`, which the steward or an element declared; `None`
/// when it is not one.
pub fn read_as(cell: &str, wanted: ColumnType) -> Option<Lexeme> {
    let lexeme = read(cell);
    if wanted.holds(lexeme) {
        return Some(lexeme);
    }
    // Han: how registers write yes and no.
    match (wanted, cell.trim()) {
        (ColumnType::Boolean, "1" | "是") => Some(Lexeme::Boolean(true)),
        (ColumnType::Boolean, "0" | "否") => Some(Lexeme::Boolean(false)),
        (ColumnType::Date, text) => compact_date(text.as_bytes()).map(Lexeme::Date),
        _ => None,
    }
}

impl Lexeme {
    /// Where the value stands among others of its column, for minimum and maximum.
    #[expect(clippy::cast_precision_loss, reason = "order only; the text of the extreme is kept")]
    pub fn order(self) -> Option<f64> {
        match self {
            Self::Text => None,
            Self::Integer(value)
            | Self::DateTime(value)
            | Self::Instant(value)
            | Self::Time(value) => Some(value as f64),
            Self::Decimal { mantissa, scale } => {
                Some(mantissa as f64 / 10_f64.powi(i32::from(scale)))
            }
            Self::Float(value) => Some(value),
            Self::Boolean(value) => Some(f64::from(u8::from(value))),
            Self::Date(days) => Some(f64::from(days)),
        }
    }
}

fn boolean(bytes: &[u8]) -> Lexeme {
    match bytes {
        b"true" | b"True" | b"TRUE" => Lexeme::Boolean(true),
        b"false" | b"False" | b"FALSE" => Lexeme::Boolean(false),
        _ => Lexeme::Text,
    }
}

fn number_or_date(bytes: &[u8]) -> Lexeme {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match bytes.get(digits) {
        None | Some(b'.' | b'e' | b'E') => number(bytes),
        Some(b'-' | b'/' | 0xe5) if digits == 4 => date_or_datetime(bytes),
        Some(b':') if digits <= 2 => time(bytes).map_or(Lexeme::Text, Lexeme::Time),
        Some(_) => Lexeme::Text,
    }
}

fn number(bytes: &[u8]) -> Lexeme {
    let (negative, rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        // A plus sign is no part of a number's value, and often part of a code or a phone number.
        [b'+', ..] => return Lexeme::Text,
        _ => (false, bytes),
    };
    let mut mantissa: i64 = 0;
    let mut digits = 0_u8;
    let mut scale = None::<u8>;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                if digits == DECIMAL_MAX_DIGITS {
                    return Lexeme::Text;
                }
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                digits += 1;
                scale = scale.map(|scale| scale + 1);
            }
            b'.' if scale.is_none() => scale = Some(0),
            b'e' | b'E' if digits > 0 && at > 0 => return float(bytes, rest),
            _ => return Lexeme::Text,
        }
    }
    let leading_zero = matches!(rest, [b'0', b'0'..=b'9', ..]);
    if digits == 0 || leading_zero || (negative && mantissa == 0) {
        return Lexeme::Text;
    }
    let mantissa = if negative { -mantissa } else { mantissa };
    match scale {
        None if usize::from(digits) > INTEGER_MAX_DIGITS => Lexeme::Text,
        None => Lexeme::Integer(mantissa),
        Some(0) => Lexeme::Text,
        Some(scale) => Lexeme::Decimal { mantissa, scale },
    }
}

fn float(bytes: &[u8], unsigned: &[u8]) -> Lexeme {
    // `2E10` in a column of codes is a code; an exponent counts after a point or
    // with a sign, as programs print it.
    let as_printed = memchr::memchr2(b'.', b'+', unsigned).is_some()
        || memchr::memmem::find(unsigned, b"e-").is_some()
        || memchr::memmem::find(unsigned, b"E-").is_some();
    let value = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<f64>().ok());
    match value {
        Some(value) if as_printed && value.is_finite() => Lexeme::Float(value),
        _ => Lexeme::Text,
    }
}

/// Reads up to `max` digits; their value and the rest.
fn digits(bytes: &[u8], min: usize, max: usize) -> Option<(u32, &[u8])> {
    let count = bytes.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
    if count < min {
        return None;
    }
    let value = bytes[..count].iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    Some((value, &bytes[count..]))
}

fn date_or_datetime(bytes: &[u8]) -> Lexeme {
    let Some((days, rest)) = date(bytes) else { return Lexeme::Text };
    match rest {
        [] => Lexeme::Date(days),
        [b'T' | b' ', clock @ ..] => {
            let (clock, offset) = split_offset(clock);
            let Some(micros) = time(clock) else { return Lexeme::Text };
            let wall = i64::from(days) * 86_400_000_000 + micros;
            match offset {
                Offset::None => Lexeme::DateTime(wall),
                Offset::Minutes(minutes) => Lexeme::Instant(wall - minutes * 60_000_000),
                Offset::Wrong => Lexeme::Text,
            }
        }
        _ => Lexeme::Text,
    }
}

/// `2020-01-02`, `2020/1/2` or `2020年1月2日`, and what follows it.
fn date(bytes: &[u8]) -> Option<(i32, &[u8])> {
    let (year, rest) = digits(bytes, 4, 4)?;
    let (month, day, rest) = match rest {
        [b'-', rest @ ..] => {
            let (month, rest) = digits(rest, 2, 2)?;
            let (day, rest) = digits(rest.strip_prefix(b"-")?, 2, 2)?;
            (month, day, rest)
        }
        [b'/', rest @ ..] => {
            let (month, rest) = digits(rest, 1, 2)?;
            let (day, rest) = digits(rest.strip_prefix(b"/")?, 1, 2)?;
            (month, day, rest)
        }
        // Han: the marks of a date written out.
        rest => {
            let (month, rest) = digits(rest.strip_prefix("年".as_bytes())?, 1, 2)?;
            let (day, rest) = digits(rest.strip_prefix("月".as_bytes())?, 1, 2)?;
            (month, day, rest.strip_prefix("日".as_bytes())?)
        }
    };
    Some((days_since_epoch(year, month, day)?, rest))
}

/// `20200102`: only where a date is declared, since otherwise it is a number.
fn compact_date(bytes: &[u8]) -> Option<i32> {
    let (year, rest) = digits(bytes, 4, 4)?;
    let (month, rest) = digits(rest, 2, 2)?;
    let (day, rest) = digits(rest, 2, 2)?;
    rest.is_empty().then_some(())?;
    days_since_epoch(year, month, day)
}

fn days_since_epoch(year: u32, month: u32, day: u32) -> Option<i32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day == 0 || day > length || year == 0 {
        return None;
    }
    // Days by the proleptic Gregorian calendar, counted in years that begin in March.
    let (year, month) = (i32::try_from(year).ok()?, i32::try_from(month).ok()?);
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::try_from(day).ok()? - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

enum Offset {
    None,
    Minutes(i64),
    Wrong,
}

fn split_offset(clock: &[u8]) -> (&[u8], Offset) {
    if let [clock @ .., b'Z'] = clock {
        return (clock, Offset::Minutes(0));
    }
    let Some(at) = clock.iter().position(|byte| matches!(byte, b'+' | b'-')) else {
        return (clock, Offset::None);
    };
    let sign = if clock[at] == b'-' { -1 } else { 1 };
    let offset = digits(&clock[at + 1..], 2, 2).and_then(|(hours, rest)| {
        let rest = rest.strip_prefix(b":").unwrap_or(rest);
        let (minutes, rest) = if rest.is_empty() { (0, rest) } else { digits(rest, 2, 2)? };
        (rest.is_empty() && hours <= 14 && minutes < 60)
            .then(|| sign * i64::from(hours * 60 + minutes))
    });
    (&clock[..at], offset.map_or(Offset::Wrong, Offset::Minutes))
}

/// `9:05`, `09:05:06` or `09:05:06.789`, in microseconds.
fn time(bytes: &[u8]) -> Option<i64> {
    let (hours, rest) = digits(bytes, 1, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(b":")?, 2, 2)?;
    let (seconds, rest) = match rest {
        [b':', rest @ ..] => digits(rest, 2, 2)?,
        rest => (0, rest),
    };
    let micros = match rest {
        [] => 0,
        [b'.', fraction @ ..] => {
            let (value, rest) = digits(fraction, 1, 6)?;
            rest.is_empty().then_some(())?;
            value * 10_u32.pow(u32::try_from(6 - fraction.len()).ok()?)
        }
        _ => return None,
    };
    (hours < 24 && minutes < 60 && seconds < 60)
        .then(|| i64::from(hours * 3600 + minutes * 60 + seconds) * 1_000_000 + i64::from(micros))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_way_of_writing_is_read_as_what_it_is() {
        let day = |days| Lexeme::Date(days);
        let cases = [
            ("0", Lexeme::Integer(0)),
            ("-12", Lexeme::Integer(-12)),
            (" 12 ", Lexeme::Integer(12)),
            ("123456789012345", Lexeme::Integer(123_456_789_012_345)),
            ("1.50", Lexeme::Decimal { mantissa: 150, scale: 2 }),
            ("-0.5", Lexeme::Decimal { mantissa: -5, scale: 1 }),
            ("1.5e3", Lexeme::Float(1500.0)),
            ("1e-3", Lexeme::Float(0.001)),
            ("True", Lexeme::Boolean(true)),
            ("1970-01-02", day(1)),
            ("2000/3/1", day(11_017)),
            ("2020年2月13日", day(18_305)),
            ("2022-06-08 10:11:42", Lexeme::DateTime(1_654_683_102_000_000)),
            ("2022-06-08T10:11:42.5", Lexeme::DateTime(1_654_683_102_500_000)),
            ("2022-06-08T10:11:42+08:00", Lexeme::Instant(1_654_654_302_000_000)),
            ("1970-01-01T00:00:00Z", Lexeme::Instant(0)),
            ("09:05", Lexeme::Time(32_700_000_000)),
        ];
        for (text, lexeme) in cases {
            assert_eq!(read(text), lexeme, "{text}");
        }
    }

    #[test]
    fn what_would_lose_something_stays_text() {
        for text in [
            "0164",
            "00",
            "+86",
            "-0",
            "1.",
            "2E10",
            "1234567890123456",
            "110101199003071233",
            "1,000",
            "NaN",
            "2020-02-30",
            "2020-13-01",
            "2020-2-3",
            "0000-01-01",
            "24:00",
            "12:60",
            "1.2.3",
            "-",
            ".",
            "12a",
            "2020-01-01 25:00",
            "109年01月01日",
            "0.1234567890123456789",
            "1e999",
            "truely",
        ] {
            assert_eq!(read(text), Lexeme::Text, "{text}");
        }
    }

    #[test]
    fn a_declared_type_accepts_the_fields_own_ways_of_writing() {
        assert_eq!(read_as("20200213", ColumnType::Date), Some(Lexeme::Date(18_305)));
        assert_eq!(read_as("是", ColumnType::Boolean), Some(Lexeme::Boolean(true)));
        assert_eq!(read_as("0", ColumnType::Boolean), Some(Lexeme::Boolean(false)));
        assert_eq!(read_as("20200230", ColumnType::Date), None);
        assert_eq!(read_as("x", ColumnType::Integer), None);
    }

    proptest! {
        #[test]
        fn days_agree_with_the_calendar_library(days in -700_000i32..2_000_000) {
            let date = Date::constant(1970, 1, 1)
                .checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assume!(date.year() > 0);
            prop_assert_eq!(read(&date.to_string()), Lexeme::Date(days));
        }

        #[test]
        fn integers_come_back(value in -999_999_999_999_999i64..1_000_000_000_000_000) {
            prop_assert_eq!(read(&value.to_string()), Lexeme::Integer(value));
        }

        #[test]
        fn nothing_makes_the_reader_panic(text in "[0-9tTfF年月日:/+.eE -]{0,24}") {
            let _ = read(&text);
            let _ = read_as(&text, ColumnType::Date);
        }
    }
}
