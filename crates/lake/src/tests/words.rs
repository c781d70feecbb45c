//! The words, the statements, the policies: everything that is text.

use std::path::Path;

use crate::FLUENT;

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(zt_web::i18n::verify(&[FLUENT]), []);
}

#[test]
fn every_text_used_exists_and_every_text_is_used() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let findings = zt_web::i18n::check(&[FLUENT], &[&source]).unwrap();
    // Those who may are named in the policies only; kinds and rules are the standards' words,
    // the words of paging those of the components.
    let findings: Vec<String> = findings
        .iter()
        .map(|finding| format!("{finding:?}"))
        .filter(|text| !text.contains("lake-who-") && !text.contains("standards-"))
        .filter(|text| !text.contains("web-leaves"))
        .collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[tokio::test]
async fn every_statement_is_accepted_by_both_engines() {
    zt_testkit::statements_prepare(&[crate::MIGRATIONS], crate::statements()).await;
}

#[test]
fn the_document_names_every_route_once() {
    let document = crate::openapi();
    let paths: Vec<&String> = document.paths.paths.keys().collect();
    assert_eq!(
        paths,
        [
            "/api/v1/datasets/{code}",
            "/api/v1/datasets/{code}/profile",
            "/api/v1/datasets/{code}/quality",
            "/api/v1/datasets/{code}/quarantine",
            "/api/v1/imports",
            "/api/v1/imports/{id}",
            "/api/v1/imports/{id}/mapping",
            "/api/v1/uploads",
            "/api/v1/uploads/{id}",
        ]
    );
}
