//! The streaming table engine: a file of unknown make in, typed and checked
//! columns out.
//!
//! Deliberately absent: the database, HTTP, who may import what. The engine
//! knows files, cells and rules given to it, and blocks; callers run it off the
//! async threads.
//!
//! **Invariant:** no input, however large or malformed, takes more memory than
//! the limits in [`limits`] add up to. **Invariant:** a cell is either stored with
//! its value intact or stands in quarantine; none is changed in silence.

pub mod bad_cell;
pub mod cell;
pub mod chunk;
pub mod column;
pub mod column_type;
pub mod csv;
pub mod distinct;
pub mod encoding;
pub mod engine;
pub mod json;
pub mod kinds;
pub mod layout;
pub mod limits;
pub mod profile;
pub mod read_error;
pub mod reader;
pub mod row_groups;
pub mod values;
pub mod xlsx;

/// The name under which each row's number in the source is stored.
pub const ROW_COLUMN: &str = "_row";
