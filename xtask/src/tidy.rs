//! `cargo xtask tidy`: the house rules that no compiler knows.
//!
//! Each rule is one file beside this one: a pure function from the [`Tree`] of
//! files to [`Finding`]s, with its tests. A rule exists when it stands in
//! [`RULES`].

mod audit_events;
mod data;
mod documents;
mod floors;
mod fluent;
mod glossary;
mod han;
mod leftovers;
mod models;
mod origins;
mod schemas;
mod shape;
mod source;
mod sql;
mod tree;

use std::path::Path;

use crate::command::Failure;
use tree::{Finding, Severity, Tree};

/// A rule reads the tree and says what is wrong with it.
type Rule = fn(&Tree) -> Vec<Finding>;

/// Every rule there is.
const RULES: &[Rule] = &[
    floors::check,
    shape::check,
    models::check,
    sql::check,
    han::check,
    leftovers::check,
    origins::check,
    documents::check,
    glossary::check,
    fluent::check,
    audit_events::check,
    schemas::check,
    data::check,
];

/// Applies every rule to the repository at `root`, prints the findings and
/// fails if one of them is an error.
pub fn run(root: &Path) -> Result<(), Failure> {
    let tree = Tree::read(root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors == 0 {
        println!("tidy: {} files, {} rules, no error", tree.files().len(), RULES.len());
        Ok(())
    } else {
        Err(Failure(format!("tidy found {errors} errors; each line above says what to do")))
    }
}
