//! Reading events on behalf of somebody: decided first, recorded before shown.

use zt_access::{Decision, Denied, Resource};
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Leaf, LedgerError, Object, ReadError};
use zt_web::PageError;

use super::agency_of;
use crate::{EntryReaders, Oversight};

/// The action that every reading of events asks for.
const READ: &str = "oversight.ledger.read";

/// The resource kind.
const KIND: &str = "ledger_event";

/// How far a list reaches.
pub(super) enum Reach {
    /// Every event.
    All(Decision),
    /// The events of the reader's own agency.
    Own(Decision),
}

impl Oversight {
    /// Whether the public part may be fetched.
    pub(super) fn decide_check(&self, actor: &Actor) -> Result<Decision, Denied> {
        self.platform.decide(actor, "oversight.ledger.check", &Resource::any(KIND))
    }

    /// Whether `actor` may fetch bundles of entries.
    pub(super) fn decide_entries(&self, actor: &Actor) -> Result<Decision, Denied> {
        let published = self.entries == EntryReaders::Everybody;
        let resource = Resource::any(KIND).attribute("published", published);
        self.platform.decide(actor, "oversight.ledger.entries", &resource)
    }

    /// How far `actor`'s list of events reaches.
    pub(super) fn decide_reach(&self, actor: &Actor) -> Result<Reach, Denied> {
        if let Ok(decision) = self.platform.decide(actor, READ, &Resource::any(KIND)) {
            return Ok(Reach::All(decision));
        }
        let mut resource = Resource::any(KIND);
        if let Some(agency) = actor.agency() {
            resource = resource.agency(agency);
        }
        self.platform.decide(actor, READ, &resource).map(Reach::Own)
    }

    /// Whether `actor` may read this event.
    pub(super) fn decide_read(
        &self,
        actor: &Actor,
        index: u64,
        event: &Leaf,
    ) -> Result<Decision, Denied> {
        let mut resource = Resource::new(KIND, index);
        if let Some(agency) = agency_of(event, actor) {
            resource = resource.agency(agency);
        }
        self.platform.decide(actor, READ, &resource)
    }

    /// Records that `actor` is about to see events. Nothing is shown before this
    /// has returned.
    pub(super) async fn record_reading(
        &self,
        actor: &Actor,
        decision: &Decision,
        what: Object,
    ) -> Result<(), LedgerError> {
        let event = AuditEvent::new(self.platform.now(), actor, "oversight.ledger.read", what)
            .decision(decision.record());
        self.platform.ledger.append(&event).await?;
        Ok(())
    }

    /// Records that `actor` is about to receive evidence of these events.
    pub(super) async fn record_export(
        &self,
        actor: &Actor,
        decisions: &[Decision],
        indices: &[u64],
    ) -> Result<(), LedgerError> {
        let first = indices.first().copied().unwrap_or_default();
        let mut event = AuditEvent::new(
            self.platform.now(),
            actor,
            "oversight.bundle.exported",
            Object::new(KIND, first),
        )
        .detail("indices", indices);
        for index in indices.iter().skip(1) {
            event = event.also(Object::new(KIND, index));
        }
        if let Some(decision) = decisions.first() {
            event = event.decision(decision.record());
        }
        self.platform.ledger.append(&event).await?;
        Ok(())
    }
}

/// The list of events as an object.
pub(super) fn the_list() -> Object {
    Object::new(KIND, "*")
}

/// One event as an object.
pub(super) fn the_event(index: u64) -> Object {
    Object::new(KIND, index)
}

/// How a failure of the ledger answers a visitor.
pub(super) fn ledger_error(error: LedgerError) -> PageError {
    match error {
        LedgerError::NoEvent(_) | LedgerError::Read(ReadError::NoEntry(_)) => {
            PageError::not_found()
        }
        LedgerError::Refused(_) => PageError::unavailable(),
        LedgerError::Store(error) if error.is_transient() => PageError::unavailable(),
        error => PageError::internal(error),
    }
}
