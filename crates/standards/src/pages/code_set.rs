//! One code set: a version's items, its other versions, and what differs between them.

use axum::extract::{Path, State};
use maud::{Markup, html};
use zt_kernel::civil_date;
use zt_web::components::{
    Column, button_secondary, code, description_list, empty, get_form, link_button_secondary,
    pagination, search, select, table,
};
use zt_web::{Html, Keyset, PageError, Paging, Ui};

use super::{allow_read, count, may_propose, named, owner_name, state_tag};
use crate::code_set::{CodeItem, CodeSetVersion, draft::code_set_resource, items_digest};
use crate::registry::CodeSet;
use crate::search::bound_to;
use crate::standards::Standards;

/// Items a page lists; at some 200 bytes each they leave room for the rest.
const PAGE_ROWS: u32 = 100;

/// `GET /standards/code-sets/{code}?version=&q=`.
pub(super) async fn show(
    State(standards): State<Standards>,
    ui: Ui,
    Path(path): Path<String>,
    paging: Paging,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let set = registry.code_set_versions(&path).ok_or_else(PageError::not_found)?;
    let today = civil_date(standards.platform().now());
    let version = match ui.param("version").filter(|version| !version.is_empty()) {
        Some(name) => set.version(&name),
        None => set.at(today).or(set.newest()),
    };
    let version = version.ok_or_else(PageError::not_found)?;
    let owner = owner_name(&standards, &ui, set.owner).await?;
    let elements: Vec<_> = bound_to(&registry, &set.code).collect();
    let proposes = may_propose(&standards, &ui, &code_set_resource(&set.code, set.owner));
    Ok(ui
        .page_titled(named(&ui, &set.name_zh, &set.name_en))
        .crumb("/standards/code-sets", ui.t("standards-code-sets"))
        .beside_title(state_tag(&ui, version.state))
        .actions(html! {
            @if proposes {
                (link_button_secondary(format!("/standards/code-sets/{}/revise", set.code), ui.t("standards-revise")))
            }
        })
        .body(html! {
            (description_list()
                .item(ui.t("standards-code"), html! { code { (set.code) } })
                .item_if(ui.t("standards-standard"), set.standard.clone())
                .item(ui.t("standards-version"), version.version.clone())
                .item(ui.t("standards-valid-from"), ui.date(version.valid_from))
                .item_if(ui.t("standards-valid-to"), version.valid_to.map(|date| ui.date(date)))
                .item_if(ui.t("standards-about"), version.note.clone())
                .item(ui.t("standards-items"), count(&ui, version.items.len()))
                .item(ui.t("standards-owner"), owner)
                .item_if(ui.t("standards-bound-elements"), (!elements.is_empty()).then(|| html! {
                    @for (at, element) in elements.iter().enumerate() {
                        @if at > 0 { (ui.t("standards-comma")) }
                        a href=(format!("/standards/elements/{}", element.code)) {
                            (named(&ui, &element.name_zh, &element.name_en))
                        }
                    }
                })))
            (versions(&ui, set, version))
            h2 { (ui.t("standards-items")) }
            (items(&ui, &path, version, &paging))
            details {
                summary { (ui.t("standards-digest")) }
                (code(&ui, &items_digest(&version.items)))
                p.quiet { (ui.t("standards-digest-help")) }
            }
        }))
}

fn versions(ui: &Ui, set: &CodeSet, shown: &CodeSetVersion) -> Markup {
    let columns = [
        Column::text(ui.t("standards-version")),
        Column::text(ui.t("standards-state")),
        Column::text(ui.t("standards-valid-from")),
        Column::text(ui.t("standards-valid-to")),
        Column::number(ui.t("standards-items")),
    ];
    let rows = set.versions.iter().rev().map(|version| {
        let href = zt_web::query::edited(
            &format!("/standards/code-sets/{}", set.code),
            "",
            &[("version", Some(&version.version))],
        );
        [
            html! {
                @if version.version == shown.version { strong { (version.version) } }
                @else { a href=(href) { (version.version) } }
            },
            state_tag(ui, version.state),
            html! { (ui.date(version.valid_from)) },
            html! { @if let Some(date) = version.valid_to { (ui.date(date)) } },
            count(ui, version.items.len()),
        ]
    });
    html! {
        h2 { (ui.t("standards-versions")) }
        (table(ui, ui.t("standards-versions")).columns(columns).rows(rows).caption_hidden())
        @if set.versions.len() > 1 { (compare_form(ui, set)) }
    }
}

