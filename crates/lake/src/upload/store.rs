//! Uploads in the database.

use jiff::Timestamp;
use zt_kernel::AgencyId;
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, stored_ids, values};

use super::{Upload, UploadId, UploadPart};

stored_ids!(UploadId);

statements! {
    INSERT_UPLOAD = "insert into lake_upload (agency, account, file_name, size_bytes, \
        received_bytes, state, created_at, changed_at) values ($1, $2, $3, $4, 0, 'open', $5, $5) \
        returning id";
    SELECT_UPLOAD = "select * from lake_upload where id = $1 and state = 'open'";
    // Succeeds for one of two senders of the same part.
    ADVANCE_UPLOAD = "update lake_upload set received_bytes = $1, changed_at = $2 \
        where id = $3 and received_bytes = $4 and state = 'open'";
    CLOSE_UPLOAD = "update lake_upload set size_bytes = $1, changed_at = $2 where id = $3";
    INSERT_PART = "insert into lake_upload_part (upload, start_byte, size_bytes, object) \
        values ($1, $2, $3, $4)";
    SELECT_PARTS = "select * from lake_upload_part where upload = $1 order by start_byte";
    DELETE_PARTS = "delete from lake_upload_part where upload = $1";
    SPEND_UPLOAD = "update lake_upload set state = 'spent', changed_at = $1 where id = $2";
    // Takes the row's lock, so that the sweep either comes before or sees the change.
    TOUCH_UPLOAD = "update lake_upload set changed_at = $1 where id = $2 and state = 'open'";
    // What is still to come is kept free for who declared it.
    SUM_HELD = "select cast(coalesce(sum(case when size_bytes > received_bytes then size_bytes \
        else received_bytes end), 0) as bigint) from lake_upload \
        where state = 'open' and agency = $1";
    SELECT_STALE = "select * from lake_upload u where u.state = 'open' and u.changed_at < $1 \
        and not exists (select 1 from lake_import i where i.upload = u.id \
            and (i.state in ('inspecting', 'loading') or i.changed_at >= $1)) \
        order by u.id limit 100";
    EXPIRE_UPLOAD = "update lake_upload set state = 'spent', changed_at = $1 \
        where id = $2 and state = 'open' and changed_at < $3";
    GIVE_UP_UPLOAD = "update lake_upload set state = 'spent', changed_at = $1 \
        where id = $2 and state = 'open' \
        and not exists (select 1 from lake_import i where i.upload = $2 \
            and i.state not in ('done', 'cancelled'))";
    SELECT_PART_KNOWN = "select count(*) from lake_upload_part where object = $1";
}

/// What stands for a size not declared yet.
const UNDECLARED: i64 = -1;

impl FromRow for Upload {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            agency: row.id("agency")?,
            account: row.opt_id("account")?,
            file_name: row.text("file_name")?,
            size_bytes: u64::try_from(row.i64("size_bytes")?).ok(),
            received_bytes: row.integer("received_bytes")?,
            created_at: row.timestamp("created_at")?,
        })
    }
}

impl FromRow for UploadPart {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            start: row.integer("start_byte")?,
            size: row.integer("size_bytes")?,
            object: row.text("object")?,
        })
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    upload: &Upload,
    now: Timestamp,
) -> Result<UploadId, StoreError> {
    let size = upload.size_bytes.map_or(UNDECLARED, signed);
    let values = values![upload.agency, upload.account, &upload.file_name, size, now];
    tx.insert_returning_id(INSERT_UPLOAD, values).await.map(UploadId)
}

pub(crate) async fn find(db: &Db, id: UploadId) -> Result<Option<Upload>, StoreError> {
    db.fetch_optional(SELECT_UPLOAD, values![id]).await
}

/// Adds a part; false when the upload no longer ends where the part begins.
pub(crate) async fn add_part(
    tx: &mut Tx,
    id: UploadId,
    part: &UploadPart,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (start, size) = (signed(part.start), signed(part.size));
    if tx.execute(ADVANCE_UPLOAD, values![start + size, now, id, start]).await? == 0 {
        return Ok(false);
    }
    tx.execute(INSERT_PART, values![id, start, size, &part.object]).await?;
    Ok(true)
}

pub(crate) async fn close(
    tx: &mut Tx,
    id: UploadId,
    size: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(CLOSE_UPLOAD, values![signed(size), now, id]).await?;
    Ok(())
}

/// The parts, in order.
pub(crate) async fn parts(db: &Db, id: UploadId) -> Result<Vec<UploadPart>, StoreError> {
    db.fetch_all(SELECT_PARTS, values![id]).await
}

/// Forgets the parts, whose objects the caller deletes after the commit. The upload
/// takes no more of them.
pub(crate) async fn forget_parts(
    tx: &mut Tx,
    id: UploadId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(DELETE_PARTS, values![id]).await?;
    tx.execute(SPEND_UPLOAD, values![now, id]).await?;
    Ok(())
}

/// Notes that an upload is in use; false when it is no longer there.
pub(crate) async fn touch(tx: &mut Tx, id: UploadId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.execute(TOUCH_UPLOAD, values![now, id]).await? == 1)
}

/// Bytes that the agency's uploads hold or have been promised. Whoever decides on
/// the sum holds the agency's lock until the commit.
pub(crate) async fn held_bytes(tx: &mut Tx, agency: AgencyId) -> Result<u64, StoreError> {
    tx.lock("lake_uploads", agency.0).await?;
    let held: i64 = tx.fetch_one(SUM_HELD, values![agency]).await?;
    Ok(u64::try_from(held).unwrap_or_default())
}

/// Some of the uploads that nobody has touched since `before`, nor their imports.
pub(crate) async fn stale(db: &Db, before: Timestamp) -> Result<Vec<Upload>, StoreError> {
    db.fetch_all(SELECT_STALE, values![before]).await
}

/// Ends an upload not touched since `before`; false when it was meanwhile.
pub(crate) async fn expire(
    tx: &mut Tx,
    id: UploadId,
    before: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(EXPIRE_UPLOAD, values![now, id, before]).await? == 1)
}

/// Ends an upload that no import stands on; false when one does.
pub(crate) async fn give_up(tx: &mut Tx, id: UploadId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.execute(GIVE_UP_UPLOAD, values![now, id]).await? == 1)
}

/// Whether an object is a part of some upload.
pub(crate) async fn knows_object(db: &Db, key: &str) -> Result<bool, StoreError> {
    Ok(db.fetch_one::<i64>(SELECT_PART_KNOWN, values![key]).await? > 0)
}
