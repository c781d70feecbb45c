//! One database API over SQLite and PostgreSQL, with the transactions, jobs,
//! leases and object files the platform stands on.
//!
//! ```text
//! Db ──begin──▶ Tx ──commit(event)──▶ outbox ──▶ the ledger's sequencer
//!  └─fetch_* (read-only connections)
//! ```
//!
//! **Invariant:** [`Tx::commit`] takes an [`Evidence`] and is the only commit a
//! domain has; what it changes and the event that says so become durable
//! together or not at all. Reads through [`Db`] run on connections the database
//! itself holds read-only, so a change cannot slip past a `Tx`.
//!
//! **Invariant:** each statement is one `'static` text that both engines accept;
//! [`statements!`] lists them and a test prepares every one on both. Two texts
//! exist only where the engines truly differ, in `store.rs` of this crate.
//!
//! Deliberately absent: any domain's table, SQL built at run time, and errors
//! that show database text to clients.

mod connect;
mod db;
mod error;
mod event;
mod jobs;
mod lease;
mod migrate;
mod objects;
mod outbox;
mod query;
mod row;
mod statement;
mod store;
mod tx;
mod value;

pub use db::{Db, Engine, Options};
pub use error::StoreError;
pub use event::{EventId, EventIdError, EventIds, Evidence};
pub use jobs::{Job, JobId, JobState, JobStatus, Jobs};
pub use lease::{Lease, Leases};
pub use migrate::{MIGRATIONS, Migrations};
pub use objects::{ObjectWriter, Objects};
pub use outbox::{Backlog, Outbox, Pending};
pub use row::{FromRow, Row};
pub use store::statements;
pub use tx::Tx;
pub use value::{Nullable, StoredId, Value};
