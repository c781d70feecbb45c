//! From the journal to what the world sees: tiles, entry bundles, checkpoint.
//!
//! Tiles are written without waiting for the disk, because the journal holds all
//! that is in them. From time to time they are **settled**: synced, and the right
//! edge of the tree saved, so that the journal below may go. A start takes the
//! settled edge and replays the journal from there.
//!
//! **Invariant:** a published checkpoint covers only leaves that were durable
//! before it was signed, and never fewer than the one before.

use std::{io, sync::Arc};

use zt_crypto::{NoteKey, SignatureError, sha256};
use zt_merkle::{Builder, BundleError, Checkpoint, Emitted, Hash, TilePath};

use crate::{
    disk::Disk,
    journal::{self, JournalError},
};

pub(crate) const CHECKPOINT: &str = "checkpoint";
const SETTLED: &str = "settled";

/// The growing tree and the files made of it.
pub(crate) struct Tiles {
    disk: Arc<dyn Disk>,
    key: Arc<NoteKey>,
    builder: Builder,
    settled: u64,
    /// What was written since, to sync when settling.
    unsettled: Vec<String>,
    /// What the last checkpoint says.
    published: Option<(u64, Hash)>,
}

/// Why the tree could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum TilesError {
    /// The disk failed.
    #[error("the ledger's file {path} could not be read or written")]
    Disk {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The saved edge of the tree is not the one that was saved.
    #[error("the ledger's file {SETTLED} is damaged")]
    Settled,
    /// The published checkpoint is not signed by this ledger's key.
    #[error("the ledger's checkpoint does not hold under the ledger's key")]
    Checkpoint(#[from] SignatureError),
    /// The entries lead to another root than was published.
    #[error(
        "the entries lead to another root than the checkpoint of size {0}, which was published"
    )]
    Contradiction(u64),
    /// Fewer entries than were published.
    #[error("the ledger has {found} entries, and its published checkpoint {published}")]
    Lost {
        /// Entries in the journal.
        found: u64,
        /// Entries in the checkpoint.
        published: u64,
    },
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// An entry can't stand in a bundle.
    #[error(transparent)]
    Entry(#[from] BundleError),
}

impl TilesError {
    fn disk(path: &str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Disk { path: path.to_owned(), source }
    }

    /// Whether only room is wanting.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self, Self::Disk { source, .. }
            if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
    }
}

impl Tiles {
    /// The tree as it was settled. Give it the rest of the journal with
    /// [`Tiles::add`], then [`Tiles::publish`].
    pub(crate) fn open(disk: Arc<dyn Disk>, key: Arc<NoteKey>) -> Result<Self, TilesError> {
        let builder = match read_if_there(&*disk, SETTLED)? {
            None => Builder::new(),
            Some(bytes) => {
                let (digest, state) = bytes.split_first_chunk::<32>().ok_or(TilesError::Settled)?;
                if sha256(state) != *digest {
                    return Err(TilesError::Settled);
                }
                Builder::from_bytes(state).map_err(|_| TilesError::Settled)?
            }
        };
        let published = match read_if_there(&*disk, CHECKPOINT)? {
            None => None,
            Some(bytes) => {
                let checkpoint = key.verifier().open_checkpoint(&bytes)?;
                Some((checkpoint.size, checkpoint.root))
            }
        };
        let settled = builder.size();
        let tiles = Self { disk, key, builder, settled, unsettled: Vec::new(), published };
        tiles.check_published()?;
        Ok(tiles)
    }

    /// Leaves in the tree.
    pub(crate) fn size(&self) -> u64 {
        self.builder.size()
    }

    /// The root over them.
    #[cfg(test)]
    pub(crate) fn root(&self) -> Hash {
        self.builder.root()
    }

