//! A dispute and the ladder it climbs (art. 28).
//!
//! ```text
//! consulting ──escalate──▶ authority (same level and area)   ──escalate──▶ government
//!      └──────escalate──▶ common superior (otherwise)        ──escalate──▶ government
//! any rung ──settle──▶ settled
//! ```
//!
//! **Invariant:** no rung is skipped: nobody coordinates what the parties haven't
//! talked about, and the government decides only what coordination couldn't settle.

pub mod change;
pub mod pages;
pub mod store;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zt_kernel::{AccountId, AgencyId, EntryId, GrantId, ShareRequestId};

use crate::{application::filled, correction::CorrectionId, share_request::By};

zt_kernel::typed_id! {
    /// A dispute (争议).
    DisputeId;
}

/// A dispute and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Its number.
    pub id: DisputeId,
    /// What it is about.
    pub subject: Subject,
    /// The entry behind the subject.
    pub entry: EntryId,
    /// The agency that opened it.
    pub opener: AgencyId,
    /// The other party.
    pub respondent: AgencyId,
    /// Whether both stand at one level in one area, which chooses the second rung.
    pub same_level: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The rung it stands on, or how it was settled.
    pub stage: Stage,
    /// What happened, oldest first.
    pub steps: Vec<Step>,
    /// Who changed it last.
    pub changed_by: AccountId,
    /// Counts changes. A store writes only over the version it read.
    pub version: i64,
}

/// What a dispute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case", tag = "is", content = "id")]
pub enum Subject {
    /// A request: its refusal, its narrowing, its delay.
    Request(ShareRequestId),
    /// A grant: its suspension, or a proposal to end it.
    Grant(GrantId),
    /// A correction: its refusal or delay.
    Correction(CorrectionId),
}

/// A rung of the ladder.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The parties consult.
    Consulting,
    /// The data authority of their level coordinates.
    Authority,
    /// The data authority above both coordinates.
    CommonSuperior,
    /// The government of the coordinating authority decides.
    Government,
    /// Settled.
    Settled,
}

/// Something that happened in a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// For which agency.
    pub agency: AgencyId,
    /// The rung it led to, or stayed on.
    pub stage: Stage,
    /// What was said.
    pub text: String,
}

/// What can be done in a dispute.
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
#[serde(rename_all = "snake_case", tag = "action")]
#[strum_discriminants(name(DisputeMoveName), derive(strum::VariantArray), vis(pub(crate)))]
pub enum DisputeMove {
    /// Say something; any party, and whoever coordinates.
    Reply {
        /// What.
        text: String,
    },
    /// Go up a rung; by a party.
    Escalate {
        /// Why no agreement was reached.
        text: String,
    },
    /// Settle: the opener while consulting, whoever coordinates or decides above.
    Settle {
        /// What was agreed or decided.
        text: String,
    },
}

/// Why a move isn't possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum DisputeRefusal {
    /// The mover is the wrong party on this rung.
    #[error("{action} is not for this agency while the dispute is at {stage}")]
    NotYours {
        /// The move tried.
        action: &'static str,
        /// The rung.
        stage: &'static str,
    },
    /// The move leads nowhere from this rung.
    #[error("cannot {action} a dispute at {stage}")]
    NotAllowed {
        /// The move tried.
        action: &'static str,
        /// The rung.
        stage: &'static str,
    },
    /// A step without words.
    #[error("a step in a dispute has words")]
    NoText,
}

impl Stage {
    /// The next rung up.
    fn above(self, same_level: bool) -> Option<Self> {
        match self {
            Self::Consulting if same_level => Some(Self::Authority),
            Self::Consulting => Some(Self::CommonSuperior),
            Self::Authority | Self::CommonSuperior => Some(Self::Government),
            Self::Government | Self::Settled => None,
        }
    }
}

impl Dispute {
    /// Whether `agency` is one of the two parties.
    pub fn is_party(&self, agency: AgencyId) -> bool {
        agency == self.opener || agency == self.respondent
    }

