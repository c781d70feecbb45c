//! Notices in the database.

use jiff::Timestamp;
use zt_kernel::{AccountId, AgencyId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{Notice, NoticeId, NoticeKind, NoticeSubject};
use crate::json;

stored_ids!(NoticeId);

statements! {
    INSERT_NOTICE = "insert into sharing_notices (agency, kind, subject_kind, subject_id, \
        arguments, sent_at) values ($1, $2, $3, $4, $5, $6)";
    SELECT_NOTICES = "select * from sharing_notices where agency = $1 and \
        (cast($2 as bigint) is null or id < $2) order by id desc limit $3";
    COUNT_UNREAD = "select count(*) from sharing_notices where agency = $1 and read_at is null";
    MARK_READ = "update sharing_notices set read_at = $1, read_by = $2 where agency = $3 and \
        read_at is null and id <= $4";
}

impl FromRow for Notice {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let read_at: Option<Timestamp> = row.opt_timestamp("read_at")?;
        let read_by: Option<AccountId> = row.opt_id("read_by")?;
        Ok(Self {
            id: row.id("id")?,
            agency: row.id("agency")?,
            kind: row.parsed("kind")?,
            subject: row.parsed("subject_kind")?,
            number: row.i64("subject_id")?,
            arguments: row.json("arguments")?,
            sent_at: row.timestamp("sent_at")?,
            read: read_at.zip(read_by),
        })
    }
}

/// A notice on its way.
#[derive(Debug, Clone)]
pub(crate) struct NewNotice {
    /// The agency told.
    pub agency: AgencyId,
    /// What it tells.
    pub kind: NoticeKind,
    /// What it is about.
    pub subject: NoticeSubject,
    /// The number of what it is about.
    pub number: i64,
    /// Arguments for its words.
    pub arguments: Vec<(&'static str, String)>,
}

/// Sends a notice.
pub(crate) async fn send(tx: &mut Tx, notice: &NewNotice, at: Timestamp) -> Result<(), StoreError> {
    let kind: &str = notice.kind.into();
    let subject: &str = notice.subject.into();
    let arguments: std::collections::BTreeMap<_, _> = notice.arguments.iter().cloned().collect();
    let values = values![notice.agency, kind, subject, notice.number, json::text(&arguments), at];
    tx.execute(INSERT_NOTICE, values).await.map(drop)
}

/// The notices of an agency, newest first.
pub(crate) async fn page(
    db: &Db,
    agency: AgencyId,
    before: Option<NoticeId>,
    limit: u32,
) -> Result<Vec<Notice>, StoreError> {
    db.fetch_all(SELECT_NOTICES, values![agency, before, limit]).await
}

/// How many notices an agency hasn't read.
pub(crate) async fn unread(db: &Db, agency: AgencyId) -> Result<i64, StoreError> {
    db.fetch_one(COUNT_UNREAD, values![agency]).await
}

/// Marks everything up to `last` as read.
pub(crate) async fn mark_read(
    tx: &mut Tx,
    agency: AgencyId,
    last: NoticeId,
    by: AccountId,
    at: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(MARK_READ, values![at, by, agency, last]).await
}
