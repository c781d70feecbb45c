//! The database handle: reading, and beginning to write.

use std::{path::Path, sync::Arc};

use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};
use tokio::sync::Notify;

use crate::{
    EventIds, FromRow, Migrations, StoreError, Tx, Value,
    connect::{self, Pools},
    migrate, query,
};

/// Which database is behind the handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file in the data folder: the default.
    Sqlite,
    /// PostgreSQL 15 or later, or what speaks its protocol.
    Postgres,
}

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where event ids come from.
    pub event_ids: EventIds,
    /// Connections for reading. Each holds a page cache, so more is not better.
    pub readers: u32,
    /// Whether a commit waits for the disk. Only tests that don't ask about
    /// durability turn it off; PostgreSQL decides it for itself.
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { event_ids: EventIds::random(), readers: 8, durable: true }
    }
}

/// A database. Cloning shares the connections.
#[derive(Clone)]
pub struct Db {
    pools: Engines,
    event_ids: EventIds,
    outbox_grew: Arc<Notify>,
}

#[derive(Clone)]
enum Engines {
    Sqlite(Pools<sqlx::Sqlite>),
    Postgres(Pools<sqlx::Postgres>),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.engine()) // The address may carry a password.
    }
}

impl Db {
    /// Opens `sqlite:///path/file.db` or `postgres://user@host/database`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Address`] for any other address, and whatever the engine
    /// says when it can't be reached.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, Options::default()).await
    }

    /// Opens a database with options of one's own.
    pub async fn open_with(url: &str, options: Options) -> Result<Self, StoreError> {
        let pools = if let Some(path) = url.strip_prefix("sqlite://") {
            Engines::Sqlite(connect::sqlite(Path::new(path), &options).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Engines::Postgres(connect::postgres(url, &options).await?)
        } else {
            return Err(StoreError::Address);
        };
        Ok(Self { pools, event_ids: options.event_ids, outbox_grew: Arc::default() })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Engines::Sqlite(_) => Engine::Sqlite,
            Engines::Postgres(_) => Engine::Postgres,
        }
    }

    /// The same database over connections of its own, one for reading and one for
    /// transactions, opened when first used. For what must not wait behind other
    /// work of the process, such as a lease's renewal: it may run in a runtime of
    /// its own, since no connection is shared. Call it inside that runtime.
    #[must_use]
    pub fn apart(&self) -> Self {
        let pools = match &self.pools {
            Engines::Sqlite(pools) => Engines::Sqlite(pools.apart()),
            Engines::Postgres(pools) => Engines::Postgres(pools.apart()),
        };
        Self { pools, ..self.clone() }
    }

    /// Runs every step the database has not run yet, this crate's own first.
    ///
    /// All steps run in one transaction that other processes wait for, so
    /// several may start at once and a crash leaves nothing half done.
    pub async fn migrate(&self, sets: &[Migrations]) -> Result<(), StoreError> {
        let sets: Vec<&Migrations> = std::iter::once(&migrate::MIGRATIONS).chain(sets).collect();
        match &self.pools {
            Engines::Sqlite(pools) => {
                migrate::sqlite(pools.writers.begin_with("begin immediate").await?, &sets).await
            }
            Engines::Postgres(pools) => {
                migrate::postgres(pools.writers.begin().await?, &sets).await
            }
        }
    }

    /// Every row of the answer. For answers without a bound, page or use [`Db::fetch_each`].
    pub async fn fetch_all<T: FromRow>(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.fetch_each(sql, values, |row| rows.push(row)).await?;
        Ok(rows)
    }

    /// Hands each row of the answer to `receive` as it arrives, without holding
    /// them all.
    pub async fn fetch_each<T: FromRow>(
        &self,
        sql: &'static str,
        values: Vec<Value>,
        receive: impl FnMut(T),
    ) -> Result<(), StoreError> {
        match &self.pools {
            Engines::Sqlite(pools) => query::each(&pools.readers, sql, values, receive).await,
            Engines::Postgres(pools) => query::each(&pools.readers, sql, values, receive).await,
        }
    }

    /// The first row of the answer, if there is one.
    pub async fn fetch_optional<T: FromRow>(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        match &self.pools {
            Engines::Sqlite(pools) => query::optional(&pools.readers, sql, values).await,
            Engines::Postgres(pools) => query::optional(&pools.readers, sql, values).await,
        }
    }

    /// The first row of the answer.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when there is none.
    pub async fn fetch_one<T: FromRow>(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<T, StoreError> {
        self.fetch_optional(sql, values).await?.ok_or(StoreError::NotFound)
    }

    /// Begins a transaction.
    ///
    /// On SQLite it takes the one writer, across processes; keep it short and
    /// do slow work before it. On PostgreSQL it runs at READ COMMITTED: either
    /// let the UPDATE itself test the state it leaves (`… where state = $2` and
    /// one row changed), or take [`Tx::lock`] before reading what you decide on.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let handle = match &self.pools {
            Engines::Sqlite(pools) => pools.writers.begin_with("begin immediate").await?.into(),
            Engines::Postgres(pools) => pools.writers.begin().await?.into(),
        };
        Ok(Tx::new(handle, self.event_ids.clone(), Arc::clone(&self.outbox_grew)))
    }

    /// Completes once a commit of this process put events into the outbox. Each
    /// commit wakes one waiter, or the next to come.
    pub async fn outbox_grew(&self) {
        self.outbox_grew.notified().await;
    }

    /// Lets the engine parse a statement without running it. For the tests that
    /// hold every statement against both engines.
    pub async fn prepare(&self, sql: &str) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        match &self.pools {
            Engines::Sqlite(pools) => pools.readers.prepare(sql).await.map(drop)?,
            Engines::Postgres(pools) => pools.readers.prepare(sql).await.map(drop)?,
        }
        Ok(())
    }

    /// Closes every connection, waiting for transactions under way.
    pub async fn close(&self) {
        match &self.pools {
            Engines::Sqlite(pools) => {
                pools.readers.close().await;
                pools.writers.close().await;
            }
            Engines::Postgres(pools) => {
                pools.readers.close().await;
                pools.writers.close().await;
            }
        }
    }
}
