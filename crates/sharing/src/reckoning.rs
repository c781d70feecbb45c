//! The reckoning of a statutory period, day by day.
//!
//! ```text
//! received ──▶ counting ──notice──▶ stopped ──supplement──▶ counting ──▶ due
//!                                   (restart: from one; suspend: goes on)
//! ```
//!
//! Counting begins the day after the day of receipt. Neither the day of the notice
//! nor the day the missing material arrives counts, nor any between: counting goes
//! on the day after, as it began.
//!
//! This module reads no clock: whether a period is over is asked with the day.
//!
//! **Invariant:** overdue is computed from the days, never stored, so a job that
//! doesn't run can't hide a late reply.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use zt_kernel::calendar::{DayKind, WorkingCalendar};

use crate::rule::OnNotice;

/// A stop of the clock: the day of the notice and, once it has arrived, the day
/// of the supplement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The day the notice went out.
    pub from: Date,
    /// The day the missing material arrived; none while it is awaited.
    pub until: Option<Date>,
}

/// A period set by a rule, with all that has happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The day of receipt (or of consent); counting begins the day after.
    pub start: Date,
    /// Working days the rule allows.
    pub allowed: u32,
    /// Working days an agreed extension adds.
    pub extension: u32,
    /// What a stop does to the days already counted.
    pub on_notice: OnNotice,
    /// Stops in the order they happened.
    pub stops: Vec<Stop>,
}

/// Why a day counts or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// The n-th day of the period.
    Nth(u32),
    /// A weekend or a holiday.
    DayOff,
    /// A working day on which the clock stood still.
    Stopped,
    /// A working day that had been counted before the clock began again.
    Voided,
}

/// One day of a reckoning.
#[derive(Debug, Clone)]
pub struct ReckonedDay {
    /// The day.
    pub date: Date,
    /// What the calendar says of it.
    pub kind: DayKind,
    /// What it does to the period.
    pub counted: Counted,
    /// Whether it belongs to the agreed extension.
    pub extended: bool,
}

/// The whole derivation, for the page to print.
#[derive(Debug, Clone)]
pub struct Reckoning {
    /// The day after which counting began first.
    pub start: Date,
    /// The last day of the period; none while the clock stands still.
    pub due: Option<Date>,
    /// Every day from the day after `start` to the due day, or to the stop.
    pub days: Vec<ReckonedDay>,
    /// Working days left when the clock stopped; zero while it runs.
    pub left: u32,
    /// Years whose holiday notice isn't published yet: the due day may move.
    pub unpublished_years: Vec<i16>,
}

/// The longest reckoning printed. No statutory period with its stops comes near
/// five years; beyond it the calendar knows no holidays and the loop must end.
const HORIZON_DAYS: usize = 5 * 366;

impl Period {
    /// A period without stop or extension.
    pub fn new(start: Date, allowed: u32) -> Self {
        Self { start, allowed, extension: 0, on_notice: OnNotice::Restart, stops: Vec::new() }
    }

    /// Counts the period out on the calendar. A stop after the period has run out
    /// changes nothing: the reply was already late when the notice went out.
    pub fn reckon(&self, calendar: &WorkingCalendar) -> Reckoning {
        let total = self.allowed + self.extension;
        let mut days: Vec<ReckonedDay> = Vec::new();
        let mut counted = 0;
        let mut due = (total == 0).then_some(self.start);
        let mut day = self.start;
        let mut halted = self.halts_on(day);
        while due.is_none() && !halted && days.len() < HORIZON_DAYS {
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
            halted = self.halts_on(day);
            let kind = calendar.is_working_day(day);
            let counted_as = if !kind.is_working() {
                Counted::DayOff
            } else if self.stops.iter().any(|stop| stop.covers(day)) {
                Counted::Stopped
            } else {
                counted += 1;
                Counted::Nth(counted)
            };
            let extended = counted > self.allowed && matches!(counted_as, Counted::Nth(_));
            days.push(ReckonedDay { date: day, kind, counted: counted_as, extended });
            let resumes = self.stops.iter().any(|stop| stop.until == Some(day));
            if counted == total {
                due = Some(day);
            } else if resumes && self.on_notice == OnNotice::Restart {
                void(&mut days);
                counted = 0;
            }
        }
        let unpublished_years = unpublished(calendar, self.start, day);
        let left = if due.is_some() { 0 } else { total.saturating_sub(counted) };
        Reckoning { start: self.start, due, days, left, unpublished_years }
    }

    /// Whether the clock stands still on `day` and nothing has started it again.
    fn halts_on(&self, day: Date) -> bool {
        self.stops.iter().any(|stop| stop.until.is_none() && stop.from <= day)
    }
}

impl Stop {
    fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl Reckoning {
    /// Whether the period has run out unanswered by `today`. The due day itself
    /// is still in time.
    pub fn overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| today > due)
    }

    /// Calendar days from `today` to the due day; negative once it has passed.
    pub fn days_left(&self, today: Date) -> Option<i32> {
        self.due.map(|due| (due - today).get_days())
    }
}

/// Marks the days counted so far as lost to the restart.
fn void(days: &mut [ReckonedDay]) {
    for day in days {
        if matches!(day.counted, Counted::Nth(_)) {
            day.counted = Counted::Voided;
            day.extended = false;
        }
    }
}

