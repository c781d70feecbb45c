//! Walking a ledger's folder from the first entry to the last, and naming the
//! first thing that is not as it must be. Reads files only: no database, no
//! running program.

use std::{io, path::Path};

use zt_crypto::{KeyTextError, NoteVerifier, SignatureError};
use zt_merkle::{Builder, Emitted, Hash, TILE_WIDTH, TileKind, TilePath, decode_entries};

use crate::{
    Leaf, LeafError,
    disk::{Disk, Folder},
    frame::HEADER_BYTES,
    journal::{self, JournalError},
    tiles::{self, CHECKPOINT},
};

/// The file with the ledger's public key.
pub(crate) const VKEY: &str = "vkey";

/// What a walk found to be sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// The ledger's name.
    pub origin: String,
    /// The key that signed, as its text.
    pub key: String,
    /// Entries under the checkpoint, each read and hashed.
    pub size: u64,
    /// The root they lead to, which is the one that was signed.
    pub root: Hash,
    /// Entries that are durable and not yet under a checkpoint.
    pub waiting: u64,
}

/// The first thing in a ledger that is not as it must be.
#[derive(Debug, thiserror::Error)]
pub enum WalkFault {
    /// A file could not be read.
    #[error("{path} could not be read")]
    Unreadable {
        /// The file, in the ledger's folder.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The key file is no key.
    #[error("{VKEY} holds no key")]
    Key(#[source] KeyTextError),
    /// The checkpoint does not hold under the key.
    #[error("{CHECKPOINT} does not hold")]
    Checkpoint(#[source] SignatureError),
    /// A bundle has not as many entries as it must.
    #[error("{path} holds {found} entries and must hold {needed}")]
    Entries {
        /// The bundle.
        path: TilePath,
        /// Entries in it.
        found: usize,
        /// Entries it must have.
        needed: u16,
    },
    /// A bundle's bytes end inside an entry.
    #[error("{path} is damaged at entry {index}")]
    Torn {
        /// The bundle.
        path: TilePath,
        /// The entry's index in the ledger.
        index: u64,
    },
    /// An entry is no event.
    #[error("entry {index} in {path} is not an event")]
    Event {
        /// The bundle.
        path: TilePath,
        /// The entry's index in the ledger.
        index: u64,
        /// What is wrong with it.
        #[source]
        source: LeafError,
    },
    /// A tile holds other hashes than the entries give.
    #[error("{path} differs at byte {offset} from what entries {first} to {last} give")]
    Tile {
        /// The tile.
        path: TilePath,
        /// The first byte that differs.
        offset: usize,
        /// The first entry below the hash that differs.
        first: u64,
        /// The last entry below it.
        last: u64,
    },
    /// The entries lead to another root.
    #[error("the entries lead to the root {found}, and the checkpoint says {signed}")]
    Root {
        /// The root of the entries.
        found: Hash,
        /// The root under the signature.
        signed: Hash,
    },
    /// The journal is damaged.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The journal holds another entry than was published.
    #[error("entry {index} is another in {path} than in its bundle")]
    Differs {
        /// The file of the journal.
        path: String,
        /// The entry's index.
        index: u64,
    },
    /// The ledger has not published anything.
    #[error("there is no {CHECKPOINT}: the folder holds no ledger, or one that never ran")]
    NoCheckpoint,
}

/// Walks the ledger in a data folder. With `pinned` the key is not taken from
/// the folder, which whoever changes the entries can change too.
pub fn verify_folder(data: &Path, pinned: Option<&NoteVerifier>) -> Result<Walked, WalkFault> {
    let disk = Folder::new(data.join("ledger"));
    let key = if let Some(key) = pinned {
        key.clone()
    } else {
        let text = read(&disk, VKEY)?;
        String::from_utf8_lossy(&text).trim_end().parse().map_err(WalkFault::Key)?
    };
    walk(&disk, &key)
}

pub(crate) fn walk(disk: &dyn Disk, key: &NoteVerifier) -> Result<Walked, WalkFault> {
    let note = match disk.read(CHECKPOINT) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(WalkFault::NoCheckpoint);
        }
        note => note.map_err(unreadable(CHECKPOINT))?,
    };
    let checkpoint = key.open_checkpoint(&note).map_err(WalkFault::Checkpoint)?;
    let mut journal = Overlap::read(disk)?;
    let mut builder = Builder::new();
    for bundle in 0..checkpoint.size.div_ceil(TILE_WIDTH) {
        let Some(path) = TilePath::in_tree(TileKind::Entries, bundle, checkpoint.size) else {
            break;
        };
        let bytes = tiles::read_tile(disk, path).map_err(unreadable(&path.to_string()))?;
        let first = bundle * TILE_WIDTH;
        let entries = decode_entries(&bytes).map_err(|error| match error {
            zt_merkle::BundleError::Torn(at) => WalkFault::Torn { path, index: first + at as u64 },
            zt_merkle::BundleError::TooLong(_) => WalkFault::Torn { path, index: first },
        })?;
        if entries.len() != usize::from(path.width) {
            let (found, needed) = (entries.len(), path.width);
            return Err(WalkFault::Entries { path, found, needed });
        }
        for (index, entry) in (first..).zip(entries) {
            journal.compare(index, entry)?;
            Leaf::from_bytes(entry).map_err(|source| WalkFault::Event { path, index, source })?;
            let torn = |_| WalkFault::Torn { path, index };
            for tile in builder.push(entry).map_err(torn)? {
                compare_tile(disk, &tile)?;
            }
        }
    }
    for tile in builder.partial() {
        compare_tile(disk, &tile)?;
    }
    let root = builder.root();
    if root != checkpoint.root {
        return Err(WalkFault::Root { found: root, signed: checkpoint.root });
    }
    Ok(Walked {
        origin: checkpoint.origin.clone(),
        key: key.to_string(),
        size: checkpoint.size,
        root,
        waiting: journal.next.saturating_sub(checkpoint.size),
    })
}

/// Compares a tile of hashes with the file; bundles were read from theirs.
fn compare_tile(disk: &dyn Disk, tile: &Emitted) -> Result<(), WalkFault> {
    let TileKind::Hashes(level) = tile.path.kind else { return Ok(()) };
    let path = tile.path;
    let found = tiles::read_tile(disk, path).map_err(unreadable(&path.to_string()))?;
    if found == tile.bytes {
        return Ok(());
    }
    let offset = found.iter().zip(&tile.bytes).take_while(|(a, b)| a == b).count();
    let below = 1u64.checked_shl(8 * u32::from(level)).unwrap_or(u64::MAX);
    let hash = path.index * TILE_WIDTH + (offset / zt_merkle::HASH_BYTES) as u64;
    let first = hash.saturating_mul(below);
    Err(WalkFault::Tile { path, offset, first, last: first.saturating_add(below - 1) })
}

/// The journal's entries, which overlap the end of what is published.
struct Overlap {
    files: Vec<(String, u64, Vec<Vec<u8>>)>,
    next: u64,
}

impl Overlap {
    fn read(disk: &dyn Disk) -> Result<Self, WalkFault> {
        let mut files = Vec::new();
        let mut next = 0;
        for file in journal::chain(disk)? {
            let bytes = read(disk, &file.path)?;
            let (end, after) = journal::whole(&bytes, &file)?;
            let leaves = journal::leaves(&bytes[HEADER_BYTES.min(end)..end]);
            files.push((file.path, file.header.first, leaves));
            next = after;
        }
        Ok(Self { files, next })
    }

    fn compare(&mut self, index: u64, entry: &[u8]) -> Result<(), WalkFault> {
        for (path, first, leaves) in &self.files {
            let at = index.checked_sub(*first).and_then(|at| usize::try_from(at).ok());
            if let Some(leaf) = at.and_then(|at| leaves.get(at))
                && leaf != entry
            {
                return Err(WalkFault::Differs { path: path.clone(), index });
            }
        }
        Ok(())
    }
}

fn read(disk: &dyn Disk, path: &str) -> Result<Vec<u8>, WalkFault> {
    disk.read(path).map_err(unreadable(path))
}

fn unreadable(path: &str) -> impl Fn(io::Error) -> WalkFault {
    move |source| WalkFault::Unreadable { path: path.to_owned(), source }
}
