//! Reporting a disposal and answering the report (art. 27).

use jiff::Timestamp;
use zt_kernel::{Actor, GrantId, civil_date};
use zt_ledger::AuditEvent;

use super::{Disposal, DisposalId, DisposalMove, DisposalRefusal, DisposalState, Report, store};
use crate::{
    Sharing,
    change::{ChangeError, object},
    grant,
    inbox::{
        NoticeKind, NoticeSubject,
        store::{NewNotice, send},
    },
};

impl Sharing {
    /// Reports, for the grantee, what became of the data of a grant that is over.
    pub async fn report_disposal(
        &self,
        actor: &Actor,
        grant: GrantId,
        report: Report,
        now: Timestamp,
    ) -> Result<Disposal, ChangeError<DisposalRefusal>> {
        let db = &self.platform.db;
        let today = civil_date(now);
        let grant = grant::store::find(db, grant)
            .await?
            .filter(|grant| actor.agency() == Some(grant.grantee))
            .ok_or(ChangeError::NotFound)?;
        let (by, decision) =
            self.permit(actor, "sharing.disposal.report", "grant", grant.id.0, grant.grantee)?;
        if !grant.calls_for_disposal(today) {
            return Err(ChangeError::Refused(DisposalRefusal::StillInUse));
        }
        report.check(today).map_err(ChangeError::Refused)?;
        // Two who report at once: the second sees what the first reported.
        let mut tx = db.begin().await?;
        tx.lock("grant", grant.id.0).await?;
        let earlier = store::of_grant(db, grant.id).await?;
        let done = |disposal: &Disposal| !matches!(disposal.state, DisposalState::Returned { .. });
        if earlier.iter().any(done) {
            return Err(ChangeError::Refused(DisposalRefusal::ReportedAlready));
        }
        let disposal = Disposal {
            id: DisposalId(0),
            grant: grant.id,
            grantee: grant.grantee,
            owner: grant.owner,
            report,
            reported_at: now,
            reported_by: by.account,
            state: DisposalState::Reported,
            version: 0,
        };
        let id = store::insert(&mut tx, &disposal).await?;
        let told = notice(&disposal, NoticeKind::DisposalReported, true);
        send(&mut tx, &told, now).await?;
        let event = describe(
            AuditEvent::new(now, actor, "sharing.disposal.reported", object("disposal", id)),
            &disposal,
        );
        tx.commit(&event.decision(decision)).await?;
        self.changed();
        Ok(Disposal { id, ..disposal })
    }

    /// Confirms or returns a report, for the provider.
    pub async fn answer_disposal(
        &self,
        actor: &Actor,
        id: DisposalId,
        action: DisposalMove,
        now: Timestamp,
    ) -> Result<Disposal, ChangeError<DisposalRefusal>> {
        let known = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let (event, kind) = match action {
            DisposalMove::Confirm => ("sharing.disposal.confirmed", NoticeKind::DisposalConfirmed),
            DisposalMove::Return { .. } => {
                ("sharing.disposal.returned", NoticeKind::DisposalReturned)
            }
        };
        let (by, decision) =
            self.permit(actor, "sharing.disposal.answer", "disposal", id.0, known.owner)?;
        let mut tx = self.platform.db.begin().await?;
        tx.lock("disposal", id.0).await?;
        let before = store::find_in(&mut tx, id).await?.ok_or(ChangeError::NotFound)?;
        let state = (&before.state).into();
        let after = before.apply(action, by, now).map_err(ChangeError::Refused)?;
        if !store::update(&mut tx, &after).await? {
            return Err(ChangeError::Conflict { by: None, state });
        }
        send(&mut tx, &notice(&after, kind, false), now).await?;
        let event = describe(AuditEvent::new(now, actor, event, object("disposal", id)), &after);
        tx.commit(&event.decision(decision)).await?;
        self.changed();
        Ok(Disposal { version: after.version + 1, ..after })
    }
}

fn notice(disposal: &Disposal, kind: NoticeKind, to_owner: bool) -> NewNotice {
    NewNotice {
        agency: if to_owner { disposal.owner } else { disposal.grantee },
        kind,
        subject: NoticeSubject::Grant,
        number: disposal.grant.0,
        arguments: Vec::new(),
    }
}

fn describe(event: AuditEvent, disposal: &Disposal) -> AuditEvent {
    let method: &str = disposal.report.method.into();
    event
        .also(object("grant", disposal.grant))
        .also(object("agency", disposal.grantee))
        .also(object("agency", disposal.owner))
        .detail("method", method)
        .detail("done_on", disposal.report.done_on.to_string())
        .detail("certificate_sha256", disposal.report.certificate_sha256.clone())
}
