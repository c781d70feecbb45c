//! Rule: nothing is left undone or silenced: no `allow` attributes (say
//! `expect` with a reason), no to-do notes, no unfinished code.

use super::tree::{Finding, Tree};

const RULE: &str = "leftovers";

/// What must not stand in code or comments. Split, so that this file passes.
const WORDS: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "do it, or file an issue and leave no note"),
    (concat!("FIX", "ME"), "mend it, or file an issue and leave no note"),
    (concat!("XX", "X:"), "mend it, or file an issue and leave no note"),
    (concat!("to", "do!("), "write it"),
    (concat!("unimplemented", "!("), "write it"),
    (concat!("#[", "allow("), "use #[expect(…, reason = \"…\")], which ends when its cause does"),
    (concat!("#![", "allow("), "use #![expect(…, reason = \"…\")], which ends when its cause does"),
    (concat!("#[", "ignore"), "make the test run, or delete it"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        for (number, line) in file.source().lines() {
            for (word, advice) in WORDS {
                if line.code.contains(word) || line.comment.contains(word) {
                    findings.push(Finding::error(&file.path, number, RULE, *advice));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    #[test]
    fn notes_and_silenced_lints_are_named() {
        let text = format!(
            "//! A.\n// {}: later\n{}dead_code)]\nfn f() {{ {}) }}\n",
            WORDS[0].0, WORDS[5].0, WORDS[3].0
        );
        let tree = Tree::of(&[("crates/a/src/b.rs", &text)]);
        assert_eq!(
            places(&check(&tree)),
            ["crates/a/src/b.rs:2", "crates/a/src/b.rs:3", "crates/a/src/b.rs:4"]
        );
    }

    #[test]
    fn an_expectation_with_a_reason_is_fine() {
        let tree = Tree::of(&[("crates/a/src/b.rs", "#[expect(dead_code, reason = \"x\")]")]);
        assert_eq!(check(&tree), []);
    }
}
