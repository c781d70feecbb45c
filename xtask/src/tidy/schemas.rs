//! Rule: one name, one schema. All crates' API documents are joined into one
//! `/openapi.json`, where a second schema of a name silently loses to the first.
//!
//! A schema is a `struct` or `enum` that derives `ToSchema`.

use std::collections::BTreeMap;

use super::tree::{Finding, Tree};

const RULE: &str = "schemas";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known = BTreeMap::new();
    for file in tree.rust() {
        let mut derived = false;
        for (number, line) in file.source().lines().filter(|(_, line)| !line.test) {
            derived |= line.code.contains("ToSchema") && !line.code.contains("use ");
            let Some(name) = declared(&line.code).filter(|_| derived) else { continue };
            derived = false;
            let here = format!("{}:{number}", file.path);
            if let Some(first) = known.insert(name.to_owned(), here) {
                let advice = format!("{first} has a schema `{name}` too: name them apart");
                findings.push(Finding::error(&file.path, number, RULE, advice));
            }
        }
    }
    findings
}

/// The name that a line declares as a type.
fn declared(code: &str) -> Option<&str> {
    let mut words = code.split(|symbol: char| !symbol.is_alphanumeric() && symbol != '_');
    words.find(|word| matches!(*word, "struct" | "enum"))?;
    words.next().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "#[derive(Debug, ToSchema)]\npub struct ListView {\n    pub next: i64,\n}\n";

    #[test]
    fn two_schemas_of_one_name_are_told_apart() {
        let tree = Tree::of(&[("crates/a/src/api.rs", ONE), ("crates/b/src/api.rs", ONE)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("crates/b/src/api.rs:2"), "{found:?}");
    }

    #[test]
    fn a_type_that_is_no_schema_may_share_a_name() {
        let other = "use utoipa::ToSchema;\nstruct ListView;\n";
        let tree = Tree::of(&[("crates/a/src/api.rs", ONE), ("crates/b/src/api.rs", other)]);
        assert!(check(&tree).is_empty());
    }
}
