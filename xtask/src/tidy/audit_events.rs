//! Rule: docs/audit-events.md lists exactly the audit events that the code
//! records.
//!
//! An event's action is `area.noun.happened`, its area the crate. It is found
//! where a literal is handed to `AuditEvent::new`, and wherever else in its crate
//! a literal of that shape ends in the past tense (policies name what is to be
//! done, events what was done). The document's tables hold each action in
//! backticks in their first column.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{File, Finding, Tree};

const RULE: &str = "audit-events";
const DOCUMENT: &str = "docs/audit-events.md";

/// How many lines after `AuditEvent::new(` its action may stand on.
const REACH_LINES: usize = 6;

/// Past tenses that do not end in -ed.
const IRREGULAR: &[&str] = &["begun", "given", "made", "met", "sent", "withdrawn"];

/// Verbs in the present that end in -ed all the same; past ones ("agreed") do too.
const PRESENT: &[&str] = &["exceed", "feed", "proceed", "seed"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut recorded = BTreeMap::new();
    let mut written = BTreeSet::new();
    for file in tree.rust().filter(|file| file.path.starts_with("crates/")) {
        let literals = file.source().literals().iter();
        for literal in literals.filter(|literal| !literal.test && is_action(&literal.text)) {
            written.insert(literal.text.as_str());
            if is_recorded(file, &literal.text, literal.line) {
                recorded.insert(literal.text.as_str(), (&file.path, literal.line));
            }
        }
    }
    let document = tree.file(DOCUMENT).map_or("", File::text);
    let mut listed_before = BTreeSet::new();
    for (index, line) in document.lines().enumerate() {
        let Some(action) = listed(line) else { continue };
        recorded.remove(action);
        if !listed_before.insert(action) {
            let advice = format!("`{action}` is listed twice");
            findings.push(Finding::error(DOCUMENT, index + 1, RULE, advice));
        } else if !written.contains(action) {
            let advice = format!("no code records `{action}`: take it out");
            findings.push(Finding::error(DOCUMENT, index + 1, RULE, advice));
        }
    }
    for (action, (path, line)) in recorded {
        let advice = format!("list `{action}` in {DOCUMENT}");
        findings.push(Finding::error(path, line, RULE, advice));
    }
    findings
}

/// Whether the literal on `line` names an event, and not, say, a policy's action.
fn is_recorded(file: &File, action: &str, line: usize) -> bool {
    let area = file.package().and_then(|package| package.rsplit('/').next());
    let last = action.rsplit('.').next().unwrap_or_default();
    let is_past = (last.ends_with("ed") && !PRESENT.contains(&last)) || IRREGULAR.contains(&last);
    if is_past && action.split('.').next() == area {
        return true;
    }
    file.source().lines().any(|(number, code)| {
        let first = file.source().literals().iter().find(|literal| {
            (number..number + REACH_LINES).contains(&literal.line) && is_action(&literal.text)
        });
        !code.test
            && code.code.contains("AuditEvent::new(")
            && first.is_some_and(|first| first.line == line && first.text == action)
    })
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

    const CODE: &str = "//! A.\nfn f() {\n  AuditEvent::new(\n    now,\n    &actor,\n    \
                        \"web.entry.read\",\n  );\n}\n";

    #[test]
    fn a_recorded_and_listed_event_is_right() {
        let tree =
            Tree::of(&[("crates/web/src/b.rs", CODE), (DOCUMENT, "| `web.entry.read` | … |\n")]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn an_event_that_is_not_listed_is_named_where_it_is_recorded() {
        let tree = Tree::of(&[("crates/web/src/b.rs", CODE), (DOCUMENT, "")]);
        assert_eq!(places(&check(&tree)), ["crates/web/src/b.rs:6"]);
    }

    #[test]
    fn a_listed_event_that_nothing_records_is_named() {
        let document = "| `web.entry.read` | … |\n| `web.entry.gone` | … |\n";
        let tree = Tree::of(&[("crates/web/src/b.rs", CODE), (DOCUMENT, document)]);
        assert_eq!(places(&check(&tree)), ["docs/audit-events.md:2"]);
    }

    #[test]
    fn a_name_chosen_elsewhere_in_the_crate_counts_if_it_is_in_the_past_tense() {
        let code = "fn f() { permit(\"web.entry.submit\"); g(\"web.entry.submitted\") }";
        let tree = Tree::of(&[("crates/web/src/b.rs", code), (DOCUMENT, "")]);
        let found = check(&tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].advice.contains("`web.entry.submitted`"), "{}", found[0]);
    }

    #[test]
    fn an_action_that_only_sounds_past_is_a_policys() {
        let code = "fn f() { decide(\"web.rules.seed\"); g(\"web.rules.agreed\") }";
        let tree = Tree::of(&[("crates/web/src/b.rs", code), (DOCUMENT, "")]);
        let found = check(&tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].advice.contains("`web.rules.agreed`"), "{}", found[0]);
    }
}
