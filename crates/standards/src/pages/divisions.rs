//! The administrative divisions as they stood on a date: the tree, one division with
//! its history, and the editions.

use axum::extract::State;
use jiff::civil::Date;
use maud::{Markup, html};
use zt_kernel::{DivisionCode, civil_date};
use zt_web::components::{
    Column, NoticeKind, button_secondary, date, description_list, empty, get_form, notice, table,
    text,
};
use zt_web::{FormErrors, Html, PageError, Ui};

use super::{View, allow_read, count, differences, key_part, views};
use crate::division::{Division, Divisions};
use crate::standards::Standards;

/// `GET /standards/divisions?at=&code=`.
pub(super) async fn show(State(standards): State<Standards>, ui: Ui) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let divisions = registry.divisions();
    let today = civil_date(standards.platform().now());
    let mut errors = FormErrors::new();
    let at = asked(&ui, "at", today, "standards-problem-at", &mut errors);
    let code = asked(&ui, "code", None, "standards-problem-division-form", &mut errors);
    let editions: Vec<&str> =
        divisions.editions().iter().map(|edition| edition.name.as_str()).collect();
    let (from, to) = match editions.as_slice() {
        [.., from, to] => (*from, *to),
        _ => ("", ""),
    };
    Ok(ui
        .page("standards-divisions-title")
        .crumb("/standards", ui.t("standards-title"))
        .lead(ui.t("standards-divisions-lead"))
        .errors(&errors)
        .body(html! {
            (views(&ui, &standards, View::Divisions))
            (ask_form(&ui, at, code, &errors))
            @if at < divisions.editions().first().map_or(Date::MIN, |first| first.as_of) {
                (notice(&ui, NoticeKind::Info, ui.t("standards-divisions-before-records")))
            }
            @if let Some(code) = code { (one(&ui, divisions, code, at)) }
            (children(&ui, divisions, code, at))
            h2 { (ui.t("standards-editions")) }
            (edition_table(&ui, divisions))
            @if editions.len() > 1 {
                h2 { (ui.t("standards-differences")) }
                (differences::editions_form(&ui, &editions, from, to))
            }
        }))
}

/// A parameter, or `default` where it is left out; what can't be read is told beside
/// its field.
fn asked<T, D: Into<T>>(ui: &Ui, name: &str, default: D, key: &str, errors: &mut FormErrors) -> T
where
    T: Parameter,
{
    let text = ui.param(name).unwrap_or_default();
    let text = text.trim();
    if text.is_empty() {
        return default.into();
    }
    T::read(text).unwrap_or_else(|| {
        errors.add(name, ui.t(key));
        default.into()
    })
}

/// What a parameter may hold.
trait Parameter: Sized {
    fn read(text: &str) -> Option<Self>;
}

impl Parameter for Date {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Parameter for Option<DivisionCode> {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Some)
    }
}

fn ask_form(ui: &Ui, at: Date, code: Option<DivisionCode>, errors: &FormErrors) -> Markup {
    let typed = |name: &str, shown: String| match errors.get(name) {
        Some(_) => ui.param(name).unwrap_or_default(),
        None => shown,
    };
    let at_field = date(ui, "at", ui.t("standards-divisions-at"))
        .hint(ui.t("standards-divisions-at-hint"))
        .value(typed("at", at.to_string()))
        .error(errors.get("at"));
    let code_field = text(ui, "code", ui.t("standards-divisions-code"))
        .hint(ui.t("standards-divisions-code-hint"))
        .inputmode("numeric")
        .value(typed("code", code.map(|code| code.to_string()).unwrap_or_default()))
        .error(errors.get("code"))
        .optional();
    get_form(
        ui,
        "/standards/divisions",
        &[],
        &html! {
            (at_field) (code_field) (button_secondary(ui.t("standards-divisions-go")))
        },
    )
}

