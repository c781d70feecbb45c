//! Rule: models are pure. A model file performs no I/O: no `async`, no SQL
//! driver, no HTTP types.
//!
//! A model file is, in a domain crate (floors 3 to 9), a file `x.rs` with a
//! folder `x/` beside it, unless its name says that it is a face of its noun
//! (`api`, `pages`, `store`); and every file of `kernel` and `merkle`.

use std::collections::BTreeSet;

use super::floors;
use super::tree::{File, Finding, Tree};

const RULE: &str = "models";

/// Crates that are models throughout.
const PURE_PACKAGES: &[&str] = &["crates/kernel", "crates/merkle"];

/// The floors of the domain crates (DESIGN: access to oversight).
const DOMAIN_FLOORS: std::ops::RangeInclusive<i64> = 3..=9;

/// Names of files that are faces, not nouns, even where they have a folder.
const FACES: &[&str] = &["api", "pages", "store"];

/// Words that betray I/O, as they stand in code.
const FORBIDDEN: &[(&str, &str)] = &[
    ("async ", "asynchronous code"),
    (".await", "asynchronous code"),
    ("axum::", "HTTP"),
    ("http::", "HTTP"),
    ("reqwest::", "HTTP"),
    ("StatusCode", "HTTP"),
    ("sqlx::", "SQL"),
    ("statements!", "SQL"),
    ("zt_store::Tx", "SQL"),
    ("zt_store::Db", "SQL"),
    ("std::fs", "file access"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust().filter(|file| is_model(tree, file)) {
        // The first place of each kind is enough: the cure is the same for all.
        let mut told = BTreeSet::new();
        for (number, line) in file.source().lines().filter(|(_, line)| !line.test) {
            for (word, what) in FORBIDDEN {
                if line.code.contains(word) && told.insert(what) {
                    let advice = format!(
                        "a model file is free of {what} (`{}`): move it into the folder beside",
                        word.trim()
                    );
                    findings.push(Finding::error(&file.path, number, RULE, advice));
                }
            }
        }
    }
    findings
}

fn is_model(tree: &Tree, file: &File) -> bool {
    let Some(package) = file.package() else { return false };
    if PURE_PACKAGES.contains(&package) {
        return true;
    }
    let Some(stem) = file.path.strip_suffix(".rs") else { return false };
    if FACES.iter().any(|face| stem.ends_with(&format!("/{face}"))) {
        return false;
    }
    let folder = format!("{stem}/");
    file.path.contains("/src/")
        && floors::of_package(tree, package).is_some_and(|floor| DOMAIN_FLOORS.contains(&floor))
        && tree.files().iter().any(|other| other.path.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    const MANIFEST: &str =
        "[package]\nname = \"zt-sharing\"\n[package.metadata.zhengtong]\nfloor = 7\n";

    #[test]
    fn a_model_with_async_code_is_named() {
        let tree = Tree::of(&[
            ("crates/sharing/Cargo.toml", MANIFEST),
            ("crates/sharing/src/grant.rs", "//! Grants.\nasync fn f() {}\n"),
            ("crates/sharing/src/grant/store.rs", "async fn g() {}"),
        ]);
        assert_eq!(places(&check(&tree)), ["crates/sharing/src/grant.rs:2"]);
    }

    #[test]
    fn a_file_without_a_folder_beside_is_no_model() {
        let tree = Tree::of(&[
            ("crates/sharing/Cargo.toml", MANIFEST),
            ("crates/sharing/src/inbox.rs", "async fn f() {}\n"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn pages_with_a_folder_of_pages_are_no_model() {
        let tree = Tree::of(&[
            ("crates/sharing/Cargo.toml", MANIFEST),
            ("crates/sharing/src/grant/pages.rs", "use axum::Router;\n"),
            ("crates/sharing/src/grant/pages/list.rs", ""),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn the_kernel_is_a_model_throughout_but_for_its_tests_and_comments() {
        let tree = Tree::of(&[(
            "crates/kernel/src/a.rs",
            "// std::fs is for others\nuse std::fs;\n#[cfg(test)]\nmod tests { use std::fs; }",
        )]);
        assert_eq!(places(&check(&tree)), ["crates/kernel/src/a.rs:2"]);
    }
}
