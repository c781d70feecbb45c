//! Rules, faults and verdicts in words.

use maud::{Markup, html};
use zt_web::Ui;
use zt_web::components::level;

use super::{key_part, named};
use crate::checker::{CompileError, Violation};
use crate::code_set::ItemsError;
use crate::element::{Definition, DefinitionError};
use crate::registry::Registry;
use crate::rule::{Rule, RuleError};

/// A rule explained to whoever has to fill the column.
pub(super) fn rule(ui: &Ui, registry: &Registry, rule: Option<&Rule>) -> Markup {
    let Some(rule) = rule else { return html! { (ui.t("standards-rule-none")) } };
    let key = format!("standards-rule-{}", key_part(rule.slug()));
    match rule {
        Rule::CodeSet { code_set, accepts } => {
            let accepts: &str = accepts.into();
            html! {
                (ui.t(&format!("standards-accepts-{}", key_part(accepts)))) " "
                (code_set_link(ui, registry, code_set))
            }
        }
        Rule::Pattern { pattern } => html! { (ui.t(&key)) " " code { (pattern) } },
        Rule::Length { min, max } => {
            html! { (ui.ta(&key, &[("min", (*min).into()), ("max", (*max).into())])) }
        }
        Rule::Division { level: Some(level) } => {
            let level: &str = level.into();
            html! { (ui.t(&key)) " " (ui.t(&format!("standards-only-level-{level}"))) }
        }
        Rule::Date { min, max, not_future } => html! {
            (ui.t(&key))
            @if let Some(min) = min { " " (ui.ta("standards-rule-date-min", &[("date", (*min).into())])) }
            @if let Some(max) = max { " " (ui.ta("standards-rule-date-max", &[("date", (*max).into())])) }
            @if *not_future { " " (ui.t("standards-rule-date-not-future")) }
        },
        Rule::Number { min, max, scale } => html! {
            (ui.t(&key))
            @if let Some(min) = min { " " (ui.ta("standards-rule-number-min", &[("min", min.to_string().into())])) }
            @if let Some(max) = max { " " (ui.ta("standards-rule-number-max", &[("max", max.to_string().into())])) }
            @if let Some(scale) = scale { " " (ui.ta("standards-rule-number-scale", &[("scale", u32::from(*scale).into())])) }
        },
        Rule::Coordinate { axis } => {
            let axis: &str = axis.into();
            html! { (ui.t(&format!("standards-rule-coordinate-{axis}"))) }
        }
        _ => html! { (ui.t(&key)) },
    }
}

/// A code set by its name, its code where no version is published.
pub(super) fn code_set_link(ui: &Ui, registry: &Registry, code: &str) -> Markup {
    let name =
        registry.code_set_versions(code).map_or(code, |set| named(ui, &set.name_zh, &set.name_en));
    html! { a href=(format!("/standards/code-sets/{code}")) { (name) } }
}

/// Type, length and decimal places in one line.
pub(super) fn form(ui: &Ui, definition: &Definition) -> String {
    let letter = definition.kind.letter();
    let kind = ui.t(&format!("standards-type-{letter}"));
    let length = definition
        .length
        .map(|length| ui.ta("standards-form-length", &[("length", length.into())]));
    let places = definition
        .precision
        .filter(|places| *places > 0)
        .map(|places| ui.ta("standards-form-precision", &[("places", u32::from(places).into())]));
    [Some(kind), length, places]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(&ui.t("standards-comma"))
}

/// The proposed level as a badge.
pub(super) fn grade(ui: &Ui, grade: u8) -> Markup {
    level(grade, ui.ta("standards-grade", &[("level", u32::from(grade).into())]))
}

/// Why a value does not conform.
pub(super) fn violation(ui: &Ui, violation: &Violation) -> String {
    let (key, value) = Violation::message(&violation.rule);
    ui.ta(&key, &[("value", value.into())])
}

/// What to mend in a definition.
pub(super) fn fault(ui: &Ui, fault: &DefinitionError) -> String {
    match fault {
        DefinitionError::Text { max, .. } => {
            ui.ta("standards-fault-text", &[("max", (*max).into())])
        }
        DefinitionError::Grade => ui.t("standards-fault-grade"),
        DefinitionError::Synonyms => {
            ui.ta("standards-fault-synonyms", &[("max", crate::element::SYNONYMS_MAX.into())])
        }
        DefinitionError::Length => {
            ui.ta("standards-fault-length", &[("max", crate::element::LENGTH_MAX.into())])
        }
        DefinitionError::Precision => ui.t("standards-fault-precision"),
        DefinitionError::Rule(error) => rule_error(ui, error),
        DefinitionError::RuleType { kind, .. } => {
            let kind = ui.t(&format!("standards-type-{kind}"));
            ui.ta("standards-fault-rule-type", &[("type", kind.into())])
        }
    }
}

fn rule_error(ui: &Ui, error: &RuleError) -> String {
    match error {
        RuleError::Pattern(detail) => {
            ui.ta("standards-fault-pattern", &[("detail", detail.into())])
        }
        RuleError::PatternTooLong => {
            ui.ta("standards-fault-pattern-long", &[("max", crate::rule::PATTERN_MAX_BYTES.into())])
        }
        RuleError::Bounds => ui.t("standards-fault-bounds"),
    }
}

/// Why a rule does not compile.
pub(super) fn compile_error(ui: &Ui, error: &CompileError) -> String {
    match error {
        CompileError::UnknownCodeSet(code) => {
            ui.ta("standards-fault-code-set", &[("code", code.into())])
        }
        CompileError::Rule(error) => rule_error(ui, error),
    }
}

/// What to mend in a list of items.
pub(super) fn items_error(ui: &Ui, error: &ItemsError) -> String {
    match error {
        ItemsError::Empty => ui.t("standards-items-empty"),
        ItemsError::TooMany => {
            ui.ta("standards-items-too-many", &[("max", crate::code_set::ITEMS_MAX.into())])
        }
        ItemsError::Form(line) => ui.ta("standards-items-form", &[("line", (*line).into())]),
        ItemsError::Duplicate(code) => ui.ta("standards-items-duplicate", &[("code", code.into())]),
        ItemsError::Orphan { code, parent } => {
            ui.ta("standards-items-orphan", &[("code", code.into()), ("parent", parent.into())])
        }
        ItemsError::Circle(code) => ui.ta("standards-items-circle", &[("code", code.into())]),
    }
}
