//! Who sees what of the ledger, and that what is handed out holds.

use http::{Request, StatusCode, header};
use zt_kernel::Role;
use zt_ledger::{AuditEvent, EventId, Object, verify_bundle};
use zt_oversight::{EntryReaders, Oversight, POLICY_SOURCE};
use zt_testkit::{Browser, TestPlatform, platforms};

/// A platform with two agencies, an auditor, and one event of each officer.
struct Stage {
    test: TestPlatform,
    first: EventId,
    second: EventId,
}

async fn stages() -> Vec<Stage> {
    zt_web::i18n::register(&[zt_access::FLUENT, zt_oversight::FLUENT]).unwrap();
    let mut stages = Vec::new();
    for test in platforms(&[], &[POLICY_SOURCE]).await {
        let (one, two) = (test.agency("甲局").await, test.agency("乙局").await);
        let a = test.account(one.id, "officer.a", &[Role::Officer]).await;
        let b = test.account(two.id, "steward.b", &[Role::Steward]).await;
        test.account(one.id, "auditor.c", &[Role::Auditor]).await;
        let mut ids = Vec::new();
        for (account, about) in [(&a, Some(two.id)), (&b, None)] {
            let mut event = AuditEvent::new(
                test.platform.now(),
                &account.actor(),
                "sharing.rows.read",
                Object::new("dataset", 512),
            )
            .detail("rows", 100);
            if let Some(agency) = about {
                event = event.also(Object::new("agency", agency));
            }
            ids.push(test.platform.ledger.append(&event).await.unwrap().id);
        }
        for id in &ids {
            test.platform.ledger.settle(id).await.unwrap();
        }
        stages.push(Stage { test, first: ids[0], second: ids[1] });
    }
    stages
}

impl Stage {
    fn browser(&self, entries: EntryReaders) -> Browser {
        let oversight = Oversight::open(self.test.platform.clone(), entries);
        self.test.browser(zt_oversight::router(oversight))
    }

    async fn signed_in(&self, username: &str) -> Browser {
        let mut browser = self.browser(EntryReaders::Auditors);
        browser.sign_in(username).await;
        browser
    }

    async fn index(&self, id: &EventId) -> u64 {
        self.test.platform.ledger.settle(id).await.unwrap()
    }
}

#[tokio::test]
async fn the_tree_is_for_everybody_and_what_events_say_is_not() {
    for stage in stages().await {
        let mut browser = stage.browser(EntryReaders::Auditors);
        let checkpoint = browser.get("/ledger/checkpoint").await;
        assert_eq!(checkpoint.status, StatusCode::OK);
        assert_eq!(checkpoint.headers[header::CACHE_CONTROL], "no-cache");
        let verifier = stage.test.platform.ledger.verifier();
        let size = verifier.open_checkpoint(checkpoint.body.as_bytes()).unwrap().size;
        assert_eq!(browser.get("/ledger/vkey").await.body, format!("{verifier}\n"));

        let tile = browser.get(&format!("/ledger/tile/0/000.p/{size}")).await;
        assert_eq!(tile.status, StatusCode::OK);
        let caching = tile.headers[header::CACHE_CONTROL].to_str().unwrap();
        assert!(caching.contains("immutable"), "{caching}");
        for absent in ["0/001", "0/0", "0/000.p/255", "9/000", "0/..%2Fkey", "key"] {
            let answer = browser.get(&format!("/ledger/tile/{absent}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{absent}");
        }
        let entries = format!("/ledger/tile/entries/000.p/{size}");
        assert_ne!(browser.get(&entries).await.status, StatusCode::OK);
        assert_ne!(stage.signed_in("officer.a").await.get(&entries).await.status, StatusCode::OK);
        assert_eq!(stage.signed_in("auditor.c").await.get(&entries).await.status, StatusCode::OK);
        let held = stage.signed_in("auditor.c").await.get(&entries).await;
        let caching = held.headers[header::CACHE_CONTROL].to_str().unwrap();
        assert!(caching.contains("no-store") && !caching.contains("public"), "{caching}");
        let mut open = stage.browser(EntryReaders::Everybody);
        let published = open.get(&entries).await;
        assert_eq!(published.status, StatusCode::OK);
        let caching = published.headers[header::CACHE_CONTROL].to_str().unwrap();
        assert!(caching.contains("immutable"), "{caching}");

        let page = browser.get("/ledger").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(&verifier.to_string()));
        assert!(!page.body.contains("dataset"), "no event is listed");
    }
}