fn unpublished(calendar: &WorkingCalendar, first: Date, last: Date) -> Vec<i16> {
    (first.year()..=last.year()).filter(|year| !calendar.published(*year)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> WorkingCalendar {
        WorkingCalendar::from_json([include_str!("../../../data/holidays/2026.json")]).unwrap()
    }

    fn stopped(from: Date, until: Option<Date>, on_notice: OnNotice) -> Period {
        Period { on_notice, stops: vec![Stop { from, until }], ..Period::new(date(2026, 3, 2), 10) }
    }

    fn ordinals(reckoning: &Reckoning) -> Vec<u32> {
        let nth = |day: &ReckonedDay| match day.counted {
            Counted::Nth(n) => Some(n),
            _ => None,
        };
        reckoning.days.iter().filter_map(nth).collect()
    }

    #[test]
    fn ten_working_days_pass_over_two_weekends() {
        let reckoning = Period::new(date(2026, 3, 2), 10).reckon(&calendar());
        assert_eq!(reckoning.due, Some(date(2026, 3, 16)));
        assert!(!reckoning.overdue(date(2026, 3, 16)) && reckoning.overdue(date(2026, 3, 17)));
        assert_eq!(reckoning.days_left(date(2026, 3, 14)), Some(2));
    }

    #[test]
    fn a_notice_unanswered_leaves_no_due_day_and_so_nothing_overdue() {
        let reckoning = stopped(date(2026, 3, 5), None, OnNotice::Suspend).reckon(&calendar());
        assert_eq!((reckoning.due, reckoning.left), (None, 8));
        assert!(!reckoning.overdue(date(2027, 1, 1)));
    }

    #[test]
    fn a_suspended_clock_goes_on_where_it_stopped() {
        let until = Some(date(2026, 3, 10));
        let reckoning = stopped(date(2026, 3, 5), until, OnNotice::Suspend).reckon(&calendar());
        // Two days before the notice, eight after the 10th.
        assert_eq!(reckoning.due, Some(date(2026, 3, 20)));
        assert_eq!(ordinals(&reckoning), (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn a_restarted_clock_gives_the_whole_period_again() {
        let until = Some(date(2026, 3, 10));
        let reckoning = stopped(date(2026, 3, 5), until, OnNotice::Restart).reckon(&calendar());
        assert_eq!(reckoning.due, Period::new(date(2026, 3, 10), 10).reckon(&calendar()).due);
        let voided = reckoning.days.iter().filter(|day| day.counted == Counted::Voided).count();
        assert_eq!(voided, 2);
    }

    #[test]
    fn a_notice_after_the_due_day_does_not_undo_a_late_reply() {
        let late = stopped(date(2026, 3, 18), Some(date(2026, 3, 25)), OnNotice::Restart);
        assert_eq!(late.reckon(&calendar()).due, Some(date(2026, 3, 16)));
    }

    #[test]
    fn an_extension_adds_its_days_and_marks_them() {
        let period = Period { extension: 5, ..Period::new(date(2026, 3, 2), 10) };
        let reckoning = period.reckon(&calendar());
        assert_eq!(reckoning.due, Some(date(2026, 3, 23)));
        assert_eq!(reckoning.days.iter().filter(|day| day.extended).count(), 5);
    }

    #[test]
    fn a_year_without_its_holiday_notice_is_named() {
        let reckoning = Period::new(date(2026, 12, 30), 5).reckon(&calendar());
        assert_eq!(reckoning.unpublished_years, [2027]);
    }

    prop_compose! {
        fn any_day()(offset in 0_i32..330) -> Date {
            date(2026, 1, 1) + offset.days()
        }
    }

    proptest! {
        #[test]
        fn without_stops_it_is_the_calendars_own_deadline(start in any_day(), allowed in 1_u32..30) {
            let calendar = calendar();
            let reckoning = Period::new(start, allowed).reckon(&calendar);
            prop_assert_eq!(reckoning.due, Some(calendar.deadline(start, allowed).due));
        }

        #[test]
        fn a_stop_never_brings_the_due_day_nearer_and_never_loses_a_day(
            start in any_day(), after in 0_i32..40, lasts in 0_i32..40, allowed in 1_u32..30,
            suspend in any::<bool>(),
        ) {
            let calendar = calendar();
            let on_notice = if suspend { OnNotice::Suspend } else { OnNotice::Restart };
            let from = start + after.days();
            let stop = Stop { from, until: Some(from + lasts.days()) };
            let plain = Period::new(start, allowed);
            let period = Period { on_notice, stops: vec![stop], ..plain.clone() };
            let reckoning = period.reckon(&calendar);
            prop_assert!(reckoning.due >= plain.reckon(&calendar).due);
            prop_assert_eq!(ordinals(&reckoning), (1..=allowed).collect::<Vec<_>>());
        }

        #[test]
        fn a_restart_is_never_due_before_a_suspension(
            start in any_day(), after in 0_i32..20, lasts in 0_i32..40, allowed in 1_u32..30,
        ) {
            let calendar = calendar();
            let from = start + after.days();
            let stops = vec![Stop { from, until: Some(from + lasts.days()) }];
            let suspended = Period { on_notice: OnNotice::Suspend, stops, ..Period::new(start, allowed) };
            let restarted = Period { on_notice: OnNotice::Restart, ..suspended.clone() };
            prop_assert!(restarted.reckon(&calendar).due >= suspended.reckon(&calendar).due);
        }

        #[test]
        fn longer_allowed_is_never_due_earlier(start in any_day(), allowed in 1_u32..30) {
            let calendar = calendar();
            let due = |days| Period::new(start, days).reckon(&calendar).due;
            prop_assert!(due(allowed) < due(allowed + 1));
        }
    }
}
