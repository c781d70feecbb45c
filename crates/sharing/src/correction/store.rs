//! Corrections in the database.

use jiff::Timestamp;
use zt_kernel::AgencyId;
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{Correction, CorrectionId};
use crate::json;

stored_ids!(CorrectionId);

statements! {
    INSERT_CORRECTION = "insert into sharing_corrections (entry, raiser, owner, region, finding, \
        raised_at, state, details, changed_by, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) returning id";
    SELECT_CORRECTION = "select * from sharing_corrections where id = $1";
    UPDATE_CORRECTION = "update sharing_corrections set state = $1, details = $2, \
        changed_by = $3, version = version + 1 where id = $4 and version = $5";
    SELECT_PAGE = "select * from sharing_corrections where \
        (cast($1 as bigint) is null or raiser = $1) and \
        (cast($2 as bigint) is null or owner = $2) and \
        (cast($3 as text) is null or state = $3) and \
        (cast($4 as bigint) is null or id < $4) order by id desc limit $5";
    SELECT_RAISED = "select * from sharing_corrections where raised_at >= $1 order by id";
}

impl FromRow for Correction {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            entry: row.id("entry")?,
            raiser: row.id("raiser")?,
            owner: row.id("owner")?,
            region: row.text("region")?,
            finding: row.json("finding")?,
            raised_at: row.timestamp("raised_at")?,
            state: row.json("details")?,
            changed_by: row.id("changed_by")?,
            version: row.i64("version")?,
        })
    }
}

/// Which corrections a list shows.
#[derive(Debug, Clone, Default)]
pub struct CorrectionFilter {
    /// Raised by this agency.
    pub raiser: Option<AgencyId>,
    /// To be answered by this agency.
    pub owner: Option<AgencyId>,
    /// Standing there, by the state's name.
    pub state: Option<&'static str>,
    /// Older than this one.
    pub before: Option<CorrectionId>,
    /// At most so many.
    pub limit: u32,
}

/// Stores a new correction and returns its number; the one given is ignored.
pub(crate) async fn insert(
    tx: &mut Tx,
    correction: &Correction,
) -> Result<CorrectionId, StoreError> {
    let state: &str = (&correction.state).into();
    let values = values![
        correction.entry,
        correction.raiser,
        correction.owner,
        &correction.region,
        json::text(&correction.finding),
        correction.raised_at,
        state,
        json::text(&correction.state),
        correction.changed_by
    ];
    tx.insert_returning_id(INSERT_CORRECTION, values).await.map(CorrectionId)
}

/// Writes over the version it was read at; false when another got there first.
pub(crate) async fn update(tx: &mut Tx, correction: &Correction) -> Result<bool, StoreError> {
    let state: &str = (&correction.state).into();
    let values = values![
        state,
        json::text(&correction.state),
        correction.changed_by,
        correction.id,
        correction.version
    ];
    Ok(tx.execute(UPDATE_CORRECTION, values).await? == 1)
}

/// One correction.
pub(crate) async fn find(db: &Db, id: CorrectionId) -> Result<Option<Correction>, StoreError> {
    db.fetch_optional(SELECT_CORRECTION, values![id]).await
}

/// One correction, as the transaction sees it.
pub(crate) async fn find_in(
    tx: &mut Tx,
    id: CorrectionId,
) -> Result<Option<Correction>, StoreError> {
    tx.fetch_optional(SELECT_CORRECTION, values![id]).await
}

/// A page of corrections, newest first.
pub(crate) async fn page(
    db: &Db,
    filter: &CorrectionFilter,
) -> Result<Vec<Correction>, StoreError> {
    let values = values![filter.raiser, filter.owner, filter.state, filter.before, filter.limit];
    db.fetch_all(SELECT_PAGE, values).await
}

/// Corrections raised since `since`, for supervision.
pub(crate) async fn raised_since(db: &Db, since: Timestamp) -> Result<Vec<Correction>, StoreError> {
    db.fetch_all(SELECT_RAISED, values![since]).await
}
