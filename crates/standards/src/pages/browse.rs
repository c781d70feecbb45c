//! The standards browser: elements with filters, and the list of code sets.

use axum::extract::State;
use maud::{Markup, html};
use strum::VariantArray as _;
use zt_kernel::{Role, civil_date};
use zt_web::components::{
    Column, Facets, button_secondary, empty, facet, facets, get_form, link_button_secondary,
    pagination, search as search_field, table,
};
use zt_web::{Html, Keyset, PageError, Paging, Ui};

use super::{View, allow_read, count, named, views, words};
use crate::data_type::DataType;
use crate::element::{Element, ObjectClass};
use crate::registry::Registry;
use crate::search::{self, Query};
use crate::standards::Standards;

/// Elements a page lists: with their names and forms, well inside 60 kB.
const PAGE_ROWS: u32 = 40;

/// `GET /standards`.
pub(super) async fn elements(
    State(standards): State<Standards>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let query = Query {
        words: ui.param("q").unwrap_or_default(),
        objects: chosen(&ui, "object"),
        grades: chosen(&ui, "grade"),
        types: chosen(&ui, "type"),
    };
    let found = search::elements(&registry, &query);
    let total = found.len();
    // The list is ranked, so the cursor is a place in it, not a code.
    let start = paging.after.as_ref().and_then(|after| after.i64(0)).unwrap_or(0);
    let start = usize::try_from(start).unwrap_or(0).min(total);
    let limit = paging.limit(PAGE_ROWS, PAGE_ROWS) as usize;
    let shown: Vec<_> = found.into_iter().skip(start).take(limit).collect();
    let cursor = |at: usize| i64::try_from(at).ok().map(|at| Keyset::new([at.into()]));
    let next = (start + shown.len() < total).then(|| cursor(start + shown.len())).flatten();
    let previous = (start > 0).then(|| cursor(start.saturating_sub(limit))).flatten();
    Ok(ui
        .page("standards-title")
        .lead(ui.t("standards-lead"))
        .actions(actions(&ui))
        .aside(html! { (facet_panel(&ui, &registry)) })
        .body(html! {
            (views(&ui, &standards, View::Elements))
            (search_form(&ui, "/standards", &["object", "grade", "type"]))
            (element_table(&ui, &registry, &shown))
            @if previous.is_some() || next.is_some() {
                (pager(&ui, shown.len(), total, previous.as_ref(), next.as_ref()))
            }
        }))
}

/// The pager goes both ways by the same parameter, because its cursor is a place.
fn pager(
    ui: &Ui,
    shown: usize,
    total: usize,
    previous: Option<&Keyset>,
    next: Option<&Keyset>,
) -> Markup {
    html! {
        @if let Some(previous) = previous {
            p {
                a href=(ui.here_with(&[("after", Some(&previous.to_string()))])) rel="prev" {
                    (ui.t("standards-previous-page"))
                }
            }
        }
        (pagination(ui, shown).next(next).total(total as u64))
    }
}

/// Every value of a repeated parameter.
fn chosen(ui: &Ui, name: &str) -> Vec<String> {
    zt_web::Values::from_urlencoded(ui.query().as_bytes())
        .all(name)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect()
}

fn actions(ui: &Ui) -> Markup {
    let proposes = [Role::Steward, Role::Operator].iter().any(|role| ui.actor().has(*role));
    html! {
        @if proposes {
            (link_button_secondary("/standards/elements/new", ui.t("standards-propose-element")))
        }
    }
}

fn search_form(ui: &Ui, action: &str, keep: &[&str]) -> Markup {
    let field = search_field(ui, "q", ui.t("standards-search"))
        .hint(ui.t("standards-search-hint"))
        .value(ui.param("q").unwrap_or_default())
        .optional();
    get_form(ui, action, keep, &html! { (field) (button_secondary(ui.t("standards-search-go"))) })
}

