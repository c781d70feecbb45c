//! An entry leaves the catalogue, or a draft is given up.

use jiff::Timestamp;
use zt_kernel::Actor;

use crate::{
    Catalogue, ChangeError, Entry,
    change::{Target, event, keep},
    store,
};

impl Catalogue {
    /// Withdraws the published version, with the draft of the next if there is one.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`] as [`Entry::withdraw`] has it, also when the next
    /// version is under review: the authority decides that first.
    pub async fn withdraw(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        reason: &str,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let target = target.into();
        let mut tx = self.platform().db.begin().await?;
        let entry = self.published_version(&mut tx, target).await?;
        let decision = self.decide(actor, "catalogue.entry.withdraw", &entry)?;
        if let Some(next) = store::open(&mut tx, target.entry).await? {
            keep(&mut tx, next.withdraw(reason, now)?, now).await?;
        }
        let entry = keep(&mut tx, entry.withdraw(reason, now)?, now).await?;
        store::tell_indexes(&mut tx, entry.id).await?;
        let event = event(now, actor, "catalogue.entry.withdrawn", &entry, &decision);
        self.platform().commit(tx, &event).await?;
        self.follow_now().await?;
        Ok(entry)
    }

    /// Gives a draft up. The published version, if any, stays; the code stays taken.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Refused`] as [`Entry::withdraw`] has it.
    pub async fn discard(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        reason: &str,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let mut tx = self.platform().db.begin().await?;
        let entry = self.open_version(&mut tx, target.into()).await?;
        let decision = self.decide(actor, "catalogue.entry.withdraw", &entry)?;
        let entry = keep(&mut tx, entry.withdraw(reason, now)?, now).await?;
        let event = event(now, actor, "catalogue.entry.discarded", &entry, &decision);
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }
}
