//! How much is read under each grant, month by month, for "usage this month".
//!
//! The ledger has every single reading; this is a convenience beside it. Counts
//! gather in memory and are written every few seconds, so a crash may lose the
//! last of them, and the ledger none.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use zt_kernel::{GrantId, civil_date};
use zt_store::{Db, StoreError};

use crate::grant;

/// How long counts gather before they are written.
const GATHERED_FOR: SignedDuration = SignedDuration::from_secs(5);

#[derive(Debug, Clone, Copy)]
struct Count {
    answers: i64,
    rows: i64,
    last_at: Timestamp,
}

#[derive(Debug, Default)]
struct Gathered {
    counts: HashMap<GrantId, Count>,
    since: Option<Timestamp>,
}

/// Counts not yet written.
#[derive(Debug, Default)]
pub(crate) struct Meter(Mutex<Gathered>);

impl Meter {
    /// Counts an answer; whether the counts are due to be written.
    pub(crate) fn count(&self, grant: GrantId, rows: usize, now: Timestamp) -> bool {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        gathered
            .counts
            .entry(grant)
            .and_modify(|count| {
                count.answers += 1;
                count.rows = count.rows.saturating_add(rows);
                count.last_at = now;
            })
            .or_insert(Count { answers: 1, rows, last_at: now });
        let since = *gathered.since.get_or_insert(now);
        now.duration_since(since) >= GATHERED_FOR
    }

    /// Writes what has gathered. On failure the counts are kept for the next time.
    pub(crate) async fn write(&self, db: &Db) -> Result<(), StoreError> {
        let taken = {
            let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *gathered)
        };
        let written = write(db, &taken.counts).await;
        if written.is_err() {
            let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (grant, kept) in taken.counts {
                gathered
                    .counts
                    .entry(grant)
                    .and_modify(|count| {
                        count.answers += kept.answers;
                        count.rows = count.rows.saturating_add(kept.rows);
                    })
                    .or_insert(kept);
            }
            gathered.since = gathered.since.or(taken.since);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_due_after_a_few_seconds() {
        let meter = Meter::default();
        let start = Timestamp::UNIX_EPOCH;
        assert!(!meter.count(GrantId(1), 10, start));
        assert!(!meter.count(GrantId(1), 10, start + SignedDuration::from_secs(4)));
        assert!(meter.count(GrantId(2), 10, start + GATHERED_FOR));
    }
}
