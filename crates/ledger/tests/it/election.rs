//! Several processes with one database and one folder. Two handles stand for
//! two processes here: they share nothing but files and database.

use std::time::Duration;

use zt_ledger::{Ledger, LedgerConfig, Object, verify_folder};
use zt_store::{Engine, Outbox, values};
use zt_testkit::migrated;

use crate::{INSERT_NOTE, event, migrations, open};

#[tokio::test]
async fn one_process_orders_what_both_record_and_the_other_takes_over() {
    for database in migrated(&migrations()).await {
        let (first, second) = (
            open(database.folder(), &database.db),
            open(database.folder(), &database.reopen().await),
        );
        let mut ids = Vec::new();
        for number in 0..10 {
            for ledger in [&first, &second] {
                let about = event("test.read", number, Object::new("entry", number));
                ids.push(ledger.append(&about).await.unwrap().id);
            }
        }
        for id in &ids {
            let index = first.settle(id).await.unwrap();
            assert_eq!(second.settle(id).await.unwrap(), index);
        }
        // Whoever led, the other goes on alone.
        first.close().await;
        drop(first);
        let mut tx = database.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT_NOTE, values!["b"]).await.unwrap();
        let changed = tx.commit(&event("test.changed", 1, Object::new("entry", 1))).await.unwrap();
        assert_eq!(second.settle(&changed[0]).await.unwrap(), 20);
        let late = second.append(&event("test.read", 1, Object::new("entry", 1))).await.unwrap();
        assert_eq!(late.index, Some(21), "who leads answers with the index");
        second.settle(&late.id).await.unwrap();
        second.close().await;
        let walked = verify_folder(database.folder(), None).unwrap();
        assert_eq!((walked.size, walked.waiting), (22, 0));
        assert_eq!(Outbox::backlog(&database.db).await.unwrap().waiting, 0);
        let segments = std::fs::read_dir(database.folder().join("ledger/segments")).unwrap();
        let left: Vec<_> = segments
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".journal"))
            .collect();
        assert!(left.len() <= 2, "merged segments are cleared away: {left:?}");
    }
}

#[tokio::test]
async fn a_ledger_that_comes_back_goes_on_where_it_stopped() {
    let database = zt_testkit::sqlite().await;
    database.db.migrate(&migrations()).await.unwrap();
    let mut before = None;
    for round in 0..4 {
        let ledger = open(database.folder(), &database.db);
        let about = event("test.read", 1, Object::new("round", round));
        let receipt = ledger.append(&about).await.unwrap();
        assert_eq!(ledger.settle(&receipt.id).await.unwrap(), round);
        let checkpoint = ledger.checkpoint().await.unwrap().unwrap();
        assert_eq!(checkpoint.size, round + 1);
        assert!(before.is_none_or(|before| before != checkpoint.root));
        before = Some(checkpoint.root);
        ledger.close().await;
    }
}

#[tokio::test]
async fn an_index_that_knows_more_than_the_folder_stops_the_ledger() {
    let database = zt_testkit::sqlite().await;
    database.db.migrate(&migrations()).await.unwrap();
    let ledger = open(database.folder(), &database.db);
    let read = ledger.append(&event("test.read", 1, Object::new("entry", 1))).await.unwrap();
    ledger.settle(&read.id).await.unwrap();
    ledger.close().await;
    drop(ledger);
    // A folder restored from before the database's backup.
    std::fs::remove_dir_all(database.folder().join("ledger")).unwrap();
    let ledger = open(database.folder(), &database.db);
    for _ in 0..200 {
        if ledger.health().is_err() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let reason = ledger.health().unwrap_err();
    assert!(reason.contains("indexed 1 entries and the ledger holds 0"), "{reason}");
    let refused = ledger.append(&event("test.read", 1, Object::new("entry", 1))).await;
    assert_eq!(refused.unwrap_err(), zt_ledger::Refused::Stopped);
}

/// The platform's threads and connections are busy for longer than the lease: a
/// long import, a thousand visitors. Renewals have a thread and a connection of
/// their own, and on one machine none are needed.
#[tokio::test]
async fn a_reign_outlasts_work_that_keeps_every_thread_and_connection_busy() {
    for database in migrated(&migrations()).await {
        let mut config = LedgerConfig::in_data_folder(database.folder(), "test.example/ledger");
        config.lease_time = Duration::from_secs(2);
        let ledger = Ledger::open(config, database.db.clone()).unwrap();
        let before = ledger.append(&event("test.read", 1, Object::new("entry", 1))).await.unwrap();
        ledger.settle(&before.id).await.unwrap();
        let mut busy = Vec::new();
        for _ in 0..if database.db.engine() == Engine::Sqlite { 1 } else { 8 } {
            busy.push(database.db.begin().await.unwrap());
        }
        // This test has one thread, and here it is held.
        std::thread::sleep(Duration::from_secs(3));
        let after = ledger.append(&event("test.read", 1, Object::new("entry", 1))).await.unwrap();
        assert_eq!(after.index, Some(1), "it still leads: who does answers with the index");
        drop(busy);
        ledger.settle(&after.id).await.unwrap();
        ledger.close().await;
    }
}
