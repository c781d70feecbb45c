//! The catalogue on a whole platform of each engine: use cases, pages, API.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should panic")]

mod api;
mod branches;
mod ground;
mod life;
mod pages;
mod search;

#[tokio::test]
async fn both_engines_accept_every_statement() {
    zt_testkit::statements_prepare(&[zt_catalogue::MIGRATIONS], zt_catalogue::statements()).await;
}

#[test]
fn every_text_is_there_in_both_languages() {
    let fluents = [zt_web::FLUENT, zt_access::FLUENT, zt_catalogue::FLUENT];
    assert_eq!(zt_web::i18n::verify(&fluents), []);
}

#[test]
fn every_text_is_used_and_every_text_used_is_there() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let policies = concat!(env!("CARGO_MANIFEST_DIR"), "/policy.cedar");
    let sources = [std::path::Path::new(sources), std::path::Path::new(policies)];
    let findings = zt_web::i18n::check(&[zt_catalogue::FLUENT], &sources).unwrap();
    let of_policies = |text: &str| text.contains("catalogue-who-");
    let findings: Vec<String> =
        findings.iter().map(|it| format!("{it:?}")).filter(|it| !of_policies(it)).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}
