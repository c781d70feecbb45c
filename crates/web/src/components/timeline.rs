//! What happened when, and how a deadline was counted.

use jiff::{Timestamp, civil::Date};
use maud::{Markup, Render, html};

use super::Tone;
use crate::Ui;

/// Something that happened or will.
#[derive(Debug, Clone)]
pub struct Event {
    at: Option<Timestamp>,
    title: Markup,
    body: Option<Markup>,
    tone: Tone,
}

/// Something that happened at `at`, or (without it) is still to come.
pub fn event(at: Option<Timestamp>, title: impl Render) -> Event {
    Event { at, title: title.render(), body: None, tone: Tone::Neutral }
}

impl Event {
    /// More about it.
    #[must_use]
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = Some(body.render());
        self
    }

    /// How it stands out.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Events in the order given.
///
/// ```
/// # use zt_web::{components::{event, timeline, Tone}, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// let at = "2026-11-25T02:00:00Z".parse().unwrap();
/// timeline(&ui, [
///     event(Some(at), "Submitted").body("by the Housing Bureau").tone(Tone::Good),
///     event(None, "Decision due"),
/// ]);
/// ```
pub fn timeline(ui: &Ui, events: impl IntoIterator<Item = Event>) -> Markup {
    html! {
        ol.timeline {
            @for event in events {
                @let tone = match event.tone {
                    Tone::Neutral => None,
                    Tone::Info => Some("info"),
                    Tone::Good => Some("good"),
                    Tone::Warn => Some("warn"),
                    Tone::Bad => Some("bad"),
                };
                li class=[tone] {
                    p.when {
                        @match event.at {
                            Some(at) => (ui.time(at)),
                            None => (ui.t("web-timeline-to-come")),
                        }
                    }
                    div.what {
                        p { strong { (event.title) } }
                        @if let Some(body) = &event.body { div { (body) } }
                    }
                }
            }
        }
    }
}

/// What a day is in the counting of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMark {
    /// The day the count starts from, not counted itself.
    Start,
    /// A working day, counted.
    Counted,
    /// A weekend or holiday, passed over.
    Skipped,
    /// The last day.
    Due,
}

/// One day of the counting.
#[derive(Debug, Clone)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// Which working day it is, from 1, if it counts.
    pub ordinal: Option<u32>,
    /// What it is.
    pub mark: DayMark,
    /// Why: the holiday's name, “made up for …”. May be empty.
    pub note: String,
}

/// A deadline day by day, so that anybody can count along.
pub fn days(ui: &Ui, caption: &str, days: &[Day]) -> Markup {
    html! {
        table.days role="table" {
            caption { (caption) }
            thead role="rowgroup" {
                tr role="row" {
                    th scope="col" role="columnheader" { (ui.t("web-days-date")) }
                    th scope="col" role="columnheader" { (ui.t("web-days-weekday")) }
                    th.n scope="col" role="columnheader" { (ui.t("web-days-count")) }
                    th scope="col" role="columnheader" { (ui.t("web-days-note")) }
                }
            }
            tbody role="rowgroup" {
                @for day in days {
                    @let (class, key) = match day.mark {
                        DayMark::Start => ("start", "web-days-start"),
                        DayMark::Counted => ("counted", "web-days-counted"),
                        DayMark::Skipped => ("skipped", "web-days-skipped"),
                        DayMark::Due => ("due", "web-days-due"),
                    };
                    tr class=(class) role="row" {
                        th scope="row" role="rowheader" { (ui.date(day.date)) }
                        td role="cell" { (ui.format().weekday(day.date)) }
                        td.n role="cell" { @if let Some(ordinal) = day.ordinal { (ordinal) } @else { "–" } }
                        td role="cell" {
                            (ui.t(key))
                            @if !day.note.is_empty() { " · " (day.note) }
                        }
                    }
                }
            }
        }
    }
}
