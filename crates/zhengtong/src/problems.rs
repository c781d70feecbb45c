//! `/problems` and `/problems/{slug}`: what an answer's `type` means (RFC 9457) and
//! what to do about it.
//!
//! A program that gets a problem shows its `type` to whoever runs it; this is the
//! page they then open. What it means is said in the words of the crate that
//! refuses; what to do is the same for all problems of one sort.

mod kinds;

use axum::{Router, extract::Path, routing::get};
use maud::{Markup, html};
use zt_web::{
    Html, PageError, Ui,
    components::{Column, code, description_list, link_button_secondary, table},
};

use kinds::{ALL, Advice, Kind, Words};

/// The two pages.
pub fn router() -> Router {
    Router::new().route("/problems", get(list)).route("/problems/{slug}", get(show))
}

/// `GET /problems`
async fn list(ui: Ui) -> Html {
    let tables = Advice::ALL.iter().map(|advice| {
        let kinds = ALL.iter().filter(|kind| kind.advice == *advice);
        let rows = kinds.fold(
            table(&ui, sort(&ui, *advice)).columns([
                Column::text(ui.t("zhengtong-problems-type")),
                Column::text(ui.t("zhengtong-problems-meaning")).wide(),
            ]),
            |table, kind| {
                table.row([
                    html! { a href=(kind.path()) { code { (kind.slug) } } },
                    html! { (meaning(&ui, kind)) },
                ])
            },
        );
        html! { (rows) }
    });
    let tables: Vec<Markup> = tables.collect();
    ui.page("zhengtong-problems").lead(ui.t("zhengtong-problems-lead")).body(html! {
        @for table in &tables { (table) }
    })
}

/// `GET /problems/{slug}`
async fn show(ui: Ui, Path(slug): Path<String>) -> Result<Html, PageError> {
    let kind = ALL.iter().find(|kind| kind.slug == slug).ok_or_else(|| {
        PageError::not_found()
            .detail(ui.t("zhengtong-problems-unknown"))
            .action("/problems", ui.t("zhengtong-problems"))
    })?;
    Ok(ui
        .page_titled(meaning(&ui, kind))
        .crumb("/problems", ui.t("zhengtong-problems"))
        .narrow()
        .body(html! {
            h2 { (ui.t("zhengtong-problems-means")) }
            p { (meaning(&ui, kind)) }
            p { (sort(&ui, kind.advice)) }
            h2 { (ui.t("zhengtong-problems-do")) }
            p { (advice(&ui, kind.advice)) }
            h2 { (ui.t("zhengtong-problems-for-programs")) }
            (description_list().item(ui.t("zhengtong-problems-type"), code(&ui, &kind.path())))
            p { (ui.t("zhengtong-problems-members")) }
            div.actions { (link_button_secondary("/problems", ui.t("zhengtong-problems"))) }
        }))
}

/// What the problem is, in the words of the crate that refuses.
fn meaning(ui: &Ui, kind: &Kind) -> String {
    let slug = kind.slug;
    match kind.words {
        Words::Status(status) => ui.t(&format!("web-error-{status}-title")),
        Words::Lake => ui.t(&format!("lake-problem-{slug}")),
        Words::Sharing => ui.t(&format!("sharing-problem-{slug}")),
        Words::Own => ui.t(&format!("zhengtong-problem-{slug}")),
    }
}

/// What sort of problem it is.
fn sort(ui: &Ui, advice: Advice) -> String {
    ui.t(match advice {
        Advice::Correct => "zhengtong-problems-sort-correct",
        Advice::SignIn => "zhengtong-problems-sort-sign-in",
        Advice::Ask => "zhengtong-problems-sort-ask",
        Advice::Grant => "zhengtong-problems-sort-grant",
        Advice::Look => "zhengtong-problems-sort-look",
        Advice::Step => "zhengtong-problems-sort-step",
        Advice::Reload => "zhengtong-problems-sort-reload",
        Advice::Wait => "zhengtong-problems-sort-wait",
        Advice::Smaller => "zhengtong-problems-sort-smaller",
        Advice::Tell => "zhengtong-problems-sort-tell",
    })
}

/// What to do about it.
fn advice(ui: &Ui, advice: Advice) -> String {
    ui.t(match advice {
        Advice::Correct => "zhengtong-problems-do-correct",
        Advice::SignIn => "zhengtong-problems-do-sign-in",
        Advice::Ask => "zhengtong-problems-do-ask",
        Advice::Grant => "zhengtong-problems-do-grant",
        Advice::Look => "zhengtong-problems-do-look",
        Advice::Step => "zhengtong-problems-do-step",
        Advice::Reload => "zhengtong-problems-do-reload",
        Advice::Wait => "zhengtong-problems-do-wait",
        Advice::Smaller => "zhengtong-problems-do-smaller",
        Advice::Tell => "zhengtong-problems-do-tell",
    })
}

#[cfg(test)]
mod tests;
