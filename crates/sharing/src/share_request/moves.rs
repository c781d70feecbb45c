//! The moves of a share request, and why one isn't possible.

use jiff::{Timestamp, civil::Date};
use zt_catalogue::{Basis, SharingMode};
use zt_kernel::civil_date;

use super::{By, Consent, Extension, ExtensionAnswer, Notice, RefusalReply, ShareRequest, State};
use crate::{
    application::{Application, Gap, HeadConsent, Kind, filled, missing},
    scope::{Scope, Term},
};

/// What can be done with a request.
#[derive(Debug, Clone, PartialEq, strum::IntoStaticStr, strum::EnumDiscriminants)]
#[strum(serialize_all = "snake_case")]
#[strum_discriminants(name(MoveName), derive(strum::VariantArray), vis(pub(crate)))]
pub enum Move {
    /// Hand it in. An incomplete one is received too.
    Submit,
    /// Send the one notice of all that is missing.
    Notify {
        /// Material beyond article 20 that the owner needs to judge.
        materials: Vec<String>,
    },
    /// Supply what the notice asked for.
    Supplement {
        /// The application with its gaps filled.
        application: Box<Application>,
        /// Answers to the notice's materials, in their order.
        answers: Vec<String>,
    },
    /// Ask the authority for more time.
    AskExtension {
        /// Working days.
        days: u32,
        /// The special reason.
        reason: String,
        /// The most the rule allows.
        limit: u32,
        /// The day the reply is due now; none while the clock stands.
        due: Option<Date>,
    },
    /// Agree to more time, for the authority.
    AgreeExtension,
    /// Decline more time, for the authority.
    DeclineExtension {
        /// Why.
        reason: String,
    },
    /// Consent, wholly or in part.
    Consent {
        /// Items and rows given.
        scope: Scope,
        /// Whether `scope` narrows the rows asked for.
        rows_narrowed: bool,
        /// How they are passed.
        mode: SharingMode,
        /// From when to when.
        term: Term,
        /// Why less than asked is given.
        reasons: String,
        /// Who agreed as head of the sharing office.
        head: HeadConsent,
    },
    /// Refuse.
    Refuse {
        /// The law, regulation or State Council decision.
        basis: Basis,
        /// The reasons.
        reasons: String,
        /// Who agreed as head of the sharing office.
        head: HeadConsent,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Say that the data is in the requester's reach.
    Provide,
}

/// Why a move isn't possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Refusal {
    /// The mover is the wrong party.
    #[error("{action} is for the {party} of the request")]
    NotYours {
        /// The move tried.
        action: &'static str,
        /// Whose move it is.
        party: &'static str,
    },
    /// No such move leads out of this state.
    #[error("cannot {action} a share request that is {state}")]
    NotAllowed {
        /// The move tried.
        action: &'static str,
        /// Where the request stands.
        state: &'static str,
    },
    /// A second notice of missing material.
    #[error("the one notice of missing material has been sent already")]
    NoticeSent,
    /// A notice of nothing.
    #[error("nothing is missing, so there is nothing to notify")]
    NothingMissing,
    /// The supplement doesn't supply everything.
    #[error("the supplement leaves something of the notice open")]
    StillMissing {
        /// What article 20 wants and still isn't stated.
        gaps: Vec<Gap>,
        /// Indexes of materials without an answer.
        materials: Vec<usize>,
    },
    /// A reply to an incomplete request.
    #[error("the request is incomplete: send the notice of what is missing, do not refuse it")]
    Incomplete {
        /// What is missing.
        gaps: Vec<Gap>,
    },
    /// A second extension, or one while another awaits its answer.
    #[error("one extension only, and one has been asked for")]
    ExtensionUsed,
    /// More days than the rule allows, or none.
    #[error("an extension adds between 1 and {limit} working days")]
    ExtensionTooLong {
        /// The most the rule allows.
        limit: u32,
    },
    /// An extension asked for when the reply is late already.
    #[error("an extension is asked for before the reply is due")]
    ExtensionTooLate,
    /// There is no extension waiting for an answer.
    #[error("no extension waits for an answer")]
    NoExtension,
    /// Something has to be given reasons for.
    #[error("reasons must be given")]
    NoReasons,
    /// A refusal names no law, regulation or decision.
    #[error("a refusal names the law, regulation or State Council decision it rests on")]
    NoBasis,
    /// The head of the sharing office hasn't agreed.
    #[error("the head of the sharing office must agree before the reply")]
    NoHead,
    /// A consent to nothing.
    #[error("a consent gives at least one item")]
    NothingGiven,
    /// A consent to more than was asked.
    #[error("a consent cannot give more than was asked: {what}")]
    MoreThanAsked {
        /// `items`, `mode` or `term`.
        what: &'static str,
    },
    /// A narrowed return flow.
    #[error("data flowing back is given without additional restrictions")]
    ReturnFlowNarrowed,
}

