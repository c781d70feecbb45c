//! `GET /api/v1/datasets/{code}/rows` over HTTP: what is given, and every denial.

use http::{Request, StatusCode, header};
use jiff::civil::date;
use zt_access::{Accounts, Credentials, NewCredential};
use zt_kernel::Actor;
use zt_testkit::{Answer, Browser};

use super::world::{World, application, worlds};
use crate::{
    SharingConfig,
    application::Application,
    grant::{GrantMove, Misuse, change::GrantStep},
    scope::Scope,
};

/// An API credential of `actor`.
async fn credential(world: &World, actor: &Actor) -> String {
    let platform = &world.test.platform;
    let account = Accounts::new(platform).find(actor.account().unwrap()).await.unwrap().unwrap();
    let new = NewCredential { label: "测试".into(), days: 300 };
    let (_, bearer) =
        Credentials::new(platform).issue(actor, &account, new, world.now()).await.unwrap();
    bearer.reveal().to_owned()
}

async fn ask(browser: &mut Browser, path: &str, bearer: Option<&str>, accept: &str) -> Answer {
    let request = Request::get(path).header(header::ACCEPT, accept);
    let request = match bearer {
        Some(bearer) => request.header(header::AUTHORIZATION, format!("Bearer {bearer}")),
        None => request,
    };
    browser.send(request, String::new()).await
}

fn path(world: &World, query: &str) -> String {
    format!("/api/v1/datasets/{}/rows{query}", world.entry.code.slug())
}

#[tokio::test]
async fn a_grantee_reads_granted_items_masked_and_page_by_page() {
    for world in worlds().await {
        world.granted(application()).await;
        let bearer = credential(&world, &world.requester).await;
        let mut browser = world.browser();
        let first = ask(&mut browser, &path(&world, "?limit=2"), Some(&bearer), "*/*").await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        let rows = &first.json()["rows"];
        assert_eq!(rows[0]["regno"], "91**************43");
        assert_eq!(rows[0]["name"], "甲公司");
        assert!(rows[0].get("status").is_none() && rows.as_array().unwrap().len() == 2);
        let link = first.headers[header::LINK].to_str().unwrap();
        let next = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
        let second = ask(&mut browser, &next, Some(&bearer), "*/*").await;
        assert_eq!(second.json()["rows"][0]["name"], "丙公司");
        assert!(!second.headers.contains_key(header::LINK), "the last page leads nowhere");
    }
}

#[tokio::test]
async fn what_was_read_under_a_grant_is_counted_by_the_month_and_once() {
    for world in worlds().await {
        let grant = world.granted(application()).await;
        let bearer = credential(&world, &world.requester).await;
        let mut browser = world.browser();
        for _ in 0..2 {
            ask(&mut browser, &path(&world, "?limit=2"), Some(&bearer), "*/*").await;
        }
        for _ in 0..2 {
            world.sharing.write_counts().await;
        }
        let db = &world.sharing.platform.db;
        let months = crate::grant::store::reads(db, grant).await.unwrap();
        let counted: Vec<_> = months.iter().map(|month| (month.answers, month.rows)).collect();
        assert_eq!(counted, [(2, 4)]);
    }
}

