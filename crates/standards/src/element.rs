//! A data element (数据元): what one column of any table means, and what it may hold.
//!
//! An element binds to a code set *or* to a coding rule. Its code is never given to
//! another element; its versions follow [`lifecycle`](crate::lifecycle).

pub mod draft;
pub mod review;
pub mod store;

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use zt_kernel::AgencyId;

use crate::code_set::{BadCode, CodeSetCode, is_code};
use crate::data_type::DataType;
use crate::lifecycle::State;
use crate::rule::{Rule, RuleError};

/// The code of a data element, such as `PER001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct ElementCode(Arc<str>);

impl FromStr for ElementCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        if is_code(text) { Ok(Self(text.into())) } else { Err(BadCode) }
    }
}

impl<'de> serde::Deserialize<'de> for ElementCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for ElementCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::ops::Deref for ElementCode {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for ElementCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// What an element describes.
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
pub enum ObjectClass {
    /// 自然人.
    Person,
    /// 证件.
    Document,
    /// 联系方式.
    Contact,
    /// 组织机构.
    Organisation,
    /// 地点.
    Place,
    /// 时间.
    Time,
    /// 数量.
    Quantity,
    /// 金融.
    Finance,
    /// 教育.
    Education,
    /// 车辆与交通.
    Vehicle,
    /// 房产.
    Property,
    /// 卫生.
    Health,
    /// 政务服务.
    Service,
    /// 记录.
    Record,
}

/// Why a level is proposed for an element. The level itself is decided per catalogue
/// item, where the scale and detail of the data are known.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum GradeBasis {
    /// Published by law or custom already.
    PublicFact,
    /// Says nothing of any person or organisation.
    NoPerson,
    /// Registration facts of organisations, public by law.
    OrganisationPublic,
    /// Its disclosure can harm an organisation's business.
    CommercialInterest,
    /// Personal information that alone identifies nobody.
    PersonalGeneral,
    /// Identifies one person across registers.
    IdentifiesPerson,
    /// Tells where a person lives or is.
    LocatesPerson,
    /// Sensitive personal information (Personal Information Protection Law, art. 28).
    SensitivePersonal,
}

/// Everything a steward states of an element.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Definition {
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Other names, above all column names as agencies write them.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// What it describes.
    pub object: ObjectClass,
    /// Data type of the catalogue guide.
    pub kind: DataType,
    /// The most characters a value has; not limited if absent.
    #[serde(default)]
    pub length: Option<u32>,
    /// Decimal places.
    #[serde(default)]
    pub precision: Option<u8>,
    /// What values are checked by; nothing but the length if absent.
    #[serde(default)]
    pub rule: Option<Rule>,
    /// Proposed level of general data: 1 no harm, 2 slight, 3 serious, 4 very serious.
    pub grade_label: u8,
    /// Why that level.
    pub grade_basis: GradeBasis,
    /// Explanation in Chinese.
    pub explanation: String,
    /// Explanation in English.
    #[serde(default)]
    pub explanation_en: String,
    /// The published standard the form comes from, if any.
    #[serde(default)]
    pub source: Option<String>,
}

/// One version of an element. Reads as its [`Definition`].
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its code.
    pub code: ElementCode,
    /// Counted from 1.
    pub version: u32,
    /// Where the version stands.
    pub state: State,
    /// The agency that proposed it; `None` for the national set.
    pub owner: Option<AgencyId>,
    /// First day on which it applies; the day of publishing.
    pub valid_from: Option<Date>,
    /// Last day on which it applies; open if absent.
    pub valid_to: Option<Date>,
    /// What it says.
    pub definition: Definition,
}

impl std::ops::Deref for Element {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.definition
    }
}

/// What is wrong with a definition, and in which field: a form shows each beside it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DefinitionError {
    /// A name is missing or too long.
    #[error("{field}: 1 to {max} characters are needed")]
    Text {
        /// The field.
        field: &'static str,
        /// The most characters.
        max: usize,
    },
    /// A level other than 1 to 4.
    #[error("grade_label: a level of general data is 1, 2, 3 or 4")]
    Grade,
    /// More synonyms than anyone could review.
    #[error("synonyms: at most {SYNONYMS_MAX}")]
    Synonyms,
    /// A length of nothing, or beyond what a column holds.
    #[error("length: between 1 and {LENGTH_MAX}")]
    Length,
    /// Decimal places on what is no number.
    #[error("precision: only numbers have decimal places, at most {PRECISION_MAX}")]
    Precision,
    /// The rule can't stand.
    #[error("rule: {0}")]
    Rule(#[from] RuleError),
    /// The rule does not fit the data type.
    #[error("rule: a {rule} is not checked in a column of type {kind}")]
    RuleType {
        /// The rule's word.
        rule: &'static str,
        /// The type's letter.
        kind: &'static str,
    },
}

impl DefinitionError {
    /// The field of the form the error belongs to.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Text { field, .. } => field,
            Self::Grade => "grade_label",
            Self::Synonyms => "synonyms",
            Self::Length => "length",
            Self::Precision => "precision",
            Self::Rule(_) | Self::RuleType { .. } => "rule",
        }
    }
}

