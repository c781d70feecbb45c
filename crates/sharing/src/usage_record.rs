//! A usage record: what a grantee did with shared data (art. 29).
//!
//! The grantee records scenario, process, effect, storage and destruction; the
//! provider and the authority may read it. Kept for the years of the rule at least.
//!
//! Deliberately absent: changing or deleting one. A later record corrects an
//! earlier, and no use case removes any.

pub mod record;
pub mod store;

use jiff::{Timestamp, ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use zt_kernel::{AccountId, AgencyId, GrantId, civil_date};

use crate::{
    application::filled,
    rule::{NoRule, RuleKind, Rulebook},
};

zt_kernel::typed_id! {
    /// A usage record (使用记录).
    UsageRecordId;
}

/// A usage record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    /// Its number.
    pub id: UsageRecordId,
    /// The grant used.
    pub grant: GrantId,
    /// The agency that used it.
    pub agency: AgencyId,
    /// Who recorded it.
    pub by: AccountId,
    /// When it was recorded.
    pub at: Timestamp,
    /// What it says.
    pub usage: Usage,
}

/// What a usage record says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Usage {
    /// 使用场景.
    pub scenario: String,
    /// 使用过程.
    pub process: String,
    /// 应用成效.
    pub effect: String,
    /// 存储情况.
    pub storage: String,
    /// 销毁情况: where and when, or that nothing has been destroyed yet.
    pub destruction: String,
}

/// One of the five things a record says.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum UsageField {
    /// 使用场景.
    Scenario,
    /// 使用过程.
    Process,
    /// 应用成效.
    Effect,
    /// 存储情况.
    Storage,
    /// 销毁情况.
    Destruction,
}

impl Usage {
    /// The text of a field.
    pub fn get(&self, field: UsageField) -> &str {
        match field {
            UsageField::Scenario => &self.scenario,
            UsageField::Process => &self.process,
            UsageField::Effect => &self.effect,
            UsageField::Storage => &self.storage,
            UsageField::Destruction => &self.destruction,
        }
    }

    /// The fields that say nothing, all at once.
    pub fn missing(&self) -> Vec<UsageField> {
        use strum::VariantArray as _;
        UsageField::VARIANTS.iter().copied().filter(|field| !filled(self.get(*field))).collect()
    }
}

impl UsageRecord {
    /// The day until which it must be kept at least.
    pub fn keep_until(&self, book: &Rulebook, region: &str) -> Result<Date, NoRule> {
        let recorded = civil_date(self.at);
        let years = book.find(RuleKind::KeepUsageRecord, region, recorded)?.amount;
        Ok(recorded.saturating_add(i64::from(years).years()))
    }

    /// Whether `reader` may read it: its agency, the provider and the authority.
    pub fn readable_by(&self, reader: AgencyId, provider: AgencyId, authority: bool) -> bool {
        authority || reader == self.agency || reader == provider
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use strum::VariantArray as _;

    use super::*;

    fn record() -> UsageRecord {
        UsageRecord {
            id: UsageRecordId(1),
            grant: GrantId(1),
            agency: AgencyId(1),
            by: AccountId(1),
            at: "2026-03-02T09:00:00+08:00".parse().unwrap(),
            usage: Usage {
                scenario: "低保复核".into(),
                process: "逐户比对".into(),
                effect: "免交证明 1,200 份".into(),
                storage: "未落库".into(),
                destruction: "无需销毁".into(),
            },
        }
    }

    #[test]
    fn a_record_is_kept_three_years_at_least() {
        let until = record().keep_until(&Rulebook::seed(), "990100").unwrap();
        assert_eq!(until, date(2029, 3, 2));
    }

    #[test]
    fn a_record_is_read_by_its_agency_the_provider_and_the_authority() {
        let provider = AgencyId(2);
        let reads = |agency, authority| record().readable_by(agency, provider, authority);
        assert!(reads(AgencyId(1), false) && reads(provider, false) && reads(AgencyId(3), true));
        assert!(!reads(AgencyId(3), false));
    }

    #[test]
    fn everything_unsaid_is_named_at_once() {
        assert_eq!(record().usage.missing(), []);
        assert_eq!(Usage::default().missing(), UsageField::VARIANTS);
        let usage = Usage { effect: " ".into(), ..record().usage };
        assert_eq!(usage.missing(), [UsageField::Effect]);
    }
}
