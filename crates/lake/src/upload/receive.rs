//! Taking an upload's parts and putting them together.

use std::io::{self, Write};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use zt_kernel::{Actor, AgencyId};
use zt_ledger::{AuditEvent, Object};
use zt_store::{ObjectWriter, Objects, StoreError, Tx};

use super::{UPLOAD_MAX_BYTES, Upload, UploadError, UploadId, UploadPart, plain_name, store};
use crate::{Lake, LakeError};

impl Lake {
    /// Begins an upload of a file of that name and size.
    pub async fn begin_upload(
        &self,
        actor: &Actor,
        agency: AgencyId,
        file_name: &str,
        size_bytes: Option<u64>,
        now: Timestamp,
    ) -> Result<Upload, LakeError> {
        if size_bytes.is_some_and(|size| size > UPLOAD_MAX_BYTES) {
            return Err(UploadError::TooLarge.into());
        }
        let decision = self.may_import(actor, agency)?;
        let upload = Upload {
            id: UploadId(0),
            agency,
            account: actor.account(),
            file_name: plain_name(file_name),
            size_bytes,
            received_bytes: 0,
            created_at: now,
        };
        let mut tx = self.platform().db.begin().await?;
        // A file of undeclared size is held to the room there is as it arrives.
        self.fits(&mut tx, agency, size_bytes.unwrap_or(1)).await?;
        let id = store::insert(&mut tx, &upload, now).await?;
        let event = AuditEvent::new(now, actor, "lake.upload.begun", Object::new("upload", id))
            .decision(decision.record())
            .detail("bytes", size_bytes);
        self.platform().commit(tx, &event).await?;
        Ok(Upload { id, ..upload })
    }

    /// An upload of an agency.
    pub async fn upload(&self, id: UploadId, agency: AgencyId) -> Result<Upload, LakeError> {
        let found = store::find(&self.platform().db, id).await?;
        Ok(found.filter(|upload| upload.agency == agency).ok_or(UploadError::NotFound)?)
    }

    /// Takes a part that begins at byte `start`. What arrives before `body` fails
    /// is kept.
    pub async fn receive_part<E: std::error::Error>(
        &self,
        actor: &Actor,
        upload: &Upload,
        start: u64,
        body: impl Stream<Item = Result<Bytes, E>>,
        now: Timestamp,
    ) -> Result<Upload, LakeError> {
        let decision = self.may_import(actor, upload.agency)?;
        if start != upload.received_bytes {
            let wanted = upload.received_bytes;
            return Err(UploadError::WrongOffset { wanted, given: start }.into());
        }
        let limit = upload.size_bytes.unwrap_or(UPLOAD_MAX_BYTES) - start;
        let room = self.room(upload).await?;
        let received = receive(&self.platform().objects, body, limit.min(room.left())).await?;
        if received.too_long {
            let size_bytes = upload.size_bytes.unwrap_or(UPLOAD_MAX_BYTES);
            let error =
                if room.left() < limit { room.full() } else { UploadError::TooLong { size_bytes } };
            return Err(error.into());
        }
        if received.bytes == 0 && received.broken {
            return Err(UploadError::Broken { received: 0, offset: start }.into());
        }
        let object = format!("uploads/{}/{start:012}-{}", upload.id, now.as_microsecond());
        let key = object.clone();
        blocking(move || received.writer.commit(&key)).await?;
        let part = UploadPart { start, size: received.bytes, object };
        let mut tx = self.platform().db.begin().await?;
        // Others of undeclared size may have arrived beside it.
        if upload.size_bytes.is_none()
            && let Err(full) = self.fits(&mut tx, upload.agency, part.size).await
        {
            drop(tx);
            self.discard(vec![part.object]).await?;
            return Err(full);
        }
        if !store::add_part(&mut tx, upload.id, &part, now).await? {
            // Another request delivered this part meanwhile.
            drop(tx);
            self.discard(vec![part.object]).await?;
            let wanted = self.upload(upload.id, upload.agency).await?.received_bytes;
            return Err(UploadError::WrongOffset { wanted, given: start }.into());
        }
        let event =
            AuditEvent::new(now, actor, "lake.upload.received", Object::new("upload", upload.id))
                .decision(decision.record())
                .detail("start", start)
                .detail("bytes", received.bytes);
        self.platform().commit(tx, &event).await?;
        let offset = start + received.bytes;
        if received.broken {
            return Err(UploadError::Broken { received: received.bytes, offset }.into());
        }
        Ok(Upload { received_bytes: offset, ..upload.clone() })
    }

