//! Share requests in the database.

use jiff::Timestamp;
use zt_kernel::{AgencyId, EntryId, ShareRequestId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use super::{ShareRequest, StateName};
use crate::json;

statements! {
    INSERT_REQUEST = "insert into sharing_requests (entry, requester, owner, region, \
        unconditional, application, received_at, notice, extension, state, details, replied_at, \
        changed_by, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0) \
        returning id";
    SELECT_REQUEST = "select * from sharing_requests where id = $1";
    // The version in the condition lets exactly one of two deciders through.
    UPDATE_REQUEST = "update sharing_requests set unconditional = $1, application = $2, \
        received_at = $3, notice = $4, extension = $5, state = $6, details = $7, replied_at = $8, \
        changed_by = $9, version = version + 1 where id = $10 and version = $11";
    SELECT_OPEN_OF_OWNER = "select * from sharing_requests where owner = $1 and state in \
        ('under_review', 'awaiting_supplement', 'consented') order by id";
    // Drafts are the requester's own until handed in.
    SELECT_PAGE = "select * from sharing_requests where \
        (cast($1 as bigint) is null or requester = $1) and \
        (cast($2 as bigint) is null or (owner = $2 and state <> 'draft')) and \
        (cast($3 as text) is null or state = $3) and \
        (cast($4 as bigint) is null or id < $4) and \
        (cast($1 as bigint) is not null or state <> 'draft') \
        order by id desc limit $5";
    SELECT_OF_ENTRY = "select * from sharing_requests where entry = $1 and requester = $2 \
        order by id desc limit 20";
    SELECT_PENDING_EXTENSIONS = "select * from sharing_requests where state = 'under_review' \
        and extension is not null order by id";
    SELECT_RECEIVED = "select * from sharing_requests where received_at is not null and \
        received_at >= $1 order by id";
}

impl FromRow for ShareRequest {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            entry: row.id("entry")?,
            requester: row.id("requester")?,
            owner: row.id("owner")?,
            region: row.text("region")?,
            unconditional: row.bool("unconditional")?,
            application: row.json("application")?,
            received_at: row.opt_timestamp("received_at")?,
            notice: row.opt_json("notice")?,
            extension: row.opt_json("extension")?,
            state: row.json("details")?,
            changed_by: row.id("changed_by")?,
            version: row.i64("version")?,
        })
    }
}

/// Which requests a list shows.
#[derive(Debug, Clone, Default)]
pub struct RequestFilter {
    /// Asked by this agency.
    pub requester: Option<AgencyId>,
    /// To be answered by this agency; drafts are left out.
    pub owner: Option<AgencyId>,
    /// Standing there.
    pub state: Option<StateName>,
    /// Older than this one.
    pub before: Option<ShareRequestId>,
    /// At most so many.
    pub limit: u32,
}

/// Stores a new request and returns its number; the one in `request` is ignored.
pub(crate) async fn insert(
    tx: &mut Tx,
    request: &ShareRequest,
) -> Result<ShareRequestId, StoreError> {
    let state: &str = (&request.state).into();
    let values = values![
        request.entry,
        request.requester,
        request.owner,
        &request.region,
        request.unconditional,
        json::text(&request.application),
        request.received_at,
        request.notice.as_ref().map(json::text),
        request.extension.as_ref().map(json::text),
        state,
        json::text(&request.state),
        request.replied().map(|(at, _)| at),
        request.changed_by
    ];
    tx.insert_returning_id(INSERT_REQUEST, values).await.map(ShareRequestId)
}

/// Writes `request` over the version it was read at. False when another got there
/// first, and nothing was written.
pub(crate) async fn update(tx: &mut Tx, request: &ShareRequest) -> Result<bool, StoreError> {
    let state: &str = (&request.state).into();
    let values = values![
        request.unconditional,
        json::text(&request.application),
        request.received_at,
        request.notice.as_ref().map(json::text),
        request.extension.as_ref().map(json::text),
        state,
        json::text(&request.state),
        request.replied().map(|(at, _)| at),
        request.changed_by,
        request.id,
        request.version
    ];
    Ok(tx.execute(UPDATE_REQUEST, values).await? == 1)
}

/// One request.
pub(crate) async fn find(db: &Db, id: ShareRequestId) -> Result<Option<ShareRequest>, StoreError> {
    db.fetch_optional(SELECT_REQUEST, values![id]).await
}

/// One request, as the transaction sees it.
pub(crate) async fn find_in(
    tx: &mut Tx,
    id: ShareRequestId,
) -> Result<Option<ShareRequest>, StoreError> {
    tx.fetch_optional(SELECT_REQUEST, values![id]).await
}

/// Everything `owner` still has to do: to answer, to wait for, to provide.
pub(crate) async fn open_of_owner(
    db: &Db,
    owner: AgencyId,
) -> Result<Vec<ShareRequest>, StoreError> {
    db.fetch_all(SELECT_OPEN_OF_OWNER, values![owner]).await
}

/// A page of requests, newest first.
pub(crate) async fn page(db: &Db, filter: &RequestFilter) -> Result<Vec<ShareRequest>, StoreError> {
    let state = filter.state.map(<&'static str>::from);
    let values = values![filter.requester, filter.owner, state, filter.before, filter.limit];
    db.fetch_all(SELECT_PAGE, values).await
}

/// What `requester` has asked of `entry`, newest first.
pub(crate) async fn of_entry(
    db: &Db,
    entry: EntryId,
    requester: AgencyId,
) -> Result<Vec<ShareRequest>, StoreError> {
    db.fetch_all(SELECT_OF_ENTRY, values![entry, requester]).await
}

/// Requests under review for which an extension has been asked, answered or not.
pub(crate) async fn with_extension(db: &Db) -> Result<Vec<ShareRequest>, StoreError> {
    db.fetch_all(SELECT_PENDING_EXTENSIONS, values![]).await
}

/// Requests received since `since`, for supervision.
pub(crate) async fn received_since(
    db: &Db,
    since: Timestamp,
) -> Result<Vec<ShareRequest>, StoreError> {
    db.fetch_all(SELECT_RECEIVED, values![since]).await
}
