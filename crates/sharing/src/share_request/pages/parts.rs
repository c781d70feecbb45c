//! What several pages of requests show alike: state, parties, application, clocks.

use std::collections::HashMap;

use jiff::civil::Date;
use maud::{Markup, html};
use zt_catalogue::Entry;
use zt_kernel::{AgencyId, civil_date};
use zt_web::{
    Lang, Ui,
    components::{DayMark, NoticeKind, Tone, days, description_list, notice, tag},
};

use super::super::{ShareRequest, State};
use crate::{
    Sharing,
    application::Kind,
    condition,
    http::{gap_sentence, slug},
    reckoning::{Counted, Reckoning},
    rule::{NoRule, Rule, RuleKind, Rulebook},
};

/// Names of agencies, by number.
pub(crate) type Names = HashMap<AgencyId, String>;

/// A request's state as a tag.
pub(crate) fn state_tag(ui: &Ui, request: &ShareRequest) -> Markup {
    let tone = match request.state {
        State::Draft | State::Withdrawn { .. } => Tone::Neutral,
        State::UnderReview => Tone::Info,
        State::AwaitingSupplement => Tone::Warn,
        State::Consented { .. } | State::Provided { .. } => Tone::Good,
        State::Refused { .. } => Tone::Bad,
    };
    let state: &str = (&request.state).into();
    tag(tone, ui.t(&format!("sharing-state-{state}")))
}

/// How long is left of a clock that still runs, as a tag.
pub(crate) fn due_tag(ui: &Ui, due: Option<Date>, today: Date) -> Markup {
    let Some(due) = due else { return tag(Tone::Neutral, ui.t("sharing-clock-stands")) };
    let left = (due - today).get_days();
    match left {
        ..0 => tag(Tone::Bad, ui.ta("sharing-overdue-by", &[("days", (-left).into())])),
        0 => tag(Tone::Warn, ui.t("sharing-due-today")),
        1..=2 => tag(Tone::Warn, ui.ta("sharing-days-left", &[("days", left.into())])),
        _ => tag(Tone::Info, ui.ta("sharing-days-left", &[("days", left.into())])),
    }
}

/// The name of an agency, or its number where it has none any more.
pub(crate) fn name(names: &Names, agency: AgencyId) -> String {
    names.get(&agency).cloned().unwrap_or_else(|| agency.to_string())
}

/// The entry's name in the visitor's language, or that there is no entry any more.
pub(crate) fn title(ui: &Ui, entry: Option<&Entry>) -> String {
    entry.map_or_else(|| ui.t("sharing-entry-gone"), |entry| entry.title(ui.lang()).to_owned())
}

/// The entry as pages word it: named in the visitor's language, and an item without a label of its own, such as one taken
/// from the column of a table, goes by the name of the element it follows.
pub(crate) fn worded(sharing: &Sharing, ui: &Ui, mut entry: Entry) -> Entry {
    let title = entry.title(ui.lang()).to_owned();
    entry.name = title;
    let registry = sharing.catalogue.registry();
    for item in entry.items.iter_mut().filter(|item| item.label == item.name) {
        if let Some(element) = item.element.as_ref().and_then(|code| registry.element(code)) {
            let name = match ui.lang() {
                Lang::En if !element.name_en.is_empty() => &element.name_en,
                _ => &element.name_zh,
            };
            item.label.clone_from(name);
        }
    }
    entry
}

/// Items by the labels the entry gives them, their columns' names beside.
pub(crate) fn item_list<'i>(
    items: impl IntoIterator<Item = &'i String>,
    entry: Option<&Entry>,
) -> Markup {
    html! {
        ul.plain.items {
            @for item in items {
                @let label = entry.and_then(|entry| entry.item(item)).map(|known| known.label.as_str());
                li {
                    @match label.filter(|label| label != item) {
                        Some(label) => { (label) " " span.quiet { (item) } }
                        None => (item)
                    }
                }
            }
        }
    }
}

