//! What kind of thing a value is, told by its content: checksums and code sets first,
//! forms second, column names never.
//!
//! One call classifies one cell and answers with the set of all kinds it fits, because
//! eight digits may be a date and a telephone number at once; over a column, counts
//! decide. Nothing allocates: a profile calls this for every cell of a table.

mod date;
mod number;
mod text;

use std::sync::Arc;

use zt_kernel::{credit_code, resident_number};

pub use date::{parse_date, parse_date_time, parse_year_month};
pub use number::{
    is_bank_card, is_landline, is_landline_with_area, is_mobile, is_phone, is_plate, is_vin, luhn,
};
pub use text::{Decimal, decimal, is_email, is_person_name, is_url, parse_yes_no};

use crate::division::Divisions;
use crate::rule::Axis;

/// A kind of value.
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
pub enum Kind {
    /// 公民身份号码, check character and date right.
    ResidentNumber,
    /// 统一社会信用代码, check character right.
    CreditCode,
    /// 银行卡号, Luhn right.
    BankCard,
    /// 车辆识别代号, check character right.
    Vin,
    /// 行政区划代码 in some edition.
    Division,
    /// 街道代码 under a county of some edition.
    StreetCode,
    /// 社区代码 under a county of some edition.
    CommunityCode,
    /// 行政区划名称 in some edition.
    DivisionName,
    /// 手机号码.
    Mobile,
    /// 固定电话 with its area code.
    Landline,
    /// 电子邮箱.
    Email,
    /// 网址.
    Url,
    /// 机动车号牌.
    Plate,
    /// 日期.
    Date,
    /// 日期时间, with a time of day.
    DateTime,
    /// 年月.
    YearMonth,
    /// 年份, 1900 to 2099.
    Year,
    /// 经度 in China, three decimal places or more.
    Longitude,
    /// 纬度 in China, three decimal places or more.
    Latitude,
    /// 百分比, with its sign.
    Percentage,
    /// 整数.
    Integer,
    /// A decimal number, integers included.
    Decimal,
    /// 是否, in words.
    YesNo,
}

impl Kind {
    /// The word for the kind, in JSON and in message keys.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.into()
    }

    /// The Fluent key of the kind's name.
    #[must_use]
    pub fn message_key(self) -> String {
        format!("standards-kind-{}", self.slug().replace('_', "-"))
    }

    /// Whether a match is strong evidence by itself: a checksum or a long code list
    /// stands behind it, so that chance hardly produces it.
    #[must_use]
    pub fn is_strong(self) -> bool {
        use Kind::{
            CommunityCode, CreditCode, DateTime, Division, DivisionName, Email, Landline, Mobile,
            Plate, ResidentNumber, StreetCode, Url, Vin,
        };
        matches!(
            self,
            ResidentNumber
                | CreditCode
                | Vin
                | Division
                | StreetCode
                | CommunityCode
                | DivisionName
                | Mobile
                | Landline
                | Email
                | Url
                | Plate
                | DateTime
        )
    }

    /// Whether a column of this kind identifies persons, so that a table that holds it
    /// calls for care whatever the column is called.
    #[must_use]
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Self::ResidentNumber
                | Self::Mobile
                | Self::BankCard
                | Self::Plate
                | Self::Vin
                | Self::Email
        )
    }
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KindSet(u32);

impl KindSet {
    const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u32)
    }

    fn add(&mut self, kind: Kind, holds: bool) {
        self.0 |= u32::from(holds) << kind as u32;
    }

    /// Whether `kind` is in the set.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, in the order of [`Kind`].
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        <Kind as strum::VariantArray>::VARIANTS
            .iter()
            .copied()
            .filter(move |kind| self.contains(*kind))
    }
}

/// Classifies values. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Detector {
    divisions: Arc<Divisions>,
    codes: Arc<[u32]>,
    names: Arc<std::collections::HashSet<Box<str>>>,
}

