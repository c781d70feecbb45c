//! Pages that exist only while something is under way: an officer asks for data, the
//! steward decides, the session of another ends in between.

use std::fmt::Write as _;

use super::driver::{Browser, Width};
use super::pages::{look, sign_in};
use crate::support::demo::{self, Account, Keys};
use crate::support::platform::Platform;

/// An entry of the demo's steward, shared on a condition.
const ENTRY: &str = "30200102-000001";

/// Three of its items.
const ITEMS: [&str; 3] = ["jzmj", "xqmc", "scgpshsj"];

/// The page that is shown, looked at as it stands in both widths.
async fn stands(browser: &Browser, name: &str, faults: &mut String) {
    for width in [Width::Phone, Width::Desktop] {
        browser.resize(width).await;
        let fault = look(browser).await;
        if !fault.is_empty() {
            let _infallible = writeln!(faults, "{name} ({width:?}):\n{fault}");
        }
    }
}

/// Sets a date, which no keyboard types alike in every locale.
async fn set(browser: &Browser, name: &str, value: &str) {
    let script = format!("document.querySelector('main [name=\"{name}\"]').value = '{value}'");
    browser.evaluate(&script).await;
}

/// Presses the first button of the form that posts to a path with this end.
async fn send(browser: &Browser, to: &str) {
    let before = browser.client.current_url().await.expect("a page is shown");
    browser.evaluate("document.documentElement.dataset.left = 'yes'").await;
    browser.click(&format!("main form[action$=\"{to}\"] button:not(.tool)")).await;
    for _ in 0..200 {
        let left = browser
            .evaluate("return document.readyState == 'complete' && !document.documentElement.dataset.left")
            .await;
        if left == true {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{to} answers nothing, from {before}");
}

#[tokio::test]
async fn asking_and_deciding_are_accessible_at_every_step() {
    let Some(browser) = Browser::start().await else { return };
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let at = |path: &str| format!("{}{path}", platform.address());
    let mut faults = String::new();
    browser.resize(Width::Desktop).await;
    sign_in(&browser, &platform, keys.account(Account::Officer)).await;
    browser.visit(&at(&format!("/requests/new?entry={ENTRY}&lang=zh"))).await;
    for item in ITEMS {
        browser.click(&format!("main input[value=\"{item}\"]")).await;
    }
    set(&browser, "from", "2026-12-01").await;
    set(&browser, "until", "2027-03-01").await;
    send(&browser, "/requests/new").await;
    stands(&browser, "why", &mut faults).await;
    let request = browser.path().await.replace("/purpose", "");
    send(&browser, "/purpose").await;
    stands(&browser, "check, incomplete", &mut faults).await;
    browser.visit(&at(&format!("{request}/purpose"))).await;
    browser.fill("legal_basis", "《中华人民共和国税收征收管理法》第六条").await;
    browser.fill("scenario", "存量房交易申报价格核验").await;
    browser.fill("head_name", "李处长").await;
    set(&browser, "head_on", "2026-11-20").await;
    send(&browser, "/purpose").await;
    stands(&browser, "check", &mut faults).await;
    send(&browser, "/submit").await;
    stands(&browser, "handed in", &mut faults).await;

    browser.client.delete_all_cookies().await.expect("the browser forgets");
    browser.visit(&at(&format!("{request}?lang=zh"))).await;
    browser.complaints().await;
    stands(&browser, "after the session ended", &mut faults).await;
    let way_back =
        browser.evaluate("return !!document.querySelector('main a[href^=\"/sign-in?next=\"]')");
    assert_eq!(way_back.await, true, "whoever has to sign in again finds the way back");

    sign_in(&browser, &platform, keys.account(Account::Steward)).await;
    browser.visit(&at("/requests/inbox?lang=zh")).await;
    stands(&browser, "inbox", &mut faults).await;
    browser.visit(&at(&format!("{request}/decide"))).await;
    browser
        .evaluate("document.querySelectorAll('main details').forEach(it => it.open = true)")
        .await;
    stands(&browser, "decide", &mut faults).await;
    send(&browser, "/consent").await;
    browser.complaints().await;
    stands(&browser, "decide, incomplete", &mut faults).await;
    let field =
        browser.evaluate("return document.querySelector('[role=alert] a').getAttribute('href')");
    assert_eq!(field.await, "#f-head_name", "the summary leads to the field");
    browser.fill("head_name", "王处长").await;
    send(&browser, "/consent").await;
    stands(&browser, "decided", &mut faults).await;
    browser.visit(&at(&request)).await;
    stands(&browser, "the decided request", &mut faults).await;
    browser.end().await;
    assert!(faults.is_empty(), "{faults}");
    platform.stop().await;
}
