//! Where things are during a run: the repository, Cargo, what a build leaves.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository and its target folder.
pub struct Workshop {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder; ours are `tests`, `bench`, `oracles` and `peers` in it.
    pub target: PathBuf,
}

impl Workshop {
    /// The workshop of the repository at `root`.
    pub fn at(root: &Path) -> Self {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        Self { root: root.to_owned(), target }
    }

    /// Cargo, in the repository.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    /// A program that the debug build leaves.
    pub fn built(&self, program: &str) -> PathBuf {
        self.target.join("debug").join(program)
    }

    /// A program that the release build leaves.
    pub fn released(&self, program: &str) -> PathBuf {
        self.target.join("release").join(program)
    }

    /// The data folder the demo leaves for the steps after it.
    pub fn demo_data(&self) -> PathBuf {
        self.target.join("tests").join("demo")
    }
}
