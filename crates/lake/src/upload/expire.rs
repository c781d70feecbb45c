//! Uploads that nobody imports: given up by their agency, or left alone too long.

use jiff::{SignedDuration, Timestamp};
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};
use zt_store::Tx;

use super::{Upload, UploadError, store};
use crate::{
    Lake, LakeError,
    import::{self, Import},
};

/// Who acts when time has passed.
const SWEEP: Actor = Actor::System("lake");

impl Lake {
    /// Gives an upload up, with what arrived of it.
    ///
    /// # Errors
    ///
    /// [`UploadError::InUse`] while an import stands on it.
    pub async fn give_up_upload(
        &self,
        actor: &Actor,
        upload: &Upload,
        now: Timestamp,
    ) -> Result<(), LakeError> {
        let decision = self.may_import(actor, upload.agency)?;
        let mut tx = self.platform().db.begin().await?;
        if !store::give_up(&mut tx, upload.id, now).await? {
            return Err(UploadError::InUse.into());
        }
        let event =
            AuditEvent::new(now, actor, "lake.upload.given_up", Object::new("upload", upload.id))
                .decision(decision.record())
                .detail("bytes", upload.received_bytes);
        self.forget(tx, upload, event, now).await
    }

    /// Deletes uploads that nobody has touched for as long as the configuration
    /// keeps them, and gives up the imports that waited for a steward over them.
    /// Answers how many.
    pub async fn expire_uploads(&self, now: Timestamp) -> Result<usize, LakeError> {
        let kept = SignedDuration::from_hours(24 * i64::from(self.config().uploads_kept_days));
        let before = now.checked_sub(kept).unwrap_or(Timestamp::MIN);
        let mut expired = 0;
        for upload in store::stale(&self.platform().db, before).await? {
            let mut tx = self.platform().db.begin().await?;
            if !store::expire(&mut tx, upload.id, before, now).await? {
                continue;
            }
            let mut event = AuditEvent::new(
                now,
                &SWEEP,
                "lake.upload.expired",
                Object::new("upload", upload.id),
            )
            .detail("bytes", upload.received_bytes);
            let waiting = import::store::of_upload(&mut tx, upload.id).await?;
            for import in waiting.into_iter().filter_map(|import| Import::cancel(import).ok()) {
                if !import::store::update(&mut tx, &import, now).await? {
                    return Err(LakeError::Stale);
                }
                event = event.also(Object::new("import", import.id));
            }
            self.forget(tx, &upload, event, now).await?;
            expired += 1;
        }
        Ok(expired)
    }

    /// Commits the end of an upload and deletes its objects.
    async fn forget(
        &self,
        mut tx: Tx,
        upload: &Upload,
        event: AuditEvent,
        now: Timestamp,
    ) -> Result<(), LakeError> {
        let parts = store::parts(&self.platform().db, upload.id).await?;
        store::forget_parts(&mut tx, upload.id, now).await?;
        self.platform().commit(tx, &event).await?;
        self.discard(parts.into_iter().map(|part| part.object).collect()).await?;
        Ok(())
    }
}
