//! The pages, opened and used as people do.

use http::StatusCode;
use zt_testkit::Browser;

use super::world::{World, application, worlds};

async fn signed_in(world: &World, name: &str) -> Browser {
    let _ = zt_web::i18n::register(&[crate::FLUENT, zt_access::FLUENT]);
    let mut browser = world.browser();
    browser.sign_in(name).await;
    browser
}

const SCOPE: &[(&str, &str)] =
    &[("items", "name"), ("mode", "interface"), ("from", "2026-01-05"), ("until", "2026-06-30")];

const PURPOSE: &[(&str, &str)] = &[
    ("legal_basis", "《社会救助暂行办法》第五十八条"),
    ("scenario", "低保资格复核"),
    ("head_name", "处长"),
    ("head_on", "2026-01-04"),
];

/// Walks the wizard to the end and returns the request's address.
async fn ask(world: &World, browser: &mut Browser) -> String {
    let slug = world.entry.code.slug();
    let begin = format!("/requests/new?entry={slug}");
    let fields = [SCOPE, &[("entry", slug.as_str())]].concat();
    let saved = browser.submit(&begin, "/requests/new", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let purpose = saved.location().to_owned();
    let saved = browser.submit(&purpose, &purpose, PURPOSE).await;
    let check = saved.location().to_owned();
    let page = browser.get(&check).await;
    assert!(page.body.contains("低保资格复核"), "{}", page.body);
    let handed_in = browser.submit(&check, &check.replace("/check", "/submit"), &[]).await;
    handed_in.location().to_owned()
}

#[tokio::test]
async fn a_request_is_asked_and_consented_to_on_pages() {
    for world in worlds().await {
        let mut requester = signed_in(&world, "requester").await;
        let request = ask(&world, &mut requester).await;
        let mut owner = signed_in(&world, "owner").await;
        let inbox = owner.get("/requests/inbox").await;
        assert!(inbox.body.contains(&format!("{request}/decide")), "{}", inbox.body);
        let decide = format!("{request}/decide");
        let page = owner.get(&decide).await;
        assert!(page.body.contains("2026-01-19"), "the derivation reaches the due day");
        assert!(page.body.contains("甲公司"), "the preview shows rows");
        let consent = [
            ("items", "name"),
            ("from", "2026-01-05"),
            ("until", "2026-06-30"),
            ("head_name", "科长"),
        ];
        let consented = owner.submit(&decide, &format!("{request}/consent"), &consent).await;
        assert_eq!(consented.status, StatusCode::SEE_OTHER, "{}", consented.body);
        let grants = requester.get("/grants").await;
        assert!(grants.body.contains("/grants/1"), "{}", grants.body);
        let grant = requester.get("/grants/1").await;
        assert!(grant.body.contains("curl"), "a grantee is told how to call");
    }
}

#[tokio::test]
async fn nothing_typed_is_lost_to_an_error() {
    for world in worlds().await {
        let mut owner = signed_in(&world, "owner").await;
        let id = world.submitted(application()).await;
        let decide = format!("/requests/{id}/decide");
        let typed = [("basis_kind", "law"), ("basis", ""), ("refuse_reasons", "用途不符")];
        let again = owner.submit(&decide, &format!("/requests/{id}/refuse"), &typed).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("用途不符"), "{}", again.body);
    }
}

#[tokio::test]
async fn the_slower_of_two_stewards_sees_who_decided() {
    for world in worlds().await {
        let id = world.submitted(application()).await;
        let step = world.step(&world.owner, id);
        world.sharing.consent(step, super::world::everything()).await.unwrap();
        let mut colleague = signed_in(&world, "colleague").await;
        let page = colleague.get(&format!("/requests/{id}/decide")).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        let account = world.owner.account().unwrap().to_string();
        assert!(page.body.contains(&account), "{}", page.body);
    }
}

