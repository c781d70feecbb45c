//! A rule compiled against the code sets and divisions of one date, for cell after cell.
//!
//! A value that passes costs no allocation. The empty cell is not a value: whether a
//! column may be empty is the table's matter, so callers don't ask about it.

use std::sync::Arc;

use jiff::civil::Date;
use zt_kernel::{DivisionLevel, DivisionStanding, credit_code, resident_number};

use crate::code_set::CodeSetVersion;
use crate::detect;
use crate::division::Divisions;
use crate::element::ElementCode;
use crate::rule::{Accepts, Axis, Rule, RuleError, compile};

/// Checks values of one element as of one date. Share it between threads freely.
#[derive(Debug, Clone)]
pub struct Checker {
    element: ElementCode,
    rule: &'static str,
    max_chars: Option<u32>,
    test: Test,
}

/// Why a value does not conform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The error code of Frictionless: `type-error` when the value is not of the type at
    /// all, `constraint-error` when it breaks a rule of the element.
    pub code: &'static str,
    /// Rule and aspect, such as `resident_number.checksum` or `number.max:150`. What
    /// follows the colon is the bound or the code set. [`Violation::message`] splits it
    /// for a page.
    pub rule: String,
}

impl Violation {
    /// The Fluent key that explains the violation and the argument `value` it takes.
    #[must_use]
    pub fn message(rule: &str) -> (String, &str) {
        let (key, value) = rule.split_once(':').unwrap_or((rule, ""));
        (format!("standards-violation-{}", key.replace(['.', '_'], "-")), value)
    }
}

/// What failed, before anything is allocated.
struct Fault {
    code: &'static str,
    aspect: &'static str,
}

const TYPE: &str = "type-error";
const CONSTRAINT: &str = "constraint-error";

const fn mistyped(aspect: &'static str) -> Fault {
    Fault { code: TYPE, aspect }
}

const fn broken(aspect: &'static str) -> Fault {
    Fault { code: CONSTRAINT, aspect }
}

#[derive(Debug, Clone)]
enum Test {
    /// Anything.
    Free,
    /// A form that needs nothing else: passes or fails on the one aspect `form`.
    Form(fn(&str) -> bool),
    ResidentNumber,
    CreditCode,
    CodeSet {
        version: Arc<CodeSetVersion>,
        accepts: Accepts,
    },
    Division {
        codes: Arc<[u32]>,
        level: Option<DivisionLevel>,
        shape: Shape,
    },
    Date {
        min: Option<Date>,
        max: Option<Date>,
    },
    Pattern(regex::Regex),
    Length {
        min: u32,
        max: u32,
    },
    Number {
        min: Option<f64>,
        max: Option<f64>,
        scale: Option<u8>,
    },
    Coordinate {
        least: f64,
        most: f64,
    },
}

/// Which code hangs on the division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Division,
    Street,
    Community,
}

/// What rules are compiled against.
pub(crate) struct Context<'a> {
    pub code_set: &'a dyn Fn(&str) -> Option<Arc<CodeSetVersion>>,
    pub divisions: &'a Divisions,
    pub at: Date,
}

/// Why a rule could not be compiled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CompileError {
    /// It refers to a code set the registry does not hold.
    #[error("the code set {0} is not in the registry")]
    UnknownCodeSet(String),
    /// It can't stand.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

impl Checker {
    pub(crate) fn compile(
        element: ElementCode,
        max_chars: Option<u32>,
        rule: Option<&Rule>,
        context: &Context<'_>,
    ) -> Result<Self, CompileError> {
        let slug = rule.map_or("length", Rule::slug);
        let test = rule.map_or(Ok(Test::Free), |rule| Test::compile(rule, context))?;
        Ok(Self { element, rule: slug, max_chars, test })
    }

    /// The element whose values it checks.
    #[must_use]
    pub fn element(&self) -> &ElementCode {
        &self.element
    }

    /// Whether `value` conforms.
    ///
    /// # Errors
    ///
    /// The first rule broken, as Frictionless names it.
    pub fn check(&self, value: &str) -> Result<(), Violation> {
        self.test.run(value).map_err(|fault| self.violation(&fault))?;
        match self.max_chars {
            // A character has one byte or more, so short values need no counting.
            Some(max) if value.len() > max as usize && value.chars().count() > max as usize => {
                Err(Violation { code: CONSTRAINT, rule: format!("length.max:{max}") })
            }
            _ => Ok(()),
        }
    }

    /// Whether `value` conforms, when the reason is not asked for.
    #[must_use]
    pub fn accepts(&self, value: &str) -> bool {
        self.test.run(value).is_ok()
            && self.max_chars.is_none_or(|max| {
                value.len() <= max as usize || value.chars().count() <= max as usize
            })
    }

