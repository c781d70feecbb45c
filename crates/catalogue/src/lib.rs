//! The catalogue (政务信息资源目录): what every agency holds, how it is graded,
//! shared and opened, and how it is found.
//!
//! An [`Entry`] describes a resource in the fields of the 2017 guide; its
//! [`Item`]s carry element, sharing, opening, grade and mask. The use cases are
//! methods of [`Catalogue`], one file each; the rules they go by are rows
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

mod api;
mod asked;
pub mod assessment;
mod bind;
mod catalogue;
mod change;
pub mod code;
mod confirm_grades;
mod create_draft;
pub mod description;
mod designate_source;
pub mod difference;
pub mod entry;
mod follow;
pub mod grade;
pub mod grading;
pub mod item;
pub mod lint;
pub mod mask;
mod migrations;
mod name_branches;
mod pages;
pub mod panel;
mod propose_grades;
mod reference;
mod review;
mod revise;
pub mod rule;
pub mod search;
mod store;
mod submit;
pub mod terms;
mod update;
mod withdraw;

pub use api::openapi;
pub use catalogue::{Catalogue, OpenError};
pub use change::{ChangeError, Target};
pub use code::{Class, Classification, EntryCode, MalformedCode};
pub use confirm_grades::Confirmation;
pub use create_draft::NewEntry;
pub use description::{Cycle, Description, Format, FormatKind};
pub use entry::{Binding, Entry, Refusal, State};
pub use grade::{Grade, Level};
pub use item::{Item, Personal};
pub use mask::Mask;
pub use migrations::MIGRATIONS;
pub use name_branches::NameBranchesError;
pub use pages::{NAV, path_of};
pub use panel::EntryPanel;
pub use propose_grades::ColumnFacts;
pub use reference::Reference;
pub use store::{Bound, Branch, Holder};
pub use terms::{
    Basis, BasisKind, Opening, Openness, Sharing, SharingMode, SharingTerms, SharingType,
};
pub use zt_standards::{DataType, ElementCode};

/// Who may do what to entries.
pub const POLICY: &str = include_str!("../policy.cedar");
/// What the policies speak of.
pub const POLICY_SCHEMA: &str = include_str!("../policy.cedarschema");

/// This crate's texts.
pub const FLUENT: zt_web::Fluent = zt_web::fluent!();

/// The pages and the API.
pub fn router(catalogue: Catalogue) -> axum::Router {
    pages::router(catalogue.clone()).merge(api::router(catalogue))
}

/// Every SQL statement of the crate, by name.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    store::STATEMENTS.to_vec()
}
