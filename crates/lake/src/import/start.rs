//! A steward starts an import of an uploaded file, maps it, gives it up.

use jiff::Timestamp;
use zt_catalogue::{Classification, Description, Entry, Item, NewEntry};
use zt_kernel::{Actor, AgencyId, EntryId};
use zt_ledger::{AuditEvent, DecisionRecord, Object};
use zt_store::Jobs;

use super::{Body, Import, ImportId, Mapping, State, jobs, mapping::data_type, store};
use crate::{
    Lake, LakeError,
    inspect::Inspection,
    table::reader::ReadOptions,
    upload::{self, Upload, UploadError},
};

/// Where an import's rows are to go.
#[derive(Debug, Clone)]
pub enum Destination {
    /// An entry that is there.
    Entry(EntryId),
    /// A new entry, begun as a draft.
    New {
        /// Its name.
        name: String,
        /// Where it is classed.
        classification: Classification,
    },
}

impl Lake {
    /// Starts the import of a complete upload: its inspection is enqueued.
    pub async fn start_import(
        &self,
        actor: &Actor,
        upload: &Upload,
        options: ReadOptions,
        now: Timestamp,
    ) -> Result<Import, LakeError> {
        let decision = self.may_import(actor, upload.agency)?;
        if !upload.is_complete() {
            let wanted = upload.received_bytes;
            return Err(UploadError::Broken { received: wanted, offset: wanted }.into());
        }
        let body = Body { file_name: upload.file_name.clone(), options, ..Body::default() };
        let import = Import {
            id: ImportId(0),
            agency: upload.agency,
            account: actor.account(),
            upload: upload.id,
            entry: None,
            state: State::Inspecting,
            body,
            progress: None,
            created_at: now,
            changed_at: now,
            revision: 0,
        };
        let mut tx = self.platform().db.begin().await?;
        if !upload::store::touch(&mut tx, upload.id, now).await? {
            return Err(UploadError::NotFound.into());
        }
        let id = store::insert(&mut tx, &import).await?;
        Jobs::enqueue(&mut tx, jobs::KIND, &jobs::payload(id), now).await?;
        let event = event(now, actor, "lake.import.started", id, decision.record())
            .also(Object::new("upload", upload.id));
        self.platform().commit(tx, &event).await?;
        Ok(Import { id, ..import })
    }

    /// An import of an agency.
    pub async fn import(&self, id: ImportId, agency: AgencyId) -> Result<Import, LakeError> {
        let found = store::find(&self.platform().db, id).await?;
        found.filter(|import| import.agency == agency).ok_or(LakeError::NotFound)
    }

    /// An agency's imports, newest first.
    pub async fn imports(
        &self,
        agency: AgencyId,
        before: Option<ImportId>,
        limit: u32,
    ) -> Result<Vec<Import>, LakeError> {
        Ok(store::page(&self.platform().db, agency, before, limit).await?)
    }

    /// Reads the file again, with the encoding or delimiter the steward names.
    pub async fn reinspect(
        &self,
        actor: &Actor,
        import: Import,
        options: ReadOptions,
        now: Timestamp,
    ) -> Result<Import, LakeError> {
        let decision = self.may_import(actor, import.agency)?;
        let import = import.reinspect(options)?;
        let mut tx = self.platform().db.begin().await?;
        if !store::update(&mut tx, &import, now).await? {
            return Err(LakeError::Stale);
        }
        Jobs::enqueue(&mut tx, jobs::KIND, &jobs::payload(import.id), now).await?;
        let event = event(now, actor, "lake.import.restarted", import.id, decision.record());
        self.platform().commit(tx, &event).await?;
        Ok(import)
    }

    /// Takes the steward's mapping, begins the entry if it is new, and enqueues
    /// the loading.
    pub async fn map_import(
        &self,
        actor: &Actor,
        import: Import,
        destination: Destination,
        mapping: Vec<Mapping>,
        now: Timestamp,
    ) -> Result<(Import, Entry), LakeError> {
        let decision = self.may_import(actor, import.agency)?;
        // Refused before an entry is begun for nothing.
        let mapped = import.clone().map(EntryId(0), mapping.clone())?;
        let inspection = mapped.body.inspection.as_ref().ok_or(LakeError::NotFound)?;
        if let Some(unknown) = unknown_column(inspection, &mapping) {
            return Err(LakeError::NoSuchColumn(unknown));
        }
        let entry = match destination {
            Destination::Entry(id) => {
                let entry = self.catalogue().latest(id).await?.ok_or(LakeError::NotFound)?;
                let _ = self.catalogue().may_bind(actor, &entry)?;
                entry
            }
            Destination::New { name, classification } => {
                let items = items(inspection, &mapping);
                let description = Description { name, items, ..Description::default() };
                let new = NewEntry { agency: import.agency, classification, description };
                self.catalogue().create_draft(actor, new, now).await?
            }
        };
        let import = import.map(entry.id, mapping)?;
        let mut tx = self.platform().db.begin().await?;
        if !store::update(&mut tx, &import, now).await? {
            return Err(LakeError::Stale);
        }
        Jobs::enqueue(&mut tx, jobs::KIND, &jobs::payload(import.id), now).await?;
        let bound = import.body.mapping.iter().filter(|mapping| mapping.element.is_some()).count();
        let event = event(now, actor, "lake.import.mapped", import.id, decision.record())
            .also(Object::new("entry", entry.code.as_str()))
            .detail("columns", import.body.mapping.len())
            .detail("bound", bound);
        self.platform().commit(tx, &event).await?;
        Ok((import, entry))
    }

    /// Gives an import up, and the file that was uploaded for it.
    pub async fn cancel_import(
        &self,
        actor: &Actor,
        import: Import,
        now: Timestamp,
    ) -> Result<(), LakeError> {
        let decision = self.may_import(actor, import.agency)?;
        let import = import.cancel()?;
        let parts = upload::store::parts(&self.platform().db, import.upload).await?;
        let mut tx = self.platform().db.begin().await?;
        if !store::update(&mut tx, &import, now).await? {
            return Err(LakeError::Stale);
        }
        upload::store::forget_parts(&mut tx, import.upload, now).await?;
        let event = event(now, actor, "lake.import.cancelled", import.id, decision.record())
            .also(Object::new("upload", import.upload));
        self.platform().commit(tx, &event).await?;
        self.discard(parts.into_iter().map(|part| part.object).collect()).await?;
        Ok(())
    }
}

fn event(
    now: Timestamp,
    actor: &Actor,
    action: &'static str,
    id: ImportId,
    decision: DecisionRecord,
) -> AuditEvent {
    AuditEvent::new(now, actor, action, Object::new("import", id)).decision(decision)
}

fn unknown_column(inspection: &Inspection, mapping: &[Mapping]) -> Option<String> {
    let known = |name: &str| inspection.columns.iter().any(|column| column.name == name);
    mapping.iter().map(|mapping| &mapping.column).find(|name| !known(name)).cloned()
}

/// A new entry's items: one for each column, bound as mapped.
pub(crate) fn items(inspection: &Inspection, mapping: &[Mapping]) -> Vec<Item> {
    (1..)
        .zip(&inspection.columns)
        .map(|(position, column)| {
            let mapped = mapping.iter().find(|mapping| mapping.column == column.name);
            let mut item = Item::new(position, &column.name, data_type(column));
            item.element = mapped.and_then(|mapping| mapping.element.clone());
            item
        })
        .collect()
}
