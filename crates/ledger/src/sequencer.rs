//! The task that orders events: it stands for election, and while it leads,
//! moves what others have made durable into the log and keeps the index.
//!
//! Each pass does three things: events of committed transactions (the outbox),
//! events in other processes' segments, index. Exactly once, whatever crashes:
//! an event leaves the outbox, and a segment's mark moves on, only after it is
//! durable in the log; and before a new leader moves anything, everything in the
//! log has been indexed, so that what was moved but not yet taken away is
//! recognised by its id. Any failure on the way ends the reign, and the next one
//! begins with that same recovery.

mod lease;
mod pass;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::{Notify, mpsc, watch};
use zt_crypto::NoteKey;
use zt_kernel::{Clock, SystemClock};
use zt_store::{Db, Lease, Leases, StoreError};

pub(crate) use lease::LeaseTimes;
use lease::{acquire, heartbeat};

use crate::{
    disk::Disk,
    index,
    journal::{self, Journal, JournalError},
    presence::Presence,
    publisher::{self, Publisher},
    reader::{LedgerReader, ReadError},
    reign::Reign,
    tiles::TilesError,
    walk::VKEY,
    writer::{Command, Halt, Refused},
};

/// How often a process that does not lead stands for election.
const ELECT_EVERY: Duration = Duration::from_secs(1);

/// How often the outbox and the segments of other processes are looked at
/// without being called.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// How long closing goes on listing entries. The lease is no longer renewed then,
/// and must still hold at the end.
const CLOSING_PATIENCE: Duration = Duration::from_secs(2);

/// Events moved, and entries indexed, in one pass at most.
const PASS_EVENTS: u32 = 1000;

/// Everything the task works with.
pub(crate) struct Sequencer {
    pub db: Db,
    pub disk: Arc<dyn Disk>,
    pub key: Arc<NoteKey>,
    pub presence: Presence,
    pub reader: LedgerReader,
    pub commands: mpsc::Sender<Command>,
    pub wake: Arc<Notify>,
    pub published: watch::Sender<u64>,
    pub indexed: watch::Sender<u64>,
    pub halt: Halt,
    pub checkpoint_every: Duration,
    pub lease: LeaseTimes,
    /// Becomes true, or loses its sender, when the ledger closes.
    pub closing: watch::Receiver<bool>,
}

/// Why a reign ended early.
#[derive(Debug, thiserror::Error)]
enum Setback {
    #[error("the database failed")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Tiles(#[from] TilesError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the lease has run out")]
    Over,
    #[error("the database has indexed {indexed} entries and the ledger holds {size}")]
    IndexAhead { indexed: u64, size: u64 },
}

impl Setback {
    /// Whether what is on the disk contradicts itself: to try again would only
    /// sign the contradiction.
    fn is_final(&self) -> bool {
        match self {
            Self::Tiles(TilesError::Journal(error)) | Self::Journal(error) => {
                !matches!(error, JournalError::Disk { .. })
            }
            Self::Tiles(error) => !error.is_full(),
            Self::IndexAhead { .. } => true,
            Self::Store(_) | Self::Read(_) | Self::Refused(_) | Self::Over => false,
        }
    }
}