    /// Adds leaves from the journal and writes the tiles they finish.
    pub(crate) fn add(&mut self, leaves: &[Vec<u8>]) -> Result<(), TilesError> {
        for leaf in leaves {
            for tile in self.builder.push(leaf)? {
                self.write(&tile)?;
                // The full tile has come: its beginnings are not needed any more.
                let partial = format!("{}.p", tile.path);
                self.disk.remove_folder(&partial).map_err(TilesError::disk(&partial))?;
            }
            self.check_published()?;
        }
        Ok(())
    }

    /// Publishes the tree as it stands; its size.
    pub(crate) fn publish(&mut self) -> Result<u64, TilesError> {
        let size = self.builder.size();
        if let Some((published, _)) = self.published
            && published > size
        {
            return Err(TilesError::Lost { found: size, published });
        }
        for tile in self.builder.partial() {
            self.write(&tile)?;
        }
        let root = self.builder.root();
        if self.published != Some((size, root)) {
            let checkpoint = Checkpoint::new(self.key.name().to_owned(), size, root);
            let note = self.key.sign_checkpoint(&checkpoint).to_bytes();
            self.disk.replace_durably(CHECKPOINT, &note).map_err(TilesError::disk(CHECKPOINT))?;
            self.published = Some((size, root));
        }
        Ok(size)
    }

    /// Settles the tree as it stands, and clears away the journal files below it.
    /// The caller has published it.
    pub(crate) fn settle(&mut self) -> Result<(), TilesError> {
        self.disk.sync(&self.unsettled).map_err(TilesError::disk("tile"))?;
        let state = self.builder.to_bytes();
        let bytes = [&sha256(&state)[..], &state].concat();
        self.disk.replace_durably(SETTLED, &bytes).map_err(TilesError::disk(SETTLED))?;
        self.settled = self.builder.size();
        self.unsettled.clear();
        let chain = journal::chain(&*self.disk)?;
        for pair in chain.windows(2) {
            // A file ends where the next begins. The last one is being written.
            if let [file, next] = pair
                && next.header.first <= self.settled
            {
                self.disk.remove(&file.path).map_err(TilesError::disk(&file.path))?;
            }
        }
        Ok(())
    }

    /// Whether a whole file of the journal lies between what is settled and the
    /// tree's end.
    pub(crate) fn wants_settling(&self) -> Result<bool, TilesError> {
        let chain = journal::chain(&*self.disk)?;
        Ok(chain.get(1).is_some_and(|second| second.header.first <= self.size()))
    }

    fn write(&mut self, tile: &Emitted) -> Result<(), TilesError> {
        let path = tile.path.to_string();
        self.disk.replace(&path, &tile.bytes).map_err(TilesError::disk(&path))?;
        self.unsettled.push(path);
        Ok(())
    }

    /// Entries that were published must lead to the root that was published.
    fn check_published(&self) -> Result<(), TilesError> {
        match self.published {
            Some((size, root)) if size == self.builder.size() && root != self.builder.root() => {
                Err(TilesError::Contradiction(size))
            }
            _ => Ok(()),
        }
    }
}

fn read_if_there(disk: &dyn Disk, path: &str) -> Result<Option<Vec<u8>>, TilesError> {
    match disk.read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => bytes.map(Some).map_err(TilesError::disk(path)),
    }
}

/// Reads the tile at a path, or the beginning of the full tile that has replaced it.
pub(crate) fn read_tile(disk: &dyn Disk, path: TilePath) -> io::Result<Vec<u8>> {
    match disk.read(&path.to_string()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_full() => {
            let full = disk.read(&TilePath::full(path.kind, path.index).to_string())?;
            Ok(beginning(path, full))
        }
        bytes => bytes,
    }
}

fn beginning(path: TilePath, mut full: Vec<u8>) -> Vec<u8> {
    let length = match path.kind {
        zt_merkle::TileKind::Hashes(_) => usize::from(path.width) * zt_merkle::HASH_BYTES,
        zt_merkle::TileKind::Entries => {
            let mut at = 0;
            for _ in 0..path.width {
                let Some([high, low]) = full.get(at..at + 2) else { break };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
            at
        }
    };
    full.truncate(length);
    full
}
