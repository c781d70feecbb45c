//! Coming in and being let through, on a whole platform of each engine.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should panic")]

mod account_pages;
mod accounts;
mod administration;
mod agencies;
mod credentials;
mod first_password;
mod policies;
mod sessions;
mod sign_in;

#[tokio::test]
async fn both_engines_accept_every_statement() {
    zt_testkit::statements_prepare(&[zt_access::MIGRATIONS], zt_access::statements()).await;
}

#[test]
fn every_text_is_there_in_both_languages() {
    assert_eq!(zt_web::i18n::verify(&[zt_web::FLUENT, zt_access::FLUENT]), []);
}

fn texts() {
    zt_web::i18n::register(&[zt_access::FLUENT]).unwrap();
}
