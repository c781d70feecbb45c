//! The citizen identity number (公民身份号码), GB 11643.
//!
//! Eighteen characters: a division code, a birth date, an order number whose last
//! digit is odd for men, and a check character. Cards issued before October 1999
//! bear fifteen digits: a two-digit year and no check character.
//!
//! A number is judged in four separate verdicts, because they fail for different
//! reasons and call for different acts. A wrong check character is a typing error;
//! a division code that today's table lacks is normal for anyone registered before
//! the last reform, and refusing it locks real people out.

use jiff::civil::Date;

use crate::division::{DivisionCode, DivisionStanding};

/// Weights of the first seventeen digits (GB 11643): 2^(18−i) mod 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check character, indexed by the weighted sum mod 11.
const CHECKS: &[u8; 11] = b"10X98765432";

/// The earliest birth year taken for possible. The household register began in the
/// 1950s; the oldest people it could have entered were born after this.
const EARLIEST_BIRTH_YEAR: u16 = 1840;

/// The latest birth year the fast path takes for possible; it knows no today.
const LATEST_BIRTH_YEAR: u16 = 2099;

/// Whether `text` is a number of 18 characters with a possible birth date and the
/// right check character, or of 15 digits with a possible birth date. Allocates
/// nothing; does not judge the division. A lower-case `x` is accepted.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.len() {
        18 => {
            // One pass: the digits are tested and summed together.
            let mut sum = 0;
            for (byte, weight) in bytes.iter().zip(WEIGHTS) {
                let digit = u32::from(byte.wrapping_sub(b'0'));
                if digit > 9 {
                    return false;
                }
                sum += digit * weight;
            }
            bytes[17].to_ascii_uppercase() == CHECKS[sum as usize % 11]
                && bytes[0] != b'0'
                && possible_date(&bytes[6..14])
        }
        15 => {
            bytes.iter().all(u8::is_ascii_digit)
                && bytes[0] != b'0'
                && possible_date(&full_birth_date(bytes))
        }
        _ => false,
    }
}

/// The eight digits of the birth date of a 15-digit number: the century was 19.
fn full_birth_date(fifteen: &[u8]) -> [u8; 8] {
    let mut date = *b"19000000";
    date[2..].copy_from_slice(&fifteen[6..12]);
    date
}

/// Whether eight ASCII digits are a calendar date in the possible years.
fn possible_date(digits: &[u8]) -> bool {
    let number = |range: &[u8]| range.iter().fold(0, |n, d| n * 10 + u16::from(d - b'0'));
    let (year, month, day) = (number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => return false,
    };
    (EARLIEST_BIRTH_YEAR..=LATEST_BIRTH_YEAR).contains(&year) && (1..=last).contains(&day)
}

/// The four verdicts on one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ResidentNumberVerdicts {
    /// Length and characters. When it fails, the others are not judged.
    pub format: FormatVerdict,
    /// The birth date.
    pub date: DateVerdict,
    /// The check character.
    pub checksum: ChecksumVerdict,
    /// The division, at the birth date and since.
    pub division: DivisionVerdict,
}

/// Verdict on length and characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FormatVerdict {
    /// Eighteen characters as the standard has them.
    Eighteen,
    /// Eighteen characters, the check character in lower case: accepted, but to be
    /// stored as `X`.
    EighteenLowerCase,
    /// Fifteen digits, the form before October 1999.
    Fifteen,
    /// Neither 15 nor 18 characters.
    WrongLength,
    /// A character where only a digit (or a final `X`) may stand.
    WrongCharacter,
}

/// Verdict on the birth date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "date")]
pub enum DateVerdict {
    /// A date between 1840 and today.
    Possible(Date),
    /// A date after today.
    Future(Date),
    /// No date of the calendar, or one before 1840.
    Impossible,
    /// Not judged: the format is wrong.
    NotJudged,
}

/// Verdict on the check character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "expected")]
pub enum ChecksumVerdict {
    /// It agrees with the other seventeen.
    Right,
    /// It should have been this character.
    Wrong(char),
    /// Fifteen digits carry none.
    Absent,
    /// Not judged: the format is wrong.
    NotJudged,
}

/// Verdict on the division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "standing")]
pub enum DivisionVerdict {
    /// What the register says of the code at the birth date.
    AtBirth(DivisionStanding),
    /// Not in force at birth, but it came into force afterwards. A number is given at
    /// the first registration, which may be years after birth, so this is possible.
    AfterBirth,
    /// The digits name no level of the hierarchy.
    Malformed,
    /// Not judged: the format or the date is wrong.
    NotJudged,
}

impl ResidentNumberVerdicts {
    /// Whether format, date and check character are in order. The division is advice,
    /// never a ground for refusal by itself: registers of divisions have gaps, people
    /// keep the number of an abolished county.
    #[must_use]
    pub fn is_acceptable(&self) -> bool {
        matches!(self.date, DateVerdict::Possible(_))
            && matches!(self.checksum, ChecksumVerdict::Right | ChecksumVerdict::Absent)
    }
}

