//! Rule: ARCHITECTURE.md names every crate with its floor, and no other.
//!
//! Its table has one row per crate: `| floor | [`name`](crates/name) | … |`.

use std::collections::BTreeMap;

use super::floors;
use super::tree::{Finding, Tree};

const RULE: &str = "documents";
const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Documents every checkout has.
const REQUIRED: &[&str] =
    &[ARCHITECTURE, "CHANGELOG.md", "GLOSSARY.md", "LICENSE", "docs/adr/README.md"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = REQUIRED
        .iter()
        .filter(|path| tree.file(path).is_none())
        .map(|path| Finding::error(path, 1, RULE, "write it"))
        .collect();
    let Some(file) = tree.file(ARCHITECTURE) else { return findings };
    let mut rows = rows(file.text());
    for manifest in tree.manifests() {
        let Some(package) = manifest.package() else { continue };
        let floor = floors::of_package(tree, package);
        match rows.remove(package) {
            None => {
                let advice = format!("add the row of {package} to the table of crates");
                findings.push(Finding::error(ARCHITECTURE, 1, RULE, advice));
            }
            Some((line, stated)) if stated != floor => {
                let advice = format!("{package} is on floor {}", floor.unwrap_or_default());
                findings.push(Finding::error(ARCHITECTURE, line, RULE, advice));
            }
            Some(_) => {}
        }
    }
    for (package, (line, _)) in rows {
        let advice = format!("{package} is no package of this workspace: take its row out");
        findings.push(Finding::error(ARCHITECTURE, line, RULE, advice));
    }
    findings
}

/// The rows of the table of crates: package folder → (line, floor).
fn rows(text: &str) -> BTreeMap<&str, (usize, Option<i64>)> {
    let mut rows = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let mut cells = line.strip_prefix('|').unwrap_or("").split('|').map(str::trim);
        let (Some(floor), Some(link)) = (cells.next(), cells.next()) else { continue };
        let Some((_, target)) = link.split_once("](") else { continue };
        let folder = target.trim_end_matches(')');
        if folder.starts_with("crates/") || folder == "xtask" {
            rows.insert(folder, (index + 1, floor.parse().ok()));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    const MANIFEST: &str =
        "[package]\nname = \"zt-web\"\n[package.metadata.zhengtong]\nfloor = 2\n";

    fn findings(architecture: &str) -> Vec<Finding> {
        check(&Tree::of(&[
            (ARCHITECTURE, architecture),
            ("CHANGELOG.md", ""),
            ("GLOSSARY.md", ""),
            ("LICENSE", ""),
            ("docs/adr/README.md", ""),
            ("crates/web/Cargo.toml", MANIFEST),
        ]))
    }

    #[test]
    fn a_crate_in_the_table_on_its_floor_is_right() {
        assert_eq!(findings("| 2 | [`web`](crates/web) | pages |"), []);
    }

    #[test]
    fn a_crate_on_another_floor_or_missing_or_gone_is_named() {
        assert_eq!(places(&findings("| 3 | [`web`](crates/web) | pages |")), ["ARCHITECTURE.md:1"]);
        assert_eq!(findings("").len(), 1);
        let gone = findings("| 2 | [`web`](crates/web) | x |\n| 2 | [`old`](crates/old) | x |");
        assert_eq!(places(&gone), ["ARCHITECTURE.md:2"]);
    }

    #[test]
    fn a_missing_document_is_named() {
        let missing = check(&Tree::of(&[]));
        assert_eq!(missing.len(), REQUIRED.len());
    }
}
