//! The catalogue (政务信息资源目录): what every agency holds, how it is graded,
//! shared and opened, and how it is found.
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
pub mod mask;
pub mod rule;
pub mod search;
pub mod terms;
mod vocabulary;

pub use code::{Class, Classification, EntryCode, MalformedCode};
pub use description::{Cycle, Description, Format, FormatKind};
pub use entry::{Binding, Entry, Refusal, State};
pub use grade::{Grade, Level};
pub use item::{Item, Personal};
pub use mask::Mask;
pub use terms::{
    Basis, BasisKind, Opening, Openness, Sharing, SharingMode, SharingTerms, SharingType,
};
pub use vocabulary::{DataType, ElementCode};
