//! Jobs: work that outlives the request that asked for it.
//!
//! ```text
//! queued ──claim──▶ running ──finish──▶ done
//!   ▲                 │ ├────fail─────▶ failed
//!   └──fail(retry_at)─┘ └─lease expires─▶ claimed again, or failed after the last attempt
//! ```
//!
//! **Invariant:** at any time at most one claim of a job is honoured. A worker
//! whose lease expired and was taken over can no longer extend, finish or fail it.

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

use crate::{Db, Engine, FromRow, Row, StoreError, Tx, store, values};

/// How often a job is tried before it is given up, unless its enqueuer says
/// otherwise. A job that kills its process would else be claimed for ever.
pub const ATTEMPTS_MAX: u32 = 5;

/// The number of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub i64);

crate::stored_ids!(JobId);

/// A job as its worker holds it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What kind of work it is.
    pub kind: String,
    /// The attempt this claim is, counted from one.
    pub attempt: u32,
    /// The last attempt there will be.
    pub attempts_max: u32,
    /// What an earlier attempt noted, to resume from.
    pub progress: Option<String>,
    payload: String,
    worker: String,
}

impl Job {
    /// What the enqueuer asked for.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(&self.payload).map_err(|e| StoreError::column("payload", e))
    }

    /// Whether a failure now would be the last.
    #[must_use]
    pub fn is_last_attempt(&self) -> bool {
        self.attempt >= self.attempts_max
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waiting for its time and a worker.
    Queued,
    /// Claimed.
    Running,
    /// Finished well.
    Done,
    /// Given up.
    Failed,
}

impl JobState {
    const ALL: [(&'static str, Self); 4] = [
        ("queued", Self::Queued),
        ("running", Self::Running),
        ("done", Self::Done),
        ("failed", Self::Failed),
    ];

    /// The word the database keeps.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, state)| *state == self).map_or("", |(word, _)| word)
    }
}

/// A job as a page shows it.
#[derive(Debug, Clone)]
pub struct JobStatus {
    /// Its number.
    pub id: JobId,
    /// What kind of work it is.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// When it may run, or may run again.
    pub run_at: Timestamp,
    /// How often it has been claimed.
    pub attempts: u32,
    /// What its worker noted last.
    pub progress: Option<String>,
    /// Why the last attempt failed: a code or sentence the worker gave, or
    /// `worker_lost` when every attempt's process ended without a word.
    pub failure: Option<String>,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
}

impl FromRow for JobStatus {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let word = row.text("state")?;
        let state = JobState::ALL
            .into_iter()
            .find(|(known, _)| *known == word)
            .ok_or_else(|| StoreError::column("state", "unknown job state"))?;
        Ok(Self {
            id: row.id("id")?,
            kind: row.text("kind")?,
            state: state.1,
            run_at: row.timestamp("run_at")?,
            attempts: row.integer("attempts")?,
            progress: row.opt_text("progress")?,
            failure: row.opt_text("failure")?,
            finished_at: row.opt_timestamp("finished_at")?,
        })
    }
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            kind: row.text("kind")?,
            attempt: row.integer("attempts")?,
            attempts_max: row.integer("attempts_max")?,
            progress: row.opt_text("progress")?,
            payload: row.text("payload")?,
            worker: String::new(),
        })
    }
}

/// The job queue, kept in the database and shared by every `serve` process.
#[derive(Debug, Clone)]
pub struct Jobs {
    db: Db,
}

impl Jobs {
    /// The jobs of `db`.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Enqueues work as part of the transaction that makes it necessary.
    pub async fn enqueue(
        tx: &mut Tx,
        kind: &str,
        payload: &serde_json::Value,
        run_at: Timestamp,
    ) -> Result<JobId, StoreError> {
        check_kind(kind)?;
        let values = values![kind, payload, run_at, ATTEMPTS_MAX];
        tx.insert_returning_id(store::INSERT_JOB, values).await.map(JobId)
    }

