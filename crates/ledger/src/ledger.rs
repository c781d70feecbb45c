//! The ledger's handle: what the rest of the platform holds.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::sync::{Notify, mpsc, oneshot, watch};
use zt_crypto::{KeyFileError, NoteKey, NoteVerifier, VerifiedCheckpoint, random_bytes};
use zt_merkle::{Hash, TilePath};
use zt_store::{Db, Engine, EventId, EventIds, Evidence, StoreError};

use crate::{
    Bundle, Filter, Leaf, LeafError, ReadError,
    bundle::ProvedEvent,
    disk::{Disk, Folder},
    event::LEAF_MAX_BYTES,
    index,
    journal::LOG,
    presence::{Presence, Reach},
    reader::LedgerReader,
    sequencer::{LeaseTimes, Sequencer},
    writer::{Command, Halt, Item, QUEUE_EVENTS, Refused, Road, Writer},
};

/// How long [`Ledger::settle`] waits. A backlog of a hundred thousand events is
/// ordered in less.
const SETTLE_PATIENCE: Duration = Duration::from_secs(30);

/// How often a process that does not lead looks whether an event has its index.
const SETTLE_LOOK: Duration = Duration::from_millis(25);

/// How a ledger is opened.
#[derive(Debug, Clone)]
pub struct LedgerConfig {
    /// The ledger's own folder: `ledger` in the data folder. Several processes
    /// with one database share it.
    pub folder: PathBuf,
    /// The ledger's name, unique in the world: a host name one owns, and a path.
    pub origin: String,
    /// The file with the signing key; made if it is not there.
    pub key_file: PathBuf,
    /// The least time from one checkpoint to the next.
    pub checkpoint_every: Duration,
    /// How long a process may order the ledger without being heard of, where
    /// there may be other machines: how long the ledger goes without order when a
    /// whole machine is lost. Events are recorded all that while, so it may be
    /// long, and a database that answers slowly must not end a reign.
    pub lease_time: Duration,
    /// Where the ids of appended events come from.
    pub event_ids: EventIds,
}

impl LedgerConfig {
    /// The ledger in the data folder `data`, with its key in `keys/ledger.key`
    /// there and five checkpoints a second at most.
    pub fn in_data_folder(data: &Path, origin: impl Into<String>) -> Self {
        Self {
            folder: data.join("ledger"),
            origin: origin.into(),
            key_file: data.join("keys").join("ledger.key"),
            checkpoint_every: Duration::from_millis(200),
            lease_time: Duration::from_secs(20),
            event_ids: EventIds::random(),
        }
    }
}

/// The platform's record of what happened. Cloning shares it; it closes when the
/// last clone is dropped, or in order with [`Ledger::close`].
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    verifier: NoteVerifier,
    reader: LedgerReader,
    commands: mpsc::Sender<Command>,
    wake: Arc<Notify>,
    indexed: watch::Receiver<u64>,
    closing: watch::Sender<bool>,
    halt: Halt,
    event_ids: EventIds,
    sequencing: tokio::sync::Mutex<Option<tokio::task::JoinHandle<()>>>,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ledger({})", self.inner.verifier.name())
    }
}

/// What an appended event got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The event's id.
    pub id: EventId,
    /// Its index, if this process orders the ledger. Otherwise it will get one;
    /// it is durable all the same.
    pub index: Option<u64>,
}

/// An event as it stands in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its index, from 0.
    pub index: u64,
    /// The event.
    pub event: Leaf,
}

/// An entry with its proof under the current checkpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvedEntry {
    /// The entry.
    pub entry: Entry,
    /// The hash of its leaf.
    pub leaf_hash: Hash,
    /// The hashes from the leaf to the root.
    pub proof: Vec<Hash>,
    /// Entries in the ledger under that checkpoint.
    pub size: u64,
    /// The root under that checkpoint.
    pub root: Hash,
}

