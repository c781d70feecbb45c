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
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 25);

    fn listed(_: DivisionCode, _: Date) -> DivisionStanding {
        DivisionStanding::InForce
    }

    /// Three numbers with good checksums on which validators in use fail: they judge
    /// the division by a table without dates, and one even crashes on the lookup.
    #[test]
    fn the_three_numbers_that_trip_validators_pass_on_format_date_and_checksum() {
        for (number, born) in [
            ("53010219200508011X", date(1920, 5, 8)),
            ("34052419800101001X", date(1980, 1, 1)),
            ("370101190102039973", date(1901, 2, 3)),
        ] {
            assert!(is_valid(number), "{number}");
            let verdicts = judge(number, TODAY, |_, _| DivisionStanding::UnknownBeforeRecords);
            assert_eq!(verdicts.format, FormatVerdict::Eighteen);
            assert_eq!(verdicts.date, DateVerdict::Possible(born));
            assert_eq!(verdicts.checksum, ChecksumVerdict::Right);
            assert_eq!(
                verdicts.division,
                DivisionVerdict::AtBirth(DivisionStanding::UnknownBeforeRecords)
            );
            assert!(verdicts.is_acceptable());
        }
    }

    #[test]
    fn a_wrong_check_character_names_the_right_one() {
        let verdicts = judge("530102192005080111", TODAY, listed);
        assert_eq!(verdicts.checksum, ChecksumVerdict::Wrong('X'));
        assert!(!verdicts.is_acceptable());
        assert!(!is_valid("530102192005080111"));
    }

    #[test]
    fn a_date_outside_the_calendar_or_after_today_is_told_apart() {
        assert_eq!(judge("530102192102290119", TODAY, listed).date, DateVerdict::Impossible);
        assert_eq!(judge("530102189912310113", TODAY, listed).date, {
            DateVerdict::Possible(date(1899, 12, 31))
        });
        let future = judge("530102209901010111", TODAY, listed);
        assert_eq!(future.date, DateVerdict::Future(date(2099, 1, 1)));
        assert_eq!(future.division, DivisionVerdict::NotJudged);
    }

    #[test]
    fn fifteen_digits_carry_a_date_of_the_last_century_and_no_check() {
        let verdicts = judge("530102200508011", TODAY, listed);
        assert_eq!(verdicts.format, FormatVerdict::Fifteen);
        assert_eq!(verdicts.date, DateVerdict::Possible(date(1920, 5, 8)));
        assert_eq!(verdicts.checksum, ChecksumVerdict::Absent);
        assert_eq!(upgrade("530102200508011").as_deref(), Some("53010219200508011X"));
        assert_eq!(upgrade("530102201308011"), None);
    }

    #[test]
    fn the_format_fails_before_anything_else_is_judged() {
        for (text, format) in [
            ("", FormatVerdict::WrongLength),
            ("5301021920050801", FormatVerdict::WrongLength),
            ("53010219200508X11X", FormatVerdict::WrongCharacter),
            ("53010219200508011Y", FormatVerdict::WrongCharacter),
            ("５３０１０２", FormatVerdict::WrongCharacter),
        ] {
            let verdicts = judge(text, TODAY, listed);
            assert_eq!(verdicts.format, format, "{text}");
            assert_eq!(verdicts.checksum, ChecksumVerdict::NotJudged);
            assert!(!is_valid(text));
        }
        assert_eq!(
            judge("53010219200508011x", TODAY, listed).format,
            FormatVerdict::EighteenLowerCase
        );
        assert!(is_valid("53010219200508011x"));
    }

    #[test]
    fn a_division_made_after_birth_is_possible_but_one_abolished_before_is_not() {
        let made_in_2010 = |_: DivisionCode, at: Date| {
            if at < date(2010, 1, 1) {
                DivisionStanding::NotYetInForce
            } else {
                DivisionStanding::InForce
            }
        };
        let number = "34052419800101001X";
        assert_eq!(judge(number, TODAY, made_in_2010).division, DivisionVerdict::AfterBirth);
        let gone = judge(number, TODAY, |_, _| DivisionStanding::Abolished);
        assert_eq!(gone.division, DivisionVerdict::AtBirth(DivisionStanding::Abolished));
    }

    /// A number with its check character, for any division, date and order.
    fn number() -> impl Strategy<Value = String> {
        (10_u32..100, 1_u32..100, 0_u32..100, 1900_u32..2030, 1_u32..13, 1_u32..29, 0_u32..1000)
            .prop_map(|(a, b, c, year, month, day, order)| {
                let body = format!("{a}{b:02}{c:02}{year}{month:02}{day:02}{order:03}");
                let check = char::from(check_character(body.as_bytes()));
                format!("{body}{check}")
            })
    }

    proptest! {
        #[test]
        fn any_one_changed_digit_is_noticed(number in number(), at in 0_usize..17, by in 1_u8..10) {
            prop_assert!(is_valid(&number));
            let mut bytes = number.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(!is_valid(std::str::from_utf8(&bytes).unwrap()));
        }

        #[test]
        fn the_fast_path_and_the_verdicts_agree(text in "[1-9][0-9]{13,16}[0-9Xx]?") {
            let verdicts = judge(&text, date(2099, 12, 31), listed);
            prop_assert_eq!(is_valid(&text), verdicts.is_acceptable());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = judge(&text, TODAY, listed);
            let _ = is_valid(&text);
        }
    }
}
