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

use zt_ledger::{Entry, Filter};
use zt_testkit::TestPlatform;

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

/// The latest event of an action, waiting until the ledger has every event of
/// the outbox.
async fn latest(test: &TestPlatform, action: &str) -> Option<Entry> {
    let filter = Filter { action_prefix: Some(action.to_owned()), limit: 1, ..Filter::default() };
    // The sequencer runs beside the test; it is done when the outbox is empty.
    for _ in 0..500 {
        let backlog = zt_store::Outbox::backlog(&test.platform.db).await.unwrap();
        if backlog.waiting == 0
            && let Some(entry) = test.platform.ledger.recent(&filter).await.unwrap().pop()
        {
            return Some(entry);
        }
        test.platform.ledger.wake();
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    None
}