    /// Whether so many bytes more have room beside what the agency's uploads hold.
    async fn fits(&self, tx: &mut Tx, agency: AgencyId, bytes: u64) -> Result<(), LakeError> {
        let max_bytes = self.config().agency_uploads_max_bytes;
        let held_bytes = store::held_bytes(tx, agency).await?;
        if held_bytes.saturating_add(bytes) > max_bytes {
            return Err(UploadError::AgencyFull { held_bytes, max_bytes }.into());
        }
        Ok(())
    }

    /// What an upload may still bring: of declared size, it has its room already.
    async fn room(&self, upload: &Upload) -> Result<Room, LakeError> {
        if upload.size_bytes.is_some() {
            return Ok(Room { held_bytes: 0, max_bytes: u64::MAX });
        }
        let mut tx = self.platform().db.begin().await?;
        let held_bytes = store::held_bytes(&mut tx, upload.agency).await?;
        drop(tx);
        Ok(Room { held_bytes, max_bytes: self.config().agency_uploads_max_bytes })
    }

    /// Declares the size of an upload that came through a form to be what arrived.
    pub(crate) async fn close_upload(
        &self,
        actor: &Actor,
        upload: Upload,
        now: Timestamp,
    ) -> Result<Upload, LakeError> {
        let decision = self.may_import(actor, upload.agency)?;
        let mut tx = self.platform().db.begin().await?;
        store::close(&mut tx, upload.id, upload.received_bytes, now).await?;
        let event =
            AuditEvent::new(now, actor, "lake.upload.closed", Object::new("upload", upload.id))
                .decision(decision.record())
                .detail("bytes", upload.received_bytes);
        self.platform().commit(tx, &event).await?;
        Ok(Upload { size_bytes: Some(upload.received_bytes), ..upload })
    }

    /// Deletes objects; that one is gone already is no error.
    pub(crate) async fn discard(&self, keys: Vec<String>) -> Result<(), StoreError> {
        let objects = self.platform().objects.clone();
        blocking(move || keys.iter().try_for_each(|key| objects.delete(key))).await
    }
}

struct Room {
    held_bytes: u64,
    max_bytes: u64,
}

impl Room {
    fn left(&self) -> u64 {
        self.max_bytes.saturating_sub(self.held_bytes)
    }

    fn full(&self) -> UploadError {
        UploadError::AgencyFull { held_bytes: self.held_bytes, max_bytes: self.max_bytes }
    }
}

struct Received {
    writer: ObjectWriter,
    bytes: u64,
    broken: bool,
    too_long: bool,
}

async fn receive<E: std::error::Error>(
    objects: &Objects,
    body: impl Stream<Item = Result<Bytes, E>>,
    limit: u64,
) -> Result<Received, LakeError> {
    let mut received =
        Received { writer: objects.writer()?, bytes: 0, broken: false, too_long: false };
    let mut body = std::pin::pin!(body);
    while let Some(block) = body.next().await {
        let Ok(block) = block else {
            received.broken = true;
            break;
        };
        if received.bytes + block.len() as u64 > limit {
            received.too_long = true;
            break;
        }
        // A block is what the socket gave, a few dozen kilobytes, and goes to the
        // page cache: quicker than a change of threads.
        received.writer.write_all(&block).map_err(StoreError::from)?;
        received.bytes += block.len() as u64;
    }
    Ok(received)
}

/// Puts an upload's parts together in a file of its own that vanishes when dropped:
/// an object never finished, so that it lies where there is room, and is swept like
/// others should the process be killed.
pub(crate) fn assemble(
    objects: &Objects,
    parts: &[UploadPart],
) -> Result<ObjectWriter, StoreError> {
    let whole = objects.writer()?;
    for part in parts {
        // File to file, which the kernel does by itself.
        io::copy(&mut objects.open(&part.object)?, &mut whole.as_file())?;
    }
    Ok(whole)
}

/// Runs what blocks off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(died) => Err(StoreError::from(io::Error::other(died))),
    }
}
