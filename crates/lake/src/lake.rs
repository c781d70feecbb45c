//! The handle that pages, the API and the crates above hold.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use zt_access::{Decision, Denied, Platform, Resource};
use zt_catalogue::Catalogue;
use zt_kernel::{Actor, AgencyId, DatasetId, EntryId};
use zt_store::StoreError;

use crate::{
    LakeConfig,
    dataset::{self, Dataset},
    import::Refusal,
    rows::{
        Page, RowQuery, RowsError,
        cache::Cache,
        file::OpenFile,
        query::{Effort, Plan},
    },
    table::engine::LoadError,
    upload::UploadError,
};

/// Decoded columns held, in bytes: the hot columns of a few tables of 200,000 rows.
const CACHE_BYTES: usize = 64 * 1024 * 1024;

/// Files held open, each with its metadata.
const FILES_MAX: usize = 256;

/// The lake. Cloning shares it.
#[derive(Clone)]
pub struct Lake {
    inner: Arc<Inner>,
}

struct Inner {
    platform: Platform,
    catalogue: Catalogue,
    config: LakeConfig,
    cache: Cache,
    files: Mutex<HashMap<String, Arc<OpenFile>>>,
}

/// Why the lake did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// There is no such thing, or it is another agency's.
    #[error("there is no such thing")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("it has been changed since it was read")]
    Stale,
    /// No agency is registered to import for.
    #[error("no agency is registered: register one before importing")]
    NoAgency,
    /// The mapping names a column that the file does not have.
    #[error("the file has no column {0:?}")]
    NoSuchColumn(String),
    /// The actor may not.
    #[error("not permitted")]
    Denied(#[source] Box<Denied>),
    /// The upload does not take it.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// The import can't move so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file can't be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The catalogue refused.
    #[error(transparent)]
    Catalogue(#[from] zt_catalogue::ChangeError),
    /// Rows can't be given.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// The database or the object store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Denied> for LakeError {
    fn from(denied: Denied) -> Self {
        Self::Denied(Box::new(denied))
    }
}

impl Lake {
    /// Opens the lake over a migrated database, with everything set as by default.
    pub fn open(platform: Platform, catalogue: Catalogue) -> Self {
        Self::open_with(platform, catalogue, LakeConfig::default())
    }

    /// Opens the lake over a migrated database.
    pub fn open_with(platform: Platform, catalogue: Catalogue, config: LakeConfig) -> Self {
        let files = Mutex::new(HashMap::new());
        let inner = Inner { platform, catalogue, config, cache: Cache::new(CACHE_BYTES), files };
        Self { inner: Arc::new(inner) }
    }

    /// What the operator has set.
    pub(crate) fn config(&self) -> &LakeConfig {
        &self.inner.config
    }

    /// The platform it stands on.
    pub fn platform(&self) -> &Platform {
        &self.inner.platform
    }

    /// The catalogue its datasets are described in.
    pub fn catalogue(&self) -> &Catalogue {
        &self.inner.catalogue
    }

    /// Whether `actor` may import for `agency`.
    pub fn may_import(&self, actor: &Actor, agency: AgencyId) -> Result<Decision, Denied> {
        let resource = Resource::new("dataset", agency).agency(agency);
        self.platform().decide(actor, "lake.import", &resource)
    }

    /// Whether `actor` may see a dataset's profile and quality.
    pub fn may_read_profile(&self, actor: &Actor, dataset: &Dataset) -> Result<Decision, Denied> {
        let resource = Resource::new("dataset", dataset.id).agency(dataset.agency);
        self.platform().decide(actor, "lake.profile.read", &resource)
    }

    /// Whether `actor` may see a dataset's quarantine, which holds values.
    pub fn may_read_quarantine(
        &self,
        actor: &Actor,
        dataset: &Dataset,
    ) -> Result<Decision, Denied> {
        let resource = Resource::new("dataset", dataset.id).agency(dataset.agency);
        self.platform().decide(actor, "lake.quarantine.read", &resource)
    }

    /// A dataset at its current version.
    pub async fn dataset(&self, id: DatasetId) -> Result<Option<Dataset>, StoreError> {
        dataset::store::current(&self.platform().db, id).await
    }

    /// The dataset of an entry at its current version.
    pub async fn dataset_of_entry(&self, entry: EntryId) -> Result<Option<Dataset>, StoreError> {
        dataset::store::current_of_entry(&self.platform().db, entry).await
    }

    /// A dataset at each of its last versions, newest first.
    pub async fn versions(&self, id: DatasetId, limit: u32) -> Result<Vec<Dataset>, StoreError> {
        dataset::store::versions(&self.platform().db, id, limit).await
    }

    /// Datasets, newest first.
    pub async fn datasets(
        &self,
        agency: Option<AgencyId>,
        before: Option<DatasetId>,
        limit: u32,
    ) -> Result<Vec<Dataset>, StoreError> {
        dataset::store::page(&self.platform().db, agency, before, limit).await
    }

    /// A page of a dataset's rows. Whoever asks has decided that it may be asked,
    /// and tells the ledger before the answer leaves.
    pub async fn rows(&self, dataset: &Dataset, query: RowQuery) -> Result<Page, RowsError> {
        self.read(&dataset.version.object, dataset.version.number, query).await
    }

    /// A page of a version's quarantined cells.
    pub async fn quarantine(&self, dataset: &Dataset, query: RowQuery) -> Result<Page, RowsError> {
        self.read(&dataset.version.quarantine, dataset.version.number, query).await
    }

    async fn read(&self, object: &str, version: i64, query: RowQuery) -> Result<Page, RowsError> {
        // What is in memory is answered here, in less time than a change of threads takes.
        if let Some(file) = self.opened(object) {
            let plan = Plan::new(&query, &file, version)?;
            if let Some(page) = plan.run(&file, &self.inner.cache, Effort::Cached)? {
                return Ok(page);
            }
        }
        let (lake, object) = (self.clone(), object.to_owned());
        tokio::task::spawn_blocking(move || {
            let file = lake.open_file(&object)?;
            let plan = Plan::new(&query, &file, version)?;
            let page = plan.run(&file, &lake.inner.cache, Effort::Full)?;
            // With full effort nothing is missing.
            page.ok_or(RowsError::BadCursor)
        })
        .await?
    }

    fn opened(&self, object: &str) -> Option<Arc<OpenFile>> {
        let files = self.inner.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(object).cloned()
    }

    fn open_file(&self, object: &str) -> Result<Arc<OpenFile>, RowsError> {
        if let Some(file) = self.opened(object) {
            return Ok(file);
        }
        let file = Arc::new(OpenFile::open(self.platform().objects.open(object)?)?);
        let mut files = self.inner.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= FILES_MAX {
            // Open files are cheap to open again; which one goes does not matter.
            let gone = files.keys().next().cloned();
            gone.map(|key| files.remove(&key));
        }
        files.insert(object.to_owned(), Arc::clone(&file));
        Ok(file)
    }
}
