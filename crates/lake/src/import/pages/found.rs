//! What was found in a file, for the steward to look at.

use maud::{Markup, html};
use zt_web::{
    Ui,
    components::{Column, NoticeKind, description_list, leaves, notice, table},
};

use super::number;
use crate::{
    Inspection,
    table::{layout::Note, profile::ColumnProfile},
};

/// Columns on a page, which stays below 60 kB.
const COLUMNS_SHOWN: usize = 30;

/// The file and what was noticed.
pub(crate) fn summary(ui: &Ui, found: &Inspection) -> Markup {
    let evidence: &str = found.encoding_evidence.into();
    let delimiter = found.delimiter.map(|letter| match letter {
        '\t' => ui.t("lake-delimiter-tab"),
        letter => letter.to_string(),
    });
    let facts = description_list()
        .item(ui.t("lake-field-format"), found.format.to_string())
        .item(
            ui.t("lake-field-encoding"),
            format!("{} · {}", found.encoding, ui.t(&format!("lake-evidence-{evidence}"))),
        )
        .item_if(ui.t("lake-field-delimiter"), delimiter)
        .item_if(ui.t("lake-field-sheet"), found.sheet.clone())
        .item(
            ui.t("lake-field-header"),
            ui.t(if found.header { "lake-header-found" } else { "lake-header-none" }),
        )
        .item(ui.t("lake-field-rows"), number(ui, found.rows))
        .item(ui.t("lake-field-size"), ui.format().size(found.bytes));
    html! {
        (facts)
        @for note in &found.notes { (notice(ui, NoticeKind::Info, note_text(ui, note))) }
    }
}

/// What was noticed, in a sentence.
pub(crate) fn note_text(ui: &Ui, note: &Note) -> String {
    match note {
        Note::DuplicateLabel { label } => {
            ui.ta("lake-note-duplicate-label", &[("label", label.into())])
        }
        Note::BlankLabel { label } => ui.ta("lake-note-blank-label", &[("label", label.into())]),
        Note::SkippedLines { count } => {
            ui.ta("lake-note-skipped-lines", &[("count", (*count).into())])
        }
        Note::BlankRows { count } => ui.ta("lake-note-blank-rows", &[("count", (*count).into())]),
        Note::FormulaCells { count, first } => ui.ta(
            "lake-note-formula-cells",
            &[("count", (*count).into()), ("first", first.join(", ").into())],
        ),
        Note::FurtherSheets { names } => {
            ui.ta("lake-note-further-sheets", &[("names", names.join(", ").into())])
        }
    }
}

/// The profile of each column.
pub(crate) fn columns(ui: &Ui, profiles: &[ColumnProfile]) -> Markup {
    let caption = ui.ta("lake-columns", &[("count", profiles.len().into())]);
    let part = leaves(ui, "columns", caption.clone(), profiles.len(), COLUMNS_SHOWN);
    html! {
        section id="columns" {
            (table(ui, caption)
                .columns([
                    Column::text(ui.t("lake-field-column")),
                    Column::text(ui.t("lake-field-type")),
                    Column::text(ui.t("lake-field-kind")),
                    Column::number(ui.t("lake-field-nulls")),
                    Column::number(ui.t("lake-field-distinct")),
                    Column::text(ui.t("lake-field-range")),
                    Column::text(ui.t("lake-field-top")).wide(),
                ])
                .rows(profiles[part.range()].iter().map(|profile| [
                    html! { (profile.name) },
                    column_type(ui, profile),
                    kind(ui, profile),
                    html! { (number(ui, profile.nulls)) },
                    distinct(ui, profile),
                    range(profile),
                    html! { (top(ui, profile)) },
                ])))
            (part)
        }
    }
}

/// What the values are written as, and how many are not.
pub(super) fn column_type(ui: &Ui, profile: &ColumnProfile) -> Markup {
    html! {
        (ui.t(&format!("lake-type-{}", profile.column_type)))
        @if let Some(nearly) = profile.nearly {
            br;
            small {
                (ui.ta("lake-nearly", &[
                    ("type", ui.t(&format!("lake-type-{}", nearly.column_type)).into()),
                    ("count", nearly.exceptions.into()),
                ]))
            }
        }
    }
}

fn distinct(ui: &Ui, profile: &ColumnProfile) -> Markup {
    let about = if profile.distinct_is_exact { "" } else { "≈" };
    html! { (about) (number(ui, profile.distinct)) }
}

fn range(profile: &ColumnProfile) -> Markup {
    html! {
        @match profile.min.as_ref().zip(profile.max.as_ref()) {
            Some((min, max)) if min == max => (clipped(min))
            Some((min, max)) => { (clipped(min)) " – " (clipped(max)) }
            None => {}
        }
    }
}

/// The three most frequent values and how often they stand there.
pub(super) fn top(ui: &Ui, profile: &ColumnProfile) -> String {
    let top = profile.top.iter().take(3);
    let named = top.map(|top| format!("{} ({})", clipped(&top.value), number(ui, top.count)));
    named.collect::<Vec<_>>().join(" · ")
}

/// What the values are, with how many of how many say so where not all do.
pub(super) fn kind(ui: &Ui, profile: &ColumnProfile) -> Markup {
    let best = match &profile.kind {
        Some(kind) => profile.evidence.iter().find(|evidence| evidence.kind == *kind),
        None => None,
    };
    html! {
        @if let Some(evidence) = best {
            (ui.t(&format!("standards-kind-{}", evidence.kind.replace('_', "-"))))
            @if evidence.matched < evidence.checked {
                br;
                small { (number(ui, evidence.matched)) " / " (number(ui, evidence.checked)) }
            }
        }
    }
}

fn clipped(value: &str) -> String {
    const SHOWN: usize = 24;
    match value.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &value[..cut]),
        None => value.to_owned(),
    }
}
