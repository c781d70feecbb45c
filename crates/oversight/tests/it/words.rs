//! Every event has its words in both languages.

use std::{collections::BTreeSet, path::PathBuf};

#[test]
fn every_text_is_there_in_both_languages() {
    assert_eq!(zt_web::i18n::verify(&[zt_web::FLUENT, zt_oversight::FLUENT]), []);
}

#[test]
fn every_listed_audit_event_is_told_in_words_and_no_other() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit-events.md");
    let document = std::fs::read_to_string(path).unwrap();
    let listed: BTreeSet<String> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(action, _)| format!("oversight-event-{}", action.replace(['.', '_'], "-")))
        .collect();
    let told: BTreeSet<String> = zt_web::i18n::keys(&zt_oversight::FLUENT)
        .into_iter()
        .filter(|key| key.starts_with("oversight-event-") && key.matches('-').count() > 2)
        .collect();
    assert!(listed.len() > 50);
    assert_eq!(listed.difference(&told).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(told.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new());
}
