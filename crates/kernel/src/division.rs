//! The code of an administrative division (行政区划代码), GB/T 2260.
//!
//! A code's digits say its level and its parents; whether a place of that code
//! exists, and what it is called, depends on the date and is the standards
//! registry's to say. This module knows digits only, so the codes of a fictional
//! region parse like any other.

use std::fmt;
use std::str::FromStr;

/// Six digits: two for the province, two for the prefecture, two for the county.
///
/// Eight bytes or fewer, `Copy`, ordered as the standard's own tables are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode([u8; 6]);

/// How far down the hierarchy a code stands.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DivisionLevel {
    /// 省级: provinces, autonomous regions, municipalities; ends in `0000`.
    Province,
    /// 地级: cities, prefectures, leagues; ends in `00`.
    Prefecture,
    /// 县级: counties, districts, county-level cities.
    County,
}

/// What a register of divisions knows of a code at a date.
///
/// A register begins with some first edition. Before that date it can't say that a
/// code was wrong, only whether its first edition lists it: the two `…Records`
/// answers keep that apart from a plain no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DivisionStanding {
    /// In force at the date.
    InForce,
    /// The date is earlier than the register's first edition, which lists the code.
    PresumedBeforeRecords,
    /// The date is earlier than the register's first edition, and no edition up to
    /// today lists the code: it may have been abolished before the register began.
    UnknownBeforeRecords,
    /// Listed later, but not yet at the date.
    NotYetInForce,
    /// Listed earlier, but no longer at the date.
    Abolished,
    /// In no edition.
    Unlisted,
}

impl DivisionStanding {
    /// Whether the register has positive ground to call the code wrong at the date.
    #[must_use]
    pub fn is_refuted(self) -> bool {
        matches!(self, Self::NotYetInForce | Self::Abolished | Self::Unlisted)
    }
}

/// Why a text is no division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DivisionCodeError {
    /// Not six characters.
    #[error("a division code has 6 digits, not {0} bytes")]
    Length(usize),
    /// A character other than `0`–`9`; full-width digits count as such.
    #[error("a division code has digits only")]
    NotDigits,
    /// The province is `0x`, or a county hangs under no prefecture (`xx00yy`).
    #[error("the digits name no level of the hierarchy")]
    Hierarchy,
}

impl DivisionCode {
    /// Parses exactly six ASCII digits.
    ///
    /// # Errors
    ///
    /// Refuses another length, another character, a province below 10 and a
    /// county without its prefecture (`110001`).
    pub const fn from_digits(digits: [u8; 6]) -> Result<Self, DivisionCodeError> {
        let mut at = 0;
        while at < digits.len() {
            if !digits[at].is_ascii_digit() {
                return Err(DivisionCodeError::NotDigits);
            }
            at += 1;
        }
        let no_prefecture = digits[2] == b'0' && digits[3] == b'0';
        let no_county = digits[4] == b'0' && digits[5] == b'0';
        if digits[0] == b'0' || (no_prefecture && !no_county) {
            return Err(DivisionCodeError::Hierarchy);
        }
        Ok(Self(digits))
    }

    /// Parses the bytes of a text; see [`Self::from_digits`].
    ///
    /// # Errors
    ///
    /// As [`Self::from_digits`], and for another length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DivisionCodeError> {
        let digits = bytes.try_into().map_err(|_| DivisionCodeError::Length(bytes.len()))?;
        Self::from_digits(digits)
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII digits get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The level that the trailing zeros say.
    #[must_use]
    pub const fn level(self) -> DivisionLevel {
        match self.0 {
            [_, _, b'0', b'0', _, _] => DivisionLevel::Province,
            [_, _, _, _, b'0', b'0'] => DivisionLevel::Prefecture,
            _ => DivisionLevel::County,
        }
    }

