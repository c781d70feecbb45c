//! Importing a file from the command line, at once and without a wizard.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use jiff::Timestamp;
use zt_access::Agencies;
use zt_catalogue::{Class, Classification, Description, Entry, EntryCode, NewEntry};
use zt_kernel::{Actor, AgencyId, civil_date};
use zt_ledger::Object;
use zt_store::StoreError;

use super::{
    Mapping,
    jobs::{commit, facts, published},
    mapping,
    start::items,
};
use crate::{
    Lake, LakeError,
    dataset::{Source, Version},
    inspect::{Inspection, inspect, kinds},
    table::{
        engine::{self, LoadError, Progress, Survey},
        reader::{ReadOptions, Table},
    },
};

/// What the importer says beyond file and resource.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Where the finding about the file is overruled.
    pub read: ReadOptions,
    /// The agency a new entry is for; the first one registered if absent.
    pub agency: Option<AgencyId>,
    /// A new entry's name; the resource's if absent.
    pub name: Option<String>,
    /// What each column is bound to; the platform's proposals if absent.
    pub mapping: Option<Vec<Mapping>>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ImportReport {
    /// Rows below the header, blank ones not counted.
    pub rows: u64,
    /// Rows without a cell in quarantine.
    pub accepted: u64,
    /// Rows with a cell in quarantine; their other cells are loaded.
    pub quarantined: u64,
    /// Cells in quarantine.
    pub quarantined_cells: u64,
    /// The entry's code.
    pub resource: String,
    /// The dataset.
    pub dataset: i64,
    /// The version made.
    pub version: i64,
    /// Whether the entry was begun by this import.
    pub created: bool,
}

/// Called with progress; false stops.
pub type Watch = Box<dyn FnMut(Progress) -> bool + Send>;

impl Lake {
    /// Imports the file at `path` into the resource named `resource`: an entry's
    /// code, or a name of the importer's own that a first import makes known.
    ///
    /// An unknown resource becomes a draft entry whose items are the file's columns.
    pub async fn import_file(
        &self,
        actor: &Actor,
        path: &Path,
        resource: &str,
        options: ImportOptions,
        now: Timestamp,
        mut watch: Watch,
    ) -> Result<ImportReport, LakeError> {
        let entry = self.entry_of_resource(resource).await?;
        let agency = match (&entry, options.agency, actor.agency()) {
            (Some(entry), ..) => entry.agency,
            (None, Some(agency), _) | (None, None, Some(agency)) => agency,
            (None, None, None) => self.first_agency().await?,
        };
        let decision = self.may_import(actor, agency)?;
        if let Some(entry) = &entry {
            let _ = self.catalogue().may_bind(actor, entry)?;
        }
        let registry = self.catalogue().registry();
        let given = options.mapping.clone();
        let bound = entry.as_ref().map(bindings).filter(|mapping| !mapping.is_empty());
        let file_name = path
            .file_name()
            .map_or_else(|| resource.to_owned(), |name| name.to_string_lossy().into_owned());
        let (lake, path, read) = (self.clone(), path.to_owned(), options.read.clone());
        let attempt = unique_attempt(now);
        let loaded = tokio::task::spawn_blocking(move || {
            let mapping = if let Some(mapping) = given.or(bound) {
                mapping
            } else {
                let found = inspect(&path, &read, registry.detector(), &mut watch)?;
                mapping::unattended(&registry, &found.columns)
            };
            let table = Table::open(&path, &read).map_err(LoadError::from)?;
            let columns = &table.layout().columns;
            let plans = mapping::plans(&registry, columns, &mapping, civil_date(now));
            let kinds = kinds(registry.detector());
            let objects = &lake.platform().objects;
            let (rows, quarantine) = (objects.writer()?, objects.writer()?);
            let files = (rows.as_file(), quarantine.as_file());
            let survey = engine::load(&table, &plans, &kinds, None, files, &mut watch)?;
            let keys = commit(rows, quarantine, 0, &attempt)?;
            let inspection = Inspection::new(&table, survey.clone());
            Ok::<_, LakeError>((survey, inspection, mapping, keys))
        });
        let (survey, inspection, mapping, (object, quarantine)) =
            loaded.await.map_err(|_| LakeError::Load(LoadError::Worker))??;
        let created = entry.is_none();
        let entry = if let Some(entry) = entry {
            entry
        } else {
            let name = options.name.unwrap_or_else(|| resource.to_owned());
            let items = items(&inspection, &mapping);
            let description = Description { name, items, ..Description::default() };
            let classification = classification_of(resource)?;
            let new = NewEntry { agency, classification, description };
            self.catalogue().create_draft(actor, new, now).await?
        };
        let source = Source::new(&file_name, &inspection, None);
        let version = version(&survey, source, (object, quarantine), now);
        let mut tx = self.platform().db.begin().await?;
        let (dataset, number) =
            self.insert_version(&mut tx, &entry, agency, resource, &version).await?;
        let event = published(now, actor, dataset, number, &version)
            .decision(decision.record())
            .also(Object::new("entry", entry.code.as_str()));
        self.platform().commit(tx, &event).await?;
        Ok(ImportReport {
            rows: survey.rows,
            accepted: survey.rows - survey.quarantined_rows,
            quarantined: survey.quarantined_rows,
            quarantined_cells: survey.bad_cells,
            resource: entry.code.as_str().to_owned(),
            dataset: dataset.0,
            version: number,
            created,
        })
    }