#[tokio::test]
async fn the_event_names_grant_columns_and_rows_and_no_value() {
    for world in worlds().await {
        let grant = world.granted(application()).await;
        let bearer = credential(&world, &world.requester).await;
        let answer = ask(&mut world.browser(), &path(&world, ""), Some(&bearer), "text/csv").await;
        assert!(answer.headers.contains_key("zt-event"));
        let event = world.event("sharing.rows.read").await;
        assert_eq!(event["details"]["rows"], 3);
        assert_eq!(event["details"]["columns"], serde_json::json!(["regno", "name"]));
        let also = event["also"].to_string();
        assert!(also.contains(&format!(r#"{{"kind":"grant","id":"{grant}"}}"#)), "{also}");
        assert!(!event.to_string().contains("甲公司"));
        assert_eq!(event["decision"]["outcome"], "allow");
    }
}

#[tokio::test]
async fn csv_and_parquet_are_given_by_accept_and_anything_else_is_406() {
    for world in worlds().await {
        world.granted(application()).await;
        let bearer = credential(&world, &world.requester).await;
        let mut browser = world.browser();
        let path = path(&world, "");
        let csv = ask(&mut browser, &path, Some(&bearer), "text/csv").await;
        assert!(csv.body.starts_with("_row,regno,name"), "{}", csv.body);
        let parquet = "application/vnd.apache.parquet";
        let answer = ask(&mut browser, &path, Some(&bearer), parquet).await;
        assert!(answer.body.starts_with("PAR1"));
        let image = ask(&mut browser, &path, Some(&bearer), "image/png").await;
        assert_eq!(image.status, StatusCode::NOT_ACCEPTABLE);
    }
}

#[tokio::test]
async fn everybody_reads_what_is_open_and_nothing_else() {
    for world in worlds().await {
        let mut browser = world.browser();
        let open = ask(&mut browser, &path(&world, ""), None, "*/*").await;
        assert_eq!(open.json()["rows"][0], serde_json::json!({"_row": 2, "status": "存续"}));
        let closed = ask(&mut browser, &path(&world, "?fields=name"), None, "*/*").await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        assert_eq!(closed.json()["type"], "/problems/items-not-granted");
        assert!(closed.json()["ask"].as_str().unwrap().starts_with("/requests/new?entry="));
    }
}

#[tokio::test]
async fn a_stranger_who_reads_too_often_waits_and_leaves_no_more_events() {
    for world in worlds().await {
        let one = std::num::NonZeroU32::new(1).unwrap();
        let config = SharingConfig { open_readings_per_minute: one, open_readings_burst: one };
        let world = world.with(&config).await;
        let path = path(&world, "");
        let mut browser = world.browser();
        let first = ask(&mut browser, &path, None, "*/*").await;
        assert_eq!(first.status, StatusCode::OK);
        let second = ask(&mut browser, &path, None, "*/*").await;
        assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS, "{}", second.body);
        assert_eq!(second.headers[header::RETRY_AFTER], "60");
        assert_eq!(second.json()["type"], "/problems/too-many-requests");
        assert!(!second.headers.contains_key("zt-event"));
        let bearer = credential(&world, &world.owner).await;
        let known = ask(&mut browser, &path, Some(&bearer), "*/*").await;
        assert_eq!(known.status, StatusCode::OK, "who is known is not held back");
    }
}

#[tokio::test]
async fn what_is_not_in_the_catalogue_yet_is_unknown_to_others() {
    for world in worlds().await {
        let draft = world.secret_draft().await;
        let bearer = credential(&world, &world.stranger).await;
        let path = |query| format!("/api/v1/datasets/{}/rows{query}", draft.code.slug());
        for (query, bearer) in [("", Some(bearer.as_str())), ("?fields=secret_item", None)] {
            let answer = ask(&mut world.browser(), &path(query), bearer, "*/*").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
            assert_eq!(answer.json()["type"], "/problems/no-such-entry");
        }
    }
}

#[tokio::test]
async fn an_agency_reads_its_own_data_whole() {
    for world in worlds().await {
        let bearer = credential(&world, &world.owner).await;
        let own = ask(&mut world.browser(), &path(&world, ""), Some(&bearer), "*/*").await;
        assert_eq!(own.json()["rows"][0]["regno"], "91350100M000100Y43");
    }
}

#[tokio::test]
async fn only_rows_within_the_grants_condition_are_given_whatever_is_filtered_for() {
    for world in worlds().await {
        let condition = Some(zt_lake::RowCondition::equals("division", "330102"));
        let scope = Scope { condition, ..application().scope };
        world.granted(Application { scope, ..application() }).await;
        let bearer = credential(&world, &world.requester).await;
        let mut browser = world.browser();
        let all = ask(&mut browser, &path(&world, ""), Some(&bearer), "*/*").await;
        assert_eq!(all.json()["rows"].as_array().unwrap().len(), 2);
        let outside =
            ask(&mut browser, &path(&world, "?filter[name]=甲公司"), Some(&bearer), "*/*").await;
        assert_eq!(outside.json()["rows"], serde_json::json!([]));
        let inside =
            ask(&mut browser, &path(&world, "?filter[name]=乙公司"), Some(&bearer), "*/*").await;
        assert_eq!(inside.json()["rows"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn nobody_searches_by_what_is_masked_or_not_granted() {
    for world in worlds().await {
        world.granted(application()).await;
        let bearer = credential(&world, &world.requester).await;
        let mut browser = world.browser();
        for item in ["regno", "division", "nothing"] {
            let query = format!("?filter[{item}]=1");
            let answer = ask(&mut browser, &path(&world, &query), Some(&bearer), "*/*").await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{item}");
            assert_eq!(answer.json()["type"], "/problems/unfilterable");
        }
    }
}

#[tokio::test]
async fn without_a_grant_the_denial_says_how_to_ask() {
    for world in worlds().await {
        world.granted(application()).await;
        let bearer = credential(&world, &world.stranger).await;
        let path = path(&world, "?fields=name");
        let answer = ask(&mut world.browser(), &path, Some(&bearer), "*/*").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let event = world.event("sharing.rows.denied").await;
        assert_eq!(event["details"]["why"], "items_not_granted");
    }
}

#[tokio::test]
async fn a_grant_is_read_to_the_end_of_its_last_day_and_no_longer() {
    for world in worlds().await {
        let term = Application { until: Some(date(2026, 1, 31)), ..application() };
        world.granted(term).await;
        let bearer = credential(&world, &world.requester).await;
        let mut browser = world.browser();
        world.set("2026-01-31T23:59:59+08:00");
        let last = ask(&mut browser, &path(&world, ""), Some(&bearer), "*/*").await;
        assert_eq!(last.status, StatusCode::OK);
        world.set("2026-02-01T00:00:00+08:00");
        let over = ask(&mut browser, &path(&world, ""), Some(&bearer), "*/*").await;
        assert_eq!(over.status, StatusCode::FORBIDDEN);
        assert_eq!(over.json()["type"], "/problems/expired");
        assert_eq!(over.json()["until"], "2026-01-31");
    }
}

#[tokio::test]
async fn a_suspension_denies_at_once_here_and_within_a_second_in_another_process() {
    for world in worlds().await {
        let id = world.granted(application()).await;
        let bearer = credential(&world, &world.requester).await;
        let mut here = world.browser();
        let other = world.another_process().await;
        let mut there = world.test.browser(crate::router(other));
        let path = path(&world, "");
        for browser in [&mut here, &mut there] {
            let answer = ask(browser, &path, Some(&bearer), "*/*").await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        let suspend = GrantMove::Suspend {
            misuse: Misuse::BeyondPurpose,
            reasons: "用于营销".into(),
            rectify_by: date(2026, 1, 15),
        };
        let step = GrantStep { actor: &world.owner, id, seen: None, now: world.now() };
        world.sharing.move_grant(step, suspend).await.unwrap();
        let suspended = ask(&mut here, &path, Some(&bearer), "*/*").await;
        assert_eq!(suspended.json()["type"], "/problems/suspended", "{}", suspended.body);
        tokio::time::sleep(zt_access::REMEMBERED_FOR).await;
        let elsewhere = ask(&mut there, &path, Some(&bearer), "*/*").await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_question_that_cannot_be_read_is_a_400_that_names_the_parameter() {
    for world in worlds().await {
        let mut browser = world.browser();
        for query in ["?limit=0", "?limit=x", "?fields=,", "?grant=x", "?after=nonsense"] {
            let answer = ask(&mut browser, &path(&world, query), None, "*/*").await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}: {}", answer.body);
        }
        let unknown = ask(&mut browser, "/api/v1/datasets/x/rows", None, "*/*").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }
}
