//! The program among others of its kind, stopped, killed and started again.

use std::time::{Duration, Instant};

use crate::support::client::Client;
use crate::support::demo::{self, Account, Keys};
use crate::support::platform::Platform;
use crate::support::setup::{OPERATOR, signed_in, sites};

#[tokio::test]
async fn a_platform_that_is_asked_to_stop_ends_cleanly() {
    for site in sites().await {
        let platform = site.serve().await;
        Client::anonymous(&platform).get("/").await;
        platform.stop().await;
    }
}

#[tokio::test]
async fn a_killed_platform_starts_again_on_the_same_data() {
    for site in sites().await {
        let platform = site.serve().await;
        signed_in(&platform, OPERATOR).await;
        platform.kill().await;
        let again = site.serve().await;
        let client = signed_in(&again, OPERATOR).await;
        assert_eq!(client.get("/").await.status, 200, "{}", site.engine());
        assert_eq!(client.get("/ledger/checkpoint").await.status, 200, "{}", site.engine());
        again.stop().await;
    }
}

/// The sessions are in the database: whoever signed in with one process is
/// known to the other.
#[tokio::test]
async fn two_processes_on_one_postgresql_share_sessions_and_ledger() {
    for site in sites().await.iter().filter(|site| site.engine() == "Postgres") {
        let (one, other) = (site.serve().await, site.serve().await);
        let client = signed_in(&one, OPERATOR).await;
        let elsewhere = client.moved_to(&other);
        let home = elsewhere.get("/").await;
        assert!(home.body.contains("/sign-out"), "known to the other process");
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let first = client.get("/ledger/checkpoint").await.body;
            let second = elsewhere.get("/ledger/checkpoint").await.body;
            if !first.is_empty() && first == second {
                break;
            }
            assert!(Instant::now() < deadline, "one tree:\n{first}\n{second}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        one.stop().await;
        assert_eq!(elsewhere.get("/healthz/ready").await.status, 200, "the other goes on");
        other.stop().await;
    }
}

/// The budget is one second for a release build; a debug build beside other
/// tests may take five. What this guards is that a start never repeats the story.
#[tokio::test]
async fn a_second_start_uses_the_data_folder_again_at_once() {
    let folder = demo::copy().await;
    let begun = Instant::now();
    let platform = Platform::demo(folder.path()).await;
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(5), "ready after {took:?}");
    platform.stop().await;
}

#[tokio::test]
async fn the_demo_prints_where_and_as_whom_to_sign_in() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    for account in [Account::Steward, Account::Officer, Account::Operator, Account::Auditor] {
        let (login, password) = keys.account(account);
        signed_in(&platform, (login, password)).await;
        let printed = platform.printed().text();
        assert!(printed.contains(login), "{login} is not in:\n{printed}");
        assert!(printed.contains(password), "the password of {login} is not in:\n{printed}");
    }
    platform.stop().await;
}
