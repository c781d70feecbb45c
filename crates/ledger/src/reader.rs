//! Reading what is published: checkpoint, tiles, entries and proofs.

use std::{cell::RefCell, collections::HashMap, io, ops::Range, sync::Arc};

use zt_crypto::{NoteVerifier, SignatureError, VerifiedCheckpoint};
use zt_merkle::{
    Hash, TILE_WIDTH, TileKind, TileNodes, TilePath, TileStore, decode_entries, inclusion_proof,
};

use crate::{
    disk::Disk,
    tiles::{self, CHECKPOINT},
};

/// Reads a ledger's folder; any process may, and any number.
#[derive(Clone)]
pub(crate) struct LedgerReader {
    disk: Arc<dyn Disk>,
    verifier: NoteVerifier,
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk failed.
    #[error("the ledger's files could not be read")]
    Disk(#[source] io::Error),
    /// The published checkpoint does not hold.
    #[error("the ledger's checkpoint does not hold")]
    Checkpoint(#[from] SignatureError),
    /// Nothing has been published yet, or not that much.
    #[error("the ledger has no entry {0} yet")]
    NoEntry(u64),
    /// A tile or bundle is not what its path says.
    #[error("the ledger's file {0} is damaged")]
    Damaged(TilePath),
}

/// An entry with its proof, under a checkpoint.
#[derive(Debug, Clone)]
pub(crate) struct Proved {
    pub leaf: Vec<u8>,
    pub proof: Vec<Hash>,
}

impl LedgerReader {
    pub(crate) fn new(disk: Arc<dyn Disk>, verifier: NoteVerifier) -> Self {
        Self { disk, verifier }
    }

    /// The bytes of the checkpoint; none before the first is published.
    pub(crate) async fn checkpoint_bytes(&self) -> Result<Option<Vec<u8>>, ReadError> {
        self.blocking(Self::checkpoint_bytes_now).await
    }

    fn checkpoint_bytes_now(&self) -> Result<Option<Vec<u8>>, ReadError> {
        match self.disk.read(CHECKPOINT) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => bytes.map(Some).map_err(ReadError::Disk),
        }
    }

    /// The checkpoint with its bytes; none before the first is published.
    pub(crate) async fn checkpoint(
        &self,
    ) -> Result<Option<(VerifiedCheckpoint, Vec<u8>)>, ReadError> {
        self.blocking(Self::checkpoint_now).await
    }

    fn checkpoint_now(&self) -> Result<Option<(VerifiedCheckpoint, Vec<u8>)>, ReadError> {
        let Some(bytes) = self.checkpoint_bytes_now()? else { return Ok(None) };
        Ok(Some((self.verifier.open_checkpoint(&bytes)?, bytes)))
    }

    /// The bytes of a tile; none if there is no such tile.
    pub(crate) async fn tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, ReadError> {
        self.blocking(move |reader| match tiles::read_tile(&*reader.disk, path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => bytes.map(Some).map_err(ReadError::Disk),
        })
        .await
    }

    /// The leaves of a range of published entries.
    pub(crate) async fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, ReadError> {
        self.leaves_at(range.collect()).await
    }

    /// The leaves of these published entries.
    pub(crate) async fn leaves_at(&self, indices: Vec<u64>) -> Result<Vec<Vec<u8>>, ReadError> {
        self.blocking(move |reader| {
            let tiles = reader.published_tiles()?;
            indices.into_iter().map(|index| tiles.leaf(index)).collect()
        })
        .await
    }

    /// Entries with their proofs under the current checkpoint, and that one's bytes.
    pub(crate) async fn prove(
        &self,
        indices: Vec<u64>,
    ) -> Result<(VerifiedCheckpoint, Vec<u8>, Vec<Proved>), ReadError> {
        self.blocking(move |reader| {
            let Some((checkpoint, bytes)) = reader.checkpoint_now()? else {
                return Err(ReadError::NoEntry(0));
            };
            let tiles = Tiles::new(&*reader.disk, checkpoint.size);
            let mut proved = Vec::with_capacity(indices.len());
            for index in indices {
                let leaf = tiles.leaf(index)?;
                let nodes = TileNodes::new(&tiles, checkpoint.size);
                let proof = inclusion_proof(&nodes, index, checkpoint.size)
                    .map_err(|error| tiles.explain(&error, index))?;
                proved.push(Proved { leaf, proof });
            }
            Ok((checkpoint, bytes, proved))
        })
        .await
    }

    fn published_tiles(&self) -> Result<Tiles<'_>, ReadError> {
        let size = self.checkpoint_now()?.map_or(0, |(checkpoint, _)| checkpoint.size);
        Ok(Tiles::new(&*self.disk, size))
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        let reader = self.clone();
        match tokio::task::spawn_blocking(move || work(&reader)).await {
            Ok(outcome) => outcome,
            Err(error) => Err(ReadError::Disk(io::Error::other(error))),
        }
    }
}

/// The tiles of a tree, each read once.
struct Tiles<'d> {
    disk: &'d dyn Disk,
    size: u64,
    read: RefCell<HashMap<TilePath, Arc<Vec<u8>>>>,
}

impl<'d> Tiles<'d> {
    fn new(disk: &'d dyn Disk, size: u64) -> Self {
        Self { disk, size, read: RefCell::default() }
    }

    fn get(&self, path: TilePath) -> Result<Arc<Vec<u8>>, ReadError> {
        if let Some(bytes) = self.read.borrow().get(&path) {
            return Ok(Arc::clone(bytes));
        }
        let bytes = Arc::new(tiles::read_tile(self.disk, path).map_err(ReadError::Disk)?);
        self.read.borrow_mut().insert(path, Arc::clone(&bytes));
        Ok(bytes)
    }

    fn leaf(&self, index: u64) -> Result<Vec<u8>, ReadError> {
        let path = TilePath::in_tree(TileKind::Entries, index / TILE_WIDTH, self.size)
            .ok_or(ReadError::NoEntry(index))?;
        let within = usize::try_from(index % TILE_WIDTH).unwrap_or(usize::MAX);
        if within >= usize::from(path.width) {
            return Err(ReadError::NoEntry(index));
        }
        let bundle = self.get(path)?;
        let entries = decode_entries(&bundle).map_err(|_| ReadError::Damaged(path))?;
        entries.get(within).map(|leaf| leaf.to_vec()).ok_or(ReadError::Damaged(path))
    }

    fn explain(&self, error: &impl std::error::Error, index: u64) -> ReadError {
        let mut text = error.to_string();
        if let Some(source) = error.source() {
            text = format!("{text}: {source}");
        }
        let path = TilePath::in_tree(TileKind::Hashes(0), index / TILE_WIDTH, self.size);
        tracing::error!(index, text, ?path, "no proof could be made");
        path.map_or(ReadError::NoEntry(index), ReadError::Damaged)
    }
}

impl TileStore for Tiles<'_> {
    type Error = ReadError;

    fn tile(&self, path: TilePath) -> Result<Vec<u8>, ReadError> {
        self.get(path).map(|bytes| bytes.to_vec())
    }
}
