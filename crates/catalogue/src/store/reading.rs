//! Reading without a transaction.

use zt_kernel::{AgencyId, DatasetId, EntryId};
use zt_store::{Db, StoreError, values};

use super::{
    SELECT_BINDINGS, SELECT_BRANCHES, SELECT_BY_CODE, SELECT_CASES, SELECT_CHANGES,
    SELECT_ENTRY_OF_DATASET, SELECT_HOLDERS, SELECT_ID_OF_CODE, SELECT_LATEST, SELECT_OF_AGENCY,
    SELECT_OPEN, SELECT_POSITION, SELECT_PUBLISHED, SELECT_PUBLISHED_AFTER, SELECT_RULES,
    SELECT_SOURCES, SELECT_STATE_COUNTS, SELECT_VERSIONS,
    rows::{
        Bound, Branch, Changed, EntryOf, Holder, Number, Position, Source, StateCount, Stored,
        StoredCase,
    },
};
use crate::{ElementCode, Entry, EntryCode, grading::GradingCase, rule::Rulebook};

/// Reads, on connections the database holds read-only.
pub(crate) struct Reading<'a>(pub &'a Db);

impl Reading<'_> {
    /// The published version under that code, with its bindings.
    pub async fn by_code(&self, code: &EntryCode) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_BY_CODE, values![code.as_str()]).await?;
        self.with_bindings(found).await
    }

    /// The published version of that entry, with its bindings.
    pub async fn published(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_PUBLISHED, values![id]).await?;
        self.with_bindings(found).await
    }

    /// The version in hand: a draft or one under review.
    pub async fn open(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_OPEN, values![id]).await?;
        self.with_bindings(found).await
    }

    /// The newest version whatever its state.
    pub async fn latest(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_LATEST, values![id]).await?;
        self.with_bindings(found).await
    }

    async fn with_bindings(&self, found: Option<Stored>) -> Result<Option<Entry>, StoreError> {
        let Some(Stored(mut entry)) = found else { return Ok(None) };
        entry.bindings =
            self.bound(entry.id).await?.into_iter().map(|bound| bound.binding).collect();
        Ok(Some(entry))
    }

    pub async fn id_of(&self, code: &EntryCode) -> Result<Option<EntryId>, StoreError> {
        let found = self.0.fetch_optional(SELECT_ID_OF_CODE, values![code.as_str()]).await?;
        Ok(found.map(|Number(id)| EntryId(id)))
    }

    /// Every version, the newest first.
    pub async fn versions(&self, id: EntryId) -> Result<Vec<Entry>, StoreError> {
        let found = self.0.fetch_all(SELECT_VERSIONS, values![id]).await?;
        Ok(found.into_iter().map(|Stored(entry)| entry).collect())
    }

    /// Open and published versions of an agency (or of all), by entry.
    pub async fn of_agency(
        &self,
        agency: Option<AgencyId>,
        state: Option<&str>,
        after: EntryId,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let values = values![agency, state, after, limit];
        let found = self.0.fetch_all(SELECT_OF_AGENCY, values).await?;
        Ok(found.into_iter().map(|Stored(entry)| entry).collect())
    }

    /// How many versions stand in each state.
    pub async fn state_counts(
        &self,
        agency: Option<AgencyId>,
    ) -> Result<Vec<StateCount>, StoreError> {
        self.0.fetch_all(SELECT_STATE_COUNTS, values![agency]).await
    }

    /// Published entries after one, by id.
    pub async fn published_after(
        &self,
        after: EntryId,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let found = self.0.fetch_all(SELECT_PUBLISHED_AFTER, values![after, limit]).await?;
        Ok(found.into_iter().map(|Stored(entry)| entry).collect())
    }

    pub async fn bound(&self, id: EntryId) -> Result<Vec<Bound>, StoreError> {
        self.0.fetch_all(SELECT_BINDINGS, values![id]).await
    }

    pub async fn entry_of_dataset(
        &self,
        dataset: DatasetId,
    ) -> Result<Option<EntryId>, StoreError> {
        let found = self.0.fetch_optional(SELECT_ENTRY_OF_DATASET, values![dataset]).await?;
        Ok(found.map(|EntryOf(entry)| entry))
    }

    pub async fn cases(&self, id: EntryId, version: u32) -> Result<Vec<GradingCase>, StoreError> {
        let found = self.0.fetch_all(SELECT_CASES, values![id, i64::from(version)]).await?;
        Ok(found.into_iter().map(|StoredCase(case)| case).collect())
    }

    pub async fn holders(
        &self,
        element: &ElementCode,
        limit: i64,
    ) -> Result<Vec<Holder>, StoreError> {
        self.0.fetch_all(SELECT_HOLDERS, values![element.to_string(), limit]).await
    }

    pub async fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.0.fetch_all(SELECT_SOURCES, values![]).await
    }

    pub async fn position(&self) -> Result<i64, StoreError> {
        let Position(position) = self.0.fetch_one(SELECT_POSITION, values![]).await?;
        Ok(position)
    }

    pub async fn changes(&self, after: i64, limit: i64) -> Result<Vec<Changed>, StoreError> {
        self.0.fetch_all(SELECT_CHANGES, values![after, limit]).await
    }

    pub async fn rules(&self) -> Result<Rulebook, StoreError> {
        Ok(Rulebook { rules: self.0.fetch_all(SELECT_RULES, values![]).await? })
    }

    pub async fn branches(&self) -> Result<Vec<Branch>, StoreError> {
        self.0.fetch_all(SELECT_BRANCHES, values![]).await
    }
}
