//! Disputes in the database.

use zt_kernel::{AgencyId, GrantId, ShareRequestId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{Dispute, DisputeId, Subject};
use crate::{correction::CorrectionId, json};

stored_ids!(DisputeId);

statements! {
    INSERT_DISPUTE = "insert into sharing_disputes (subject_kind, subject_id, entry, opener, \
        respondent, same_level, opened_at, stage, steps, changed_by, version) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) returning id";
    SELECT_DISPUTE = "select * from sharing_disputes where id = $1";
    UPDATE_DISPUTE = "update sharing_disputes set stage = $1, steps = $2, changed_by = $3, \
        version = version + 1 where id = $4 and version = $5";
    SELECT_OF_PARTY = "select * from sharing_disputes where (opener = $1 or respondent = $1) and \
        (cast($2 as bigint) is null or id < $2) order by id desc limit $3";
    // The authority is called on the second rung, not before.
    SELECT_CALLED = "select * from sharing_disputes where stage <> 'consulting' and \
        (cast($1 as bigint) is null or id < $1) order by id desc limit $2";
}

impl FromRow for Dispute {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let number = row.i64("subject_id")?;
        let subject = match row.text("subject_kind")?.as_str() {
            "request" => Subject::Request(ShareRequestId(number)),
            "grant" => Subject::Grant(GrantId(number)),
            "correction" => Subject::Correction(CorrectionId(number)),
            _ => return Err(StoreError::NotFound),
        };
        Ok(Self {
            id: row.id("id")?,
            subject,
            entry: row.id("entry")?,
            opener: row.id("opener")?,
            respondent: row.id("respondent")?,
            same_level: row.bool("same_level")?,
            opened_at: row.timestamp("opened_at")?,
            stage: row.parsed("stage")?,
            steps: row.json("steps")?,
            changed_by: row.id("changed_by")?,
            version: row.i64("version")?,
        })
    }
}

impl Subject {
    /// The number of the request, grant or correction.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Request(id) => id.0,
            Self::Grant(id) => id.0,
            Self::Correction(id) => id.0,
        }
    }
}

/// Stores a new dispute and returns its number; the one given is ignored.
pub(crate) async fn insert(tx: &mut Tx, dispute: &Dispute) -> Result<DisputeId, StoreError> {
    let kind: &str = dispute.subject.into();
    let stage: &str = dispute.stage.into();
    let values = values![
        kind,
        dispute.subject.number(),
        dispute.entry,
        dispute.opener,
        dispute.respondent,
        dispute.same_level,
        dispute.opened_at,
        stage,
        json::text(&dispute.steps),
        dispute.changed_by
    ];
    tx.insert_returning_id(INSERT_DISPUTE, values).await.map(DisputeId)
}

/// Writes over the version it was read at; false when another got there first.
pub(crate) async fn update(tx: &mut Tx, dispute: &Dispute) -> Result<bool, StoreError> {
    let stage: &str = dispute.stage.into();
    let values =
        values![stage, json::text(&dispute.steps), dispute.changed_by, dispute.id, dispute.version];
    Ok(tx.execute(UPDATE_DISPUTE, values).await? == 1)
}

/// One dispute.
pub(crate) async fn find(db: &Db, id: DisputeId) -> Result<Option<Dispute>, StoreError> {
    db.fetch_optional(SELECT_DISPUTE, values![id]).await
}

/// One dispute, as the transaction sees it.
pub(crate) async fn find_in(tx: &mut Tx, id: DisputeId) -> Result<Option<Dispute>, StoreError> {
    tx.fetch_optional(SELECT_DISPUTE, values![id]).await
}

/// The disputes of a party, newest first.
pub(crate) async fn of_party(
    db: &Db,
    agency: AgencyId,
    before: Option<DisputeId>,
    limit: u32,
) -> Result<Vec<Dispute>, StoreError> {
    db.fetch_all(SELECT_OF_PARTY, values![agency, before, limit]).await
}

/// The disputes that have left consultation, newest first.
pub(crate) async fn called(
    db: &Db,
    before: Option<DisputeId>,
    limit: u32,
) -> Result<Vec<Dispute>, StoreError> {
    db.fetch_all(SELECT_CALLED, values![before, limit]).await
}
