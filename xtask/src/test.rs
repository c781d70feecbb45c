//! `cargo xtask test`: every test there is, from one command.
//!
//! The steps share one build (`--workspace --all-targets`, one feature set).
//! What a step starts ends with it: the database cluster and the served
//! platform live in guards, and notice even if this process is killed.

mod browser;
mod checks;
mod demo;
mod oracles;
mod postgres;
mod prerequisites;
mod suites;
mod summary;

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::command::Failure;
use crate::workshop::Workshop;
use summary::Summary;

/// Which steps to run.
#[derive(Debug, Default, Args)]
pub struct TestArgs {
    /// Run these steps only, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Step>,
}

/// The steps, in the order in which they run: the cheap ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Step {
    /// rustfmt finds nothing to change.
    Fmt,
    /// The house rules hold.
    Tidy,
    /// Clippy warns of nothing.
    Clippy,
    /// Everything compiles; the steps below use what it leaves.
    Build,
    /// `zhengtong demo --no-serve` tells its story to the end.
    Demo,
    /// Unit and integration tests, on SQLite and PostgreSQL.
    Suites,
    /// Every page in a real browser.
    Browser,
    /// Programs of others check what ours says.
    Oracles,
}

impl Step {
    const ALL: [Self; 8] = [
        Self::Fmt,
        Self::Tidy,
        Self::Clippy,
        Self::Build,
        Self::Demo,
        Self::Suites,
        Self::Browser,
        Self::Oracles,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Tidy => "tidy",
            Self::Clippy => "clippy",
            Self::Build => "build",
            Self::Demo => "demo",
            Self::Suites => "suites",
            Self::Browser => "browser",
            Self::Oracles => "oracles",
        }
    }

    /// The steps that use the build's products.
    fn uses_build(self) -> bool {
        self > Self::Build
    }

    /// The steps that use the folder the demo leaves.
    fn uses_demo(self) -> bool {
        self > Self::Demo
    }
}

impl TestArgs {
    /// The steps asked for, with those they rest on, in order.
    fn steps(&self) -> Vec<Step> {
        if self.only.is_empty() {
            return Step::ALL.to_vec();
        }
        let needed = |step: Step| match step {
            Step::Build => self.only.iter().any(|asked| asked.uses_build()),
            Step::Demo => self.only.iter().any(|asked| asked.uses_demo()),
            _ => false,
        };
        Step::ALL.into_iter().filter(|step| self.only.contains(step) || needed(*step)).collect()
    }
}

/// Runs the steps and prints what each came to.
///
/// A failed check does not keep the later steps from running, so that one run
/// shows all that is wrong; a failed build or demo does, since nothing after
/// it would mean anything.
pub fn run(root: &Path, args: &TestArgs) -> Result<(), Failure> {
    let workshop = Workshop::at(root);
    let steps = args.steps();
    prerequisites::ensure(&steps)?;
    let mut summary = Summary::default();
    for step in steps {
        println!("\n== {} ==", step.name());
        let passed = summary.time(step.name(), || match step {
            Step::Fmt => checks::fmt(&workshop),
            Step::Tidy => crate::tidy::run(root),
            Step::Clippy => checks::clippy(&workshop),
            Step::Build => checks::build(&workshop),
            Step::Demo => demo::tell(&workshop),
            Step::Suites => suites::run(&workshop),
            Step::Browser => browser::run(&workshop),
            Step::Oracles => oracles::run(&workshop),
        });
        if !passed && matches!(step, Step::Build | Step::Demo) {
            break;
        }
    }
    println!("\n{summary}");
    summary.verdict()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_steps_run_unless_some_are_named() {
        assert_eq!(TestArgs::default().steps(), Step::ALL);
    }

    #[test]
    fn a_step_brings_the_steps_it_rests_on() {
        let args = TestArgs { only: vec![Step::Browser] };
        assert_eq!(args.steps(), [Step::Build, Step::Demo, Step::Browser]);
        let args = TestArgs { only: vec![Step::Tidy] };
        assert_eq!(args.steps(), [Step::Tidy]);
    }

    #[test]
    fn the_steps_are_listed_in_their_order() {
        assert!(Step::ALL.is_sorted());
    }
}
