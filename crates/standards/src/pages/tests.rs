//! The pages, driven as a browser would.

use http::StatusCode;
use zt_kernel::Role;
use zt_testkit::Browser;

use crate::router;
use crate::tests::all;

/// The most a page may weigh without pictures (DESIGN §8).
const PAGE_MAX_BYTES: usize = 60_000;

fn register() {
    // Later calls change nothing, so every test may call it.
    zt_web::i18n::register(&[zt_access::FLUENT, crate::FLUENT]).unwrap();
}

/// Opens a page, which must be whole, small and fully worded.
async fn open(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    assert!(answer.body.len() <= PAGE_MAX_BYTES, "{path} weighs {}", answer.body.len());
    assert!(!answer.body.contains('⟦'), "{path} lacks a text: {}", missing(&answer.body));
    answer.body
}

/// The first key a page shows instead of its text.
fn missing(body: &str) -> &str {
    let start = body.find('⟦').unwrap_or(0);
    body.get(start..).and_then(|rest| rest.split('⟧').next()).unwrap_or_default()
}

#[tokio::test]
async fn every_public_page_opens_in_both_languages_within_its_budget() {
    register();
    for (platform, standards) in all().await {
        standards.load_national_package(platform.platform.now()).await.unwrap();
        let mut browser = platform.browser(router(standards.clone()));
        for lang in ["zh", "en"] {
            for path in [
                "/standards?",
                "/standards?q=身份证&",
                "/standards?object=person&grade=4&type=C&",
                "/standards?q=没有这样的数据元&",
                "/standards/code-sets?",
                "/standards/code-sets?q=稻谷种植&",
                "/standards/elements/PER001?",
                "/standards/elements/PER003?",
                "/standards/elements/LOC013?version=1&",
                "/standards/code-sets/GBT2261.1?",
                "/standards/code-sets/GBT2260?",
                "/standards/code-sets/GBT2260?version=2005-06&q=崇文&",
                "/standards/code-sets/GBT4754?",
                "/standards/code-sets/GBT2260/differences?from=2013&to=2019&kind=abolished&",
                "/standards/divisions?",
                "/standards/divisions?at=2006-01-01&code=110103&",
                "/standards/divisions?at=1980-01-01&code=370000&",
                "/standards/divisions/differences?from=2019&to=2023&kind=changed&",
                "/standards/check?",
            ] {
                open(&mut browser, &format!("{path}lang={lang}")).await;
            }
        }
        for path in [
            "/standards/elements/NONE",
            "/standards/code-sets/NONE",
            "/standards/code-sets/GBT2260/differences?from=2013&to=1984",
            "/standards/divisions/differences?from=x&to=y",
        ] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let wrong = browser.get("/standards/divisions?at=yesterday&code=12").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("yesterday"), "what was typed stays");
    }
}

#[tokio::test]
async fn a_page_of_elements_leads_to_the_next_and_back() {
    register();
    for (platform, standards) in all().await.into_iter().take(1) {
        standards.load_national_package(platform.platform.now()).await.unwrap();
        let mut browser = platform.browser(router(standards));
        let first = open(&mut browser, "/standards").await;
        let next =
            first.split("href=\"").find(|link| link.starts_with("/standards?after=")).unwrap();
        let next = next.split('"').next().unwrap().to_owned();
        let second = open(&mut browser, &next).await;
        assert!(second.contains("rel=\"prev\""));
        assert!(!second.contains("CON001"), "the first page's rows are not repeated");
    }
}

#[tokio::test]
async fn divisions_abolished_long_ago_are_found_at_their_date() {
    register();
    for (platform, standards) in all().await.into_iter().take(1) {
        standards.load_national_package(platform.platform.now()).await.unwrap();
        let mut browser = platform.browser(router(standards));
        let then = open(&mut browser, "/standards/divisions?at=2006-01-01&code=110103").await;
        assert!(then.contains("北京市崇文区") && then.contains("当时有效"));
        let now = open(&mut browser, "/standards/divisions?code=110103").await;
        assert!(now.contains("当时已经撤销") && now.contains("崇文区"), "its history stays");
    }
}

