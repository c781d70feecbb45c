//! The Merkle tree of RFC 6962 and the text and file formats of C2SP around it:
//! tiles and entry bundles (tlog-tiles), checkpoints (tlog-checkpoint) and
//! signed notes (signed-note).
//!
//! Deliberately absent: I/O and keys. The crate hands out bytes with the path
//! they belong at and leaves storing, signing and verifying signatures to
//! others, so that a tree can be checked from a folder, a socket or memory alike.
//!
//! **Invariant:** parsing is strict. Each value has one spelling, and a text
//! that would not be written exactly so is refused: two readers can then never
//! disagree on what was signed.

mod builder;
mod bundle;
mod checkpoint;
mod hash;
mod note;
mod proof;
mod tile;

pub use builder::{Builder, Emitted, StateError};
pub use bundle::{BundleError, ENTRY_MAX_BYTES, decode_entries, encode_entries};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use hash::{HASH_BYTES, Hash, HashError};
pub use note::{Note, NoteError, Signature};
pub use proof::{
    NodeSource, ProofError, consistency_proof, inclusion_proof, root_from_inclusion, tree_root,
    verify_consistency, verify_inclusion,
};
pub use tile::{TILE_WIDTH, TileKind, TileNodes, TilePath, TilePathError, TileStore};
