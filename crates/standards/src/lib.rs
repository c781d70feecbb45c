//! Data elements, code sets and divisions: what columns mean and what they may hold.
pub mod checker;
pub mod code_set;
pub mod data_type;
pub mod detect;
pub mod division;
pub mod element;
pub mod lifecycle;
pub mod package;
pub mod propose;
pub mod registry;
pub mod rule;

pub use checker::{Checker, Violation};
pub use code_set::{CodeItem, CodeSetCode, CodeSetVersion};
pub use data_type::DataType;
pub use detect::{Detector, Kind, KindSet};
pub use division::{Division, Divisions};
pub use element::{Definition, Element, ElementCode, GradeBasis, ObjectClass};
pub use lifecycle::State;
pub use propose::{ColumnEvidence, Proposal, Reason};
pub use registry::{CodeSet, Registry};
pub use rule::{Accepts, Axis, Rule};
