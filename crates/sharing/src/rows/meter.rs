//! How much is read under each grant, month by month, for "usage this month".
//!
//! The ledger has every single reading; this is a convenience beside it. Counts
//! gather in memory and are written every few seconds, so a crash may lose the
//! last of them, and the ledger none.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use zt_kernel::{GrantId, civil_date};
use zt_store::{Db, StoreError};

use crate::grant;

/// How long counts gather before they are written.
pub(crate) const GATHERED_FOR: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy)]
struct Count {
    answers: i64,
    rows: i64,
    last_at: Timestamp,
}

/// Counts not yet written.
#[derive(Debug, Default)]
pub(crate) struct Meter(Mutex<HashMap<GrantId, Count>>);

impl Meter {
    /// Counts an answer.
    pub(crate) fn count(&self, grant: GrantId, rows: usize, now: Timestamp) {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        gathered
            .entry(grant)
            .and_modify(|count| {
                count.answers += 1;
                count.rows = count.rows.saturating_add(rows);
                count.last_at = now;
            })
            .or_insert(Count { answers: 1, rows, last_at: now });
    }

    /// Writes what has gathered. On failure the counts are kept for the next time.
    pub(crate) async fn write(&self, db: &Db) -> Result<(), StoreError> {
        let taken = {
            let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *gathered)
        };
        let written = write(db, &taken).await;
        if written.is_err() {
            let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (grant, kept) in taken {
                gathered
                    .entry(grant)
                    .and_modify(|count| {
                        count.answers += kept.answers;
                        count.rows = count.rows.saturating_add(kept.rows);
                    })
                    .or_insert(kept);
            }
        }
        written
    }
}

async fn write(db: &Db, counts: &HashMap<GrantId, Count>) -> Result<(), StoreError> {
    if counts.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    // One order in every process, so that two writers can't wait for each other.
    let mut grants: Vec<_> = counts.iter().collect();
    grants.sort_by_key(|(grant, _)| **grant);
    for (grant, count) in grants {
        let day = civil_date(count.last_at);
        grant::store::add_reads(&mut tx, *grant, day, count.answers, count.rows, count.last_at)
            .await?;
    }
    tx.commit_maintenance().await
}
