//! The catalogue's terms as pages word and colour them.

use maud::{Markup, html};
use zt_kernel::Role;
use zt_kernel::{AgencyId, DayKind};
use zt_standards::Registry;
use zt_web::{
    Lang, NavItem, Section, Ui,
    components::{Day, DayMark, Tone, days, field_id, level, tag},
};

use crate::{
    ElementCode, Entry, Grade, Mask, Openness, Reference, Refusal, SharingType,
    difference::Place,
    grading::ConfirmRefusal,
    lint::{Code, Finding, Severity},
    rule::Deadline,
};

/// The catalogue's entries in the navigation.
pub const NAV: &[NavItem] = &[
    NavItem {
        section: Section::Find,
        order: 10,
        path: "/catalogue",
        label_key: "catalogue-nav-search",
        needs: None,
    },
    NavItem {
        section: Section::Hold,
        order: 10,
        path: "/catalogue/mine",
        label_key: "catalogue-nav-mine",
        needs: Some(&[Role::Steward, Role::Operator]),
    },
    NavItem {
        section: Section::Hold,
        order: 20,
        path: "/catalogue/review",
        label_key: "catalogue-nav-review",
        needs: Some(&[Role::Operator]),
    },
];

pub fn sharing_tag(ui: &Ui, sharing: SharingType) -> Markup {
    let tone = match sharing {
        SharingType::Unconditional => Tone::Good,
        SharingType::Conditional => Tone::Info,
        SharingType::Refused => Tone::Bad,
    };
    let name: &str = sharing.into();
    tag(tone, ui.t(&format!("catalogue-sharing-{name}")))
}

pub fn openness_tag(ui: &Ui, openness: Openness) -> Markup {
    let tone = match openness {
        Openness::Closed => Tone::Neutral,
        Openness::Partial => Tone::Info,
        Openness::Open => Tone::Good,
    };
    let name: &str = openness.into();
    tag(tone, ui.t(&format!("catalogue-openness-{name}")))
}

pub fn grade_tag(ui: &Ui, grade: Option<Grade>) -> Markup {
    match grade {
        Some(grade) => level(grade.rank(), ui.t(&format!("catalogue-grade-{grade}"))),
        None => tag(Tone::Warn, ui.t("catalogue-grade-none")),
    }
}

pub fn state_tag(ui: &Ui, entry: &Entry) -> Markup {
    let state = entry.state.as_str();
    let tone = match state {
        "published" => Tone::Good,
        "submitted" => Tone::Info,
        "withdrawn" => Tone::Bad,
        _ => Tone::Neutral,
    };
    tag(tone, ui.t(&format!("catalogue-state-{state}")))
}

/// What a mask leaves to be seen.
pub fn mask_name(ui: &Ui, mask: Mask) -> String {
    match mask {
        Mask::None => ui.t("catalogue-mask-none"),
        Mask::KeepEnds { head, tail } => ui.ta(
            "catalogue-mask-keep-ends",
            &[("head", u16::from(head).into()), ("tail", u16::from(tail).into())],
        ),
        Mask::YearOnly => ui.t("catalogue-mask-year-only"),
        Mask::Decimals(places) => {
            ui.ta("catalogue-mask-decimals", &[("places", u16::from(places).into())])
        }
        Mask::Redact => ui.t("catalogue-mask-redact"),
    }
}

/// The standard's element an item follows: its name, and its code beside.
pub fn element_link(ui: &Ui, registry: &Registry, code: Option<&ElementCode>) -> Markup {
    let Some(code) = code else { return html! { "–" } };
    let name = registry.element(code).map(|element| match ui.lang() {
        Lang::Zh => element.name_zh.as_str(),
        Lang::En => element.name_en.as_str(),
    });
    html! {
        a href=(format!("/standards/elements/{code}")) {
            @match name { Some(name) => (name), None => (code) }
        }
        @if name.is_some() { " " span.quiet { (code) } }
    }
}

/// An agency's name in the visitor's language; its number if it is unknown.
pub fn agency_name(ui: &Ui, reference: &Reference, id: AgencyId) -> String {
    reference.agency(id).map_or_else(
        || id.to_string(),
        |agency| match ui.lang() {
            Lang::Zh => agency.name_zh.clone(),
            Lang::En => agency.name_en.clone(),
        },
    )
}

/// The name of 类 or 项 in the visitor's language; its number if it has none.
pub fn branch_name(ui: &Ui, reference: &Reference, number: u16) -> String {
    reference.branch(number).map_or_else(
        || match number / 100 {
            // The guide leaves the items of 部门 to each jurisdiction.
            3 => ui.ta("catalogue-branch-of-agency", &[("number", format!("{number:03}").into())]),
            _ => format!("{number:03}"),
        },
        |branch| match ui.lang() {
            Lang::Zh => branch.name_zh.clone(),
            Lang::En => branch.name_en.clone(),
        },
    )
}

