//! Opening a dispute, and moving it up its ladder.

use jiff::Timestamp;
use zt_kernel::{Actor, AgencyId, EntryId};
use zt_ledger::AuditEvent;

use super::{Dispute, DisputeId, DisputeMove, DisputeRefusal, Stage, Step, Subject, store};
use crate::{
    Sharing,
    application::filled,
    change::{ChangeError, by, object},
    correction, grant,
    grant::change::sees_everything,
    inbox::{
        NoticeKind, NoticeSubject,
        store::{NewNotice, send},
    },
    share_request,
};

impl Sharing {
    /// Opens a dispute about a request, a grant or a correction, by one of its two
    /// parties. It begins with the parties consulting.
    pub async fn open_dispute(
        &self,
        actor: &Actor,
        subject: Subject,
        text: String,
        now: Timestamp,
    ) -> Result<Dispute, ChangeError<DisputeRefusal>> {
        let opener = by(actor).ok_or(ChangeError::NotFound)?;
        let (entry, parties) = self.parties(subject).await?.ok_or(ChangeError::NotFound)?;
        let respondent = match parties {
            (one, other) if one == opener.agency => other,
            (one, other) if other == opener.agency => one,
            _ => return Err(ChangeError::NotFound),
        };
        if !filled(&text) {
            return Err(ChangeError::Refused(DisputeRefusal::NoText));
        }
        let (_, decision) =
            self.permit(actor, "sharing.dispute.open", "dispute", 0, opener.agency)?;
        let (own, theirs) =
            (self.region_of(opener.agency).await?, self.region_of(respondent).await?);
        let stage = Stage::Consulting;
        let dispute = Dispute {
            id: DisputeId(0),
            subject,
            entry,
            opener: opener.agency,
            respondent,
            same_level: own == theirs,
            opened_at: now,
            stage,
            steps: vec![Step { at: now, by: opener.account, agency: opener.agency, stage, text }],
            changed_by: opener.account,
            version: 0,
        };
        let mut tx = self.platform.db.begin().await?;
        let id = store::insert(&mut tx, &dispute).await?;
        send(&mut tx, &notice(id, respondent, stage), now).await?;
        let event = AuditEvent::new(now, actor, "sharing.dispute.opened", object("dispute", id));
        tx.commit(&describe(event, &dispute).decision(decision)).await?;
        self.changed();
        Ok(Dispute { id, ..dispute })
    }

    /// Makes a move in a dispute.
    pub async fn move_dispute(
        &self,
        actor: &Actor,
        id: DisputeId,
        action: DisputeMove,
        now: Timestamp,
    ) -> Result<Dispute, ChangeError<DisputeRefusal>> {
        let known = self.dispute(actor, id).await?;
        let event = match action {
            DisputeMove::Reply { .. } => "sharing.dispute.replied",
            DisputeMove::Escalate { .. } => "sharing.dispute.escalated",
            DisputeMove::Settle { .. } => "sharing.dispute.settled",
        };
        let agency = actor.agency().unwrap_or(known.opener);
        let (by, decision) = self.permit(actor, "sharing.dispute.move", "dispute", id.0, agency)?;
        let mut tx = self.platform.db.begin().await?;
        tx.lock("dispute", id.0).await?;
        let before = store::find_in(&mut tx, id).await?.ok_or(ChangeError::NotFound)?;
        let after = before.clone().apply(action, by, now).map_err(ChangeError::Refused)?;
        if !store::update(&mut tx, &after).await? {
            let state = before.stage.into();
            return Err(ChangeError::Conflict { by: Some(before.changed_by), state });
        }
        for party in [before.opener, before.respondent] {
            if party != by.agency {
                send(&mut tx, &notice(id, party, after.stage), now).await?;
            }
        }
        let event = AuditEvent::new(now, actor, event, object("dispute", id));
        tx.commit(&describe(event, &after).decision(decision)).await?;
        self.changed();
        Ok(Dispute { version: after.version + 1, ..after })
    }

    /// A dispute, for its two parties and, once called, the authority.
    pub async fn dispute(
        &self,
        actor: &Actor,
        id: DisputeId,
    ) -> Result<Dispute, ChangeError<DisputeRefusal>> {
        let found = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let party = actor.agency().is_some_and(|agency| found.is_party(agency));
        let called = sees_everything(actor) && found.stage != Stage::Consulting;
        if party || called { Ok(found) } else { Err(ChangeError::NotFound) }
    }

    async fn parties(
        &self,
        subject: Subject,
    ) -> Result<Option<(EntryId, (AgencyId, AgencyId))>, zt_store::StoreError> {
        let db = &self.platform.db;
        Ok(match subject {
            Subject::Request(id) => share_request::store::find(db, id)
                .await?
                .filter(|request| request.state != share_request::State::Draft)
                .map(|request| (request.entry, (request.requester, request.owner))),
            Subject::Grant(id) => grant::store::find(db, id)
                .await?
                .map(|grant| (grant.entry, (grant.grantee, grant.owner))),
            Subject::Correction(id) => correction::store::find(db, id)
                .await?
                .map(|correction| (correction.entry, (correction.raiser, correction.owner))),
        })
    }
}

fn notice(id: DisputeId, agency: AgencyId, stage: Stage) -> NewNotice {
    let stage: &'static str = stage.into();
    NewNotice {
        agency,
        kind: NoticeKind::DisputeMoved,
        subject: NoticeSubject::Dispute,
        number: id.0,
        arguments: vec![("stage", stage.to_owned())],
    }
}

fn describe(event: AuditEvent, dispute: &Dispute) -> AuditEvent {
    let stage: &str = dispute.stage.into();
    let kind: &str = dispute.subject.into();
    event
        .also(object(kind, dispute.subject.number()))
        .also(object("entry", dispute.entry))
        .also(object("agency", dispute.opener))
        .also(object("agency", dispute.respondent))
        .detail("stage", stage)
}
