//! The handle other crates hold: the current registry, and the changes to it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use zt_access::Platform;
use zt_kernel::AgencyId;
use zt_store::StoreError;

use crate::code_set::store::{self as code_set_store, CodeSetRecord, CodeSetVersionId};
use crate::element::store::{self as element_store, ElementRecord, ElementVersionId};
use crate::panel::ElementPanel;
use crate::registry::{CodeSet, Registry};

/// The standards of the platform. Cloning shares everything.
#[derive(Clone)]
pub struct Standards {
    platform: Platform,
    snapshot: Arc<Snapshot>,
}

/// The registry as last read, and the revision it was read at.
struct Snapshot {
    registry: RwLock<Arc<Registry>>,
    revision: AtomicI64,
    panel: OnceLock<Arc<dyn ElementPanel>>,
}

/// The most open versions a page lists.
const OPEN_MAX: i64 = 200;

impl std::fmt::Debug for Standards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let revision = self.snapshot.revision.load(Ordering::Relaxed);
        f.debug_struct("Standards").field("revision", &revision).finish_non_exhaustive()
    }
}

impl Standards {
    /// Reads the registry from a migrated database.
    ///
    /// # Errors
    ///
    /// The database can't be read.
    pub async fn open(platform: Platform) -> Result<Self, StoreError> {
        let snapshot = Snapshot {
            registry: RwLock::new(Arc::new(Registry::new([], []))),
            revision: AtomicI64::new(-1),
            panel: OnceLock::new(),
        };
        let standards = Self { platform, snapshot: Arc::new(snapshot) };
        standards.refresh().await?;
        Ok(standards)
    }

    /// The platform underneath.
    #[must_use]
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Hands in the panel of element pages, once, at start; a later one is ignored.
    pub fn attach(&self, panel: Arc<dyn ElementPanel>) {
        let _ = self.snapshot.panel.set(panel);
    }

    /// The panel of element pages, if a higher crate has handed one in.
    pub(crate) fn panel(&self) -> Option<&dyn ElementPanel> {
        self.snapshot.panel.get().map(AsRef::as_ref)
    }

    /// Everything published, as of the last refresh.
    #[must_use]
    pub fn registry(&self) -> Arc<Registry> {
        Arc::clone(&self.snapshot.registry.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the registry anew if anything changed since, in this process or another.
    /// One row when nothing did, so that it may be called every few seconds. Tells
    /// whether there was a change.
    ///
    /// # Errors
    ///
    /// The database can't be read; the old snapshot stays.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        // The revision is read first: a change between the two reads is then read twice,
        // never missed.
        let revision = crate::store::revision(&self.platform.db).await?;
        if revision == self.snapshot.revision.load(Ordering::Acquire) {
            return Ok(false);
        }
        let registry = self.load().await?;
        *self.snapshot.registry.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(registry);
        self.snapshot.revision.store(revision, Ordering::Release);
        Ok(true)
    }

    async fn load(&self) -> Result<Registry, StoreError> {
        let db = &self.platform.db;
        let elements = element_store::published(db).await?;
        let mut versions = code_set_store::published(db).await?.into_iter().peekable();
        let mut code_sets = Vec::new();
        // Both lists come ordered by code, and each version's code set exists.
        for head in code_set_store::heads(db).await? {
            let mut own = Vec::new();
            while let Some(record) = versions.next_if(|next| next.version.code_set == head.code) {
                own.push(record.version);
            }
            code_sets.push(CodeSet {
                code: head.code,
                name_zh: head.name_zh,
                name_en: head.name_en,
                standard: head.standard,
                owner: head.owner,
                versions: own,
            });
        }
        Ok(Registry::new(elements.into_iter().map(|record| record.element), code_sets))
    }

    /// One stored version of an element, in whatever state.
    ///
    /// # Errors
    ///
    /// The database can't be read.
    pub async fn element_version(
        &self,
        id: ElementVersionId,
    ) -> Result<Option<ElementRecord>, StoreError> {
        element_store::find(&self.platform.db, id).await
    }

    /// Element versions still being written or reviewed: of one agency, or all.
    ///
    /// # Errors
    ///
    /// The database can't be read.
    pub async fn open_elements(
        &self,
        owner: Option<AgencyId>,
    ) -> Result<Vec<ElementRecord>, StoreError> {
        element_store::open(&self.platform.db, owner, OPEN_MAX).await
    }

    /// One stored version of a code set, in whatever state.
    ///
    /// # Errors
    ///
    /// The database can't be read.
    pub async fn code_set_version(
        &self,
        id: CodeSetVersionId,
    ) -> Result<Option<CodeSetRecord>, StoreError> {
        code_set_store::find(&self.platform.db, id).await
    }

    /// Code set versions still being written or reviewed: of one agency, or all.
    ///
    /// # Errors
    ///
    /// The database can't be read.
    pub async fn open_code_sets(
        &self,
        owner: Option<AgencyId>,
    ) -> Result<Vec<CodeSetRecord>, StoreError> {
        code_set_store::open(&self.platform.db, owner, OPEN_MAX).await
    }

    /// The stored version of an element that is in force.
    ///
    /// # Errors
    ///
    /// The database can't be read.
    pub async fn element_in_force(&self, code: &str) -> Result<Option<ElementRecord>, StoreError> {
        element_store::in_force(&self.platform.db, code).await
    }

    /// The agency a code set belongs to, whether or not it has been published.
    ///
    /// # Errors
    ///
    /// The database can't be read, or has no such code set.
    pub async fn code_set_owner(&self, code: &str) -> Result<Option<AgencyId>, StoreError> {
        code_set_store::owner(&self.platform.db, code).await
    }
}
