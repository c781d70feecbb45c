//! Usage records in the database. There is no statement that removes one.

use zt_kernel::GrantId;
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{UsageRecord, UsageRecordId};
use crate::json;

stored_ids!(UsageRecordId);

statements! {
    INSERT_USAGE = "insert into sharing_usage_records (grant_id, agency, recorded_by, \
        recorded_at, usage) values ($1, $2, $3, $4, $5) returning id";
    SELECT_USAGE = "select * from sharing_usage_records where grant_id = $1 \
        order by id desc limit $2";
}

impl FromRow for UsageRecord {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            grant: row.id("grant_id")?,
            agency: row.id("agency")?,
            by: row.id("recorded_by")?,
            at: row.timestamp("recorded_at")?,
            usage: row.json("usage")?,
        })
    }
}

/// Stores a record and returns its number; the one given is ignored.
pub(crate) async fn insert(tx: &mut Tx, record: &UsageRecord) -> Result<UsageRecordId, StoreError> {
    let values =
        values![record.grant, record.agency, record.by, record.at, json::text(&record.usage)];
    tx.insert_returning_id(INSERT_USAGE, values).await.map(UsageRecordId)
}

/// The records of a grant, newest first.
pub(crate) async fn of_grant(
    db: &Db,
    grant: GrantId,
    limit: u32,
) -> Result<Vec<UsageRecord>, StoreError> {
    db.fetch_all(SELECT_USAGE, values![grant, limit]).await
}
