//! Rule: no Chinese text in code. What people read stands in Fluent files,
//! what the demo tells in `data/`.
//!
//! Comments and tests are free. Where Han characters are data of a rule (the
//! province letters of a number plate), a comment `// Han: why` covers the
//! lines down to the next blank one.

use super::tree::{Finding, Tree};

const RULE: &str = "han";
const MARK: &str = "Han:";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let mut covered = false;
        for (number, line) in file.source().lines() {
            let comment = line.comment.trim_start_matches('/').trim_start_matches('!').trim();
            if comment.starts_with(MARK) {
                covered = true;
            } else if line.code.trim().is_empty() && line.comment.is_empty() {
                covered = covered && !line.strings.is_empty();
            }
            let has_han = line.code.chars().chain(line.strings.chars()).any(is_han);
            if has_han && !covered && !line.test {
                let advice = "move the text to the crate's i18n/*.ftl (or say `// Han: why`)";
                findings.push(Finding::error(&file.path, number, RULE, advice));
            }
        }
    }
    findings
}

/// The unified ideographs of the basic plane and extension A.
fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    #[test]
    fn a_page_with_chinese_text_is_named_and_its_comment_is_not() {
        let tree = Tree::of(&[("crates/a/src/pages.rs", "// 目录\nlet a = \"目录\";\n")]);
        assert_eq!(places(&check(&tree)), ["crates/a/src/pages.rs:2"]);
    }

    #[test]
    fn tests_may_use_real_names() {
        let text = "#[cfg(test)]\nmod tests { const A: &str = \"姓名\"; }";
        assert_eq!(check(&Tree::of(&[("crates/a/src/b.rs", text)])), []);
    }

    #[test]
    fn a_stated_reason_covers_its_block_only() {
        let text =
            "// Han: plate letters, GA 36\nconst A: &str = \"京津\nconst\";\n\nlet b = '沪';\n";
        assert_eq!(
            places(&check(&Tree::of(&[("crates/a/src/b.rs", text)]))),
            ["crates/a/src/b.rs:5"]
        );
    }
}
