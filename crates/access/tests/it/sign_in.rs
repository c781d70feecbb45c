//! Signing in: who gets in, who doesn't, and what neither learns.

use std::net::SocketAddr;

use axum::{Router, extract::ConnectInfo};
use http::{Request, StatusCode, header};
use jiff::SignedDuration;
use zt_access::{Attempt, SignInError, authenticate};
use zt_kernel::{Clock as _, Role};
use zt_testkit::{NOW, PASSWORD, TestPlatform, platforms};

use super::texts;

async fn with_account() -> Vec<TestPlatform> {
    texts();
    let platforms = platforms(&[], &[]).await;
    for test in &platforms {
        let agency = test.agency("示例市市场监督管理局").await;
        test.account(agency.id, "li.na", &[Role::Officer]).await;
    }
    platforms
}

async fn attempt(test: &TestPlatform, username: &str, password: &str) -> Result<(), SignInError> {
    let attempt = Attempt { username, password, address: None };
    authenticate(&test.platform, attempt, test.clock.now()).await.map(drop)
}

#[tokio::test]
async fn the_right_password_opens_a_session_that_the_ledger_knows_of() {
    for test in with_account().await {
        let mut browser = test.browser(Router::new());
        let answer = browser
            .submit(
                "/sign-in?next=/account",
                "/sign-in",
                &[("username", "Li.Na"), ("password", PASSWORD), ("next", "/account")],
            )
            .await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account"));
        let cookie = answer.headers.get_all(header::SET_COOKIE).iter().next().unwrap();
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");

        let page = browser.get("/account").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("li.na") && page.body.contains("示例市市场监督管理局"));
        test.event("access.session.started").await;
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_username_are_answered_alike() {
    for test in with_account().await {
        let mut browser = test.browser(Router::new());
        let mut answers = Vec::new();
        for username in ["li.na", "no.such", "not a username"] {
            let fields = [("username", username), ("password", "wrong password")];
            let answer = browser.submit("/sign-in", "/sign-in", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!answer.body.contains("wrong password"), "a password is never shown again");
            assert!(browser.cookie("zt_session").is_none());
            let body = answer.body.replace(username, "USERNAME");
            answers.push(body.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>());
        }
        let shape = |lines: &Vec<String>| lines.join("").len() / 64;
        assert_eq!(shape(&answers[0]), shape(&answers[1]));
        let refused = test.event("access.sign_in.refused").await;
        assert!(!format!("{refused:?}").contains("not a username"), "no typed text in the ledger");
    }
}

#[tokio::test]
async fn guesses_are_stopped_and_time_lets_the_holder_in() {
    for test in with_account().await {
        for _ in 0..10 {
            let wrong = attempt(&test, "li.na", "wrong password").await.unwrap_err();
            assert!(matches!(wrong, SignInError::Wrong));
        }
        // Even the right password must wait now, or guessing would go on.
        let throttled = attempt(&test, " LI.NA ", PASSWORD).await.unwrap_err();
        let SignInError::Throttled { retry_after } = throttled else {
            panic!("an eleventh attempt was looked at");
        };
        assert_eq!(retry_after, SignedDuration::from_mins(15));
        attempt(&test, "wang.wei", PASSWORD).await.unwrap_err();

        test.clock.set(NOW + retry_after);
        attempt(&test, "li.na", PASSWORD).await.unwrap();
        test.clock.set(NOW + retry_after * 2);
        attempt(&test, "li.na", PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn guesses_sent_at_once_count_together() {
    for test in with_account().await {
        let guesses: Vec<_> = (0..30)
            .map(|_| {
                let platform = test.platform.clone();
                tokio::spawn(async move {
                    let attempt =
                        Attempt { username: "li.na", password: "wrong password", address: None };
                    authenticate(&platform, attempt, NOW).await
                })
            })
            .collect();
        let mut looked_at = 0;
        for guess in guesses {
            match guess.await.unwrap().unwrap_err() {
                SignInError::Wrong => looked_at += 1,
                SignInError::Throttled { .. } => {}
                other => panic!("{other}"),
            }
        }
        assert_eq!(looked_at, 10);
    }
}

#[tokio::test]
async fn an_address_that_guesses_many_usernames_is_stopped() {
    for test in with_account().await {
        let address = Some("192.0.2.1".parse().unwrap());
        for n in 0..100 {
            let username = format!("user{n}");
            let attempt = Attempt { username: &username, password: "wrong password", address };
            let wrong = authenticate(&test.platform, attempt, NOW).await.unwrap_err();
            assert!(matches!(wrong, SignInError::Wrong));
        }
        let attempt = |address| Attempt { username: "li.na", password: PASSWORD, address };
        let here = authenticate(&test.platform, attempt(address), NOW).await.unwrap_err();
        assert!(matches!(here, SignInError::Throttled { .. }));
        let elsewhere = Some("192.0.2.2".parse().unwrap());
        authenticate(&test.platform, attempt(elsewhere), NOW).await.unwrap();
    }
}

#[tokio::test]
async fn a_throttled_form_says_how_long_to_wait() {
    for test in with_account().await {
        let mut browser = test.browser(Router::new());
        let fields = [("username", "li.na"), ("password", "wrong password")];
        for _ in 0..10 {
            browser.submit("/sign-in", "/sign-in", &fields).await;
        }
        let answer = browser.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
}

#[tokio::test]
async fn the_clients_address_is_taken_from_the_connection() {
    for test in with_account().await {
        let peer: SocketAddr = "192.0.2.9:4000".parse().unwrap();
        let app = Router::new().route(
            "/address",
            axum::routing::get(
                async |address: Option<axum::Extension<zt_access::ClientAddress>>| {
                    address.map(|address| address.0.0.to_string()).unwrap_or_default()
                },
            ),
        );
        let mut browser = test.browser(app);
        let request = Request::get("/address").extension(ConnectInfo(peer));
        assert_eq!(browser.send(request, String::new()).await.body, "192.0.2.9");
    }
}

#[tokio::test]
async fn a_sign_in_form_sent_from_elsewhere_is_refused() {
    for test in with_account().await {
        let mut browser = test.browser(Router::new());
        let fields = [("username", "li.na"), ("password", PASSWORD)];
        let answer = browser.post("/sign-in", "forged", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(browser.cookie("zt_session").is_none());
    }
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    for test in with_account().await {
        let mut browser = test.browser(Router::new());
        let fields = [("username", "li.na"), ("password", PASSWORD), ("next", "//evil.example/a")];
        let answer = browser.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.location(), "/");
    }
}
