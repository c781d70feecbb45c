//! An entry: every field of the guide, its items, and what other crates know of it.

use axum::extract::{Path, State};
use maud::{Markup, html};
use zt_kernel::Role;
use zt_standards::Registry;
use zt_web::{
    Html, PageError, Ui,
    components::{
        Column, NoticeKind, code, description_list, leaves, link_button, link_button_secondary,
        notice, table,
    },
};

use super::words::{
    agency_name, branch_name, deadline, element_link, grade_tag, mask_name, openness_tag,
    sharing_tag, state_tag,
};
use crate::{
    Binding, Bound, Catalogue, Entry, EntryCode, Item, Opening, Reference, SharingTerms,
    State as Standing,
};

/// Items on a page: the widest tables have hundreds of columns.
const ITEMS_SHOWN: usize = 30;

pub async fn show(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let code: EntryCode = code.parse().map_err(|_| PageError::not_found())?;
    let entry = match catalogue.find(&code).await.map_err(super::internal)? {
        Some(entry) => Some(entry),
        // Nothing published: the steward's draft, or what has been withdrawn.
        None => catalogue.find_latest(&code).await.map_err(super::internal)?,
    };
    let entry = super::readable(&catalogue, &ui, entry)?;
    if let Standing::Withdrawn { at, .. } = entry.state {
        return Err(PageError::gone()
            .detail(ui.ta("catalogue-withdrawn", &[("at", at.into())]))
            .action("/catalogue", ui.t("catalogue-nav-search")));
    }
    let reference = catalogue.reference();
    let bound = catalogue.bound(entry.id).await.map_err(super::internal)?;
    let panels = panels(&catalogue, &ui, &entry).await;
    Ok(ui
        .page_titled(entry.title(ui.lang()))
        .crumb("/catalogue", ui.t("catalogue-nav-search"))
        .lead(entry.abstract_.clone())
        .beside_title(state_tag(&ui, &entry))
        .actions(actions(&ui, &entry))
        .body(html! {
            @if !entry.is_published() {
                (notice(&ui, NoticeKind::Info, ui.t("catalogue-not-published")))
            }
            @if let Some(due) = catalogue.deadline(&entry) { (deadline(&ui, &due)) }
            (facts(&ui, &reference, &entry, &bound))
            (items(&ui, &catalogue, &entry))
            @for (anchor, title, panel) in panels {
                section id=(anchor) { h2 { (ui.t(title)) } (panel) }
            }
        }))
}

async fn panels(
    catalogue: &Catalogue,
    ui: &Ui,
    entry: &Entry,
) -> Vec<(&'static str, &'static str, Markup)> {
    let mut shown = Vec::new();
    for panel in &catalogue.inner.panels {
        match panel.render(ui, entry).await {
            Ok(Some(markup)) => shown.push((panel.anchor(), panel.title_key(), markup)),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(panel = panel.anchor(), status = %error.status(), "a panel was left out");
            }
        }
    }
    shown
}

fn actions(ui: &Ui, entry: &Entry) -> Markup {
    let own = ui.actor().agency() == Some(entry.agency);
    let page = super::path_of(&entry.code);
    html! {
        @if entry.is_published() && !own {
            (link_button(format!("/requests/new?entry={}", entry.code.slug()), ui.t("catalogue-ask")))
        }
        @if own && ui.actor().has(Role::Steward) {
            (link_button_secondary(format!("{page}/edit"), ui.t("catalogue-edit")))
        }
        @if ui.actor().account().is_some() {
            (link_button_secondary(format!("{page}/versions"), ui.t("catalogue-versions")))
        }
    }
}

