//! Disposal reports in the database.

use zt_kernel::GrantId;
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{Disposal, DisposalId};
use crate::json;

stored_ids!(DisposalId);

statements! {
    INSERT_DISPOSAL = "insert into sharing_disposals (grant_id, grantee, owner, report, \
        reported_at, reported_by, state, details, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, 0) returning id";
    SELECT_DISPOSAL = "select * from sharing_disposals where id = $1";
    UPDATE_DISPOSAL = "update sharing_disposals set state = $1, details = $2, \
        version = version + 1 where id = $3 and version = $4";
    SELECT_OF_GRANT = "select * from sharing_disposals where grant_id = $1 order by id desc";
}

impl FromRow for Disposal {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            grant: row.id("grant_id")?,
            grantee: row.id("grantee")?,
            owner: row.id("owner")?,
            report: row.json("report")?,
            reported_at: row.timestamp("reported_at")?,
            reported_by: row.id("reported_by")?,
            state: row.json("details")?,
            version: row.i64("version")?,
        })
    }
}

/// Stores a report and returns its number; the one given is ignored.
pub(crate) async fn insert(tx: &mut Tx, disposal: &Disposal) -> Result<DisposalId, StoreError> {
    let state: &str = (&disposal.state).into();
    let values = values![
        disposal.grant,
        disposal.grantee,
        disposal.owner,
        json::text(&disposal.report),
        disposal.reported_at,
        disposal.reported_by,
        state,
        json::text(&disposal.state)
    ];
    tx.insert_returning_id(INSERT_DISPOSAL, values).await.map(DisposalId)
}

/// Writes over the version it was read at; false when another got there first.
pub(crate) async fn update(tx: &mut Tx, disposal: &Disposal) -> Result<bool, StoreError> {
    let state: &str = (&disposal.state).into();
    let values = values![state, json::text(&disposal.state), disposal.id, disposal.version];
    Ok(tx.execute(UPDATE_DISPOSAL, values).await? == 1)
}

/// One report.
pub(crate) async fn find(db: &Db, id: DisposalId) -> Result<Option<Disposal>, StoreError> {
    db.fetch_optional(SELECT_DISPOSAL, values![id]).await
}

/// One report, as the transaction sees it.
pub(crate) async fn find_in(tx: &mut Tx, id: DisposalId) -> Result<Option<Disposal>, StoreError> {
    tx.fetch_optional(SELECT_DISPOSAL, values![id]).await
}

/// The reports on a grant, newest first.
pub(crate) async fn of_grant(db: &Db, grant: GrantId) -> Result<Vec<Disposal>, StoreError> {
    db.fetch_all(SELECT_OF_GRANT, values![grant]).await
}