fn facet_panel(ui: &Ui, registry: &Registry) -> Facets {
    let counted = |holds: &dyn Fn(&Element) -> bool| {
        Some(registry.elements().filter(|element| holds(element)).count() as u64)
    };
    let mut objects = facet("object", ui.t("standards-object"));
    for object in ObjectClass::VARIANTS {
        let word: &str = object.into();
        let label = ui.t(&format!("standards-object-{word}"));
        objects = objects.option(word, label, counted(&|element| element.object == *object));
    }
    let mut grades = facet("grade", ui.t("standards-grade-label"));
    for grade in 1..=4_u8 {
        let label = ui.ta("standards-grade", &[("level", u32::from(grade).into())]);
        let holds = move |element: &Element| element.grade_label == grade;
        grades = grades.option(grade.to_string(), label, counted(&holds));
    }
    let mut types = facet("type", ui.t("standards-type"));
    for kind in DataType::VARIANTS {
        let number = counted(&|element| element.kind == *kind);
        if number > Some(0) {
            let label = ui.t(&format!("standards-type-{}", kind.letter()));
            types = types.option(kind.letter(), label, number);
        }
    }
    facets(ui).keep(["q"]).facet(objects).facet(grades).facet(types)
}

fn element_table(ui: &Ui, registry: &Registry, elements: &[&Element]) -> Markup {
    let columns = [
        Column::text(ui.t("standards-name")).wide(),
        Column::text(ui.t("standards-code")),
        Column::text(ui.t("standards-form")),
        Column::text(ui.t("standards-grade-label")),
    ];
    let rows = elements.iter().map(|element| {
        [
            html! {
                a href=(format!("/standards/elements/{}", element.code)) {
                    (named(ui, &element.name_zh, &element.name_en))
                }
                " " span.quiet { (element.synonyms.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(&ui.t("standards-comma"))) }
            },
            html! { (element.code) },
            html! {
                (words::form(ui, element))
                @if let Some(code_set) = element.code_set() { " · " (words::code_set_link(ui, registry, code_set)) }
            },
            words::grade(ui, element.grade_label),
        ]
    });
    html! {
        (table(ui, ui.t("standards-elements"))
            .columns(columns)
            .rows(rows)
            .empty(empty(ui.t("standards-none-found"), ui.t("standards-none-found-help")))
            .caption_hidden())
    }
}

/// `GET /standards/code-sets`.
pub(super) async fn code_sets(
    State(standards): State<Standards>,
    ui: Ui,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let registry = standards.registry();
    let today = civil_date(standards.platform().now());
    let found = search::code_sets(&registry, &ui.param("q").unwrap_or_default());
    let columns = [
        Column::text(ui.t("standards-name")).wide(),
        Column::text(ui.t("standards-code")),
        Column::text(ui.t("standards-standard")),
        Column::text(ui.t("standards-versions")),
        Column::number(ui.t("standards-items")),
    ];
    let rows = found.iter().map(|set| {
        let current = set.at(today).or(set.newest());
        [
            html! {
                a href=(format!("/standards/code-sets/{}", set.code)) {
                    (named(&ui, &set.name_zh, &set.name_en))
                }
            },
            html! { (set.code) },
            html! { (set.standard.as_deref().unwrap_or_default()) },
            html! {
                (set.versions.iter().map(|version| version.version.as_str()).collect::<Vec<_>>().join(&ui.t("standards-comma")))
            },
            count(&ui, current.map_or(0, |version| version.items.len())),
        ]
    });
    Ok(ui
        .page("standards-title")
        .lead(ui.t("standards-lead"))
        .actions(html! {
            @if [Role::Steward, Role::Operator].iter().any(|role| ui.actor().has(*role)) {
                (link_button_secondary("/standards/code-sets/new", ui.t("standards-propose-code-set")))
            }
        })
        .body(html! {
            (views(&ui, &standards, View::CodeSets))
            (search_form(&ui, "/standards/code-sets", &[]))
            (table(&ui, ui.t("standards-code-sets"))
                .columns(columns)
                .rows(rows)
                .empty(empty(ui.t("standards-none-found"), ui.t("standards-none-found-help")))
                .caption_hidden())
        }))
}