/// Everything an application states.
pub(crate) fn application(
    ui: &Ui,
    request: &ShareRequest,
    entry: Option<&Entry>,
    names: &Names,
) -> Markup {
    let asked = &request.application;
    let mode = asked.mode.map(|mode| {
        let mode: &str = mode.into();
        ui.t(&format!("sharing-mode-{mode}"))
    });
    let term = asked.from.zip(asked.until).map(|(from, until)| {
        html! { (ui.date(from)) " – " (ui.date(until)) }
    });
    let head = asked.head.as_ref().map(|head| html! { (head.name) ", " (ui.date(head.on)) });
    let none = || html! { span.quiet { (ui.t("sharing-not-stated")) } };
    let text = |text: &str| {
        if text.trim().is_empty() {
            none()
        } else {
            html! { (text) }
        }
    };
    html! {
        (description_list()
            .item(ui.t("sharing-field-entry"), entry_link(ui, entry))
            .item(ui.t("sharing-field-requester"), name(names, request.requester))
            .item(ui.t("sharing-field-owner"), name(names, request.owner))
            .item(ui.t("sharing-field-kind"), kind(ui, &asked.kind))
            .item(ui.t("sharing-field-legal-basis"), text(&asked.legal_basis))
            .item(ui.t("sharing-field-scenario"), text(&asked.scenario))
            .item(ui.t("sharing-field-items"), if asked.scope.items.is_empty() { none() } else { item_list(&asked.scope.items, entry) })
            .item(
                ui.t("sharing-field-rows"),
                asked.scope.condition.as_ref().map_or_else(
                    || ui.t("sharing-all-rows"),
                    |rows| condition::words(ui, entry, rows),
                ),
            )
            .item(ui.t("sharing-field-mode"), mode.map_or_else(none, |mode| html! { (mode) }))
            .item(ui.t("sharing-field-term"), term.unwrap_or_else(none))
            .item(ui.t("sharing-field-head"), head.unwrap_or_else(none)))
    }
}

fn entry_link(ui: &Ui, entry: Option<&Entry>) -> Markup {
    html! {
        @if let Some(entry) = entry {
            a href=(zt_catalogue::path_of(&entry.code)) { (entry.name) }
            " " span.quiet { (entry.code) }
        } @else { (ui.t("sharing-entry-gone")) }
    }
}

fn kind(ui: &Ui, kind: &Kind) -> Markup {
    match kind {
        Kind::First => html! { (ui.t("sharing-kind-first")) },
        Kind::Onward { grant, change, recipient } => {
            let change: &str = (*change).into();
            html! {
                (ui.t(&format!("sharing-change-{}", slug(change)))) " "
                a href=(format!("/grants/{grant}")) {
                    (ui.ta("sharing-grant-number", &[("number", grant.to_string().into())]))
                }
                @if !recipient.is_empty() { ": " (recipient) }
            }
        }
        Kind::ReturnFlow { region } => html! { (ui.t("sharing-kind-return-flow")) ": " (region) },
    }
}

/// Everything missing, in one list.
pub(crate) fn gaps(ui: &Ui, request: &ShareRequest) -> Option<Markup> {
    let gaps = request.gaps();
    (!gaps.is_empty()).then(|| {
        html! { ul { @for gap in gaps { li { (gap_sentence(ui, gap)) } } } }
    })
}

/// A clock with its rule and every day of its derivation.
pub(crate) struct Clock<'a> {
    pub title_key: &'static str,
    pub rule: &'a Rule,
    pub reckoning: Reckoning,
    /// The day it was answered, if it was.
    pub done: Option<Date>,
}

/// The clocks of a request: of the reply, and of providing once consented to.
pub(crate) fn clocks<'a>(
    sharing: &Sharing,
    request: &ShareRequest,
    book: &'a Rulebook,
) -> Result<Vec<Clock<'a>>, NoRule> {
    let mut clocks = Vec::new();
    if let (Some(period), Some(received)) = (request.reply_period(book)?, request.received_at) {
        let rule = book.find(request.reply_rule(), &request.region, civil_date(received))?;
        let reckoning = period.reckon(&sharing.platform.calendar);
        let done = request.answered_on();
        clocks.push(Clock { title_key: "sharing-clock-reply", rule, reckoning, done });
    }
    if let (Some(period), Some(consent)) = (request.provide_period(book)?, request.consent()) {
        let rule = book.find(RuleKind::Provide, &request.region, civil_date(consent.at))?;
        let reckoning = period.reckon(&sharing.platform.calendar);
        let done = match &request.state {
            State::Provided { at, .. } => Some(civil_date(*at)),
            _ => None,
        };
        clocks.push(Clock { title_key: "sharing-clock-provide", rule, reckoning, done });
    }
    Ok(clocks)
}

