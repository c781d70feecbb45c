//! Keeps this process's search index in step with the database.
//!
//! Every publication and withdrawal appends to the table of changes in its own
//! transaction. A process follows the table from the position its index was last
//! committed with; replaying a change is harmless, so a crash at any point costs
//! at most doing some of it again.

use std::time::Duration;

use zt_kernel::EntryId;

use crate::{
    Catalogue, ChangeError, Entry,
    search::{Change, Document},
};

/// Changes or entries read at a time.
const BATCH: i64 = 1_000;

/// How often a process looks for changes that others made.
const EVERY: Duration = Duration::from_secs(1);

/// Rounds after which agencies, rules and sources are read again.
const REFERENCE_ROUNDS: u32 = 30;

impl Catalogue {
    /// Follows every change there is, building the index anew first if it has to be.
    ///
    /// # Errors
    ///
    /// When the database or the index fails; a later round tries again.
    pub async fn follow_now(&self) -> Result<(), ChangeError> {
        let _turn = self.inner.following.lock().await;
        let mut position = match self.inner.index.position()? {
            Some(position) => position,
            None => self.rebuild().await?,
        };
        loop {
            let told = self.reading().changes(position, BATCH).await?;
            let Some(last) = told.last() else { return Ok(()) };
            position = last.position;
            let mut entries: Vec<EntryId> = told.iter().map(|change| change.entry).collect();
            entries.sort_unstable();
            entries.dedup();
            let mut changes = Vec::with_capacity(entries.len());
            for id in entries {
                let published = self.reading().published(id).await?;
                let document = match published {
                    Some(entry) => self.document(&entry).await?,
                    None => None,
                };
                changes.push(document.map_or(Change::Remove(id), |it| Change::Put(Box::new(it))));
            }
            let index = self.inner.index.clone();
            blocking(move || index.apply(changes, position)).await?;
        }
    }

    async fn rebuild(&self) -> Result<i64, ChangeError> {
        // Changes after this position are followed once more below; before it, all
        // that is published is read here.
        let position = self.reading().position().await?;
        self.inner.index.clear()?;
        let mut after = EntryId(0);
        loop {
            let entries = self.reading().published_after(after, BATCH).await?;
            let Some(last) = entries.last() else { break };
            after = last.id;
            let mut documents = Vec::with_capacity(entries.len());
            for entry in &entries {
                documents.extend(self.document(entry).await?);
            }
            let index = self.inner.index.clone();
            blocking(move || index.add(documents)).await?;
        }
        let index = self.inner.index.clone();
        blocking(move || index.finish(position)).await?;
        tracing::info!(entries = self.inner.index.len(), "search index built");
        Ok(position)
    }

    async fn document(&self, entry: &Entry) -> Result<Option<Document>, ChangeError> {
        let mut reference = self.reference();
        if reference.agency(entry.agency).is_none() {
            self.refresh_reference().await?;
            reference = self.reference();
        }
        let names = reference
            .agency(entry.agency)
            .map(|agency| format!("{} {} {}", agency.name_zh, agency.short, agency.name_en));
        Ok(Document::of(entry, &names.unwrap_or_default()))
    }

    /// Follows changes until it is dropped. Every process that serves runs one.
    pub async fn follow(&self) {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for round in 0_u32.. {
            ticks.tick().await;
            let refreshed = if round.is_multiple_of(REFERENCE_ROUNDS) {
                self.refresh_reference().await.map_err(ChangeError::from)
            } else {
                Ok(())
            };
            let followed = match refreshed {
                Ok(()) => self.follow_now().await,
                Err(error) => Err(error),
            };
            if let Err(error) = followed {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the search could not follow the catalogue"
                );
            }
        }
    }
}

/// Runs work that holds a thread for milliseconds off the threads of sockets.
pub(crate) async fn blocking<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
