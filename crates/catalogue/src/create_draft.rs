//! A steward begins an entry.

use jiff::Timestamp;
use zt_kernel::{Actor, AgencyId};

use crate::{
    Catalogue, ChangeError, Classification, Description, Entry,
    change::{event, resource_of},
    store,
};

/// What an entry begins with.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The provider.
    pub agency: AgencyId,
    /// Where it is classed; fixes the code for good.
    pub classification: Classification,
    /// What is known of it so far. Grades in it are not taken over.
    pub description: Description,
}

impl Catalogue {
    /// Begins an entry as a draft and takes its code.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Denied`] unless a steward of the agency asks.
    pub async fn create_draft(
        &self,
        actor: &Actor,
        new: NewEntry,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let NewEntry { agency, classification, mut description } = new;
        let decision =
            self.platform().decide(actor, "catalogue.entry.create", &resource_of(agency))?;
        for item in &mut description.items {
            item.grade = None;
        }
        let mut tx = self.platform().db.begin().await?;
        let (id, code) = store::insert_entry(&mut tx, &classification, agency).await?;
        let mut entry = Entry::create(id, code, classification, agency, description, now);
        store::insert_version(&mut tx, &entry, now).await?;
        entry.revision = 1;
        let event = event(now, actor, "catalogue.entry.created", &entry, &decision)
            .detail("items", entry.items.len());
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }
}
