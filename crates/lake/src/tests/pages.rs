//! The wizard, the dataset's pages and the API over HTTP, as a steward and as
//! others meet them.

use axum::http::{Request, StatusCode, header};
use zt_testkit::{Answer, Browser};

use super::world::{World, worlds};

/// A page's weight, without pictures.
const PAGE_MAX_BYTES: usize = 60_000;

const TABLE: &str = "信用代码,名称\n91350100M000100Y43,甲学校\n91350100M000100Y44,乙学校\n";

async fn signed_in(world: &World, username: &str) -> Browser {
    let routes = crate::router(world.lake.clone());
    let catalogue = zt_catalogue::router(world.lake.catalogue().clone());
    let mut browser = world.test.browser(routes.merge(catalogue));
    browser.sign_in(username).await;
    browser
}

/// Sends the upload form as browsers do.
async fn send(browser: &mut Browser, name: &str, text: &str) -> Answer {
    let page = browser.get("/imports/new").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let token = page.body.split("name=\"_csrf\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n\
         --edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n{text}\r\n--edge--\r\n"
    );
    let request = Request::post("/imports")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(header::ACCEPT, "text/html");
    browser.send(request, body).await
}

fn check_page(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.body.len() <= PAGE_MAX_BYTES, "{} bytes", answer.body.len());
    assert!(!answer.body.contains('⟦'), "{}", answer.body);
}

#[tokio::test]
async fn a_steward_goes_through_the_wizard_to_the_dataset_and_its_quarantine() {
    let _ = zt_web::i18n::register(&[
        crate::FLUENT,
        zt_standards::FLUENT,
        zt_catalogue::FLUENT,
        zt_access::FLUENT,
    ]);
    for world in worlds().await {
        let mut browser = signed_in(&world, "steward").await;
        check_page(&browser.get("/imports").await);
        let sent = send(&mut browser, "schools.csv", TABLE).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let import = sent.location().to_owned();
        check_page(&browser.get(&import).await);
        world.lake.work_once("test").await.unwrap();
        let preview = browser.get(&import).await;
        check_page(&preview);
        assert!(preview.body.contains("ORG001") && preview.body.contains("信用代码"));

        let action = format!("{import}/mapping");
        let fields = [("element-0", "ORG001"), ("name", ""), ("classification", "x")];
        let refused = browser.submit(&import, &action, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("element-0", "ORG001"), ("name", "学校"), ("classification", "3000000")];
        let mapped = browser.submit(&import, &action, &fields).await;
        assert_eq!(mapped.status, StatusCode::SEE_OTHER, "{}", mapped.body);
        check_page(&browser.get(&import).await);
        world.lake.work_once("test").await.unwrap();
        let done = browser.get(&import).await;
        check_page(&done);
        let dataset = done.body.split("href=\"/datasets/").nth(1).unwrap();
        let dataset = format!("/datasets/{}", dataset.split(['"', '/']).next().unwrap());

        for path in ["/datasets", &dataset, &format!("{dataset}/quarantine"), "/imports"] {
            check_page(&browser.get(path).await);
        }
        let entry = dataset.replace("/datasets/", "/catalogue/entries/");
        let entry = browser.get(&entry).await;
        assert!(entry.body.contains("数据质量") && entry.body.contains(&dataset), "{}", entry.body);
        let csv = browser.get(&format!("{dataset}/quarantine.csv")).await;
        assert_eq!(csv.status, StatusCode::OK);
        assert!(
            csv.body.contains("3,信用代码,91350100M000100Y44,constraint-error"),
            "{}",
            csv.body
        );

        for view in ["", "/profile", "/quality", "/quarantine"] {
            let request = Request::get(format!("/api/v1{dataset}{view}"));
            let answer = browser.send(request, String::new()).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
        let mut stranger = signed_in(&world, "stranger").await;
        let quarantine = format!("{dataset}/quarantine");
        let paths = [import.as_str(), &dataset, &quarantine];
        // The entry is a draft: to others there is no such thing.
        let expected = [StatusCode::NOT_FOUND; 3];
        for (path, status) in paths.into_iter().zip(expected) {
            assert_eq!(stranger.get(path).await.status, status, "{path}");
        }
    }
}

#[tokio::test]
async fn a_program_uploads_in_parts_and_follows_its_import() {
    for world in worlds().await {
        let mut browser = signed_in(&world, "steward").await;
        let json = |request: http::request::Builder| {
            request.header(header::CONTENT_TYPE, "application/json")
        };
        let token = browser.get("/imports/new").await.body;
        let token = token.split("name=\"_csrf\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        let body = format!("{{\"file_name\":\"a.csv\",\"size_bytes\":{}}}", TABLE.len());
        let request = json(Request::post("/api/v1/uploads")).header("X-CSRF-Token", &token);
        let begun = browser.send(request, body).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
        let id = begun.json()["id"].as_i64().unwrap();
        let (first, rest) = TABLE.split_at(TABLE.find('\n').unwrap() + 1);
        for (offset, part) in [(0, first), (first.len(), rest)] {
            let path = format!("/api/v1/uploads/{id}?offset={offset}");
            let request = Request::put(path)
                .header(header::CONTENT_TYPE, "application/octet-stream")
                .header("X-CSRF-Token", &token);
            let answer = browser.send(request, part.to_owned()).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
        let shown =
            browser.send(Request::get(format!("/api/v1/uploads/{id}")), String::new()).await;
        assert_eq!(shown.json()["complete"], true);
        let request = json(Request::post("/api/v1/imports")).header("X-CSRF-Token", &token);
        let started = browser.send(request, format!("{{\"upload\":{id}}}")).await;
        assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.body);
        world.lake.work_once("test").await.unwrap();
        let path = format!("/api/v1/imports/{}", started.json()["id"]);
        let found = browser.send(Request::get(&path), String::new()).await;
        assert_eq!(found.json()["state"], "inspected", "{}", found.body);
        let seen = world.event("lake.import.previewed").await;
        assert_eq!(seen["decision"]["outcome"], "allow");
        let request = json(Request::post(format!("{path}/mapping"))).header("X-CSRF-Token", &token);
        let body = r#"{"name":"学校","columns":[{"column":"信用代码","element":"ORG001"}]}"#;
        let mapped = browser.send(request, body.to_owned()).await;
        assert_eq!(mapped.status, StatusCode::ACCEPTED, "{}", mapped.body);
        world.lake.work_once("test").await.unwrap();
        let done = browser.send(Request::get(&path), String::new()).await.json();
        assert_eq!(
            (&done["state"], &done["rows"], &done["quarantined"]),
            (&"done".into(), &2.into(), &1.into())
        );
        // An import is the stewards' matter: its preview shows values.
        let mut officer = signed_in(&world, "officer").await;
        for path in [path, format!("/api/v1/uploads/{id}")] {
            let denied = officer.send(Request::get(&path), String::new()).await;
            assert_eq!(denied.status, StatusCode::FORBIDDEN, "{path}: {}", denied.body);
        }
    }
}
