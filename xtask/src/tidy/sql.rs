//! Rule: SQL text stands only in `store.rs`, `store/…` and migrations.

use super::tree::{Finding, Tree};

const RULE: &str = "sql";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust().filter(|file| !may_hold_sql(&file.path)) {
        for literal in file.source().literals().iter().filter(|literal| !literal.test) {
            if is_sql(&literal.text) {
                let advice = "move the statement to the `store.rs` of its noun";
                findings.push(Finding::error(&file.path, literal.line, RULE, advice));
            }
        }
    }
    findings
}

fn may_hold_sql(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "store" | "store.rs" | "migrations" | "migrations.rs"))
}

/// Whether `text` begins like a statement and goes on like one; a sentence
/// that begins with "Select" does not.
fn is_sql(text: &str) -> bool {
    let words: Vec<String> =
        text.split_whitespace().take(400).map(str::to_ascii_lowercase).collect();
    let has = |word: &str| words.iter().any(|found| found == word);
    match words.first().map(String::as_str) {
        Some("select") => has("from"),
        Some("insert") => words.get(1).is_some_and(|word| word == "into"),
        Some("update") => has("set") && has("where"),
        Some("delete") => words.get(1).is_some_and(|word| word == "from"),
        Some("create" | "alter" | "drop") => {
            words.get(1).is_some_and(|word| matches!(word.as_str(), "table" | "index" | "unique"))
        }
        Some("with") => has("as") && has("select") && has("from"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    #[test]
    fn a_statement_outside_the_store_is_named() {
        let code = "//! Pages.\nconst A: &str = \"select id from entry\";\n";
        let tree = Tree::of(&[
            ("crates/catalogue/src/entry/pages.rs", code),
            ("crates/catalogue/src/entry/store.rs", code),
            ("crates/store/src/jobs.rs", code),
            ("crates/catalogue/src/migrations.rs", code),
        ]);
        assert_eq!(places(&check(&tree)), ["crates/catalogue/src/entry/pages.rs:2"]);
    }

    #[test]
    fn prose_is_not_taken_for_sql() {
        for text in ["Select a file", "update the entry", "with care", "insert coin", "delete"] {
            assert!(!is_sql(text), "{text}");
        }
        for text in [
            "select 1 from t",
            "insert into t values ($1)",
            "update t set a = 1 where id = $1",
            "delete from t",
            "create table t (a bigint)",
            "with a as (select 1) select * from a",
        ] {
            assert!(is_sql(text), "{text}");
        }
    }
}
