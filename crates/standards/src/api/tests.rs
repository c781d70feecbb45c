//! The API, asked as a program would.

use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use zt_testkit::{Answer, Browser};

use crate::router;
use crate::tests::all;

async fn get(browser: &mut Browser, path: &str) -> Answer {
    let request = Request::get(path).header(header::ACCEPT, "application/json");
    browser.send(request, String::new()).await
}

async fn post(browser: &mut Browser, body: &Value) -> Answer {
    let request = Request::post("/api/v1/check")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/json");
    browser.send(request, body.to_string()).await
}

#[tokio::test]
async fn the_api_answers_lists_one_thing_dates_and_verdicts() {
    zt_web::i18n::register(&[zt_access::FLUENT, crate::FLUENT]).unwrap();
    for (platform, standards) in all().await {
        standards.load_national_package(platform.platform.now()).await.unwrap();
        let total = standards.registry().elements().count();
        let mut browser = platform.browser(router(standards));

        // Pages of a list hold every element once.
        let mut seen = Vec::new();
        let mut path = "/api/v1/elements?limit=50".to_owned();
        loop {
            let page = get(&mut browser, &path).await.json();
            assert_eq!(page["total"], total);
            seen.extend(page["items"].as_array().unwrap().iter().map(|e| e["code"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/elements?limit=50&after={next}");
        }
        assert_eq!(seen.len(), total);
        assert!(seen.is_sorted());

        let element = get(&mut browser, "/api/v1/elements/PER001").await;
        assert_eq!(element.json()["rule"]["kind"], "resident_number");
        let tag = element.headers[header::ETAG].to_str().unwrap().to_owned();
        let again = Request::get("/api/v1/elements/PER001").header(header::IF_NONE_MATCH, tag);
        let again = browser.send(again, String::new()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);

        let sex = get(&mut browser, "/api/v1/code-sets/GBT2261.1").await.json();
        assert_eq!(sex["values"][1]["name"], "男");
        let then =
            get(&mut browser, "/api/v1/code-sets/GBT2260?at=2004-01-01&limit=10").await.json();
        assert_eq!(then["version"], "2002");
        assert_eq!(then["values"].as_array().unwrap().len(), 10);
        let next = then["next"].as_str().unwrap();
        let path = format!("/api/v1/code-sets/GBT2260?at=2004-01-01&limit=10&after={next}");
        assert_ne!(get(&mut browser, &path).await.json()["values"][0], then["values"][0]);

        let gone = get(&mut browser, "/api/v1/divisions/110103?at=2015-01-01").await.json();
        assert_eq!(gone["standing"], "abolished");
        assert_eq!(gone["history"][0]["name"], "崇文区");
        let there = get(&mut browser, "/api/v1/divisions/110103?at=2006-01-01").await.json();
        assert_eq!(there["full_name"], "北京市崇文区");

        let body =
            json!({ "element": "PER001", "values": ["53010219200508011X", "530102192005080111"] });
        let answer = post(&mut browser, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let verdict = answer.json();
        assert_eq!(verdict["conform"], 1);
        assert_eq!(verdict["results"][1]["code"], "constraint-error");
        assert_eq!(verdict["results"][1]["rule"], "resident_number.checksum");
        assert_eq!(verdict["results"][1]["verdicts"]["checksum"]["expected"], "X");
        assert_eq!(verdict["results"][0]["verdicts"]["date"]["date"], "1920-05-08");
    }
}

#[tokio::test]
async fn what_can_not_be_answered_is_a_problem_document() {
    zt_web::i18n::register(&[zt_access::FLUENT, crate::FLUENT]).unwrap();
    for (platform, standards) in all().await.into_iter().take(1) {
        standards.load_national_package(platform.platform.now()).await.unwrap();
        let mut browser = platform.browser(router(standards));
        for (path, status) in [
            ("/api/v1/elements/NONE", StatusCode::NOT_FOUND),
            ("/api/v1/elements/PER001?version=9", StatusCode::NOT_FOUND),
            ("/api/v1/code-sets/NONE", StatusCode::NOT_FOUND),
            ("/api/v1/code-sets/GBT2260?at=1990-01-01", StatusCode::NOT_FOUND),
            ("/api/v1/code-sets/GBT2260?at=today", StatusCode::BAD_REQUEST),
            ("/api/v1/divisions/33", StatusCode::BAD_REQUEST),
            ("/api/v1/divisions/999999", StatusCode::NOT_FOUND),
            ("/api/v1/elements?after=%00", StatusCode::BAD_REQUEST),
            ("/api/v1/elements?limit=0", StatusCode::BAD_REQUEST),
        ] {
            let answer = get(&mut browser, path).await;
            assert_eq!(answer.status, status, "{path}");
            let media = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
            assert!(media.starts_with("application/problem+json"), "{path}: {media}");
            assert_eq!(answer.json()["status"], status.as_u16());
        }
        for (body, status) in [
            (json!({ "element": "NONE", "values": [] }), StatusCode::NOT_FOUND),
            (json!({ "element": "PER001" }), StatusCode::UNPROCESSABLE_ENTITY),
            (
                json!({ "element": "PER001", "values": vec!["1"; 1001] }),
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
        ] {
            let answer = post(&mut browser, &body).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            assert!(answer.json()["type"].as_str().unwrap().starts_with("/problems/"));
        }
    }
}

#[test]
fn the_document_names_every_route_of_the_router() {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        paths,
        [
            "/api/v1/check",
            "/api/v1/code-sets",
            "/api/v1/code-sets/{code}",
            "/api/v1/divisions/{code}",
            "/api/v1/elements",
            "/api/v1/elements/{code}",
        ]
    );
}