fn link(code: Option<DivisionCode>, at: Date) -> String {
    match code {
        Some(code) => format!("/standards/divisions?at={at}&code={code}"),
        None => format!("/standards/divisions?at={at}"),
    }
}

fn one(ui: &Ui, divisions: &Divisions, code: DivisionCode, at: Date) -> Markup {
    let standing: &str = divisions.standing(code, at).into();
    let level: &str = code.level().into();
    let name = divisions.full_name(code, at);
    let parent = divisions.parent_place(code, at);
    let history = divisions.history(code);
    let columns = [
        Column::text(ui.t("standards-name")).wide(),
        Column::text(ui.t("standards-listed-from")),
        Column::text(ui.t("standards-listed-to")),
    ];
    let rows = history.iter().map(|division| {
        let validity = divisions.validity(division);
        [
            html! { (division.name) },
            html! {
                @match validity.not_before {
                    None => { (ui.ta("standards-since-records", &[("date", validity.from.into())])) },
                    Some(before) => {
                        (ui.ta("standards-since-between", &[("before", before.into()), ("date", validity.from.into())]))
                    },
                }
            },
            html! {
                @match validity.last_listed {
                    None => { (ui.t("standards-until-now")) },
                    Some(date) => { (ui.ta("standards-until-after", &[("date", date.into())])) },
                }
            },
        ]
    });
    html! {
        h2 { (name.as_deref().unwrap_or(code.as_str())) }
        (description_list()
            .item(ui.t("standards-code"), html! { code { (code) } })
            .item(ui.t("standards-level"), ui.t(&format!("standards-level-{level}")))
            .item(ui.t("standards-standing"), ui.t(&format!("standards-standing-{}", key_part(standing))))
            .item(ui.t("standards-item-parent"), html! {
                @match parent {
                    Some(parent) => {
                        a href=(link(Some(parent), at)) {
                            (divisions.at(parent, at).map_or(parent.as_str(), |division| &division.name))
                        }
                    },
                    None => { a href=(link(None, at)) { (ui.t("standards-divisions-country")) } },
                }
            }))
        @if !history.is_empty() {
            h3 { (ui.t("standards-history")) }
            (table(ui, ui.t("standards-history")).columns(columns).rows(rows).caption_hidden())
        }
    }
}

fn children(ui: &Ui, divisions: &Divisions, code: Option<DivisionCode>, at: Date) -> Markup {
    let below: Vec<&Division> = divisions.children(code, at).collect();
    if below.is_empty() && code.is_some() {
        return html! {};
    }
    let columns = [
        Column::text(ui.t("standards-item-code")),
        Column::text(ui.t("standards-name")).wide(),
        Column::number(ui.t("standards-divisions-below")),
    ];
    let rows = below.iter().map(|division| {
        let below = divisions.children(Some(division.code), at).count();
        [
            html! { code { (division.code) } },
            html! { a href=(link(Some(division.code), at)) { (division.name) } },
            count(ui, below),
        ]
    });
    html! {
        h2 { (ui.t(if code.is_some() { "standards-divisions-under" } else { "standards-divisions-country" })) }
        (table(ui, ui.t("standards-divisions"))
            .columns(columns)
            .rows(rows)
            .empty(empty(ui.t("standards-none-found"), ui.t("standards-none-found-help")))
            .caption_hidden()
            .plain())
    }
}

fn edition_table(ui: &Ui, divisions: &Divisions) -> Markup {
    let columns = [
        Column::text(ui.t("standards-edition")),
        Column::text(ui.t("standards-as-of")),
        Column::number(ui.t("standards-divisions")),
    ];
    let rows = divisions.editions().iter().rev().map(|edition| {
        let places = divisions.on(edition.as_of).filter(|division| !division.is_grouping()).count();
        [
            html! { a href=(link(None, edition.as_of)) { (edition.name) } },
            html! { (ui.date(edition.as_of)) },
            count(ui, places),
        ]
    });
    html! { (table(ui, ui.t("standards-editions")).columns(columns).rows(rows).caption_hidden()) }
}
