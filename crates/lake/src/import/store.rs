//! Imports in the database.

use jiff::Timestamp;
use zt_kernel::AgencyId;
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{Body, Import, ImportId, State};
use crate::upload::UploadId;

stored_ids!(ImportId);

statements! {
    INSERT_IMPORT = "insert into lake_import (agency, account, upload, entry, state, body, \
        progress, created_at, changed_at, revision) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0) \
        returning id";
    SELECT_IMPORT = "select * from lake_import where id = $1";
    UPDATE_IMPORT = "update lake_import set entry = $1, state = $2, body = $3, progress = $4, \
        changed_at = $5, revision = revision + 1 where id = $6 and revision = $7";
    // The job that runs is the only writer of progress, so no revision is counted.
    NOTE_PROGRESS = "update lake_import set progress = $1 where id = $2";
    SELECT_OF_UPLOAD = "select * from lake_import where upload = $1 order by id";
    SELECT_IMPORTS = "select * from lake_import where agency = $1 and \
        (cast($2 as bigint) is null or id < $2) order by id desc limit $3";
}

/// State and body share one column: both are read only whole.
#[derive(serde::Serialize, serde::Deserialize)]
struct Stored<'a> {
    #[serde(flatten)]
    state: std::borrow::Cow<'a, State>,
    body: std::borrow::Cow<'a, Body>,
}

impl FromRow for Import {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let stored: Stored<'_> = row.json("body")?;
        Ok(Self {
            id: row.id("id")?,
            agency: row.id("agency")?,
            account: row.opt_id("account")?,
            upload: row.id("upload")?,
            entry: row.opt_id("entry")?,
            state: stored.state.into_owned(),
            body: stored.body.into_owned(),
            progress: row.opt_json("progress")?,
            created_at: row.timestamp("created_at")?,
            changed_at: row.timestamp("changed_at")?,
            revision: row.i64("revision")?,
        })
    }
}

fn stored(import: &Import) -> Result<String, StoreError> {
    use std::borrow::Cow;
    let stored = Stored { state: Cow::Borrowed(&import.state), body: Cow::Borrowed(&import.body) };
    serde_json::to_string(&stored).map_err(|error| StoreError::from(std::io::Error::other(error)))
}

fn progress(import: &Import) -> Option<String> {
    import.progress.as_ref().and_then(|progress| serde_json::to_string(progress).ok())
}

pub(crate) async fn insert(tx: &mut Tx, import: &Import) -> Result<ImportId, StoreError> {
    let state: &str = (&import.state).into();
    let values = values![
        import.agency,
        import.account,
        import.upload,
        import.entry,
        state,
        stored(import)?,
        progress(import),
        import.created_at
    ];
    tx.insert_returning_id(INSERT_IMPORT, values).await.map(ImportId)
}

pub(crate) async fn find(db: &Db, id: ImportId) -> Result<Option<Import>, StoreError> {
    db.fetch_optional(SELECT_IMPORT, values![id]).await
}

/// Writes over the revision it was read at; false when another was faster.
pub(crate) async fn update(
    tx: &mut Tx,
    import: &Import,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let state: &str = (&import.state).into();
    let values = values![
        import.entry,
        state,
        stored(import)?,
        progress(import),
        now,
        import.id,
        import.revision
    ];
    Ok(tx.execute(UPDATE_IMPORT, values).await? == 1)
}

pub(crate) async fn note_progress(
    tx: &mut Tx,
    id: ImportId,
    progress: &str,
) -> Result<(), StoreError> {
    tx.execute(NOTE_PROGRESS, values![progress, id]).await?;
    Ok(())
}

/// The imports that stand on an upload.
pub(crate) async fn of_upload(tx: &mut Tx, upload: UploadId) -> Result<Vec<Import>, StoreError> {
    tx.fetch_all(SELECT_OF_UPLOAD, values![upload]).await
}

/// An agency's imports, newest first.
pub(crate) async fn page(
    db: &Db,
    agency: AgencyId,
    before: Option<ImportId>,
    limit: u32,
) -> Result<Vec<Import>, StoreError> {
    db.fetch_all(SELECT_IMPORTS, values![agency, before, i64::from(limit)]).await
}
