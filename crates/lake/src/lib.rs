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

pub mod config;
mod dataset;
mod http;
pub mod import;
pub mod inspect;
mod lake;
mod migrations;
pub mod rows;
pub mod table;
pub mod upload;

use axum::Router;
use zt_kernel::Role;
use zt_web::{Fluent, NavItem, Section};

pub use config::LakeConfig;
pub use dataset::{Dataset, panel::QualityPanel};
pub use import::file::{ImportOptions, ImportReport};
pub use inspect::{Inspection, inspect};
pub use lake::{Lake, LakeError};
pub use migrations::MIGRATIONS;
pub use rows::{ColumnUse, Format, Page, RowCondition, RowQuery, RowsError, encode};

/// The words of this crate, in both languages.
pub const FLUENT: Fluent = zt_web::fluent!();

/// Who may do what here, in Cedar.
pub const POLICY: &str = include_str!("../policy.cedar");

/// The types that [`POLICY`] is checked against.
pub const POLICY_SCHEMA: &str = include_str!("../policy.cedarschema");

/// The navigation of this crate.
pub const NAV: &[NavItem] = &[
    NavItem {
        section: Section::Hold,
        order: 10,
        path: "/imports",
        label_key: "lake-nav-imports",
        needs: Some(&[Role::Steward]),
    },
    NavItem {
        section: Section::Hold,
        order: 20,
        path: "/datasets",
        label_key: "lake-nav-datasets",
        needs: Some(&[Role::Steward, Role::Auditor]),
    },
];

/// The pages and the API of this crate.
pub fn router(lake: Lake) -> Router {
    Router::new()
        .merge(upload::api::router())
        .merge(import::api::router())
        .merge(import::pages::router())
        .merge(dataset::api::router())
        .merge(dataset::pages::router())
        .with_state(lake)
}

/// The document of this crate's API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    let mut document = upload::api::Document::openapi();
    document.merge(import::api::Document::openapi());
    document.merge(dataset::api::Document::openapi());
    document
}

/// Every SQL statement of the crate, by name.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [dataset::store::STATEMENTS, upload::store::STATEMENTS, import::store::STATEMENTS].concat()
}

#[cfg(test)]
mod tests;
