//! An event for tests whose subject is not the event.

use jiff::Timestamp;
use zt_store::{EventId, Evidence};

/// An event that carries only a name.
#[derive(Debug, Clone, Copy)]
pub struct TestEvent(pub &'static str);

impl Evidence for TestEvent {
    fn at(&self) -> Timestamp {
        crate::NOW
    }

    fn encode(&self, id: &EventId) -> Vec<u8> {
        format!("{id} {}", self.0).into_bytes()
    }
}
