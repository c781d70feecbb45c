//! The words, the statements, the policies: everything that is text.

use std::path::Path;

use strum::VariantArray as _;
use zt_web::{Lang, Ui, Visitor};

use crate::{
    FLUENT,
    application::Gap,
    http::{gap_sentence, slug},
    inbox::NoticeKind,
};

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(zt_web::i18n::verify(&[FLUENT]), []);
}

#[test]
fn every_text_used_exists_and_every_text_is_used() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let findings = zt_web::i18n::check(&[FLUENT], &[&source]).unwrap();
    // Those who may are named in the policies only.
    let findings: Vec<String> = findings
        .iter()
        .map(|finding| format!("{finding:?}"))
        .filter(|text| !text.contains("sharing-who-"))
        .collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn every_gap_and_every_notice_has_its_sentence() {
    let _ = zt_web::i18n::register(&[FLUENT]);
    for lang in Lang::ALL {
        let ui = Ui::new(lang, Visitor::anonymous(""), "/");
        for gap in Gap::VARIANTS {
            assert!(!gap_sentence(&ui, *gap).contains('⟦'), "{gap:?}");
        }
        for kind in NoticeKind::VARIANTS {
            let name: &str = (*kind).into();
            let arguments = [("entry", "e".into()), ("days", "1".into()), ("stage", "s".into())];
            let text = ui.ta(&format!("sharing-notice-{}", slug(name)), &arguments);
            assert!(!text.contains('⟦'), "{kind:?}: {text}");
        }
    }
}

#[tokio::test]
async fn every_statement_is_accepted_by_both_engines() {
    zt_testkit::statements_prepare(&[crate::MIGRATIONS], crate::statements()).await;
}

#[test]
fn the_policies_join_those_of_access() {
    let (policies, schema) = (crate::POLICY, crate::POLICY_SCHEMA);
    let source = zt_access::PolicySource { name: "sharing", policies, schema };
    zt_access::Policies::join(&[source]).unwrap();
}

#[test]
fn every_event_recorded_here_is_listed_in_the_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = std::fs::read_to_string(root.join("../../docs/audit-events.md")).unwrap();
    let mut missing = Vec::new();
    for path in sources(&root.join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for quoted in text.split('"').filter(|part| part.starts_with("sharing.")) {
            let happened = quoted.rsplit('.').next().unwrap_or_default();
            let past = happened.ends_with("ed") || happened == "read";
            // A permission of the policies that happens to end like an event.
            let event = past && quoted != "sharing.rules.seed";
            if event && !listed.contains(&format!("`{quoted}`")) {
                missing.push(quoted.to_owned());
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push(path);
        }
    }
    found
}
