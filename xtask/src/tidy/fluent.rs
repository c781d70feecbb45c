//! Rule: every Fluent key exists in Chinese and in English, with the same
//! variables, and the code uses it; every key the code asks for exists.
//!
//! A key is used where a literal is the key, or where a literal with a `{}`
//! in it is a prefix of the key (`format!("sharing-state-{state}")`), where a
//! policy names it (`@who("…")`), or where another message refers to it.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{File, Finding, Tree, has_extension};

const RULE: &str = "fluent";

struct Message {
    line: usize,
    text: String,
}

type Messages = BTreeMap<String, Message>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let used = Used::of(tree);
    let mut known = BTreeSet::new();
    let files = tree.files().iter().filter(|file| has_extension(&file.path, "ftl"));
    for file in files {
        let messages = messages(file.text());
        compare(tree, file, &messages, &mut findings);
        if file.path.ends_with("/zh.ftl") {
            for (key, message) in &messages {
                if !used.contains(key) && !is_referred_to(&messages, key) {
                    let advice = format!("nothing uses `{key}`: take it out");
                    findings.push(Finding::error(&file.path, message.line, RULE, advice));
                }
            }
        }
        known.extend(messages.into_keys());
    }
    for (key, path, line) in &used.asked {
        if !known.contains(key) {
            let advice = format!("`{key}` is in no i18n/*.ftl: add it in Chinese and in English");
            findings.push(Finding::error(path, *line, RULE, advice));
        }
    }
    findings
}

/// Says what the sister file of `file` lacks.
fn compare(tree: &Tree, file: &File, messages: &Messages, findings: &mut Vec<Finding>) {
    let sister = if let Some(stem) = file.path.strip_suffix("zh.ftl") {
        format!("{stem}en.ftl")
    } else if let Some(stem) = file.path.strip_suffix("en.ftl") {
        format!("{stem}zh.ftl")
    } else {
        let advice = "a language this rule does not know: name the file zh.ftl or en.ftl";
        findings.push(Finding::error(&file.path, 1, RULE, advice));
        return;
    };
    let others = tree.file(&sister).map(|other| self::messages(other.text())).unwrap_or_default();
    for (key, message) in messages {
        match others.get(key) {
            None => {
                let advice = format!("`{key}` is missing in {sister}");
                findings.push(Finding::error(&file.path, message.line, RULE, advice));
            }
            Some(other) if variables(&other.text) != variables(&message.text) => {
                let advice = format!("`{key}` has other variables in {sister}");
                findings.push(Finding::error(&file.path, message.line, RULE, advice));
            }
            Some(_) => {}
        }
    }
}

/// The messages of a Fluent file. Attributes and continuation lines belong to
/// the message above them.
fn messages(text: &str) -> Messages {
    let mut messages = Messages::new();
    let mut current: Option<String> = None;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with([' ', '\t', '}']) {
            if let Some(message) = current.as_ref().and_then(|key| messages.get_mut(key)) {
                message.text.push_str(line);
                message.text.push('\n');
            }
            continue;
        }
        current = None;
        let Some((key, value)) = line.split_once('=') else { continue };
        let key = key.trim();
        if line.starts_with('#') || key.is_empty() {
            continue;
        }
        messages.insert(
            key.to_owned(),
            Message { line: index + 1, text: format!("{}\n", value.trim()) },
        );
        current = Some(key.to_owned());
    }
    messages
}

/// The `$variables` of a message.
fn variables(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !is_key_character(c)).next())
        .collect()
}

fn is_referred_to(messages: &Messages, key: &str) -> bool {
    messages.values().any(|message| {
        message
            .text
            .split('{')
            .skip(1)
            .any(|inside| inside.split('}').next().is_some_and(|reference| reference.trim() == key))
    })
}

fn is_key_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// What the code says about keys.
struct Used {
    /// Literals that may be keys.
    literals: BTreeSet<String>,
    /// What stands before the first `{` of a literal.
    prefixes: BTreeSet<String>,
    /// Keys handed straight to a translator: (key, file, line).
    asked: Vec<(String, String, usize)>,
}

