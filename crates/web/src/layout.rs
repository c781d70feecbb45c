//! What stands around every page: head, header, navigation, footer.

use maud::{DOCTYPE, Markup, html};

use crate::{
    Lang, Page, TextSize, Ui, assets, components, components::NoticeKind, held::SIGN_IN_PATH, nav,
    page::Width, query,
};

/// Where the form of the account menu posts to.
const SIGN_OUT_PATH: &str = "/sign-out";
/// Where the header's search goes.
const SEARCH_PATH: &str = "/catalogue";

/// The whole document.
pub(crate) fn render(page: &Page, body: &Markup) -> Markup {
    let ui = &page.ui;
    let large = ui.text_size() == TextSize::Large;
    let navigation = if page.bare { None } else { nav::render(ui, page.within.as_deref()) };
    html! {
        (DOCTYPE)
        html lang=(ui.lang().tag()) class=[large.then_some("large")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (window_title(page)) }
                link rel="stylesheet" href=(assets::path("app.css"));
                link rel="icon" type="image/svg+xml" href=(assets::path("icon.svg"));
                @for lang in Lang::ALL {
                    @if lang != ui.lang() {
                        link rel="alternate" hreflang=(lang.tag())
                            href=(ui.here_with(&[("lang", Some(lang.code()))]));
                    }
                }
                @if let Some(seconds) = page.refresh_s {
                    noscript { meta http-equiv="refresh" content=(seconds); }
                }
                script type="module" src=(assets::path("app.js")) {}
            }
            body {
                a.skip href="#main" { (ui.t("web-skip")) }
                (header(page, navigation.is_some()))
                div.frame.with-nav[navigation.is_some()] {
                    @if let Some(navigation) = &navigation {
                        // On a phone it opens as the target of the header's link.
                        nav #nav.side aria-label=(ui.t("web-nav")) {
                            (navigation)
                            a.close href="#main" { (ui.t("web-nav-close")) }
                        }
                    }
                    main #main class=[(page.width == Width::Narrow).then_some("narrow")] tabindex="-1" {
                        (breadcrumbs(page))
                        (notices(ui))
                        (heading(page))
                        (components::error_summary(ui, &page.errors))
                        @if let Some(aside) = &page.aside {
                            div.beside {
                                aside { (aside) }
                                div.content { (body) }
                            }
                        } @else {
                            (body)
                        }
                    }
                }
                (footer(ui))
            }
        }
    }
}

fn window_title(page: &Page) -> String {
    let ui = &page.ui;
    let key = if page.errors.is_empty() { "web-window" } else { "web-window-error" };
    ui.ta(key, &[("title", page.title.as_str().into())])
}

fn header(page: &Page, has_navigation: bool) -> Markup {
    let ui = &page.ui;
    html! {
        header.top {
            div.top-in {
                a.brand href="/" {
                    span.mark aria-hidden="true" { (ui.t("web-brand-mark")) }
                    span { (ui.t("web-brand")) }
                }
                @if !page.searches {
                    form.search role="search" action=(SEARCH_PATH) method="get" {
                        label.hidden for="q" { (ui.t("web-search")) }
                        input #q type="search" name="q" placeholder=(ui.t("web-search-hint"))
                            maxlength="200" enterkeyhint="search";
                        button { (ui.t("web-search")) }
                    }
                }
                div.switches {
                    @if has_navigation {
                        a.menu-link href="#nav" { (ui.t("web-nav-menu")) }
                    }
                    @for lang in Lang::ALL {
                        @if lang != ui.lang() {
                            a lang=(lang.tag()) hreflang=(lang.tag())
                                href=(ui.here_with(&[("lang", Some(lang.code()))])) {
                                (crate::i18n::text(lang, "web-language"))
                            }
                        }
                    }
                    @if ui.text_size() == TextSize::Large {
                        a href=(ui.here_with(&[("text", Some("normal"))])) { (ui.t("web-text-normal")) }
                    } @else {
                        a href=(ui.here_with(&[("text", Some("large"))])) { (ui.t("web-text-large")) }
                    }
                    (account(ui))
                }
            }
        }
    }
}

fn account(ui: &Ui) -> Markup {
    let visitor = ui.visitor();
    html! {
        @if visitor.signed_in() {
            details.menu {
                summary { (visitor.name) }
                div.menu-list {
                    p { (visitor.name) br; span.quiet { (visitor.agency_name) } }
                    a href="/account" { (ui.t("web-account")) }
                    form method="post" action=(SIGN_OUT_PATH) {
                        (ui.form_fields())
                        button.plain { (ui.t("web-sign-out")) }
                    }
                }
            }
        } @else if ui.path() != SIGN_IN_PATH {
            a href=(format!("{SIGN_IN_PATH}?next={}", query::escaped(&ui.here()))) {
                (ui.t("web-sign-in"))
            }
        }
    }
}

fn breadcrumbs(page: &Page) -> Markup {
    html! {
        @if !page.crumbs.is_empty() {
            nav.crumbs aria-label=(page.ui.t("web-crumbs")) {
                ol {
                    @for (href, label) in &page.crumbs {
                        li { a href=(href) { (label) } }
                    }
                    li aria-current="page" { (page.title) }
                }
            }
        }
    }
}

fn notices(ui: &Ui) -> Markup {
    html! {
        @if let Some(notice) = ui.notice() {
            (components::notice(ui, notice.kind(), notice.text(ui)))
        }
        @if ui.held().is_some() {
            (components::notice(ui, NoticeKind::Info, ui.t("web-held-restored")))
        }
    }
}

fn heading(page: &Page) -> Markup {
    html! {
        div.heading {
            div {
                h1 {
                    (page.title)
                    @if let Some(beside) = &page.beside_title { " " (beside) }
                }
                @if let Some(lead) = &page.lead { p.lead { (lead) } }
            }
            @if let Some(actions) = &page.actions { div.actions { (actions) } }
        }
    }
}

fn footer(ui: &Ui) -> Markup {
    html! {
        footer.bottom {
            div.bottom-in {
                p { (ui.t("web-footer")) }
                ul {
                    li { a href="/ledger" { (ui.t("web-footer-ledger")) } }
                    li { a href="/openapi.json" { (ui.t("web-footer-api")) } }
                }
            }
        }
    }
}
