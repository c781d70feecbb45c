//! What every change has in common: who may, who was faster, what was recorded.

use std::error::Error;

use sha2::{Digest as _, Sha256};
use zt_access::Denied;
use zt_kernel::{AccountId, Actor, AgencyId};
use zt_ledger::{DecisionRecord, Object};
use zt_store::StoreError;

use crate::{Sharing, json, rule::NoRule, share_request::By};

/// Why a change didn't happen. `R` is the noun's own refusal.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError<R: Error + 'static> {
    /// There is no such thing, or it isn't the asker's to see.
    #[error("there is no such thing")]
    NotFound,
    /// The policy denies it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody changed it after it was read.
    #[error("somebody has changed it meanwhile; it is {state} now")]
    Conflict {
        /// Who, where that is kept.
        by: Option<AccountId>,
        /// Where it stands now.
        state: &'static str,
    },
    /// The rules of the noun forbid it.
    #[error(transparent)]
    Refused(R),
    /// No rule sets the deadline.
    #[error(transparent)]
    NoRule(#[from] NoRule),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sharing {
    /// Asks the policy whether `actor` may do `action` to a thing that is for
    /// `agency` to act on; the mover and the decision, for the event.
    pub(crate) fn permit<R: Error>(
        &self,
        actor: &Actor,
        action: &'static str,
        kind: &'static str,
        id: i64,
        agency: AgencyId,
    ) -> Result<(By, DecisionRecord), ChangeError<R>> {
        let resource = zt_access::Resource::new(kind, id).agency(agency);
        let decision = self.platform.decide(actor, action, &resource)?;
        let by = by(actor).ok_or(ChangeError::NotFound)?;
        Ok((by, decision.record()))
    }
}

/// The mover behind an actor; none for an anonymous one.
pub(crate) fn by(actor: &Actor) -> Option<By> {
    let authority = actor.has(zt_kernel::Role::Operator);
    Some(By { account: actor.account()?, agency: actor.agency()?, authority })
}

/// The SHA-256 of a value's JSON, in hexadecimal: names a condition in the ledger
/// without telling the values in it.
pub(crate) fn digest(value: &impl serde::Serialize) -> String {
    hex::encode(Sha256::digest(json::text(value)))
}

/// An object of an event.
pub(crate) fn object(kind: &'static str, id: impl std::fmt::Display) -> Object {
    Object::new(kind, id.to_string())
}