    /// Claims the job of one of `kinds` that has been due longest, until `now + lease`.
    pub async fn claim(
        &self,
        kinds: &[&str],
        worker: &str,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Job>, StoreError> {
        for kind in kinds {
            check_kind(kind)?;
        }
        let wanted = format!(",{},", kinds.join(","));
        // An idle worker asks often; a read leaves SQLite's one writer to others.
        if !self.db.fetch_one::<bool>(store::SELECT_JOB_DUE, values![&wanted, now]).await? {
            return Ok(None);
        }
        let mut tx = self.db.begin().await?;
        let sql = match tx.engine() {
            Engine::Sqlite => store::CLAIM_JOB_SQLITE,
            Engine::Postgres => store::CLAIM_JOB_POSTGRES,
        };
        tx.execute(store::FAIL_LOST_JOBS, values![now]).await?;
        let job: Option<Job> =
            tx.fetch_optional(sql, values![&wanted, now, worker, now + lease]).await?;
        tx.commit_maintenance().await?;
        Ok(job.map(|job| Job { worker: worker.to_owned(), ..job }))
    }

    /// The heartbeat: holds the claim until `now + lease`, and notes progress to
    /// show and to resume from.
    ///
    /// # Errors
    ///
    /// [`StoreError::LeaseLost`] when another worker has the job now: stop, and
    /// leave nothing behind.
    pub async fn extend(
        &self,
        job: &Job,
        now: Timestamp,
        lease: SignedDuration,
        progress: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let values = values![job.id, &job.worker, job.attempt, now + lease, progress];
        honoured(tx.execute(store::EXTEND_JOB, values).await?)?;
        tx.commit_maintenance().await
    }

    /// Marks the job done in the transaction that makes its result visible, so
    /// that there is no result without it and no second result after it.
    pub async fn finish(tx: &mut Tx, job: &Job, now: Timestamp) -> Result<(), StoreError> {
        let values = values![job.id, &job.worker, job.attempt, now];
        honoured(tx.execute(store::FINISH_JOB, values).await?)
    }

    /// Puts the job back until `retry_at`, or gives it up when there is no such
    /// time or no attempt left. `failure` is shown to its owner: no personal data.
    pub async fn fail(
        &self,
        job: &Job,
        now: Timestamp,
        failure: &str,
        retry_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let retry_at = retry_at.filter(|_| !job.is_last_attempt());
        let sql = if retry_at.is_some() { store::RETRY_JOB } else { store::FAIL_JOB };
        let at = retry_at.unwrap_or(now);
        let values = values![job.id, &job.worker, job.attempt, at, failure];
        honoured(tx.execute(sql, values).await?)?;
        tx.commit_maintenance().await
    }

    /// Where a job stands.
    pub async fn status(&self, id: JobId) -> Result<Option<JobStatus>, StoreError> {
        self.db.fetch_optional(store::SELECT_JOB, values![id]).await
    }

    /// How many jobs of a kind are in a state, for metrics.
    pub async fn count(&self, kind: &str, state: JobState) -> Result<i64, StoreError> {
        self.db.fetch_one(store::COUNT_JOBS, values![kind, state.word()]).await
    }
}

/// Kinds are matched inside one comma-separated text with LIKE, so neither a
/// comma nor LIKE's wildcards may occur in them, nor capitals, which SQLite's
/// LIKE would not tell apart.
fn check_kind(kind: &str) -> Result<(), StoreError> {
    let good = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'-');
    if !kind.is_empty() && kind.bytes().all(good) {
        Ok(())
    } else {
        Err(StoreError::JobKind { kind: kind.to_owned() })
    }
}

/// No row changed means the claim is no longer this worker's.
fn honoured(changed: u64) -> Result<(), StoreError> {
    if changed == 0 { Err(StoreError::LeaseLost) } else { Ok(()) }
}
