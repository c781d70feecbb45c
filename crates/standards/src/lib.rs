//! Data elements, code sets and divisions: what columns mean and what they may hold.
//!
//! ```text
//! package (data/) ──load──▶ versions in the database ──refresh──▶ Registry (snapshot)
//!                              ▲ draft · submit · return            │
//!                              │ publish · supersede · abolish      ├─ Checker per element and date
//!                           steward, operator                       ├─ Detector for profiles
//!                                                                   └─ propose for imports
//! ```
//!
//! **Invariant:** what has been in force never changes; a correction is a new version.
//! **Invariant:** codes are never given twice.
//! **Invariant:** a code is judged at its date: code sets and divisions are asked for
//! the day of the data.
//! **Invariant:** values sent to be tried are judged and forgotten.
//!
//! Deliberately absent: physical data. Tables, columns and rows belong to the lake;
//! which column of which table an element is bound to belongs to the catalogue.

pub mod api;
pub mod change;
pub mod checker;
pub mod code_set;
pub mod data_type;
pub mod detect;
pub mod division;
pub mod element;
pub mod lifecycle;
mod migrations;
pub mod package;
mod pages;
pub mod panel;
pub mod propose;
pub mod registry;
pub mod rule;
pub mod search;
pub mod seed;
pub mod standards;
mod store;

use axum::Router;
use zt_kernel::Role;
use zt_web::{Fluent, NavItem, Section};

pub use api::openapi;
pub use change::ChangeError;
pub use checker::{Checker, Violation};
pub use code_set::{CodeItem, CodeSetCode, CodeSetVersion};
pub use data_type::DataType;
pub use detect::{Detector, Kind, KindSet};
pub use division::{Division, Divisions};
pub use element::{Definition, Element, ElementCode, GradeBasis, ObjectClass};
pub use lifecycle::{Move, State};
pub use migrations::MIGRATIONS;
pub use panel::ElementPanel;
pub use propose::{ColumnEvidence, Proposal, Reason};
pub use registry::{CodeSet, Registry};
pub use rule::{Accepts, Axis, Rule};
pub use seed::{SeedError, Seeded};
pub use standards::Standards;

/// The texts of this crate.
pub const FLUENT: Fluent = zt_web::fluent!();
/// Who may do what to the standards.
pub const POLICY: &str = include_str!("../policy.cedar");
/// What the policies speak of.
pub const POLICY_SCHEMA: &str = include_str!("../policy.cedarschema");

/// The entries of the left navigation.
pub const NAV: &[NavItem] = &[
    NavItem {
        section: Section::Find,
        order: 30,
        path: "/standards",
        label_key: "standards-nav",
        needs: None,
    },
    NavItem {
        section: Section::Hold,
        order: 60,
        path: "/standards/proposals",
        label_key: "standards-nav-proposals",
        needs: Some(&[Role::Steward, Role::Operator]),
    },
];

/// Every statement of this crate, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [store::STATEMENTS, element::store::STATEMENTS, code_set::store::STATEMENTS].concat()
}

/// The pages and the API.
pub fn router(standards: Standards) -> Router {
    Router::new().merge(pages::router()).merge(api::router()).with_state(standards)
}

#[cfg(test)]
mod tests;