impl ShareRequest {
    /// Applies the move that `by` makes at `at`.
    ///
    /// # Errors
    ///
    /// Refuses every move the module's diagram doesn't show, so a state added
    /// later starts closed.
    pub fn apply(mut self, action: Move, by: By, at: Timestamp) -> Result<Self, Refusal> {
        self.check_party(&action, by)?;
        let name: &'static str = (&action).into();
        let from: &'static str = (&self.state).into();
        let state = match (self.state.clone(), action) {
            (State::Draft, Move::Submit) => {
                self.received_at = Some(at);
                State::UnderReview
            }
            (State::UnderReview, Move::Notify { materials }) => self.notify(materials, by, at)?,
            (State::AwaitingSupplement, Move::Supplement { application, answers }) => {
                self.supplement(*application, answers, at)?
            }
            (State::UnderReview, Move::AskExtension { days, reason, limit, due }) => {
                self.ask_extension(days, reason, limit, due, at)?
            }
            (State::UnderReview, Move::AgreeExtension) => {
                self.answer_extension(ExtensionAnswer::Agreed { at, by: by.account })?
            }
            (State::UnderReview, Move::DeclineExtension { reason }) => {
                reasoned(&reason)?;
                self.answer_extension(ExtensionAnswer::Declined { at, by: by.account, reason })?
            }
            (
                State::UnderReview,
                Move::Consent { scope, rows_narrowed, mode, term, reasons, head },
            ) => {
                let consent = Consent { at, by: by.account, head, scope, mode, term, reasons };
                self.check_consent(&consent, rows_narrowed)?;
                State::Consented { consent }
            }
            (State::UnderReview, Move::Refuse { basis, reasons, head }) => {
                self.check_complete()?;
                if !filled(&basis.citation) {
                    return Err(Refusal::NoBasis);
                }
                reasoned(&reasons)?;
                agreed(&head)?;
                let refusal = RefusalReply { at, by: by.account, head, basis, reasons };
                State::Refused { refusal }
            }
            (
                State::Draft | State::UnderReview | State::AwaitingSupplement,
                Move::Withdraw { reason },
            ) => State::Withdrawn { at, reason },
            (State::Consented { consent }, Move::Provide) => State::Provided { consent, at },
            _ => return Err(Refusal::NotAllowed { action: name, state: from }),
        };
        Ok(Self { state, changed_by: by.account, ..self })
    }

    fn check_party(&self, action: &Move, by: By) -> Result<(), Refusal> {
        let (party, fits) = match action {
            Move::Submit | Move::Supplement { .. } | Move::Withdraw { .. } => {
                ("requester", by.agency == self.requester)
            }
            Move::AgreeExtension | Move::DeclineExtension { .. } => ("authority", by.authority),
            Move::Notify { .. }
            | Move::AskExtension { .. }
            | Move::Consent { .. }
            | Move::Refuse { .. }
            | Move::Provide => ("owner", by.agency == self.owner),
        };
        if fits { Ok(()) } else { Err(Refusal::NotYours { action: action.into(), party }) }
    }

