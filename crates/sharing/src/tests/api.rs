//! `/api/v1/share-requests` over HTTP.

use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use zt_testkit::{Answer, Browser};

use super::world::{World, worlds};

async fn send(browser: &mut Browser, path: &str, body: &Value) -> Answer {
    let token = csrf(browser).await;
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-csrf-token", token);
    browser.send(request, body.to_string()).await
}

/// The token of this session, from a page's form.
async fn csrf(browser: &mut Browser) -> String {
    let page = browser.get("/account").await;
    let (_, rest) = page.body.split_once("name=\"_csrf\" value=\"").unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

async fn signed_in(world: &World, name: &str) -> Browser {
    let mut browser = world.browser();
    browser.sign_in(name).await;
    browser
}

fn application(world: &World) -> Value {
    json!({
        "entry": world.entry.code.as_str(),
        "legal_basis": "《社会救助暂行办法》第五十八条",
        "scenario": "低保资格复核",
        "items": ["regno", "name"],
        "mode": "interface",
        "from": "2026-01-05",
        "until": "2026-06-30",
        "head": {"name": "处长", "on": "2026-01-04"},
    })
}

#[tokio::test]
async fn a_request_is_asked_decided_and_granted_through_the_api() {
    for world in worlds().await {
        let mut requester = signed_in(&world, "requester").await;
        let mut owner = signed_in(&world, "owner").await;
        let created = send(&mut requester, "/api/v1/share-requests", &application(&world)).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
        let view = created.json();
        assert_eq!(view["state"], "under_review");
        assert_eq!(view["reply"]["working_days"], 10);
        assert_eq!(view["reply"]["due"], "2026-01-19");
        assert_eq!(view["missing"], json!([]));
        let path = created.location().to_owned();
        let head = json!({"head": {"name": "科长", "on": "2026-01-05"}});
        let consented = send(&mut owner, &format!("{path}/consent"), &head).await;
        assert_eq!(consented.status, StatusCode::OK, "{}", consented.body);
        assert_eq!(consented.json()["state"], "provided");
        let grant = consented.json()["grant"].as_i64().unwrap();
        let seen = requester.get(&format!("/api/v1/grants/{grant}")).await;
        assert_eq!(seen.json()["status"], "in_force");
        let late = json!({
            "basis_kind": "law", "basis": "《统计法》", "reasons": "x",
            "head": {"name": "科长", "on": "2026-01-05"},
        });
        let mut colleague = signed_in(&world, "colleague").await;
        let second = send(&mut colleague, &format!("{path}/refusal"), &late).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert_eq!(second.json()["decided_by"], world.owner.account().unwrap().0);
    }
}

#[tokio::test]
async fn what_is_missing_is_told_all_at_once_with_its_places() {
    for world in worlds().await {
        let mut requester = signed_in(&world, "requester").await;
        let mut owner = signed_in(&world, "owner").await;
        let bare = json!({"entry": world.entry.code.slug(), "items": ["name"]});
        let created = send(&mut requester, "/api/v1/share-requests", &bare).await;
        let missing = json!(["legal_basis", "scenario", "mode", "term", "head_consent"]);
        assert_eq!(created.json()["missing"], missing);
        let head = json!({"head": {"name": "科长", "on": "2026-01-05"}});
        let path = format!("{}/consent", created.location());
        let refused = send(&mut owner, &path, &head).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["type"], "/problems/incomplete");
        assert_eq!(refused.json()["errors"].as_array().unwrap().len(), 5);
    }
}

#[tokio::test]
async fn the_wrong_party_and_the_unreadable_are_refused_as_problems() {
    for world in worlds().await {
        let mut requester = signed_in(&world, "requester").await;
        let created = send(&mut requester, "/api/v1/share-requests", &application(&world)).await;
        let head = json!({"head": {"name": "科长", "on": "2026-01-05"}});
        let own = send(&mut requester, &format!("{}/consent", created.location()), &head).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        let shape = send(&mut requester, "/api/v1/share-requests", &json!({"entri": 1})).await;
        assert_eq!(shape.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(shape.json()["type"], "/problems/wrong-shape");
        let nobody = world.browser().get("/api/v1/share-requests").await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
        let mut stranger = signed_in(&world, "stranger").await;
        let hidden = stranger.get(created.location()).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        let odd = requester.get("/api/v1/share-requests?limit=9999").await;
        assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    }
}

#[test]
fn the_document_has_every_route_and_only_problems_for_errors() {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 21, "{:?}", paths.keys().collect::<Vec<_>>());
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                if status.starts_with(['4', '5']) {
                    let content = &response["content"]["application/problem+json"];
                    assert!(content.is_object(), "{method} {path} {status}");
                }
            }
        }
    }
}
