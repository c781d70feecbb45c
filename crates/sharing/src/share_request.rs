//! A share request: one agency asks another for a catalogued dataset.
//!
//! ```text
//! draft ──submit──▶ under_review ──consent──▶ consented ──provide──▶ provided
//!   │                │   ▲   │ └──refuse──▶ refused
//!   │            notify  supplement
//!   │                ▼   │   │
//!   │         awaiting_supplement
//!   └──withdraw──▶ withdrawn ◀──withdraw── (under_review, awaiting_supplement)
//! ```
//!
//! While under review the owner may ask the authority for one extension, which the
//! authority agrees to or declines. This module performs no I/O and reads no clock.
//!
//! **Invariant:** only the agency that owns the entry replies, only the requester
//! submits, supplements and withdraws, only the authority agrees to an extension.
//! **Invariant:** an incomplete request is never refused for it: a reply waits for
//! the one notice of all that is missing and its supplement.
//! **Invariant:** a consent gives at most what was asked.
//! **Invariant:** conditions of the owner's own making can't be written: a consent
//! has items, rows, mode and term, and nothing to add a condition to (art. 15).

pub mod api;
pub mod change;
pub mod conclude;
pub mod decide;
pub mod extend;
mod moves;
pub mod pages;
pub mod read;
pub mod requestable;
pub mod store;
pub mod submit;
pub mod supplement;
pub mod view;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use zt_catalogue::{Basis, SharingMode};
use zt_kernel::{AccountId, AgencyId, EntryId, ShareRequestId, civil_date};

pub use self::moves::{Move, Refusal};
use crate::{
    application::{Application, Gap, HeadConsent, missing},
    reckoning::{Period, Stop},
    rule::{NoRule, OnNotice, RuleKind, Rulebook},
    scope::{Scope, Term},
};

/// A request and where it stands. Only [`ShareRequest::apply`] changes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRequest {
    /// Its number.
    pub id: ShareRequestId,
    /// The entry asked for.
    pub entry: EntryId,
    /// The agency that asks.
    pub requester: AgencyId,
    /// The agency that answers.
    pub owner: AgencyId,
    /// The owner's division: which local rules bind the reply.
    pub region: String,
    /// Whether the items asked for are shared unconditionally, all of them.
    pub unconditional: bool,
    /// What the requester states.
    pub application: Application,
    /// When it was received first; none for a draft.
    pub received_at: Option<Timestamp>,
    /// The one notice of what is missing, once sent.
    pub notice: Option<Notice>,
    /// The extension asked for, and what became of it.
    pub extension: Option<Extension>,
    /// Where it stands.
    pub state: State,
    /// Who changed it last, so that the slower of two deciders is told.
    pub changed_by: AccountId,
    /// Counts changes. A store writes only over the version it read.
    pub version: i64,
}

/// Where a request stands.
#[derive(
    Debug, Clone, PartialEq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumDiscriminants,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case", tag = "state")]
#[strum_discriminants(
    name(StateName),
    derive(Hash, strum::IntoStaticStr, strum::EnumString, strum::VariantArray),
    strum(serialize_all = "snake_case"),
    doc = "The name of a [`State`], for filters and columns."
)]
pub enum State {
    /// Being written; nobody but the requester sees it.
    Draft,
    /// The owner's to answer; the reply clock runs.
    UnderReview,
    /// The requester's to supplement; the reply clock stands.
    AwaitingSupplement,
    /// Consented to, wholly or in part; the clock for providing runs.
    Consented {
        /// What was given, by whom.
        consent: Consent,
    },
    /// The data is in the requester's reach.
    Provided {
        /// What was given, by whom.
        consent: Consent,
        /// Since when the data can be used.
        at: Timestamp,
    },
    /// Not consented to.
    Refused {
        /// Why, by whom.
        refusal: RefusalReply,
    },
    /// Taken back by the requester.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// The owner's consent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// When it was given.
    pub at: Timestamp,
    /// The steward who decided.
    pub by: AccountId,
    /// The head of the owner's sharing office who agreed (art. 20).
    pub head: HeadConsent,
    /// The items and rows given.
    pub scope: Scope,
    /// How they are passed.
    pub mode: SharingMode,
    /// From when to when.
    pub term: Term,
    /// Why less than asked is given; empty for a consent to everything.
    pub reasons: String,
}

