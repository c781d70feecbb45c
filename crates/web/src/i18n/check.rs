//! Do code and texts agree? For tests and `cargo xtask tidy`.

use std::{fs, io, path::Path};

use super::{Fluent, registry};

/// A disagreement between code and texts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Finding {
    /// The code asks for a key no file has.
    #[error("{file}:{line}: no text for `{key}`")]
    Unknown {
        /// The source file.
        file: String,
        /// Its line, from 1.
        line: usize,
        /// The key asked for.
        key: String,
    },
    /// A file has a key no code asks for.
    #[error("{package}: nothing uses the text `{key}`")]
    Unused {
        /// Whose texts.
        package: &'static str,
        /// The key.
        key: String,
    },
}

/// Compares the string literals of every `.rs` file under `sources` with the
/// keys of `fluents`.
///
/// A literal equal to a key (or to `key.attribute`) uses it. A literal that
/// ends in `-` or holds a `{` after a crate's prefix, such as
/// `format!("sharing-state-{state}")`, uses every key it begins. A key used
/// inside a Fluent file counts as used. A literal right after `.t(`, `.ta(`,
/// `.page(` or `label_key:` must be a key.
///
/// # Errors
///
/// A file that can't be read.
pub fn check(fluents: &[Fluent], sources: &[&Path]) -> io::Result<Vec<Finding>> {
    let mut files = Vec::new();
    for source in sources {
        walk(source, &mut files)?;
    }
    let all: Vec<(&Fluent, String)> = fluents
        .iter()
        .flat_map(|fluent| registry::keys(fluent).into_iter().map(move |key| (fluent, key)))
        .collect();
    let mut used = vec![false; all.len()];
    let mut findings = Vec::new();
    for (name, code) in &files {
        for literal in literals(code) {
            let id = literal.text.split('.').next().unwrap_or_default();
            let begins = literal
                .text
                .split_once('{')
                .map(|(before, _)| before)
                .or_else(|| literal.text.ends_with('-').then_some(literal.text));
            let mut known = false;
            for (index, (_, key)) in all.iter().enumerate() {
                let hit = key == id
                    || begins.is_some_and(|begins| begins.len() > 3 && key.starts_with(begins));
                used[index] |= hit;
                known |= hit;
            }
            if literal.is_key && !known && !literal.text.is_empty() {
                findings.push(Finding::Unknown {
                    file: name.clone(),
                    line: literal.line,
                    key: literal.text.to_owned(),
                });
            }
        }
    }
    for ((fluent, key), used) in all.iter().zip(used) {
        let inside = || fluents.iter().any(|other| refers(other.zh, key) || refers(other.en, key));
        if !used && !inside() {
            findings.push(Finding::Unused { package: fluent.package, key: key.clone() });
        }
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// Whether a Fluent file refers to `key` inside a placeable.
fn refers(source: &str, key: &str) -> bool {
    source.match_indices(key).any(|(at, _)| {
        source[..at].trim_end().ends_with('{')
            && !source[at + key.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

fn walk(path: &Path, into: &mut Vec<(String, String)>) -> io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| walk(entry, into));
    }
    if path.extension().is_some_and(|extension| extension == "rs") {
        into.push((path.display().to_string(), fs::read_to_string(path)?));
    }
    Ok(())
}

struct Literal<'c> {
    text: &'c str,
    line: usize,
    /// Whether it stands where only a key can.
    is_key: bool,
}

/// The plain string literals of a source file, comments left out. Raw strings
/// and escapes are read far enough not to lose the place.
fn literals(code: &str) -> Vec<Literal<'_>> {
    let bytes = code.as_bytes();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => line += 1,
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += code[at..].find('\n').unwrap_or(code.len() - at);
                continue;
            }
            b'\'' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at += 2,
            b'"' => {
                let start = at + 1;
                let hashes = code[..at].len() - code[..at].trim_end_matches('#').len();
                let raw = code[..at - hashes].ends_with('r');
                let end = if raw {
                    let close = format!("\"{}", "#".repeat(hashes));
                    code[start..].find(&close).map_or(bytes.len(), |length| start + length)
                } else {
                    let mut end = start;
                    while end < bytes.len() && bytes[end] != b'"' {
                        end += if bytes[end] == b'\\' { 2 } else { 1 };
                    }
                    end.min(bytes.len())
                };
                let text = code.get(start..end).unwrap_or_default();
                let before = code[..at].trim_end();
                let is_key = [".t(", ".ta(", ".page(", "label_key:"]
                    .iter()
                    .any(|call| before.ends_with(call));
                found.push(Literal { text, line, is_key });
                line += text.matches('\n').count();
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_found_outside_comments_with_their_lines() {
        let code = "// \"no\"\nui.t(\"a-b\"); let q = '\"';\nlet r = r#\"x\"y\"#; page(\"c\\\"d\")";
        let found: Vec<_> = literals(code).iter().map(|l| (l.text, l.line, l.is_key)).collect();
        assert_eq!(found, [("a-b", 2, true), ("x\"y", 3, false), ("c\\\"d", 3, false)]);
    }

    #[test]
    fn this_crates_code_and_texts_agree() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let findings = check(&[crate::FLUENT], &[&source]).unwrap();
        let text: Vec<_> = findings
            .iter()
            .map(ToString::to_string)
            .filter(|finding| !finding.contains("web-nothing-of-the-kind"))
            .collect();
        assert!(text.is_empty(), "{text:#?}");
    }
}
