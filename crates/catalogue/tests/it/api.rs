//! The API as programs see it.

use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use zt_testkit::{Answer, Browser};

use crate::ground::{ground_with, grounds};

async fn get(browser: &mut Browser, path: &str) -> Answer {
    browser.send(Request::get(path).header(header::ACCEPT, "application/json"), String::new()).await
}

/// Sends JSON as a page's script would: with the session's cookie and its token.
async fn send(
    browser: &mut Browser,
    method: &str,
    path: &str,
    tag: Option<&str>,
    body: &Value,
) -> Answer {
    let page = browser.get("/catalogue/new").await;
    let token = page
        .body
        .split_once("name=\"_csrf\" value=\"")
        .map_or("", |(_, rest)| rest.split('"').next().unwrap());
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-csrf-token", token);
    if let Some(tag) = tag {
        request = request.header(header::IF_MATCH, tag);
    }
    browser.send(request, body.to_string()).await
}

fn tag(answer: &Answer) -> String {
    answer.headers[header::ETAG].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn search_pages_through_every_entry_with_its_facets() {
    for ground in grounds().await {
        for name in ["房屋维修信息", "电梯维修单位", "维修资金缴存"] {
            ground.published(name).await;
        }
        let mut browser = ground.browser();
        let first = get(&mut browser, "/api/v1/entries?q=%E7%BB%B4%E4%BF%AE&limit=2").await.json();
        assert_eq!((&first["total"], &first["reading"]), (&json!(3), &json!("exact")));
        let agency = json!({"name": "agency", "values": [{"value": ground.housing.id.to_string(), "count": 3}]});
        assert!(first["facets"].as_array().unwrap().contains(&agency), "{first}");
        let next = first["next"].as_str().unwrap();
        let second = get(
            &mut browser,
            &format!("/api/v1/entries?q=%E7%BB%B4%E4%BF%AE&limit=2&after={next}"),
        )
        .await
        .json();
        assert_eq!(second["entries"].as_array().unwrap().len(), 1);
        assert_eq!(second["next"], Value::Null);
    }
}

#[tokio::test]
async fn a_bad_parameter_is_a_problem_that_names_it() {
    let ground = ground_with(Vec::new()).await;
    let answer = get(&mut ground.browser(), "/api/v1/entries?grade=general-9").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert!(kind.starts_with("application/problem+json"), "{kind}");
    assert_eq!(answer.json()["parameter"], "grade");
}

#[tokio::test]
async fn an_entry_is_read_by_its_code_and_not_sent_again_while_it_is_the_same() {
    let ground = ground_with(Vec::new()).await;
    ground.published("房屋维修信息").await;
    let mut browser = ground.browser();
    for path in ["/api/v1/entries/301001-000001", "/api/v1/entries/301001%2F000001"] {
        let answer = get(&mut browser, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert_eq!(answer.json()["items"][0]["name"], "bh");
        let again = Request::get(path).header(header::IF_NONE_MATCH, tag(&answer));
        assert_eq!(browser.send(again, String::new()).await.status, StatusCode::NOT_MODIFIED);
    }
    assert_eq!(
        get(&mut browser, "/api/v1/entries/301001-000002").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_stranger_sees_the_open_items_of_a_partly_open_entry_and_no_others() {
    let ground = ground_with(Vec::new()).await;
    ground.published("房屋维修信息").await;
    let names = |answer: &Answer| {
        let answer = answer.json();
        let items = answer["items"].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (mut stranger, mut officer) = (ground.browser(), ground.signed_in("shuiwu").await);
    let open = get(&mut stranger, "/api/v1/entries/301001-000001").await;
    assert_eq!(
        (names(&open), &open.json()["openness"]),
        (vec!["bh".to_owned()], &json!("partial"))
    );
    let whole = get(&mut officer, "/api/v1/entries/301001-000001").await;
    assert_eq!(names(&whole), ["bh", "je"]);
    assert_ne!(tag(&open), tag(&whole));
    let page = "/catalogue/entries/301001-000001";
    assert!(!stranger.get(page).await.body.contains("je</"));
    assert!(officer.get(page).await.body.contains("je</"));
}

#[tokio::test]
async fn a_draft_one_may_not_see_is_answered_like_a_code_that_was_never_given() {
    let ground = ground_with(Vec::new()).await;
    let draft = ground.draft("房屋维修信息").await;
    let never = "301001-000777";
    let draft = draft.code.slug();
    let (mut stranger, mut officer) = (ground.browser(), ground.signed_in("shuiwu").await);
    let page = stranger.get(&format!("/catalogue/entries/{draft}")).await.body;
    let way_back = format!("/sign-in?next=%2Fcatalogue%2Fentries%2F{draft}");
    assert!(page.contains(&way_back), "whoever has only to sign in finds the way: {page}");
    for visitor in [&mut stranger, &mut officer] {
        for end in ["", "?version=draft"] {
            let seen = get(visitor, &format!("/api/v1/entries/{draft}{end}")).await;
            let none = get(visitor, &format!("/api/v1/entries/{never}{end}")).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{end}");
            assert_eq!((none.status, none.body), (seen.status, seen.body));
        }
        for end in ["", "/edit", "/grading", "/versions"] {
            let seen = visitor.get(&format!("/catalogue/entries/{draft}{end}")).await;
            let none = visitor.get(&format!("/catalogue/entries/{never}{end}")).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{end}");
            assert_eq!(none.status, seen.status, "{end}");
        }
    }
}

#[tokio::test]
async fn a_steward_writes_through_the_api_and_no_change_is_lost() {
    for ground in grounds().await {
        let mut steward = ground.signed_in("zhufang").await;
        let new = json!({
            "classification": "301001",
            "description": {"name": "房屋维修信息", "items": [
                {"position": 1, "name": "bh", "label": "编号", "data_type": "C", "type": "x",
                 "sharing": {"type": "unconditional"}, "grade": "general-1"}
            ]},
        });
        let created = send(&mut steward, "POST", "/api/v1/entries", None, &new).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
        let location = created.location().to_owned();
        assert_eq!(created.json()["entry"]["items"][0]["grade"], Value::Null);
        let found = created.json()["findings"].to_string();
        assert!(found.contains("abstract-missing") && found.contains("/items/bh/grade"), "{found}");

        let mut description = new["description"].clone();
        description["abstract"] = json!("登记");
        let missing = send(&mut steward, "PUT", &location, None, &description).await;
        assert_eq!(missing.status, StatusCode::PRECONDITION_REQUIRED);
        let saved = send(&mut steward, "PUT", &location, Some(&tag(&created)), &description).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let stale = send(&mut steward, "PUT", &location, Some(&tag(&created)), &description).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);

        let submission = format!("{location}/submission");
        let refused = send(&mut steward, "POST", &submission, Some(&tag(&saved)), &json!({})).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("no-consent"), "{}", refused.body);
    }
}

#[tokio::test]
async fn who_may_not_write_is_told_so_and_a_body_that_is_none_too() {
    let ground = ground_with(Vec::new()).await;
    let mut officer = ground.signed_in("shuiwu").await;
    let refused = send(&mut officer, "POST", "/api/v1/entries", None, &json!({})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    let mut steward = ground.signed_in("zhufang").await;
    let malformed =
        send(&mut steward, "POST", "/api/v1/entries", None, &json!({"classification": "9"})).await;
    assert_eq!(malformed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn the_document_names_every_route() {
    let document = serde_json::to_value(zt_catalogue::openapi()).unwrap();
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        ["/api/v1/entries", "/api/v1/entries/{code}", "/api/v1/entries/{code}/submission"]
    );
}
