//! A grant: what a consented request allows, and how it ends.
//!
//! ```text
//! active ──suspend──▶ suspended ──terminate──▶ terminated
//!   │  ◀──resume──────────┘ (misuse; rectify)
//!   ├──propose ─▶ agree ─▶ file──▶ revoked      (the provider, art. 27)
//!   └──relinquish──▶ relinquished               (the grantee)
//! ```
//!
//! A proposal to end or to change the service rides along while the grant stays
//! usable; what it proposes happens only when it is filed.
//!
//! **Invariant:** every grant ends. Expiry is computed, never stored as a state,
//! so a job that fails to run can't leave access open.
//! **Invariant:** a provider neither ends nor changes a service without cause,
//! agreement and filing (art. 27); misuse alone is suspended at once.
//! **Invariant:** a grant only shrinks. More data, another purpose or a third party
//! is a new request (art. 25).

pub mod api;
pub mod change;
mod moves;
pub mod pages;
pub mod store;

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use zt_catalogue::{Mask, SharingMode};
use zt_kernel::{AccountId, AgencyId, EntryId, GrantId, ShareRequestId};
use zt_lake::RowCondition;

pub use self::moves::{GrantMove, GrantRefusal};
use crate::scope::Term;

/// A grant and where it stands. Only [`Grant::apply`] changes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// Its number.
    pub id: GrantId,
    /// The request it answers.
    pub request: ShareRequestId,
    /// The entry it opens.
    pub entry: EntryId,
    /// The agency that provides.
    pub owner: AgencyId,
    /// The agency that may use.
    pub grantee: AgencyId,
    /// For which matter and purpose: the scenario asked for.
    pub purpose: String,
    /// The items that may be used, each as its grade shows it.
    pub items: BTreeMap<String, Mask>,
    /// Which rows; all when absent.
    pub condition: Option<RowCondition>,
    /// How data is passed.
    pub mode: SharingMode,
    /// From when to when.
    pub term: Term,
    /// When it was given.
    pub granted_at: Timestamp,
    /// The provider's proposal to end or change the service, while it stands.
    pub proposal: Option<Proposal>,
    /// Where it stands.
    pub standing: Standing,
    /// Counts changes. A store writes only over the version it read.
    pub version: i64,
}

/// Where a grant stands, its term aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum Standing {
    /// May be used during its term.
    Active,
    /// May not be used until the misuse is rectified (art. 27).
    Suspended {
        /// Since when.
        at: Timestamp,
        /// What was misused.
        misuse: Misuse,
        /// What was found.
        reasons: String,
        /// The last day to rectify.
        rectify_by: Date,
        /// What the grantee reports to have put right, once it has.
        report: Option<String>,
    },
    /// Ended by the provider with cause, agreement and filing (art. 27).
    Revoked {
        /// When.
        at: Timestamp,
        /// For what cause.
        cause: Cause,
        /// The reasons.
        reasons: String,
        /// The number under which the authority filed it.
        filing: String,
    },
    /// Ended because misuse wasn't rectified (art. 27).
    Terminated {
        /// When.
        at: Timestamp,
        /// What was found.
        reasons: String,
    },
    /// Given up by the grantee.
    Relinquished {
        /// When.
        at: Timestamp,
        /// Why the data is no longer needed.
        why: Relinquishment,
    },
}

/// Misuse of shared data (art. 27).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Misuse {
    /// Used beyond its scope.
    BeyondScope,
    /// Used beyond its purpose.
    BeyondPurpose,
    /// Given to a third party.
    ThirdParty,
}

/// Why a grantee no longer needs the data (art. 27).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Relinquishment {
    /// 共享目的已实现.
    PurposeMet,
    /// 无法实现.
    PurposeUnattainable,
    /// 不再必要.
    NoLongerNecessary,
}

/// A proper cause for a provider to end or change a service (art. 27).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    /// A law, regulation or State Council decision changed.
    LawChanged,
    /// The provider's or the grantee's duties changed.
    DutyChanged,
    /// The data is no longer collected or the entry was withdrawn.
    DataCeased,
    /// A security risk that can't be removed otherwise.
    Security,
}

/// A provider's proposal to end or to change a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// What would happen.
    pub change: ServiceChange,
    /// The cause.
    pub cause: Cause,
    /// The reasons.
    pub reasons: String,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// What the grantee, or the authority after a dispute, says.
    pub answer: ProposalAnswer,
}

/// What a proposal would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum ServiceChange {
    /// End the service.
    End,
    /// Leave out items, or end sooner.
    Narrow {
        /// Items that would no longer be given.
        without: Vec<String>,
        /// The new last day.
        until: Date,
    },
}

/// The answer to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum ProposalAnswer {
    /// None yet.
    Pending,
    /// Agreed.
    Agreed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: AccountId,
    },
    /// Objected to: a dispute may follow (art. 28).
    Objected {
        /// When.
        at: Timestamp,
        /// By whom.
        by: AccountId,
        /// Why.
        reasons: String,
    },
}

/// What a grant is worth on a day: its standing and its term together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// Its first day is still to come.
    Upcoming,
    /// It may be used.
    InForce,
    /// Its last day is over.
    Expired,
    /// Suspended for misuse.
    Suspended,
    /// Ended by the provider.
    Revoked,
    /// Ended for misuse.
    Terminated,
    /// Given up by the grantee.
    Relinquished,
}

impl Grant {
    /// What it is worth on `today`. The last day of its term is still inside.
    pub fn status(&self, today: Date) -> Status {
        match self.standing {
            Standing::Suspended { .. } => Status::Suspended,
            Standing::Revoked { .. } => Status::Revoked,
            Standing::Terminated { .. } => Status::Terminated,
            Standing::Relinquished { .. } => Status::Relinquished,
            Standing::Active if today < self.term.from => Status::Upcoming,
            Standing::Active if today > self.term.until => Status::Expired,
            Standing::Active => Status::InForce,
        }
    }

    /// Whether `agency` may read under it on `today`.
    pub fn admits(&self, agency: AgencyId, today: Date) -> bool {
        agency == self.grantee && self.status(today) == Status::InForce
    }

    /// Whether the data has to be disposed of: the use is over for good (art. 27).
    pub fn calls_for_disposal(&self, today: Date) -> bool {
        matches!(
            self.status(today),
            Status::Expired | Status::Revoked | Status::Terminated | Status::Relinquished
        )
    }
}
