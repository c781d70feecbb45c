//! One element: what it means, what it may hold, its versions, and a box to try a value.

use axum::extract::{Path, State};
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::{Role, civil_date};
use zt_web::components::{
    Column, NoticeKind, button_danger, button_secondary, description_list, form,
    link_button_secondary, notice, notice_with, table, text, textarea,
};
use zt_web::{Form, FormErrors, Html, PageError, Ui, Values};

use super::{allow_read, check, key_part, may_propose, named, owner_name, state_tag, words};
use crate::element::{Element, draft::element_resource};
use crate::registry::Registry;
use crate::rule::Rule;
use crate::standards::Standards;

/// The most characters tried: longer values are files.
const TRY_MAX_CHARS: usize = 2000;

#[derive(Debug, Deserialize)]
pub(super) struct Try {
    value: String,
}

/// `GET /standards/elements/{code}`; `?version=` shows an earlier version.
pub(super) async fn show(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    page(&standards, &ui, &code, None).await
}

/// `POST /standards/elements/{code}`: judges the value typed and shows the page again.
/// The value is sent in the body so that it stands in no address and no log, and nothing
/// keeps it.
pub(super) async fn try_value(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    form: Form<Try>,
) -> Result<Html, PageError> {
    let (_, parsed) = form.into_parts();
    let value = parsed.map_or_else(|_| String::new(), |tried| tried.value);
    let value: String = value.chars().take(TRY_MAX_CHARS).collect();
    page(&standards, &ui, &code, Some(value)).await
}

async fn page(
    standards: &Standards,
    ui: &Ui,
    code: &str,
    tried: Option<String>,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(standards, ui)?;
    let registry = standards.registry();
    let versions = registry.element_versions(code);
    let element = match ui.param("version").filter(|version| !version.is_empty()) {
        Some(version) => versions.iter().find(|e| e.version.to_string() == version),
        None => registry.element(code).or(versions.last()),
    };
    let element = element.ok_or_else(PageError::not_found)?;
    let owner = owner_name(standards, ui, element.owner).await?;
    let panel = panel(standards, ui, element).await;
    let proposes = may_propose(standards, ui, &element_resource(code, element.owner));
    Ok(ui
        .page_titled(named(ui, &element.name_zh, &element.name_en))
        .crumb("/standards", ui.t("standards-title"))
        .lead(named(ui, &element.explanation, &element.explanation_en))
        .beside_title(state_tag(ui, element.state))
        .actions(html! {
            @if proposes && registry.element(code).is_some() {
                (link_button_secondary(format!("/standards/elements/{code}/revise"), ui.t("standards-revise")))
            }
        })
        .body(html! {
            (facts(ui, &registry, element, &owner))
            h2 id="try" { (ui.t("standards-try")) }
            (try_box(standards, &registry, ui, element, tried.as_deref()))
            @if let Some((title, panel)) = &panel {
                h2 { (title) }
                (panel)
            }
            h2 { (ui.t("standards-versions")) }
            (version_table(ui, versions, element.version))
            @if ui.actor().has(Role::Operator) && registry.element(code).is_some() {
                (abolish(ui, code))
            }
        }))
}

/// What a higher crate knows of the element, under its heading. A failure costs the
/// panel, not the page.
async fn panel(standards: &Standards, ui: &Ui, element: &Element) -> Option<(String, Markup)> {
    let panel = standards.panel()?;
    match panel.render(ui, element).await {
        Ok(shown) => shown.map(|markup| (ui.t(panel.title_key()), markup)),
        Err(error) => {
            tracing::warn!(status = %error.status(), "the panel of an element was left out");
            None
        }
    }
}