/// What is wrong, in words.
pub fn finding(ui: &Ui, finding: &Finding) -> String {
    let key = format!("catalogue-lint-{}", finding.code.as_str());
    let about = match finding.code {
        Code::TypeDiffers => {
            ui.t(&format!("catalogue-type-{}", finding.about.to_ascii_lowercase()))
        }
        _ => finding.about.clone(),
    };
    ui.ta(&key, &[("about", about.into())])
}

/// What to do about it, in words.
pub fn remedy(ui: &Ui, finding: &Finding) -> String {
    let key = format!("catalogue-remedy-{}", finding.code.as_str());
    ui.ta(&key, &[("about", finding.about.as_str().into())])
}

pub fn severity_tag(ui: &Ui, severity: Severity) -> Markup {
    let tone = match severity {
        Severity::Notice => Tone::Neutral,
        Severity::Warning => Tone::Warn,
        Severity::Error => Tone::Bad,
    };
    let name: &str = severity.into();
    tag(tone, ui.t(&format!("catalogue-severity-{name}")))
}

/// The name of a field of an entry or an item.
pub fn field_name(ui: &Ui, field: &str) -> String {
    ui.t(&format!("catalogue-field-{}", field.replace('_', "-")))
}

/// A place in words: a field, or a column and its field.
pub fn place(ui: &Ui, place: &Place) -> String {
    match place {
        Place::Field(field) => field_name(ui, field),
        Place::Item { item, field } => format!("{item} · {}", field_name(ui, field)),
    }
}

/// The page on which a place is written.
pub fn place_href(entry: &Entry, place: &Place) -> String {
    let page = super::path_of(&entry.code);
    match place {
        Place::Item { field: "grade", .. } => format!("{page}/grading"),
        Place::Item { item, field } => {
            let position = entry.item(item).map_or(1, |item| item.position);
            format!("{page}/items/{position}#{}", field_id(field))
        }
        Place::Field("bindings") => page,
        Place::Field("items") => format!("{page}/edit#items"),
        Place::Field(field) => format!("{page}/edit#{}", field_id(field)),
    }
}

pub fn refusal(ui: &Ui, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAllowed { state, .. } => {
            let state = ui.t(&format!("catalogue-state-{state}"));
            ui.ta("catalogue-refusal-not-allowed", &[("state", state.as_str().into())])
        }
        Refusal::NotAssessed(_) => ui.t("catalogue-refusal-not-assessed"),
        Refusal::NotGraded(items) => {
            ui.ta("catalogue-refusal-not-graded", &[("count", items.len().into())])
        }
        Refusal::OpensAboveGrade(items) => {
            ui.ta("catalogue-refusal-opens-above-grade", &[("count", items.len().into())])
        }
        Refusal::NoSuchItem(_) => ui.t("catalogue-refusal-no-such-item"),
        Refusal::NoReason => ui.t("catalogue-refusal-no-reason"),
    }
}

pub fn confirm_refusal(ui: &Ui, refusal: &ConfirmRefusal) -> String {
    ui.t(match refusal {
        ConfirmRefusal::AlreadyConfirmed => "catalogue-confirm-already",
        ConfirmRefusal::OwnProposal => "catalogue-confirm-own-proposal",
        ConfirmRefusal::NoReason => "catalogue-confirm-no-reason",
        ConfirmRefusal::LooserMask => "catalogue-confirm-looser-mask",
    })
}

/// A deadline with its rules and its counting, folded away.
pub fn deadline(ui: &Ui, deadline: &Deadline) -> Markup {
    let counted: Vec<Day> = deadline
        .derivation
        .days
        .iter()
        .map(|day| {
            let due = day.date == deadline.due() && day.ordinal.is_some();
            let mark = match (&day.kind, day.ordinal) {
                _ if due => DayMark::Due,
                (_, Some(_)) => DayMark::Counted,
                (_, None) if day.date == deadline.derivation.start => DayMark::Start,
                (_, None) => DayMark::Skipped,
            };
            let note = match &day.kind {
                DayKind::MakeUp { name } | DayKind::Holiday { name } => name.to_string(),
                DayKind::Working | DayKind::Weekend => String::new(),
            };
            Day { date: day.date, ordinal: day.ordinal, mark, note }
        })
        .collect();
    html! {
        details {
            summary { (ui.ta("catalogue-due", &[("date", deadline.due().into())])) }
            @for rule in &deadline.rules {
                p { (ui.ta("catalogue-due-rule", &[
                    ("days", rule.value.as_str().into()),
                    ("source", rule.source.as_str().into()),
                    ("clause", rule.clause.as_str().into()),
                ])) }
            }
            @if !deadline.derivation.unpublished_years.is_empty() {
                p { (ui.t("catalogue-due-unpublished")) }
            }
            (days(ui, &ui.t("catalogue-due-counting"), &counted))
        }
    }
}
