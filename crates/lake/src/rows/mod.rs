//! Rows out of a dataset: which, in what order, masked how, written how.
//!
//! Deliberately absent: whether the reader may. A [`RowQuery`] is asked by
//! whoever has decided that, names every column with the mask it leaves under,
//! and can't reach a column it does not name except through its condition.
//!
//! Rows have the order of the source, and a page begins behind the row its
//! cursor names, so pages neither overlap nor skip and cost the same however far
//! in they lie. Decoded columns and indexes are held within a bound of bytes.

pub mod by_place;
pub mod cache;
pub mod condition;
pub mod cursor;
pub mod encode;
pub mod error;
pub mod file;
pub mod filter;
pub mod index;
pub mod page;
pub mod query;
pub mod value;

pub use condition::{ConditionError, RowCondition};
pub use encode::{Format, encode};
pub use error::RowsError;
pub use page::{ColumnUse, Page};
pub use query::RowQuery;

#[cfg(test)]
mod tests;