impl Sequencer {
    /// Works until the ledger closes.
    pub(crate) async fn run(mut self) {
        while !self.is_closing() && self.halt.reason().is_none() {
            match self.elect().await {
                Ok(Some((lease, until))) => {
                    if let Err(setback) = self.reign(&lease, until).await {
                        tracing::warn!(
                            error = &setback as &dyn std::error::Error,
                            "the reign over the ledger ends early"
                        );
                        if setback.is_final() {
                            self.halt.halt(&setback);
                        }
                    }
                    metrics::gauge!("zt_ledger_leading").set(0.0);
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "no election");
                }
            }
            if !self.is_closing() {
                tokio::time::timeout(ELECT_EVERY, self.closing.changed()).await.ok();
            }
        }
    }

    fn is_closing(&self) -> bool {
        *self.closing.borrow() || self.closing.has_changed().is_err()
    }

    /// Stands for election; the lease, and until when it is relied on.
    async fn elect(&mut self) -> Result<Option<(Lease, Option<Instant>)>, StoreError> {
        let Some(candidacy) = self.presence.candidate() else { return Ok(None) };
        let elected = acquire(&Leases::new(self.db.clone()), &candidacy.holder, self.lease).await?;
        Ok(elected.map(|(lease, until)| (lease, (!candidacy.alone).then_some(until))))
    }

    /// One reign, from recovery to its end.
    async fn reign(&mut self, lease: &Lease, until: Option<Instant>) -> Result<(), Setback> {
        let (disk, key) = (Arc::clone(&self.disk), Arc::clone(&self.key));
        let journal = blocking(move || -> Result<_, Setback> {
            let vkey = format!("{}\n", key.verifier());
            disk.replace_durably(VKEY, vkey.as_bytes())
                .map_err(|source| TilesError::Disk { path: VKEY.to_owned(), source })?;
            let settled = publisher::settled_size(&disk, &key)?;
            Ok(Journal::take_over(disk, settled, journal::FILE_BYTES)?)
        })
        .await?;
        let reign = Arc::new(Reign::new(until, journal.next()));
        // Whatever happens below, this ends the publisher and the renewals.
        let end = EndOnDrop(Arc::clone(&reign));
        let renewing = until.and_then(|_| heartbeat(&self.db, lease, self.lease, &reign));
        let publishing = self.publish(&reign);
        let recovered = self.recover(lease, &reign).await;
        let outcome = match recovered {
            Ok(()) => {
                let lead = Command::Lead(Box::new(journal), Arc::clone(&reign));
                if self.commands.send(lead).await.is_err() {
                    Err(Setback::Refused(Refused::Stopped))
                } else {
                    metrics::gauge!("zt_ledger_leading").set(1.0);
                    self.lead(lease, &reign).await
                }
            }
            Err(setback) => Err(setback),
        };
        drop(end);
        // The renewals too have ended before the lease is given up below.
        let ended = move || (publishing.join().ok(), renewing.map(|thread| thread.join().ok()));
        tokio::task::spawn_blocking(ended).await.ok();
        if outcome.is_ok() {
            // An orderly end: list what the last checkpoint added, then let the
            // next leader begin at once. A long backlog is left to it.
            let listed = async { while self.index(lease).await.is_ok_and(|count| count > 0) {} };
            tokio::time::timeout(CLOSING_PATIENCE, listed).await.ok();
            Leases::new(self.db.clone()).release(lease, SystemClock.now()).await.ok();
        }
        outcome
    }

    fn publish(&self, reign: &Arc<Reign>) -> std::thread::JoinHandle<()> {
        let publisher = Publisher {
            disk: Arc::clone(&self.disk),
            key: Arc::clone(&self.key),
            reign: Arc::clone(reign),
            interval: self.checkpoint_every,
            published: self.published.clone(),
            halt: self.halt.clone(),
        };
        std::thread::spawn(move || publisher.run())
    }

    /// Publishes and indexes the whole log, and takes out of the outbox what
    /// stands in it already.
    async fn recover(&mut self, lease: &Lease, reign: &Reign) -> Result<(), Setback> {
        let size = reign.durable();
        let indexed = index::indexed(&self.db).await?;
        if indexed > size {
            return Err(Setback::IndexAhead { indexed, size });
        }
        self.indexed.send_replace(indexed);
        let mut published = self.published.subscribe();
        loop {
            if reign.is_over() || self.halt.reason().is_some() {
                return Err(Setback::Over);
            }
            let wait = published.wait_for(|published| *published >= size);
            if tokio::time::timeout(LOOK_EVERY, wait).await.is_ok() {
                break;
            }
        }
        self.catch_up(lease, reign).await?;
        let moved = index::sequenced_in_outbox(&self.db).await?;
        self.take_out(lease, &moved).await
    }

    /// Indexes everything that is published.
    async fn catch_up(&mut self, lease: &Lease, reign: &Reign) -> Result<(), Setback> {
        while self.index(lease).await? > 0 {
            if reign.is_over() {
                return Err(Setback::Over);
            }
        }
        Ok(())
    }

    async fn lead(&mut self, lease: &Lease, reign: &Reign) -> Result<(), Setback> {
        let mut published = self.published.subscribe();
        // Until the segments have been drained once, what is in them may stand
        // in the log already.
        let mut segments_drained = false;
        while !self.is_closing() {
            if reign.is_over() || self.halt.reason().is_some() {
                return Err(Setback::Over);
            }
            let from_outbox = self.drain_outbox(lease).await?;
            let from_segments = self.drain_segments(lease, !segments_drained).await?;
            segments_drained |= from_segments == 0;
            let indexed = self.index(lease).await?;
            if from_outbox + from_segments + indexed > 0 {
                continue;
            }
            tokio::select! {
                () = self.db.outbox_grew() => {}
                () = self.wake.notified() => {}
                _ = published.changed() => {}
                _ = self.closing.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
        Ok(())
    }
}

struct EndOnDrop(Arc<Reign>);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Setback> + Send + 'static,
) -> Result<T, Setback> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Setback::Over))
}
