//! Datasets in the database.

use jiff::Timestamp;
use zt_kernel::{AgencyId, DatasetId, EntryId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use super::{Dataset, Facts, Version};

statements! {
    INSERT_DATASET = "insert into lake_dataset (entry, agency, resource, created_at) \
        values ($1, $2, $3, $4) returning id";
    SELECT_DATASET_OF_ENTRY = "select id, resource from lake_dataset where entry = $1";
    SELECT_ENTRY_OF_RESOURCE = "select entry from lake_dataset where resource = $1";
    SELECT_LAST_VERSION = "select coalesce(max(version), 0) from lake_version where dataset = $1";
    INSERT_VERSION = "insert into lake_version (dataset, version, object, quarantine, row_count, \
        quarantined_rows, bad_cells, body, published_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SELECT_CURRENT = "select * from lake_dataset join lake_version on dataset = id \
        where id = $1 order by version desc limit 1";
    SELECT_CURRENT_OF_ENTRY = "select * from lake_dataset join lake_version on dataset = id \
        where entry = $1 order by version desc limit 1";
    SELECT_VERSIONS = "select * from lake_dataset join lake_version on dataset = id \
        where id = $1 order by version desc limit $2";
    SELECT_OBJECT_KNOWN = "select count(*) from lake_version where object = $1 or quarantine = $1";
    SELECT_PAGE = "select * from lake_dataset join lake_version on dataset = id \
        where version = (select max(version) from lake_version v where v.dataset = id) \
        and (cast($1 as bigint) is null or agency = $1) \
        and (cast($2 as bigint) is null or id < $2) order by id desc limit $3";
}

impl FromRow for Dataset {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            entry: row.id("entry")?,
            agency: row.id("agency")?,
            resource: row.text("resource")?,
            version: Version {
                number: row.i64("version")?,
                object: row.text("object")?,
                quarantine: row.text("quarantine")?,
                rows: row.integer("row_count")?,
                quarantined_rows: row.integer("quarantined_rows")?,
                bad_cells: row.integer("bad_cells")?,
                facts: row.json::<Facts>("body")?,
                published_at: row.timestamp("published_at")?,
            },
        })
    }
}

struct Known(DatasetId);

impl FromRow for Known {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        row.id("id").map(Self)
    }
}

struct EntryOf(EntryId);

impl FromRow for EntryOf {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        row.id("entry").map(Self)
    }
}

/// The dataset of an entry, made if there is none; two importers of one entry
/// get the same.
pub(crate) async fn dataset_of_entry(
    tx: &mut Tx,
    entry: EntryId,
    agency: AgencyId,
    resource: &str,
    now: Timestamp,
) -> Result<DatasetId, StoreError> {
    tx.lock("lake_dataset", entry.0).await?;
    let known: Option<Known> = tx.fetch_optional(SELECT_DATASET_OF_ENTRY, values![entry]).await?;
    if let Some(Known(id)) = known {
        return Ok(id);
    }
    let values = values![entry, agency, resource, now];
    tx.insert_returning_id(INSERT_DATASET, values).await.map(DatasetId)
}

/// Makes a version visible under the next number, which is returned.
pub(crate) async fn insert_version(
    tx: &mut Tx,
    dataset: DatasetId,
    version: &Version,
) -> Result<i64, StoreError> {
    let last: i64 = tx.fetch_one(SELECT_LAST_VERSION, values![dataset]).await?;
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let body = serde_json::to_string(&version.facts).map_err(|_| StoreError::NotFound)?;
    let values = values![
        dataset,
        last + 1,
        &version.object,
        &version.quarantine,
        count(version.rows),
        count(version.quarantined_rows),
        count(version.bad_cells),
        body,
        version.published_at
    ];
    tx.execute(INSERT_VERSION, values).await?;
    Ok(last + 1)
}

/// A dataset at its current version.
pub(crate) async fn current(db: &Db, id: DatasetId) -> Result<Option<Dataset>, StoreError> {
    db.fetch_optional(SELECT_CURRENT, values![id]).await
}

/// The dataset of an entry at its current version.
pub(crate) async fn current_of_entry(
    db: &Db,
    entry: EntryId,
) -> Result<Option<Dataset>, StoreError> {
    db.fetch_optional(SELECT_CURRENT_OF_ENTRY, values![entry]).await
}

/// The entry whose dataset was imported under a name.
pub(crate) async fn entry_of_resource(
    db: &Db,
    resource: &str,
) -> Result<Option<EntryId>, StoreError> {
    let found: Option<EntryOf> =
        db.fetch_optional(SELECT_ENTRY_OF_RESOURCE, values![resource]).await?;
    Ok(found.map(|EntryOf(entry)| entry))
}

/// A dataset at each of its last versions, newest first.
pub(crate) async fn versions(
    db: &Db,
    id: DatasetId,
    limit: u32,
) -> Result<Vec<Dataset>, StoreError> {
    db.fetch_all(SELECT_VERSIONS, values![id, i64::from(limit)]).await
}

/// Datasets, newest first, of one agency or of all.
pub(crate) async fn page(
    db: &Db,
    agency: Option<AgencyId>,
    before: Option<DatasetId>,
    limit: u32,
) -> Result<Vec<Dataset>, StoreError> {
    db.fetch_all(SELECT_PAGE, values![agency, before, i64::from(limit)]).await
}

/// Whether some version keeps its rows or quarantine in the object.
pub(crate) async fn knows_object(db: &Db, key: &str) -> Result<bool, StoreError> {
    Ok(db.fetch_one::<i64>(SELECT_OBJECT_KNOWN, values![key]).await? > 0)
}
