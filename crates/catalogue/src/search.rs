//! Finding entries: a million of them, in Chinese, with facets, in milliseconds.
//!
//! The index is a copy of what the database says; it may be lost and is rebuilt.
//! Each process keeps its own in a numbered folder of the data folder and follows
//! the table of changes (see [`crate::follow`]), so that several processes work
//! side by side and none is in charge of the others' copies.
//!
//! **Invariant:** what the index has seen is committed together with the index.
//! A process killed at any moment goes on from there and misses no change.
//!
//! Deliberately absent: drafts, which only their provider's steward sees and the
//! database lists, and any decision about who may see what: the caller says which
//! [`View`] the asker has.

mod analysis;
mod collect;
pub mod document;
pub mod facets;
pub mod highlight;
mod index;
mod interpret;
mod pinyin;
pub mod request;
mod run;

pub use document::Document;
pub use facets::{Dimension, FacetCount, Facets};
pub use highlight::highlight;
pub use index::{Change, SearchError, SearchIndex};
pub use request::{After, Hit, Query, Reading, Results, Sort, Summary, View};
