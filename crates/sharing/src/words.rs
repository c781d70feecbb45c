//! Grades and masks in words.

use maud::Markup;
use zt_catalogue::{Grade, Mask};
use zt_web::{Ui, components::level};

/// A grade on its scale.
pub(crate) fn grade(ui: &Ui, grade: Grade) -> Markup {
    let (step, name) = match grade {
        Grade::General(general) => (general.number(), format!("general-{}", general.number())),
        Grade::Important => (5, "important".to_owned()),
        Grade::Core => (6, "core".to_owned()),
    };
    level(step, ui.t(&format!("sharing-grade-{name}")))
}

/// What a mask leaves to be seen.
pub(crate) fn mask(ui: &Ui, mask: Mask) -> String {
    match mask {
        Mask::None => ui.t("sharing-mask-none"),
        Mask::KeepEnds { head, tail } => ui.ta(
            "sharing-mask-keep-ends",
            &[("head", u32::from(head).into()), ("tail", u32::from(tail).into())],
        ),
        Mask::YearOnly => ui.t("sharing-mask-year-only"),
        Mask::Decimals(kept) => ui.ta("sharing-mask-decimals", &[("kept", u32::from(kept).into())]),
        Mask::Redact => ui.t("sharing-mask-redact"),
    }
}
