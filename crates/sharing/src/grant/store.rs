//! Grants in the database, and what was read under them.

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AgencyId, EntryId, GrantId, ShareRequestId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use super::Grant;
use crate::{json, scope::Term};

statements! {
    INSERT_GRANT = "insert into sharing_grants (request, entry, owner, grantee, purpose, items, \
        condition, mode, term_from, term_until, granted_at, proposal, standing, details, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0) returning id";
    SELECT_GRANT = "select * from sharing_grants where id = $1";
    SELECT_OF_REQUEST = "select * from sharing_grants where request = $1";
    UPDATE_GRANT = "update sharing_grants set items = $1, term_until = $2, proposal = $3, \
        standing = $4, details = $5, version = version + 1 where id = $6 and version = $7";
    SELECT_OF_USER = "select * from sharing_grants where entry = $1 and grantee = $2 \
        order by id desc";
    SELECT_PAGE = "select * from sharing_grants where \
        (cast($1 as bigint) is null or grantee = $1) and \
        (cast($2 as bigint) is null or owner = $2) and \
        (cast($3 as bigint) is null or entry = $3) and \
        (cast($4 as bigint) is null or id < $4) order by id desc limit $5";
    ADD_READ = "insert into sharing_reads (grant_id, month, answers, rows_read, last_at) \
        values ($1, $2, $3, $4, $5) on conflict (grant_id, month) do update set \
        answers = sharing_reads.answers + excluded.answers, \
        rows_read = sharing_reads.rows_read + excluded.rows_read, \
        last_at = excluded.last_at";
    SELECT_READS = "select month, answers, rows_read, last_at from sharing_reads \
        where grant_id = $1 order by month desc limit 12";
}

impl FromRow for Grant {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            request: row.id("request")?,
            entry: row.id("entry")?,
            owner: row.id("owner")?,
            grantee: row.id("grantee")?,
            purpose: row.text("purpose")?,
            items: row.json("items")?,
            condition: row.opt_json("condition")?,
            mode: row.parsed("mode")?,
            term: Term { from: row.date("term_from")?, until: row.date("term_until")? },
            granted_at: row.timestamp("granted_at")?,
            proposal: row.opt_json("proposal")?,
            standing: row.json("details")?,
            version: row.i64("version")?,
        })
    }
}

/// What was read under a grant in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthOfReads {
    /// `YYYY-MM`, in the country's legal time.
    pub month: String,
    /// Answers given.
    pub answers: i64,
    /// Rows in them.
    pub rows: i64,
    /// The last one.
    pub last_at: Timestamp,
}

impl FromRow for MonthOfReads {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            month: row.text("month")?,
            answers: row.i64("answers")?,
            rows: row.i64("rows_read")?,
            last_at: row.timestamp("last_at")?,
        })
    }
}

/// Which grants a list shows.
#[derive(Debug, Clone, Default)]
pub struct GrantFilter {
    /// Given to this agency.
    pub grantee: Option<AgencyId>,
    /// Given by this agency.
    pub owner: Option<AgencyId>,
    /// On this entry.
    pub entry: Option<EntryId>,
    /// Older than this one.
    pub before: Option<GrantId>,
    /// At most so many.
    pub limit: u32,
}

/// Stores a new grant and returns its number; the one in `grant` is ignored.
pub(crate) async fn insert(tx: &mut Tx, grant: &Grant) -> Result<GrantId, StoreError> {
    let mode: &str = grant.mode.into();
    let standing: &str = (&grant.standing).into();
    let values = values![
        grant.request,
        grant.entry,
        grant.owner,
        grant.grantee,
        &grant.purpose,
        json::text(&grant.items),
        grant.condition.as_ref().map(json::text),
        mode,
        grant.term.from,
        grant.term.until,
        grant.granted_at,
        grant.proposal.as_ref().map(json::text),
        standing,
        json::text(&grant.standing)
    ];
    tx.insert_returning_id(INSERT_GRANT, values).await.map(GrantId)
}

/// Writes `grant` over the version it was read at; false when another got there first.
pub(crate) async fn update(tx: &mut Tx, grant: &Grant) -> Result<bool, StoreError> {
    let standing: &str = (&grant.standing).into();
    let values = values![
        json::text(&grant.items),
        grant.term.until,
        grant.proposal.as_ref().map(json::text),
        standing,
        json::text(&grant.standing),
        grant.id,
        grant.version
    ];
    Ok(tx.execute(UPDATE_GRANT, values).await? == 1)
}

/// One grant.
pub(crate) async fn find(db: &Db, id: GrantId) -> Result<Option<Grant>, StoreError> {
    db.fetch_optional(SELECT_GRANT, values![id]).await
}

/// One grant, as the transaction sees it.
pub(crate) async fn find_in(tx: &mut Tx, id: GrantId) -> Result<Option<Grant>, StoreError> {
    tx.fetch_optional(SELECT_GRANT, values![id]).await
}

/// The grant that answers a request.
pub(crate) async fn of_request(
    db: &Db,
    request: ShareRequestId,
) -> Result<Option<Grant>, StoreError> {
    db.fetch_optional(SELECT_OF_REQUEST, values![request]).await
}

/// Every grant on `entry` given to `grantee`, newest first.
pub(crate) async fn of_user(
    db: &Db,
    entry: EntryId,
    grantee: AgencyId,
) -> Result<Vec<Grant>, StoreError> {
    db.fetch_all(SELECT_OF_USER, values![entry, grantee]).await
}

/// A page of grants, newest first.
pub(crate) async fn page(db: &Db, filter: &GrantFilter) -> Result<Vec<Grant>, StoreError> {
    let values = values![filter.grantee, filter.owner, filter.entry, filter.before, filter.limit];
    db.fetch_all(SELECT_PAGE, values).await
}

/// Adds what was read under a grant to its month.
pub(crate) async fn add_reads(
    tx: &mut Tx,
    grant: GrantId,
    day: Date,
    answers: i64,
    rows: i64,
    last_at: Timestamp,
) -> Result<(), StoreError> {
    let month = format!("{:04}-{:02}", day.year(), day.month());
    tx.execute(ADD_READ, values![grant, month, answers, rows, last_at]).await.map(drop)
}

/// The last twelve months in which something was read, newest first.
pub(crate) async fn reads(db: &Db, grant: GrantId) -> Result<Vec<MonthOfReads>, StoreError> {
    db.fetch_all(SELECT_READS, values![grant]).await
}
