//! Every page, in both languages and at both widths: no axe violation, no
//! complaint of the browser, nothing wider than a phone even in large letters, no
//! key in place of a text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::crawl::Found;
use super::driver::{Browser, Width};
use super::{axe, crawl};
use crate::support::client::Client;
use crate::support::demo::{self, Account, Keys};
use crate::support::platform::Platform;
use crate::support::setup::signed_in;

/// Pages no link leads to, or only with words typed in.
const TYPED: &[&str] =
    &["/", "/catalogue?q=%E7%BB%B4%E4%BF%AE", "/catalogue?q=zzzzzz", "/problems"];

/// Pages that tell of what is not there or not for this visitor.
const REFUSALS: &[(Option<Account>, &str, u16)] = &[
    (None, "/nowhere", 404),
    (None, "/catalogue/entries/30200101-999999", 404),
    (None, "/requests", 401),
    (Some(Account::Officer), "/catalogue/new", 403),
    (Some(Account::Auditor), "/imports/new", 403),
];

/// Who looks, in this order. A kind of page is looked at by the first who
/// reaches it.
const VISITORS: &[Option<Account>] = &[
    None,
    Some(Account::Steward),
    Some(Account::Officer),
    Some(Account::Operator),
    Some(Account::Auditor),
];

#[tokio::test]
async fn pages_for_everybody_are_accessible() {
    look_as(0).await;
}

#[tokio::test]
async fn pages_for_stewards_are_accessible() {
    look_as(1).await;
}

#[tokio::test]
async fn pages_for_officers_are_accessible() {
    look_as(2).await;
}

#[tokio::test]
async fn pages_for_operators_are_accessible() {
    look_as(3).await;
}

#[tokio::test]
async fn pages_for_auditors_are_accessible() {
    look_as(4).await;
}

#[tokio::test]
async fn refusals_are_accessible_pages_in_plain_words() {
    let Some(browser) = Browser::start().await else { return };
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let mut faults = String::new();
    let mut signed_in_as = None;
    for (visitor, page, status) in REFUSALS {
        let client = match visitor {
            None => Client::anonymous(&platform),
            Some(account) => signed_in(&platform, keys.account(*account)).await,
        };
        assert_eq!(client.get_as(page, "text/html").await.status.as_u16(), *status, "{page}");
        if *visitor != signed_in_as {
            browser.client.delete_all_cookies().await.expect("the browser forgets");
            if let Some(account) = visitor {
                sign_in(&browser, &platform, keys.account(*account)).await;
            }
            signed_in_as = *visitor;
        }
        for lang in ["zh", "en"] {
            for width in [Width::Phone, Width::Desktop] {
                show(&browser, &platform, page, lang, "normal", width).await;
                // That the answer is an error the browser says by itself.
                browser.complaints().await;
                let fault = look(&browser).await;
                if !fault.is_empty() {
                    let _infallible = writeln!(faults, "{page} ({lang}, {width:?}):\n{fault}");
                }
            }
        }
    }
    browser.end().await;
    assert!(faults.is_empty(), "{faults}");
    platform.stop().await;
}

/// Looks at the pages that the visitor at `index` reaches and nobody before.
async fn look_as(index: usize) {
    let Some(browser) = Browser::start().await else { return };
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let mut known = BTreeSet::new();
    let mut found = Found::default();
    for visitor in &VISITORS[..=index] {
        let client = match visitor {
            None => Client::anonymous(&platform),
            Some(account) => signed_in(&platform, keys.account(*account)).await,
        };
        found = crawl::pages(&client, TYPED, &mut known).await;
    }
    if let Some(account) = VISITORS[index] {
        sign_in(&browser, &platform, keys.account(account)).await;
    } else {
        assert!(found.pages.len() >= 5, "a stranger finds pages: {:?}", found.pages);
    }
    let mut faults = found.faults.join("\n");
    for page in &found.pages {
        for lang in ["zh", "en"] {
            for width in [Width::Phone, Width::Desktop] {
                let fault = look_at(&browser, &platform, page, lang, width).await;
                if !fault.is_empty() {
                    let _infallible = writeln!(faults, "{page} ({lang}, {width:?}):\n{fault}");
                }
            }
        }
    }
    browser.end().await;
    assert!(faults.is_empty(), "{faults}");
    platform.stop().await;
    eprintln!("looked at {} kinds of page: {:?}", found.pages.len(), found.pages);
}

/// Signs the browser in with the sign-in page's own form.
pub async fn sign_in(browser: &Browser, platform: &Platform, (login, password): (&str, &str)) {
    browser.visit(&format!("{}/sign-in", platform.address())).await;
    browser.fill("username", login).await;
    browser.fill("password", password).await;
    browser.click("main form button[type=submit]").await;
    browser.wait_until_off("/sign-in").await;
}

/// What is wrong with one page; empty if nothing is.
async fn look_at(
    browser: &Browser,
    platform: &Platform,
    page: &str,
    lang: &str,
    width: Width,
) -> String {
    let mut fault = String::new();
    if matches!(width, Width::Phone) {
        show(browser, platform, page, lang, "large", width).await;
        let wider = wider(browser).await;
        if wider > 0 {
            let _infallible = writeln!(fault, "  {wider} px wider than the screen in large text");
        }
    }
    show(browser, platform, page, lang, "normal", width).await;
    fault.push_str(&look(browser).await);
    let told = browser.evaluate("return document.documentElement.lang").await;
    if !told.as_str().is_some_and(|tag| tag.starts_with(lang)) {
        let _infallible = writeln!(fault, "  its language is {told}");
    }
    fault
}

/// Shows a page in a language, a text size and a width.
async fn show(
    browser: &Browser,
    platform: &Platform,
    page: &str,
    lang: &str,
    text: &str,
    width: Width,
) {
    let joint = if page.contains('?') { '&' } else { '?' };
    browser.resize(width).await;
    let address = format!("{}{page}{joint}lang={lang}&text={text}", platform.address());
    browser.visit(&address).await;
}

/// What is wrong with the page that is shown, as it stands.
pub async fn look(browser: &Browser) -> String {
    let mut fault = axe::violations(browser).await;
    for complaint in browser.complaints().await {
        let _infallible = writeln!(fault, "  the browser complains: {complaint}");
    }
    let wider = wider(browser).await;
    if wider > 0 {
        let _infallible = writeln!(fault, "  {wider} px wider than the screen");
    }
    let key = browser.evaluate("return document.documentElement.outerHTML.includes('⟦')");
    if key.await == true {
        let _infallible = writeln!(fault, "  a text is missing, its key shows");
    }
    fault
}

/// By how many CSS pixels the page is wider than the screen.
async fn wider(browser: &Browser) -> i64 {
    let script =
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    browser.evaluate(script).await.as_i64().expect("a number of pixels")
}
