//! The pages as people see them.

use http::StatusCode;
use maud::html;
use zt_catalogue::{Entry, EntryPanel, panel::Rendering, path_of};
use zt_testkit::Answer;
use zt_web::{PageError, Ui};

use crate::ground::{ground_with, grounds};

/// What every page of the platform keeps under (DESIGN §9).
const PAGE_MAX_BYTES: usize = 60 * 1024;

#[track_caller]
fn check(answer: &Answer, parts: &[&str]) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for part in parts {
        assert!(answer.body.contains(part), "{part} is missing in {}", answer.body);
    }
    assert!(!answer.body.contains('⟦'), "a text is missing in {}", answer.body);
    assert!(answer.body.len() < PAGE_MAX_BYTES, "{} bytes", answer.body.len());
}

#[tokio::test]
async fn an_empty_catalogue_says_so_on_every_page() {
    for ground in grounds().await {
        let mut anyone = ground.browser();
        check(&anyone.get("/").await, &["还没有发布的目录条目"]);
        check(&anyone.get("/catalogue?q=维修").await, &["没有找到目录条目"]);
        let mut steward = ground.signed_in("zhufang").await;
        check(&steward.get("/catalogue/mine").await, &["还没有目录条目", "/catalogue/new"]);
    }
}

#[tokio::test]
async fn home_search_and_entry_show_what_is_published() {
    for ground in grounds().await {
        let entry = ground.published("房屋维修信息").await;
        let path = path_of(&entry.code);
        let mut anyone = ground.browser();
        check(&anyone.get("/").await, &["房屋维修信息", "示例市住房保障局", "openness=open"]);
        check(&anyone.get("/catalogue?q=weixiu").await, &["已按拼音查找", &path]);
        check(&anyone.get("/catalogue?q=维修").await, &["<mark>维修</mark>"]);
        check(
            &anyone.get(&path).await,
            &["301001/000001", "部分开放", "字符型 C", "/requests/new?entry=301001-000001"],
        );
        check(&anyone.get("/catalogue?lang=en").await, &["Data catalogue", "Repairs"]);
    }
}

#[tokio::test]
async fn what_is_not_open_is_neither_listed_nor_shown_to_who_has_not_signed_in() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let draft = ground.draft("房屋维修信息").await;
        let mut closed = draft.description();
        closed.items[0].opening = zt_catalogue::Opening::Closed;
        let draft = catalogue.update(&ground.steward, &draft, closed, now).await.unwrap();
        let draft = ground.grade(&draft).await;
        let entry = catalogue.submit(&ground.steward, &draft, now).await.unwrap();
        let entry = catalogue.publish(&ground.operator, &entry, now).await.unwrap();
        let path = path_of(&entry.code);
        let mut anyone = ground.browser();
        check(&anyone.get("/catalogue?q=维修&view=resource").await, &["没有找到目录条目"]);
        let refused = anyone.get(&path).await;
        assert_ne!(refused.status, StatusCode::OK);
        assert!(!refused.body.contains("房屋维修"), "{}", refused.body);
        let mut officer = ground.signed_in("shuiwu").await;
        check(&officer.get("/catalogue?q=维修").await, &["资源目录", "开放目录"]);
        check(&officer.get(&path).await, &["房屋维修信息"]);
    }
}

#[tokio::test]
async fn a_steward_writes_grades_and_submits_and_the_authority_publishes() {
    for ground in grounds().await {
        let mut steward = ground.signed_in("zhufang").await;
        let fields = [
            ("name", "房屋维修信息"),
            ("abstract", "登记"),
            ("branch", "301"),
            ("group", "1"),
            ("detail", ""),
        ];
        let wrong = steward.submit("/catalogue/new", "/catalogue/new", &fields).await;
        assert_eq!(wrong.status, StatusCode::SEE_OTHER, "{}", wrong.body);
        let edit = wrong.location().to_owned();
        check(&steward.get(&edit).await, &["没有信息项", "尚未同意"]);
        let page = edit.trim_end_matches("/edit").to_owned();

        let item = format!("{page}/items/1");
        let fields = [
            ("revision", "1"),
            ("name", "bh"),
            ("label", "编号"),
            ("data_type", "C"),
            ("element", ""),
            ("sharing", "unconditional"),
            ("ground", ""),
            ("basis_kind", ""),
            ("mode", "interface"),
            ("opening", "open"),
            ("opening_condition", ""),
            ("mask", "none"),
            ("personal", "none"),
            ("source", ""),
        ];
        let saved = steward.submit(&item, &item, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let fields = [
            ("revision", "2"),
            ("name", "房屋维修信息"),
            ("name_en", ""),
            ("abstract", "登记"),
            ("format", "database"),
            ("format_detail", ""),
            ("update_cycle", "daily"),
            ("related", ""),
            ("secrecy", "不涉密"),
            ("secrecy_assessor", "办公室"),
            ("secrecy_on", "2026-01-05"),
            ("personal_information", "无影响"),
            ("personal_information_assessor", "办公室"),
            ("personal_information_on", "2026-01-05"),
            ("consent", "局长"),
            ("consent_on", "2026-01-05"),
        ];
        let saved = steward.submit(&edit, &edit, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);

        let grading = format!("{page}/grading");
        steward.submit(&grading, &format!("{page}/propose"), &[("revision", "3")]).await;
        let proposals = steward.get(&grading).await;
        check(&proposals, &["未发现危害迹象", "GB/T 43697-2024"]);
        let (_, rest) = proposals.body.split_once("name=\"grade_").unwrap();
        let case = rest.split('"').next().unwrap();
        let (grade, reason) = (format!("grade_{case}"), format!("reason_{case}"));
        let fields = [("revision", "3"), (grade.as_str(), "general-1"), (reason.as_str(), "")];
        let confirmed = steward.submit(&grading, &grading, &fields).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.body);
        let submitted =
            steward.submit(&edit, &format!("{page}/submit"), &[("revision", "4")]).await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.body);

        let mut operator = ground.signed_in("shujuju").await;
        check(&operator.get("/catalogue/review").await, &["房屋维修信息"]);
        check(&operator.get(&edit).await, &["第十七条", "审核通过并发布"]);
        let published =
            operator.submit(&edit, &format!("{page}/publish"), &[("revision", "5")]).await;
        assert_eq!(published.location(), page, "{}", published.body);
        check(&ground.browser().get(&page).await, &["已发布", "编号"]);
        check(&steward.get("/catalogue/mine").await, &["房屋维修信息"]);
        check(&steward.get(&format!("{page}/versions")).await, &["第 1 版"]);
    }
}

