//! Reading rows: who may, which items of which rows, masked how.
//!
//! ```text
//! credential ─▶ permit (entry, grants, policy) ─▶ rows from the lake
//!            ─▶ event durable in the ledger ─▶ first byte
//! ```
//!
//! **Invariant:** no byte leaves before its event is durable.
//! **Invariant:** a grant that ends is refused at once in this process and within
//! half a second in every other: what is remembered of it is never older.
//! **Invariant:** nobody can search by what is hidden from them: a masked item
//! can't be filtered on.

pub mod api;
pub(crate) mod meter;
pub mod permit;
pub(crate) mod preview;
pub mod query;
pub mod serve;
pub(crate) mod throttle;
