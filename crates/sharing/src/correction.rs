//! A correction (校核): a user of shared data found it wrong or incomplete.
//!
//! ```text
//! raised ──accept──▶ accepted     raised ──refuse──▶ refused
//!    └────withdraw──▶ withdrawn
//! ```
//!
//! The provider verifies, corrects and answers within the days the rule allows
//! (art. 26). A correction points at a row of a dataset's version; the values in
//! it stay in the database and never enter the ledger.

pub mod api;
pub mod change;
pub mod pages;
pub mod store;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zt_kernel::{AccountId, AgencyId, EntryId, civil_date};

use crate::{
    application::filled,
    reckoning::Period,
    rule::{NoRule, RuleKind, Rulebook},
    share_request::By,
};

zt_kernel::typed_id! {
    /// A correction (校核).
    CorrectionId;
}

/// A correction and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Its number.
    pub id: CorrectionId,
    /// The entry whose data is wrong.
    pub entry: EntryId,
    /// The agency that found it.
    pub raiser: AgencyId,
    /// The agency that provides the data.
    pub owner: AgencyId,
    /// The owner's division: which local rules bind the answer.
    pub region: String,
    /// What is said to be wrong.
    pub finding: Finding,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who changed it last.
    pub changed_by: AccountId,
    /// Counts changes. A store writes only over the version it read.
    pub version: i64,
}

/// What is said to be wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The row, as the rows API numbers it.
    pub row: String,
    /// The item, or none where the whole row is missing or doubled.
    #[serde(default)]
    pub item: Option<String>,
    /// The value as it was shown.
    #[serde(default)]
    pub shown: String,
    /// The value as it should be.
    #[serde(default)]
    pub proposed: String,
    /// What is wrong, and how it was found.
    pub explanation: String,
}

/// Where a correction stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum CorrectionState {
    /// The provider's to verify; the clock runs.
    Raised,
    /// Verified and corrected.
    Accepted {
        /// When.
        at: Timestamp,
        /// By whom.
        by: AccountId,
        /// What was done.
        done: String,
    },
    /// Verified and found right as it was.
    Refused {
        /// When.
        at: Timestamp,
        /// By whom.
        by: AccountId,
        /// Why.
        reasons: String,
    },
    /// Taken back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// What can be done with a correction.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    strum::IntoStaticStr,
    strum::EnumDiscriminants,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case", tag = "answer")]
#[strum_discriminants(name(CorrectionMoveName), derive(strum::VariantArray), vis(pub(crate)))]
pub enum CorrectionMove {
    /// Say what was corrected; by the provider.
    Accept {
        /// What was done.
        done: String,
    },
    /// Say why nothing is to be corrected; by the provider.
    Refuse {
        /// Why.
        reasons: String,
    },
    /// Take it back; by the raiser.
    Withdraw,
}

/// Why a move isn't possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum CorrectionRefusal {
    /// The mover is the wrong party.
    #[error("{action} is for the {party} of the correction")]
    NotYours {
        /// The move tried.
        action: &'static str,
        /// Whose move it is.
        party: &'static str,
    },
    /// It has been answered or taken back.
    #[error("cannot {action} a correction that is {state}")]
    NotAllowed {
        /// The move tried.
        action: &'static str,
        /// Where the correction stands.
        state: &'static str,
    },
    /// An answer without words.
    #[error("an answer says what was done, or why nothing was")]
    NoReasons,
}

