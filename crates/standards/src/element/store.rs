//! The SQL of element versions.

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AccountId, AgencyId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use crate::element::{Definition, Element, ElementCode};
use crate::lifecycle::State;
use crate::store::Times;

zt_kernel::typed_id! {
    /// One version of an element, as stored.
    ElementVersionId;
}
zt_store::stored_ids!(ElementVersionId);

/// A version with what its life has left on it.
#[derive(Debug, Clone)]
pub struct ElementRecord {
    /// Its row.
    pub id: ElementVersionId,
    /// What it is.
    pub element: Element,
    /// Who wrote it; `None` for the platform itself.
    pub writer: Option<AccountId>,
    /// What the last step said, such as why it was returned.
    pub note: Option<String>,
    /// How often it changed: a form carries this number back, so that two writers
    /// don't overwrite each other unseen.
    pub edits: i64,
    /// When.
    pub times: Times,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, code, version, state, owner, definition, valid_from, valid_to, writer,
                note, edits, opened_at, changed_at
            from standards_element_version ",
            $rest
        )
    };
}

statements! {
    SELECT_PUBLISHED = select!(
        "where state in ('in_force', 'superseded', 'abolished') order by code, version");
    SELECT_OPEN = select!(
        "where state in ('draft', 'in_review', 'returned')
            and (cast($1 as bigint) is null or owner = $1)
        order by changed_at desc, id desc limit $2");
    SELECT_BY_ID = select!("where id = $1");
    SELECT_VERSIONS = select!("where code = $1 order by version");
    SELECT_IN_FORCE = select!("where code = $1 and state = 'in_force'");
    INSERT_VERSION = "
        insert into standards_element_version
            (code, version, state, owner, definition, writer, edits, opened_at, changed_at)
        values ($1, $2, 'draft', $3, $4, $5, 0, $6, $6)
        returning id";
    UPDATE_DEFINITION = "
        update standards_element_version
        set definition = $3, changed_at = $4, edits = edits + 1
        where id = $1 and edits = $2 and state in ('draft', 'returned')";
    UPDATE_STATE = "
        update standards_element_version
        set state = $3, note = $4, valid_from = $5, valid_to = $6, changed_at = $7,
            edits = edits + 1
        where id = $1 and edits = $2";
}

impl FromRow for ElementRecord {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            element: Element {
                code: row.parsed("code")?,
                version: row.integer("version")?,
                state: row.parsed("state")?,
                owner: row.opt_id("owner")?,
                valid_from: row.opt_date("valid_from")?,
                valid_to: row.opt_date("valid_to")?,
                definition: row.json("definition")?,
            },
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

/// Every version that is or was in force.
pub(crate) async fn published(db: &Db) -> Result<Vec<ElementRecord>, StoreError> {
    db.fetch_all(SELECT_PUBLISHED, values![]).await
}

/// Versions still being written or reviewed, newest change first; of one agency, or all.
pub(crate) async fn open(
    db: &Db,
    owner: Option<AgencyId>,
    limit: i64,
) -> Result<Vec<ElementRecord>, StoreError> {
    db.fetch_all(SELECT_OPEN, values![owner, limit]).await
}

/// One version.
pub(crate) async fn find(
    db: &Db,
    id: ElementVersionId,
) -> Result<Option<ElementRecord>, StoreError> {
    db.fetch_optional(SELECT_BY_ID, values![id]).await
}

/// The version of a code that is in force.
pub(crate) async fn in_force(db: &Db, code: &str) -> Result<Option<ElementRecord>, StoreError> {
    db.fetch_optional(SELECT_IN_FORCE, values![code]).await
}

/// One version, as the transaction sees it.
pub(crate) async fn find_in(
    tx: &mut Tx,
    id: ElementVersionId,
) -> Result<Option<ElementRecord>, StoreError> {
    tx.fetch_optional(SELECT_BY_ID, values![id]).await
}

/// Every version of a code, oldest first.
pub(crate) async fn versions_in(
    tx: &mut Tx,
    code: &ElementCode,
) -> Result<Vec<ElementRecord>, StoreError> {
    tx.fetch_all(SELECT_VERSIONS, values![&**code]).await
}

/// Writes a new draft.
pub(crate) async fn insert(
    tx: &mut Tx,
    code: &ElementCode,
    version: u32,
    owner: Option<AgencyId>,
    definition: &Definition,
    writer: Option<AccountId>,
    now: Timestamp,
) -> Result<ElementVersionId, StoreError> {
    let definition = json(definition);
    let values = values![&**code, version, owner, definition, writer, now];
    tx.insert_returning_id(INSERT_VERSION, values).await.map(ElementVersionId)
}

/// Replaces the definition of an open version; false if it changed meanwhile.
pub(crate) async fn replace(
    tx: &mut Tx,
    id: ElementVersionId,
    edits: i64,
    definition: &Definition,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(UPDATE_DEFINITION, values![id, edits, json(definition), now]).await?;
    Ok(changed == 1)
}

/// Moves a version; false if it changed meanwhile.
pub(crate) async fn set_state(
    tx: &mut Tx,
    record: &ElementRecord,
    state: State,
    note: Option<&str>,
    (valid_from, valid_to): (Option<Date>, Option<Date>),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![record.id, record.edits, state.slug(), note, valid_from, valid_to, now];
    Ok(tx.execute(UPDATE_STATE, values).await? == 1)
}

fn json(definition: &Definition) -> String {
    // Strings and numbers only: serialising to memory can't fail.
    serde_json::to_string(definition).unwrap_or_default()
}
