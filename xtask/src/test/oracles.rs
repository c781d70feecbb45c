//! Third-party oracles: programs that know nothing of ours read what ours says.
//!
//! Each is a Python file in `tests/oracles/`, run in a virtual environment
//! with the versions pinned there, against the demo's data served by the built
//! program. It is told where things are by the environment: `ZT_ADDRESS`,
//! `ZT_DATA`, `ZT_BINARY`, `ZT_ROOT`.

use std::process::Command;

use crate::command::{Failure, run as run_command};
use crate::python::virtual_environment;
use crate::server::Server;
use crate::workshop::Workshop;

/// The oracles, quick ones first.
const ORACLES: &[&str] = &["tlog_check.py", "frictionless_check.py", "schemathesis_check.py"];

/// Runs every oracle; all run even if one disagrees.
pub fn run(workshop: &Workshop) -> Result<(), Failure> {
    let folder = workshop.root.join("tests/oracles");
    let python =
        virtual_environment(&workshop.target.join("oracles"), &folder.join("requirements.txt"))?;
    let program = workshop.built("zhengtong");
    let data = workshop.demo_data();
    let server = Server::demo(&program, &data, &workshop.root)?;
    let mut disagreeing = Vec::new();
    for oracle in ORACLES {
        let verdict = run_command(
            Command::new(&python)
                .arg(folder.join(oracle))
                .env("ZT_ADDRESS", server.address())
                .env("ZT_DATA", &data)
                .env("ZT_BINARY", &program)
                .env("ZT_ROOT", &workshop.root),
        );
        if let Err(failure) = verdict {
            println!("{failure}");
            disagreeing.push(*oracle);
        }
    }
    if disagreeing.is_empty() {
        Ok(())
    } else {
        Err(Failure(format!("these oracles disagree: {}", disagreeing.join(", "))))
    }
}