/// Judges `text` as of `today`. `standing` answers what the register of divisions
/// knows of a code at a date.
///
/// ```
/// use jiff::civil::date;
/// use zt_kernel::DivisionStanding;
/// use zt_kernel::resident_number::{ChecksumVerdict, judge};
///
/// let verdicts = judge("53010219200508011X", date(2026, 11, 25), |_, _| {
///     DivisionStanding::PresumedBeforeRecords
/// });
/// assert_eq!(verdicts.checksum, ChecksumVerdict::Right);
/// assert!(verdicts.is_acceptable());
/// ```
#[must_use]
pub fn judge(
    text: &str,
    today: Date,
    standing: impl Fn(DivisionCode, Date) -> DivisionStanding,
) -> ResidentNumberVerdicts {
    let bytes = text.as_bytes();
    let format = format_of(bytes);
    let birth: [u8; 8] = match format {
        FormatVerdict::Eighteen | FormatVerdict::EighteenLowerCase => {
            bytes[6..14].try_into().unwrap_or_default()
        }
        FormatVerdict::Fifteen => full_birth_date(bytes),
        FormatVerdict::WrongLength | FormatVerdict::WrongCharacter => {
            return ResidentNumberVerdicts {
                format,
                date: DateVerdict::NotJudged,
                checksum: ChecksumVerdict::NotJudged,
                division: DivisionVerdict::NotJudged,
            };
        }
    };
    let checksum = match format {
        FormatVerdict::Fifteen => ChecksumVerdict::Absent,
        _ => match check_character(&bytes[..17]) {
            expected if expected == bytes[17].to_ascii_uppercase() => ChecksumVerdict::Right,
            expected => ChecksumVerdict::Wrong(char::from(expected)),
        },
    };
    let date = date_of(birth, today);
    let division = match date {
        DateVerdict::Possible(born) => division_of(&bytes[..6], born, today, standing),
        _ => DivisionVerdict::NotJudged,
    };
    ResidentNumberVerdicts { format, date, checksum, division }
}

fn format_of(bytes: &[u8]) -> FormatVerdict {
    let digits = match bytes.len() {
        15 => bytes,
        18 => &bytes[..17],
        _ => return FormatVerdict::WrongLength,
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return FormatVerdict::WrongCharacter;
    }
    match bytes.get(17) {
        None => FormatVerdict::Fifteen,
        Some(b'0'..=b'9' | b'X') => FormatVerdict::Eighteen,
        Some(b'x') => FormatVerdict::EighteenLowerCase,
        Some(_) => FormatVerdict::WrongCharacter,
    }
}

fn date_of(digits: [u8; 8], today: Date) -> DateVerdict {
    if !possible_date(&digits) {
        return DateVerdict::Impossible;
    }
    let number = |range: &[u8]| range.iter().fold(0_i16, |n, d| n * 10 + i16::from(d - b'0'));
    let month = i8::try_from(number(&digits[4..6])).unwrap_or_default();
    let day = i8::try_from(number(&digits[6..8])).unwrap_or_default();
    match Date::new(number(&digits[..4]), month, day) {
        Ok(date) if date <= today => DateVerdict::Possible(date),
        Ok(date) => DateVerdict::Future(date),
        Err(_) => DateVerdict::Impossible,
    }
}

fn division_of(
    digits: &[u8],
    born: Date,
    today: Date,
    standing: impl Fn(DivisionCode, Date) -> DivisionStanding,
) -> DivisionVerdict {
    let Ok(code) = DivisionCode::from_bytes(digits) else {
        return DivisionVerdict::Malformed;
    };
    match standing(code, born) {
        DivisionStanding::NotYetInForce
            if standing(code, today) != DivisionStanding::NotYetInForce =>
        {
            DivisionVerdict::AfterBirth
        }
        at_birth => DivisionVerdict::AtBirth(at_birth),
    }
}

/// The check character of seventeen ASCII digits.
fn check_character(seventeen: &[u8]) -> u8 {
    let sum: u32 = seventeen.iter().zip(WEIGHTS).map(|(d, w)| u32::from(d - b'0') * w).sum();
    CHECKS[sum as usize % 11]
}

/// The same person's 18-character number for a 15-digit one, as the 1999 change
/// made it; `None` if `fifteen` is not 15 digits with a possible birth date.
#[must_use]
pub fn upgrade(fifteen: &str) -> Option<String> {
    if fifteen.len() != 15 || !is_valid(fifteen) {
        return None;
    }
    let mut number = String::with_capacity(18);
    number.push_str(&fifteen[..6]);
    number.push_str("19");
    number.push_str(&fifteen[6..]);
    number.push(char::from(check_character(number.as_bytes())));
    Some(number)
}

#[cfg(test)]
mod tests;
