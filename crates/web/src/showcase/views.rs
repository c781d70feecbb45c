//! Facts, places, time, work and charts.

use jiff::{Timestamp, civil::date};
use maud::{Markup, html};

use super::d;
use crate::{
    Ui,
    components::{
        Day, DayMark, Tab, Tone, answers, bar, columns, days, description_list, empty_with, event,
        failed, line, link_button_secondary, live, loading, progress, spark, stat, stats, steps,
        tabs, timeline,
    },
};

/// A fixed instant of the examples.
fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(super) fn facts(ui: &Ui) -> Markup {
    html! {
        h2 { (d(ui, "facts")) }
        (stats([
            stat(d(ui, "stat-open"), ui.number(7)).rows("#tables"),
            stat(d(ui, "stat-late"), ui.number(0)).rows("#tables"),
            stat(d(ui, "stat-entries"), ui.number(12_480)).rows("#tables")
                .note(ui.ta("web-demo-stat-note", &[("n", 36.into())])),
        ]))
        (description_list()
            .item(d(ui, "fact-provider"), d(ui, "agency-1"))
            .item(d(ui, "fact-code"), html! { code { "307021009007/000012" } })
            .item(d(ui, "fact-cycle"), d(ui, "fact-cycle-value"))
            .item(d(ui, "fact-published"), ui.time(at("2026-11-25T02:05:00Z"))))
        (answers(ui)
            .row(d(ui, "answers-purpose"), d(ui, "answers-purpose-value"), Some("#tables"))
            .row(d(ui, "answers-basis"), d(ui, "answers-basis-value"), Some("#tables")))
    }
}

pub(super) fn places(ui: &Ui) -> Markup {
    let labels: Vec<String> = (1..=4).map(|step| d(ui, &format!("step-{step}"))).collect();
    let labels: Vec<(&str, Option<&str>)> =
        labels.iter().map(|label| (label.as_str(), Some("#tables"))).collect();
    let tab = |name: &str, count: Option<u64>, current: bool| Tab {
        href: "#tables".to_owned(),
        label: d(ui, name),
        count,
        current,
    };
    html! {
        h2 { (d(ui, "where")) }
        (steps(ui, 2, &labels))
        (tabs(ui, &d(ui, "where"), &[
            tab("tab-items", Some(18), true),
            tab("tab-quality", None, false),
            tab("tab-rows", Some(128_412), false),
        ]))
    }
}

pub(super) fn time(ui: &Ui) -> Markup {
    let day = |month, day, ordinal, mark, holiday: bool| Day {
        date: date(2026, month, day),
        ordinal,
        mark,
        note: if holiday { d(ui, "holiday") } else { String::new() },
    };
    html! {
        h2 { (d(ui, "time")) }
        (timeline(ui, [
            event(Some(at("2026-09-28T01:12:00Z")), d(ui, "event-1"))
                .body(d(ui, "event-1-body")).tone(Tone::Good),
            event(Some(at("2026-09-29T08:40:00Z")), d(ui, "event-2"))
                .body(d(ui, "event-2-body")).tone(Tone::Warn),
            event(None, d(ui, "event-3")),
        ]))
        (days(ui, &d(ui, "days"), &[
            day(9, 28, None, DayMark::Start, false),
            day(9, 29, Some(1), DayMark::Counted, false),
            day(10, 1, None, DayMark::Skipped, true),
            day(10, 19, Some(10), DayMark::Due, false),
        ]))
    }
}

pub(super) fn work(ui: &Ui) -> Markup {
    html! {
        h2 { (d(ui, "work")) }
        (live("import-progress", 3600, html! {
            (progress(ui, d(ui, "checking"), 40_213, Some(128_412)))
            (progress(ui, d(ui, "reading"), 5_120, None))
        }))
        (loading(ui))
        (empty_with(
            d(ui, "empty-title"),
            d(ui, "empty-body"),
            &html! { (link_button_secondary("#tables", d(ui, "new"))) },
        ))
        (failed(ui, d(ui, "failed")))
    }
}

pub(super) fn charts(ui: &Ui) -> Markup {
    let month = |n: u32| ui.ta("web-demo-month", &[("n", n.into())]);
    let calls = [312.0, 280.0, 401.0, 377.0, 420.0, 180.0, 455.0];
    html! {
        h2 { (d(ui, "charts")) }
        div.charts {
            (bar(ui, d(ui, "chart-agency"))
                .unit(d(ui, "chart-unit"))
                .description(d(ui, "chart-agency-text"))
                .point_rows(d(ui, "agency-1"), 4_102.0, "#tables")
                .point_rows(d(ui, "agency-3"), 1_877.0, "#tables")
                .point_rows(d(ui, "agency-2"), 902.0, "#tables"))
            (columns(ui, d(ui, "chart-month"))
                .unit(d(ui, "chart-unit"))
                .points([120.0, 88.0, 143.0, 210.0, 180.0, 96.0].into_iter().zip(6..).map(|(v, n)| (month(n), v))))
            (line(ui, d(ui, "chart-line"))
                .unit(d(ui, "chart-times"))
                .points(calls.into_iter().zip(18..).map(|(v, day)| (format!("11-{day}"), v))))
        }
        p {
            (ui.ta("web-demo-trend", &[("n", 2_425.into())])) " "
            (spark(ui, d(ui, "chart-line")).points(calls.map(|v| (String::new(), v))))
        }
    }
}
