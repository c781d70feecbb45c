//! Rule: docs/audit-events.md lists exactly the audit events that the code
//! records.
//!
//! The actions are the string literals handed to `AuditEvent::new`; the
//! document's tables hold each in backticks in their first column.

use std::collections::BTreeMap;

use super::tree::{Finding, Tree};

const RULE: &str = "audit-events";
const DOCUMENT: &str = "docs/audit-events.md";

/// How many lines after `AuditEvent::new(` its action may stand on.
const REACH_LINES: usize = 6;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut used = BTreeMap::new();
    for file in tree.rust() {
        let source = file.source();
        for (number, line) in source.lines().filter(|(_, line)| !line.test) {
            if !line.code.contains("AuditEvent::new(") {
                continue;
            }
            let action = source.literals().iter().find(|literal| {
                (number..number + REACH_LINES).contains(&literal.line) && is_action(&literal.text)
            });
            match action {
                Some(action) => {
                    used.insert(action.text.clone(), (file.path.clone(), action.line));
                }
                None => findings.push(Finding::error(
                    &file.path,
                    number,
                    RULE,
                    "write the action as a literal here, so that the document can be compared",
                )),
            }
        }
    }
    let Some(document) = tree.file(DOCUMENT) else {
        if !used.is_empty() {
            findings.push(Finding::error(DOCUMENT, 1, RULE, "write it"));
        }
        return findings;
    };
    for (index, line) in document.text().lines().enumerate() {
        let Some(action) = listed(line) else { continue };
        if used.remove(action).is_none() {
            let is_listed_twice =
                document.text().lines().take(index).any(|l| listed(l) == Some(action));
            let advice = if is_listed_twice {
                format!("`{action}` is listed twice")
            } else {
                format!("no code records `{action}`: take it out")
            };
            findings.push(Finding::error(DOCUMENT, index + 1, RULE, advice));
        }
    }
    for (action, (path, line)) in used {
        let advice = format!("list `{action}` in {DOCUMENT}");
        findings.push(Finding::error(&path, line, RULE, advice));
    }
    findings
}

/// `sharing.request.submitted`: lower-case words, at least one dot.
fn is_action(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|word| {
            !word.is_empty()
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

/// The action a table row lists.
fn listed(line: &str) -> Option<&str> {
    let cell = line.trim().strip_prefix('|')?.split('|').next()?.trim();
    let action = cell.strip_prefix('`')?.strip_suffix('`')?;
    is_action(action).then_some(action)
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    const CODE: &str = "//! A.\nfn f() {\n  AuditEvent::new(\n    now,\n    &actor,\n    \"a.entry.made\",\n  );\n}\n";

    #[test]
    fn a_recorded_and_listed_event_is_right() {
        let tree = Tree::of(&[("crates/a/src/b.rs", CODE), (DOCUMENT, "| `a.entry.made` | … |\n")]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn an_event_that_is_not_listed_is_named_where_it_is_recorded() {
        let tree = Tree::of(&[("crates/a/src/b.rs", CODE), (DOCUMENT, "")]);
        assert_eq!(places(&check(&tree)), ["crates/a/src/b.rs:6"]);
    }

    #[test]
    fn a_listed_event_that_nothing_records_is_named() {
        let tree = Tree::of(&[
            ("crates/a/src/b.rs", CODE),
            (DOCUMENT, "| `a.entry.made` | … |\n| `a.entry.gone` | … |\n"),
        ]);
        assert_eq!(places(&check(&tree)), ["docs/audit-events.md:2"]);
    }

    #[test]
    fn an_action_that_is_no_literal_is_named() {
        let tree =
            Tree::of(&[("crates/a/src/b.rs", "fn f() { AuditEvent::new(now, a, ACTION, o) }")]);
        assert_eq!(places(&check(&tree)), ["crates/a/src/b.rs:1"]);
    }
}
