//! Rule: each identifier that GLOSSARY.md pins to a term of the field exists
//! in the code.
//!
//! The table's last column holds the Rust identifiers in backticks; a path
//! such as `Sharing::Refused` counts word by word, a dash means there is none.

use std::collections::BTreeSet;

use super::tree::{Finding, Tree};

const RULE: &str = "glossary";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(glossary) = tree.file("GLOSSARY.md") else { return Vec::new() };
    let words: BTreeSet<&str> = tree
        .rust()
        .flat_map(|file| file.source().lines())
        .flat_map(|(_, line)| line.code.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let mut findings = Vec::new();
    for (index, line) in glossary.text().lines().enumerate() {
        let Some(cell) = last_cell(line) else { continue };
        for identifier in cell.split('`').skip(1).step_by(2) {
            for word in identifier.split("::").filter(|word| !words.contains(word)) {
                let advice = format!("`{word}` is nowhere in the code: mend the identifier");
                findings.push(Finding::error("GLOSSARY.md", index + 1, RULE, advice));
            }
        }
    }
    findings
}

fn last_cell(line: &str) -> Option<&str> {
    line.trim().strip_prefix('|')?.strip_suffix('|')?.rsplit('|').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    #[test]
    fn an_identifier_that_left_the_code_is_named() {
        let glossary =
            "| 数源部门 | source agency | `source_agency` |\n| 校核 | correction | `Gone` |\n";
        let tree = Tree::of(&[
            ("GLOSSARY.md", glossary),
            ("crates/a/src/b.rs", "struct A { source_agency: u8 } // Gone\n"),
        ]);
        assert_eq!(places(&check(&tree)), ["GLOSSARY.md:2"]);
    }

    #[test]
    fn a_path_counts_word_by_word() {
        let tree = Tree::of(&[
            ("GLOSSARY.md", "| 不予共享 | refused | `Sharing::Refused` |\n"),
            ("crates/a/src/b.rs", "enum Sharing { Refused }\n"),
        ]);
        assert_eq!(check(&tree), []);
    }
}
