//! The ledger as people see it: whom an event concerns, and which words tell it.
//!
//! This module performs no I/O.

pub(crate) mod api;
pub(crate) mod files;
pub(crate) mod list;
mod reading;
pub(crate) mod show;
pub(crate) mod verify;
mod words;

use zt_kernel::{Actor, AgencyId};
use zt_ledger::Leaf;

/// The kind under which an event names an agency it concerns.
pub(crate) const AGENCY: &str = "agency";

/// The agency that answers for an event before `reader`: the reader's own if it
/// acted or the event names it, otherwise the one that acted.
pub(crate) fn agency_of(event: &Leaf, reader: &Actor) -> Option<AgencyId> {
    let acting = event.actor.agency();
    let own = reader.agency()?;
    let named = event
        .objects()
        .into_iter()
        .any(|object| object.kind() == AGENCY && object.id() == own.to_string());
    if named { Some(own) } else { acting }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use zt_kernel::{AccountId, Role};
    use zt_ledger::{AuditEvent, EventId, Evidence as _, Object};

    use super::*;

    fn account(agency: i64) -> Actor {
        let roles = vec![Role::Officer];
        Actor::Account { id: AccountId(1), agency: AgencyId(agency), roles }
    }

    #[test]
    fn an_event_concerns_who_acted_and_whom_it_names() {
        let event = AuditEvent::new(
            Timestamp::UNIX_EPOCH,
            &account(1),
            "test.read",
            Object::new("dataset", 9),
        )
        .also(Object::new(AGENCY, 2));
        let leaf = Leaf::from_bytes(&event.encode(&EventId([0; 16]))).unwrap();
        assert_eq!(agency_of(&leaf, &account(1)), Some(AgencyId(1)));
        assert_eq!(agency_of(&leaf, &account(2)), Some(AgencyId(2)));
        assert_eq!(agency_of(&leaf, &account(3)), Some(AgencyId(1)));
        assert_eq!(agency_of(&leaf, &Actor::Anonymous), None);
    }
}
