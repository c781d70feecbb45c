//! Rule: no file names a package registry's host or a path of one machine.
//!
//! A project that names them works on that machine and nowhere else. The
//! lock file and real tables under `data/` are as others made them.

use super::tree::{Finding, Tree};

const RULE: &str = "origins";

/// Split, so that this file passes.
const HOSTS: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("registry.", "npmjs"),
    concat!("deb.", "debian.org"),
];

/// Beginnings of paths that exist on one machine only.
const PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| !is_of_others(&file.path)) {
        for (index, line) in file.text().lines().enumerate() {
            if HOSTS.iter().any(|host| line.contains(host)) {
                let advice = "name the package, not the registry's host";
                findings.push(Finding::error(&file.path, index + 1, RULE, advice));
            }
            if PATHS.iter().any(|path| names_path(line, path)) {
                let advice = "use a path relative to the repository or a temporary folder";
                findings.push(Finding::error(&file.path, index + 1, RULE, advice));
            }
        }
    }
    findings
}

fn is_of_others(path: &str) -> bool {
    path == "Cargo.lock" || path.starts_with("data/") || path.contains("/axe/")
}

/// Whether `path` stands in `line` as the beginning of an absolute path, not
/// inside a longer one (`/api/v1/…` or an address).
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '}' | '.' | '/' | '-' | '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    #[test]
    fn a_machine_path_is_named_and_a_longer_address_is_not() {
        let text = format!("cd {}main\nGET /api{}x\n", PATHS[0], PATHS[0]);
        assert_eq!(places(&check(&Tree::of(&[("docs/a.md", &text)]))), ["docs/a.md:1"]);
    }

    #[test]
    fn a_registry_host_is_named_except_in_the_lock_file() {
        let text = format!("https://{}/x\n", HOSTS[2]);
        let tree = Tree::of(&[("docs/a.md", &text), ("Cargo.lock", &text)]);
        assert_eq!(places(&check(&tree)), ["docs/a.md:1"]);
    }
}