    fn notify(&mut self, materials: Vec<String>, by: By, at: Timestamp) -> Result<State, Refusal> {
        if self.notice.is_some() {
            return Err(Refusal::NoticeSent);
        }
        let gaps = self.gaps();
        let materials: Vec<String> = materials.into_iter().filter(|text| filled(text)).collect();
        if gaps.is_empty() && materials.is_empty() {
            return Err(Refusal::NothingMissing);
        }
        self.notice = Some(Notice {
            at,
            by: by.account,
            gaps,
            materials,
            answers: Vec::new(),
            supplemented_at: None,
        });
        Ok(State::AwaitingSupplement)
    }

    fn supplement(
        &mut self,
        application: Application,
        answers: Vec<String>,
        at: Timestamp,
    ) -> Result<State, Refusal> {
        let asked = self.notice.as_ref().map_or(0, |notice| notice.materials.len());
        let gaps = missing(&application);
        let materials: Vec<usize> = (0..asked)
            .filter(|index| !answers.get(*index).is_some_and(|answer| filled(answer)))
            .collect();
        if !gaps.is_empty() || !materials.is_empty() {
            return Err(Refusal::StillMissing { gaps, materials });
        }
        self.application = application;
        if let Some(notice) = &mut self.notice {
            notice.answers = answers;
            notice.supplemented_at = Some(at);
        }
        Ok(State::UnderReview)
    }

    fn ask_extension(
        &mut self,
        days: u32,
        reason: String,
        limit: u32,
        due: Option<Date>,
        at: Timestamp,
    ) -> Result<State, Refusal> {
        let free = self
            .extension
            .as_ref()
            .is_none_or(|asked| matches!(asked.answer, ExtensionAnswer::Declined { .. }));
        if !free {
            return Err(Refusal::ExtensionUsed);
        }
        if days == 0 || days > limit {
            return Err(Refusal::ExtensionTooLong { limit });
        }
        if due.is_some_and(|due| due < civil_date(at)) {
            return Err(Refusal::ExtensionTooLate);
        }
        reasoned(&reason)?;
        let answer = ExtensionAnswer::Pending;
        self.extension = Some(Extension { days, reason, asked_at: at, answer });
        Ok(State::UnderReview)
    }

    fn answer_extension(&mut self, answer: ExtensionAnswer) -> Result<State, Refusal> {
        match &mut self.extension {
            Some(asked) if asked.answer == ExtensionAnswer::Pending => {
                asked.answer = answer;
                Ok(State::UnderReview)
            }
            _ => Err(Refusal::NoExtension),
        }
    }

    fn check_complete(&self) -> Result<(), Refusal> {
        let gaps = self.gaps();
        if gaps.is_empty() { Ok(()) } else { Err(Refusal::Incomplete { gaps }) }
    }

    fn check_consent(&self, consent: &Consent, rows_narrowed: bool) -> Result<(), Refusal> {
        self.check_complete()?;
        agreed(&consent.head)?;
        let asked = &self.application;
        if consent.scope.items.is_empty() {
            return Err(Refusal::NothingGiven);
        }
        if !consent.scope.items_within(&asked.scope) {
            return Err(Refusal::MoreThanAsked { what: "items" });
        }
        if asked.mode != Some(consent.mode) {
            return Err(Refusal::MoreThanAsked { what: "mode" });
        }
        let Some(term) = asked.term().filter(|term| consent.term.within(term)) else {
            return Err(Refusal::MoreThanAsked { what: "term" });
        };
        if !consent.term.is_ordered() {
            return Err(Refusal::NothingGiven);
        }
        let narrowed =
            rows_narrowed || consent.scope.items != asked.scope.items || consent.term != term;
        if narrowed && matches!(asked.kind, Kind::ReturnFlow { .. }) {
            return Err(Refusal::ReturnFlowNarrowed);
        }
        if narrowed { reasoned(&consent.reasons) } else { Ok(()) }
    }
}

fn reasoned(reasons: &str) -> Result<(), Refusal> {
    if filled(reasons) { Ok(()) } else { Err(Refusal::NoReasons) }
}

fn agreed(head: &HeadConsent) -> Result<(), Refusal> {
    if filled(&head.name) { Ok(()) } else { Err(Refusal::NoHead) }
}

#[cfg(test)]
mod tests;
