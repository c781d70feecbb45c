//! A steward begins the next version of a published entry.

use jiff::Timestamp;
use zt_kernel::{Actor, EntryId};
use zt_store::StoreError;

use crate::{
    Catalogue, ChangeError, Entry,
    change::{Target, event},
    store,
};

impl Catalogue {
    /// Opens the next version as a draft. Readers see the published one until the
    /// next is published.
    ///
    /// # Errors
    ///
    /// [`ChangeError::InHand`] when a version is being written already.
    pub async fn revise(
        &self,
        actor: &Actor,
        id: EntryId,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let mut tx = self.platform().db.begin().await?;
        let published = self.published_version(&mut tx, Target::from(id)).await?;
        let decision = self.decide(actor, "catalogue.entry.edit", &published)?;
        if store::open(&mut tx, id).await?.is_some() {
            return Err(ChangeError::InHand);
        }
        let mut next = published.revise(now)?;
        next.version = store::next_version(&mut tx, id).await?;
        store::insert_version(&mut tx, &next, now).await.map_err(|error| match error {
            StoreError::Conflict => ChangeError::InHand,
            error => error.into(),
        })?;
        next.revision = 1;
        let event = event(now, actor, "catalogue.entry.revised", &next, &decision);
        self.platform().commit(tx, &event).await?;
        Ok(next)
    }
}