#[tokio::test]
async fn a_number_is_judged_in_separate_verdicts_and_left_out_of_the_address() {
    register();
    for (platform, standards) in all().await.into_iter().take(1) {
        standards.load_national_package(platform.platform.now()).await.unwrap();
        let mut browser = platform.browser(router(standards));
        let page = "/standards/check";
        let good = browser.submit(page, page, &[("number", "53010219200508011X")]).await;
        assert_eq!(good.status, StatusCode::OK);
        assert!(good.body.contains("1920年5月8日") && good.body.contains("五华区"));
        let typo = browser.submit(page, page, &[("number", "530102192005080111")]).await;
        assert!(typo.body.contains("应为 X"));
        let credit = browser.submit(page, page, &[("number", "91350100M000100Y43")]).await;
        assert!(credit.body.contains("福州市"));
        let none = browser.submit(page, page, &[("number", " ")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);

        let element = "/standards/elements/PER001";
        let tried = browser.submit(element, element, &[("value", "530102192005080111")]).await;
        assert!(tried.body.contains("不符合规则") && tried.body.contains("校验码不对"));
        let element = "/standards/elements/PER003";
        let tried = browser.submit(element, element, &[("value", "女")]).await;
        assert!(tried.body.contains("符合规则"));
    }
}

const PROPOSAL: [(&str, &str); 18] = [
    ("name_zh", "摊位号"),
    ("name_en", "Stall number"),
    ("synonyms", "twh\n摊位编号"),
    ("object", "place"),
    ("explanation", "农贸市场摊位的编号。"),
    ("explanation_en", ""),
    ("source", ""),
    ("kind", "C"),
    ("length", "8"),
    ("precision", ""),
    ("rule_kind", "pattern"),
    ("code_set", ""),
    ("accepts", ""),
    ("pattern", "[A-Z][0-9]{1,4}"),
    ("min", ""),
    ("max", ""),
    ("scale", ""),
    ("grade", "1"),
];

#[tokio::test]
async fn a_steward_proposes_an_element_and_an_operator_publishes_it() {
    register();
    for (platform, standards) in all().await {
        let agency = platform.agency("市场监管局").await;
        let authority = platform.agency("数据局").await;
        platform.account(agency.id, "steward", &[Role::Steward]).await;
        platform.account(authority.id, "operator", &[Role::Operator]).await;
        let mut steward = platform.browser(router(standards.clone()));
        let new = "/standards/elements/new";
        assert_eq!(steward.get(new).await.status, StatusCode::UNAUTHORIZED);
        steward.sign_in("steward").await;
        open(&mut steward, new).await;
        open(&mut steward, "/standards/code-sets/new").await;

        // What is missing or wrong is told at once, and what was typed stays.
        let wrong = PROPOSAL.map(|(name, value)| match name {
            "name_en" => (name, ""),
            "pattern" => (name, "[A-Z"),
            _ => (name, value),
        });
        let wrong: Vec<_> = wrong.into_iter().chain([("grade_basis", "public_fact")]).collect();
        let refused = steward.submit(new, new, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("href=\"#f-name_en\""));
        assert!(refused.body.contains("href=\"#f-rule_kind\""));
        assert!(refused.body.contains("摊位编号"));

        let right: Vec<_> = PROPOSAL.into_iter().chain([("grade_basis", "public_fact")]).collect();
        let drafted = steward.submit(new, new, &right).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
        let proposal = drafted.location().to_owned();
        open(&mut steward, &proposal).await;
        open(&mut steward, &format!("{proposal}/edit")).await;
        assert!(open(&mut steward, "/standards/proposals").await.contains("摊位号"));

        let moving = format!("{proposal}/move");
        let submitted = steward.submit(&proposal, &moving, &[("step", "submit")]).await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER);
        let own = steward.submit(&proposal, &moving, &[("step", "publish"), ("note", "")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);

        let mut operator = platform.browser(router(standards.clone()));
        operator.sign_in("operator").await;
        let unreasoned =
            operator.submit(&proposal, &moving, &[("step", "return"), ("note", "")]).await;
        assert_eq!(unreasoned.status, StatusCode::UNPROCESSABLE_ENTITY);
        let published =
            operator.submit(&proposal, &moving, &[("step", "publish"), ("note", "")]).await;
        assert_eq!(published.location(), "/standards/elements/ZD00001");
        assert!(open(&mut operator, "/standards/elements/ZD00001").await.contains("摊位号"));
        open(&mut steward, "/standards/elements/ZD00001/revise").await;
    }
}

#[tokio::test]
async fn another_agency_does_not_see_a_draft_nor_learn_that_there_is_one() {
    register();
    for (platform, standards) in all().await.into_iter().take(1) {
        let agency = platform.agency("市场监管局").await;
        let other = platform.agency("教育局").await;
        platform.account(agency.id, "steward", &[Role::Steward]).await;
        platform.account(other.id, "stranger", &[Role::Steward]).await;
        let mut steward = platform.browser(router(standards.clone()));
        steward.sign_in("steward").await;
        let new = "/standards/elements/new";
        let right: Vec<_> = PROPOSAL.into_iter().chain([("grade_basis", "public_fact")]).collect();
        let proposal = steward.submit(new, new, &right).await.location().to_owned();

        let mut stranger = platform.browser(router(standards));
        assert_eq!(stranger.get(&proposal).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(stranger.get("/standards/proposals").await.status, StatusCode::UNAUTHORIZED);
        let missing =
            ["/standards/proposals/elements/999999", "/standards/proposals/code-sets/999999"];
        for path in missing {
            assert_eq!(stranger.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        stranger.sign_in("stranger").await;
        for path in [proposal.as_str(), missing[0], missing[1]] {
            assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!open(&mut stranger, "/standards/proposals").await.contains("摊位号"));
    }
}

#[tokio::test]
async fn a_code_set_is_proposed_as_csv_and_faults_name_the_line() {
    register();
    for (platform, standards) in all().await.into_iter().take(1) {
        let agency = platform.agency("市场监管局").await;
        platform.account(agency.id, "steward", &[Role::Steward]).await;
        let mut steward = platform.browser(router(standards));
        steward.sign_in("steward").await;
        let new = "/standards/code-sets/new";
        let send = |items: &'static str| {
            [
                ("code", "SL.STALL"),
                ("name_zh", "摊位类型"),
                ("name_en", "Stall types"),
                ("standard", ""),
                ("version", "1"),
                ("valid_from", "2026-01-01"),
                ("about", ""),
                ("items", items),
            ]
        };
        for (items, fault) in [
            ("nonsense", "CSV"),
            ("code,name\n1,蔬菜\n1,水产\n", "重复"),
            ("code,name\n,蔬菜\n", "第 1 项"),
        ] {
            let answer = steward.submit(new, new, &send(items)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{items}");
            assert!(answer.body.contains(fault), "{items}");
        }
        let drafted = steward.submit(new, new, &send("code,name\n1,蔬菜\n2,水产\n")).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
        assert!(open(&mut steward, drafted.location()).await.contains("水产"));
    }
}

/// A panel that says what it was asked about, or fails.
struct Uses(bool);

impl crate::ElementPanel for Uses {
    fn title_key(&self) -> &'static str {
        "standards-versions"
    }

    fn render<'a>(
        &'a self,
        _: &'a zt_web::Ui,
        element: &'a crate::Element,
    ) -> crate::panel::Rendering<'a> {
        let shown = format!("panel of {}", element.code);
        Box::pin(async move {
            if self.0 {
                Ok(Some(maud::html! { p { (shown) } }))
            } else {
                Err(zt_web::PageError::unavailable())
            }
        })
    }
}

#[tokio::test]
async fn a_higher_crates_panel_stands_on_the_page_and_its_failure_costs_only_itself() {
    register();
    for works in [true, false] {
        let (platform, standards) = all().await.into_iter().next().unwrap();
        standards.load_national_package(platform.platform.now()).await.unwrap();
        standards.attach(std::sync::Arc::new(Uses(works)));
        let mut browser = platform.browser(router(standards));
        let page = open(&mut browser, "/standards/elements/PER001").await;
        assert_eq!(page.contains("panel of PER001"), works);
    }
}
