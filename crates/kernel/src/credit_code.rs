//! The unified social credit code (统一社会信用代码) of legal persons and other
//! organisations, GB 32100.
//!
//! Eighteen characters: the registering department, the organisation category, six
//! digits of the division of registration, the nine-character organisation code
//! (GB 11714, with its own check character), and a check character over all.

use crate::division::{DivisionCode, DivisionStanding};

/// The alphabet of GB 32100: digits and capitals without I, O, S, V and Z, which are
/// too like 1, 0, 5, U and 2. A character's value is its place here.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of the first seventeen characters: 3^(i−1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Weights of the eight characters of the organisation code (GB 11714).
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// No value: the byte is outside the alphabet.
const OUTSIDE: u8 = u8::MAX;

/// The value of every byte, or [`OUTSIDE`].
const VALUES: [u8; 256] = {
    let mut values = [OUTSIDE; 256];
    let mut value: u8 = 0;
    while (value as usize) < ALPHABET.len() {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Whether `text` has the form of a credit code and the right check character.
/// Allocates nothing. Lower case is refused: the standard has capitals only.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 18 {
        return false;
    }
    let mut sum = 0;
    for (byte, weight) in bytes.iter().zip(WEIGHTS) {
        let value = VALUES[*byte as usize];
        if value == OUTSIDE {
            return false;
        }
        sum += u32::from(value) * weight;
    }
    ALPHABET[((31 - sum % 31) % 31) as usize] == bytes[17]
        && bytes[2..8].iter().all(u8::is_ascii_digit)
}

/// Whether `text` is an organisation code (GB/T 11714) with its check character: nine
/// characters, a hyphen before the last allowed. Allocates nothing.
#[must_use]
pub fn is_valid_organisation_code(text: &str) -> bool {
    let (eight, check) = match text.as_bytes() {
        [eight @ .., b'-', check] | [eight @ .., check] if eight.len() == 8 => (eight, *check),
        _ => return false,
    };
    eight.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && organisation_check(eight) == check
}

/// The separate verdicts on one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct CreditCodeVerdicts {
    /// Length and characters. When it fails, the others are not judged.
    pub format: FormatVerdict,
    /// The last character, over the whole code.
    pub checksum: ChecksumVerdict,
    /// The check character of the organisation code within. Codes given by some
    /// registrars before 2015 break it, so it is advice.
    pub organisation_checksum: ChecksumVerdict,
    /// The division of registration, at the date asked for.
    pub division: DivisionVerdict,
}

/// Verdict on length and characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FormatVerdict {
    /// Eighteen characters as the standard has them.
    Eighteen,
    /// Not 18 characters.
    WrongLength,
    /// A character outside the alphabet, or a letter among the division's digits.
    WrongCharacter,
}

/// Verdict on a check character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "expected")]
pub enum ChecksumVerdict {
    /// It agrees with the rest.
    Right,
    /// It should have been this character.
    Wrong(char),
    /// Not judged: the format is wrong.
    NotJudged,
}

/// Verdict on the division of registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "standing")]
pub enum DivisionVerdict {
    /// What the register says of the code.
    Standing(DivisionStanding),
    /// `100000`: registered with a department of the central government.
    Central,
    /// The digits name no level of the hierarchy.
    Malformed,
    /// Not judged: the format is wrong.
    NotJudged,
}

impl CreditCodeVerdicts {
    /// Whether format and check character are in order.
    #[must_use]
    pub fn is_acceptable(&self) -> bool {
        self.checksum == ChecksumVerdict::Right
    }
}

/// Judges `text`; `standing` answers what the register of divisions knows of a code.
#[must_use]
pub fn judge(
    text: &str,
    standing: impl FnOnce(DivisionCode) -> DivisionStanding,
) -> CreditCodeVerdicts {
    let bytes = text.as_bytes();
    let format = format_of(bytes);
    if format != FormatVerdict::Eighteen {
        return CreditCodeVerdicts {
            format,
            checksum: ChecksumVerdict::NotJudged,
            organisation_checksum: ChecksumVerdict::NotJudged,
            division: DivisionVerdict::NotJudged,
        };
    }
    let division = match &bytes[2..8] {
        b"100000" => DivisionVerdict::Central,
        digits => match DivisionCode::from_bytes(digits) {
            Ok(code) => DivisionVerdict::Standing(standing(code)),
            Err(_) => DivisionVerdict::Malformed,
        },
    };
    CreditCodeVerdicts {
        format,
        checksum: compare(check_character(&bytes[..17]), bytes[17]),
        organisation_checksum: compare(organisation_check(&bytes[8..16]), bytes[16]),
        division,
    }
}

