//! The moves of a grant, and why one isn't possible.

use jiff::{Timestamp, civil::Date};
use zt_kernel::civil_date;

use super::{
    Cause, Grant, Misuse, Proposal, ProposalAnswer, Relinquishment, ServiceChange, Standing,
};
use crate::{application::filled, share_request::By};

/// What can be done with a grant.
#[derive(Debug, Clone, PartialEq, strum::IntoStaticStr, strum::EnumDiscriminants)]
#[strum(serialize_all = "snake_case")]
#[strum_discriminants(name(GrantMoveName), derive(strum::VariantArray), vis(pub(crate)))]
pub enum GrantMove {
    /// Stop its use for misuse, at once; by the provider or the authority.
    Suspend {
        /// What was misused.
        misuse: Misuse,
        /// What was found.
        reasons: String,
        /// The last day to rectify.
        rectify_by: Date,
    },
    /// Report what was put right; by the grantee.
    Rectify {
        /// What was done.
        report: String,
    },
    /// Let it be used again; by the provider or the authority.
    Resume,
    /// End it because the misuse wasn't rectified; by the provider or the authority.
    Terminate {
        /// What was found.
        reasons: String,
    },
    /// Propose to end or change the service; by the provider.
    Propose {
        /// What would happen.
        change: ServiceChange,
        /// The cause.
        cause: Cause,
        /// The reasons.
        reasons: String,
    },
    /// Agree to the proposal; by the grantee, or by the authority after a dispute.
    Agree,
    /// Object to the proposal; by the grantee.
    Object {
        /// Why.
        reasons: String,
    },
    /// Take the proposal back; by the provider.
    Drop,
    /// Carry an agreed proposal out under the authority's filing; by the provider.
    File {
        /// The number of the filing.
        filing: String,
    },
    /// Give the grant up; by the grantee.
    Relinquish {
        /// Why the data is no longer needed.
        why: Relinquishment,
    },
}

/// Why a move isn't possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum GrantRefusal {
    /// The mover is the wrong party.
    #[error("{action} is for the {party} of the grant")]
    NotYours {
        /// The move tried.
        action: &'static str,
        /// Whose move it is.
        party: &'static str,
    },
    /// No such move leads out of this standing.
    #[error("cannot {action} a grant that is {standing}")]
    NotAllowed {
        /// The move tried.
        action: &'static str,
        /// Where the grant stands.
        standing: &'static str,
    },
    /// Something has to be given reasons for.
    #[error("reasons must be given")]
    NoReasons,
    /// The day to rectify by is over already.
    #[error("the day to rectify by lies in the past")]
    RectifyInPast,
    /// The grantee still has time to rectify.
    #[error("the grantee may rectify until {until}")]
    StillRectifying {
        /// The last day.
        until: Date,
    },
    /// Resuming before anything was put right.
    #[error("nothing has been reported as put right")]
    NothingRectified,
    /// A second proposal while one stands.
    #[error("a proposal stands already")]
    ProposalStands,
    /// There is no proposal waiting for that.
    #[error("no proposal waits for this")]
    NoProposal,
    /// A proposal that isn't agreed can't be filed.
    #[error("the service ends or changes only once the proposal is agreed to")]
    NotAgreed,
    /// The filing has no number.
    #[error("the authority's filing number must be given")]
    NoFiling,
    /// A change that would give more, or nothing.
    #[error("a change of service can only narrow it, and leaves at least one item")]
    NotNarrower,
}

impl Grant {
    /// Applies the move that `by` makes at `at`.
    ///
    /// # Errors
    ///
    /// Refuses every move the module's diagram doesn't show.
    pub fn apply(mut self, action: GrantMove, by: By, at: Timestamp) -> Result<Self, GrantRefusal> {
        self.check_party(&action, by)?;
        let name: &'static str = (&action).into();
        let from: &'static str = (&self.standing).into();
        let standing = match (self.standing.clone(), action) {
            (Standing::Active, GrantMove::Suspend { misuse, reasons, rectify_by }) => {
                reasoned(&reasons)?;
                if rectify_by < civil_date(at) {
                    return Err(GrantRefusal::RectifyInPast);
                }
                Standing::Suspended { at, misuse, reasons, rectify_by, report: None }
            }
            (
                Standing::Suspended { at, misuse, reasons, rectify_by, .. },
                GrantMove::Rectify { report },
            ) => {
                reasoned(&report)?;
                Standing::Suspended { at, misuse, reasons, rectify_by, report: Some(report) }
            }
            (Standing::Suspended { report, .. }, GrantMove::Resume) => {
                report.ok_or(GrantRefusal::NothingRectified)?;
                Standing::Active
            }
            (Standing::Suspended { rectify_by, report, .. }, GrantMove::Terminate { reasons }) => {
                reasoned(&reasons)?;
                // Not rectified: the time is over. Not rectified enough: it was
                // reported, and found wanting.
                if report.is_none() && civil_date(at) <= rectify_by {
                    return Err(GrantRefusal::StillRectifying { until: rectify_by });
                }
                Standing::Terminated { at, reasons }
            }
            (Standing::Active, GrantMove::Relinquish { why }) => Standing::Relinquished { at, why },
            (Standing::Active, GrantMove::File { filing }) => self.file(filing, at)?,
            (Standing::Active, action) => {
                self.discuss(action, by, at, name, from)?;
                Standing::Active
            }
            _ => return Err(GrantRefusal::NotAllowed { action: name, standing: from }),
        };
        Ok(Self { standing, ..self })
    }

