//! Unit and integration tests, on SQLite and on a private PostgreSQL.

use std::process::Command;

use super::postgres::Cluster;
use crate::command::Failure;
use crate::workshop::Workshop;

/// Names of browser tests begin with this; they run in their own step.
pub const BROWSER: &str = "browser::";

/// Runs every test but the browser's.
pub fn run(workshop: &Workshop) -> Result<(), Failure> {
    let cluster = Cluster::start(workshop)?;
    let mut command = runner(workshop, Selection::AllBut(BROWSER));
    command
        .env("ZT_TEST_POSTGRES_URL", cluster.url())
        .env("ZT_REQUIRE_POSTGRES", "1")
        .env("ZT_DEMO_DATA", workshop.demo_data());
    crate::command::run(&mut command)
}

/// Which tests a runner takes.
#[derive(Debug, Clone, Copy)]
pub enum Selection {
    /// Those whose name begins so.
    Only(&'static str),
    /// All others.
    AllBut(&'static str),
}

/// The test runner with its arguments: nextest, or `cargo test` where nextest
/// is not installed. Benches are programs of their own and take no test's flags.
pub fn runner(workshop: &Workshop, selection: Selection) -> Command {
    let mut command = workshop.cargo();
    if crate::command::find("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--locked", "--workspace"]);
        command.args(["--no-fail-fast", "-E"]);
        command.arg(match selection {
            Selection::Only(prefix) => format!("test(/^{prefix}/)"),
            Selection::AllBut(prefix) => format!("not test(/^{prefix}/)"),
        });
    } else {
        command.args([
            "test",
            "--locked",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
            "--",
        ]);
        match selection {
            Selection::Only(prefix) => command.arg(prefix),
            Selection::AllBut(prefix) => command.args(["--skip", prefix]),
        };
    }
    command
}
