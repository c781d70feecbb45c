//! One holder at a time, told apart by epochs.

use jiff::SignedDuration;
use zt_store::{Leases, StoreError};
use zt_testkit::NOW;

const TTL: SignedDuration = SignedDuration::from_secs(10);

#[tokio::test]
async fn a_lease_has_one_holder_until_it_expires() {
    for test in zt_testkit::migrated(&[]).await {
        let leases = Leases::new(test.db.clone());
        let first = leases.acquire("sequencer", "a", NOW, TTL).await.unwrap().unwrap();
        assert_eq!(first.epoch, 1);
        assert_eq!(leases.acquire("sequencer", "b", NOW, TTL).await.unwrap(), None);

        let renewed = leases.acquire("sequencer", "a", NOW + TTL / 2, TTL).await.unwrap().unwrap();
        assert_eq!(renewed.epoch, 1, "a renewal is the same reign");
        assert_eq!(leases.acquire("sequencer", "b", NOW + TTL, TTL).await.unwrap(), None);

        let at_expiry = renewed.expires_at;
        let second = leases.acquire("sequencer", "b", at_expiry, TTL).await.unwrap().unwrap();
        assert_eq!(second.epoch, 2);
    }
}

#[tokio::test]
async fn a_holder_that_stalled_is_fenced_off() {
    for test in zt_testkit::migrated(&[]).await {
        let leases = Leases::new(test.db.clone());
        let stalled = leases.acquire("sequencer", "a", NOW, TTL).await.unwrap().unwrap();
        let current = leases.acquire("sequencer", "b", NOW + TTL, TTL).await.unwrap().unwrap();

        let mut tx = test.db.begin().await.unwrap();
        Leases::fence(&mut tx, &current).await.unwrap();
        let refused = Leases::fence(&mut tx, &stalled).await.unwrap_err();
        assert!(matches!(refused, StoreError::LeaseLost));
    }
}

#[tokio::test]
async fn a_holder_that_let_its_lease_run_out_returns_under_a_new_epoch() {
    for test in zt_testkit::migrated(&[]).await {
        let leases = Leases::new(test.db.clone());
        leases.acquire("sequencer", "a", NOW, TTL).await.unwrap().unwrap();
        let again = leases.acquire("sequencer", "a", NOW + TTL, TTL).await.unwrap().unwrap();
        assert_eq!(again.epoch, 2);
    }
}

#[tokio::test]
async fn a_released_lease_is_free_at_once() {
    for test in zt_testkit::migrated(&[]).await {
        let leases = Leases::new(test.db.clone());
        let lease = leases.acquire("sequencer", "a", NOW, TTL).await.unwrap().unwrap();
        leases.release(&lease, NOW).await.unwrap();
        let next = leases.acquire("sequencer", "b", NOW, TTL).await.unwrap().unwrap();
        assert_eq!(next.epoch, 2);
    }
}

#[tokio::test]
async fn of_many_candidates_one_is_elected() {
    for test in zt_testkit::migrated(&[]).await {
        let candidates: Vec<_> = (0..8)
            .map(|n| {
                let leases = Leases::new(test.db.clone());
                tokio::spawn(async move {
                    leases.acquire("sequencer", &n.to_string(), NOW, TTL).await.unwrap()
                })
            })
            .collect();
        let mut elected = 0;
        for candidate in candidates {
            elected += usize::from(candidate.await.unwrap().is_some());
        }
        assert_eq!(elected, 1);
    }
}
