//! Sessions: how they end, and what survives them.

use axum::{Router, routing::get};
use http::StatusCode;
use jiff::SignedDuration;
use maud::html;
use zt_access::Sessions;
use zt_kernel::Role;
use zt_testkit::{Browser, NOW, TestPlatform, platforms};
use zt_web::{
    FormErrors, Html, SeeOther, Ui,
    components::{button, form, text},
    see_other,
};

use super::texts;

const IDLE: SignedDuration = SignedDuration::from_mins(30);

/// A page with a form, as any domain crate has them.
fn routes() -> Router {
    async fn show(ui: Ui) -> Html {
        let typed = ui.typed("/note");
        ui.page("access-account").body(form(&ui, "/note").body(html! {
            (text(&ui, "body", "body").filled(&typed, &FormErrors::new()))
            (button("send"))
        }))
    }
    async fn submit() -> SeeOther {
        see_other("/account")
    }
    Router::new().route("/note", get(show).post(submit))
}

async fn signed_in(test: &TestPlatform, username: &str) -> Browser {
    let agency = test.agency(&format!("示例市{username}局")).await;
    test.account(agency.id, username, &[Role::Officer]).await;
    let mut browser = test.browser(routes());
    browser.sign_in(username).await;
    browser
}

#[tokio::test]
async fn an_idle_session_ends_and_a_used_one_goes_on() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = signed_in(&test, "li.na").await;
        for step in 1..=3 {
            test.clock.set(NOW + IDLE * step - SignedDuration::from_mins(step.into()));
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        }
        test.clock.set(NOW + IDLE * 5);
        let answer = browser.get("/account").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.body.contains("/sign-in?next=%2Faccount"), "it leads back here");
    }
}

#[tokio::test]
async fn no_session_outlives_the_working_day_however_busy() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = signed_in(&test, "li.na").await;
        for step in 1..=47 {
            test.clock.set(NOW + SignedDuration::from_mins(step * 15));
            assert_eq!(browser.get("/account").await.status, StatusCode::OK, "step {step}");
        }
        test.clock.set(NOW + SignedDuration::from_hours(12));
        assert_eq!(browser.get("/account").await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_form_sent_after_its_session_expired_is_refilled_after_signing_in() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = signed_in(&test, "li.na").await;
        let page = browser.get("/note").await;
        let token = page.body.split("name=\"_csrf\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        test.clock.set(NOW + IDLE);

        let fields = [("body", "三页纸的说明"), ("_from", "/note")];
        let answer = browser.post("/note", &token, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let (sign_in, next) = answer.location().split_once("?next=").unwrap();
        assert_eq!(sign_in, "/sign-in");
        let next = next.replace("%2F", "/").replace("%3F", "?").replace("%3D", "=");
        assert!(next.starts_with("/note?held="), "{next}");

        let mut stranger = signed_in(&test, "wang.wei").await;
        assert!(!stranger.get(&next).await.body.contains("三页纸的说明"), "it is li.na's alone");

        browser.sign_in("li.na").await;
        assert!(browser.get(&next).await.body.contains("三页纸的说明"));
        // A day later it is forgotten.
        test.clock.set(NOW + IDLE + SignedDuration::from_hours(24));
        Sessions::new(&test.platform)
            .sweep(NOW + IDLE * 2 + SignedDuration::from_hours(24))
            .await
            .unwrap();
        browser.sign_in("li.na").await;
        assert!(!browser.get(&next).await.body.contains("三页纸的说明"));
    }
}

#[tokio::test]
async fn nobody_fills_the_store_with_forms_of_sessions_that_never_were() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = test.browser(routes());
        browser.set_cookie("zt_session", &"a".repeat(43));
        let answer = browser.post("/note", "forged", &[("body", "spam")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("spam"), "what was typed is shown to copy");
        let held: i64 =
            test.platform.db.fetch_one("select count(*) from held_form", vec![]).await.unwrap();
        assert_eq!(held, 0);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_its_cookie() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = signed_in(&test, "li.na").await;
        let mut copy = browser.clone();
        let answer = browser.submit("/account", "/sign-out", &[]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        assert!(browser.cookie("zt_session").is_none());
        assert_eq!(copy.get("/account").await.status, StatusCode::UNAUTHORIZED);
        test.event("access.session.ended").await;
    }
}

#[tokio::test]
async fn signing_out_elsewhere_keeps_only_this_browser() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut here = signed_in(&test, "li.na").await;
        let mut there = test.browser(routes());
        there.sign_in("li.na").await;
        let answer = here.submit("/account", "/account/sessions/end-others", &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(there.get("/account").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(here.get("/account").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_sign_in_replaces_the_token_a_browser_had() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = signed_in(&test, "li.na").await;
        let mut planted = browser.clone();
        let first = browser.cookie("zt_session").unwrap().to_owned();
        // Signing in again from the same browser, as somebody who shares it does.
        let page = browser.get("/account").await.body;
        let token = page.split("name=\"_csrf\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        let fields = [("username", "li.na"), ("password", zt_testkit::PASSWORD)];
        let answer = browser.post("/sign-in", &token, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_ne!(browser.cookie("zt_session"), Some(first.as_str()));
        assert_eq!(planted.get("/account").await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn the_database_holds_no_token() {
    texts();
    for test in platforms(&[], &[]).await {
        let browser = signed_in(&test, "li.na").await;
        let token = browser.cookie("zt_session").unwrap();
        let digests: Vec<String> =
            test.platform.db.fetch_all("select digest from web_session", vec![]).await.unwrap();
        assert_eq!(digests.len(), 1);
        assert!(!digests[0].contains(token));
    }
}

#[tokio::test]
async fn a_session_is_good_in_every_process() {
    texts();
    for test in platforms(&[], &[]).await {
        let mut browser = signed_in(&test, "li.na").await;
        // Another process: its own connections to the same database.
        let mut other = test.platform.clone();
        other.db = test.database.reopen().await;
        let sessions = Sessions::new(&other);
        let account = zt_access::Accounts::new(&other)
            .find_by_username(&"li.na".parse().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(sessions.list(account.id, NOW).await.unwrap().len(), 1);
        sessions.end_others(&account.actor(), account.id, None, NOW).await.unwrap();
        assert_eq!(browser.get("/account").await.status, StatusCode::UNAUTHORIZED);
    }
}