fn format_of(bytes: &[u8]) -> FormatVerdict {
    if bytes.len() != 18 {
        FormatVerdict::WrongLength
    } else if bytes.iter().any(|byte| VALUES[*byte as usize] == OUTSIDE)
        || !bytes[2..8].iter().all(u8::is_ascii_digit)
    {
        FormatVerdict::WrongCharacter
    } else {
        FormatVerdict::Eighteen
    }
}

fn compare(expected: u8, found: u8) -> ChecksumVerdict {
    if expected == found {
        ChecksumVerdict::Right
    } else {
        ChecksumVerdict::Wrong(char::from(expected))
    }
}

/// The check character of seventeen characters of the alphabet.
fn check_character(seventeen: &[u8]) -> u8 {
    let sum: u32 = seventeen
        .iter()
        .zip(WEIGHTS)
        .map(|(byte, weight)| u32::from(VALUES[*byte as usize]) * weight)
        .sum();
    ALPHABET[((31 - sum % 31) % 31) as usize]
}

/// The check character of an organisation code's first eight (GB 11714): there, a
/// letter's value is its place in the whole alphabet, A = 10 to Z = 35.
fn organisation_check(eight: &[u8]) -> u8 {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => u32::from(byte.wrapping_sub(b'A')) + 10,
    };
    let sum: u32 =
        eight.iter().zip(ORGANISATION_WEIGHTS).map(|(byte, weight)| value(*byte) * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + u8::try_from(digit).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pair that circulates with the standard's text.
    #[test]
    fn the_known_vector_passes_and_its_neighbour_fails() {
        assert!(is_valid("91350100M000100Y43"));
        assert!(!is_valid("91350100M000100Y4Z"), "Z is outside the alphabet");
        let verdicts = judge("91350100M000100Y43", |_| DivisionStanding::InForce);
        assert_eq!(verdicts.checksum, ChecksumVerdict::Right);
        assert_eq!(verdicts.organisation_checksum, ChecksumVerdict::Right);
        let wrong = judge("91350100M000100Y44", |_| DivisionStanding::InForce);
        assert_eq!(wrong.checksum, ChecksumVerdict::Wrong('3'));
    }

    #[test]
    fn weights_are_the_powers_of_three() {
        let mut power = 1;
        for weight in WEIGHTS {
            assert_eq!(weight, power);
            power = power * 3 % 31;
        }
    }

    #[test]
    fn a_letter_in_the_division_is_a_wrong_character() {
        let verdicts = judge("9135010AM000100Y43", |_| DivisionStanding::InForce);
        assert_eq!(verdicts.format, FormatVerdict::WrongCharacter);
        assert_eq!(verdicts.division, DivisionVerdict::NotJudged);
        assert_eq!(judge("", |_| DivisionStanding::InForce).format, FormatVerdict::WrongLength);
        assert!(!is_valid("91350100m000100y43"));
    }

    #[test]
    fn the_division_is_judged_apart_from_the_checksum() {
        let unlisted = judge("91350100M000100Y43", |_| DivisionStanding::Unlisted);
        assert_eq!(unlisted.division, DivisionVerdict::Standing(DivisionStanding::Unlisted));
        assert!(unlisted.is_acceptable());
        let central = judge("11100000000013127D", |_| DivisionStanding::Unlisted);
        assert_eq!(central.division, DivisionVerdict::Central);
    }

    #[test]
    fn an_organisation_code_stands_alone_with_or_without_its_hyphen() {
        assert!(is_valid_organisation_code("M000100Y4"));
        assert!(is_valid_organisation_code("M000100Y-4"));
        for bad in ["M000100Y5", "M000100Y", "m000100y4", "", "-4", "M000100Y--4"] {
            assert!(!is_valid_organisation_code(bad), "{bad}");
        }
    }

    /// A code with its check character.
    fn code() -> impl Strategy<Value = String> {
        "[1-9ANY][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}".prop_map(|body| {
            let check = char::from(check_character(body.as_bytes()));
            format!("{body}{check}")
        })
    }

    proptest! {
        #[test]
        fn any_one_changed_character_is_noticed(
            code in code(),
            at in 0_usize..18,
            by in 1_usize..31,
        ) {
            prop_assert!(is_valid(&code));
            let mut bytes = code.into_bytes();
            let value = VALUES[bytes[at] as usize] as usize;
            bytes[at] = ALPHABET[(value + by) % 31];
            prop_assert!(!is_valid(std::str::from_utf8(&bytes).unwrap()));
        }

        #[test]
        fn the_fast_path_and_the_verdicts_agree(text in "[0-9A-Z]{17,19}|\\PC{0,20}") {
            let verdicts = judge(&text, |_| DivisionStanding::InForce);
            prop_assert_eq!(is_valid(&text), verdicts.is_acceptable());
        }
    }
}
