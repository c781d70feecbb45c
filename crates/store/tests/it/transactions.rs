//! Transactions commit with their evidence, or not at all.

use std::time::Duration;

use zt_store::{Db, Outbox, StoreError, values};
use zt_testkit::TestEvent;

use super::NOTES;

const INSERT: &str = "insert into note (body) values ($1) returning id";
const COUNT: &str = "select count(*) from note";

async fn count(db: &Db) -> i64 {
    db.fetch_one(COUNT, values![]).await.unwrap()
}

#[tokio::test]
async fn a_commit_leaves_the_change_and_its_events_in_order() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        tx.record(&TestEvent("first"));
        let ids = tx.commit(&TestEvent("last")).await.unwrap();

        assert_eq!(count(&test.db).await, 1);
        let waiting = Outbox::read(&test.db, 10).await.unwrap();
        assert_eq!(waiting.iter().map(|event| event.id).collect::<Vec<_>>(), ids);
        assert_eq!(waiting[0].payload, format!("{} first", ids[0]).into_bytes());
        assert_eq!(waiting[1].payload, format!("{} last", ids[1]).into_bytes());
    }
}

#[tokio::test]
async fn a_dropped_transaction_leaves_neither_change_nor_event() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        tx.record(&TestEvent("first"));
        drop(tx);

        // The next writer gets in, and finds nothing.
        test.db.begin().await.unwrap().commit_maintenance().await.unwrap();
        assert_eq!(count(&test.db).await, 0);
        assert_eq!(Outbox::read(&test.db, 10).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_change_cannot_slip_past_a_transaction() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let slipped = test.db.fetch_all::<i64>(INSERT, values!["one"]).await;
        assert!(slipped.is_err(), "{:?}", test.db.engine());
        assert_eq!(count(&test.db).await, 0);
    }
}

#[tokio::test]
async fn a_recorded_event_cannot_be_lost_to_a_maintenance_commit() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        tx.record(&TestEvent("first"));
        assert!(matches!(tx.commit_maintenance().await, Err(StoreError::Aborted)));
        assert_eq!(count(&test.db).await, 0);
    }
}

#[tokio::test]
async fn a_clash_is_a_conflict_and_gives_the_transaction_up() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        let clash = tx.insert_returning_id(INSERT, values!["one"]).await.unwrap_err();
        assert!(matches!(clash, StoreError::Conflict), "{clash:?}");
        let after = tx.insert_returning_id(INSERT, values!["two"]).await.unwrap_err();
        assert!(matches!(after, StoreError::Aborted));
        assert!(matches!(tx.commit(&TestEvent("never")).await, Err(StoreError::Aborted)));
        assert_eq!(count(&test.db).await, 0);
    }
}

#[tokio::test]
async fn an_error_shows_no_sql() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let error =
            test.db.fetch_all::<i64>("select secret from nowhere", values![]).await.unwrap_err();
        assert_eq!(error.to_string(), "the database refused a statement");
    }
}

#[tokio::test]
async fn a_second_decider_waits_for_the_lock_and_sees_the_first_ones_decision() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let other = test.reopen().await;
        let mut first = test.db.begin().await.unwrap();
        first.lock("note", 1).await.unwrap();
        let second = tokio::spawn(async move {
            let mut tx = other.begin().await.unwrap();
            tx.lock("note", 1).await.unwrap();
            tx.fetch_one::<i64>(COUNT, values![]).await.unwrap()
        });
        // Long enough for the second to reach the lock if nothing held it there.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!second.is_finished());
        first.insert_returning_id(INSERT, values!["decided"]).await.unwrap();
        first.commit(&TestEvent("decided")).await.unwrap();
        assert_eq!(second.await.unwrap(), 1);
    }
}

#[tokio::test]
async fn many_writers_at_once_all_get_their_turn() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let writers: Vec<_> = (0..40)
            .map(|n| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    let mut tx = db.begin().await.unwrap();
                    tx.insert_returning_id(INSERT, values![n.to_string()]).await.unwrap();
                    tx.commit(&TestEvent("written")).await.unwrap();
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(count(&test.db).await, 40);
        assert_eq!(Outbox::read(&test.db, 100).await.unwrap().len(), 40);
    }
}

#[tokio::test]
async fn readers_go_on_while_a_transaction_is_open() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        assert_eq!(count(&test.db).await, 0);
        tx.commit(&TestEvent("written")).await.unwrap();
        assert_eq!(count(&test.db).await, 1);
    }
}

#[tokio::test]
async fn an_id_once_used_never_comes_back() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        let first = tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        tx.execute("delete from note where id = $1", values![first]).await.unwrap();
        let second = tx.insert_returning_id(INSERT, values!["two"]).await.unwrap();
        assert!(second > first);
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_changes_nothing() {
    let test = zt_testkit::sqlite().await;
    test.db.migrate(&[NOTES]).await.unwrap();
    let mut tx = test.db.begin().await.unwrap();
    // SQLite's own limit answers as a full disk does.
    tx.fetch_one::<i64>("pragma max_page_count = 1", values![]).await.unwrap();
    let big = "a".repeat(1 << 20);
    let refused = tx.insert_returning_id(INSERT, values![big]).await.unwrap_err();
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    drop(tx);
    assert_eq!(count(&test.db).await, 0);
}

#[tokio::test]
async fn a_commit_survives_the_closing_of_the_database() {
    for test in zt_testkit::migrated(&[NOTES]).await {
        let mut tx = test.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT, values!["one"]).await.unwrap();
        tx.commit(&TestEvent("written")).await.unwrap();
        test.db.close().await;
        assert_eq!(count(&test.reopen().await).await, 1);
    }
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for url in ["mysql://localhost/a", "a.db", ""] {
        assert!(matches!(Db::open(url).await, Err(StoreError::Address)), "{url}");
    }
}