/// Everything the element says, also on the page of a proposal.
pub(super) fn facts(ui: &Ui, registry: &Registry, element: &Element, owner: &str) -> Markup {
    let basis: &str = element.grade_basis.into();
    let object: &str = element.object.into();
    html! {
        (description_list()
            .item(ui.t("standards-code"), html! { code { (element.code) } })
            .item(ui.t("standards-name-zh"), html! { span lang="zh" { (element.name_zh) } })
            .item(ui.t("standards-name-en"), html! { span lang="en" { (element.name_en) } })
            .item_if(
                ui.t("standards-synonyms"),
                (!element.synonyms.is_empty()).then(|| element.synonyms.join(&ui.t("standards-comma"))),
            )
            .item(ui.t("standards-object"), ui.t(&format!("standards-object-{object}")))
            .item(ui.t("standards-form"), words::form(ui, element))
            .item(ui.t("standards-rule"), words::rule(ui, registry, element.rule.as_ref()))
            .item(
                ui.t("standards-grade-label"),
                html! {
                    (words::grade(ui, element.grade_label)) " "
                    (ui.t(&format!("standards-basis-{}", key_part(basis))))
                },
            )
            .item_if(ui.t("standards-source"), element.source.clone())
            .item(ui.t("standards-owner"), owner)
            .item_if(ui.t("standards-valid-from"), element.valid_from.map(|date| ui.date(date)))
            .item_if(ui.t("standards-valid-to"), element.valid_to.map(|date| ui.date(date))))
    }
}

fn try_box(
    standards: &Standards,
    registry: &Registry,
    ui: &Ui,
    element: &Element,
    tried: Option<&str>,
) -> Markup {
    let today = civil_date(standards.platform().now());
    let checker =
        registry.compile(element.code.clone(), element.length, element.rule.as_ref(), today).ok();
    let values = tried.map_or_else(Values::default, |value| Values::default().with("value", value));
    let field = text(ui, "value", ui.t("standards-try-value"))
        .hint(ui.t("standards-try-hint"))
        .autocomplete("off")
        .filled(&values, &FormErrors::new());
    html! {
        (form(ui, format!("/standards/elements/{}", element.code)).unguarded().body(html! {
            (field)
            (button_secondary(ui.t("standards-try-go")))
        }))
        @if let (Some(value), Some(checker)) = (tried, &checker) {
            div role="status" {
                @match checker.check(value) {
                    Ok(()) => (notice(ui, NoticeKind::Success, ui.t("standards-try-conforms"))),
                    Err(violation) => (notice_with(
                        ui,
                        NoticeKind::Error,
                        ui.t("standards-try-breaks"),
                        &html! { p { (words::violation(ui, &violation)) } },
                    )),
                }
            }
            @match element.rule {
                Some(Rule::ResidentNumber) => (check::resident(ui, registry, value, today)),
                Some(Rule::CreditCode) => (check::credit(ui, registry, value, today)),
                Some(Rule::CodeSet { ref code_set, .. }) => {
                    @if let Some(item) = registry.code_set(code_set, today)
                        .and_then(|version| version.item(value).or(version.item_named(value))) {
                        p { code { (item.code) } " " (named(ui, &item.name, item.name_en.as_deref().unwrap_or_default())) }
                    }
                },
                _ => {},
            }
        }
    }
}

fn version_table(ui: &Ui, versions: &[Element], shown: u32) -> Markup {
    let columns = [
        Column::text(ui.t("standards-version")),
        Column::text(ui.t("standards-state")),
        Column::text(ui.t("standards-valid-from")),
        Column::text(ui.t("standards-valid-to")),
    ];
    let rows = versions.iter().rev().map(|element| {
        let label = ui.ta("standards-version-number", &[("version", element.version.into())]);
        let href = format!("/standards/elements/{}?version={}", element.code, element.version);
        [
            html! {
                @if element.version == shown { strong { (label) } } @else { a href=(href) { (label) } }
            },
            state_tag(ui, element.state),
            html! { @if let Some(date) = element.valid_from { (ui.date(date)) } },
            html! { @if let Some(date) = element.valid_to { (ui.date(date)) } },
        ]
    });
    html! { (table(ui, ui.t("standards-versions")).columns(columns).rows(rows).caption_hidden()) }
}

fn abolish(ui: &Ui, code: &str) -> Markup {
    html! {
        details {
            summary { (ui.t("standards-abolish")) }
            p { (ui.t("standards-abolish-help")) }
            (form(ui, format!("/standards/elements/{code}/abolish")).body(html! {
                (textarea(ui, "note", ui.t("standards-reason")).max_chars(1000))
                (button_danger(ui.t("standards-abolish-go")))
            }))
        }
    }
}