impl Detector {
    /// A detector that knows the divisions of all editions.
    #[must_use]
    pub fn new(divisions: Arc<Divisions>) -> Self {
        // Codes come in order, so that a binary search finds them.
        let codes = divisions.codes().map(|code| number_of(code.as_str().as_bytes())).collect();
        let names = divisions
            .codes()
            .flat_map(|code| divisions.history(code))
            .filter(|division| !division.is_grouping())
            .map(|division| division.name.as_str().into())
            .collect();
        Self { codes, names: Arc::new(names), divisions }
    }

    /// The divisions it knows.
    #[must_use]
    pub fn divisions(&self) -> &Divisions {
        &self.divisions
    }

    /// Whether `value` is of `kind`.
    #[must_use]
    pub fn is(&self, kind: Kind, value: &str) -> bool {
        self.kinds(value).contains(kind)
    }

    /// Every kind `value` is of.
    #[must_use]
    pub fn kinds(&self, value: &str) -> KindSet {
        let bytes = value.as_bytes();
        if bytes.is_empty() || bytes.len() > 4000 {
            return KindSet::default();
        }
        let shape = Shape::of(bytes);
        if shape.only_digits {
            self.of_digits(value)
        } else if shape.non_ascii {
            self.of_chinese(value)
        } else if shape.numeric {
            of_number(value)
        } else {
            of_ascii(value)
        }
    }

    fn of_digits(&self, value: &str) -> KindSet {
        let bytes = value.as_bytes();
        let mut kinds = KindSet::default().with(Kind::Decimal).with(Kind::Integer);
        match bytes.len() {
            1 => kinds.add(Kind::YesNo, matches!(bytes[0], b'0' | b'1')),
            4 => kinds.add(Kind::Year, matches!(&bytes[..2], b"19" | b"20")),
            6 => {
                kinds.add(Kind::Division, self.lists(bytes));
                kinds.add(Kind::YearMonth, is_recent_month(value));
            }
            8 => kinds.add(Kind::Date, parse_date(value).is_some()),
            9 => kinds.add(Kind::StreetCode, self.is_street(bytes)),
            10..=12 => {
                kinds.add(Kind::Mobile, is_mobile(value));
                kinds.add(Kind::Landline, is_landline_with_area(value));
                kinds.add(Kind::CommunityCode, bytes.len() == 12 && self.is_community(bytes));
                kinds.add(Kind::BankCard, bytes.len() == 12 && is_bank_card(value));
            }
            13..=19 => {
                kinds.add(Kind::Mobile, bytes.len() == 13 && is_mobile(value));
                kinds.add(Kind::CommunityCode, bytes.len() == 15 && self.is_community(bytes));
                kinds.add(Kind::ResidentNumber, resident_number::is_valid(value));
                kinds.add(Kind::CreditCode, credit_code::is_valid(value));
                kinds.add(Kind::BankCard, is_bank_card(value));
            }
            _ => {}
        }
        kinds
    }

    fn of_chinese(&self, value: &str) -> KindSet {
        // Han: the words and the year sign that values are told by.
        let mut kinds = KindSet::default();
        kinds.add(Kind::YesNo, matches!(value, "是" | "否" | "有" | "无"));
        kinds.add(Kind::DivisionName, self.names.contains(value));
        if value.contains('年') {
            kinds.add(Kind::Date, parse_date(value).is_some());
            kinds.add(Kind::DateTime, has_time(value) && parse_date_time(value).is_some());
            kinds.add(Kind::YearMonth, parse_year_month(value).is_some());
        }
        kinds.add(Kind::Plate, value.len() <= 16 && is_plate(value));
        kinds.add(Kind::Landline, value.len() <= 32 && is_landline_with_area(value));
        kinds.add(Kind::Url, is_url(value));
        kinds
    }

    fn lists(&self, six: &[u8]) -> bool {
        self.codes.binary_search(&number_of(six)).is_ok()
    }

