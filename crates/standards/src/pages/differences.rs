//! What changed between two versions of a code set, or two editions of the divisions.

use axum::extract::{Path, State};
use maud::{Markup, html};
use zt_web::components::{
    Column, Tab, button_secondary, empty, get_form, pagination, select, table, tabs,
};
use zt_web::{Html, Keyset, PageError, Paging, Ui};

use super::{allow_read, code_set, named};
use crate::code_set::difference;
use crate::standards::Standards;

/// Lines a page lists.
const PAGE_ROWS: usize = 100;

/// One line of a difference: the code, and the names before and after.
struct Line<'a> {
    code: String,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// The three kinds of change, in the order of their tabs.
struct Changes<'a> {
    added: Vec<Line<'a>>,
    abolished: Vec<Line<'a>>,
    changed: Vec<Line<'a>>,
}

/// `GET /standards/code-sets/{code}/differences?from=&to=`.
pub(super) async fn code_set(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    paging: Paging,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let set = registry.code_set_versions(&code).ok_or_else(PageError::not_found)?;
    let version = |name: &str| set.version(&ui.param(name).unwrap_or_default());
    let (Some(from), Some(to)) = (version("from"), version("to")) else {
        return Err(PageError::not_found());
    };
    let difference = difference(&from.items, &to.items);
    let moved = difference.moved.iter().filter(|(before, after)| before.name == after.name);
    let changes = Changes {
        added: difference
            .added
            .iter()
            .map(|item| line(&item.code, None, Some(&item.name)))
            .collect(),
        abolished: difference
            .abolished
            .iter()
            .map(|item| line(&item.code, Some(&item.name), None))
            .collect(),
        changed: difference
            .renamed
            .iter()
            .map(|(before, after)| line(&before.code, Some(&before.name), Some(&after.name)))
            .chain(moved.map(|(before, after)| {
                line(&before.code, before.parent.as_deref(), after.parent.as_deref())
            }))
            .collect(),
    };
    let title = named(&ui, &set.name_zh, &set.name_en).to_owned();
    Ok(ui
        .page("standards-differences")
        .crumb("/standards/code-sets", ui.t("standards-code-sets"))
        .crumb(format!("/standards/code-sets/{code}"), title)
        .lead(lead(&ui, &from.version, &to.version))
        .body(html! {
            (code_set::compare_form(&ui, set))
            (show(&ui, &changes, &paging))
        }))
}

/// `GET /standards/divisions/differences?from=&to=`.
pub(super) async fn divisions(
    State(standards): State<Standards>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let divisions = registry.divisions();
    let (from, to) = (ui.param("from").unwrap_or_default(), ui.param("to").unwrap_or_default());
    let difference = divisions.difference(&from, &to).ok_or_else(PageError::not_found)?;
    let changes = Changes {
        added: difference
            .added
            .iter()
            .map(|division| line(division.code.as_str(), None, Some(&division.name)))
            .collect(),
        abolished: difference
            .abolished
            .iter()
            .map(|division| line(division.code.as_str(), Some(&division.name), None))
            .collect(),
        changed: difference
            .renamed
            .iter()
            .map(|(before, after)| {
                line(before.code.as_str(), Some(&before.name), Some(&after.name))
            })
            .collect(),
    };
    let editions: Vec<&str> =
        divisions.editions().iter().map(|edition| edition.name.as_str()).collect();
    Ok(ui
        .page("standards-differences")
        .crumb("/standards/divisions", ui.t("standards-divisions"))
        .lead(lead(&ui, &from, &to))
        .body(html! {
            (editions_form(&ui, &editions, &from, &to))
            (show(&ui, &changes, &paging))
        }))
}

/// Which two editions to compare.
pub(super) fn editions_form(ui: &Ui, editions: &[&str], from: &str, to: &str) -> Markup {
    let options = || editions.iter().map(|name| (*name, *name));
    let earlier = select(ui, "from", ui.t("standards-compare-from")).options(options()).value(from);
    let later = select(ui, "to", ui.t("standards-compare-to")).options(options()).value(to);
    get_form(
        ui,
        "/standards/divisions/differences",
        &[],
        &html! {
            (earlier) (later) (button_secondary(ui.t("standards-compare")))
        },
    )
}

fn lead(ui: &Ui, from: &str, to: &str) -> String {
    ui.ta("standards-differences-lead", &[("from", from.into()), ("to", to.into())])
}

fn line<'a>(code: &str, before: Option<&'a str>, after: Option<&'a str>) -> Line<'a> {
    Line { code: code.to_owned(), before, after }
}

/// One kind of change at a time, so that a page stays small.
fn show(ui: &Ui, changes: &Changes<'_>, paging: &Paging) -> Markup {
    let kind = ui.param("kind").unwrap_or_default();
    let views = [
        ("added", "standards-added", &changes.added),
        ("abolished", "standards-abolished", &changes.abolished),
        ("changed", "standards-changed", &changes.changed),
    ];
    let (current, label, lines) =
        views.iter().find(|(word, ..)| *word == kind).copied().unwrap_or(views[0]);
    let tab_list: Vec<Tab> = views
        .iter()
        .map(|(word, label, lines)| Tab {
            href: ui.here_with(&[("kind", Some(word)), ("after", None)]),
            label: ui.t(label),
            count: Some(lines.len() as u64),
            current: *word == current,
        })
        .collect();
    let start = paging.after.as_ref().and_then(|after| after.i64(0)).unwrap_or(0);
    let start = usize::try_from(start).unwrap_or(0).min(lines.len());
    let end = (start + PAGE_ROWS).min(lines.len());
    let next = (end < lines.len())
        .then(|| i64::try_from(end).ok().map(|end| Keyset::new([end.into()])))
        .flatten();
    let columns = [
        Column::text(ui.t("standards-item-code")),
        Column::text(ui.t("standards-before")).wide(),
        Column::text(ui.t("standards-after")).wide(),
    ];
    let rows = lines[start..end].iter().map(|line| {
        [
            html! { code { (line.code) } },
            html! { (line.before.unwrap_or_default()) },
            html! { (line.after.unwrap_or_default()) },
        ]
    });
    html! {
        (tabs(ui, &ui.t("standards-differences"), &tab_list))
        (table(ui, ui.t(label))
            .columns(columns)
            .rows(rows)
            .empty(empty(ui.t("standards-no-difference"), ui.t("standards-no-difference-help")))
            .caption_hidden()
            .plain())
        (pagination(ui, end - start).next(next.as_ref()).total(lines.len() as u64))
    }
}
