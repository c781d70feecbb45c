//! Raising a correction and answering it.

use jiff::Timestamp;
use zt_catalogue::EntryCode;
use zt_kernel::Actor;
use zt_ledger::AuditEvent;

use super::{
    Correction, CorrectionId, CorrectionMove, CorrectionRefusal, CorrectionState, Finding, store,
};
use crate::{
    Sharing,
    application::filled,
    change::{ChangeError, by, object},
    grant::change::sees_everything,
    inbox::{
        NoticeKind, NoticeSubject,
        store::{NewNotice, send},
    },
};

/// Why a correction can't be raised.
#[derive(Debug, thiserror::Error)]
pub enum RaiseError {
    /// No entry has that code.
    #[error("there is no such entry")]
    NoSuchEntry,
    /// The entry has no such item.
    #[error("the entry has no item {item}")]
    NoSuchItem {
        /// Its name as given.
        item: String,
    },
    /// Which row, or what is wrong with it, isn't said.
    #[error("a correction names the row and explains what is wrong")]
    Unexplained,
    /// Whoever can't read the data can't have found it wrong.
    #[error("only who may read the data raises a correction")]
    NotAReader,
    /// Everything else.
    #[error(transparent)]
    Change(#[from] ChangeError<CorrectionRefusal>),
}

impl From<zt_store::StoreError> for RaiseError {
    fn from(error: zt_store::StoreError) -> Self {
        Self::Change(error.into())
    }
}

impl Sharing {
    /// Raises a correction of a row that `actor` may read.
    pub async fn raise_correction(
        &self,
        actor: &Actor,
        code: &EntryCode,
        finding: Finding,
        now: Timestamp,
    ) -> Result<Correction, RaiseError> {
        let raiser = by(actor).ok_or(ChangeError::NotFound)?;
        let reader = Some(raiser.agency);
        let entry = self.entry_by_code(reader, code).await?.ok_or(RaiseError::NoSuchEntry)?;
        if let Some(item) = &finding.item
            && !entry.items.iter().any(|known| known.name == *item)
        {
            return Err(RaiseError::NoSuchItem { item: item.clone() });
        }
        if !filled(&finding.row) || !filled(&finding.explanation) {
            return Err(RaiseError::Unexplained);
        }
        if !self.reads(actor, &entry, now).await? {
            return Err(RaiseError::NotAReader);
        }
        let (_, decision) =
            self.permit(actor, "sharing.correction.raise", "correction", 0, raiser.agency)?;
        let correction = Correction {
            id: CorrectionId(0),
            entry: entry.id,
            raiser: raiser.agency,
            owner: entry.agency,
            region: self.region_of(entry.agency).await?,
            finding,
            raised_at: now,
            state: CorrectionState::Raised,
            changed_by: raiser.account,
            version: 0,
        };
        let mut tx = self.platform.db.begin().await?;
        let id = store::insert(&mut tx, &correction).await?;
        let notice = NewNotice {
            agency: correction.owner,
            kind: NoticeKind::CorrectionRaised,
            subject: NoticeSubject::Correction,
            number: id.0,
            arguments: vec![("entry", entry.name)],
        };
        send(&mut tx, &notice, now).await?;
        let event =
            AuditEvent::new(now, actor, "sharing.correction.raised", object("correction", id));
        tx.commit(&describe(event, &correction).decision(decision)).await?;
        self.changed();
        Ok(Correction { id, ..correction })
    }

    /// Answers a correction, or takes it back.
    pub async fn move_correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
        action: CorrectionMove,
        now: Timestamp,
    ) -> Result<Correction, ChangeError<CorrectionRefusal>> {
        let known = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let (permission, event, agency, told) = match action {
            CorrectionMove::Accept { .. } => (
                "sharing.correction.answer",
                "sharing.correction.accepted",
                known.owner,
                known.raiser,
            ),
            CorrectionMove::Refuse { .. } => (
                "sharing.correction.answer",
                "sharing.correction.refused",
                known.owner,
                known.raiser,
            ),
            CorrectionMove::Withdraw => (
                "sharing.correction.withdraw",
                "sharing.correction.withdrawn",
                known.raiser,
                known.owner,
            ),
        };
        let (by, decision) = self.permit(actor, permission, "correction", id.0, agency)?;
        let entry = self.entry_of(known.entry).await?;
        let mut tx = self.platform.db.begin().await?;
        tx.lock("correction", id.0).await?;
        let before = store::find_in(&mut tx, id).await?.ok_or(ChangeError::NotFound)?;
        let after = before.clone().apply(action, by, now).map_err(|refusal| match refusal {
            CorrectionRefusal::NotAllowed { state, .. } => {
                ChangeError::Conflict { by: Some(before.changed_by), state }
            }
            refusal => ChangeError::Refused(refusal),
        })?;
        if !store::update(&mut tx, &after).await? {
            let state = (&before.state).into();
            return Err(ChangeError::Conflict { by: Some(before.changed_by), state });
        }
        let notice = NewNotice {
            agency: told,
            kind: NoticeKind::CorrectionAnswered,
            subject: NoticeSubject::Correction,
            number: id.0,
            arguments: vec![("entry", entry.map_or_else(String::new, |entry| entry.name))],
        };
        send(&mut tx, &notice, now).await?;
        let event = AuditEvent::new(now, actor, event, object("correction", id));
        tx.commit(&describe(event, &after).decision(decision)).await?;
        self.changed();
        Ok(Correction { version: after.version + 1, ..after })
    }

    /// A correction, for its two parties and the authority.
    pub async fn correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
    ) -> Result<Correction, ChangeError<CorrectionRefusal>> {
        let found = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let agency = actor.agency();
        let party = agency == Some(found.owner) || agency == Some(found.raiser);
        if party || sees_everything(actor) { Ok(found) } else { Err(ChangeError::NotFound) }
    }
}

/// Adds to an event what the ledger may know: the item by name, never its value.
fn describe(event: AuditEvent, correction: &Correction) -> AuditEvent {
    let state: &str = (&correction.state).into();
    let event = event
        .also(object("entry", correction.entry))
        .also(object("agency", correction.raiser))
        .also(object("agency", correction.owner))
        .detail("state", state);
    match &correction.finding.item {
        Some(item) => event.detail("item", item.clone()),
        None => event,
    }
}
