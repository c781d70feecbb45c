//! A steward writes a draft anew.

use jiff::Timestamp;
use zt_kernel::Actor;

use crate::{
    Catalogue, ChangeError, Description, Entry,
    change::{Target, event, keep},
    difference::{Place, differences},
    store,
};

impl Catalogue {
    /// Replaces what a draft says. Findings of the lint don't keep it from being saved.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Stale`] when somebody saved in between, so that no edit is lost.
    pub async fn update(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        description: Description,
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let mut tx = self.platform().db.begin().await?;
        let before = self.open_version(&mut tx, target.into()).await?;
        let decision = self.decide(actor, "catalogue.entry.edit", &before)?;
        let after = before.clone().describe(description)?;
        let changed: Vec<String> = differences(&before, &after)
            .into_iter()
            .map(|difference| match difference.place {
                Place::Field(field) => field.to_owned(),
                Place::Item { item, field } => format!("{item}.{field}"),
            })
            .collect();
        if loosens(&before, &after) {
            // What was proposed was proposed with the closer mask in view.
            store::drop_open_cases(&mut tx, after.id, after.version).await?;
        }
        let entry = keep(&mut tx, after, now).await?;
        let event = event(now, actor, "catalogue.entry.updated", &entry, &decision)
            .detail("fields", changed);
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }
}

/// Whether an item shows more than it did.
fn loosens(before: &Entry, after: &Entry) -> bool {
    after.items.iter().any(|item| {
        before.item(&item.name).is_some_and(|known| !item.mask.shows_no_more_than(known.mask))
    })
}