    #[cold]
    fn violation(&self, fault: &Fault) -> Violation {
        let bound = match (&self.test, fault.aspect) {
            (Test::CodeSet { version, .. }, _) => version.code_set.to_string(),
            (Test::Date { min: Some(min), .. }, "min") => min.to_string(),
            (Test::Date { max: Some(max), .. }, "max") => max.to_string(),
            (Test::Length { min, .. }, "min") => min.to_string(),
            (Test::Length { max, .. }, "max") => max.to_string(),
            (Test::Number { min: Some(min), .. }, "min") => min.to_string(),
            (Test::Number { max: Some(max), .. }, "max") => max.to_string(),
            (Test::Number { scale: Some(scale), .. }, "scale") => scale.to_string(),
            (Test::Coordinate { least, most }, "range") => format!("{least}–{most}"),
            _ => String::new(),
        };
        let colon = if bound.is_empty() { "" } else { ":" };
        Violation {
            code: fault.code,
            rule: format!("{}.{}{colon}{bound}", self.rule, fault.aspect),
        }
    }
}

impl Test {
    fn compile(rule: &Rule, context: &Context<'_>) -> Result<Self, CompileError> {
        Ok(match rule {
            Rule::ResidentNumber => Self::ResidentNumber,
            Rule::CreditCode => Self::CreditCode,
            Rule::OrganisationCode => Self::Form(credit_code::is_valid_organisation_code),
            Rule::PersonName => Self::Form(detect::is_person_name),
            Rule::CodeSet { code_set, accepts } => {
                let version = (context.code_set)(code_set)
                    .ok_or_else(|| CompileError::UnknownCodeSet(code_set.to_string()))?;
                Self::CodeSet { version, accepts: *accepts }
            }
            Rule::Division { level } => context.division(*level, Shape::Division),
            Rule::StreetCode => context.division(None, Shape::Street),
            Rule::CommunityCode => context.division(None, Shape::Community),
            Rule::Date { min, max, not_future } => {
                let today = not_future.then_some(context.at);
                let max = [*max, today].into_iter().flatten().min();
                Self::Date { min: *min, max }
            }
            Rule::DateTime => Self::Form(|value| detect::parse_date_time(value).is_some()),
            Rule::Year => Self::Form(is_year),
            Rule::YearMonth => Self::Form(|value| detect::parse_year_month(value).is_some()),
            Rule::Mobile => Self::Form(detect::is_mobile),
            Rule::Landline => Self::Form(detect::is_landline),
            Rule::Phone => Self::Form(detect::is_phone),
            Rule::Email => Self::Form(detect::is_email),
            Rule::Url => Self::Form(detect::is_url),
            Rule::BankCard => Self::Form(detect::is_bank_card),
            Rule::Plate => Self::Form(detect::is_plate),
            Rule::Vin => Self::Form(detect::is_vin),
            Rule::YesNo => Self::Form(|value| detect::parse_yes_no(value).is_some()),
            Rule::Pattern { pattern } => Self::Pattern(compile(pattern)?),
            Rule::Length { min, max } => Self::Length { min: *min, max: *max },
            Rule::Number { min, max, scale } => {
                Self::Number { min: *min, max: *max, scale: *scale }
            }
            Rule::Percentage => Self::Form(is_percentage),
            Rule::Coordinate { axis } => {
                let range = Axis::plausible(*axis);
                Self::Coordinate { least: *range.start(), most: *range.end() }
            }
        })
    }

    fn run(&self, value: &str) -> Result<(), Fault> {
        match self {
            Self::Free => Ok(()),
            Self::Form(holds) => {
                if holds(value) {
                    Ok(())
                } else {
                    Err(mistyped("form"))
                }
            }
            Self::ResidentNumber if resident_number::is_valid(value) => Ok(()),
            Self::ResidentNumber => Err(resident_number_fault(value)),
            Self::CreditCode if credit_code::is_valid(value) => Ok(()),
            Self::CreditCode => Err(credit_code_fault(value)),
            Self::CodeSet { version, accepts } => {
                let listed = match accepts {
                    Accepts::Code => version.has_code(value),
                    Accepts::Name => version.has_name(value),
                    Accepts::CodeOrName => version.has_code(value) || version.has_name(value),
                };
                if listed { Ok(()) } else { Err(broken("unlisted")) }
            }
            Self::Division { codes, level, shape } => division(value, codes, *level, *shape),
            Self::Date { min, max } => {
                let date = detect::parse_date(value).ok_or(mistyped("form"))?;
                if min.is_some_and(|min| date < min) {
                    Err(broken("min"))
                } else if max.is_some_and(|max| date > max) {
                    Err(broken("max"))
                } else {
                    Ok(())
                }
            }
            Self::Pattern(regex) => {
                if regex.is_match(value) {
                    Ok(())
                } else {
                    Err(broken("mismatch"))
                }
            }
            Self::Length { min, max } => length(value, *min as usize, *max as usize),
            Self::Number { min, max, scale } => number(value, *min, *max, *scale),
            Self::Coordinate { least, most } => {
                detect::decimal(value).ok_or(mistyped("form"))?;
                let degrees: f64 = value.parse().map_err(|_| mistyped("form"))?;
                if (*least..=*most).contains(&degrees) { Ok(()) } else { Err(broken("range")) }
            }
        }
    }
}