/// A clock for the page: due day, source, and the derivation day by day.
pub(crate) fn clock(ui: &Ui, clock: &Clock<'_>, today: Date) -> Markup {
    let Clock { title_key, rule, reckoning, done } = clock;
    let rows: Vec<_> = std::iter::once(start(reckoning.start))
        .chain(reckoning.days.iter().map(|day| page_day(ui, day, reckoning.due)))
        .collect();
    let source = [
        ("source", rule.source.as_str().into()),
        ("clause", rule.clause.as_str().into()),
        ("days", rule.amount.into()),
    ];
    html! {
        section {
            h2 { (ui.t(title_key)) }
            p {
                @match (done, reckoning.due) {
                    (Some(done), Some(due)) if done > &due => {
                        (tag(Tone::Bad, ui.t("sharing-done-late"))) " "
                        (ui.ta("sharing-done-on", &[("day", (*done).into()), ("due", due.into())]))
                    }
                    (Some(done), Some(due)) => {
                        (tag(Tone::Good, ui.t("sharing-done-in-time"))) " "
                        (ui.ta("sharing-done-on", &[("day", (*done).into()), ("due", due.into())]))
                    }
                    (Some(done), None) => { (ui.date(*done)) }
                    (None, Some(due)) => {
                        (due_tag(ui, Some(due), today)) " "
                        (ui.ta("sharing-due-on", &[("day", due.into())]))
                    }
                    (None, None) => {
                        (due_tag(ui, None, today)) " "
                        (ui.ta("sharing-left-when-stopped", &[("days", reckoning.left.into())]))
                    }
                }
            }
            p.quiet { (ui.ta("sharing-rule-source", &source)) }
            @for year in &reckoning.unpublished_years {
                (notice(ui, NoticeKind::Warning,
                    ui.ta("sharing-year-unpublished", &[("year", year.to_string().into())])))
            }
            details {
                summary { (ui.t("sharing-derivation")) }
                (days(ui, &ui.t("sharing-derivation"), &rows))
            }
        }
    }
}

fn start(date: Date) -> zt_web::components::Day {
    zt_web::components::Day { date, ordinal: None, mark: DayMark::Start, note: String::new() }
}

fn page_day(
    ui: &Ui,
    day: &crate::reckoning::ReckonedDay,
    due: Option<Date>,
) -> zt_web::components::Day {
    use zt_kernel::calendar::DayKind;
    let (ordinal, mark, stopped) = match day.counted {
        Counted::Nth(n) if Some(day.date) == due => (Some(n), DayMark::Due, None),
        Counted::Nth(n) => (Some(n), DayMark::Counted, None),
        Counted::DayOff => (None, DayMark::Skipped, None),
        Counted::Stopped => (None, DayMark::Skipped, Some("sharing-day-stopped")),
        Counted::Voided => (None, DayMark::Skipped, Some("sharing-day-voided")),
    };
    let calendar = match &day.kind {
        DayKind::Working | DayKind::Weekend => None,
        DayKind::Holiday { name } => Some(name.to_string()),
        DayKind::MakeUp { name } => {
            Some(ui.ta("sharing-day-made-up", &[("holiday", name.as_ref().into())]))
        }
    };
    let extended = day.extended.then(|| ui.t("sharing-day-extended"));
    let note: Vec<String> =
        [stopped.map(|key| ui.t(key)), calendar, extended].into_iter().flatten().collect();
    let note = note.join(" · ");
    zt_web::components::Day { date: day.date, ordinal, mark, note }
}
