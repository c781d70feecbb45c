//! The checking rule of a data element: what a value must be, as data.
//!
//! A rule says nothing of emptiness; whether a column may be empty is the table's
//! matter. It compiles to a [`Checker`](crate::Checker) against the code sets and
//! divisions of a date.

use jiff::civil::Date;
use zt_kernel::DivisionLevel;

use crate::code_set::CodeSetCode;

/// The longest pattern accepted: a form's shape, not a program.
pub const PATTERN_MAX_BYTES: usize = 500;

/// One rule.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[strum(serialize_all = "snake_case")]
pub enum Rule {
    /// 公民身份号码: format, birth date and check character (GB 11643).
    ResidentNumber,
    /// 统一社会信用代码: format and check character (GB 32100).
    CreditCode,
    /// 组织机构代码: nine characters with check (GB/T 11714), hyphen allowed.
    OrganisationCode,
    /// 姓名: two characters or more of letters, with · or spaces between.
    PersonName,
    /// A value of a code set in force at the date.
    CodeSet {
        /// Which.
        code_set: CodeSetCode,
        /// In what form.
        accepts: Accepts,
    },
    /// A division code in force at the date (GB/T 2260).
    Division {
        /// Only this level; any if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<DivisionLevel>,
    },
    /// 街道、乡镇代码: a county's code and three digits (GB/T 10114).
    StreetCode,
    /// 社区、村代码: a street's code and three digits, possibly padded to fifteen.
    CommunityCode,
    /// A calendar date in one of the written forms [`crate::detect::parse_date`] reads.
    Date {
        /// Not earlier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Date>,
        /// Not later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Date>,
        /// Not later than the date of the check.
        #[serde(default)]
        not_future: bool,
    },
    /// A date with the time of day; a bare date passes.
    DateTime,
    /// Four digits between 1000 and 2999.
    Year,
    /// A year and month.
    YearMonth,
    /// 手机号码: eleven digits, +86 allowed.
    Mobile,
    /// 固定电话: with or without area code and extension.
    Landline,
    /// One or more mobile, landline or service numbers.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// 银行卡号: 12–19 digits, Luhn.
    BankCard,
    /// 机动车号牌 (GA 36).
    Plate,
    /// 车辆识别代号 with check character (GB 16735).
    Vin,
    /// 是/否, 1/0, Y/N, true/false.
    YesNo,
    /// The whole value matches a regular expression.
    Pattern {
        /// In the syntax of Rust's `regex` crate, anchored at both ends.
        pattern: String,
    },
    /// A length in characters.
    Length {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// A decimal number.
    Number {
        /// Not less.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// Not more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// At most so many decimal places; any if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<u8>,
    },
    /// A decimal number, a percent sign allowed.
    Percentage,
    /// Decimal degrees within China.
    Coordinate {
        /// Which of the two.
        axis: Axis,
    },
}

/// In what form a column holds the values of a code set. Real tables hold either.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Accepts {
    /// Codes only.
    Code,
    /// Names only.
    Name,
    /// Each value a code or a name.
    CodeOrName,
}

/// Which coordinate.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Axis {
    /// 经度.
    Longitude,
    /// 纬度.
    Latitude,
}

impl Axis {
    /// The degrees between which a place in China lies, with a margin for the sea:
    /// 73°30′–135°05′ E, 3°51′–53°33′ N. Swapped columns fall outside.
    #[must_use]
    pub fn plausible(self) -> std::ops::RangeInclusive<f64> {
        match self {
            Self::Longitude => 73.0..=136.0,
            Self::Latitude => 3.0..=54.0,
        }
    }
}

/// Why a rule can't stand.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RuleError {
    /// The pattern does not compile, or would be too large.
    #[error("the pattern is not usable: {0}")]
    Pattern(String),
    /// The pattern is longer than [`PATTERN_MAX_BYTES`].
    #[error("the pattern is longer than {PATTERN_MAX_BYTES} bytes")]
    PatternTooLong,
    /// The lower bound is above the upper, or one is no number.
    #[error("the lower bound is above the upper")]
    Bounds,
}

