//! The fields of the wizard's two steps, used by the supplement too.

use std::collections::BTreeSet;

use maud::{Markup, html};
use strum::VariantArray as _;
use zt_catalogue::{Entry, Item, SharingMode, SharingTerms};
use zt_web::{
    FormErrors, Ui, Values,
    components::{Span, checkbox, checkboxes, date, hidden, radios, select, text, textarea},
};

use crate::{application::OnwardChange, condition::Comparison, http::slug};

/// The condition an item is shared on.
fn condition(item: &Item) -> Option<&str> {
    match &item.sharing.terms {
        SharingTerms::Conditional { condition } => Some(condition),
        SharingTerms::Unconditional | SharingTerms::Refused { .. } => None,
    }
}

/// What is asked for.
pub(super) fn scope_fields(ui: &Ui, entry: &Entry, typed: &Values, errors: &FormErrors) -> Markup {
    let conditions: BTreeSet<&str> = entry.items.iter().filter_map(condition).collect();
    // What holds for every item alike is said once.
    let common = if conditions.len() == 1 { conditions.first() } else { None };
    let mut items = checkboxes(ui, "items", ui.t("sharing-field-items")).hint(html! {
        (ui.t("sharing-field-items-hint"))
        @if let Some(common) = common {
            br; (ui.ta("sharing-shared-on-condition", &[("condition", (*common).into())]))
        }
    });
    for item in &entry.items {
        let label = if item.label == item.name {
            item.name.clone()
        } else {
            format!("{} ({})", item.label, item.name)
        };
        items = match (&item.sharing.terms, condition(item).filter(|_| common.is_none())) {
            // Not offered: the basis for that is on the entry's page.
            (SharingTerms::Refused { .. }, _) => items,
            (_, Some(condition)) => items.option_hint(&item.name, label, condition),
            (_, None) => items.option(&item.name, label),
        };
    }
    if conditions.len() < 2 {
        items = items.columns();
    }
    let columns = entry.items.iter().map(|item| (item.name.clone(), item.label.clone()));
    let comparisons = Comparison::VARIANTS.iter().map(|comparison| {
        let word: &str = (*comparison).into();
        (word, ui.t(&format!("sharing-comparison-{}", slug(word))))
    });
    let mut modes = radios(ui, "mode", ui.t("sharing-field-mode"));
    for mode in SharingMode::VARIANTS {
        let word: &str = (*mode).into();
        modes = modes.option_hint(
            word,
            ui.t(&format!("sharing-mode-{word}")),
            ui.t(&format!("sharing-mode-hint-{word}")),
        );
    }
    html! {
        (items.filled(typed, errors))
        fieldset {
            legend { (ui.t("sharing-field-rows")) }
            p.hint { (ui.t("sharing-field-rows-hint")) }
            (select(ui, "row_item", ui.t("sharing-row-item"))
                .blank(ui.t("sharing-all-rows")).options(columns).optional().filled(typed, errors))
            (select(ui, "row_comparison", ui.t("sharing-row-comparison"))
                .options(comparisons).optional().filled(typed, errors))
            (text(ui, "row_value", ui.t("sharing-row-value")).optional().filled(typed, errors))
        }
        (modes.filled(typed, errors))
        fieldset {
            legend { (ui.t("sharing-field-term")) }
            (date(ui, "from", ui.t("sharing-field-from")).filled(typed, errors))
            (date(ui, "until", ui.t("sharing-field-until")).filled(typed, errors))
        }
        (kind_fields(ui, typed, errors))
    }
}

fn kind_fields(ui: &Ui, typed: &Values, errors: &FormErrors) -> Markup {
    if typed.get("grant").is_empty() {
        return html! {
            details open[typed.has("flow")] {
                summary { (ui.t("sharing-kind-return-flow")) }
                p.hint { (ui.t("sharing-return-flow-hint")) }
                (checkbox(ui, "flow", ui.t("sharing-return-flow-tick"), typed, errors))
                (text(ui, "region", ui.t("sharing-field-region")).span(Span::Short).optional().filled(typed, errors))
            }
        };
    }
    let changes = OnwardChange::VARIANTS.iter().map(|change| {
        let word: &str = (*change).into();
        (word, ui.t(&format!("sharing-change-{}", slug(word))))
    });
    html! {
        fieldset {
            legend { (ui.t("sharing-kind-onward")) }
            p.hint { (ui.t("sharing-onward-hint")) }
            (hidden("grant", typed.get("grant")))
            (radios(ui, "change", ui.t("sharing-field-change")).options(changes).filled(typed, errors))
            (text(ui, "recipient", ui.t("sharing-field-recipient")).optional().filled(typed, errors))
        }
    }
}

/// Why it is asked for.
pub(super) fn purpose_fields(ui: &Ui, typed: &Values, errors: &FormErrors) -> Markup {
    html! {
        (textarea(ui, "legal_basis", ui.t("sharing-field-legal-basis"))
            .hint(ui.t("sharing-field-legal-basis-hint")).rows(3).filled(typed, errors))
        (textarea(ui, "scenario", ui.t("sharing-field-scenario"))
            .hint(ui.t("sharing-field-scenario-hint")).rows(5).filled(typed, errors))
        fieldset {
            legend { (ui.t("sharing-field-head")) }
            p.hint { (ui.t("sharing-field-head-hint")) }
            (text(ui, "head_name", ui.t("sharing-head-name")).span(Span::Medium).filled(typed, errors))
            (date(ui, "head_on", ui.t("sharing-head-on")).filled(typed, errors))
        }
    }
}
