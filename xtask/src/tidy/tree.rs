//! The repository's files as the rules see them, and what rules say.

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

use super::source::Source;
use crate::command::Failure;
use crate::repository;

/// One file of the repository.
pub struct File {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its text; `None` if it is not UTF-8.
    pub text: Option<String>,
    /// Its size on disk.
    pub size_bytes: u64,
    source: OnceLock<Source>,
}

impl File {
    /// The text, empty for binary files.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or("")
    }

    /// The file read as Rust.
    pub fn source(&self) -> &Source {
        self.source.get_or_init(|| Source::parse(&self.path, self.text()))
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        has_extension(&self.path, "rs")
    }

    /// The package folder it belongs to: `crates/NAME` or `xtask`.
    pub fn package(&self) -> Option<&str> {
        if self.path.starts_with("xtask/") {
            return Some("xtask");
        }
        let rest = self.path.strip_prefix("crates/")?;
        let name = rest.split('/').next()?;
        Some(&self.path[..7 + name.len()])
    }
}

/// Whether `path` ends in `.extension`.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// All files, sorted by path.
pub struct Tree(Vec<File>);

impl Tree {
    /// Reads the repository at `root`.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for path in repository::files(root)? {
            let bytes =
                std::fs::read(root.join(&path)).map_err(|error| Failure::of(&path, error))?;
            files.push(File {
                size_bytes: bytes.len() as u64,
                text: String::from_utf8(bytes).ok(),
                path,
                source: OnceLock::new(),
            });
        }
        Ok(Self(files))
    }

    /// All files.
    pub fn files(&self) -> &[File] {
        &self.0
    }

    /// The file at `path`.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.0.iter().find(|file| file.path == path)
    }

    /// All Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.0.iter().filter(|file| file.is_rust())
    }

    /// The manifests of the workspace's packages.
    pub fn manifests(&self) -> impl Iterator<Item = &File> {
        self.0.iter().filter(|file| {
            file.package().is_some_and(|package| file.path == format!("{package}/Cargo.toml"))
        })
    }

    /// A small tree for a test.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut files: Vec<File> = files
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                text: Some((*text).to_owned()),
                size_bytes: text.len() as u64,
                source: OnceLock::new(),
            })
            .collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self(files)
    }
}

/// Whether a finding stops CI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It does.
    Error,
    /// It is only shown.
    Note,
}

/// What a rule has to say about one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The rule's short name.
    pub rule: &'static str,
    /// What to do, in one sentence.
    pub advice: String,
    /// Whether it stops CI.
    pub severity: Severity,
}

impl Finding {
    /// A finding that stops CI.
    pub fn error(path: &str, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, advice: advice.into(), severity: Severity::Error }
    }

    /// A finding that is only shown.
    pub fn note(path: &str, line: usize, rule: &'static str, advice: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(path, line, rule, advice) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, rule, advice, severity } = self;
        let note = if *severity == Severity::Note { " (note)" } else { "" };
        write!(f, "{path}:{line}: {rule}{note}: {advice}")
    }
}

/// `path:line` of each finding, for short assertions.
#[cfg(test)]
pub fn places(findings: &[Finding]) -> Vec<String> {
    let mut places: Vec<String> =
        findings.iter().map(|finding| format!("{}:{}", finding.path, finding.line)).collect();
    places.sort();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_knows_its_package() {
        let tree =
            Tree::of(&[("crates/web/src/ui.rs", ""), ("xtask/src/main.rs", ""), ("a.md", "")]);
        let packages: Vec<_> = tree.files().iter().map(File::package).collect();
        assert_eq!(packages, [None, Some("crates/web"), Some("xtask")]);
    }

    #[test]
    fn a_finding_reads_like_a_compiler_message() {
        let finding = Finding::error("crates/web/src/ui.rs", 3, "shape", "split it");
        assert_eq!(finding.to_string(), "crates/web/src/ui.rs:3: shape: split it");
    }
}
