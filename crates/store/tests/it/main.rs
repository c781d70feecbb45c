//! The store's tests on real databases: every one runs on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should panic")]

mod jobs;
mod leases;
mod migrations;
mod outbox;
mod transactions;
mod values;

use zt_store::Migrations;

/// A table for tests to write to.
const NOTES: Migrations = Migrations {
    name: "notes",
    steps: &["create table note (id {ID}, body text not null unique, data {BYTES})"],
};

#[tokio::test]
async fn both_engines_accept_every_statement() {
    zt_testkit::statements_prepare(&[], zt_store::statements()).await;
}
