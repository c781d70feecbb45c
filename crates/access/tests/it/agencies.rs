//! Agencies: registered by operators, found by anybody.

use axum::Router;
use http::{Request, StatusCode, header};
use zt_access::{Agencies, AgencyKind, NewAgency, RegisterError};
use zt_kernel::{Actor, Role};
use zt_testkit::{NOW, TestPlatform, platforms};

use super::texts;

const CODE: &str = "91350100M000100Y43";

fn particulars(region: &str) -> NewAgency {
    NewAgency {
        code: CODE.to_owned(),
        name_zh: "示例市水务局".to_owned(),
        name_en: "Water Bureau".to_owned(),
        short: "水务局".to_owned(),
        region: region.parse().unwrap(),
        kind: AgencyKind::Department,
    }
}

async fn operator(test: &TestPlatform) -> Actor {
    let agency = test.agency("示例市大数据局").await;
    test.account(agency.id, "operator", &[Role::Operator]).await.actor()
}

#[tokio::test]
async fn an_operator_registers_an_agency_once() {
    for test in platforms(&[], &[]).await {
        let operator = operator(&test).await;
        let agencies = Agencies::new(&test.platform);
        let made = agencies.create(&operator, particulars("330100"), NOW).await.unwrap();
        assert_eq!(agencies.find(made.id).await.unwrap(), Some(made.clone()));
        assert_eq!(agencies.find_by_code(CODE).await.unwrap(), Some(made));
        let again = agencies.create(&operator, particulars("330100"), NOW).await.unwrap_err();
        assert!(matches!(again, RegisterError::Known));
        let denied = agencies.create(&Actor::Anonymous, particulars("330100"), NOW).await;
        assert!(matches!(denied, Err(RegisterError::Denied(_))));
        test.event("access.agency.registered").await;
    }
}

#[tokio::test]
async fn a_division_holds_the_agencies_of_those_below_it() {
    for test in platforms(&[], &[]).await {
        let agencies = Agencies::new(&test.platform);
        let actor = Actor::System("test");
        agencies.create(&actor, particulars("330106"), NOW).await.unwrap();
        let found = |region: &str| {
            let agencies = agencies.clone();
            let region = region.parse().unwrap();
            async move { agencies.within(region).await.unwrap().len() }
        };
        assert_eq!(found("330000").await, 1);
        assert_eq!(found("330100").await, 1);
        assert_eq!(found("330106").await, 1);
        assert_eq!(found("330105").await, 0);
        assert_eq!(found("340000").await, 0);
    }
}

#[tokio::test]
async fn the_register_is_paged_and_searched_through_the_api() {
    texts();
    for test in platforms(&[], &[]).await {
        for n in 0..5 {
            test.agency(&format!("示例市第{n}局")).await;
        }
        Agencies::new(&test.platform)
            .create(&Actor::System("test"), particulars("330106"), NOW)
            .await
            .unwrap();
        let mut browser = test.browser(Router::new());
        let mut path = "/api/v1/agencies?limit=4".to_owned();
        let mut codes = Vec::new();
        loop {
            let page = browser.send(Request::get(&path), String::new()).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            let page = page.json();
            assert_eq!(page["total"], 6);
            for item in page["items"].as_array().unwrap() {
                codes.push(item["code"].as_str().unwrap().to_owned());
            }
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/agencies?limit=4&after={next}");
        }
        assert_eq!(codes.len(), 6);
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 6, "no agency comes twice");

        for (query, expected) in [
            ("q=%E6%B0%B4%E5%8A%A1", 1),
            ("q=water", 1),
            ("q=WATER", 1),
            ("q=%25", 0),
            ("region=330106", 1),
            ("kind=department", 6),
            ("kind=public_utility", 0),
        ] {
            let request = Request::get(format!("/api/v1/agencies?{query}"));
            let page = browser.send(request, String::new()).await;
            assert_eq!(page.json()["total"], expected, "{query}");
        }
        for query in ["region=33", "kind=club", "after=x", "q=a%00", "before=k1.WzFd"] {
            let request = Request::get(format!("/api/v1/agencies?{query}"));
            let answer = browser.send(request, String::new()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}: {}", answer.body);
        }
        let request = Request::get(format!("/api/v1/agencies/{CODE}"));
        let agency = browser.send(request, String::new()).await.json();
        assert_eq!(agency["name_en"], "Water Bureau");
        let answer = browser.send(Request::get("/api/v1/agencies/0"), String::new()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_operators_form_keeps_what_was_typed_until_it_is_right() {
    texts();
    for test in platforms(&[], &[]).await {
        operator(&test).await;
        let mut browser = test.browser(Router::new());
        browser.sign_in("operator").await;
        let fields = |code| {
            [
                ("name_zh", "示例市水务局"),
                ("code", code),
                ("region", "330100"),
                ("kind", "department"),
            ]
        };
        let wrong =
            browser.submit("/agencies/new", "/agencies", &fields("91350100M000100Y4Z")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("91350100M000100Y4Z") && wrong.body.contains("示例市水务局"));
        let right = browser.submit("/agencies/new", "/agencies", &fields(CODE)).await;
        assert_eq!(right.location(), format!("/agencies/{CODE}"));
        let page = browser.get(right.location()).await;
        assert!(page.body.contains("示例市水务局"));
        let taken = browser.submit("/agencies/new", "/agencies", &fields(CODE)).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn an_officers_attempt_to_register_is_denied_and_on_record() {
    texts();
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        test.account(agency.id, "li.na", &[Role::Officer]).await;
        let mut browser = test.browser(Router::new());
        browser.sign_in("li.na").await;
        let answer = browser.get("/agencies/new").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("平台运营人员"), "it says who may");
        let event = test.event("access.action.denied").await;
        assert!(format!("{event:?}").contains("access.agency.register"));
    }
}

#[tokio::test]
async fn the_register_is_open_to_everybody_in_both_languages() {
    texts();
    for test in platforms(&[], &[]).await {
        operator(&test).await;
        Agencies::new(&test.platform)
            .create(&Actor::System("test"), particulars("330106"), NOW)
            .await
            .unwrap();
        let mut browser = test.browser(Router::new());
        for path in ["/agencies", "/agencies?lang=en", "/sign-in", "/sign-in?lang=en"] {
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.body.contains('⟦'), "{path}: a text is missing");
            assert!(page.body.len() < 60_000, "{path} weighs {} bytes", page.body.len());
        }
        let page = browser.get(&format!("/agencies/{CODE}")).await;
        assert!(!page.body.contains("operator"), "accounts are shown to operators alone");
        browser.sign_in("operator").await;
        let own = browser.get("/agencies?q=%E5%A4%A7%E6%95%B0%E6%8D%AE").await;
        let path = own.body.split("href=\"/agencies/1199").nth(1).unwrap();
        let path = format!("/agencies/1199{}", path.split('"').next().unwrap());
        assert!(browser.get(&path).await.body.contains("operator"));
        for path in ["/account", "/account/password", "/account/credentials/new", "/agencies/new"] {
            for lang in ["zh", "en"] {
                let page = browser.get(&format!("{path}?lang={lang}")).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                assert!(!page.body.contains('⟦'), "{path}: a text is missing in {lang}");
            }
        }
        let request = Request::get("/agencies").header(header::ACCEPT, "text/html");
        assert_eq!(browser.send(request, String::new()).await.status, StatusCode::OK);
    }
}
