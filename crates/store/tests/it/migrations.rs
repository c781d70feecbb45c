//! Migrations run once, in order, whoever starts first.

use zt_store::{Migrations, StoreError, values};

use super::NOTES;

#[tokio::test]
async fn migrating_again_changes_nothing() {
    for test in zt_testkit::databases().await {
        test.db.migrate(&[NOTES]).await.unwrap();
        test.db.migrate(&[NOTES]).await.unwrap();
        let steps: i64 =
            test.db.fetch_one("select count(*) from migration", values![]).await.unwrap();
        assert_eq!(steps, 2, "the store's own step and the notes'");
    }
}

#[tokio::test]
async fn processes_that_start_at_once_take_turns() {
    for test in zt_testkit::databases().await {
        let others = [test.reopen().await, test.reopen().await, test.reopen().await];
        let [a, b, c] = &others;
        let sets = [NOTES];
        let (first, second, third, fourth) = tokio::join!(
            test.db.migrate(&sets),
            a.migrate(&sets),
            b.migrate(&sets),
            c.migrate(&sets),
        );
        for outcome in [first, second, third, fourth] {
            outcome.unwrap();
        }
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_of_its_set() {
    const BROKEN: Migrations = Migrations {
        name: "broken",
        steps: &["create table half (id {ID})", "create table half (id {ID})"],
    };
    for test in zt_testkit::databases().await {
        test.db.migrate(&[BROKEN]).await.unwrap_err();
        let missing = test.db.fetch_all::<i64>("select count(*) from half", values![]).await;
        assert!(matches!(missing, Err(StoreError::Database(_))));
    }
}

#[tokio::test]
async fn an_older_program_refuses_a_newer_database() {
    const NEWER: Migrations =
        Migrations { name: "notes", steps: &[NOTES.steps[0], "create table tag (id {ID})"] };
    for test in zt_testkit::databases().await {
        test.db.migrate(&[NEWER]).await.unwrap();
        let refused = test.db.migrate(&[NOTES]).await.unwrap_err();
        assert!(matches!(refused, StoreError::MigrationUnknown { set } if set == "notes"));
    }
}