/// Which two versions to compare.
pub(super) fn compare_form(ui: &Ui, set: &CodeSet) -> Markup {
    let names: Vec<&str> = set.versions.iter().map(|version| version.version.as_str()).collect();
    let asked = |name: &str, default: usize| {
        let default = names.get(default).copied().unwrap_or_default();
        ui.param(name).filter(|name| names.contains(&name.as_str())).unwrap_or(default.to_owned())
    };
    let options = || names.iter().map(|name| (*name, *name));
    let earlier = select(ui, "from", ui.t("standards-compare-from"))
        .options(options())
        .value(asked("from", names.len().saturating_sub(2)));
    let later = select(ui, "to", ui.t("standards-compare-to"))
        .options(options())
        .value(asked("to", names.len().saturating_sub(1)));
    let action = format!("/standards/code-sets/{}/differences", set.code);
    get_form(
        ui,
        &action,
        &[],
        &html! {
            (earlier) (later) (button_secondary(ui.t("standards-compare")))
        },
    )
}

fn items(ui: &Ui, path: &str, version: &CodeSetVersion, paging: &Paging) -> Markup {
    let wanted = ui.param("q").unwrap_or_default();
    let wanted = wanted.trim();
    let fits = |item: &&CodeItem| {
        wanted.is_empty()
            || item.code.starts_with(wanted)
            || item.name.contains(wanted)
            || item
                .name_en
                .as_ref()
                .is_some_and(|name| name.to_lowercase().contains(&wanted.to_lowercase()))
    };
    let found: Vec<&CodeItem> = version.items.iter().filter(fits).collect();
    let start = paging.after.as_ref().and_then(|after| after.i64(0)).unwrap_or(0);
    let start = usize::try_from(start).unwrap_or(0).min(found.len());
    let end = (start + paging.limit(PAGE_ROWS, PAGE_ROWS) as usize).min(found.len());
    let next = (end < found.len())
        .then(|| i64::try_from(end).ok().map(|end| Keyset::new([end.into()])))
        .flatten();
    let english = version.items.iter().any(|item| item.name_en.is_some());
    let parents = version.items.iter().any(|item| item.parent.is_some());
    let mut columns = vec![
        Column::text(ui.t("standards-item-code")),
        Column::text(ui.t("standards-item-name")).wide(),
    ];
    if english {
        columns.push(Column::text(ui.t("standards-name-en")));
    }
    if parents {
        columns.push(Column::text(ui.t("standards-item-parent")));
    }
    let rows = found[start..end].iter().map(|item| {
        let mut cells =
            vec![html! { code { (item.code) } }, html! { span lang="zh" { (item.name) } }];
        if english {
            let name = item.name_en.as_deref().unwrap_or_default();
            cells.push(html! { span lang="en" { (name) } });
        }
        if parents {
            cells.push(html! { (item.parent.as_deref().unwrap_or_default()) });
        }
        cells
    });
    let field = search(ui, "q", ui.t("standards-items-search")).value(wanted).optional();
    html! {
        (get_form(ui, &format!("/standards/code-sets/{path}"), &["version"], &html! {
            (field) (button_secondary(ui.t("standards-search-go")))
        }))
        (table(ui, ui.t("standards-items"))
            .columns(columns)
            .rows(rows)
            .empty(empty(ui.t("standards-none-found"), ui.t("standards-none-found-help")))
            .caption_hidden()
            .plain())
        @if start > 0 {
            p { a href=(ui.here_with(&[("after", None)])) { (ui.t("standards-first-page")) } }
        }
        (pagination(ui, end - start).next(next.as_ref()).total(found.len() as u64))
    }
}
