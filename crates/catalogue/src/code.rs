//! Classification and code of an entry (政务信息资源目录编制指南, 2017, part 5).
//!
//! ```text
//! 1 01 001 0203 / 000017
//! │ │  │   │      └ sequence (顺序码) within the classification
//! │ │  │   └ detail (细目), any number of digits, also none
//! │ │  └ group (目), three digits
//! │ └ item (项), two digits
//! └ class (类): 1 basic, 2 theme, 3 agency
//! ```
//!
//! **Invariant:** a code never changes and a sequence number is never given
//! twice, not even when its entry is withdrawn.

use std::{fmt, str::FromStr};

/// 细目 is variable; twenty digits are far more than any published scheme uses,
/// and keep codes printable in one line.
const DETAIL_MAX_DIGITS: usize = 20;

/// Digits that a sequence number is padded to.
const SEQUENCE_DIGITS: usize = 6;

/// 类: by what an entry is classed.
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
pub enum Class {
    /// 基础信息资源: persons, legal persons, land and space, credit, certificates.
    Basic,
    /// 主题信息资源: by a theme many agencies work on.
    Theme,
    /// 部门信息资源: by the agency that holds it.
    Agency,
}

impl Class {
    /// The digit that stands for it.
    pub const fn digit(self) -> u8 {
        match self {
            Self::Basic => 1,
            Self::Theme => 2,
            Self::Agency => 3,
        }
    }

    /// The class of that digit.
    pub const fn from_digit(digit: u8) -> Option<Self> {
        match digit {
            1 => Some(Self::Basic),
            2 => Some(Self::Theme),
            3 => Some(Self::Agency),
            _ => None,
        }
    }
}

/// 类、项、目、细目: the part of a code before the slash.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Classification {
    /// 类.
    pub class: Class,
    /// 项, 0 to 99.
    item: u8,
    /// 目, 0 to 999.
    group: u16,
    /// 细目, digits, often empty.
    detail: String,
}

/// Why a text is no classification or no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MalformedCode {
    /// Something other than digits, or too few or too many of them.
    #[error(
        "“{0}” is no classification: one digit of class (1, 2 or 3), two of item, three of group, then up to twenty of detail"
    )]
    Classification(String),
    /// No sequence number after the slash.
    #[error("“{0}” is no entry code: a classification, a slash and a sequence number")]
    Sequence(String),
}

impl Classification {
    /// A classification without detail.
    ///
    /// # Errors
    ///
    /// When `item` is over 99, `group` over 999, or `detail` not up to twenty digits.
    pub fn new(class: Class, item: u8, group: u16, detail: &str) -> Result<Self, MalformedCode> {
        format!("{}{item:02}{group:03}{detail}", class.digit()).parse()
    }

    /// 项.
    pub fn item(&self) -> u8 {
        self.item
    }

    /// 目.
    pub fn group(&self) -> u16 {
        self.group
    }

    /// 细目.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The three digits of class and item, by which the catalogue is browsed.
    pub fn branch(&self) -> u16 {
        u16::from(self.class.digit()) * 100 + u16::from(self.item)
    }
}

impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:02}{:03}{}", self.class.digit(), self.item, self.group, self.detail)
    }
}

impl FromStr for Classification {
    type Err = MalformedCode;

    fn from_str(text: &str) -> Result<Self, MalformedCode> {
        let malformed = || MalformedCode::Classification(text.to_owned());
        let fits = (6..=6 + DETAIL_MAX_DIGITS).contains(&text.len());
        if !fits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(malformed());
        }
        let class = Class::from_digit(text.as_bytes()[0] - b'0').ok_or_else(malformed)?;
        Ok(Self {
            class,
            item: text[1..3].parse().map_err(|_| malformed())?,
            group: text[3..6].parse().map_err(|_| malformed())?,
            detail: text[6..].to_owned(),
        })
    }
}

impl TryFrom<String> for Classification {
    type Error = MalformedCode;

    fn try_from(text: String) -> Result<Self, MalformedCode> {
        text.parse()
    }
}

