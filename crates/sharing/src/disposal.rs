//! A disposal: what became of shared data once its purpose was met (art. 27).
//!
//! ```text
//! reported ──confirm──▶ confirmed
//!     └─────return────▶ returned   (the grantee reports anew)
//! ```
//!
//! The grantee disposes as the provider asks and reports it with proof; the
//! provider confirms, or returns it saying what is still to be done.

pub mod change;
pub mod store;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use zt_kernel::{AccountId, AgencyId, GrantId};

use crate::{application::filled, share_request::By};

zt_kernel::typed_id! {
    /// A disposal report (处置).
    DisposalId;
}

/// A disposal report and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposal {
    /// Its number.
    pub id: DisposalId,
    /// The grant whose data was disposed of.
    pub grant: GrantId,
    /// The agency that disposed of it.
    pub grantee: AgencyId,
    /// The agency that provided it.
    pub owner: AgencyId,
    /// What was done.
    pub report: Report,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// By whom.
    pub reported_by: AccountId,
    /// Where it stands.
    pub state: DisposalState,
    /// Counts changes. A store writes only over the version it read.
    pub version: i64,
}

/// What was done with the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How.
    pub method: Method,
    /// On which day.
    pub done_on: Date,
    /// The proof: which copies, by whom, witnessed how.
    pub proof: String,
    /// SHA-256 of the certificate the grantee keeps, in hexadecimal; may be empty.
    #[serde(default)]
    pub certificate_sha256: String,
}

/// How data is disposed of.
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
pub enum Method {
    /// Every copy was destroyed.
    Destroyed,
    /// Every copy was given back and none kept.
    Returned,
    /// Nothing had been stored: each answer was used and dropped.
    NeverStored,
}

/// Where a report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DisposalState {
    /// The provider's to confirm.
    Reported,
    /// Found proper.
    Confirmed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: AccountId,
    },
    /// Found wanting.
    Returned {
        /// When.
        at: Timestamp,
        /// By whom.
        by: AccountId,
        /// What is still to be done.
        reasons: String,
    },
}

/// What the provider says to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisposalMove {
    /// It is proper.
    Confirm,
    /// It is wanting.
    Return {
        /// What is still to be done.
        reasons: String,
    },
}

/// Why a report or an answer to one isn't possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum DisposalRefusal {
    /// The mover is the wrong party.
    #[error("only the provider of the data answers a disposal report")]
    NotYours,
    /// It has been answered.
    #[error("the report has been answered already")]
    Answered,
    /// The grant may still be used.
    #[error("the data may still be used: give the grant up, or wait for its end")]
    StillInUse,
    /// An earlier report stands.
    #[error("the disposal has been reported already")]
    ReportedAlready,
    /// An answer or a report without words.
    #[error("a report gives its proof, a return what is still to be done")]
    NoReasons,
    /// A disposal in the future.
    #[error("a disposal is reported after it was done")]
    InFuture,
    /// Not a digest.
    #[error("the digest of a certificate is 64 hexadecimal digits")]
    NotADigest,
}

impl Report {
    /// Whether a report can be made of it on `today`.
    pub fn check(&self, today: Date) -> Result<(), DisposalRefusal> {
        if !filled(&self.proof) {
            return Err(DisposalRefusal::NoReasons);
        }
        if self.done_on > today {
            return Err(DisposalRefusal::InFuture);
        }
        let digest = &self.certificate_sha256;
        let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digest.is_empty() || is_digest { Ok(()) } else { Err(DisposalRefusal::NotADigest) }
    }
}

impl Disposal {
    /// Applies the provider's answer.
    pub fn apply(
        self,
        action: DisposalMove,
        by: By,
        at: Timestamp,
    ) -> Result<Self, DisposalRefusal> {
        if by.agency != self.owner {
            return Err(DisposalRefusal::NotYours);
        }
        if self.state != DisposalState::Reported {
            return Err(DisposalRefusal::Answered);
        }
        let state = match action {
            DisposalMove::Confirm => DisposalState::Confirmed { at, by: by.account },
            DisposalMove::Return { reasons } if filled(&reasons) => {
                DisposalState::Returned { at, by: by.account, reasons }
            }
            DisposalMove::Return { .. } => return Err(DisposalRefusal::NoReasons),
        };
        Ok(Self { state, ..self })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const OWNER: By = By { account: AccountId(2), agency: AgencyId(2), authority: false };
    const GRANTEE: By = By { account: AccountId(1), agency: AgencyId(1), authority: false };

    fn report() -> Report {
        Report {
            method: Method::Destroyed,
            done_on: date(2026, 3, 2),
            proof: "两名人员监销，备份磁带一并消磁".into(),
            certificate_sha256: "a1".repeat(32),
        }
    }

    fn reported() -> Disposal {
        Disposal {
            id: DisposalId(1),
            grant: GrantId(1),
            grantee: GRANTEE.agency,
            owner: OWNER.agency,
            report: report(),
            reported_at: Timestamp::UNIX_EPOCH,
            reported_by: GRANTEE.account,
            state: DisposalState::Reported,
            version: 0,
        }
    }

    #[test]
    fn a_report_has_its_proof_and_is_made_afterwards() {
        let today = date(2026, 3, 2);
        assert_eq!(report().check(today), Ok(()));
        let mute = Report { proof: " ".into(), ..report() };
        assert_eq!(mute.check(today), Err(DisposalRefusal::NoReasons));
        assert_eq!(report().check(date(2026, 3, 1)), Err(DisposalRefusal::InFuture));
        let odd = Report { certificate_sha256: "xyz".into(), ..report() };
        assert_eq!(odd.check(today), Err(DisposalRefusal::NotADigest));
    }

    #[test]
    fn the_provider_answers_once_and_nobody_else() {
        let now = Timestamp::UNIX_EPOCH;
        let own = reported().apply(DisposalMove::Confirm, GRANTEE, now);
        assert_eq!(own.unwrap_err(), DisposalRefusal::NotYours);
        let confirmed = reported().apply(DisposalMove::Confirm, OWNER, now).unwrap();
        let again = confirmed.apply(DisposalMove::Confirm, OWNER, now);
        assert_eq!(again.unwrap_err(), DisposalRefusal::Answered);
        let mute = reported().apply(DisposalMove::Return { reasons: String::new() }, OWNER, now);
        assert_eq!(mute.unwrap_err(), DisposalRefusal::NoReasons);
    }
}
