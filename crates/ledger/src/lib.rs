//! Audit events made durable, sequenced and provable.
//!
//! Deliberately absent: deciding who may act.

pub mod event;
mod event_id;

pub use event::{ActorRecord, AuditEvent, DecisionRecord, Leaf, LeafError, Object, Outcome};
pub use event_id::{EventId, EventIdError, Evidence};