    /// The entry a resource's name means: its code, or the name an earlier import
    /// gave it.
    pub async fn entry_of_resource(&self, resource: &str) -> Result<Option<Entry>, StoreError> {
        if let Ok(code) = resource.parse::<EntryCode>()
            && let Some(entry) = self.catalogue().find_latest(&code).await?
        {
            return Ok(Some(entry));
        }
        let known = crate::dataset::store::entry_of_resource(&self.platform().db, resource).await?;
        match known {
            Some(entry) => self.catalogue().latest(entry).await,
            None => Ok(None),
        }
    }

    async fn first_agency(&self) -> Result<AgencyId, LakeError> {
        let agencies = Agencies::new(self.platform()).list().await?;
        agencies.first().map(|agency| agency.id).ok_or(LakeError::NoAgency)
    }
}

/// A name for what this import writes that no other import's has, be it of this
/// process or of another.
fn unique_attempt(now: Timestamp) -> String {
    static IMPORTS: AtomicU64 = AtomicU64::new(0);
    let (process, number) = (std::process::id(), IMPORTS.fetch_add(1, Ordering::Relaxed));
    format!("file-{}-{process}-{number}", now.as_microsecond())
}

/// What an entry's items are bound to.
fn bindings(entry: &Entry) -> Vec<Mapping> {
    entry
        .items
        .iter()
        .map(|item| Mapping {
            column: item.name.clone(),
            element: item.element.clone(),
            ..Mapping::default()
        })
        .collect()
}

/// The classification a code begins with; an agency's own resources otherwise.
fn classification_of(resource: &str) -> Result<Classification, LakeError> {
    if let Ok(code) = resource.parse::<EntryCode>()
        && let Ok(classification) = code.classification_text().parse()
    {
        return Ok(classification);
    }
    own_classification()
}

/// Where an entry is classed that nobody has classed: the agency's own resources.
pub(crate) fn own_classification() -> Result<Classification, LakeError> {
    Classification::new(Class::Agency, 0, 0, "").map_err(|_| LakeError::NotFound)
}

fn version(
    survey: &Survey,
    source: Source,
    (object, quarantine): (String, String),
    now: Timestamp,
) -> Version {
    Version {
        number: 0,
        object,
        quarantine,
        rows: survey.rows,
        quarantined_rows: survey.quarantined_rows,
        bad_cells: survey.bad_cells,
        facts: facts(survey, source),
        published_at: now,
    }
}
