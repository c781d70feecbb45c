//! Notices: what an agency is told inside the platform.
//!
//! A notice names its kind and its subject and carries a few plain arguments; its
//! words come from the translations when it is shown. It is written in the
//! transaction of the change it tells of, so neither exists without the other.

pub mod pages;
pub mod store;

use std::collections::BTreeMap;

use jiff::Timestamp;
use zt_kernel::{AccountId, AgencyId};

zt_kernel::typed_id! {
    /// A notice (通知).
    NoticeId;
}

/// A notice as its agency sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub id: NoticeId,
    /// The agency told.
    pub agency: AgencyId,
    /// What it tells.
    pub kind: NoticeKind,
    /// What it is about.
    pub subject: NoticeSubject,
    /// The number of what it is about.
    pub number: i64,
    /// Arguments for its words: names of entries and agencies, days.
    pub arguments: BTreeMap<String, String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When and by whom it was read, once it was.
    pub read: Option<(Timestamp, AccountId)>,
}

/// What a notice is about, and so where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeSubject {
    /// A share request.
    Request,
    /// A grant.
    Grant,
    /// A correction.
    Correction,
    /// A dispute.
    Dispute,
}

/// What a notice tells.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// A request came in.
    RequestSubmitted,
    /// Something is missing from your request: everything at once.
    RequestNotified,
    /// What was missing has arrived.
    RequestSupplemented,
    /// More time was agreed to: the requester is told (art. 21).
    ExtensionAgreed,
    /// More time was declined.
    ExtensionDeclined,
    /// Your request was consented to.
    RequestConsented,
    /// Your request was refused.
    RequestRefused,
    /// A request was withdrawn.
    RequestWithdrawn,
    /// The data is in your reach.
    RequestProvided,
    /// A grant was suspended for misuse.
    GrantSuspended,
    /// Rectification was reported.
    GrantRectified,
    /// A grant may be used again.
    GrantResumed,
    /// A grant was ended for misuse.
    GrantTerminated,
    /// The provider proposes to end or change the service.
    ChangeProposed,
    /// The proposal was agreed to.
    ChangeAgreed,
    /// The proposal was objected to.
    ChangeObjected,
    /// The proposal was taken back.
    ChangeDropped,
    /// The service ended or changed.
    ChangeFiled,
    /// The grantee gave the grant up.
    GrantRelinquished,
    /// Disposal was reported.
    DisposalReported,
    /// Disposal was confirmed.
    DisposalConfirmed,
    /// Disposal was found wanting.
    DisposalReturned,
    /// A correction came in.
    CorrectionRaised,
    /// A correction was answered.
    CorrectionAnswered,
    /// A dispute was opened, or moved.
    DisputeMoved,
}
