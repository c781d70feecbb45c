//! The outbox: events committed with their changes, waiting for the ledger's
//! sequencer.

use jiff::Timestamp;

use crate::{Db, Engine, EventId, FromRow, Row, StoreError, Tx, store, values};

/// An event that is durable but has no place in the ledger yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its id.
    pub id: EventId,
    /// When its change happened.
    pub at: Timestamp,
    /// Its bytes, as [`Evidence::encode`](crate::Evidence::encode) gave them.
    pub payload: Vec<u8>,
}

impl FromRow for Pending {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.parsed("id")?, at: row.timestamp("at")?, payload: row.bytes("payload")? })
    }
}

/// How far the sequencer is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// When the change of the oldest waiting event happened.
    pub oldest_at: Option<Timestamp>,
    /// How many events wait.
    pub waiting: u64,
}

impl FromRow for Backlog {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { oldest_at: row.opt_timestamp("oldest_at")?, waiting: row.integer("waiting")? })
    }
}

/// The sequencer's side of the outbox. Whoever holds the sequencer's
/// [`Lease`](crate::Lease) reads a batch, makes it durable in the ledger, and
/// only then deletes it; a crash in between shows the same batch again, and its
/// ids tell that it has been sequenced.
#[derive(Debug, Clone, Copy)]
pub struct Outbox;

impl Outbox {
    /// Up to `limit` waiting events in the order they were written. A lower
    /// position may still appear later, from a transaction that took its
    /// position first and committed last, so order is per transaction, not global.
    pub async fn read(db: &Db, limit: u32) -> Result<Vec<Pending>, StoreError> {
        db.fetch_all(store::SELECT_OUTBOX, values![limit]).await
    }

    /// How far the sequencer is behind, for health and metrics.
    pub async fn backlog(db: &Db) -> Result<Backlog, StoreError> {
        db.fetch_one(store::SELECT_OUTBOX_OLDEST, values![]).await
    }

    /// Deletes events that now stand in the ledger; how many there were.
    pub async fn delete(tx: &mut Tx, sequenced: &[EventId]) -> Result<u64, StoreError> {
        let ids: Vec<String> = sequenced.iter().map(EventId::to_string).collect();
        let sql = match tx.engine() {
            Engine::Sqlite => store::DELETE_OUTBOX_SQLITE,
            Engine::Postgres => store::DELETE_OUTBOX_POSTGRES,
        };
        tx.execute(sql, values![serde_json::Value::from(ids)]).await
    }
}
