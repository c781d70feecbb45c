//! A first sign-in: with a password somebody else handed out, to one's own.

use axum::Router;
use http::{Request, StatusCode, header};
use jiff::SignedDuration;
use zt_access::{
    Account, Accounts, Attempt, InitialPassword, InvitedAccount, Sessions, SuspendReason,
    authenticate,
};
use zt_kernel::{Actor, Role};
use zt_testkit::{Browser, NOW, PASSWORD, TestPlatform, platforms};

use super::texts;

const OWN: &str = "a whole new sentence";
const PATH: &str = "/account/password";

async fn invited(test: &TestPlatform) -> (Account, InitialPassword) {
    let agency = test.agency("示例市水务局").await;
    let new = InvitedAccount {
        agency: agency.id,
        username: "li.na".parse().unwrap(),
        name: "李娜".to_owned(),
        roles: vec![Role::Officer, Role::Steward],
    };
    let accounts = Accounts::new(&test.platform);
    accounts.create_with_initial_password(&Actor::System("test"), new, NOW).await.unwrap()
}

async fn sign_in(browser: &mut Browser, password: &str, next: &str) -> zt_testkit::Answer {
    let fields = [("username", "li.na"), ("password", password), ("next", next)];
    browser.submit("/sign-in", "/sign-in", &fields).await
}

fn change<'a>(present: &'a str, new: &'a str, next: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("present_password", present),
        ("new_password", new),
        ("new_password_again", new),
        ("next", next),
    ]
}

#[tokio::test]
async fn a_first_sign_in_leads_to_ones_own_password_and_nowhere_else() {
    texts();
    for test in platforms(&[], &[]).await {
        let (_, initial) = invited(&test).await;
        let mut browser = test.browser(Router::new());
        let answer = sign_in(&mut browser, initial.reveal(), "/agencies?q=a").await;
        assert_eq!(answer.location(), "/agencies?q=a");
        for path in ["/agencies?q=a", "/account", "/account/credentials/new", "/", "/sign-in"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            let to = format!("{PATH}?next={}", zt_web::query::escaped(path));
            assert_eq!(answer.location(), to, "{path}");
        }
        // Neither a program's question nor a form gets through.
        let me = browser.send(Request::get("/api/v1/me"), String::new()).await;
        assert_eq!(me.status, StatusCode::FORBIDDEN);
        assert_eq!(me.json()["type"], "/problems/password-change-needed");
        let fields = [("label", "对账"), ("days", "30")];
        let made = browser.submit(PATH, "/account/credentials", &fields).await;
        assert_eq!(made.status, StatusCode::FORBIDDEN);
        assert!(!made.body.contains("zt_"));

        let form = format!("{PATH}?next=%2Fagencies%3Fq%3Da");
        let page = browser.get(&form).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("value=\"/agencies?q=a\""), "it remembers where one was going");
        assert_eq!(zt_web::sanity::faults(&page.body), [""; 0]);
        for (present, new) in [("wrong password", OWN), (initial.reveal(), initial.reveal())] {
            let answer = browser.submit(&form, PATH, &change(present, new, "/agencies?q=a")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let fields = change(initial.reveal(), OWN, "/agencies?q=a");
        let answer = browser.submit(&form, PATH, &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/agencies?q=a"));
        assert_eq!(browser.get("/agencies?q=a").await.status, StatusCode::OK);

        let mut other = test.browser(Router::new());
        let old = sign_in(&mut other, initial.reveal(), "").await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "it works once");
        assert_eq!(sign_in(&mut other, OWN, "").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_way_on_from_a_first_password_never_leads_to_another_site() {
    texts();
    for test in platforms(&[], &[]).await {
        let (_, initial) = invited(&test).await;
        let mut browser = test.browser(Router::new());
        sign_in(&mut browser, initial.reveal(), "").await;
        let fields = change(initial.reveal(), OWN, "//evil.example/a");
        let answer = browser.submit(PATH, PATH, &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    }
}

#[tokio::test]
async fn whoever_does_not_want_to_choose_a_password_now_can_leave() {
    texts();
    for test in platforms(&[], &[]).await {
        let (_, initial) = invited(&test).await;
        let mut browser = test.browser(Router::new());
        sign_in(&mut browser, initial.reveal(), "").await;
        let answer = browser.submit(PATH, "/sign-out", &[]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(browser.get("/agencies").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn an_initial_password_runs_out_and_only_its_holder_is_told() {
    texts();
    for test in platforms(&[], &[]).await {
        let (account, initial) = invited(&test).await;
        let until = account.initial_until.unwrap();
        assert_eq!(until, NOW + SignedDuration::from_hours(7 * 24));
        let mut browser = test.browser(Router::new());
        test.clock.set(until);
        let told = "初始密码已过有效期";
        let wrong = sign_in(&mut browser, "wrong password", "").await;
        assert!(!wrong.body.contains(told));
        let right = sign_in(&mut browser, initial.reveal(), "").await;
        assert_eq!(right.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(right.body.contains(told));
        test.clock.set(until - SignedDuration::from_micros(1));
        let before = sign_in(&mut browser, initial.reveal(), "").await;
        assert_eq!(before.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_reset_password_ends_every_session_and_keeps_the_old_one_from_coming_back() {
    texts();
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        let operator = test.account(agency.id, "operator", &[Role::Operator]).await;
        let account = test.account(agency.id, "li.na", &[Role::Officer]).await;
        let mut browser = test.browser(Router::new());
        browser.sign_in("li.na").await;
        let accounts = Accounts::new(&test.platform);
        let initial = accounts.reset_password(&operator.actor(), account.id, 0, NOW).await.unwrap();
        let request = Request::get("/account").header(header::ACCEPT, "text/html");
        let answer = browser.send(request, String::new()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let old = sign_in(&mut browser, PASSWORD, "").await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in(&mut browser, initial.reveal(), "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        let event = test.event("access.account.password_reset").await.event;
        assert_eq!(event.details["sessions_ended"], 1);
    }
}

#[tokio::test]
async fn a_sign_in_overtaken_by_a_reset_or_a_suspension_begins_no_session() {
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        let operator = test.account(agency.id, "operator", &[Role::Operator]).await.actor();
        let (accounts, sessions) = (Accounts::new(&test.platform), Sessions::new(&test.platform));
        for overtaken in [false, true] {
            for (username, suspends) in [("li.na", false), ("wang.wei", true)] {
                let username = format!("{username}{overtaken}");
                let account = test.account(agency.id, &username, &[Role::Officer]).await;
                let attempt = Attempt { username: &username, password: PASSWORD, address: None };
                let identity = authenticate(&test.platform, attempt, NOW).await.unwrap();
                if overtaken && suspends {
                    let reason = SuspendReason::Leaked;
                    accounts.suspend(&operator, account.id, reason, "", NOW).await.unwrap();
                } else if overtaken {
                    accounts.reset_password(&operator, account.id, 0, NOW).await.unwrap();
                }
                let actor = account.actor();
                let token = sessions.start(&identity, &actor, "curl", None, NOW).await.unwrap();
                assert_eq!(token.is_none(), overtaken, "{username}");
                let live = sessions.list(account.id, NOW).await.unwrap();
                assert_eq!(live.len(), usize::from(!overtaken));
            }
        }
    }
}
