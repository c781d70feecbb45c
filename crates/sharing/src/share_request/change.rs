//! The one road by which a share request changes: decide, lock, move, tell, commit.

use std::collections::BTreeMap;

use jiff::Timestamp;
use zt_catalogue::{Entry, Mask};
use zt_kernel::{Actor, AgencyId, GrantId, ShareRequestId};
use zt_ledger::AuditEvent;
use zt_store::Tx;

use super::{Consent, Move, Refusal, ShareRequest, State, store};
use crate::{
    Sharing,
    change::{ChangeError, digest, object},
    grant::{self, Grant, Standing},
    inbox::{
        NoticeKind, NoticeSubject,
        store::{NewNotice, send},
    },
};

/// Which request is changed, by whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// Who changes it.
    pub actor: &'a Actor,
    /// Which.
    pub id: ShareRequestId,
    /// The version the actor saw, if it says; a changed one is then a conflict.
    pub seen: Option<i64>,
    /// The present.
    pub now: Timestamp,
}

/// What a move is called in policy and ledger, and whose it is.
struct Names {
    permission: &'static str,
    event: &'static str,
    agency: AgencyId,
}

/// Which parties a move is told to, and as what.
type Told = Vec<(AgencyId, NoticeKind)>;

fn names(action: &Move, request: &ShareRequest) -> Names {
    let (permission, event, agency) = match action {
        Move::Submit => ("sharing.request.submit", "sharing.request.submitted", request.requester),
        Move::Notify { .. } => {
            ("sharing.request.notify", "sharing.request.notified", request.owner)
        }
        Move::Supplement { .. } => {
            ("sharing.request.supplement", "sharing.request.supplemented", request.requester)
        }
        Move::AskExtension { .. } => {
            ("sharing.extension.ask", "sharing.extension.asked", request.owner)
        }
        Move::AgreeExtension => {
            ("sharing.extension.answer", "sharing.extension.agreed", request.owner)
        }
        Move::DeclineExtension { .. } => {
            ("sharing.extension.answer", "sharing.extension.declined", request.owner)
        }
        Move::Consent { .. } => {
            ("sharing.request.decide", "sharing.request.consented", request.owner)
        }
        Move::Refuse { .. } => ("sharing.request.decide", "sharing.request.refused", request.owner),
        Move::Withdraw { .. } => {
            ("sharing.request.withdraw", "sharing.request.withdrawn", request.requester)
        }
        Move::Provide => ("sharing.request.provide", "sharing.request.provided", request.owner),
    };
    Names { permission, event, agency }
}

fn told(action: &Move, before: &ShareRequest) -> Told {
    let (owner, requester) = (before.owner, before.requester);
    match action {
        Move::Submit => vec![(owner, NoticeKind::RequestSubmitted)],
        Move::Notify { .. } => vec![(requester, NoticeKind::RequestNotified)],
        Move::Supplement { .. } => vec![(owner, NoticeKind::RequestSupplemented)],
        Move::AskExtension { .. } => Vec::new(),
        // The requester is told of an extension (art. 21), and of no other talk.
        Move::AgreeExtension => {
            vec![(requester, NoticeKind::ExtensionAgreed), (owner, NoticeKind::ExtensionAgreed)]
        }
        Move::DeclineExtension { .. } => vec![(owner, NoticeKind::ExtensionDeclined)],
        Move::Consent { .. } => vec![(requester, NoticeKind::RequestConsented)],
        Move::Refuse { .. } => vec![(requester, NoticeKind::RequestRefused)],
        Move::Withdraw { .. } if before.state == State::Draft => Vec::new(),
        Move::Withdraw { .. } => vec![(owner, NoticeKind::RequestWithdrawn)],
        Move::Provide => vec![(requester, NoticeKind::RequestProvided)],
    }
}

impl Sharing {
    /// Makes a move that concerns the request alone.
    pub(crate) async fn move_request(
        &self,
        step: Step<'_>,
        action: Move,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        let (request, _) = self.move_request_granting(step, action, BTreeMap::new()).await?;
        Ok(request)
    }