    fn check_party(&self, action: &GrantMove, by: By) -> Result<(), GrantRefusal> {
        let owner = by.agency == self.owner;
        let grantee = by.agency == self.grantee;
        let (party, fits) = match action {
            GrantMove::Suspend { .. } | GrantMove::Resume | GrantMove::Terminate { .. } => {
                ("provider or authority", owner || by.authority)
            }
            GrantMove::Propose { .. } | GrantMove::Drop | GrantMove::File { .. } => {
                ("provider", owner)
            }
            GrantMove::Agree => ("grantee or authority", grantee || by.authority),
            GrantMove::Rectify { .. } | GrantMove::Object { .. } | GrantMove::Relinquish { .. } => {
                ("grantee", grantee)
            }
        };
        if fits { Ok(()) } else { Err(GrantRefusal::NotYours { action: action.into(), party }) }
    }

    /// The talk about a proposal, which leaves the grant usable.
    fn discuss(
        &mut self,
        action: GrantMove,
        by: By,
        at: Timestamp,
        name: &'static str,
        standing: &'static str,
    ) -> Result<(), GrantRefusal> {
        let open = self.proposal.as_mut();
        match (action, open) {
            (GrantMove::Propose { .. }, Some(_)) => return Err(GrantRefusal::ProposalStands),
            (GrantMove::Propose { change, cause, reasons }, None) => {
                reasoned(&reasons)?;
                self.check_narrower(&change)?;
                let answer = ProposalAnswer::Pending;
                let by = by.account;
                self.proposal = Some(Proposal { change, cause, reasons, at, by, answer });
            }
            (GrantMove::Agree, Some(proposal)) => {
                proposal.answer = ProposalAnswer::Agreed { at, by: by.account };
            }
            (GrantMove::Object { reasons }, Some(proposal)) => {
                reasoned(&reasons)?;
                proposal.answer = ProposalAnswer::Objected { at, by: by.account, reasons };
            }
            (GrantMove::Drop, Some(_)) => self.proposal = None,
            (GrantMove::Agree | GrantMove::Object { .. } | GrantMove::Drop, None) => {
                return Err(GrantRefusal::NoProposal);
            }
            _ => return Err(GrantRefusal::NotAllowed { action: name, standing }),
        }
        Ok(())
    }

    fn file(&mut self, filing: String, at: Timestamp) -> Result<Standing, GrantRefusal> {
        let Some(proposal) = &self.proposal else { return Err(GrantRefusal::NoProposal) };
        if !matches!(proposal.answer, ProposalAnswer::Agreed { .. }) {
            return Err(GrantRefusal::NotAgreed);
        }
        if !filled(&filing) {
            return Err(GrantRefusal::NoFiling);
        }
        match proposal.change.clone() {
            ServiceChange::End => {
                let (cause, reasons) = (proposal.cause, proposal.reasons.clone());
                Ok(Standing::Revoked { at, cause, reasons, filing })
            }
            ServiceChange::Narrow { without, until } => {
                self.items.retain(|name, _| !without.contains(name));
                self.term.until = until;
                self.proposal = None;
                Ok(Standing::Active)
            }
        }
    }

    fn check_narrower(&self, change: &ServiceChange) -> Result<(), GrantRefusal> {
        let ServiceChange::Narrow { without, until } = change else { return Ok(()) };
        let leaves_something = self.items.keys().any(|name| !without.contains(name));
        let inside = *until <= self.term.until && *until >= self.term.from;
        if leaves_something && inside { Ok(()) } else { Err(GrantRefusal::NotNarrower) }
    }
}

fn reasoned(reasons: &str) -> Result<(), GrantRefusal> {
    if filled(reasons) { Ok(()) } else { Err(GrantRefusal::NoReasons) }
}

#[cfg(test)]
mod tests;
