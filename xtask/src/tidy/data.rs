//! Rule: data/SOURCES.md names every file under `data/`, which stays small.
//!
//! Real tables come with their source and licence, or not at all. A folder
//! may be named as a whole (`divisions/`), where one source made all of it.

use super::tree::{Finding, Tree};

const RULE: &str = "data";
const SOURCES: &str = "data/SOURCES.md";

/// What a clone carries for the demo and the tests.
const TOTAL_BYTES_MAX: u64 = 10 * 1024 * 1024;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let files = || tree.files().iter().filter(|file| file.path.starts_with("data/"));
    let total_bytes: u64 = files().map(|file| file.size_bytes).sum();
    if total_bytes > TOTAL_BYTES_MAX {
        let advice = format!("data/ holds {total_bytes} bytes, at most {TOTAL_BYTES_MAX}");
        findings.push(Finding::error(SOURCES, 1, RULE, advice));
    }
    let sources = tree.file(SOURCES).map_or("", |file| file.text());
    let named: Vec<&str> = sources.split('`').skip(1).step_by(2).collect();
    for file in files().filter(|file| file.path != SOURCES) {
        let path = file.path.trim_start_matches("data/");
        let is_named = named.iter().any(|name| {
            let name = name.trim_start_matches("data/");
            name == path || (name.ends_with('/') && path.starts_with(name))
        });
        if !is_named {
            let advice = format!("name `{path}` with its source and licence in {SOURCES}");
            findings.push(Finding::error(&file.path, 1, RULE, advice));
        }
    }
    for name in named.iter().filter(|name| name.contains(['/', '.']) && !name.contains(' ')) {
        let path = format!("data/{}", name.trim_start_matches("data/"));
        if !tree.files().iter().any(|file| file.path.starts_with(&path)) {
            let line = sources.lines().position(|line| line.contains(name)).map_or(1, |at| at + 1);
            let advice = format!("there is no {path}: take it out");
            findings.push(Finding::error(SOURCES, line, RULE, advice));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    #[test]
    fn a_file_without_its_source_is_named() {
        let tree = Tree::of(&[
            (SOURCES, "| `tables/a.csv` | … |\n| `divisions/` | … |\n"),
            ("data/tables/a.csv", ""),
            ("data/tables/b.csv", ""),
            ("data/divisions/2013.csv", ""),
        ]);
        assert_eq!(places(&check(&tree)), ["data/tables/b.csv:1"]);
    }

    #[test]
    fn a_source_without_its_file_is_named() {
        let tree = Tree::of(&[(SOURCES, "\n| `tables/gone.csv` | … |\n")]);
        assert_eq!(places(&check(&tree)), ["data/SOURCES.md:2"]);
    }
}
