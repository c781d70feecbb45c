//! A mask (脱敏): what of a value its reader may see.
//!
//! Masks are applied to every cell that leaves the platform under a grant, so
//! [`Mask::apply`] writes into the caller's buffer and allocates nothing.
//!
//! **Invariant:** a mask never shows a character that it names hidden. A value
//! too short for the ends a mask would keep is hidden whole.

use std::{
    fmt::{self, Write},
    str::FromStr,
};

/// How a value is shown. Its text form (`keep-ends:3:4`) is what configuration,
/// database and grants hold.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub enum Mask {
    /// As it is.
    #[default]
    None,
    /// The first `head` and the last `tail` characters; one `*` for each between.
    KeepEnds {
        /// Characters shown at the start.
        head: u8,
        /// Characters shown at the end.
        tail: u8,
    },
    /// Only the year of a date: the first four digits. Anything that does not
    /// begin with four digits is hidden whole.
    YearOnly,
    /// A number cut (not rounded) to so many decimals: coordinates, amounts.
    /// Anything that is no plain decimal number is hidden whole.
    Decimals(u8),
    /// Nothing: three asterisks whatever the length, so that not even it shows.
    Redact,
}

/// What stands for a value hidden whole; a fixed length tells nothing of it.
pub const HIDDEN: &str = "***";

/// The most decimals a mask may leave. Two are the cents of an amount and tell a
/// coordinate to about a kilometre, three to a hundred metres; from the fourth on a
/// place is a building and the mask hides nothing.
pub const DECIMALS_MAX: u8 = 3;

/// The most characters a mask may leave at both ends together: six and four are what
/// is usually shown of a resident number, whose rest is the day of birth.
pub const ENDS_MAX: u16 = 10;

impl Mask {
    /// Whether values pass unchanged.
    pub const fn is_none(self) -> bool {
        matches!(self, Self::None)
    }

    /// Whether the mask says to hide and yet leaves so much that it as good as hides
    /// nothing.
    pub fn is_vain(self) -> bool {
        match self {
            Self::Decimals(kept) => kept > DECIMALS_MAX,
            Self::KeepEnds { head, tail } => u16::from(head) + u16::from(tail) > ENDS_MAX,
            Self::None | Self::YearOnly | Self::Redact => false,
        }
    }

    /// Whether the mask shows, of any value, no more than `other` does. Masks of
    /// unlike kinds can't be compared, so neither counts as the closer one.
    pub fn shows_no_more_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Redact, _) | (_, Self::None) => true,
            (Self::Decimals(kept), Self::Decimals(agreed)) => kept <= agreed,
            (
                Self::KeepEnds { head, tail },
                Self::KeepEnds { head: agreed_head, tail: agreed_tail },
            ) => head <= agreed_head && tail <= agreed_tail,
            _ => self == other,
        }
    }

    /// Writes `value` as the mask shows it. An empty value stays empty: that a
    /// cell is empty is told by the profile already.
    ///
    /// # Errors
    ///
    /// Only what `out` itself refuses.
    pub fn apply<W: Write + ?Sized>(self, value: &str, out: &mut W) -> fmt::Result {
        if value.is_empty() {
            return Ok(());
        }
        match self {
            Self::None => out.write_str(value),
            Self::Redact => out.write_str(HIDDEN),
            Self::KeepEnds { head, tail } => keep_ends(value, head.into(), tail.into(), out),
            Self::YearOnly => match value.as_bytes() {
                [a, b, c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()) => {
                    out.write_str(&value[..4])
                }
                _ => out.write_str(HIDDEN),
            },
            Self::Decimals(kept) => truncate_decimals(value, kept.into(), out),
        }
    }

    /// [`Mask::apply`] into a new string, for the odd value outside a loop.
    pub fn applied(self, value: &str) -> String {
        let mut out = String::with_capacity(value.len());
        // Writing to a `String` cannot fail.
        let _ = self.apply(value, &mut out);
        out
    }
}

fn keep_ends<W: Write + ?Sized>(value: &str, head: usize, tail: usize, out: &mut W) -> fmt::Result {
    let length = if value.is_ascii() { value.len() } else { value.chars().count() };
    if length <= head + tail {
        return out.write_str(HIDDEN);
    }
    let start = byte_offset(value, head);
    let end = byte_offset(value, length - tail);
    out.write_str(&value[..start])?;
    for _ in 0..length - head - tail {
        out.write_char('*')?;
    }
    out.write_str(&value[end..])
}

/// Where the character of that index begins; the end if there is none.
fn byte_offset(value: &str, character: usize) -> usize {
    if value.is_ascii() {
        return character.min(value.len());
    }
    value.char_indices().nth(character).map_or(value.len(), |(offset, _)| offset)
}

fn truncate_decimals<W: Write + ?Sized>(value: &str, kept: usize, out: &mut W) -> fmt::Result {
    let unsigned = value.strip_prefix(['-', '+']).unwrap_or(value);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return out.write_str(HIDDEN);
    }
    if kept == 0 || fraction.is_empty() {
        let sign = value.len() - unsigned.len();
        return out.write_str(&value[..sign + whole.len()]);
    }
    let hidden = fraction.len().saturating_sub(kept);
    out.write_str(&value[..value.len() - hidden])
}

impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::KeepEnds { head, tail } => write!(f, "keep-ends:{head}:{tail}"),
            Self::YearOnly => f.write_str("year-only"),
            Self::Decimals(kept) => write!(f, "decimals:{kept}"),
            Self::Redact => f.write_str("redact"),
        }
    }
}

/// The text names no mask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no mask: use none, keep-ends:HEAD:TAIL, year-only, decimals:COUNT or redact")]
pub struct UnknownMask(pub String);

impl FromStr for Mask {
    type Err = UnknownMask;

    fn from_str(text: &str) -> Result<Self, UnknownMask> {
        let unknown = || UnknownMask(text.to_owned());
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<u8>().ok());
        let mut parts = text.split(':');
        let mask = match parts.next() {
            Some("none") => Self::None,
            Some("redact") => Self::Redact,
            Some("year-only") => Self::YearOnly,
            Some("decimals") => Self::Decimals(number(parts.next()).ok_or_else(unknown)?),
            Some("keep-ends") => Self::KeepEnds {
                head: number(parts.next()).ok_or_else(unknown)?,
                tail: number(parts.next()).ok_or_else(unknown)?,
            },
            _ => return Err(unknown()),
        };
        if parts.next().is_some() { Err(unknown()) } else { Ok(mask) }
    }
}

impl TryFrom<String> for Mask {
    type Error = UnknownMask;

    fn try_from(text: String) -> Result<Self, UnknownMask> {
        text.parse()
    }
}

impl From<Mask> for String {
    fn from(mask: Mask) -> Self {
        mask.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mask: &str, value: &str, shown: &str) {
        let mask: Mask = mask.parse().unwrap();
        assert_eq!(mask.applied(value), shown, "{mask} of {value}");
    }

    #[test]
    fn ends_are_kept_and_the_middle_is_starred_character_by_character() {
        check("keep-ends:6:4", "11010519491231002X", "110105********002X");
        check("keep-ends:1:0", "欧阳修", "欧**");
        check("keep-ends:0:2", "江州市幸福路8号院", "*******号院");
    }

    #[test]
    fn a_value_too_short_for_its_ends_is_hidden_whole() {
        check("keep-ends:3:4", "1234567", HIDDEN);
        check("keep-ends:1:1", "王五", HIDDEN);
        check("keep-ends:1:0", "王", HIDDEN);
    }

    #[test]
    fn only_the_year_of_a_date_shows() {
        check("year-only", "1949-12-31", "1949");
        check("year-only", "19491231", "1949");
        check("year-only", "民国三十八年", HIDDEN);
        check("year-only", "194", HIDDEN);
    }

    #[test]
    fn decimals_are_cut_and_never_rounded_up_to_the_true_value() {
        check("decimals:2", "120.19876", "120.19");
        check("decimals:2", "-30.5", "-30.5");
        check("decimals:0", "+8.99", "+8");
        check("decimals:3", "77", "77");
        check("decimals:2", "1e5", HIDDEN);
        check("decimals:2", "杭州", HIDDEN);
    }

    #[test]
    fn redaction_does_not_tell_the_length_and_an_empty_cell_stays_empty() {
        check("redact", "a", HIDDEN);
        check("redact", "一二三四五六七八九十", HIDDEN);
        check("redact", "", "");
        check("keep-ends:3:4", "", "");
    }

    #[test]
    fn a_malformed_mask_is_refused_rather_than_read_as_none() {
        for text in
            ["", "keep", "keep-ends", "keep-ends:3", "keep-ends:3:4:5", "keep-ends:999:1", "None"]
        {
            assert!(text.parse::<Mask>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_mask_is_no_looser_than_another_only_where_it_shows_no_more_of_any_value() {
        let closer = |one: &str, other: &str| {
            let (one, other): (Mask, Mask) = (one.parse().unwrap(), other.parse().unwrap());
            one.shows_no_more_than(other)
        };
        for (one, other) in [
            ("redact", "year-only"),
            ("year-only", "none"),
            ("none", "none"),
            ("keep-ends:1:2", "keep-ends:3:2"),
            ("decimals:1", "decimals:2"),
        ] {
            assert!(closer(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("none", "redact"),
            ("keep-ends:4:0", "keep-ends:3:4"),
            ("decimals:3", "decimals:2"),
            ("year-only", "keep-ends:4:0"),
        ] {
            assert!(!closer(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_mask_that_leaves_nearly_everything_is_vain() {
        let vain = |text: &str| text.parse::<Mask>().unwrap().is_vain();
        assert!(vain("decimals:20") && vain("decimals:4") && vain("keep-ends:255:255"));
        assert!(!vain("decimals:3") && !vain("keep-ends:6:4") && !vain("year-only"));
    }

    proptest::proptest! {
        #[test]
        fn no_mask_but_none_shows_a_whole_value_of_two_or_more_characters(
            value in "[\\p{Han}a-z0-9]{2,24}", head in 0u8..6, tail in 0u8..6,
        ) {
            let shown = Mask::KeepEnds { head, tail }.applied(&value);
            proptest::prop_assert_ne!(&shown, &value);
            proptest::prop_assert!(shown.contains('*'));
        }

        #[test]
        fn every_mask_survives_its_text_form(head in 0u8.., tail in 0u8..) {
            for mask in [Mask::KeepEnds { head, tail }, Mask::Decimals(head), Mask::Redact, Mask::YearOnly, Mask::None] {
                proptest::prop_assert_eq!(mask.to_string().parse(), Ok(mask));
            }
        }
    }
}