/// Why a ledger could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key file could not be used.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The folder could not be used.
    #[error("the ledger's folder {folder} could not be used")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Why a question to the ledger has no answer.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database failed.
    #[error("the ledger's index could not be asked")]
    Store(#[from] StoreError),
    /// The files failed, or the entry is not there.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An entry is no event of this program.
    #[error("entry {index} of the ledger cannot be read")]
    Entry {
        /// Which.
        index: u64,
        /// What is wrong with it.
        #[source]
        source: LeafError,
    },
    /// No such event, or it has no index yet.
    #[error("the ledger has no event {0} yet")]
    NoEvent(EventId),
    /// The ledger has stopped.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl Ledger {
    /// Opens a ledger and begins to order it, unless another process does. The
    /// database has run [`crate::MIGRATIONS`]. Must be called inside a Tokio runtime.
    ///
    /// # Errors
    ///
    /// The key file or the folder can't be used. What is wrong with the entries
    /// themselves shows in [`Ledger::health`], and refuses every event.
    pub fn open(config: LedgerConfig, db: Db) -> Result<Self, OpenError> {
        let key = Arc::new(NoteKey::load_or_generate(&config.key_file, &config.origin)?);
        let verifier = key.verifier().clone();
        let folder = Folder::new(&config.folder);
        // A draft of the log may be as large as a file of it.
        folder.sweep_drafts(LOG);
        let disk: Arc<dyn Disk> = Arc::new(folder);
        let unusable = |source| OpenError::Folder { folder: config.folder.clone(), source };
        let reach = match db.engine() {
            Engine::Sqlite => Reach::OneMachine,
            Engine::Postgres => Reach::ManyMachines,
        };
        let random = hex::encode(random_bytes::<8>());
        let presence = Presence::announce(&config.folder, &random, reach).map_err(unusable)?;
        let halt = Halt::default();
        let (commands, queue) = mpsc::channel(QUEUE_EVENTS);
        let writer = Writer::new(Arc::clone(&disk), halt.clone(), presence.process().to_owned());
        std::thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || writer.run(queue))
            .map_err(unusable)?;
        let reader = LedgerReader::new(Arc::clone(&disk), verifier.clone());
        let (closing, closed) = watch::channel(false);
        let (indexed_sender, indexed) = watch::channel(0);
        let wake = Arc::new(Notify::new());
        let sequencer = Sequencer {
            db: db.clone(),
            disk,
            key,
            presence,
            reader: reader.clone(),
            commands: commands.clone(),
            wake: Arc::clone(&wake),
            published: watch::channel(0).0,
            indexed: indexed_sender,
            halt: halt.clone(),
            checkpoint_every: config.checkpoint_every,
            lease: LeaseTimes::of(config.lease_time),
            closing: closed,
        };
        let sequencing = tokio::sync::Mutex::new(Some(tokio::spawn(sequencer.run())));
        let event_ids = config.event_ids;
        let inner = Inner {
            db,
            verifier,
            reader,
            commands,
            wake,
            indexed,
            closing,
            halt,
            event_ids,
            sequencing,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Records an event that changes nothing in the database: a reading. It is
    /// durable when this returns, and only then may data leave.
    ///
    /// # Errors
    ///
    /// The event is not recorded, so what it tells of must not happen.
    pub async fn append(&self, event: &impl Evidence) -> Result<Receipt, Refused> {
        let id = self.inner.event_ids.next().map_err(|_| Refused::Stopped)?;
        let leaf = event.encode(&id);
        if leaf.len() > LEAF_MAX_BYTES {
            return Err(Refused::TooLong);
        }
        let (reply, answer) = oneshot::channel();
        let item = Item { leaf, road: Road::Either, reply };
        // A full queue makes the caller wait here: that is the back-pressure.
        self.inner.commands.send(Command::Append(item)).await.map_err(|_| Refused::Stopped)?;
        let index = answer.await.map_err(|_| Refused::Stopped)??;
        Ok(Receipt { id, index })
    }

    /// Orders waiting events soon. Commits of this process wake it by themselves.
    pub fn wake(&self) {
        self.inner.wake.notify_one();
    }

    /// Waits until an event has its index and can be proved; the index.
    ///
    /// # Errors
    ///
    /// The ledger has stopped, or half a minute was not enough.
    pub async fn settle(&self, id: &EventId) -> Result<u64, LedgerError> {
        let mut indexed = self.inner.indexed.clone();
        self.wake();
        let looking = async {
            loop {
                indexed.borrow_and_update();
                if let Some(index) = index::position(&self.inner.db, id).await? {
                    return Ok(index);
                }
                if self.inner.halt.reason().is_some() {
                    return Err(Refused::Stopped.into());
                }
                // Woken by this process's index; another's shows by looking.
                tokio::time::timeout(SETTLE_LOOK, indexed.changed()).await.ok();
            }
        };
        match tokio::time::timeout(SETTLE_PATIENCE, looking).await {
            Ok(outcome) => outcome,
            Err(_) => Err(LedgerError::NoEvent(*id)),
        }
    }

    /// Matching events, newest first.
    pub async fn recent(&self, filter: &Filter) -> Result<Vec<Entry>, LedgerError> {
        let indices = index::find(&self.inner.db, filter).await?;
        let leaves = self.inner.reader.leaves_at(indices.clone()).await?;
        indices.into_iter().zip(leaves).map(|(index, leaf)| entry(index, &leaf)).collect()
    }

    /// The index of an event that is listed.
    pub async fn position(&self, id: &EventId) -> Result<Option<u64>, LedgerError> {
        Ok(index::position(&self.inner.db, id).await?)
    }

    /// One entry with its proof.
    ///
    /// # Errors
    ///
    /// [`ReadError::NoEntry`] if there is none at that index yet.
    pub async fn prove(&self, index: u64) -> Result<ProvedEntry, LedgerError> {
        let (checkpoint, _, mut proved) = self.inner.reader.prove(vec![index]).await?;
        let proved = proved.pop().ok_or(ReadError::NoEntry(index))?;
        Ok(ProvedEntry {
            entry: entry(index, &proved.leaf)?,
            leaf_hash: Hash::leaf(&proved.leaf),
            proof: proved.proof,
            size: checkpoint.size,
            root: checkpoint.root,
        })
    }

    /// The evidence for these events, in the order of the ledger. Wait for each
    /// with [`Ledger::settle`] where it may be new.
    ///
    /// # Errors
    ///
    /// [`LedgerError::NoEvent`] if one has no index yet.
    pub async fn bundle(&self, ids: &[EventId]) -> Result<Bundle, LedgerError> {
        let mut indices = Vec::with_capacity(ids.len());
        for id in ids {
            let index = index::position(&self.inner.db, id).await?;
            indices.push(index.ok_or(LedgerError::NoEvent(*id))?);
        }
        let (_, checkpoint, proved) = self.inner.reader.prove(indices.clone()).await?;
        let events = indices
            .into_iter()
            .zip(proved)
            .map(|(index, proved)| {
                let event = entry(index, &proved.leaf)?.event;
                let proof = proved.proof.iter().map(Hash::to_string).collect();
                Ok(ProvedEvent { index, event, proof })
            })
            .collect::<Result<_, LedgerError>>()?;
        Ok(Bundle::new(&self.inner.verifier, &checkpoint, events))
    }

    /// The bytes of the checkpoint; none before the first is published.
    pub async fn checkpoint_bytes(&self) -> Result<Option<Vec<u8>>, LedgerError> {
        Ok(self.inner.reader.checkpoint_bytes().await?)
    }

    /// The checkpoint; none before the first is published.
    pub async fn checkpoint(&self) -> Result<Option<VerifiedCheckpoint>, LedgerError> {
        Ok(self.inner.reader.checkpoint().await?.map(|(checkpoint, _)| checkpoint))
    }

    /// The bytes of a tile or entry bundle; none if there is none at that path.
    pub async fn tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, LedgerError> {
        Ok(self.inner.reader.tile(path).await?)
    }

    /// The public key, under whose name the ledger signs.
    pub fn verifier(&self) -> &NoteVerifier {
        &self.inner.verifier
    }

    /// Whether events can be recorded.
    ///
    /// # Errors
    ///
    /// Why not. It stays so until the program is started anew.
    pub fn health(&self) -> Result<(), &str> {
        self.inner.halt.reason().map_or(Ok(()), Err)
    }

    /// Closes in order: everything appended is published, and another process may
    /// lead at once. What a clone appends after this is durable in the process's
    /// segment and comes into the tree when a ledger is opened on the folder again.
    pub async fn close(&self) {
        self.inner.closing.send_replace(true);
        if let Some(sequencing) = self.inner.sequencing.lock().await.take() {
            sequencing.await.ok();
        }
    }
}

fn entry(index: u64, leaf: &[u8]) -> Result<Entry, LedgerError> {
    match Leaf::from_bytes(leaf) {
        Ok(event) => Ok(Entry { index, event }),
        Err(source) => Err(LedgerError::Entry { index, source }),
    }
}