#[tokio::test]
async fn an_agency_sees_what_it_did_and_what_concerns_it_and_an_auditor_all() {
    for stage in stages().await {
        let (first, second) = (stage.index(&stage.first).await, stage.index(&stage.second).await);
        let link = |index: u64| format!("href=\"/ledger/{index}\"");

        let mut officer = stage.signed_in("officer.a").await;
        let page = officer.get("/ledger?area=sharing&lang=en").await;
        assert!(page.body.contains("read rows") && page.body.contains(&link(first)));
        assert!(!page.body.contains(&link(second)));
        assert_eq!(officer.get(&format!("/ledger/{first}")).await.status, StatusCode::OK);
        let denied = officer.get(&format!("/ledger/{second}")).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);

        let mut steward = stage.signed_in("steward.b").await;
        let page = steward.get("/ledger?area=sharing&view=about").await;
        assert!(page.body.contains(&link(first)) && !page.body.contains(&link(second)));
        assert_eq!(steward.get(&format!("/ledger/{first}")).await.status, StatusCode::OK);

        let mut auditor = stage.signed_in("auditor.c").await;
        let page = auditor.get("/ledger?area=sharing").await;
        assert!(page.body.contains(&link(first)) && page.body.contains(&link(second)));
        let page =
            auditor.get("/ledger?kind=dataset&id=512&from=2026-01-05&until=2026-01-05").await;
        assert!(page.body.contains(&link(first)) && page.body.contains(&link(second)));
        let page = auditor.get("/ledger?from=2026-13-01").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        for absent in ["/ledger/99999", "/ledger/x", "/ledger/-1"] {
            assert_eq!(auditor.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
        }
    }
}

#[tokio::test]
async fn reading_the_ledger_is_itself_on_record() {
    for stage in stages().await {
        let mut auditor = stage.signed_in("auditor.c").await;
        let read = auditor.get("/ledger/0").await;
        assert_eq!(read.status, StatusCode::OK);
        let mut told = false;
        for _ in 0..100 {
            let page = auditor.get("/ledger?area=oversight&kind=ledger_event&id=0&lang=en").await;
            // The words stand in the title too, so the row's link to it counts.
            told = page.body.contains("<td") && page.body.contains("read the ledger");
            if told {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert!(told, "no event tells of the reading");
    }
}

#[tokio::test]
async fn a_downloaded_bundle_holds_and_a_changed_one_is_told_where() {
    for stage in stages().await {
        let address = format!("/api/v1/ledger/bundles/{},{}", stage.first, stage.second);
        let mut auditor = stage.signed_in("auditor.c").await;
        let bundle = auditor.get(&address).await;
        assert_eq!(bundle.status, StatusCode::OK);
        let verified = verify_bundle(bundle.body.as_bytes()).unwrap();
        assert_eq!(verified.events.len(), 2);

        let mut visitor = stage.browser(EntryReaders::Auditors);
        let page = hand_in(&mut visitor, &bundle.body).await;
        assert!(page.contains("The evidence holds") && page.contains("this platform"), "{page}");
        let changed = bundle.body.replacen("\"rows\": 100", "\"rows\": 101", 1);
        let page = hand_in(&mut visitor, &changed).await;
        assert!(page.contains("The evidence does not hold"));
        let index = stage.index(&stage.first).await.to_string();
        assert!(page.contains(&format!("Entry {index} (read rows)")), "{page}");
        let page = hand_in(&mut visitor, "").await;
        assert!(page.contains("Choose the bundle"));

        // Others get neither the bundle nor a hint whether the event exists.
        assert_eq!(visitor.get(&address).await.status, StatusCode::UNAUTHORIZED);
        let mut officer = stage.signed_in("officer.a").await;
        assert_eq!(officer.get(&address).await.status, StatusCode::FORBIDDEN);
        let unknown = format!("/api/v1/ledger/bundles/{}", "0".repeat(32));
        assert_eq!(officer.get(&unknown).await.status, StatusCode::NOT_FOUND);
        let bad = officer.get("/api/v1/ledger/bundles/x").await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
        assert_eq!(bad.json()["type"], "/problems/bad-event-ids");
    }
}

/// Sends a bundle with the form of the page.
async fn hand_in(browser: &mut Browser, bundle: &str) -> String {
    let page = browser.get("/ledger/verify?lang=en").await.body;
    let token = page.split("name=\"_csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let body = format!(
        "--B\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\"e.json\"\r\n\
         Content-Type: application/json\r\n\r\n{bundle}\r\n--B--\r\n"
    );
    let request = Request::builder()
        .method("POST")
        .uri("/ledger/verify?lang=en")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
    browser.send(request, body).await.body
}