fn facts(ui: &Ui, reference: &Reference, entry: &Entry, bound: &[Bound]) -> Markup {
    let format: &str = entry.format.kind.into();
    let cycle: &str = entry.update_cycle.into();
    let provider = reference.agency(entry.agency);
    let related = (!entry.related.is_empty()).then(|| {
        html! { @for code in &entry.related { a href=(super::path_of(code)) { (code) } " " } }
    });
    let bindings = (!bound.is_empty())
        .then(|| html! { ul.plain { @for bound in bound { li { (binding(ui, bound)) } } } });
    let branch = entry.classification.branch();
    html! {
        (description_list()
            .item(ui.t("catalogue-field-code"), code(ui, entry.code.as_str()))
            .item(ui.t("catalogue-field-agency"), html! {
                a href=(format!("/catalogue?agency={}", entry.agency)) { (agency_name(ui, reference, entry.agency)) }
            })
            .item_if(ui.t("catalogue-field-agency-code"), provider.map(|agency| agency.code.clone()))
            .item(ui.t("catalogue-field-classification"), html! {
                a href=(format!("/catalogue?branch={branch}")) { (branch_name(ui, reference, branch)) }
                " (" (entry.classification) ")"
            })
            .item(ui.t("catalogue-field-format"), html! {
                (ui.t(&format!("catalogue-format-{}", format.replace('_', "-"))))
                @if !entry.format.detail.is_empty() { " · " (entry.format.detail) }
            })
            .item(ui.t("catalogue-field-sharing"), sharing_tag(ui, entry.sharing_type()))
            .item(ui.t("catalogue-field-opening"), openness_tag(ui, entry.openness()))
            .item(ui.t("catalogue-field-grade"), grade_tag(ui, entry.grade()))
            .item(ui.t("catalogue-field-update-cycle"), ui.t(&format!("catalogue-cycle-{}", cycle.replace('_', "-"))))
            .item_if(ui.t("catalogue-field-published-on"), entry.published_on.map(|date| ui.date(date)))
            .item(ui.t("catalogue-field-version"), entry.version.to_string())
            .item_if(ui.t("catalogue-field-related"), related)
            .item_if(ui.t("catalogue-field-bindings"), bindings))
    }
}

fn binding(ui: &Ui, bound: &Bound) -> Markup {
    html! {
        @match &bound.binding {
            Binding::Dataset { .. } => {
                (ui.t("catalogue-binding-dataset"))
                @if let Some(rows) = bound.rows { " · " (ui.ta("catalogue-row-count", &[("count", rows.into())])) }
                @if let Some(at) = bound.refreshed_at { " · " (ui.time(at)) }
            }
            Binding::Interface { .. } => (ui.t("catalogue-binding-interface"))
            Binding::File { .. } => (ui.t("catalogue-binding-file"))
        }
    }
}

fn items(ui: &Ui, catalogue: &Catalogue, entry: &Entry) -> Markup {
    let registry = catalogue.registry();
    let seen: Vec<&Item> = entry.items_for(ui.actor()).collect();
    let common = common_ground(&seen);
    let caption = ui.ta("catalogue-items", &[("count", seen.len().into())]);
    let part = leaves(ui, "items", caption.clone(), seen.len(), ITEMS_SHOWN);
    html! {
        section id="items" {
            @if let Some(ground) = common { p { (ui.ta("catalogue-ground-of-all", &[("ground", ground.into())])) } }
            (table(ui, caption)
                .columns([
                    Column::text(ui.t("catalogue-field-label")).wide(),
                    Column::text(ui.t("catalogue-field-data-type")),
                    Column::text(ui.t("catalogue-field-element")),
                    Column::text(ui.t("catalogue-field-sharing")),
                    Column::text(ui.t("catalogue-field-opening")),
                    Column::text(ui.t("catalogue-field-grade")),
                    Column::text(ui.t("catalogue-field-mask")),
                ])
                .rows(seen[part.range()].iter().map(|item| row(ui, &registry, item, common.is_none()))))
            (part)
        }
    }
}

fn row(ui: &Ui, registry: &Registry, item: &Item, says_ground: bool) -> [Markup; 7] {
    [
        html! { (item.label) @if item.label != item.name { br; code { (item.name) } } },
        html! { (ui.t(&format!("catalogue-type-{}", item.data_type.letter().to_ascii_lowercase()))) },
        element_link(ui, registry, item.element.as_ref()),
        html! { (sharing_tag(ui, item.sharing.kind())) @if let Some(ground) = ground(item).filter(|_| says_ground) { br; (ground) } },
        html! {
            (ui.t(&format!("catalogue-opening-{}", item.opening.as_str())))
            @if let Opening::Conditional { condition } = &item.opening { br; (condition) }
        },
        grade_tag(ui, item.grade),
        html! { (mask_name(ui, item.mask)) },
    ]
}

/// The condition or basis that holds for every item alike: it is said once.
fn common_ground<'e>(items: &[&'e Item]) -> Option<&'e str> {
    let first = ground(items.first()?)?;
    let is_common = items.iter().all(|item| ground(item) == Some(first));
    (is_common && items.len() > 1).then_some(first)
}

fn ground(item: &Item) -> Option<&str> {
    match item.sharing.terms {
        SharingTerms::Unconditional => None,
        SharingTerms::Conditional { .. } | SharingTerms::Refused { .. } => item.sharing.ground(),
    }
}
