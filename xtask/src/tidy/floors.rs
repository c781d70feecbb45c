//! Rule: a crate depends only on crates of strictly lower floors.
//!
//! Each manifest states its floor under `[package.metadata.zhengtong]`. Cargo
//! forbids circles; the floors also forbid shortcuts sideways. Development
//! dependencies may reach up to the test kit, whose floor is above all.

use std::collections::BTreeMap;

use super::tree::{File, Finding, Tree};

const RULE: &str = "floors";

struct Package<'t> {
    file: &'t File,
    manifest: toml::Table,
    floor: Option<i64>,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut packages = BTreeMap::new();
    for file in tree.manifests() {
        let manifest = match file.text().parse::<toml::Table>() {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(Finding::error(&file.path, 1, RULE, error.to_string()));
                continue;
            }
        };
        let text = |key: &str| manifest.get("package")?.get(key)?.as_str().map(str::to_owned);
        let Some(name) = text("name") else { continue };
        let floor = floor(&manifest);
        if floor.is_none() {
            let advice = "state the floor: `floor = N` under [package.metadata.zhengtong]";
            findings.push(Finding::error(&file.path, 1, RULE, advice));
        }
        packages.insert(name, Package { file, manifest, floor });
    }
    for (name, package) in &packages {
        for (kind, testing) in
            [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)]
        {
            let Some(table) = package.manifest.get(kind).and_then(toml::Value::as_table) else {
                continue;
            };
            for dependency in table.keys() {
                let Some(other) = packages.get(dependency) else { continue };
                if testing && dependency == "zt-testkit" {
                    continue;
                }
                let (Some(own), Some(theirs)) = (package.floor, other.floor) else { continue };
                if theirs >= own {
                    let advice = format!(
                        "{name} (floor {own}) may not depend on {dependency} (floor {theirs}): \
                         move what both need to a lower floor"
                    );
                    let line = line_of(package.file, dependency);
                    findings.push(Finding::error(&package.file.path, line, RULE, advice));
                }
            }
        }
    }
    findings
}

fn floor(manifest: &toml::Table) -> Option<i64> {
    manifest.get("package")?.get("metadata")?.get("zhengtong")?.get("floor")?.as_integer()
}

/// The floor of the package in `folder`, for rules that apply to some floors only.
pub fn of_package(tree: &Tree, folder: &str) -> Option<i64> {
    let manifest = tree.file(&format!("{folder}/Cargo.toml"))?;
    floor(&manifest.text().parse().ok()?)
}

fn line_of(file: &File, dependency: &str) -> usize {
    let at = file.text().lines().position(|line| {
        line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    });
    at.map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    fn manifest(name: &str, floor: i64, rest: &str) -> String {
        format!(
            "[package]\nname = \"{name}\"\n[package.metadata.zhengtong]\nfloor = {floor}\n{rest}"
        )
    }

    #[test]
    fn a_lower_floor_may_be_used() {
        let low = manifest("zt-low", 0, "");
        let high = manifest("zt-high", 1, "[dependencies]\nzt-low.workspace = true\n");
        let tree = Tree::of(&[("crates/low/Cargo.toml", &low), ("crates/high/Cargo.toml", &high)]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn the_same_floor_may_not_be_used() {
        let one = manifest("zt-one", 1, "");
        let other = manifest("zt-other", 1, "[dependencies]\nzt-one.workspace = true\n");
        let tree =
            Tree::of(&[("crates/one/Cargo.toml", &one), ("crates/other/Cargo.toml", &other)]);
        assert_eq!(places(&check(&tree)), ["crates/other/Cargo.toml:6"]);
    }

    #[test]
    fn a_test_may_use_the_test_kit_above() {
        let kit = manifest("zt-testkit", 11, "");
        let low = manifest("zt-low", 0, "[dev-dependencies]\nzt-testkit.workspace = true\n");
        let tree =
            Tree::of(&[("crates/testkit/Cargo.toml", &kit), ("crates/low/Cargo.toml", &low)]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_manifest_without_its_floor_is_named() {
        let tree = Tree::of(&[("crates/a/Cargo.toml", "[package]\nname = \"zt-a\"\n")]);
        assert_eq!(places(&check(&tree)), ["crates/a/Cargo.toml:1"]);
    }
}