    /// Makes a move; a consent also becomes a grant of `items`, in the same
    /// transaction. Where the data lies on this platform it is in the requester's
    /// reach at once, and the request is marked as provided too.
    pub(crate) async fn move_request_granting(
        &self,
        step: Step<'_>,
        action: Move,
        items: BTreeMap<String, Mask>,
    ) -> Result<(ShareRequest, Option<GrantId>), ChangeError<Refusal>> {
        let Step { actor, id, seen, now } = step;
        let known = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        if known.state == State::Draft && actor.agency() != Some(known.requester) {
            return Err(ChangeError::NotFound);
        }
        let names = names(&action, &known);
        let (by, decision) =
            self.permit(actor, names.permission, "share_request", id.0, names.agency)?;
        let entry = self.entry_of(known.entry).await?;
        let mut tx = self.platform.db.begin().await?;
        tx.lock("share_request", id.0).await?;
        let before = store::find_in(&mut tx, id).await?.ok_or(ChangeError::NotFound)?;
        if seen.is_some_and(|seen| seen != before.version) {
            return Err(conflict(&before));
        }
        let told = told(&action, &before);
        let consents = matches!(action, Move::Consent { .. });
        let mut after = before.clone().apply(action, by, now).map_err(|refusal| {
            // Whoever decides second is told who decided first, not that the
            // move is impossible.
            match refusal {
                Refusal::NotAllowed { .. } if before.replied().is_some() => conflict(&before),
                refusal => ChangeError::Refused(refusal),
            }
        })?;
        let mut event =
            describe(AuditEvent::new(now, actor, names.event, object("share_request", id)), &after)
                .decision(decision.clone());
        let mut grant = None;
        if consents && let Some(consent) = after.consent().cloned() {
            let id = self.insert_grant(&mut tx, &after, &consent, items).await?;
            event = event.also(object("grant", id));
            grant = Some(id);
        }
        if consents && is_here(entry.as_ref()) {
            tx.record(&event);
            after = after.apply(Move::Provide, by, now).map_err(ChangeError::Refused)?;
            event = describe(
                AuditEvent::new(
                    now,
                    actor,
                    "sharing.request.provided",
                    object("share_request", id),
                ),
                &after,
            )
            .decision(decision);
        }
        if !store::update(&mut tx, &after).await? {
            return Err(conflict(&before));
        }
        let name = entry.map_or_else(String::new, |entry| entry.name);
        tell(&mut tx, &after, told, &name, now).await?;
        tx.commit(&event).await?;
        self.changed();
        Ok((ShareRequest { version: after.version + 1, ..after }, grant))
    }

    async fn insert_grant(
        &self,
        tx: &mut Tx,
        request: &ShareRequest,
        consent: &Consent,
        items: BTreeMap<String, Mask>,
    ) -> Result<GrantId, ChangeError<Refusal>> {
        let grant = Grant {
            id: GrantId(0),
            request: request.id,
            entry: request.entry,
            owner: request.owner,
            grantee: request.requester,
            purpose: request.application.scenario.clone(),
            items,
            condition: consent.scope.condition.clone(),
            mode: consent.mode,
            term: consent.term,
            granted_at: consent.at,
            proposal: None,
            standing: Standing::Active,
            version: 0,
        };
        Ok(grant::store::insert(tx, &grant).await?)
    }
}

/// Whether the rows behind an entry lie on this platform.
fn is_here(entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| {
        entry
            .bindings
            .iter()
            .any(|binding| matches!(binding, zt_catalogue::Binding::Dataset { .. }))
    })
}

fn conflict(request: &ShareRequest) -> ChangeError<Refusal> {
    let by = request.replied().map_or(request.changed_by, |(_, by)| by);
    ChangeError::Conflict { by: Some(by), state: (&request.state).into() }
}

/// Adds to an event what the ledger may know of a request: codes, days, digests.
pub(super) fn describe(event: AuditEvent, request: &ShareRequest) -> AuditEvent {
    let state: &str = (&request.state).into();
    let mut event = event
        .also(object("entry", request.entry))
        .also(object("agency", request.requester))
        .also(object("agency", request.owner))
        .detail("state", state);
    let scope = match request.consent() {
        Some(consent) => {
            event = event
                .detail("from", consent.term.from.to_string())
                .detail("until", consent.term.until.to_string())
                .detail("part", !consent.reasons.is_empty());
            &consent.scope
        }
        None => &request.application.scope,
    };
    event = event.detail("items", scope.items.iter().cloned().collect::<Vec<_>>());
    if let Some(condition) = &scope.condition {
        event = event.detail("condition_sha256", digest(condition));
    }
    if let State::Refused { refusal } = &request.state {
        let kind: &str = refusal.basis.kind.into();
        event = event.detail("basis", kind);
    }
    if let (State::AwaitingSupplement, Some(notice)) = (&request.state, &request.notice) {
        let gaps: Vec<&'static str> = notice.gaps.iter().map(|gap| (*gap).into()).collect();
        event = event.detail("missing", gaps).detail("materials", notice.materials.len());
    }
    event
}

async fn tell(
    tx: &mut Tx,
    request: &ShareRequest,
    told: Told,
    entry_name: &str,
    now: Timestamp,
) -> Result<(), ChangeError<Refusal>> {
    for (agency, kind) in told {
        let mut arguments = vec![("entry", entry_name.to_owned())];
        if let Some(extension) = &request.extension {
            arguments.push(("days", extension.days.to_string()));
        }
        let notice = NewNotice {
            agency,
            kind,
            subject: NoticeSubject::Request,
            number: request.id.0,
            arguments,
        };
        send(tx, &notice, now).await?;
    }
    Ok(())
}