impl From<Classification> for String {
    fn from(classification: Classification) -> Self {
        classification.to_string()
    }
}

/// 信息资源代码: classification, slash, sequence.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct EntryCode {
    text: String,
    slash: usize,
}

impl EntryCode {
    /// The code of the `sequence`-th entry under `classification`.
    pub fn new(classification: &Classification, sequence: u32) -> Self {
        let text = format!("{classification}/{sequence:0SEQUENCE_DIGITS$}");
        let slash = text.len() - text.bytes().rev().take_while(|byte| *byte != b'/').count() - 1;
        Self { text, slash }
    }

    /// The code as everyone writes it, with its slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The code with a hyphen for its slash, so that it fits one segment of a
    /// path. Parsing takes both.
    pub fn slug(&self) -> String {
        self.text.replace('/', "-")
    }

    /// The part before the slash.
    pub fn classification_text(&self) -> &str {
        &self.text[..self.slash]
    }
}

impl fmt::Display for EntryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl AsRef<str> for EntryCode {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl FromStr for EntryCode {
    type Err = MalformedCode;

    fn from_str(text: &str) -> Result<Self, MalformedCode> {
        let malformed = || MalformedCode::Sequence(text.to_owned());
        let slash = text.find(['/', '-']).ok_or_else(malformed)?;
        let (classification, sequence) = (&text[..slash], &text[slash + 1..]);
        let _: Classification = classification.parse()?;
        if !(1..=10).contains(&sequence.len())
            || !sequence.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(malformed());
        }
        Ok(Self { text: format!("{classification}/{sequence}"), slash })
    }
}

impl TryFrom<String> for EntryCode {
    type Error = MalformedCode;

    fn try_from(text: String) -> Result<Self, MalformedCode> {
        text.parse()
    }
}

impl From<EntryCode> for String {
    fn from(code: EntryCode) -> Self {
        code.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_classification_slash_sequence_padded_to_six() {
        let classification = Classification::new(Class::Basic, 1, 2, "0304").unwrap();
        let code = EntryCode::new(&classification, 17);
        assert_eq!(code.as_str(), "1010020304/000017");
        assert_eq!(code.slug(), "1010020304-000017");
        assert_eq!(code.classification_text(), "1010020304");
        assert_eq!(classification.branch(), 101);
    }

    #[test]
    fn a_seventh_digit_of_sequence_is_kept() {
        let classification = "301001".parse().unwrap();
        assert_eq!(EntryCode::new(&classification, 1_234_567).as_str(), "301001/1234567");
    }

    #[test]
    fn slug_and_code_are_the_same_code() {
        let code: EntryCode = "112461465423/798456".parse().unwrap();
        assert_eq!("112461465423-798456".parse(), Ok(code.clone()));
        assert_eq!(code.slug().parse(), Ok(code));
    }

    #[test]
    fn malformed_codes_are_refused() {
        for text in [
            "",
            "/",
            "101001",
            "401001/000001",
            "10100/1",
            "101001/",
            "101001/1/2",
            "10１001/000001",
            "101001/-1",
        ] {
            assert!(text.parse::<EntryCode>().is_err(), "{text}");
        }
        assert!(
            Classification::new(Class::Theme, 100, 0, "").is_ok_and(|it| it.detail().len() == 1)
        );
    }

    proptest::proptest! {
        #[test]
        fn every_code_survives_its_text(class in 1u8..=3, item in 0u8..100, group in 0u16..1000, detail in "[0-9]{0,20}", sequence in 0u32..) {
            let class = Class::from_digit(class).unwrap();
            let classification = Classification::new(class, item, group, &detail).unwrap();
            proptest::prop_assert_eq!(classification.to_string().parse(), Ok(classification.clone()));
            let code = EntryCode::new(&classification, sequence);
            proptest::prop_assert_eq!(code.as_str().parse(), Ok(code.clone()));
            proptest::prop_assert_eq!(code.classification_text(), classification.to_string());
        }
    }
}
