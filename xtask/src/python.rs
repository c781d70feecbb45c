//! Python environments for programs of others: oracles and peers.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Failure, run};

/// A virtual environment in `folder` that holds exactly `requirements`, made
/// once and again when they change. Gives its Python.
pub fn virtual_environment(folder: &Path, requirements: &Path) -> Result<PathBuf, Failure> {
    let python = folder.join("bin/python");
    let stamp = folder.join("requirements.installed");
    let wanted = std::fs::read_to_string(requirements)
        .map_err(|error| Failure::of(requirements.display(), error))?;
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(requirements))?;
    std::fs::write(&stamp, wanted).map_err(|error| Failure::of(stamp.display(), error))?;
    Ok(python)
}
