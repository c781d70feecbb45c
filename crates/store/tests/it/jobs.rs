//! Each job is one worker's at a time, and none is forgotten.

use std::collections::HashSet;

use jiff::SignedDuration;
use serde_json::json;
use zt_store::{Db, JobId, JobState, Jobs, StoreError};
use zt_testkit::{NOW, TestEvent};

const LEASE: SignedDuration = SignedDuration::from_secs(30);

async fn enqueue(db: &Db, kind: &str) -> JobId {
    let mut tx = db.begin().await.unwrap();
    let id = Jobs::enqueue(&mut tx, kind, &json!({"entry": 7}), NOW).await.unwrap();
    tx.commit(&TestEvent("enqueued")).await.unwrap();
    id
}

#[tokio::test]
async fn a_job_is_claimed_worked_on_and_finished() {
    for test in zt_testkit::migrated(&[]).await {
        let jobs = Jobs::new(test.db.clone());
        let id = enqueue(&test.db, "lake.import").await;
        let job = jobs.claim(&["lake.import"], "w", NOW, LEASE).await.unwrap().unwrap();
        assert_eq!((job.id, job.attempt), (id, 1));
        assert_eq!(job.payload::<serde_json::Value>().unwrap(), json!({"entry": 7}));
        assert!(jobs.claim(&["lake.import"], "v", NOW, LEASE).await.unwrap().is_none());

        jobs.extend(&job, NOW + LEASE / 2, LEASE, Some("row 500")).await.unwrap();
        let status = jobs.status(id).await.unwrap().unwrap();
        assert_eq!(status.state, JobState::Running);
        assert_eq!(status.progress.as_deref(), Some("row 500"));

        let mut tx = test.db.begin().await.unwrap();
        Jobs::finish(&mut tx, &job, NOW + LEASE).await.unwrap();
        tx.commit(&TestEvent("imported")).await.unwrap();
        let status = jobs.status(id).await.unwrap().unwrap();
        assert_eq!((status.state, status.finished_at), (JobState::Done, Some(NOW + LEASE)));
        assert_eq!(jobs.count("lake.import", JobState::Done).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn workers_that_claim_at_once_never_share_a_job() {
    for test in zt_testkit::migrated(&[]).await {
        for _ in 0..20 {
            enqueue(&test.db, "lake.import").await;
        }
        let workers: Vec<_> = (0..4)
            .map(|n| {
                let jobs = Jobs::new(test.db.clone());
                tokio::spawn(async move {
                    let mut claimed = Vec::new();
                    let worker = n.to_string();
                    while let Some(job) =
                        jobs.claim(&["lake.import"], &worker, NOW, LEASE).await.unwrap()
                    {
                        claimed.push(job.id);
                    }
                    claimed
                })
            })
            .collect();
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.unwrap());
        }
        // On PostgreSQL a worker may pass over the rows of the others and end
        // early, so what counts is that no job was claimed twice.
        let distinct: HashSet<_> = claimed.iter().collect();
        assert_eq!(distinct.len(), claimed.len());
        assert_eq!(claimed.len(), 20);
    }
}

#[tokio::test]
async fn a_worker_that_died_is_replaced_and_its_successor_resumes() {
    for test in zt_testkit::migrated(&[]).await {
        let jobs = Jobs::new(test.db.clone());
        enqueue(&test.db, "lake.import").await;
        let dead = jobs.claim(&["lake.import"], "dead", NOW, LEASE).await.unwrap().unwrap();
        jobs.extend(&dead, NOW, LEASE, Some("row 500")).await.unwrap();

        let later = NOW + LEASE;
        let heir = jobs.claim(&["lake.import"], "heir", later, LEASE).await.unwrap().unwrap();
        assert_eq!((heir.attempt, heir.progress.as_deref()), (2, Some("row 500")));

        let refused = jobs.extend(&dead, later, LEASE, None).await.unwrap_err();
        assert!(matches!(refused, StoreError::LeaseLost));
        let mut tx = test.db.begin().await.unwrap();
        let refused = Jobs::finish(&mut tx, &dead, later).await.unwrap_err();
        assert!(matches!(refused, StoreError::LeaseLost));
    }
}

#[tokio::test]
async fn a_job_that_kills_every_worker_is_given_up() {
    for test in zt_testkit::migrated(&[]).await {
        let jobs = Jobs::new(test.db.clone());
        let id = enqueue(&test.db, "lake.import").await;
        let mut now = NOW;
        for attempt in 1..=5 {
            let job = jobs.claim(&["lake.import"], "w", now, LEASE).await.unwrap().unwrap();
            assert_eq!(job.attempt, attempt);
            now += LEASE;
        }
        assert!(jobs.claim(&["lake.import"], "w", now, LEASE).await.unwrap().is_none());
        let status = jobs.status(id).await.unwrap().unwrap();
        assert_eq!(status.state, JobState::Failed);
        assert_eq!(status.failure.as_deref(), Some("worker_lost"));
    }
}

#[tokio::test]
async fn a_failed_attempt_waits_for_its_retry() {
    for test in zt_testkit::migrated(&[]).await {
        let jobs = Jobs::new(test.db.clone());
        let id = enqueue(&test.db, "lake.import").await;
        let job = jobs.claim(&["lake.import"], "w", NOW, LEASE).await.unwrap().unwrap();
        let retry_at = NOW + LEASE * 2;
        jobs.fail(&job, NOW, "disk_full", Some(retry_at)).await.unwrap();
        assert!(jobs.claim(&["lake.import"], "w", NOW + LEASE, LEASE).await.unwrap().is_none());

        let job = jobs.claim(&["lake.import"], "w", retry_at, LEASE).await.unwrap().unwrap();
        jobs.fail(&job, retry_at, "bad_file", None).await.unwrap();
        let status = jobs.status(id).await.unwrap().unwrap();
        assert_eq!((status.state, status.attempts), (JobState::Failed, 2));
        assert_eq!(status.failure.as_deref(), Some("bad_file"));
    }
}

#[tokio::test]
async fn a_worker_takes_only_the_kinds_it_knows() {
    for test in zt_testkit::migrated(&[]).await {
        let jobs = Jobs::new(test.db.clone());
        enqueue(&test.db, "lake.import").await;
        assert!(jobs.claim(&["lake"], "w", NOW, LEASE).await.unwrap().is_none());
        assert!(jobs.claim(&["import", "a"], "w", NOW, LEASE).await.unwrap().is_none());
        assert!(jobs.claim(&["a", "lake.import"], "w", NOW, LEASE).await.unwrap().is_some());
        for kind in ["", "a,b", "a_b", "a%", "A"] {
            let refused = jobs.claim(&[kind], "w", NOW, LEASE).await;
            assert!(matches!(refused, Err(StoreError::JobKind { .. })), "{kind:?}");
        }
    }
}
