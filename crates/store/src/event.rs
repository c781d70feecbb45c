//! Evidence of a change, and the id it goes by.

use std::{
    fmt,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;

use crate::StoreError;

/// The id of an event: 128 random bits, written as 32 hex digits. Random, so
/// that every process can name its events without asking any other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub [u8; 16]);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventId({self})")
    }
}

/// The text is not an event id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an event id is 32 lower-case hexadecimal digits")]
pub struct EventIdError;

impl FromStr for EventId {
    type Err = EventIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| EventIdError)?;
        let id = Self(bytes);
        // One spelling only, so that ids compare as texts too.
        if id.to_string() == text { Ok(id) } else { Err(EventIdError) }
    }
}

impl serde::Serialize for EventId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for EventId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Where event ids come from.
#[derive(Debug, Clone, Default)]
pub struct EventIds(Kind);

#[derive(Debug, Clone, Default)]
enum Kind {
    #[default]
    Random,
    Counting(Arc<AtomicU64>),
}

impl EventIds {
    /// The operating system's randomness: what every deployment uses.
    #[must_use]
    pub fn random() -> Self {
        Self(Kind::Random)
    }

    /// Ids that count up from `first`, for tests and replays that must come out
    /// the same each time.
    #[must_use]
    pub fn counting_from(first: u64) -> Self {
        Self(Kind::Counting(Arc::new(AtomicU64::new(first))))
    }

    /// The next id.
    pub fn next(&self) -> Result<EventId, StoreError> {
        let mut bytes = [0; 16];
        match &self.0 {
            Kind::Random => getrandom::fill(&mut bytes).map_err(StoreError::Randomness)?,
            Kind::Counting(next) => {
                let number = next.fetch_add(1, Ordering::Relaxed);
                bytes[8..].copy_from_slice(&number.to_be_bytes());
            }
        }
        Ok(EventId(bytes))
    }
}

/// What must be written down for a change to be allowed. `zt_ledger::AuditEvent`
/// implements it.
pub trait Evidence {
    /// When the change happened, as its handler took it from the clock.
    fn at(&self) -> Timestamp;

    /// The event's bytes, as they will stand in the ledger under `id`. The same
    /// event and id always give the same bytes.
    fn encode(&self, id: &EventId) -> Vec<u8>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text() {
        let id = EventIds::random().next().unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("short".parse::<EventId>(), Err(EventIdError));
        assert_eq!("AB".repeat(16).parse::<EventId>(), Err(EventIdError));
    }

    #[test]
    fn counting_ids_come_out_the_same_each_time() {
        let ids = EventIds::counting_from(7);
        assert_eq!(ids.next().unwrap().to_string(), "00000000000000000000000000000007");
        assert_eq!(ids.clone().next().unwrap().to_string(), "00000000000000000000000000000008");
    }
}
