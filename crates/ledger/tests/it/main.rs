//! The ledger as the platform holds it: on both databases, with several
//! processes, and with processes that die.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should panic")]

mod bundles;
mod crash;
mod election;
mod listing;
mod oracle;
mod roads;

use std::{path::Path, time::Duration};

use zt_kernel::{AccountId, Actor, AgencyId, Role};
use zt_ledger::{AuditEvent, Ledger, LedgerConfig, Object};
use zt_store::{Db, Migrations};

/// A table whose rows tell which changes were committed.
const NOTES: Migrations =
    Migrations { name: "notes", steps: &["create table note (id {ID}, body text not null)"] };

const INSERT_NOTE: &str = "insert into note (body) values ($1) returning id";

fn migrations() -> [Migrations; 2] {
    [zt_ledger::MIGRATIONS, NOTES]
}

fn open(data: &Path, db: &Db) -> Ledger {
    let mut config = LedgerConfig::in_data_folder(data, "test.example/ledger");
    config.checkpoint_every = Duration::from_millis(20);
    Ledger::open(config, db.clone()).unwrap()
}

fn officer(agency: i64) -> Actor {
    Actor::Account { id: AccountId(7), agency: AgencyId(agency), roles: vec![Role::Officer] }
}

fn event(action: &'static str, agency: i64, object: Object) -> AuditEvent {
    AuditEvent::new(zt_testkit::NOW, &officer(agency), action, object)
}

#[tokio::test]
async fn both_engines_accept_every_statement() {
    zt_testkit::statements_prepare(&migrations(), zt_ledger::statements()).await;
}
