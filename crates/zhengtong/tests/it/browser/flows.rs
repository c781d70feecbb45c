//! What people do: sign in, search, change language and text size.

use std::path::Path;

use fantoccini::Locator;

use super::driver::{Browser, Width};
use super::pages::sign_in;
use crate::support::demo::{self, Account, Keys};
use crate::support::platform::Platform;

/// A browser at a platform with the demo's data; `None` where there is no browser.
async fn started() -> Option<(Browser, Platform, tempfile::TempDir)> {
    let browser = Browser::start().await?;
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    browser.resize(Width::Desktop).await;
    Some((browser, platform, folder))
}

#[tokio::test]
async fn a_steward_signs_in_and_out() {
    let Some((browser, platform, folder)) = started().await else { return };
    let keys = Keys::of(folder.path());
    sign_in(&browser, &platform, keys.account(Account::Steward)).await;
    browser.click("details.menu summary").await;
    browser.click("form[action=\"/sign-out\"] button").await;
    browser.visit(&format!("{}/", platform.address())).await;
    let forms = browser
        .evaluate("return document.querySelectorAll('form[action=\"/sign-out\"]').length")
        .await;
    assert_eq!(forms, 0, "signed out");
    browser.end().await;
    platform.stop().await;
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_says_what_is_wrong() {
    let Some((browser, platform, folder)) = started().await else { return };
    let keys = Keys::of(folder.path());
    let (login, _) = keys.account(Account::Steward);
    browser.visit(&format!("{}/sign-in?lang=en", platform.address())).await;
    browser.fill("username", login).await;
    browser.fill("password", "wrong").await;
    browser.click("main form button[type=submit]").await;
    let kept = browser.evaluate("return document.querySelector('[name=username]').value").await;
    assert_eq!(kept, login, "what was typed is kept");
    let typed = browser.evaluate("return document.querySelector('[name=password]').value").await;
    assert_eq!(typed, "", "but the password is not");
    let summary = browser.text("[role=alert]").await;
    assert!(!summary.is_empty());
    browser.end().await;
    platform.ask_to_stop().await;
    platform.ended().await;
}

/// Two characters of a longer word are enough.
#[tokio::test]
async fn a_search_from_the_home_page_finds_entries_by_part_of_a_word() {
    let Some((browser, platform, _folder)) = started().await else { return };
    browser.visit(&format!("{}/?lang=zh", platform.address())).await;
    let field = browser.client.find(Locator::Css("[role=search] [name=q]")).await;
    let field = field.expect("every page has the search field");
    field.send_keys("学校\n").await.expect("the field takes text");
    browser.wait_for_path("/catalogue").await;
    let results = browser.text("main").await;
    assert!(results.contains("中小学校基本信息"), "{results}");
    browser.end().await;
    platform.stop().await;
}

#[tokio::test]
async fn a_chosen_language_stays_chosen() {
    let Some((browser, platform, _folder)) = started().await else { return };
    browser.visit(&format!("{}/?lang=en", platform.address())).await;
    browser.visit(&format!("{}/sign-in", platform.address())).await;
    let lang = browser.evaluate("return document.documentElement.lang").await;
    assert_eq!(lang, "en");
    browser.end().await;
    platform.stop().await;
}

#[tokio::test]
async fn large_text_is_larger_and_still_fits_a_phone() {
    let Some((browser, platform, _folder)) = started().await else { return };
    let size = "return parseFloat(getComputedStyle(document.body).fontSize)";
    browser.resize(Width::Phone).await;
    browser.visit(&format!("{}/?text=normal", platform.address())).await;
    let normal = browser.evaluate(size).await.as_f64().expect("a number");
    browser.visit(&format!("{}/?text=large", platform.address())).await;
    let large = browser.evaluate(size).await.as_f64().expect("a number");
    assert!(large >= normal * 1.2, "{normal} px, then {large} px");
    let wider = browser.evaluate("return document.documentElement.scrollWidth - innerWidth").await;
    assert!(wider.as_i64().is_some_and(|pixels| pixels <= 0), "{wider} px too wide");
    browser.end().await;
    platform.stop().await;
}

/// The README's pictures are these pages as the test saw them. They are
/// written only when asked for with `ZT_SCREENSHOTS=1`.
#[tokio::test]
async fn the_readmes_pictures_can_be_taken() {
    let Some((browser, platform, folder)) = started().await else { return };
    let keys = Keys::of(folder.path());
    sign_in(&browser, &platform, keys.account(Account::Steward)).await;
    for (name, path, height) in
        [("catalogue", "/catalogue", 900), ("decision", "/requests/1", 1910)]
    {
        browser.resize_to(Width::Desktop, height).await;
        browser.visit(&format!("{}{path}?lang=zh", platform.address())).await;
        // The deadline's derivation is what the picture is of.
        browser.evaluate("document.querySelector('main details')?.setAttribute('open', '')").await;
        let picture = browser.client.screenshot().await.expect("a picture can be taken");
        assert!(picture.starts_with(b"\x89PNG"));
        assert!(picture.len() <= 300_000, "{name} is {} bytes", picture.len());
        if std::env::var("ZT_SCREENSHOTS").is_ok_and(|value| value == "1") {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/images");
            std::fs::write(folder.join(format!("{name}.png")), picture).expect("it is written");
        }
    }
    browser.end().await;
    platform.stop().await;
}
