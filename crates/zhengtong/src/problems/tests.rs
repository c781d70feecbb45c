//! The list against the code, and each page in both languages.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path as FilePath, PathBuf},
};

use axum::http::StatusCode;
use zt_web::{Lang, Visitor};

use super::*;

/// Statuses an error page or a problem of no other kind may have.
const STATUSES: [u16; 17] =
    [400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 422, 429, 500, 503, 504];

fn crates() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &FilePath, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

/// The slugs written in a source: the second argument of `Problem::new`, and the
/// first of `.slug(…)` and of the catalogue's own `conflict(…)`.
fn written(source: &str) -> BTreeSet<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let code: Vec<&str> =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let news = code.split("Problem::new(").skip(1).filter_map(|rest| rest.split(',').nth(1));
    let slugs = code.split(".slug(").skip(1);
    let conflicts = code.split(" conflict(").skip(1);
    news.chain(slugs)
        .chain(conflicts)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// Every slug the crates answer with.
fn used() -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for krate in fs::read_dir(crates()).unwrap() {
        let krate = krate.unwrap().path();
        let mut found = Vec::new();
        if krate.join("src").is_dir() {
            sources(&krate.join("src"), &mut found);
        }
        for path in found {
            used.extend(written(&fs::read_to_string(path).unwrap()));
        }
    }
    // These two crates make a slug of each refusal, and have a text for each.
    for name in ["lake", "sharing"] {
        let texts = fs::read_to_string(crates().join(name).join("i18n/zh.ftl")).unwrap();
        let prefix = format!("{name}-problem-");
        let keys = texts.lines().filter_map(|line| line.strip_prefix(&prefix));
        used.extend(keys.filter_map(|key| Some(key.split_once(" =")?.0.to_owned())));
    }
    let ui = Ui::new(Lang::Zh, Visitor::anonymous(""), "/api/x");
    for status in STATUSES {
        let error = PageError::new(StatusCode::from_u16(status).unwrap());
        let problem = error.problem(&ui);
        used.insert(problem.kind().trim_start_matches("/problems/").to_owned());
    }
    used
}

#[test]
fn every_problem_that_is_answered_has_a_page_and_every_page_a_problem() {
    let listed: BTreeSet<String> = ALL.iter().map(|kind| kind.slug.to_owned()).collect();
    assert_eq!(listed.len(), ALL.len(), "no kind stands there twice");
    let used = used();
    let without_page: Vec<_> = used.difference(&listed).collect();
    let without_problem: Vec<_> = listed.difference(&used).collect();
    assert!(
        without_page.is_empty() && without_problem.is_empty(),
        "answered without a page: {without_page:?}; a page without an answer: {without_problem:?}"
    );
}

#[test]
fn slugs_are_found_as_they_are_written() {
    let source = r#"
        // Problem::new(status, "in-a-comment", title)
        Problem::new(
            StatusCode::CONFLICT,
            "over-lines", title)
        Problem::new(status, slug, ui.t("no-slug"))
        PageError::gone().slug("of-a-page")
        code.slug()
        Refused(why) => conflict("of-the-catalogue", &why)
        #[cfg(test)] Problem::new(status, "in-a-test", title)
    "#;
    let found: Vec<String> = written(source).into_iter().collect();
    assert_eq!(found, ["of-a-page", "of-the-catalogue", "over-lines"]);
}

#[tokio::test]
#[cfg(debug_assertions)] // As the means to look a page over are.
async fn every_page_is_whole_in_both_languages_and_an_unknown_kind_is_not_found() {
    let _ = zt_web::i18n::register(crate::app::FLUENT);
    for lang in Lang::ALL {
        let ui = |path: &str| Ui::new(lang, Visitor::anonymous("t"), path);
        let page = list(ui("/problems")).await.into_string();
        assert_eq!(zt_web::sanity::faults(&page), [""; 0]);
        for kind in ALL {
            assert!(page.contains(&format!("href=\"{}\"", kind.path())), "{}", kind.slug);
            let shown = show(ui(&kind.path()), Path(kind.slug.to_owned())).await.unwrap();
            assert_eq!(zt_web::sanity::faults(shown.as_str()), [""; 0], "{}", kind.slug);
        }
        let unknown = show(ui("/problems/x"), Path("x".to_owned())).await.unwrap_err();
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    }
}
