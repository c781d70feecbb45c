//! Opening the two engines with the settings the platform relies on.

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions as _, PgPool, SqlitePool,
    pool::PoolOptions,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Options, StoreError};

/// How long a statement waits for a lock, or a caller for a connection, before
/// it is told [`StoreError::Busy`]. Longer than any honest transaction here
/// (imports write in batches of milliseconds), shorter than a visitor's patience.
const PATIENCE: Duration = Duration::from_secs(15);

/// Prepared statements kept per connection: more than the platform has, so none
/// is ever prepared twice.
const STATEMENT_CACHE: usize = 1024;

/// Connections that change rows, on PostgreSQL. SQLite has exactly one writer.
const POSTGRES_WRITERS: u32 = 8;

pub(crate) struct Pools<D: sqlx::Database> {
    /// Connections the database itself refuses to write through.
    pub readers: sqlx::Pool<D>,
    /// Connections for transactions.
    pub writers: sqlx::Pool<D>,
}

// Derived `Clone` would ask it of the driver's marker type as well.
impl<D: sqlx::Database> Clone for Pools<D> {
    fn clone(&self) -> Self {
        Self { readers: self.readers.clone(), writers: self.writers.clone() }
    }
}

impl<D: sqlx::Database> Pools<D> {
    /// See [`crate::Db::apart`].
    pub(crate) fn apart(&self) -> Self {
        let one = |pool: &sqlx::Pool<D>| {
            PoolOptions::new()
                .max_connections(1)
                .acquire_timeout(PATIENCE)
                .connect_lazy_with((*pool.connect_options()).clone())
        };
        Self { readers: one(&self.readers), writers: one(&self.writers) }
    }
}

/// Opens a SQLite file, creating it if need be.
///
/// WAL lets readers go on beside the one writer; `synchronous=FULL` syncs the
/// log at each commit, so a committed change survives a loss of power.
pub(crate) async fn sqlite(
    file: &Path,
    options: &Options,
) -> Result<Pools<sqlx::Sqlite>, StoreError> {
    let synchronous =
        if options.durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off };
    let common = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(STATEMENT_CACHE)
        .disable_statement_logging();
    let writers = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(common.clone())
        .await?;
    let readers: SqlitePool = SqlitePoolOptions::new()
        .max_connections(options.readers)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(common.pragma("query_only", "on"));
    Ok(Pools { readers, writers })
}

/// Connects to PostgreSQL.
pub(crate) async fn postgres(
    url: &str,
    options: &Options,
) -> Result<Pools<sqlx::Postgres>, StoreError> {
    let common = url
        .parse::<PgConnectOptions>()
        .map_err(|_| StoreError::Address)?
        .application_name("zhengtong")
        .statement_cache_capacity(STATEMENT_CACHE)
        .options([("lock_timeout", format!("{}ms", PATIENCE.as_millis()))])
        .disable_statement_logging();
    let writers: PgPool = PgPoolOptions::new()
        .max_connections(POSTGRES_WRITERS)
        .acquire_timeout(PATIENCE)
        .connect_with(common.clone())
        .await?;
    let readers = PgPoolOptions::new()
        .max_connections(options.readers)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(common.options([("default_transaction_read_only", "on")]));
    Ok(Pools { readers, writers })
}