    /// The province this code lies in, itself for a province.
    #[must_use]
    pub const fn province(self) -> Self {
        let [a, b, ..] = self.0;
        Self([a, b, b'0', b'0', b'0', b'0'])
    }

    /// The prefecture this code lies in, `None` for a province.
    #[must_use]
    pub const fn prefecture(self) -> Option<Self> {
        let [a, b, c, d, ..] = self.0;
        match self.level() {
            DivisionLevel::Province => None,
            DivisionLevel::Prefecture | DivisionLevel::County => {
                Some(Self([a, b, c, d, b'0', b'0']))
            }
        }
    }

    /// The code one level up, `None` for a province.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        match self.level() {
            DivisionLevel::Province => None,
            DivisionLevel::Prefecture => Some(self.province()),
            DivisionLevel::County => self.prefecture(),
        }
    }

    /// Whether this place is `region` or lies in it.
    ///
    /// ```
    /// use zt_kernel::DivisionCode;
    /// let district: DivisionCode = "330106".parse().unwrap();
    /// assert!(district.is_within("330000".parse().unwrap()));
    /// assert!(!district.is_within("330200".parse().unwrap()));
    /// ```
    #[must_use]
    pub fn is_within(self, region: Self) -> bool {
        let significant = match region.level() {
            DivisionLevel::Province => 2,
            DivisionLevel::Prefecture => 4,
            DivisionLevel::County => 6,
        };
        self.0[..significant] == region.0[..significant]
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({self})")
    }
}

impl serde::Serialize for DivisionCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for DivisionCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn trailing_zeros_say_the_level_and_the_parents() {
        assert_eq!(code("330000").level(), DivisionLevel::Province);
        assert_eq!(code("330100").level(), DivisionLevel::Prefecture);
        assert_eq!(code("330106").level(), DivisionLevel::County);
        assert_eq!(code("330106").parent(), Some(code("330100")));
        assert_eq!(code("330100").parent(), Some(code("330000")));
        assert_eq!(code("330000").parent(), None);
        // A province-level code whose second digit pair is 10 is a prefecture's.
        assert_eq!(code("331000").level(), DivisionLevel::Prefecture);
        assert_eq!(code("429004").parent(), Some(code("429000")));
    }

    #[test]
    fn what_names_no_level_is_refused() {
        assert_eq!("33010".parse::<DivisionCode>(), Err(DivisionCodeError::Length(5)));
        assert_eq!("33010a".parse::<DivisionCode>(), Err(DivisionCodeError::NotDigits));
        assert_eq!("３３".parse::<DivisionCode>(), Err(DivisionCodeError::NotDigits));
        assert_eq!("030100".parse::<DivisionCode>(), Err(DivisionCodeError::Hierarchy));
        assert_eq!("110001".parse::<DivisionCode>(), Err(DivisionCodeError::Hierarchy));
        assert_eq!(" 330106".parse::<DivisionCode>(), Err(DivisionCodeError::Length(7)));
    }

    #[test]
    fn a_code_is_text_in_json() {
        let json = serde_json::to_string(&code("330106")).unwrap();
        assert_eq!(json, "\"330106\"");
        assert_eq!(serde_json::from_str::<DivisionCode>(&json).unwrap(), code("330106"));
        assert!(serde_json::from_str::<DivisionCode>("\"3301\"").is_err());
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_keeps_the_text(text in "\\PC{0,8}") {
            if let Ok(code) = text.parse::<DivisionCode>() {
                prop_assert_eq!(code.to_string(), text);
            }
        }

        #[test]
        fn every_code_lies_in_its_ancestors(number in 100_000_u32..1_000_000) {
            if let Ok(code) = number.to_string().parse::<DivisionCode>() {
                let mut at = code;
                while let Some(parent) = at.parent() {
                    prop_assert!(code.is_within(parent));
                    prop_assert!(parent.level() < at.level());
                    at = parent;
                }
                prop_assert_eq!(at, code.province());
            }
        }
    }
}
