//! Audit events made durable, sequenced and provable.
//!
//! ```text
//!  a change ── Tx::commit ──▶ outbox ─────────────┐
//!                                                 ▼
//!  a reading ─ Ledger::append ─▶ writer ──▶ log (journal) ──▶ tiles, checkpoint
//!                                  │              ▲               │
//!                                  └▶ segment ────┘               ▼
//!                     (while another process leads)       index, proofs, bundles
//! ```
//!
//! One process at a time, elected over the database, orders events into the log.
//! The log's entries in their order are the leaves of the tree; everything else is
//! made from them and can be made again.
//!
//! **Invariant:** an event is acknowledged only after a sync that covered it.
//! **Invariant:** after a failed sync the ledger takes no event until the program
//! is started anew.
//! **Invariant:** a checkpoint never covers fewer entries than the one before, nor
//! an entry that is not durable.
//!
//! Deliberately absent: deciding who may act, or who may read which event.

mod bundle;
mod disk;
pub mod event;
mod frame;
mod index;
mod journal;
mod ledger;
mod presence;
mod publisher;
mod reader;
mod reign;
mod sequencer;
#[cfg(test)]
mod tests;
mod tiles;
mod walk;
mod writer;

pub use bundle::{
    BUNDLE_FORMAT, Bundle, Fault, ProvedEvent, Verified, verify_bundle, verify_bundle_for,
};
pub use event::{ActorRecord, AuditEvent, DecisionRecord, Leaf, LeafError, Object, Outcome};
pub use index::{Filter, store::MIGRATIONS};
pub use journal::JournalError;
pub use ledger::{Entry, Ledger, LedgerConfig, LedgerError, OpenError, ProvedEntry, Receipt};
pub use reader::ReadError;
pub use walk::{WalkFault, Walked, verify_folder};
pub use writer::Refused;
pub use zt_crypto::NoteVerifier;
pub use zt_merkle::{TilePath, TilePathError};
pub use zt_store::{EventId, Evidence};

/// Every SQL statement of this crate, by name.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    index::store::STATEMENTS.to_vec()
}
