//! The catalogue (政务信息资源目录): what every agency holds, how it is graded,
//! shared and opened, and how it is found.
//!
//! An [`Entry`] describes a resource in the fields of the 2017 guide; its
//! [`Item`]s carry element, sharing, opening, grade and mask. The use cases are
//! methods of `Catalogue`, one file each; the rules they go by are rows
//! ([`rule`]), the faults they look for are in [`mod@lint`], finding is
//! [`mod@search`].
//!
//! **Invariant:** a published version never changes; it is superseded. Codes and
//! version numbers are never given twice.
//! **Invariant:** grade and sharing type of an entry are derived from its items
//! and nothing opens above its grade; the gate stands in the transitions of
//! [`Entry`], not in pages.
//! **Invariant:** who proposed a grade does not confirm it.
//! **Invariant:** the search index is a copy; losing it loses nothing.
//!
//! Deliberately absent: rows of data. An entry says that a table exists and on
//! what terms; the rows are the lake's, and who may read them is sharing's.

pub mod assessment;
pub mod code;
pub mod description;
pub mod difference;
pub mod entry;
pub mod grade;
pub mod grading;
pub mod item;
pub mod lint;
pub mod mask;
mod migrations;
pub mod rule;
pub mod search;
#[expect(dead_code, reason = "the use cases above it follow")]
mod store;
pub mod terms;

pub use code::{Class, Classification, EntryCode, MalformedCode};
pub use description::{Cycle, Description, Format, FormatKind};
pub use entry::{Binding, Entry, Refusal, State};
pub use grade::{Grade, Level};
pub use item::{Item, Personal};
pub use mask::Mask;
pub use migrations::MIGRATIONS;
pub use store::{Bound, Branch, Holder};
pub use terms::{
    Basis, BasisKind, Opening, Openness, Sharing, SharingMode, SharingTerms, SharingType,
};
pub use zt_standards::{DataType, ElementCode};

/// Every SQL statement of the crate, by name.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    store::STATEMENTS.to_vec()
}
