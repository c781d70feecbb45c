//! The sequencer's side of the outbox.

use std::time::Duration;

use zt_store::{Outbox, values};
use zt_testkit::{NOW, TestEvent};

#[tokio::test]
async fn a_batch_is_read_in_order_and_deleted_by_id() {
    for test in zt_testkit::migrated(&[]).await {
        for name in ["a", "b", "c"] {
            test.db.begin().await.unwrap().commit(&TestEvent(name)).await.unwrap();
        }
        let batch = Outbox::read(&test.db, 2).await.unwrap();
        let ids: Vec<_> = batch.iter().map(|event| event.id).collect();
        assert_eq!(batch[0].payload, format!("{} a", ids[0]).into_bytes());

        let mut tx = test.db.begin().await.unwrap();
        assert_eq!(Outbox::delete(&mut tx, &ids).await.unwrap(), 2);
        assert_eq!(Outbox::delete(&mut tx, &ids).await.unwrap(), 0, "again does no harm");
        tx.commit_maintenance().await.unwrap();

        let rest = Outbox::read(&test.db, 10).await.unwrap();
        assert_eq!(rest.len(), 1);
        assert!(rest[0].payload.ends_with(b" c"));
        let backlog = Outbox::backlog(&test.db).await.unwrap();
        assert_eq!((backlog.waiting, backlog.oldest_at), (1, Some(NOW)));
    }
}

#[tokio::test]
async fn a_commit_wakes_the_sequencer_of_its_process() {
    for test in zt_testkit::migrated(&[]).await {
        test.db.clone().begin().await.unwrap().commit(&TestEvent("a")).await.unwrap();
        // Waiting begins after the commit and still ends at once.
        tokio::time::timeout(Duration::from_secs(5), test.db.outbox_grew()).await.unwrap();
        let waiting: i64 =
            test.db.fetch_one("select count(*) from outbox", values![]).await.unwrap();
        assert_eq!(waiting, 1);
    }
}