#[tokio::test]
async fn a_form_with_errors_keeps_what_was_typed() {
    let ground = ground_with(Vec::new()).await;
    let mut steward = ground.signed_in("zhufang").await;
    let fields = [
        ("name", ""),
        ("abstract", "写了很久的摘要"),
        ("branch", "301"),
        ("group", "1000"),
        ("detail", "x"),
    ];
    let answer = steward.submit("/catalogue/new", "/catalogue/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("写了很久的摘要") && answer.body.contains("三位以内"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_save_over_somebody_elses_keeps_what_was_typed_and_says_so() {
    let ground = ground_with(Vec::new()).await;
    let entry = ground.draft("甲").await;
    let edit = format!("{}/edit", path_of(&entry.code));
    let mut other = entry.description();
    other.name = "乙".into();
    ground.catalogue.update(&ground.colleague, &entry, other, ground.now()).await.unwrap();
    let mut steward = ground.signed_in("zhufang").await;
    let fields = [
        ("revision", "1"),
        ("name", "丙"),
        ("name_en", ""),
        ("abstract", ""),
        ("format", "database"),
        ("format_detail", ""),
        ("update_cycle", "daily"),
        ("related", ""),
        ("secrecy", ""),
        ("secrecy_assessor", ""),
        ("secrecy_on", ""),
        ("personal_information", ""),
        ("personal_information_assessor", ""),
        ("personal_information_on", ""),
        ("consent", ""),
        ("consent_on", ""),
    ];
    let answer = steward.submit(&edit, &edit, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("他人已修改") && answer.body.contains("value=\"丙\""),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_withdrawn_entry_is_gone_and_an_unknown_one_not_found() {
    let ground = ground_with(Vec::new()).await;
    let entry = ground.published("房屋维修信息").await;
    ground.catalogue.withdraw(&ground.steward, entry.id, "并入", ground.now()).await.unwrap();
    let mut officer = ground.signed_in("shuiwu").await;
    assert_eq!(officer.get(&path_of(&entry.code)).await.status, StatusCode::GONE);
    for path in ["/catalogue/entries/301001-000999", "/catalogue/entries/nonsense"] {
        assert_eq!(officer.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(officer.get("/catalogue?grade=general-9").await.status, StatusCode::BAD_REQUEST);
}

struct Preview;

impl EntryPanel for Preview {
    fn anchor(&self) -> &'static str {
        "preview"
    }

    fn title_key(&self) -> &'static str {
        "catalogue-field-bindings"
    }

    fn render<'a>(&'a self, _: &'a Ui, entry: &'a Entry) -> Rendering<'a> {
        Box::pin(async move { Ok(Some(html! { p { "rows of " (entry.code) } })) })
    }
}

struct Failing;

impl EntryPanel for Failing {
    fn anchor(&self) -> &'static str {
        "failing"
    }

    fn title_key(&self) -> &'static str {
        "catalogue-field-bindings"
    }

    fn render<'a>(&'a self, _: &'a Ui, _: &'a Entry) -> Rendering<'a> {
        Box::pin(async { Err(PageError::unavailable()) })
    }
}

#[tokio::test]
async fn panels_of_higher_crates_show_and_a_failing_one_takes_nothing_down() {
    let ground = ground_with(vec![Box::new(Failing), Box::new(Preview)]).await;
    let entry = ground.published("房屋维修信息").await;
    let answer = ground.browser().get(&path_of(&entry.code)).await;
    check(&answer, &["id=\"preview\"", "rows of 301001/000001"]);
    assert!(!answer.body.contains("id=\"failing\""));
}
