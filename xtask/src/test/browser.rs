//! Every page in headless Chromium, with axe.

use super::suites::{BROWSER, Selection, runner};
use crate::command::{Failure, run as run_command};
use crate::workshop::Workshop;

/// Runs the browser tests. Here a missing browser is a failure; a bare
/// `cargo test` without one says so and passes them by.
pub fn run(workshop: &Workshop) -> Result<(), Failure> {
    run_command(
        runner(workshop, Selection::Only(BROWSER))
            .env("ZT_REQUIRE_BROWSER", "1")
            .env("ZT_DEMO_DATA", workshop.demo_data()),
    )
}