    /// Applies the move that `by` makes at `at`.
    pub fn apply(
        mut self,
        action: DisputeMove,
        by: By,
        at: Timestamp,
    ) -> Result<Self, DisputeRefusal> {
        let name: &'static str = (&action).into();
        let stage: &'static str = self.stage.into();
        let party = self.is_party(by.agency);
        let consulting = self.stage == Stage::Consulting;
        let fits = match action {
            DisputeMove::Reply { .. } => party || (by.authority && !consulting),
            DisputeMove::Escalate { .. } => party,
            DisputeMove::Settle { .. } if consulting => by.agency == self.opener,
            DisputeMove::Settle { .. } => by.authority,
        };
        if !fits {
            return Err(DisputeRefusal::NotYours { action: name, stage });
        }
        if self.stage == Stage::Settled {
            return Err(DisputeRefusal::NotAllowed { action: name, stage });
        }
        let (next, text) = match action {
            DisputeMove::Reply { text } => (self.stage, text),
            DisputeMove::Settle { text } => (Stage::Settled, text),
            DisputeMove::Escalate { text } => {
                let above = self.stage.above(self.same_level);
                (above.ok_or(DisputeRefusal::NotAllowed { action: name, stage })?, text)
            }
        };
        if !filled(&text) {
            return Err(DisputeRefusal::NoText);
        }
        self.steps.push(Step { at, by: by.account, agency: by.agency, stage: next, text });
        Ok(Self { stage: next, changed_by: by.account, ..self })
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    const OPENER: By = By { account: AccountId(1), agency: AgencyId(1), authority: false };
    const OTHER: By = By { account: AccountId(2), agency: AgencyId(2), authority: false };
    const AUTHORITY: By = By { account: AccountId(3), agency: AgencyId(3), authority: true };

    fn at_stage(stage: Stage, same_level: bool) -> Dispute {
        Dispute {
            id: DisputeId(1),
            subject: Subject::Request(ShareRequestId(1)),
            entry: EntryId(1),
            opener: OPENER.agency,
            respondent: OTHER.agency,
            same_level,
            opened_at: Timestamp::UNIX_EPOCH,
            stage,
            steps: Vec::new(),
            changed_by: OPENER.account,
            version: 0,
        }
    }

    fn text() -> String {
        "理由".into()
    }

    fn example(name: DisputeMoveName) -> DisputeMove {
        match name {
            DisputeMoveName::Reply => DisputeMove::Reply { text: text() },
            DisputeMoveName::Escalate => DisputeMove::Escalate { text: text() },
            DisputeMoveName::Settle => DisputeMove::Settle { text: text() },
        }
    }

    fn moves(same_level: bool) -> Vec<String> {
        let mut moves = Vec::new();
        for stage in Stage::VARIANTS {
            for name in DisputeMoveName::VARIANTS {
                for (who, by) in [("opener", OPENER), ("other", OTHER), ("authority", AUTHORITY)] {
                    let action = example(*name);
                    let verb: &str = (&action).into();
                    let dispute = at_stage(*stage, same_level);
                    if let Ok(to) = dispute.apply(action, by, Timestamp::UNIX_EPOCH)
                        && to.stage != *stage
                    {
                        let (from, to): (&str, &str) = ((*stage).into(), to.stage.into());
                        moves.push(format!("{from} --{verb} by {who}-> {to}"));
                    }
                }
            }
        }
        moves
    }

    #[test]
    fn the_ladder_of_one_level_goes_over_its_authority() {
        let expected = [
            "consulting --escalate by opener-> authority",
            "consulting --escalate by other-> authority",
            "consulting --settle by opener-> settled",
            "authority --escalate by opener-> government",
            "authority --escalate by other-> government",
            "authority --settle by authority-> settled",
            "common_superior --escalate by opener-> government",
            "common_superior --escalate by other-> government",
            "common_superior --settle by authority-> settled",
            "government --settle by authority-> settled",
        ];
        assert_eq!(moves(true), expected);
    }

    #[test]
    fn across_levels_or_areas_the_common_superior_coordinates() {
        let moves = moves(false);
        assert_eq!(moves[0], "consulting --escalate by opener-> common_superior");
        assert_eq!(moves.len(), 10);
    }

    #[test]
    fn the_authority_does_not_speak_while_the_parties_consult() {
        let dispute = at_stage(Stage::Consulting, true);
        let error =
            dispute.apply(example(DisputeMoveName::Reply), AUTHORITY, Timestamp::UNIX_EPOCH);
        assert!(matches!(error.unwrap_err(), DisputeRefusal::NotYours { .. }));
    }

    #[test]
    fn every_step_is_kept_with_its_words() {
        let now = Timestamp::UNIX_EPOCH;
        let dispute = at_stage(Stage::Consulting, true)
            .apply(DisputeMove::Reply { text: text() }, OTHER, now)
            .and_then(|dispute| dispute.apply(DisputeMove::Escalate { text: text() }, OPENER, now))
            .unwrap();
        let stages: Vec<Stage> = dispute.steps.iter().map(|step| step.stage).collect();
        assert_eq!(stages, [Stage::Consulting, Stage::Authority]);
        let mute = dispute.apply(DisputeMove::Settle { text: " ".into() }, AUTHORITY, now);
        assert_eq!(mute.unwrap_err(), DisputeRefusal::NoText);
    }
}
