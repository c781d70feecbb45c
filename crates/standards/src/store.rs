//! The SQL shared by elements and code sets: the revision and the sequences.

use jiff::Timestamp;
use zt_store::{Db, StoreError, Tx, statements, values};

statements! {
    SELECT_REVISION = "select revision from standards_revision where id = 1";
    BUMP_REVISION = "update standards_revision set revision = revision + 1 where id = 1";
    NEXT_NUMBER = "
        insert into standards_sequence (prefix, last) values ($1, 1)
        on conflict (prefix) do update set last = standards_sequence.last + 1
        returning last";
}

/// How many changes there have been.
pub(crate) async fn revision(db: &Db) -> Result<i64, StoreError> {
    db.fetch_one(SELECT_REVISION, values![]).await
}

/// Counts one more change.
pub(crate) async fn bump_revision(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(BUMP_REVISION, values![]).await.map(drop)
}

/// The next number under `prefix`, never given out before. A transaction that rolls
/// back gives its number back, having shown it to nobody.
pub(crate) async fn next_number(tx: &mut Tx, prefix: &str) -> Result<i64, StoreError> {
    tx.fetch_one(NEXT_NUMBER, values![prefix]).await
}

/// When a version was opened and last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When its draft was opened.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}
