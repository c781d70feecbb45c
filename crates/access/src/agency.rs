//! An agency (部门): the holder of data and of duties.
//!
//! **Invariant:** its credit code is well formed and belongs to it alone.
//!
//! This module performs no I/O and reads no clock.

pub(crate) mod api;
mod named;
pub(crate) mod pages;
mod register;
mod registry;
pub(crate) mod store;

use jiff::Timestamp;
use zt_kernel::{AgencyId, DivisionCode, credit_code};

pub use named::NamedError;
pub use register::RegisterError;
pub use registry::{Agencies, AgencyFilter};

pub(crate) use registry::containing;

/// The longest name. The longest official name of a ministry's bureau in use
/// has 38 characters; English names run about three times as long.
const NAME_CHARS_MAX: usize = 120;

/// An agency as it is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its number here.
    pub id: AgencyId,
    /// Its 18-digit unified social credit code (GB 32100).
    pub code: String,
    /// Its official name.
    pub name_zh: String,
    /// Its English name; the Chinese one where it has none.
    pub name_en: String,
    /// The short name people use: 市场监管局.
    pub short: String,
    /// The division it serves.
    pub region: DivisionCode,
    /// What sort of body it is.
    pub kind: AgencyKind,
    /// When it was registered.
    pub registered_at: Timestamp,
}

/// What sort of body an agency is.
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
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AgencyKind {
    /// 数据主管部门: runs the platform and decides disputes (Decree 809, art. 5).
    DataAuthority,
    /// 政府部门.
    Department,
    /// 事业单位 charged with public affairs.
    PublicInstitution,
    /// 公共服务企业: water, power, gas, transport.
    PublicUtility,
}

/// What is told of an agency to register it.
#[derive(Debug, Clone)]
pub struct NewAgency {
    /// See [`Agency::code`].
    pub code: String,
    /// See [`Agency::name_zh`].
    pub name_zh: String,
    /// See [`Agency::name_en`]; may be empty.
    pub name_en: String,
    /// See [`Agency::short`]; may be empty.
    pub short: String,
    /// See [`Agency::region`].
    pub region: DivisionCode,
    /// See [`Agency::kind`].
    pub kind: AgencyKind,
}

/// What is wrong with an agency's particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgencyFault {
    /// The credit code is no credit code.
    #[error("the credit code is not 18 characters with a right check character")]
    Code,
    /// The Chinese name is missing, too long or holds control characters.
    #[error("the name must have 1 to {NAME_CHARS_MAX} characters")]
    Name,
    /// The English or short name is too long or holds control characters.
    #[error("the English and the short name may have {NAME_CHARS_MAX} characters at most")]
    OtherName,
}

impl NewAgency {
    /// The particulars trimmed and with their gaps filled, or what is wrong.
    ///
    /// Only format and check character of the code are asked for: divisions in
    /// it may be older than any edition on file.
    pub(crate) fn checked(mut self) -> Result<Self, AgencyFault> {
        for text in [&mut self.code, &mut self.name_zh, &mut self.name_en, &mut self.short] {
            *text = text.trim().to_owned();
        }
        self.code.make_ascii_uppercase();
        if !credit_code::is_valid(&self.code) {
            return Err(AgencyFault::Code);
        }
        let good = |text: &str| {
            text.chars().count() <= NAME_CHARS_MAX && !text.chars().any(char::is_control)
        };
        if self.name_zh.is_empty() || !good(&self.name_zh) {
            return Err(AgencyFault::Name);
        }
        if !good(&self.name_en) || !good(&self.short) {
            return Err(AgencyFault::OtherName);
        }
        if self.name_en.is_empty() {
            self.name_en.clone_from(&self.name_zh);
        }
        if self.short.is_empty() {
            self.short.clone_from(&self.name_zh);
        }
        Ok(self)
    }
}

impl Agency {
    /// Its name in the reader's language.
    pub fn name(&self, lang: zt_web::Lang) -> &str {
        match lang {
            zt_web::Lang::Zh => &self.name_zh,
            zt_web::Lang::En => &self.name_en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn particulars() -> NewAgency {
        NewAgency {
            code: " 91350100m000100y43 ".to_owned(),
            name_zh: "示例市市场监督管理局".to_owned(),
            name_en: String::new(),
            short: String::new(),
            region: "330100".parse().unwrap(),
            kind: AgencyKind::Department,
        }
    }

    #[test]
    fn gaps_are_filled_from_the_official_name() {
        let agency = particulars().checked().unwrap();
        assert_eq!(agency.code, "91350100M000100Y43");
        assert_eq!(agency.short, agency.name_zh);
        assert_eq!(agency.name_en, agency.name_zh);
    }

    #[test]
    fn a_code_with_a_wrong_check_character_is_refused() {
        let wrong = NewAgency { code: "91350100M000100Y4Z".to_owned(), ..particulars() };
        assert_eq!(wrong.checked().unwrap_err(), AgencyFault::Code);
    }

    #[test]
    fn names_are_bounded_and_printable() {
        for (name_zh, fault) in [
            (String::new(), AgencyFault::Name),
            ("  ".to_owned(), AgencyFault::Name),
            ("局".repeat(NAME_CHARS_MAX + 1), AgencyFault::Name),
            ("局\u{0}".to_owned(), AgencyFault::Name),
        ] {
            let wrong = NewAgency { name_zh, ..particulars() };
            assert_eq!(wrong.checked().unwrap_err(), fault);
        }
        let longest = NewAgency { name_zh: "局".repeat(NAME_CHARS_MAX), ..particulars() };
        longest.checked().unwrap();
    }
}
