//! The compiler's side: formatting, lints, and the one build.

use crate::command::{Failure, run};
use crate::workshop::Workshop;

/// Fails where rustfmt would change something.
pub fn fmt(workshop: &Workshop) -> Result<(), Failure> {
    run(workshop.cargo().args(["fmt", "--all", "--check"]))
}

/// Fails on any warning of clippy or rustc.
pub fn clippy(workshop: &Workshop) -> Result<(), Failure> {
    run(workshop.cargo().args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Builds everything once. Tests, demo and oracles use what it leaves: the
/// same packages and targets mean the same features, so nothing is built twice.
pub fn build(workshop: &Workshop) -> Result<(), Failure> {
    run(workshop.cargo().args(["build", "--locked", "--workspace", "--all-targets"]))
}
