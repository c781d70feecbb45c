//! A steward hands a draft to the authority.

use jiff::Timestamp;
use zt_kernel::{Actor, civil_date};

use crate::{
    Catalogue, ChangeError, Entry,
    change::{Target, event, keep},
    lint::blocks,
};

impl Catalogue {
    /// Submits a draft for review, unless the lint finds an error.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Findings`] with everything found, [`ChangeError::Refused`]
    /// as [`Entry::submit`] has it.
    pub async fn submit(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let target = target.into();
        let seen = self.open_version_of(target.entry).await?.ok_or(ChangeError::NotFound)?;
        // Who may not submit learns nothing of what is wrong.
        self.decide(actor, "catalogue.entry.submit", &seen).map(drop)?;
        let findings = self.findings(&seen, now).await?;
        let mut tx = self.platform().db.begin().await?;
        // What was looked through must be what is submitted.
        let revision = Some(target.revision.unwrap_or(seen.revision));
        let entry = self.open_version(&mut tx, Target { revision, ..target }).await?;
        if entry.revision != seen.revision {
            return Err(ChangeError::Stale);
        }
        let decision = self.decide(actor, "catalogue.entry.submit", &entry)?;
        if blocks(&findings) {
            return Err(ChangeError::Findings(findings));
        }
        let entry = entry.submit(actor.account(), self.open_ceiling(seen.agency, now), now)?;
        let entry = keep(&mut tx, entry, now).await?;
        let due = self.deadline(&entry).map(|deadline| deadline.due().to_string());
        let event = event(now, actor, "catalogue.entry.submitted", &entry, &decision)
            .detail("review_due", due)
            .detail("warnings", findings.len());
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }

    /// The highest grade that may be open where the agency is.
    pub(crate) fn open_ceiling(&self, agency: zt_kernel::AgencyId, now: Timestamp) -> crate::Grade {
        let reference = self.reference();
        reference.rules.open_ceiling(&reference.region(agency), civil_date(now))
    }
}