impl Correction {
    /// Applies the move that `by` makes at `at`.
    pub fn apply(
        self,
        action: CorrectionMove,
        by: By,
        at: Timestamp,
    ) -> Result<Self, CorrectionRefusal> {
        let name: &'static str = (&action).into();
        let (party, fits) = match action {
            CorrectionMove::Withdraw => ("raiser", by.agency == self.raiser),
            CorrectionMove::Accept { .. } | CorrectionMove::Refuse { .. } => {
                ("provider", by.agency == self.owner)
            }
        };
        if !fits {
            return Err(CorrectionRefusal::NotYours { action: name, party });
        }
        if self.state != CorrectionState::Raised {
            let state = (&self.state).into();
            return Err(CorrectionRefusal::NotAllowed { action: name, state });
        }
        let state = match action {
            CorrectionMove::Accept { done } if filled(&done) => {
                CorrectionState::Accepted { at, by: by.account, done }
            }
            CorrectionMove::Refuse { reasons } if filled(&reasons) => {
                CorrectionState::Refused { at, by: by.account, reasons }
            }
            CorrectionMove::Withdraw => CorrectionState::Withdrawn { at },
            CorrectionMove::Accept { .. } | CorrectionMove::Refuse { .. } => {
                return Err(CorrectionRefusal::NoReasons);
            }
        };
        Ok(Self { state, changed_by: by.account, ..self })
    }

    /// The period for the answer.
    pub fn period(&self, book: &Rulebook) -> Result<Period, NoRule> {
        let raised = civil_date(self.raised_at);
        let rule = book.find(RuleKind::Correction, &self.region, raised)?;
        Ok(Period::new(raised, rule.amount))
    }

    /// When it was answered or taken back; none while the clock runs.
    pub fn answered_at(&self) -> Option<Timestamp> {
        match self.state {
            CorrectionState::Raised => None,
            CorrectionState::Accepted { at, .. }
            | CorrectionState::Refused { at, .. }
            | CorrectionState::Withdrawn { at } => Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use strum::VariantArray as _;

    use super::*;

    const RAISER: By = By { account: AccountId(1), agency: AgencyId(1), authority: false };
    const OWNER: By = By { account: AccountId(2), agency: AgencyId(2), authority: false };

    fn now() -> Timestamp {
        "2026-03-02T09:00:00+08:00".parse().unwrap()
    }

    fn raised() -> Correction {
        Correction {
            id: CorrectionId(1),
            entry: EntryId(1),
            raiser: RAISER.agency,
            owner: OWNER.agency,
            region: "990100".into(),
            finding: Finding {
                row: "7".into(),
                item: Some("status".into()),
                shown: "存续".into(),
                proposed: "注销".into(),
                explanation: "已于上月注销".into(),
            },
            raised_at: now(),
            state: CorrectionState::Raised,
            changed_by: RAISER.account,
            version: 0,
        }
    }

    fn example(name: CorrectionMoveName) -> (CorrectionMove, By) {
        match name {
            CorrectionMoveName::Accept => (CorrectionMove::Accept { done: "已更正".into() }, OWNER),
            CorrectionMoveName::Refuse => {
                (CorrectionMove::Refuse { reasons: "登记无误".into() }, OWNER)
            }
            CorrectionMoveName::Withdraw => (CorrectionMove::Withdraw, RAISER),
        }
    }

    #[test]
    fn a_correction_is_answered_once() {
        for first in CorrectionMoveName::VARIANTS {
            let (action, by) = example(*first);
            let answered = raised().apply(action, by, now()).unwrap();
            for second in CorrectionMoveName::VARIANTS {
                let (action, by) = example(*second);
                let error = answered.clone().apply(action, by, now()).unwrap_err();
                assert!(matches!(error, CorrectionRefusal::NotAllowed { .. }));
            }
        }
    }

    #[test]
    fn neither_party_answers_for_the_other() {
        for name in CorrectionMoveName::VARIANTS {
            let (action, rightful) = example(*name);
            let other = if rightful == OWNER { RAISER } else { OWNER };
            let error = raised().apply(action, other, now()).unwrap_err();
            assert!(matches!(error, CorrectionRefusal::NotYours { .. }));
        }
    }

    #[test]
    fn an_answer_has_words() {
        let mute = CorrectionMove::Refuse { reasons: " ".into() };
        assert_eq!(raised().apply(mute, OWNER, now()).unwrap_err(), CorrectionRefusal::NoReasons);
    }

    #[test]
    fn the_answer_is_due_in_the_days_of_the_rule() {
        let period = raised().period(&Rulebook::seed()).unwrap();
        assert_eq!((period.start, period.allowed), (date(2026, 3, 2), 10));
    }
}