impl Rule {
    /// The word for the kind of rule, in JSON and in message keys.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        self.into()
    }

    /// The code set it refers to.
    #[must_use]
    pub fn code_set(&self) -> Option<&CodeSetCode> {
        match self {
            Self::CodeSet { code_set, .. } => Some(code_set),
            _ => None,
        }
    }

    /// Whether the rule can be compiled at all.
    ///
    /// # Errors
    ///
    /// Refuses patterns that don't compile or are too large, and empty ranges.
    pub fn validate(&self) -> Result<(), RuleError> {
        match self {
            Self::Pattern { pattern } => compile(pattern).map(drop),
            Self::Length { min, max } if min > max => Err(RuleError::Bounds),
            Self::Number { min: Some(min), max: Some(max), .. }
                if min.partial_cmp(max).is_none_or(std::cmp::Ordering::is_gt) =>
            {
                Err(RuleError::Bounds)
            }
            Self::Date { min: Some(min), max: Some(max), .. } if min > max => {
                Err(RuleError::Bounds)
            }
            _ => Ok(()),
        }
    }
}

/// Compiles a pattern so that it must match the whole value. The automaton is bounded,
/// so that no pattern a steward writes can exhaust memory.
pub(crate) fn compile(pattern: &str) -> Result<regex::Regex, RuleError> {
    if pattern.len() > PATTERN_MAX_BYTES {
        return Err(RuleError::PatternTooLong);
    }
    // Compiled alone first: `a)|(b` must not become valid by the anchors' brackets.
    let alone = regex::RegexBuilder::new(pattern).size_limit(PATTERN_AUTOMATON_BYTES).build();
    alone.map_err(|error| RuleError::Pattern(error.to_string()))?;
    regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(PATTERN_AUTOMATON_BYTES)
        .dfa_size_limit(PATTERN_AUTOMATON_BYTES)
        .build()
        .map_err(|error| RuleError::Pattern(error.to_string()))
}

/// Enough for any coded form; a pattern such as `(\w{200}){200}` exceeds it.
const PATTERN_AUTOMATON_BYTES: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_as_tables_of_the_elements_file() {
        #[derive(serde::Deserialize)]
        struct File {
            rule: Rule,
        }
        let rule = |text: &str| toml::from_str::<File>(&format!("rule = {text}")).map(|f| f.rule);
        assert_eq!(rule(r#"{ kind = "resident_number" }"#).unwrap(), Rule::ResidentNumber);
        assert_eq!(
            rule(r#"{ kind = "number", min = 0.0, scale = 2 }"#).unwrap(),
            Rule::Number { min: Some(0.0), max: None, scale: Some(2) }
        );
        assert_eq!(
            rule(r#"{ kind = "division", level = "county" }"#).unwrap(),
            Rule::Division { level: Some(DivisionLevel::County) }
        );
        assert!(rule(r#"{ kind = "number", least = 0.0 }"#).is_err(), "a typing error is noticed");
        assert!(rule(r#"{ kind = "magic" }"#).is_err());
    }

    #[test]
    fn a_pattern_must_match_the_whole_value() {
        let regex = compile("a|b").unwrap();
        assert!(regex.is_match("a") && !regex.is_match("ab"));
        assert!(compile("a)|(b").is_err());
    }

    #[test]
    fn patterns_that_would_exhaust_memory_are_refused() {
        let bomb = Rule::Pattern { pattern: r"(\w{200}){200}".into() };
        assert!(matches!(bomb.validate(), Err(RuleError::Pattern(_))));
        let long = Rule::Pattern { pattern: "a".repeat(PATTERN_MAX_BYTES + 1) };
        assert_eq!(long.validate(), Err(RuleError::PatternTooLong));
    }

    #[test]
    fn empty_ranges_are_refused() {
        assert_eq!(Rule::Length { min: 3, max: 2 }.validate(), Err(RuleError::Bounds));
        let number = |min, max| Rule::Number { min: Some(min), max: Some(max), scale: None };
        assert_eq!(number(1.0, 0.0).validate(), Err(RuleError::Bounds));
        assert_eq!(number(f64::NAN, 0.0).validate(), Err(RuleError::Bounds));
        assert_eq!(number(1.0, 1.0).validate(), Ok(()));
    }
}
