//! What a change of the standards needs and how it is refused.

use jiff::Timestamp;
use zt_access::Denied;
use zt_kernel::{AccountId, Actor};
use zt_ledger::{AuditEvent, DecisionRecord, Object};
use zt_store::StoreError;

use crate::checker::CompileError;
use crate::code_set::ItemsError;
use crate::element::DefinitionError;
use crate::lifecycle::NotAllowed;

/// Who changes something, by which decision, when.
#[derive(Debug, Clone)]
pub(crate) struct Author<'a> {
    pub actor: &'a Actor,
    pub decision: DecisionRecord,
    pub now: Timestamp,
}

impl Author<'_> {
    /// The event of one step, resting on the decision.
    pub(crate) fn event(&self, action: &'static str, object: Object) -> AuditEvent {
        AuditEvent::new(self.now, self.actor, action, object).decision(self.decision.clone())
    }

    pub(crate) fn account(&self) -> Option<AccountId> {
        self.actor.account()
    }
}

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The policies don't permit it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such version.
    #[error("there is no such version")]
    NotFound,
    /// Its state does not allow the step.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Somebody else changed it in the meantime.
    #[error("somebody else changed it in the meantime")]
    Stale,
    /// The code belongs to something else already.
    #[error("the code is already given")]
    CodeTaken,
    /// Another version is being written or reviewed.
    #[error("another version is being written or reviewed")]
    AlreadyOpen,
    /// The definition has faults, all of them listed.
    #[error("the definition has {} faults", .0.len())]
    Definition(Vec<DefinitionError>),
    /// The rule does not compile against what is published.
    #[error(transparent)]
    Rule(#[from] CompileError),
    /// The items can't make a version.
    #[error(transparent)]
    Items(#[from] ItemsError),
    /// The version would not begin later than the one before it.
    #[error("a version must begin later than the one before it")]
    Validity,
    /// A return or an abolition gives its reason.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The most characters of a written reason.
pub(crate) const REASON_MAX_CHARS: usize = 1000;

/// A reason with something in it, cut to what is kept.
pub(crate) fn reason(text: Option<&str>) -> Result<String, ChangeError> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let text = text.ok_or(ChangeError::ReasonMissing)?;
    Ok(text.chars().take(REASON_MAX_CHARS).collect())
}
