//! API credentials: shown once, good until they end.

use axum::Router;
use http::{Request, StatusCode, header};
use jiff::SignedDuration;
use zt_access::{Account, Accounts, Credentials, NewCredential, Platform};
use zt_kernel::{Actor, Role};
use zt_testkit::{Answer, NOW, TestPlatform, browser, platforms};

use super::texts;

async fn account(test: &TestPlatform, username: &str) -> Account {
    let agency = test.agency(&format!("示例市{username}局")).await;
    test.account(agency.id, username, &[Role::Officer]).await
}

async fn issue(
    test: &TestPlatform,
    account: &Account,
    days: u32,
) -> (zt_access::Credential, String) {
    let new = NewCredential { label: "每日对账".to_owned(), days };
    let (credential, bearer) =
        Credentials::new(&test.platform).issue(&account.actor(), account, new, NOW).await.unwrap();
    (credential, bearer.reveal().to_owned())
}

async fn me(test: &TestPlatform, token: &str) -> Answer {
    me_at(&test.platform, token).await
}

async fn me_at(process: &Platform, token: &str) -> Answer {
    let request =
        Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {token}"));
    browser(process, Router::new()).send(request, String::new()).await
}

#[tokio::test]
async fn a_credential_acts_as_the_account_that_made_it() {
    texts();
    for test in platforms(&[], &[]).await {
        let account = account(&test, "li.na").await;
        let (_, token) = issue(&test, &account, 30).await;
        let answer = me(&test, &token).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.json()["account"], account.id.0);
        assert_eq!(answer.json()["roles"], serde_json::json!(["officer"]));
        let event = test.event("access.credential.issued").await;
        assert!(!format!("{event:?}").contains(&token));
    }
}

#[tokio::test]
async fn a_credential_that_ended_is_a_401_that_says_so() {
    texts();
    for test in platforms(&[], &[]).await {
        let account = account(&test, "li.na").await;
        let (credential, revoked) = issue(&test, &account, 30).await;
        let (_, expiring) = issue(&test, &account, 1).await;
        let credentials = Credentials::new(&test.platform);
        assert!(credentials.revoke(&account.actor(), &account, &credential, NOW).await.unwrap());
        assert!(!credentials.revoke(&account.actor(), &account, &credential, NOW).await.unwrap());
        assert_eq!(me(&test, &expiring).await.status, StatusCode::OK);
        test.clock.set(NOW + SignedDuration::from_hours(24));
        for token in [revoked.as_str(), &expiring, "zt_unknown", "", "x"] {
            let answer = me(&test, token).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
            assert_eq!(answer.json()["type"], "/problems/bad-credential");
            assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
        }
    }
}

#[tokio::test]
async fn a_revoked_credential_ends_here_at_once_and_elsewhere_within_half_a_second() {
    texts();
    for test in platforms(&[], &[]).await {
        let there = test.elsewhere().await;
        let account = account(&test, "li.na").await;
        let (credential, token) = issue(&test, &account, 30).await;
        for process in [&test.platform, &there] {
            assert_eq!(me_at(process, &token).await.status, StatusCode::OK);
        }
        let credentials = Credentials::new(&test.platform);
        assert!(credentials.revoke(&account.actor(), &account, &credential, NOW).await.unwrap());
        assert_eq!(me(&test, &token).await.status, StatusCode::UNAUTHORIZED);
        tokio::time::sleep(zt_access::REMEMBERED_FOR).await;
        assert_eq!(me_at(&there, &token).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_suspended_accounts_credential_stops_working() {
    texts();
    for test in platforms(&[], &[]).await {
        let account = account(&test, "li.na").await;
        let operator = test.account(account.agency, "operator", &[Role::Operator]).await;
        let (_, token) = issue(&test, &account, 30).await;
        let accounts = Accounts::new(&test.platform);
        let reason = zt_access::SuspendReason::Leaked;
        accounts.suspend(&operator.actor(), account.id, reason, "", NOW).await.unwrap();
        assert_eq!(me(&test, &token).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn nobody_makes_or_revokes_a_credential_for_somebody_else() {
    for test in platforms(&[], &[]).await {
        let account = account(&test, "li.na").await;
        let operator = test.account(account.agency, "operator", &[Role::Operator]).await;
        let credentials = Credentials::new(&test.platform);
        let (credential, _) = issue(&test, &account, 30).await;
        for actor in [operator.actor(), Actor::Anonymous, Actor::System("job")] {
            let new = NewCredential { label: "stolen".to_owned(), days: 1 };
            credentials.issue(&actor, &account, new, NOW).await.unwrap_err();
            credentials.revoke(&actor, &account, &credential, NOW).await.unwrap_err();
        }
    }
}

#[tokio::test]
async fn the_page_shows_a_new_token_once_and_its_list_never() {
    texts();
    for test in platforms(&[], &[]).await {
        account(&test, "li.na").await;
        let mut browser = test.browser(Router::new());
        browser.sign_in("li.na").await;
        let new = "/account/credentials/new";
        let to = "/account/credentials";
        for (label, days) in [("", "30"), ("对账", "0"), ("对账", "366"), ("对账", "soon")] {
            let answer = browser.submit(new, to, &[("label", label), ("days", days)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{label} {days}");
            assert!(!answer.body.contains("zt_"));
        }
        let answer = browser.submit(new, to, &[("label", "对账"), ("days", "30")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let token = answer.body.split("<code>zt_").nth(1).unwrap();
        let token = format!("zt_{}", token.split('<').next().unwrap());
        assert_eq!(me(&test, &token).await.status, StatusCode::OK);

        let list = browser.get("/account").await.body;
        assert!(list.contains("对账") && !list.contains(&token));
        let path = list.split("/account/credentials/").nth(1).unwrap();
        let path = format!("/account/credentials/{}", path.split('"').next().unwrap());
        let answer = browser.submit(&path, &path, &[]).await;
        assert_eq!(answer.location(), "/account");
        assert_eq!(me(&test, &token).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn another_accounts_credential_is_not_found() {
    texts();
    for test in platforms(&[], &[]).await {
        let account = account(&test, "li.na").await;
        let (credential, _) = issue(&test, &account, 30).await;
        let other = test.account(account.agency, "wang.wei", &[Role::Operator]).await;
        let mut browser = test.browser(Router::new());
        browser.sign_in(other.username.as_str()).await;
        let path = format!("/account/credentials/{}/revoke", credential.id.0);
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    }
}
