//! The operators' pages for accounts: whole journeys, every role at every door.

use axum::Router;
use http::{Method, Request, StatusCode, header};
use jiff::SignedDuration;
use zt_access::{Account, Accounts};
use zt_kernel::{AccountId, Role};
use zt_testkit::{Browser, NOW, TestPlatform, platforms};

use super::texts;

async fn operator(test: &TestPlatform) -> (Account, Browser) {
    let agency = test.agency("示例市大数据局").await;
    let operator = test.account(agency.id, "operator", &[Role::Operator]).await;
    let mut browser = test.browser(Router::new());
    browser.sign_in("operator").await;
    (operator, browser)
}

/// The password on a page that tells one.
fn told(body: &str) -> String {
    let code = body.split("<code>").find(|part| part.find('<') == Some(19)).unwrap();
    code[..19].to_owned()
}

#[tokio::test]
async fn an_operator_makes_an_account_and_its_holder_comes_in() {
    texts();
    for test in platforms(&[], &[]).await {
        let (_, mut browser) = operator(&test).await;
        test.agency("示例市水务局").await;
        test.agency("示例市水利局").await;
        let fields = |username, agency, roles: &'static [&'static str]| {
            let mut fields = vec![("name", "李娜"), ("username", username), ("agency", agency)];
            fields.extend(roles.iter().map(|role| ("roles", *role)));
            fields
        };
        for (username, agency, roles) in [
            ("", "示例市水务局", &["officer"][..]),
            ("李娜", "示例市水务局", &["officer"]),
            ("operator", "示例市水务局", &["officer"]),
            ("li.na", "没有这个局", &["officer"]),
            ("li.na", "示例市水", &["officer"]),
            ("li.na", "示例市水务局", &[]),
            ("li.na", "示例市水务局", &["operator", "auditor"]),
            ("li.na", "示例市水务局", &["emperor"]),
        ] {
            let fields = fields(username, agency, roles);
            let answer = browser.submit("/accounts/new", "/accounts", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(answer.body.contains("value=\"李娜\""), "what was typed is kept");
            assert_eq!(zt_web::sanity::faults(&answer.body), [""; 0]);
        }
        let fields = fields("li.na", "水务", &["officer", "steward"]);
        let answer = browser.submit("/accounts/new", "/accounts", &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let initial = told(&answer.body);

        let mut holder = test.browser(Router::new());
        let fields = [("username", "li.na"), ("password", initial.as_str())];
        let signed_in = holder.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
        let account = Accounts::new(&test.platform)
            .find_by_username(&"li.na".parse().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(account.roles, [Role::Steward, Role::Officer]);
        test.event("access.session.started").await;
        let page = browser.get(&format!("/accounts/{}", account.id)).await.body;
        assert!(!page.contains(&initial), "nobody can show it again");
        assert!(page.contains("登录成功"), "its sign-in is told: {page}");
    }
}

#[tokio::test]
async fn each_step_of_an_accounts_life_is_a_page_with_its_own_form() {
    texts();
    for test in platforms(&[], &[]).await {
        let (_, mut browser) = operator(&test).await;
        let water = test.agency("示例市水务局").await;
        let account = test.account(water.id, "li.na", &[Role::Officer]).await;
        let home = format!("/accounts/{}", account.id);
        let mut holder = test.browser(Router::new());
        holder.sign_in("li.na").await;
        let mut step = async |what: &str, fields: &[(&str, &str)]| {
            let path = format!("{home}/{what}");
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(zt_web::sanity::faults(&page.body), [""; 0]);
            let revision = page.body.split("name=\"revision\" value=\"").nth(1);
            let revision = revision.map(|rest| rest.split('"').next().unwrap().to_owned());
            let mut fields = fields.to_vec();
            fields.extend(revision.as_deref().map(|revision| ("revision", revision)));
            let answer = browser.submit(&path, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
            assert_eq!(answer.location(), home);
            let shown = browser.get(&home).await.body;
            assert_eq!(zt_web::sanity::faults(&shown), [""; 0]);
            shown
        };
        assert!(step("roles", &[("roles", "auditor")]).await.contains("审计人员"));
        assert!(step("agency", &[("agency", "大数据")]).await.contains("示例市大数据局"));
        let suspended = [("reason", "other"), ("note", "请长假")];
        assert!(step("suspend", &suspended).await.contains("请长假"));
        assert_eq!(holder.get("/account").await.status, StatusCode::UNAUTHORIZED);
        assert!(step("resume", &[("reason", "returned")]).await.contains("本人已回到岗位"));
        holder.sign_in("li.na").await;
        let ended = browser.submit(&home, &format!("{home}/sessions/end"), &[]).await;
        assert_eq!(ended.location(), home);
        assert_eq!(holder.get("/account").await.status, StatusCode::UNAUTHORIZED);
        test.event("access.sessions.ended").await;
        for lang in ["zh", "en"] {
            let shown = browser.get(&format!("{home}?lang={lang}")).await.body;
            assert!(!shown.contains('⟦'), "a text is missing in {lang}");
            assert!(shown.contains("/ledger/"), "each change leads to its record");
        }
    }
}

#[tokio::test]
async fn of_two_operators_at_one_form_the_second_is_told_and_loses_nothing() {
    texts();
    for test in platforms(&[], &[]).await {
        let (operator, mut first) = operator(&test).await;
        test.account(operator.agency, "second", &[Role::Operator]).await;
        let account = test.account(operator.agency, "li.na", &[Role::Officer]).await;
        let mut second = test.browser(Router::new());
        second.sign_in("second").await;
        let path = format!("/accounts/{}/roles", account.id);
        let faster = [("roles", "steward"), ("revision", "0")];
        assert_eq!(first.submit(&path, &path, &faster).await.status, StatusCode::SEE_OTHER);
        let slower = [("roles", "auditor"), ("revision", "0")];
        let answer = second.submit(&path, &path, &slower).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains("账号刚被他人更改"));
        assert!(answer.body.contains("operator在"), "it says who: {}", answer.body);
        assert!(answer.body.contains("数据管理员"), "and how it stands now");
        assert_eq!(zt_web::sanity::faults(&answer.body), [""; 0]);
        let kept = answer.body.split("value=\"auditor\"").nth(1).unwrap();
        assert!(kept[..kept.find('>').unwrap()].contains("checked"), "the tick is kept");
        assert!(answer.body.contains("name=\"revision\" value=\"1\""), "sent again, it holds");
        let again = [("roles", "auditor"), ("revision", "1")];
        assert_eq!(second.submit(&path, &path, &again).await.status, StatusCode::SEE_OTHER);

        let path = format!("/accounts/{}/suspend", account.id);
        let fields = [("reason", "unused")];
        assert_eq!(first.submit(&path, &path, &fields).await.status, StatusCode::SEE_OTHER);
        let late = second.submit(&path, &path, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
        assert!(late.body.contains("已停用"));
    }
}

#[tokio::test]
async fn a_roles_form_sent_after_its_session_expired_comes_back_as_it_was_ticked() {
    texts();
    for test in platforms(&[], &[]).await {
        let (operator, mut browser) = operator(&test).await;
        let account = test.account(operator.agency, "li.na", &[Role::Officer]).await;
        let path = format!("/accounts/{}/roles", account.id);
        let page = browser.get(&path).await.body;
        let token = page.split("name=\"_csrf\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        test.clock.set(NOW + SignedDuration::from_mins(31));
        let fields = [("roles", "auditor"), ("revision", "0"), ("_from", path.as_str())];
        let answer = browser.post(&path, &token, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let (_, next) = answer.location().split_once("?next=").unwrap();
        let next = next.replace("%2F", "/").replace("%3F", "?").replace("%3D", "=");
        browser.sign_in("operator").await;
        let refilled = browser.get(&next).await.body;
        let ticked = |role: &str| {
            let rest = refilled.split(&format!("value=\"{role}\"")).nth(1).unwrap();
            rest[..rest.find('>').unwrap()].contains("checked")
        };
        assert!(ticked("auditor") && !ticked("officer"));
    }
}

/// Every page and form of this administration, with what each is asked with.
const DOORS: [(Method, &str); 13] = [
    (Method::GET, ""),
    (Method::GET, "/new"),
    (Method::POST, ""),
    (Method::GET, "/ID"),
    (Method::GET, "/ID/roles"),
    (Method::POST, "/ID/roles"),
    (Method::GET, "/ID/agency"),
    (Method::POST, "/ID/agency"),
    (Method::GET, "/ID/suspend"),
    (Method::POST, "/ID/suspend"),
    (Method::GET, "/ID/password"),
    (Method::POST, "/ID/password"),
    (Method::POST, "/ID/sessions/end"),
];

/// Fields that would do something if they were let through.
const FIELDS: [(&str, &str); 7] = [
    ("roles", "steward"),
    ("agency", "示例市大数据局"),
    ("reason", "unused"),
    ("note", ""),
    ("revision", "0"),
    ("username", "wang.wei"),
    ("name", "王伟"),
];

async fn knock(browser: &mut Browser, method: &Method, path: &str) -> StatusCode {
    if *method == Method::GET {
        return browser.get(path).await.status;
    }
    browser.submit("/account/password", path, &FIELDS).await.status
}

#[tokio::test]
async fn every_door_is_shut_to_every_role_but_operator_whether_or_not_the_account_exists() {
    texts();
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        let target = test.account(agency.id, "target", &[Role::Officer]).await;
        for role in [Role::Steward, Role::Officer, Role::Auditor] {
            let name: &'static str = role.into();
            let own = test.account(agency.id, name, &[role]).await;
            let mut browser = test.browser(Router::new());
            browser.sign_in(name).await;
            for (method, door) in &DOORS {
                for id in [target.id, own.id, AccountId(999)] {
                    let path = format!("/accounts{}", door.replace("ID", &id.to_string()));
                    let status = knock(&mut browser, method, &path).await;
                    assert_eq!(status, StatusCode::FORBIDDEN, "{name} {method} {path}");
                }
            }
        }
        let mut stranger = test.browser(Router::new());
        for (method, door) in &DOORS {
            let path = format!("/accounts{}", door.replace("ID", &target.id.to_string()));
            let status = if *method == Method::GET {
                stranger.get(&path).await.status
            } else {
                stranger.submit("/sign-in", &path, &FIELDS).await.status
            };
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
        let now = Accounts::new(&test.platform).find(target.id).await.unwrap().unwrap();
        assert_eq!(now, target, "nothing was changed");
    }
}

#[tokio::test]
async fn an_operators_doors_open_to_everybody_elses_account_and_not_to_his_own() {
    texts();
    for test in platforms(&[], &[]).await {
        let (own, mut browser) = operator(&test).await;
        let target = test.account(own.agency, "target", &[Role::Officer]).await;
        for (method, door) in DOORS.iter().filter(|(_, door)| door.starts_with("/ID/")) {
            let path = |id: AccountId| format!("/accounts{}", door.replace("ID", &id.to_string()));
            let status = knock(&mut browser, method, &path(own.id)).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{method} {door}: his own");
            let status = knock(&mut browser, method, &path(AccountId(999))).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{method} {door}: nobody's");
            if *method == Method::GET {
                let status = knock(&mut browser, method, &path(target.id)).await;
                assert_eq!(status, StatusCode::OK, "{method} {door}");
            }
        }
        let page = browser.get(&format!("/accounts/{}", own.id)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("/roles\""), "his own page offers nothing he can't do");
        let now = Accounts::new(&test.platform).find(own.id).await.unwrap().unwrap();
        assert_eq!(now, own, "nothing was changed");
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    texts();
    for test in platforms(&[], &[]).await {
        let (own, mut browser) = operator(&test).await;
        let target = test.account(own.agency, "target", &[Role::Officer]).await;
        for (_, door) in DOORS.iter().filter(|(method, _)| *method == Method::POST) {
            let path = format!("/accounts{}", door.replace("ID", &target.id.to_string()));
            // A token that doesn't fit may be an old page's: the form is kept, not done.
            let kept = browser.post(&path, "forged", &FIELDS).await;
            assert!(
                kept.location().contains("held"),
                "{path}: {} {}",
                kept.status,
                kept.location()
            );
            let page = browser.get("/account/password").await.body;
            let token = page.split("name=\"_csrf\" value=\"").nth(1).unwrap();
            let token = token.split('"').next().unwrap();
            let request = Request::post(&path)
                .header("sec-fetch-site", "cross-site")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let body = format!("_csrf={token}&roles=steward&revision=0&reason=unused");
            let foreign = browser.send(request, body).await;
            assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path}");
        }
        let now = Accounts::new(&test.platform).find(target.id).await.unwrap().unwrap();
        assert_eq!(now, target);
    }
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_paged_within_its_weight() {
    texts();
    for test in platforms(&[], &[]).await {
        let (_, mut browser) = operator(&test).await;
        let water = test.agency("示例市水务局").await;
        for n in 0..60 {
            test.account(water.id, &format!("user{n:02}"), &[Role::Officer]).await;
        }
        let mut seen = 0;
        let mut path = format!("/accounts?agency={}", water.code);
        loop {
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(zt_web::sanity::faults(&page.body), [""; 0]);
            seen += page.body.matches("<code>user").count();
            let Some(next) = page.body.split("after=").nth(1) else { break };
            let cursor = next.split(['"', '&']).next().unwrap();
            let next = format!("/accounts?agency={}&after={cursor}", water.code);
            if next == path {
                break;
            }
            path = next;
            if seen >= 60 {
                break;
            }
        }
        assert_eq!(seen, 60);
        for (query, found) in [
            ("q=user59", 1),
            ("role=operator", 0),
            ("standing=suspended", 0),
            ("q=user5&role=officer&standing=active", 10),
            ("agency=%E6%B2%A1%E6%9C%89", 0),
        ] {
            let page = browser.get(&format!("/accounts?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            assert_eq!(page.body.matches("<code>user").count(), found, "{query}");
        }
        for query in ["role=emperor", "standing=x", "after=x", "q=a%00"] {
            let request = Request::get(format!("/accounts?{query}"));
            let answer = browser.send(request, String::new()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        }
    }
}