impl Used {
    fn of(tree: &Tree) -> Self {
        let mut used =
            Self { literals: BTreeSet::new(), prefixes: BTreeSet::new(), asked: Vec::new() };
        for file in tree.files().iter().filter(|file| has_extension(&file.path, "cedar")) {
            let quoted = file.text().split('"').skip(1).step_by(2);
            used.literals.extend(quoted.map(str::to_owned));
        }
        for file in tree.rust().filter(|file| file.path.starts_with("crates/")) {
            for literal in file.source().literals().iter().filter(|literal| !literal.test) {
                let text = &literal.text;
                if let Some((prefix, _)) = text.split_once('{') {
                    if is_key_prefix(prefix) {
                        used.prefixes.insert(prefix.to_owned());
                    }
                } else if text.chars().all(is_key_character) {
                    let before = literal.before.trim_end();
                    if before.ends_with(".t(") || before.ends_with(".ta(") {
                        used.asked.push((text.clone(), file.path.clone(), literal.line));
                    }
                    used.literals.insert(text.clone());
                }
            }
        }
        for file in tree.files().iter().filter(|file| has_extension(&file.path, "cedar")) {
            for (index, line) in file.text().lines().enumerate() {
                if let Some(key) = annotated(line) {
                    used.asked.push((key.to_owned(), file.path.clone(), index + 1));
                    used.literals.insert(key.to_owned());
                }
            }
        }
        used
    }

    fn contains(&self, key: &str) -> bool {
        self.literals.contains(key) || self.prefixes.iter().any(|prefix| key.starts_with(prefix))
    }
}

/// The key in a policy's `@who("key")` or `@because("key")`: what a denial says.
fn annotated(line: &str) -> Option<&str> {
    let line = line.trim();
    let rest = line.strip_prefix("@who(\"").or_else(|| line.strip_prefix("@because(\""))?;
    rest.split('"').next()
}

/// `sharing-state-`: long enough to mean something.
fn is_key_prefix(prefix: &str) -> bool {
    prefix.ends_with('-') && prefix.len() > 4 && prefix.chars().all(is_key_character)
}

#[cfg(test)]
mod tests {
    use super::super::tree::places;
    use super::*;

    fn findings(zh: &str, en: &str, code: &str) -> Vec<String> {
        places(&check(&Tree::of(&[
            ("crates/web/i18n/zh.ftl", zh),
            ("crates/web/i18n/en.ftl", en),
            ("crates/web/src/a.rs", code),
        ])))
    }

    #[test]
    fn a_key_in_both_languages_that_is_used_is_right() {
        let code = "fn f() { ui.t(\"web-title\"); }";
        assert!(findings("web-title = 标题\n", "web-title = Title\n", code).is_empty());
    }

    #[test]
    fn a_key_in_one_language_is_named() {
        let code = "fn f() { ui.t(\"web-title\"); }";
        assert_eq!(findings("web-title = 标题\n", "", code), ["crates/web/i18n/zh.ftl:1"]);
        assert_eq!(findings("", "web-title = Title\n", code), ["crates/web/i18n/en.ftl:1"]);
    }

    #[test]
    fn a_variable_in_one_language_is_named_on_both_sides() {
        let code = "fn f() { ui.ta(\"web-n\", a); }";
        let found = findings("web-n = { $n } 项\n", "web-n = items\n", code);
        assert_eq!(found, ["crates/web/i18n/en.ftl:1", "crates/web/i18n/zh.ftl:1"]);
    }

    #[test]
    fn a_key_that_nothing_uses_is_named_once() {
        let found = findings("# x = y\nweb-old = 旧\n", "web-old = Old\n", "");
        assert_eq!(found, ["crates/web/i18n/zh.ftl:2"]);
    }

    #[test]
    fn a_formatted_prefix_uses_the_keys_it_begins() {
        let code = "fn f() { ui.t(&format!(\"web-state-{state}\")); }";
        assert!(findings("web-state-open = 开\n", "web-state-open = Open\n", code).is_empty());
    }

    #[test]
    fn a_key_that_a_policy_names_is_used() {
        let text = "web-who = x\n";
        let tree = Tree::of(&[
            ("crates/web/i18n/zh.ftl", text),
            ("crates/web/i18n/en.ftl", text),
            ("crates/web/policy.cedar", "@who(\"web-who\") permit(principal, action, resource);"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_key_another_message_refers_to_is_used() {
        let code = "fn f() { ui.t(\"web-a\"); }";
        let text = "web-a = { web-b }\nweb-b = x\n";
        assert!(findings(text, text, code).is_empty());
    }

    #[test]
    fn a_key_in_a_policys_annotation_is_used_and_must_exist() {
        let policy = ("crates/web/policy.cedar", "@who(\"web-who\")\n@because(\"web-why\")\n");
        let (zh, en) = (("crates/web/i18n/zh.ftl", "web-who = 谁\n"), "web-who = who\n");
        let tree = Tree::of(&[zh, ("crates/web/i18n/en.ftl", en), policy]);
        assert_eq!(places(&check(&tree)), ["crates/web/policy.cedar:2"]);
    }

    #[test]
    fn a_key_that_is_asked_for_but_missing_is_named_in_the_code() {
        assert_eq!(findings("", "", "fn f() { ui.t(\"web-x\"); }"), ["crates/web/src/a.rs:1"]);
    }
}
