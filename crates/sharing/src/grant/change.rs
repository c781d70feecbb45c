//! The one road by which a grant changes, and its use cases by name.

use jiff::Timestamp;
use zt_kernel::{Actor, AgencyId, GrantId, civil_date};
use zt_ledger::AuditEvent;

use super::{Grant, GrantMove, GrantRefusal, ServiceChange, Standing, store};
use crate::{
    Sharing,
    change::{ChangeError, object},
    inbox::{
        NoticeKind, NoticeSubject,
        store::{NewNotice, send},
    },
};

/// Which grant is changed, by whom and when.
#[derive(Debug, Clone, Copy)]
pub struct GrantStep<'a> {
    /// Who changes it.
    pub actor: &'a Actor,
    /// Which.
    pub id: GrantId,
    /// The version the actor saw, if it says; a changed one is then a conflict.
    pub seen: Option<i64>,
    /// The present.
    pub now: Timestamp,
}

/// Whose move it is, what it is called in policy and ledger, and what the other
/// party is told.
struct Names {
    permission: &'static str,
    event: &'static str,
    agency: AgencyId,
    told: NoticeKind,
}

fn names(action: &GrantMove, grant: &Grant) -> Names {
    let (permission, event, agency, told) = match action {
        GrantMove::Suspend { .. } => (
            "sharing.grant.suspend",
            "sharing.grant.suspended",
            grant.owner,
            NoticeKind::GrantSuspended,
        ),
        GrantMove::Rectify { .. } => (
            "sharing.grant.rectify",
            "sharing.grant.rectified",
            grant.grantee,
            NoticeKind::GrantRectified,
        ),
        GrantMove::Resume => {
            ("sharing.grant.resume", "sharing.grant.resumed", grant.owner, NoticeKind::GrantResumed)
        }
        GrantMove::Terminate { .. } => (
            "sharing.grant.terminate",
            "sharing.grant.terminated",
            grant.owner,
            NoticeKind::GrantTerminated,
        ),
        GrantMove::Propose { .. } => (
            "sharing.grant.propose",
            "sharing.grant.change_proposed",
            grant.owner,
            NoticeKind::ChangeProposed,
        ),
        GrantMove::Agree => (
            "sharing.grant.agree",
            "sharing.grant.change_agreed",
            grant.grantee,
            NoticeKind::ChangeAgreed,
        ),
        GrantMove::Object { .. } => (
            "sharing.grant.object",
            "sharing.grant.change_objected",
            grant.grantee,
            NoticeKind::ChangeObjected,
        ),
        GrantMove::Drop => (
            "sharing.grant.propose",
            "sharing.grant.change_dropped",
            grant.owner,
            NoticeKind::ChangeDropped,
        ),
        GrantMove::File { .. } => {
            ("sharing.grant.file", files_an_end(grant), grant.owner, NoticeKind::ChangeFiled)
        }
        GrantMove::Relinquish { .. } => (
            "sharing.grant.relinquish",
            "sharing.grant.relinquished",
            grant.grantee,
            NoticeKind::GrantRelinquished,
        ),
    };
    Names { permission, event, agency, told }
}

/// Filing an agreed end revokes the grant; filing a change only narrows it.
fn files_an_end(grant: &Grant) -> &'static str {
    match &grant.proposal {
        Some(proposal) if matches!(proposal.change, ServiceChange::Narrow { .. }) => {
            "sharing.grant.changed"
        }
        _ => "sharing.grant.revoked",
    }
}

impl Sharing {
    /// Makes a move of a grant. It has taken effect on reading, in this process at
    /// once and in others within a second, when this returns.
    pub async fn move_grant(
        &self,
        step: GrantStep<'_>,
        action: GrantMove,
    ) -> Result<Grant, ChangeError<GrantRefusal>> {
        let GrantStep { actor, id, seen, now } = step;
        let known = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let names = names(&action, &known);
        let (by, decision) = self.permit(actor, names.permission, "grant", id.0, names.agency)?;
        let entry = self.entry_of(known.entry).await?;
        let mut tx = self.platform.db.begin().await?;
        tx.lock("grant", id.0).await?;
        let before = store::find_in(&mut tx, id).await?.ok_or(ChangeError::NotFound)?;
        let conflict = || ChangeError::Conflict { by: None, state: (&before.standing).into() };
        if seen.is_some_and(|seen| seen != before.version) {
            return Err(conflict());
        }
        let after = before.clone().apply(action, by, now).map_err(ChangeError::Refused)?;
        if !store::update(&mut tx, &after).await? {
            return Err(conflict());
        }
        let other = if by.agency == before.owner { before.grantee } else { before.owner };
        let mut agencies = vec![other];
        // The authority moves neither for one nor for the other: both are told.
        if by.agency != before.owner && by.agency != before.grantee {
            agencies.push(before.grantee);
        }
        for agency in agencies {
            let notice = NewNotice {
                agency,
                kind: names.told,
                subject: NoticeSubject::Grant,
                number: id.0,
                arguments: vec![(
                    "entry",
                    entry.as_ref().map_or_else(String::new, |entry| entry.name.clone()),
                )],
            };
            send(&mut tx, &notice, now).await?;
        }
        let event = AuditEvent::new(now, actor, names.event, object("grant", id));
        tx.commit(&describe(event, &after).decision(decision)).await?;
        self.changed();
        Ok(Grant { version: after.version + 1, ..after })
    }

    /// A grant, for its two parties and the authority.
    pub async fn grant(
        &self,
        actor: &Actor,
        id: GrantId,
    ) -> Result<Grant, ChangeError<GrantRefusal>> {
        let grant = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let agency = actor.agency();
        let party = agency == Some(grant.owner) || agency == Some(grant.grantee);
        if party || sees_everything(actor) { Ok(grant) } else { Err(ChangeError::NotFound) }
    }
}

/// Whether an actor reads every agency's dealings: the authority and auditors.
pub(crate) fn sees_everything(actor: &Actor) -> bool {
    actor.has(zt_kernel::Role::Operator) || actor.has(zt_kernel::Role::Auditor)
}

/// Adds to an event what the ledger may know of a grant.
fn describe(event: AuditEvent, grant: &Grant) -> AuditEvent {
    let standing: &str = (&grant.standing).into();
    let mut event = event
        .also(object("entry", grant.entry))
        .also(object("share_request", grant.request))
        .also(object("agency", grant.grantee))
        .also(object("agency", grant.owner))
        .detail("standing", standing)
        .detail("until", grant.term.until.to_string());
    match &grant.standing {
        Standing::Suspended { misuse, rectify_by, at, .. } => {
            let misuse: &str = (*misuse).into();
            event = event
                .detail("misuse", misuse)
                .detail("suspended_on", civil_date(*at).to_string())
                .detail("rectify_by", rectify_by.to_string());
        }
        Standing::Revoked { cause, filing, .. } => {
            let cause: &str = (*cause).into();
            event = event.detail("cause", cause).detail("filing", filing.clone());
        }
        Standing::Relinquished { why, .. } => {
            let why: &str = (*why).into();
            event = event.detail("why", why);
        }
        Standing::Active | Standing::Terminated { .. } => {}
    }
    event
}