impl Context<'_> {
    /// The codes that the register does not refute at the date, as sorted numbers.
    fn division(&self, level: Option<DivisionLevel>, shape: Shape) -> Test {
        let codes = self
            .divisions
            .codes()
            .filter(|code| self.divisions.standing(*code, self.at) == DivisionStanding::InForce)
            .filter_map(|code| code.as_str().parse().ok())
            .collect();
        Test::Division { codes, level, shape }
    }
}

fn division(
    value: &str,
    codes: &[u32],
    level: Option<DivisionLevel>,
    shape: Shape,
) -> Result<(), Fault> {
    let bytes = value.as_bytes();
    let length_fits = match shape {
        Shape::Division => bytes.len() == 6,
        Shape::Street => bytes.len() == 9,
        Shape::Community => bytes.len() == 12 || (bytes.len() == 15 && value.ends_with("000")),
    };
    if !length_fits || !bytes.iter().all(u8::is_ascii_digit) {
        return Err(mistyped("form"));
    }
    let code = bytes[..6].iter().fold(0_u32, |n, digit| n * 10 + u32::from(digit - b'0'));
    if codes.binary_search(&code).is_err() {
        return Err(broken("unlisted"));
    }
    let found = match (code % 10_000, code % 100) {
        (0, _) => DivisionLevel::Province,
        (_, 0) => DivisionLevel::Prefecture,
        _ => DivisionLevel::County,
    };
    if level.is_some_and(|level| level != found) { Err(broken("level")) } else { Ok(()) }
}

/// Counts characters only where the bytes leave it open.
fn length(value: &str, min: usize, max: usize) -> Result<(), Fault> {
    let bytes = value.len();
    if bytes <= max && bytes >= min.saturating_mul(4) {
        return Ok(());
    }
    let characters = value.chars().count();
    if characters < min {
        Err(broken("min"))
    } else if characters > max {
        Err(broken("max"))
    } else {
        Ok(())
    }
}

fn number(value: &str, min: Option<f64>, max: Option<f64>, scale: Option<u8>) -> Result<(), Fault> {
    let form = detect::decimal(value).ok_or(mistyped("form"))?;
    if let Some(scale) = scale
        && form.scale > usize::from(scale)
    {
        // 12.50 has no more places than 12.5: trailing zeros are no precision.
        let places = value.trim_end_matches('0').split_once('.').map_or(0, |(_, f)| f.len());
        if places > usize::from(scale) {
            return Err(broken("scale"));
        }
    }
    if min.is_none() && max.is_none() {
        return Ok(());
    }
    let parsed: f64 = value.parse().map_err(|_| mistyped("form"))?;
    if min.is_some_and(|min| parsed < min) {
        Err(broken("min"))
    } else if max.is_some_and(|max| parsed > max) {
        Err(broken("max"))
    } else {
        Ok(())
    }
}

fn is_year(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 4 && matches!(bytes[0], b'1' | b'2') && bytes.iter().all(u8::is_ascii_digit)
}

fn is_percentage(value: &str) -> bool {
    detect::decimal(value.strip_suffix('%').unwrap_or(value)).is_some()
}

#[cold]
fn resident_number_fault(value: &str) -> Fault {
    use resident_number::{ChecksumVerdict, DateVerdict, FormatVerdict, judge};
    let verdicts = judge(value, Date::MAX, |_, _| DivisionStanding::InForce);
    match verdicts {
        v if matches!(v.format, FormatVerdict::WrongLength | FormatVerdict::WrongCharacter) => {
            mistyped("format")
        }
        v if !matches!(v.date, DateVerdict::Possible(_)) => broken("date"),
        v if matches!(v.checksum, ChecksumVerdict::Wrong(_)) => broken("checksum"),
        _ => broken("division"),
    }
}

#[cold]
fn credit_code_fault(value: &str) -> Fault {
    use credit_code::{FormatVerdict, judge};
    match judge(value, |_| DivisionStanding::InForce).format {
        FormatVerdict::Eighteen => broken("checksum"),
        FormatVerdict::WrongLength | FormatVerdict::WrongCharacter => mistyped("format"),
    }
}

#[cfg(test)]
mod tests;
