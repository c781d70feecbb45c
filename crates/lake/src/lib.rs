//! The lake: tables come in, are checked and kept, and their rows go out.
//!
//! ```text
//! upload ─▶ import: inspect ─▶ map ─▶ load ─▶ dataset version ─▶ rows
//!                                      └────▶ quarantine
//! ```
//!
//! **Invariant:** a version of a dataset never changes and is visible whole or
//! not at all, whatever kills the import.
//! **Invariant:** every cell is loaded with its value intact or stands in
//! quarantine with its row, column, value and rule; none is changed in silence.
//! **Invariant:** no input takes more memory than the limits in
//! [`table::limits`] add up to.
//!
//! Deliberately absent: who may read rows. Sharing decides, says which columns,
//! rows and masks, and tells the ledger; the lake finds and writes the rows.

pub mod dataset;
mod http;
pub mod import;
pub mod inspect;
mod lake;
mod migrations;
pub mod rows;
pub mod table;
pub mod upload;

pub use dataset::Dataset;
pub use import::file::{ImportOptions, ImportReport};
pub use inspect::{Inspection, inspect};
pub use lake::{Lake, LakeError};
pub use migrations::MIGRATIONS;
pub use rows::{ColumnUse, Format, Page, RowCondition, RowQuery, RowsError, encode};

/// Every SQL statement of the crate, by name.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [dataset::store::STATEMENTS, upload::store::STATEMENTS, import::store::STATEMENTS].concat()
}
