//! The SQL of code sets and their versions.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AccountId, AgencyId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use crate::code_set::{CodeItem, CodeSetCode, CodeSetVersion, items_digest};
use crate::lifecycle::State;
use crate::store::Times;

zt_kernel::typed_id! {
    /// One version of a code set, as stored.
    CodeSetVersionId;
}
zt_store::stored_ids!(CodeSetVersionId);

/// A code set without its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSetHead {
    /// Its code.
    pub code: CodeSetCode,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The published standard, if it is one.
    pub standard: Option<String>,
    /// The agency that proposed it; `None` for the national set.
    pub owner: Option<AgencyId>,
}

/// A version with what its life has left on it.
#[derive(Debug, Clone)]
pub struct CodeSetRecord {
    /// Its row.
    pub id: CodeSetVersionId,
    /// What it is.
    pub version: Arc<CodeSetVersion>,
    /// The digest of its items.
    pub digest: String,
    /// Who wrote it; `None` for the platform itself.
    pub writer: Option<AccountId>,
    /// What the last step said, such as why it was returned.
    pub note: Option<String>,
    /// How often it changed.
    pub edits: i64,
    /// When.
    pub times: Times,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, code_set, version, state, items, digest, valid_from, valid_to, about,
                writer, note, edits, opened_at, changed_at
            from standards_code_set_version ",
            $rest
        )
    };
}

statements! {
    SELECT_HEADS = "
        select code, name_zh, name_en, standard, owner from standards_code_set order by code";
    SELECT_HEAD = "
        select code, name_zh, name_en, standard, owner from standards_code_set where code = $1";
    SELECT_PUBLISHED = select!(
        "where state in ('in_force', 'superseded', 'abolished') order by code_set, valid_from");
    SELECT_OPEN = select!(
        "where state in ('draft', 'in_review', 'returned')
            and (cast($1 as bigint) is null or code_set in
                (select code from standards_code_set where owner = $1))
        order by changed_at desc, id desc limit $2");
    SELECT_BY_ID = select!("where id = $1");
    SELECT_VERSIONS = select!("where code_set = $1 order by valid_from, id");
    INSERT_HEAD = "
        insert into standards_code_set (code, name_zh, name_en, standard, owner, opened_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (code) do nothing";
    INSERT_VERSION = "
        insert into standards_code_set_version
            (code_set, version, state, items, digest, valid_from, about, writer, edits, opened_at,
                changed_at)
        values ($1, $2, 'draft', $3, $4, $5, $6, $7, 0, $8, $8)
        returning id";
    UPDATE_STATE = "
        update standards_code_set_version
        set state = $3, note = $4, valid_to = $5, changed_at = $6, edits = edits + 1
        where id = $1 and edits = $2";
}

impl FromRow for CodeSetHead {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            code: row.parsed("code")?,
            name_zh: row.text("name_zh")?,
            name_en: row.text("name_en")?,
            standard: row.opt_text("standard")?,
            owner: row.opt_id("owner")?,
        })
    }
}

impl FromRow for CodeSetRecord {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let version = CodeSetVersion::new(
            row.parsed("code_set")?,
            row.text("version")?,
            row.parsed("state")?,
            (row.date("valid_from")?, row.opt_date("valid_to")?),
            row.opt_text("about")?,
            row.json("items")?,
        );
        Ok(Self {
            id: row.id("id")?,
            version: Arc::new(version),
            digest: row.text("digest")?,
            writer: row.opt_id("writer")?,
            note: row.opt_text("note")?,
            edits: row.i64("edits")?,
            times: Times {
                opened_at: row.timestamp("opened_at")?,
                changed_at: row.timestamp("changed_at")?,
            },
        })
    }
}

/// What a draft says of its version.
pub(crate) struct NewVersion<'a> {
    pub code_set: &'a CodeSetCode,
    pub version: &'a str,
    pub valid_from: Date,
    pub about: Option<&'a str>,
    pub items: &'a [CodeItem],
}

/// Every code set, by code.
pub(crate) async fn heads(db: &Db) -> Result<Vec<CodeSetHead>, StoreError> {
    db.fetch_all(SELECT_HEADS, values![]).await
}

/// The agency a code set belongs to.
pub(crate) async fn owner(db: &Db, code: &str) -> Result<Option<AgencyId>, StoreError> {
    let head: CodeSetHead = db.fetch_one(SELECT_HEAD, values![code]).await?;
    Ok(head.owner)
}

/// One code set, as the transaction sees it.
pub(crate) async fn head_in(
    tx: &mut Tx,
    code: &CodeSetCode,
) -> Result<Option<CodeSetHead>, StoreError> {
    tx.fetch_optional(SELECT_HEAD, values![&**code]).await
}

/// Every version that is or was in force.
pub(crate) async fn published(db: &Db) -> Result<Vec<CodeSetRecord>, StoreError> {
    db.fetch_all(SELECT_PUBLISHED, values![]).await
}

/// Versions still being written or reviewed, newest change first; of one agency, or all.
pub(crate) async fn open(
    db: &Db,
    owner: Option<AgencyId>,
    limit: i64,
) -> Result<Vec<CodeSetRecord>, StoreError> {
    db.fetch_all(SELECT_OPEN, values![owner, limit]).await
}

/// One version.
pub(crate) async fn find(
    db: &Db,
    id: CodeSetVersionId,
) -> Result<Option<CodeSetRecord>, StoreError> {
    db.fetch_optional(SELECT_BY_ID, values![id]).await
}

/// One version, as the transaction sees it.
pub(crate) async fn find_in(
    tx: &mut Tx,
    id: CodeSetVersionId,
) -> Result<Option<CodeSetRecord>, StoreError> {
    tx.fetch_optional(SELECT_BY_ID, values![id]).await
}

/// Every version of a code set, oldest first.
pub(crate) async fn versions_in(
    tx: &mut Tx,
    code: &CodeSetCode,
) -> Result<Vec<CodeSetRecord>, StoreError> {
    tx.fetch_all(SELECT_VERSIONS, values![&**code]).await
}

/// Writes the code set itself; false if its code is given already.
pub(crate) async fn insert_head(
    tx: &mut Tx,
    head: &CodeSetHead,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let CodeSetHead { code, name_zh, name_en, standard, owner } = head;
    let values = values![&**code, name_zh, name_en, standard.as_deref(), *owner, now];
    Ok(tx.execute(INSERT_HEAD, values).await? == 1)
}

/// Writes a new draft.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: &NewVersion<'_>,
    writer: Option<AccountId>,
    now: Timestamp,
) -> Result<CodeSetVersionId, StoreError> {
    // Strings only: serialising to memory can't fail.
    let items = serde_json::to_string(new.items).unwrap_or_default();
    let digest = items_digest(new.items);
    let values = values![
        &**new.code_set,
        new.version,
        items,
        digest,
        new.valid_from,
        new.about,
        writer,
        now,
    ];
    tx.insert_returning_id(INSERT_VERSION, values).await.map(CodeSetVersionId)
}

/// Moves a version; false if it changed meanwhile.
pub(crate) async fn set_state(
    tx: &mut Tx,
    record: &CodeSetRecord,
    state: State,
    note: Option<&str>,
    valid_to: Option<Date>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![record.id, record.edits, state.slug(), note, valid_to, now];
    Ok(tx.execute(UPDATE_STATE, values).await? == 1)
}
