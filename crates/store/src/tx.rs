//! A transaction: what changes, and the evidence that commits it.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use sqlx::{Postgres, Sqlite, Transaction};
use tokio::sync::Notify;

use crate::{
    Engine, EventId, EventIds, Evidence, FromRow, StoreError, Value, query, store, values,
};

/// A transaction under way. Dropping it rolls everything back.
///
/// Once a statement fails, every later call answers [`StoreError::Aborted`]:
/// PostgreSQL would refuse it anyway, and a transaction that half worked on one
/// engine only would be worse. Use `on conflict` where a clash is expected.
#[must_use = "dropping a transaction rolls it back"]
pub struct Tx {
    handle: Handle,
    event_ids: EventIds,
    outbox_grew: Arc<Notify>,
    recorded: Result<Vec<Recorded>, StoreError>,
    failed: bool,
}

struct Recorded {
    id: EventId,
    at: jiff::Timestamp,
    payload: Vec<u8>,
}

pub(crate) enum Handle {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl From<Transaction<'static, Sqlite>> for Handle {
    fn from(transaction: Transaction<'static, Sqlite>) -> Self {
        Self::Sqlite(transaction)
    }
}

impl From<Transaction<'static, Postgres>> for Handle {
    fn from(transaction: Transaction<'static, Postgres>) -> Self {
        Self::Postgres(transaction)
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx({:?})", self.engine())
    }
}

impl Tx {
    pub(crate) fn new(handle: Handle, event_ids: EventIds, outbox_grew: Arc<Notify>) -> Self {
        Self { handle, event_ids, outbox_grew, recorded: Ok(Vec::new()), failed: false }
    }

    /// Which engine this is, for the few places with two texts.
    pub fn engine(&self) -> Engine {
        match self.handle {
            Handle::Sqlite(_) => Engine::Sqlite,
            Handle::Postgres(_) => Engine::Postgres,
        }
    }

    /// Every row of the answer, with what this transaction has changed so far.
    pub async fn fetch_all<T: FromRow>(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        self.usable()?;
        let mut rows = Vec::new();
        let receive = |row| rows.push(row);
        let outcome = match &mut self.handle {
            Handle::Sqlite(tx) => query::each(&mut **tx, sql, values, receive).await,
            Handle::Postgres(tx) => query::each(&mut **tx, sql, values, receive).await,
        };
        self.note(outcome)?;
        Ok(rows)
    }

    /// The first row of the answer, if there is one.
    pub async fn fetch_optional<T: FromRow>(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        self.usable()?;
        let outcome = match &mut self.handle {
            Handle::Sqlite(tx) => query::optional(&mut **tx, sql, values).await,
            Handle::Postgres(tx) => query::optional(&mut **tx, sql, values).await,
        };
        self.note(outcome)
    }

    /// The first row of the answer, or [`StoreError::NotFound`].
    pub async fn fetch_one<T: FromRow>(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<T, StoreError> {
        self.fetch_optional(sql, values).await?.ok_or(StoreError::NotFound)
    }

    /// Runs a statement; the number of rows it changed.
    pub async fn execute(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.usable()?;
        let outcome = match &mut self.handle {
            Handle::Sqlite(tx) => query::execute(&mut **tx, sql, values).await,
            Handle::Postgres(tx) => query::execute(&mut **tx, sql, values).await,
        };
        self.note(outcome)
    }

    /// Runs an INSERT that ends with `returning id`; the new row's id.
    pub async fn insert_returning_id(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<i64, StoreError> {
        self.fetch_one(sql, values).await
    }

    /// Waits until no other transaction holds the lock of this noun and number,
    /// and holds it until this one ends. Two deciders of one request take
    /// `lock("share_request", id)` before they read it; the second then sees
    /// what the first decided. SQLite has one writer, so there it is free.
    pub async fn lock(&mut self, noun: &str, number: i64) -> Result<(), StoreError> {
        if self.engine() == Engine::Sqlite {
            return self.usable();
        }
        let digest = Sha256::new().chain_update(noun).chain_update(number.to_be_bytes()).finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&digest[..8]);
        self.execute(store::LOCK, values![i64::from_be_bytes(key)]).await.map(drop)
    }

    /// Adds a further event to this transaction, before the one that commits it.
    pub fn record(&mut self, event: &impl Evidence) {
        if let Ok(recorded) = &mut self.recorded {
            match self.event_ids.next() {
                Ok(id) => {
                    recorded.push(Recorded { id, at: event.at(), payload: event.encode(&id) });
                }
                Err(error) => self.recorded = Err(error),
            }
        }
    }

    /// Makes the changes and their events durable together. This is the only
    /// commit a domain has. The ids stand in the order the events were recorded;
    /// `event`'s own is the last.
    pub async fn commit(mut self, event: &impl Evidence) -> Result<Vec<EventId>, StoreError> {
        self.usable()?;
        self.record(event);
        let recorded = std::mem::replace(&mut self.recorded, Ok(Vec::new()))?;
        let mut ids = Vec::with_capacity(recorded.len());
        for Recorded { id, at, payload } in recorded {
            self.execute(store::INSERT_OUTBOX, values![id.to_string(), at, payload]).await?;
            ids.push(id);
        }
        let outbox_grew = Arc::clone(&self.outbox_grew);
        self.finish().await?;
        outbox_grew.notify_one();
        Ok(ids)
    }

    /// Commits upkeep that changes nothing anyone is answerable for, and so has
    /// no event: the ledger's sequencer moving outbox rows into the ledger, a
    /// job's lease and progress, a session's last-seen time, a throttle's
    /// counters. Nothing else may use it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Aborted`] also when an event was recorded: that wants [`Tx::commit`].
    pub async fn commit_maintenance(self) -> Result<(), StoreError> {
        self.usable()?;
        if !matches!(&self.recorded, Ok(recorded) if recorded.is_empty()) {
            return Err(StoreError::Aborted);
        }
        self.finish().await
    }

    async fn finish(self) -> Result<(), StoreError> {
        match self.handle {
            Handle::Sqlite(tx) => tx.commit().await?,
            Handle::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    fn usable(&self) -> Result<(), StoreError> {
        if self.failed { Err(StoreError::Aborted) } else { Ok(()) }
    }

    /// Remembers a failure of the database. A column its reader doesn't
    /// understand is no such failure.
    fn note<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &outcome {
            self.failed = !matches!(error, StoreError::Column { .. });
        }
        outcome
    }
}
