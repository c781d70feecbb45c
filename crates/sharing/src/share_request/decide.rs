//! The owner's reply: all, part, or a refusal.

use std::collections::{BTreeMap, BTreeSet};

use zt_catalogue::{Basis, Mask};
use zt_kernel::GrantId;
use zt_lake::RowCondition;

use super::{Move, Refusal, ShareRequest, change::Step, store};
use crate::{
    Sharing,
    application::HeadConsent,
    change::ChangeError,
    scope::{Scope, Term, narrow},
};

/// A consent as the steward gives it. What is left out is given as asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Consenting {
    /// Items given; all that were asked for when absent.
    pub items: Option<BTreeSet<String>>,
    /// A further condition on the rows, beside the one asked for.
    pub condition: Option<RowCondition>,
    /// The term given; as asked when absent.
    pub term: Option<Term>,
    /// Why less than asked is given.
    pub reasons: String,
    /// The head who agreed.
    pub head: HeadConsent,
}

/// A refusal as the steward gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusing {
    /// The law, regulation or State Council decision.
    pub basis: Basis,
    /// The reasons.
    pub reasons: String,
    /// The head who agreed.
    pub head: HeadConsent,
}

impl Sharing {
    /// Consents to all or part of a request. The grant stands when this returns,
    /// each item with the mask its grade asks for.
    pub async fn consent(
        &self,
        step: Step<'_>,
        given: Consenting,
    ) -> Result<(ShareRequest, GrantId), ChangeError<Refusal>> {
        let known = store::find(&self.platform.db, step.id).await?.ok_or(ChangeError::NotFound)?;
        let asked = &known.application;
        let incomplete = || ChangeError::Refused(Refusal::Incomplete { gaps: known.gaps() });
        let mode = asked.mode.ok_or_else(incomplete)?;
        let term = given.term.or(asked.term()).ok_or_else(incomplete)?;
        let rows_narrowed = given.condition.is_some();
        let scope = Scope {
            items: given.items.unwrap_or_else(|| asked.scope.items.clone()),
            condition: narrow(asked.scope.condition.clone(), given.condition),
        };
        let masks = self.masks(&known, &scope).await?;
        let Consenting { reasons, head, .. } = given;
        let consent = Move::Consent { scope, rows_narrowed, mode, term, reasons, head };
        let (request, grant) = self.move_request_granting(step, consent, masks).await?;
        Ok((request, grant.ok_or(ChangeError::NotFound)?))
    }

    /// Refuses a request, with its basis and reasons.
    pub async fn refuse(
        &self,
        step: Step<'_>,
        Refusing { basis, reasons, head }: Refusing,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        self.move_request(step, Move::Refuse { basis, reasons, head }).await
    }

    /// The mask of each item given, as the catalogue's grading sets it. An item the
    /// entry no longer has is hidden whole.
    async fn masks(
        &self,
        request: &ShareRequest,
        scope: &Scope,
    ) -> Result<BTreeMap<String, Mask>, ChangeError<Refusal>> {
        let entry = self.entry_of(request.entry).await?;
        let mask = |name: &String| {
            entry
                .iter()
                .flat_map(|entry| &entry.items)
                .find(|item| item.name == *name)
                .map_or(Mask::Redact, |item| item.mask)
        };
        Ok(scope.items.iter().map(|name| (name.clone(), mask(name))).collect())
    }
}
