//! Binding an entry to where its data is.
//!
//! A binding is of the entry and not of a version: data comes and goes while the
//! published description stays the same.

use jiff::Timestamp;
use zt_kernel::{Actor, DatasetId, EntryId};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, Tx};

use crate::{
    Binding, Catalogue, ChangeError, Entry,
    change::resource,
    store::{self, Bound},
};

impl Catalogue {
    /// Binds an entry to a service or a file at its provider.
    ///
    /// # Errors
    ///
    /// [`ChangeError::NotFound`] without such an entry, [`ChangeError::Denied`]
    /// unless a steward of the provider asks.
    pub async fn bind(
        &self,
        actor: &Actor,
        id: EntryId,
        binding: Binding,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let entry = self.latest(id).await?.ok_or(ChangeError::NotFound)?;
        let decision = self.decide(actor, "catalogue.entry.bind", &entry)?;
        let mut tx = self.platform().db.begin().await?;
        let bound = Bound { binding, refreshed_at: None, rows: None };
        if !store::insert_binding(&mut tx, id, &bound, now).await? {
            return Err(ChangeError::BoundElsewhere);
        }
        let kind = match bound.binding {
            Binding::Dataset { .. } => "dataset",
            Binding::Interface { .. } => "interface",
            Binding::File { .. } => "file",
        };
        let event = AuditEvent::new(
            now,
            actor,
            "catalogue.entry.bound",
            Object::new("entry", entry.code.as_str()),
        )
        .decision(decision.record())
        .detail("kind", kind);
        self.platform().commit(tx, &event).await?;
        Ok(())
    }

    /// Removes a binding.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::bind`]; [`ChangeError::NotFound`] also without such a binding.
    pub async fn unbind(
        &self,
        actor: &Actor,
        id: EntryId,
        binding: &Binding,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let entry = self.latest(id).await?.ok_or(ChangeError::NotFound)?;
        let decision = self.decide(actor, "catalogue.entry.bind", &entry)?;
        let mut tx = self.platform().db.begin().await?;
        if !store::delete_binding(&mut tx, id, binding).await? {
            return Err(ChangeError::NotFound);
        }
        let event = AuditEvent::new(
            now,
            actor,
            "catalogue.entry.unbound",
            Object::new("entry", entry.code.as_str()),
        )
        .decision(decision.record());
        self.platform().commit(tx, &event).await?;
        Ok(())
    }

    /// Whether `actor` may bring data to the entry. An import asks before it reads
    /// the first row, and puts the decision into its own event.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Denied`] unless a steward of the provider asks.
    pub fn may_bind(
        &self,
        actor: &Actor,
        entry: &Entry,
    ) -> Result<zt_access::Decision, ChangeError> {
        Ok(self.platform().decide(actor, "catalogue.entry.bind", &resource(entry))?)
    }

    /// Notes, in the transaction in which new rows become visible, that the entry's
    /// dataset has them. The event is that of the import.
    ///
    /// # Errors
    ///
    /// [`ChangeError::BoundElsewhere`] when the dataset is another entry's.
    pub async fn record_refresh(
        &self,
        tx: &mut Tx,
        id: EntryId,
        dataset: DatasetId,
        rows: u64,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let bound = Bound {
            binding: Binding::Dataset { dataset },
            refreshed_at: Some(now),
            rows: Some(i64::try_from(rows).unwrap_or(i64::MAX)),
        };
        if store::insert_binding(tx, id, &bound, now).await? {
            Ok(())
        } else {
            Err(ChangeError::BoundElsewhere)
        }
    }

    /// The entry a dataset is bound to.
    ///
    /// # Errors
    ///
    /// When the database can't be read.
    pub async fn entry_of_dataset(
        &self,
        dataset: DatasetId,
    ) -> Result<Option<EntryId>, StoreError> {
        self.reading().entry_of_dataset(dataset).await
    }
}