/// The owner's refusal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefusalReply {
    /// When it was given.
    pub at: Timestamp,
    /// The steward who decided.
    pub by: AccountId,
    /// The head of the owner's sharing office who agreed (art. 20).
    pub head: HeadConsent,
    /// The law, regulation or State Council decision it rests on (art. 14, 15).
    pub basis: Basis,
    /// The reasons (art. 21).
    pub reasons: String,
}

/// The one notice of everything missing (art. 21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// When it was sent.
    pub at: Timestamp,
    /// The steward who sent it.
    pub by: AccountId,
    /// What article 20 wants stated and wasn't.
    pub gaps: Vec<Gap>,
    /// Further material the owner needs to judge, each named.
    pub materials: Vec<String>,
    /// The requester's answers to `materials`, in their order.
    pub answers: Vec<String>,
    /// When everything had arrived; none while it is awaited.
    pub supplemented_at: Option<Timestamp>,
}

/// The one extension of the reply (art. 21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Working days asked for.
    pub days: u32,
    /// The special reason.
    pub reason: String,
    /// When the owner asked.
    pub asked_at: Timestamp,
    /// The authority's answer.
    pub answer: ExtensionAnswer,
}

/// What the authority says to an extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum ExtensionAnswer {
    /// Nothing yet; the days don't count.
    Pending,
    /// Agreed: the days count, and the requester has been told.
    Agreed {
        /// When.
        at: Timestamp,
        /// Who, for the authority.
        by: AccountId,
    },
    /// Declined: the first deadline stands.
    Declined {
        /// When.
        at: Timestamp,
        /// Who, for the authority.
        by: AccountId,
        /// Why.
        reason: String,
    },
}

/// Who makes a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// The account.
    pub account: AccountId,
    /// The agency it acts for.
    pub agency: AgencyId,
    /// Whether it acts for the data authority (数据主管部门).
    pub authority: bool,
}

impl ShareRequest {
    /// Everything article 20 wants stated and the application doesn't state.
    pub fn gaps(&self) -> Vec<Gap> {
        missing(&self.application)
    }

    /// The consent, once there is one.
    pub fn consent(&self) -> Option<&Consent> {
        match &self.state {
            State::Consented { consent } | State::Provided { consent, .. } => Some(consent),
            _ => None,
        }
    }

    /// When and by whom the owner replied, once it has.
    pub fn replied(&self) -> Option<(Timestamp, AccountId)> {
        match &self.state {
            State::Refused { refusal } => Some((refusal.at, refusal.by)),
            _ => self.consent().map(|consent| (consent.at, consent.by)),
        }
    }

    /// Which rule sets the reply.
    pub fn reply_rule(&self) -> RuleKind {
        if self.unconditional { RuleKind::ReplyUnconditional } else { RuleKind::ReplyConditional }
    }

    /// The period for the reply; none for a draft.
    pub fn reply_period(&self, book: &Rulebook) -> Result<Option<Period>, NoRule> {
        let Some(received) = self.received_at.map(civil_date) else { return Ok(None) };
        let rule = book.find(self.reply_rule(), &self.region, received)?;
        let stops = self.notice.iter().map(Notice::stop).collect();
        let extension = self.extension.as_ref().map_or(0, Extension::agreed_days);
        let on_notice: OnNotice = rule.on_notice;
        Ok(Some(Period { start: received, allowed: rule.amount, extension, on_notice, stops }))
    }

    /// The period for providing; none before a consent.
    pub fn provide_period(&self, book: &Rulebook) -> Result<Option<Period>, NoRule> {
        let Some(consented) = self.consent().map(|consent| civil_date(consent.at)) else {
            return Ok(None);
        };
        let rule = book.find(RuleKind::Provide, &self.region, consented)?;
        Ok(Some(Period::new(consented, rule.amount)))
    }

    /// The last day of the clock, and whether it still runs: a clock that has been
    /// answered shows when it was answered instead of growing overdue.
    pub fn answered_on(&self) -> Option<Date> {
        match &self.state {
            State::Withdrawn { at, .. } => Some(civil_date(*at)),
            _ => self.replied().map(|(at, _)| civil_date(at)),
        }
    }
}

impl Notice {
    fn stop(&self) -> Stop {
        Stop { from: civil_date(self.at), until: self.supplemented_at.map(civil_date) }
    }
}

impl Extension {
    /// Days that count: only those the authority agreed to.
    pub fn agreed_days(&self) -> u32 {
        if matches!(self.answer, ExtensionAnswer::Agreed { .. }) { self.days } else { 0 }
    }
}
