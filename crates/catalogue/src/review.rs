//! The authority publishes what was submitted, or sends it back.

use jiff::Timestamp;
use zt_kernel::Actor;

use crate::{
    Catalogue, ChangeError, Entry,
    change::{Target, event, keep},
    store,
};

impl Catalogue {
    /// Publishes a submitted version to the catalogues its items allow. The
    /// version published before is superseded in the same transaction, so that
    /// there is one published version at any time.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`] as [`Entry::publish`] has it.
    pub async fn publish(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let target = target.into();
        let mut tx = self.platform().db.begin().await?;
        let entry = self.open_version(&mut tx, target).await?;
        let decision = self.decide(actor, "catalogue.entry.review", &entry)?;
        let ceiling = self.open_ceiling(entry.agency, now);
        let entry = entry.publish(ceiling, now)?;
        let before = store::published(&mut tx, target.entry).await?;
        let replaced = before.as_ref().map(|before| before.version);
        if let Some(before) = before {
            keep(&mut tx, before.supersede(now)?, now).await?;
        }
        let entry = keep(&mut tx, entry, now).await?;
        store::tell_indexes(&mut tx, entry.id).await?;
        let sharing: &str = entry.sharing_type().into();
        let openness: &str = entry.openness().into();
        let event = event(now, actor, "catalogue.entry.published", &entry, &decision)
            .detail("grade", entry.grade().map(crate::Grade::as_str))
            .detail("sharing", sharing)
            .detail("openness", openness)
            .detail("replaces_version", replaced);
        self.platform().commit(tx, &event).await?;
        self.follow_now().await?;
        Ok(entry)
    }

    /// Sends a submitted version back to its provider with the reason.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`] as [`Entry::send_back`] has it.
    pub async fn send_back(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        reason: &str,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let mut tx = self.platform().db.begin().await?;
        let entry = self.open_version(&mut tx, target.into()).await?;
        let decision = self.decide(actor, "catalogue.entry.review", &entry)?;
        let entry = keep(&mut tx, entry.send_back(reason)?, now).await?;
        let event = event(now, actor, "catalogue.entry.sent_back", &entry, &decision);
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }

    /// Consents to a longer time for the update of a draft (art. 17).
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`] as [`Entry::extend`] has it.
    pub async fn extend(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let mut tx = self.platform().db.begin().await?;
        let entry = self.open_version(&mut tx, target.into()).await?;
        let decision = self.decide(actor, "catalogue.entry.extend", &entry)?;
        let entry = keep(&mut tx, entry.extend()?, now).await?;
        let due = self.deadline(&entry).map(|deadline| deadline.due().to_string());
        let event =
            event(now, actor, "catalogue.entry.extended", &entry, &decision).detail("due", due);
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }
}
