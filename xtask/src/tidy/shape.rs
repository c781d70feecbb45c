//! Rule: every Rust file begins with a `//!` line saying what it is, and is
//! short enough to hold one noun.

use super::tree::{Finding, Tree};

const RULE: &str = "shape";

/// A file longer than this fails: two nouns share it.
const LINES_MAX: usize = 500;

/// A file longer than this is shown, so that it is split before it fails.
const LINES_WATCHED: usize = 400;

/// README.md is read in one sitting.
const README_LINES_MAX: usize = 120;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        if !file.text().starts_with("//!") {
            let advice = "begin with a `//!` line that says what this file is";
            findings.push(Finding::error(&file.path, 1, RULE, advice));
        }
        let lines = file.text().lines().count();
        if lines > LINES_MAX {
            let advice = format!("{lines} lines, at most {LINES_MAX}: split it by noun");
            findings.push(Finding::error(&file.path, lines, RULE, advice));
        } else if lines > LINES_WATCHED {
            let advice = format!("{lines} lines: split it before it passes {LINES_MAX}");
            findings.push(Finding::note(&file.path, lines, RULE, advice));
        }
    }
    for path in ["README.md", "README.zh-CN.md"] {
        match tree.file(path).map(|file| file.text().lines().count()) {
            None => findings.push(Finding::error(path, 1, RULE, "write it")),
            Some(lines) if lines > README_LINES_MAX => {
                let advice = format!("{lines} lines, at most {README_LINES_MAX}: move to docs/");
                findings.push(Finding::error(path, lines, RULE, advice));
            }
            Some(_) => {}
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tree::{Severity, places};
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<Finding> {
        let mut files = vec![("README.md", ""), ("README.zh-CN.md", "")];
        files.retain(|(kept, _)| *kept != path);
        files.push((path, text));
        check(&Tree::of(&files))
    }

    #[test]
    fn a_file_without_a_header_is_named() {
        assert_eq!(places(&findings("crates/a/src/x.rs", "fn f() {}")), ["crates/a/src/x.rs:1"]);
        assert_eq!(findings("crates/a/src/x.rs", "//! The x.\nfn f() {}"), []);
    }

    #[test]
    fn a_long_file_is_shown_and_a_longer_one_fails() {
        let long = findings("crates/a/src/x.rs", &"//!\n".repeat(LINES_WATCHED + 1));
        assert_eq!(long[0].severity, Severity::Note);
        let longer = findings("crates/a/src/x.rs", &"//!\n".repeat(LINES_MAX + 1));
        assert_eq!(longer[0].severity, Severity::Error);
    }

    #[test]
    fn a_readme_fits_in_one_sitting() {
        assert_eq!(findings("README.md", &"x\n".repeat(README_LINES_MAX)), []);
        assert_eq!(places(&findings("README.md", &"x\n".repeat(121))), ["README.md:121"]);
    }
}
