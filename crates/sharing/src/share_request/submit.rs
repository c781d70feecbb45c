//! Writing a request down and handing it in.

use jiff::Timestamp;
use zt_catalogue::{Entry, EntryCode};
use zt_kernel::{Actor, AgencyId, DivisionCode, ShareRequestId};
use zt_ledger::AuditEvent;

use super::{
    Move, Refusal, ShareRequest, State,
    change::{Step, describe},
    requestable::{self, Unrequestable},
    store,
};
use crate::{
    Sharing,
    application::{Application, Kind, filled},
    change::{ChangeError, by, object},
    grant,
};

/// Why a request can't be written down or handed in.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The entry can't be asked for.
    #[error(transparent)]
    Unrequestable(#[from] Unrequestable),
    /// Onward use names a grant that isn't the requester's on this entry (art. 25).
    #[error("the grant it goes beyond is not one of the agency's on this entry")]
    ForeignGrant,
    /// A return flow of an area that isn't the requester's (art. 24).
    #[error("data flows back to the agency's own area only")]
    ForeignRegion,
    /// Everything else.
    #[error(transparent)]
    Change(#[from] ChangeError<Refusal>),
}

impl From<zt_store::StoreError> for SubmitError {
    fn from(error: zt_store::StoreError) -> Self {
        Self::Change(error.into())
    }
}

impl Sharing {
    /// Writes a new draft down, or an existing one anew. Whatever is missing may
    /// stay missing; only what can't be asked for is refused.
    pub async fn draft(
        &self,
        actor: &Actor,
        existing: Option<ShareRequestId>,
        code: &EntryCode,
        application: Application,
        now: Timestamp,
    ) -> Result<ShareRequest, SubmitError> {
        let requester = actor.agency().unwrap_or(AgencyId(0));
        let (_, decision) =
            self.permit(actor, "sharing.request.draft", "share_request", 0, requester)?;
        let entry = self.checked(requester, code, &application).await?;
        let mut tx = self.platform.db.begin().await?;
        let request = match existing {
            None => {
                let draft = self.new_draft(actor, &entry, application).await?;
                let id = store::insert(&mut tx, &draft).await?;
                ShareRequest { id, ..draft }
            }
            Some(id) => {
                let known = store::find_in(&mut tx, id).await?.ok_or(ChangeError::NotFound)?;
                if known.requester != requester || known.entry != entry.id {
                    return Err(ChangeError::NotFound.into());
                }
                if known.state != State::Draft {
                    let state = (&known.state).into();
                    let refusal = Refusal::NotAllowed { action: "rewrite", state };
                    return Err(ChangeError::Refused(refusal).into());
                }
                let unconditional = requestable::is_unconditional(&entry, &application.scope);
                let draft = ShareRequest { unconditional, application, ..known };
                if !store::update(&mut tx, &draft).await? {
                    let (by, state) = (Some(draft.changed_by), (&draft.state).into());
                    return Err(ChangeError::Conflict { by, state }.into());
                }
                ShareRequest { version: draft.version + 1, ..draft }
            }
        };
        let event = AuditEvent::new(
            now,
            actor,
            "sharing.request.drafted",
            object("share_request", request.id),
        );
        tx.commit(&describe(event, &request).decision(decision)).await?;
        self.changed();
        Ok(request)
    }

    /// Hands a draft in. It is received even if something is missing: the owner
    /// then says so, once and all of it.
    pub async fn submit(&self, step: Step<'_>) -> Result<ShareRequest, SubmitError> {
        // Only who may see the request is told what keeps it back.
        let draft = self.request(step.actor, step.id).await?;
        let entry = self.entry_of(draft.entry).await?.ok_or(Unrequestable::NoSuchEntry)?;
        // The entry may have been withdrawn since the draft was begun.
        requestable::check(&entry, draft.requester, &draft.application.scope)?;
        Ok(self.move_request(step, Move::Submit).await?)
    }

    async fn checked(
        &self,
        requester: AgencyId,
        code: &EntryCode,
        application: &Application,
    ) -> Result<Entry, SubmitError> {
        let entry = self.entry_by_code(Some(requester), code).await?;
        let entry = entry.ok_or(Unrequestable::NoSuchEntry)?;
        requestable::check(&entry, requester, &application.scope)?;
        if let Kind::Onward { grant, .. } = &application.kind {
            let held = grant::store::find(&self.platform.db, *grant).await?;
            let own = held.is_some_and(|held| held.grantee == requester && held.entry == entry.id);
            if !own {
                return Err(SubmitError::ForeignGrant);
            }
        }
        if let Kind::ReturnFlow { region } = &application.kind
            && filled(region)
        {
            let own = self.region_of(requester).await?;
            let within = own
                .parse::<DivisionCode>()
                .ok()
                .zip(region.parse::<DivisionCode>().ok())
                .is_some_and(|(own, asked)| asked.is_within(own));
            if !within {
                return Err(SubmitError::ForeignRegion);
            }
        }
        Ok(entry)
    }

    async fn new_draft(
        &self,
        actor: &Actor,
        entry: &Entry,
        application: Application,
    ) -> Result<ShareRequest, SubmitError> {
        let by = by(actor).ok_or(ChangeError::NotFound)?;
        Ok(ShareRequest {
            id: ShareRequestId(0),
            entry: entry.id,
            requester: by.agency,
            owner: entry.agency,
            region: self.region_of(entry.agency).await?,
            unconditional: requestable::is_unconditional(entry, &application.scope),
            application,
            received_at: None,
            notice: None,
            extension: None,
            state: State::Draft,
            changed_by: by.account,
            version: 0,
        })
    }
}