/// The most synonyms of one element.
pub const SYNONYMS_MAX: usize = 80;
/// The most characters a value may be declared to have: one megabyte of text.
pub const LENGTH_MAX: u32 = 1_000_000;
/// Decimal places that 128-bit decimals still hold exactly.
pub const PRECISION_MAX: u8 = 18;

impl Definition {
    /// Every fault at once, so that a form is sent back once.
    #[must_use]
    pub fn faults(&self) -> Vec<DefinitionError> {
        let mut faults = Vec::new();
        let mut text = |field, value: &str, max: usize, needed: bool| {
            let length = value.chars().count();
            if length > max || (needed && value.trim().is_empty()) {
                faults.push(DefinitionError::Text { field, max });
            }
        };
        text("name_zh", &self.name_zh, 60, true);
        text("name_en", &self.name_en, 120, true);
        text("explanation", &self.explanation, 1000, true);
        text("explanation_en", &self.explanation_en, 2000, false);
        text("source", self.source.as_deref().unwrap_or_default(), 200, false);
        for synonym in &self.synonyms {
            text("synonyms", synonym, 60, true);
        }
        if self.synonyms.len() > SYNONYMS_MAX {
            faults.push(DefinitionError::Synonyms);
        }
        if !(1..=4).contains(&self.grade_label) {
            faults.push(DefinitionError::Grade);
        }
        if self.length.is_some_and(|length| !(1..=LENGTH_MAX).contains(&length)) {
            faults.push(DefinitionError::Length);
        }
        if self
            .precision
            .is_some_and(|places| places > PRECISION_MAX || (places > 0 && !self.kind.is_numeric()))
        {
            faults.push(DefinitionError::Precision);
        }
        if let Some(rule) = &self.rule {
            if let Err(error) = rule.validate() {
                faults.push(error.into());
            }
            if !fits(rule, self.kind) {
                let (rule, kind) = (rule.slug(), self.kind.letter());
                faults.push(DefinitionError::RuleType { rule, kind });
            }
        }
        faults
    }

    /// The code set the element binds to, if it does.
    #[must_use]
    pub fn code_set(&self) -> Option<&CodeSetCode> {
        self.rule.as_ref().and_then(Rule::code_set)
    }

    /// Whether a wrong binding would do harm: the level is that of data about persons
    /// whose disclosure is serious.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        self.grade_label >= 3
    }
}

/// Whether `rule` makes sense in a column of `kind`: an identifier kept as a number
/// loses its leading zeros, a date kept as text does not sort.
fn fits(rule: &Rule, kind: DataType) -> bool {
    match rule {
        Rule::Number { .. } | Rule::Percentage | Rule::Coordinate { .. } => kind.is_numeric(),
        Rule::Year => matches!(kind, DataType::I | DataType::N | DataType::C),
        Rule::YesNo => matches!(kind, DataType::L | DataType::C),
        Rule::Date { .. } => matches!(kind, DataType::D | DataType::T | DataType::C),
        Rule::DateTime => matches!(kind, DataType::T | DataType::C),
        _ => kind.is_text(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn definition() -> Definition {
        Definition {
            name_zh: "摊位号".into(),
            name_en: "Stall number".into(),
            synonyms: vec!["twh".into()],
            object: ObjectClass::Place,
            kind: DataType::C,
            length: Some(8),
            precision: None,
            rule: Some(Rule::Pattern { pattern: "[A-Z][0-9]{1,4}".into() }),
            grade_label: 1,
            grade_basis: GradeBasis::PublicFact,
            explanation: "农贸市场摊位的编号。".into(),
            explanation_en: String::new(),
            source: None,
        }
    }

    #[test]
    fn a_whole_definition_has_no_faults() {
        assert_eq!(definition().faults(), []);
    }

    #[test]
    fn every_fault_is_told_at_once_and_names_its_field() {
        let broken = Definition {
            name_zh: " ".into(),
            grade_label: 5,
            length: Some(0),
            precision: Some(2),
            rule: Some(Rule::Number { min: Some(2.0), max: Some(1.0), scale: None }),
            ..definition()
        };
        let faults = broken.faults();
        let fields: Vec<_> = faults.iter().map(DefinitionError::field).collect();
        assert_eq!(fields, ["name_zh", "grade_label", "length", "precision", "rule", "rule"]);
    }

    #[test]
    fn an_identifier_is_never_declared_a_number() {
        let number = Definition {
            kind: DataType::N,
            rule: Some(Rule::ResidentNumber),
            length: None,
            ..definition()
        };
        assert_eq!(
            number.faults(),
            [DefinitionError::RuleType { rule: "resident_number", kind: "N" }]
        );
    }

    #[test]
    fn a_definition_survives_its_json() {
        let json = serde_json::to_string(&definition()).unwrap();
        assert_eq!(serde_json::from_str::<Definition>(&json).unwrap(), definition());
    }
}
