//! What every change of an entry has in common: load, decide, move, keep, tell.

use jiff::Timestamp;
use zt_access::{Decision, Denied, Resource};
use zt_kernel::{Actor, AgencyId, EntryId};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, Tx};

use crate::{
    Catalogue, Entry, Refusal, grading::ConfirmRefusal, lint::Finding, search::SearchError, store,
};

/// Why a change was not made. Nothing is kept of it then.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such entry, or no version of it that the change is about.
    #[error("there is no such entry, or it is not open for this change")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("the entry has been changed since it was read")]
    Stale,
    /// A version is in hand already.
    #[error("a version of the entry is being written already")]
    InHand,
    /// The dataset belongs to another entry.
    #[error("the dataset is bound to another entry already")]
    BoundElsewhere,
    /// The actor may not.
    #[error("not permitted")]
    Denied(Box<Denied>),
    /// The entry can't move so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The lint found errors.
    #[error("{} findings keep the entry from being submitted", .0.len())]
    Findings(Vec<Finding>),
    /// A grade can't be confirmed so.
    #[error(transparent)]
    Grading(#[from] ConfirmRefusal),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The change is made and kept, but this process's search could not follow it yet.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<Denied> for ChangeError {
    fn from(denied: Denied) -> Self {
        Self::Denied(Box::new(denied))
    }
}

/// The version a change is about, as its author last saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The entry.
    pub entry: EntryId,
    /// The revision read; none to change whatever stands there.
    pub revision: Option<i64>,
}

impl From<EntryId> for Target {
    fn from(entry: EntryId) -> Self {
        Self { entry, revision: None }
    }
}

impl From<&Entry> for Target {
    fn from(entry: &Entry) -> Self {
        Self { entry: entry.id, revision: Some(entry.revision) }
    }
}

/// How an entry is put to the policies.
pub(crate) fn resource(entry: &Entry) -> Resource {
    Resource::new("catalogue_entry", entry.id)
        .agency(entry.agency)
        .attribute("state", entry.state.as_str())
        .attribute("open", entry.openness() != crate::Openness::Closed)
}

/// An agency's entries as a whole, for making one or listing them.
pub(crate) fn resource_of(agency: AgencyId) -> Resource {
    Resource::any("catalogue_entry")
        .agency(agency)
        .attribute("state", "any")
        .attribute("open", false)
}

impl Catalogue {
    /// The draft or submitted version, locked against a second change.
    pub(crate) async fn open_version(
        &self,
        tx: &mut Tx,
        target: Target,
    ) -> Result<Entry, ChangeError> {
        tx.lock("catalogue_entry", target.entry.0).await?;
        let entry = store::open(tx, target.entry).await?;
        unchanged(entry, target)
    }

    /// The published version, locked against a second change.
    pub(crate) async fn published_version(
        &self,
        tx: &mut Tx,
        target: Target,
    ) -> Result<Entry, ChangeError> {
        tx.lock("catalogue_entry", target.entry.0).await?;
        let entry = store::published(tx, target.entry).await?;
        unchanged(entry, target)
    }

    pub(crate) fn decide(
        &self,
        actor: &Actor,
        action: &'static str,
        entry: &Entry,
    ) -> Result<Decision, ChangeError> {
        Ok(self.platform().decide(actor, action, &resource(entry))?)
    }
}

/// The version found, unless it has been changed since its author read it.
fn unchanged(entry: Option<Entry>, target: Target) -> Result<Entry, ChangeError> {
    let entry = entry.ok_or(ChangeError::NotFound)?;
    match target.revision {
        Some(revision) if revision != entry.revision => Err(ChangeError::Stale),
        _ => Ok(entry),
    }
}

/// Keeps a changed version and returns it as it stands now.
pub(crate) async fn keep(
    tx: &mut Tx,
    mut entry: Entry,
    now: Timestamp,
) -> Result<Entry, ChangeError> {
    if !store::update_version(tx, &entry, now).await? {
        return Err(ChangeError::Stale);
    }
    entry.revision += 1;
    Ok(entry)
}

/// The event of a change of an entry. Names and abstracts stay out: the code and
/// the version lead to them.
pub(crate) fn event(
    now: Timestamp,
    actor: &Actor,
    action: &'static str,
    entry: &Entry,
    decision: &Decision,
) -> AuditEvent {
    AuditEvent::new(now, actor, action, Object::new("entry", entry.code.as_str()))
        .decision(decision.record())
        .detail("version", entry.version)
        .detail("state", entry.state.as_str())
}
