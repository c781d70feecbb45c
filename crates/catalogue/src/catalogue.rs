//! The handle that pages, the API and the crates above hold.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use jiff::Timestamp;
use zt_access::{Agencies, Platform};
use zt_kernel::{Actor, AgencyId, EntryId, civil_date};
use zt_ledger::{AuditEvent, Object};
use zt_standards::{Registry, Standards};
use zt_store::StoreError;

use crate::{
    Entry, EntryCode, Reference, State,
    change::resource_of,
    follow::blocking,
    grading::GradingCase,
    lint::{self, Finding},
    panel::EntryPanel,
    rule::{Deadline, Rulebook},
    search::{Query, Results, SearchError, SearchIndex, View},
    store::{self, Bound, Reading},
};

/// The catalogue. Cloning shares it.
#[derive(Clone)]
pub struct Catalogue {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    platform: Platform,
    standards: Standards,
    pub index: SearchIndex,
    /// One task at a time follows changes.
    pub following: tokio::sync::Mutex<()>,
    reference: RwLock<Arc<Reference>>,
    pub panels: Vec<Box<dyn EntryPanel>>,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue").field("index", &self.inner.index).finish_non_exhaustive()
    }
}

/// Why the catalogue can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database.
    #[error("the catalogue's tables can't be read")]
    Store(#[from] StoreError),
    /// The search index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The first start installs the rules, and was not permitted to.
    #[error("the policies don't let the catalogue install its rules")]
    Denied(#[source] Box<zt_access::Denied>),
}

impl Catalogue {
    /// Opens the catalogue over a migrated database; the search index is kept
    /// under `folder`. It does not follow changes yet: the caller awaits
    /// [`Catalogue::follow_now`] before it serves and runs [`Catalogue::follow`].
    ///
    /// `panels` show on the entry's page what higher crates know of it.
    ///
    /// # Errors
    ///
    /// When the database or the folder can't be used.
    pub async fn open(
        platform: Platform,
        standards: Standards,
        folder: &Path,
        panels: Vec<Box<dyn EntryPanel>>,
    ) -> Result<Self, OpenError> {
        let folder = folder.to_owned();
        let index = blocking(move || SearchIndex::open(&folder)).await?;
        let catalogue = Self {
            inner: Arc::new(Inner {
                platform,
                standards,
                index,
                following: tokio::sync::Mutex::new(()),
                reference: RwLock::default(),
                panels,
            }),
        };
        catalogue.install_rules().await?;
        catalogue.refresh_reference().await?;
        Ok(catalogue)
    }

    async fn install_rules(&self) -> Result<(), OpenError> {
        if !self.reading().rules().await?.rules.is_empty() {
            return Ok(());
        }
        let actor = Actor::System("catalogue");
        let decision = self
            .platform()
            .decide(&actor, "catalogue.rules.install", &resource_of(AgencyId(0)))
            .map_err(|denied| OpenError::Denied(Box::new(denied)))?;
        let rules = Rulebook::seed().rules;
        let mut tx = self.platform().db.begin().await?;
        store::insert_rules(&mut tx, &rules).await?;
        let object = Object::new("catalogue_rules", "seed");
        let event =
            AuditEvent::new(self.platform().now(), &actor, "catalogue.rules.installed", object)
                .decision(decision.record())
                .detail("rules", rules.len());
        self.platform().commit(tx, &event).await?;
        Ok(())
    }

    /// The platform it stands on.
    pub fn platform(&self) -> &Platform {
        &self.inner.platform
    }

    /// The standards in force.
    pub fn registry(&self) -> Arc<Registry> {
        self.inner.standards.registry()
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading(&self.inner.platform.db)
    }

    /// Agencies, rules, branches and source agencies as last read.
    pub fn reference(&self) -> Arc<Reference> {
        Arc::clone(&self.inner.reference.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads agencies, rules, branches and source agencies again.
    ///
    /// # Errors
    ///
    /// When the database can't be read.
    pub async fn refresh_reference(&self) -> Result<(), StoreError> {
        let agencies = Agencies::new(self.platform()).list().await?;
        let reading = self.reading();
        let sources: BTreeMap<String, AgencyId> = reading
            .sources()
            .await?
            .into_iter()
            .map(|source| (source.element.to_string(), source.agency))
            .collect();
        let fresh =
            Reference::new(agencies, reading.rules().await?, reading.branches().await?, sources);
        *self.inner.reference.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }

    /// The published entry of that code.
    ///
    /// # Errors
    ///
    /// When the database can't be read; so for every reading below.
    pub async fn find(&self, code: &EntryCode) -> Result<Option<Entry>, StoreError> {
        self.reading().by_code(code).await
    }

    /// The published version of that entry.
    pub async fn find_id(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        self.reading().published(id).await
    }

    /// The newest version of the entry of that code, whatever its state: what an
    /// import or a steward's page begins from.
    pub async fn find_latest(&self, code: &EntryCode) -> Result<Option<Entry>, StoreError> {
        match self.reading().id_of(code).await? {
            Some(id) => self.latest(id).await,
            None => Ok(None),
        }
    }

    /// The newest version of that entry.
    pub async fn latest(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        self.reading().latest(id).await
    }

    /// The version of that entry that is a draft or under review.
    pub async fn open_version_of(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        self.reading().open(id).await
    }

    /// Every version of that entry, the newest first.
    pub async fn versions(&self, id: EntryId) -> Result<Vec<Entry>, StoreError> {
        self.reading().versions(id).await
    }

    /// What an entry is bound to, and what was last heard of it.
    pub async fn bound(&self, id: EntryId) -> Result<Vec<Bound>, StoreError> {
        self.reading().bound(id).await
    }

    /// The grading cases of a version, in the order of their proposal.
    pub async fn grading_cases(&self, entry: &Entry) -> Result<Vec<GradingCase>, StoreError> {
        self.reading().cases(entry.id, entry.version).await
    }

    /// The catalogue that `actor` may browse.
    pub fn view_of(&self, actor: &Actor) -> View {
        let browse = resource_of(AgencyId(0));
        match self.platform().decide(actor, "catalogue.resource.browse", &browse) {
            Ok(_) => View::Resource,
            Err(_) => View::Open,
        }
    }

    /// Answers a search on this process's index.
    ///
    /// # Errors
    ///
    /// When the index can't be read.
    pub async fn search(&self, query: Query) -> Result<Results, SearchError> {
        let (index, reference) = (self.inner.index.clone(), self.reference());
        blocking(move || index.search(&query, &reference.regions)).await
    }

    /// Everything wrong with a version as it stands.
    pub async fn findings(
        &self,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Vec<Finding>, StoreError> {
        let reference = self.reference();
        let registry = self.registry();
        let elements: Vec<_> = entry.items.iter().filter_map(|item| item.element.clone()).collect();
        let holders = self.holders(&elements).await?;
        let bound = self.reading().bound(entry.id).await?;
        let (region, today) = (reference.region(entry.agency), civil_date(now));
        let context = lint::Context {
            registry: &registry,
            open_ceiling: reference.rules.open_ceiling(&region, today),
            today,
            refreshed_on: bound.iter().filter_map(|it| it.refreshed_at).max().map(civil_date),
            stale_after_days: reference.rules.stale_after(entry.update_cycle, &region, today),
            holders: &holders,
            sources: &reference.sources,
        };
        Ok(lint::lint(entry, &context))
    }

    /// By when the version has to move on (art. 17): a draft of a further version
    /// to be submitted, a submitted one to be reviewed. A first draft has no
    /// deadline: nothing yet is out of date.
    pub fn deadline(&self, entry: &Entry) -> Option<Deadline> {
        let reference = self.reference();
        let region = reference.region(entry.agency);
        let calendar = &self.platform().calendar;
        match entry.state {
            State::Draft { .. } if entry.version > 1 => reference
                .rules
                .update_deadline(&region, civil_date(entry.opened_at), entry.extended, calendar)
                .ok(),
            State::Submitted { at, .. } => {
                reference.rules.review_deadline(&region, civil_date(at), calendar).ok()
            }
            _ => None,
        }
    }
}
