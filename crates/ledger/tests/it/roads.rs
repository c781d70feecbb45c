//! The two roads into the tree, and finding what went down them.

use zt_kernel::AgencyId;
use zt_ledger::{Filter, LedgerError, Object, ReadError, verify_folder};
use zt_store::values;
use zt_testkit::migrated;

use crate::{INSERT_NOTE, event, migrations, open};

#[tokio::test]
async fn a_reading_and_a_change_both_come_to_stand_in_the_tree() {
    for database in migrated(&migrations()).await {
        let ledger = open(database.folder(), &database.db);
        let read = ledger.append(&event("test.read", 1, Object::new("entry", 1))).await.unwrap();
        let mut tx = database.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT_NOTE, values!["a"]).await.unwrap();
        tx.record(&event("test.changed", 2, Object::new("entry", 2)));
        let changed = tx.commit(&event("test.changed", 2, Object::new("entry", 1))).await.unwrap();

        let first = ledger.settle(&read.id).await.unwrap();
        assert!(read.index.is_none_or(|index| index == first));
        let (second, third) =
            (ledger.settle(&changed[0]).await.unwrap(), ledger.settle(&changed[1]).await.unwrap());
        assert_eq!(third, second + 1, "events of one transaction stand together");
        assert_eq!(ledger.position(&changed[1]).await.unwrap(), Some(third));

        let proved = ledger.prove(third).await.unwrap();
        assert_eq!(proved.entry.event.action, "test.changed");
        zt_merkle::verify_inclusion(
            proved.leaf_hash,
            third,
            proved.size,
            &proved.proof,
            proved.root,
        )
        .unwrap();
        assert!(matches!(ledger.prove(99).await, Err(LedgerError::Read(ReadError::NoEntry(99)))));

        ledger.close().await;
        let walked = verify_folder(database.folder(), Some(ledger.verifier())).unwrap();
        assert_eq!((walked.size, walked.waiting), (3, 0));

        // What is appended after closing waits for the next start.
        let late = ledger.append(&event("test.read", 1, Object::new("entry", 1))).await.unwrap();
        assert_eq!(late.index, None);
        drop(ledger);
        let ledger = open(database.folder(), &database.db);
        assert_eq!(ledger.settle(&late.id).await.unwrap(), 3);
        ledger.close().await;
    }
}

#[tokio::test]
async fn events_are_found_by_object_agency_action_time_and_page() {
    for database in migrated(&migrations()).await {
        let ledger = open(database.folder(), &database.db);
        for number in 0..5 {
            let about = event("test.read", number % 2, Object::new("entry", number))
                .also(Object::new("grant", 9));
            let receipt = ledger.append(&about).await.unwrap();
            ledger.settle(&receipt.id).await.unwrap();
        }
        let other = ledger.append(&event("other.seen", 1, Object::new("entry", 3))).await.unwrap();
        ledger.settle(&other.id).await.unwrap();

        let find = async |filter: Filter| -> Vec<u64> {
            ledger.recent(&filter).await.unwrap().into_iter().map(|entry| entry.index).collect()
        };
        assert_eq!(find(Filter::default()).await, [5, 4, 3, 2, 1, 0]);
        let object = |kind, id: i64| Some(Object::new(kind, id));
        assert_eq!(find(Filter { object: object("entry", 3), ..Filter::default() }).await, [5, 3]);
        assert_eq!(
            find(Filter { object: object("grant", 9), limit: 2, ..Filter::default() }).await,
            [4, 3]
        );
        let next = Filter {
            object: object("grant", 9),
            before_index: Some(3),
            agency: Some(AgencyId(0)),
            ..Filter::default()
        };
        assert_eq!(find(next).await, [2, 0]);
        let action = Filter { action_prefix: Some("other.".to_owned()), ..Filter::default() };
        assert_eq!(find(action).await, [5]);
        let from = Filter { from: Some(zt_testkit::NOW), ..Filter::default() };
        assert_eq!(find(from).await.len(), 6);
        let until = Filter { until: Some(zt_testkit::NOW), ..Filter::default() };
        assert_eq!(find(until).await, [0; 0]);
        let wild = Filter { action_prefix: Some("%".to_owned()), ..Filter::default() };
        assert_eq!(find(wild).await, [0; 0], "a prefix is no pattern");
        ledger.close().await;
    }
}

/// PostgreSQL has no NUL in texts, and an address may bring one.
#[tokio::test]
async fn an_object_with_a_nul_in_its_id_does_not_stop_the_index() {
    for database in migrated(&migrations()).await {
        let ledger = open(database.folder(), &database.db);
        let odd = event("test.denied", 1, Object::new("entry", "a\0b\"'\\ 名"));
        let odd = ledger.append(&odd).await.unwrap();
        let index = ledger.settle(&odd.id).await.unwrap();
        assert_eq!(ledger.prove(index).await.unwrap().entry.event.object.id(), "a\0b\"'\\ 名");
        ledger.close().await;
    }
}

#[tokio::test]
async fn many_callers_at_once_each_get_their_own_place() {
    let database = zt_testkit::sqlite().await;
    database.db.migrate(&migrations()).await.unwrap();
    let ledger = open(database.folder(), &database.db);
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..20 {
        let ledger = ledger.clone();
        callers.spawn(async move {
            let mut ids = Vec::new();
            for number in 0..30 {
                let about = event("test.read", caller, Object::new("entry", number));
                ids.push(ledger.append(&about).await.unwrap().id);
            }
            ids
        });
    }
    let ids = callers.join_all().await.concat();
    let mut indices = Vec::new();
    for id in &ids {
        indices.push(ledger.settle(id).await.unwrap());
    }
    indices.sort_unstable();
    assert!(indices.into_iter().eq(0..600));
    ledger.close().await;
}

/// An event that is no audit event of ours, and longer than an entry can be.
struct Endless;

impl zt_ledger::Evidence for Endless {
    fn at(&self) -> jiff::Timestamp {
        zt_testkit::NOW
    }

    fn encode(&self, _: &zt_ledger::EventId) -> Vec<u8> {
        vec![b'x'; 65_536]
    }
}

#[tokio::test]
async fn an_event_no_entry_can_hold_is_refused_and_harms_no_other() {
    let database = zt_testkit::sqlite().await;
    database.db.migrate(&migrations()).await.unwrap();
    let ledger = open(database.folder(), &database.db);
    assert_eq!(ledger.append(&Endless).await.unwrap_err(), zt_ledger::Refused::TooLong);
    let about = event("test.read", 1, Object::new("entry", "x".repeat(100_000)));
    let receipt = ledger.append(&about).await.unwrap();
    ledger.settle(&receipt.id).await.unwrap();
    ledger.close().await;
    assert_eq!(zt_ledger::verify_folder(database.folder(), None).unwrap().size, 1);
}