#[tokio::test]
async fn every_page_opens_for_those_it_is_for_in_both_languages() {
    for world in worlds().await {
        world.granted(application()).await;
        world.submitted(application()).await;
        let slug = world.entry.code.slug();
        for (name, paths) in [
            (
                "requester",
                vec![
                    "/requests".to_owned(),
                    "/requests/1".to_owned(),
                    "/requests/2/withdraw".to_owned(),
                    format!("/requests/new?entry={slug}&grant=1"),
                    "/grants".to_owned(),
                    "/grants/1".to_owned(),
                    "/grants/1/usage".to_owned(),
                    "/grants/1/change?action=relinquish".to_owned(),
                    "/grants/1/dispose".to_owned(),
                    "/corrections".to_owned(),
                    format!("/corrections/new?entry={slug}"),
                    "/disputes".to_owned(),
                    "/disputes/new?request=2".to_owned(),
                    "/notices".to_owned(),
                ],
            ),
            (
                "owner",
                vec![
                    "/requests/inbox".to_owned(),
                    "/requests/2/decide".to_owned(),
                    "/grants/given".to_owned(),
                    "/grants/1".to_owned(),
                    "/grants/1/change?action=suspend".to_owned(),
                    "/grants/1/change?action=propose_end".to_owned(),
                    "/grants/1/change?action=propose_narrowing".to_owned(),
                    "/corrections?role=owner".to_owned(),
                ],
            ),
            (
                "authority",
                vec![
                    "/supervision".to_owned(),
                    "/supervision/rows?duty=replies&verdict=open".to_owned(),
                    "/requests/extensions".to_owned(),
                    "/disputes".to_owned(),
                ],
            ),
        ] {
            let mut browser = signed_in(&world, name).await;
            for path in paths {
                for lang in ["zh", "en"] {
                    let join = if path.contains('?') { '&' } else { '?' };
                    let page = browser.get(&format!("{path}{join}lang={lang}")).await;
                    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
                    assert!(!page.body.contains('⟦'), "{path} in {lang}: {}", page.body);
                    assert!(page.body.len() < 60_000, "{path} is {} bytes", page.body.len());
                }
            }
        }
    }
}

#[tokio::test]
async fn pages_of_the_authority_are_not_for_others() {
    for world in worlds().await {
        let mut owner = signed_in(&world, "owner").await;
        for path in ["/supervision", "/requests/extensions"] {
            assert_eq!(owner.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let nobody = world.browser().get("/requests").await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    }
}

/// Codes are numbered, so anybody can name one that isn't in the catalogue yet.
#[tokio::test]
async fn a_draft_of_another_agency_is_no_entry_at_all() {
    for world in worlds().await {
        let draft = world.secret_draft().await;
        let slug = draft.code.slug();
        let mut stranger = signed_in(&world, "stranger").await;
        for path in
            [format!("/corrections/new?entry={slug}"), format!("/requests/new?entry={slug}")]
        {
            let answer = stranger.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.body);
            assert!(!answer.body.contains("secret_item") && !answer.body.contains("未公开"));
        }
        let known = format!("/corrections/new?entry={}", world.entry.code.slug());
        for action in ["/corrections/new", "/requests/new"] {
            let typed = [("entry", slug.as_str()), ("items", "secret_item"), ("row", "")];
            let answer = stranger.submit(&known, action, &typed).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}: {}", answer.body);
            assert!(!answer.body.contains("未公开"), "{action}");
        }
    }
}

/// The page shows the first values of each item.
#[tokio::test]
async fn only_who_may_decide_sees_the_page_to_decide_on() {
    for world in worlds().await {
        let agency = world.owner.agency().unwrap();
        world.test.account(agency, "bystander", &[zt_kernel::Role::Officer]).await;
        let id = world.submitted(application()).await;
        let decide = format!("/requests/{id}/decide");
        for (name, status) in [
            ("bystander", StatusCode::FORBIDDEN),
            ("requester", StatusCode::FORBIDDEN),
            ("authority", StatusCode::FORBIDDEN),
            ("stranger", StatusCode::NOT_FOUND),
        ] {
            let page = signed_in(&world, name).await.get(&decide).await;
            assert_eq!(page.status, status, "{name}");
            assert!(!page.body.contains("甲公司"), "{name}");
        }
        let page = signed_in(&world, "owner").await.get(&decide).await;
        assert!(page.body.contains("甲公司"), "{}", page.body);
        let event = world.event("sharing.rows.previewed").await;
        assert_eq!(event["decision"]["outcome"], "allow");
    }
}
