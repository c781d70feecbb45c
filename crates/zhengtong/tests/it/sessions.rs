//! Signing in, staying signed in, and what a foreign page can't do.

use crate::support::client::Client;
use crate::support::setup::{OPERATOR, sign_in, signed_in, sites};

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = Client::anonymous(&platform);
        let wrong = sign_in(&client, OPERATOR.0, "wrong").await;
        let unknown = sign_in(&client, "nobody-here", "wrong").await;
        assert!(wrong.status.is_client_error(), "{}", wrong.status);
        assert_eq!(wrong.status, unknown.status);
        assert_eq!(wrong.header("set-cookie").map(|c| c.contains("session")), None);
        platform.stop().await;
    }
}

#[tokio::test]
async fn the_session_cookie_is_strict_and_out_of_reach_of_scripts() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = Client::anonymous(&platform);
        let reply = sign_in(&client, OPERATOR.0, OPERATOR.1).await;
        assert_eq!(reply.status, 303);
        let cookies: Vec<&str> = reply
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok())
            .collect();
        let session = cookies.iter().find(|cookie| cookie.contains("session"));
        let session = session.unwrap_or_else(|| panic!("no session cookie in {cookies:?}"));
        let lower = session.to_ascii_lowercase();
        assert!(lower.contains("httponly"), "{session}");
        assert!(lower.contains("samesite="), "{session}");
        assert!(!lower.contains("samesite=none"), "{session}");
        assert!(lower.contains("path=/"), "{session}");
        assert!(!lower.contains("domain="), "{session}");
        platform.stop().await;
    }
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = signed_in(&platform, OPERATOR).await;
        let forged = client.post("/sign-out", &[]).await;
        assert_eq!(forged.status, 403, "{}", forged.body);
        let forged = client.post("/sign-out", &[("_csrf", "guess")]).await;
        assert_eq!(forged.status, 403, "{}", forged.body);
        let out = client.submit("/", "/sign-out", &[]).await;
        assert_eq!(out.status, 303, "the page's own form still works: {}", out.body);
        platform.stop().await;
    }
}

#[tokio::test]
async fn a_session_ends_with_signing_out_and_outlives_a_restart() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = signed_in(&platform, OPERATOR).await;
        let home = client.get("/").await;
        assert!(home.body.contains("/sign-out"), "signed in on {}", site.engine());
        client.submit("/", "/sign-out", &[]).await;
        let home = client.get("/").await;
        assert!(!home.body.contains("action=\"/sign-out\""), "signed out on {}", site.engine());
        platform.stop().await;
    }
}

#[tokio::test]
async fn many_wrong_passwords_slow_the_account_down() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = Client::anonymous(&platform);
        let mut statuses = Vec::new();
        for _ in 0..12 {
            statuses.push(sign_in(&client, OPERATOR.0, "wrong").await.status.as_u16());
        }
        assert!(statuses.contains(&429), "{}: {statuses:?}", site.engine());
        platform.ask_to_stop().await;
        let (status, _warnings_are_due) = platform.ended().await;
        assert!(status.success());
    }
}