    fn is_street(&self, nine: &[u8]) -> bool {
        self.lists(&nine[..6]) && &nine[6..9] != b"000"
    }

    /// Twelve digits of a community, or fifteen with three zeros behind. `000` in the
    /// last three would be the street itself.
    fn is_community(&self, digits: &[u8]) -> bool {
        (digits.len() == 12 || digits.ends_with(b"000"))
            && self.is_street(&digits[..9])
            && &digits[9..12] != b"000"
    }
}

/// What one pass over the bytes tells.
struct Shape {
    only_digits: bool,
    numeric: bool,
    non_ascii: bool,
}

impl Shape {
    fn of(bytes: &[u8]) -> Self {
        let mut shape = Self { only_digits: true, numeric: true, non_ascii: false };
        for byte in bytes {
            if !byte.is_ascii_digit() {
                shape.only_digits = false;
                shape.numeric &= matches!(byte, b'.' | b'+' | b'%') || *byte == b'-';
                shape.non_ascii |= !byte.is_ascii();
            }
        }
        shape
    }
}

/// Digits with signs, points, percent signs and hyphens: numbers, dates, landlines.
fn of_number(value: &str) -> KindSet {
    let mut kinds = KindSet::default();
    if let Some(number) = decimal(value) {
        kinds.add(Kind::Decimal, true);
        kinds.add(Kind::Integer, number.scale == 0);
        if number.scale >= 3 {
            let degrees = value.parse().unwrap_or(f64::NAN);
            kinds.add(Kind::Longitude, Axis::Longitude.plausible().contains(&degrees));
            kinds.add(Kind::Latitude, Axis::Latitude.plausible().contains(&degrees));
        }
        return kinds;
    }
    if let Some(number) = value.strip_suffix('%') {
        kinds.add(Kind::Percentage, decimal(number).is_some());
        return kinds;
    }
    kinds.add(Kind::Date, parse_date(value).is_some());
    kinds.add(Kind::YearMonth, parse_year_month(value).is_some());
    kinds.add(Kind::Landline, is_landline_with_area(value));
    kinds.add(Kind::Mobile, is_mobile(value));
    kinds
}

/// Everything else in ASCII.
fn of_ascii(value: &str) -> KindSet {
    let mut kinds = KindSet::default();
    match value.len() {
        17 => kinds.add(Kind::Vin, is_vin(value)),
        18 => {
            kinds.add(Kind::ResidentNumber, resident_number::is_valid(value));
            kinds.add(Kind::CreditCode, credit_code::is_valid(value));
        }
        _ => {}
    }
    let first = value.as_bytes()[0];
    if first.is_ascii_digit() {
        kinds.add(Kind::Date, parse_date(value).is_some());
        kinds.add(Kind::DateTime, has_time(value) && parse_date_time(value).is_some());
        kinds.add(Kind::YearMonth, parse_year_month(value).is_some());
        kinds.add(Kind::Landline, is_landline_with_area(value));
    } else if matches!(first, b'(' | b'+') {
        kinds.add(Kind::Landline, is_landline_with_area(value));
        kinds.add(Kind::Mobile, is_mobile(value));
    }
    kinds.add(Kind::YesNo, value.len() > 1 && parse_yes_no(value).is_some());
    kinds.add(Kind::Email, is_email(value));
    kinds.add(Kind::Url, is_url(value));
    kinds
}

/// Whether a time of day follows the date, so that a bare date is no date-time.
fn has_time(value: &str) -> bool {
    // Han: the hour sign, simplified and traditional.
    value.contains(':') || value.contains('时') || value.contains('時')
}

/// A compact year and month of the last or this century; six digits are too many things
/// otherwise.
fn is_recent_month(value: &str) -> bool {
    parse_year_month(value).is_some_and(|(year, _)| (1900..=2099).contains(&year))
}

/// Up to nine ASCII digits as a number.
fn number_of(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

#[cfg(test)]
mod tests;
