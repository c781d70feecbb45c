//! A fresh database of each engine for a test.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;
use zt_store::{Db, EventIds, Migrations, Options};

use crate::{Cluster, cluster::ClusterError};

/// A database that is gone when the test is over.
#[derive(Debug)]
pub struct TestDb {
    /// The database, open.
    pub db: Db,
    /// Its address, for a second handle or another process.
    pub url: String,
    folder: TempDir,
    /// The cluster's address and the database's name there, to drop it by.
    dropped_by: Option<(String, String)>,
}

impl TestDb {
    /// A folder of this test's own, removed with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A second handle, as another `serve` process would have.
    pub async fn reopen(&self) -> Db {
        open(&self.url).await
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((server, name)) = self.dropped_by.take() else { return };
        // Its own thread, because a destructor may run inside a runtime.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                // A database left behind costs a few megabytes until the cluster goes.
                let sql = format!("drop database if exists {name} with (force)");
                let _ = runtime.block_on(administer(&server, sql));
            }
        });
        let _ = dropping.join();
    }
}

/// An empty SQLite file and, where PostgreSQL is installed, an empty PostgreSQL
/// database. Run the same test on each.
///
/// The PostgreSQL server is the one at `ZT_TEST_POSTGRES_URL`, which the test
/// driver starts once for all test processes; without it this process starts
/// its own.
///
/// # Panics
///
/// When PostgreSQL can't be had though `ZT_REQUIRE_POSTGRES=1` demands it.
pub async fn databases() -> Vec<TestDb> {
    let mut databases = vec![sqlite().await];
    match server() {
        Ok(server) => databases.push(postgres(server).await),
        Err(error) => {
            let required = std::env::var("ZT_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
            assert!(!required, "{error}");
            eprintln!("testing on SQLite alone: {error}");
        }
    }
    databases
}

/// [`databases`] on which `sets` have been migrated.
pub async fn migrated(sets: &[Migrations]) -> Vec<TestDb> {
    let databases = databases().await;
    for database in &databases {
        database.db.migrate(sets).await.expect("the migrations run");
    }
    databases
}

/// An empty SQLite database alone, for what does not touch SQL.
pub async fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}/test.db", folder.path().display());
    TestDb { db: open(&url).await, url, folder, dropped_by: None }
}

/// Asserts that both engines accept every statement once `sets` have run.
pub async fn statements_prepare(
    sets: &[Migrations],
    statements: Vec<(&'static str, &'static str)>,
) {
    assert!(!statements.is_empty(), "there are statements to prepare");
    for database in migrated(sets).await {
        for (name, sql) in &statements {
            if let Err(error) = database.db.prepare(sql).await {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                let engine = database.db.engine();
                panic!("{engine:?} refuses {name}: {}", cause.unwrap_or(error.to_string()));
            }
        }
    }
}

async fn postgres(server: &str) -> TestDb {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let server_url = at_database(server, "postgres");
    administer(&server_url, format!("create database {name}")).await.expect("a fresh database");
    let url = at_database(server, &name);
    TestDb {
        db: open(&url).await,
        url,
        folder: tempfile::tempdir().expect("a temporary folder"),
        dropped_by: Some((server_url, name)),
    }
}

async fn open(url: &str) -> Db {
    let options = Options { event_ids: EventIds::random(), readers: 4, durable: false };
    Db::open_with(url, options).await.expect("the database opens")
}

/// The address of the server this process's tests use.
fn server() -> Result<&'static str, &'static ClusterError> {
    static SERVER: OnceLock<Result<(String, Option<Cluster>), ClusterError>> = OnceLock::new();
    let server = SERVER.get_or_init(|| match std::env::var("ZT_TEST_POSTGRES_URL") {
        Ok(url) => Ok((url, None)),
        Err(_) => Cluster::start().map(|cluster| (cluster.url("postgres"), Some(cluster))),
    });
    server.as_ref().map(|(url, _)| url.as_str())
}

async fn administer(server: &str, sql: String) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await
}

/// The address of another database on the same server.
fn at_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(b, q)| (b, Some(q)));
    let authority_end = base.find("://").map_or(0, |at| at + 3);
    let base = match base[authority_end..].find('/') {
        Some(slash) => &base[..authority_end + slash],
        None => base,
    };
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_of_a_server_keeps_the_rest_of_its_address() {
        for (server, expected) in [
            ("postgres://u@h:5432/a", "postgres://u@h:5432/b"),
            ("postgres://u@h/a?host=/tmp/x", "postgres://u@h/b?host=/tmp/x"),
            ("postgres://u@h", "postgres://u@h/b"),
        ] {
            assert_eq!(at_database(server, "b"), expected);
        }
    }
}
