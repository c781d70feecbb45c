//! What was found in a file, for the steward to look at.

use maud::{Markup, html};
use zt_web::{
    Ui,
    components::{Column, NoticeKind, description_list, notice, table},
};

use super::number;
use crate::{
    Inspection,
    table::{layout::Note, profile::ColumnProfile},
};

/// Columns shown at once: a page stays below 60 kB.
const COLUMNS_SHOWN: usize = 60;

/// File, columns and notes.
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
        (columns(ui, &found.columns))
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
    let mut rows = table(ui, ui.t("lake-columns")).columns([
        Column::text(ui.t("lake-field-column")),
        Column::text(ui.t("lake-field-type")),
        Column::text(ui.t("lake-field-kind")),
        Column::number(ui.t("lake-field-nulls")),
        Column::number(ui.t("lake-field-distinct")),
        Column::text(ui.t("lake-field-range")),
        Column::text(ui.t("lake-field-top")).wide(),
    ]);
    for profile in profiles.iter().take(COLUMNS_SHOWN) {
        let top: Vec<String> = profile
            .top
            .iter()
            .take(3)
            .map(|top| format!("{} ({})", clipped(&top.value), number(ui, top.count)))
            .collect();
        let range = profile.min.as_ref().zip(profile.max.as_ref());
        let about = if profile.distinct_is_exact { "" } else { "≈" };
        rows = rows.row([
            html! { (profile.name) },
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
            },
            html! { (kind(ui, profile)) },
            html! { (number(ui, profile.nulls)) },
            html! { (about) (number(ui, profile.distinct)) },
            html! { @if let Some((min, max)) = range { (clipped(min)) " – " (clipped(max)) } },
            html! { (top.join(" · ")) },
        ]);
    }
    let left = profiles.len().saturating_sub(COLUMNS_SHOWN);
    html! {
        (rows)
        @if left > 0 { p { (ui.ta("lake-columns-left", &[("count", left.into())])) } }
    }
}

/// What the values are, with how many of how many say so.
fn kind(ui: &Ui, profile: &ColumnProfile) -> Markup {
    let best = match &profile.kind {
        Some(kind) => profile.evidence.iter().find(|evidence| evidence.kind == *kind),
        None => None,
    };
    html! {
        @if let Some(evidence) = best {
            (ui.t(&format!("standards-kind-{}", evidence.kind.replace('_', "-"))))
            br;
            small { (number(ui, evidence.matched)) " / " (number(ui, evidence.checked)) }
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
