//! The figures the authority supervises by (art. 38), as pure counting.
//!
//! Every figure keeps the numbers of the rows behind it, so a page can link each
//! to what it counts. Deliberately absent: I/O; the facts come from stores.

pub mod pages;
pub mod report;

use std::collections::BTreeMap;

use jiff::civil::Date;
use zt_kernel::AgencyId;

/// A duty with a deadline, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    /// Who has to do it.
    pub agency: AgencyId,
    /// The request, or correction, it belongs to.
    pub row: i64,
    /// The last day; none while its clock stands.
    pub due: Option<Date>,
    /// The day it was done; none while it isn't.
    pub done: Option<Date>,
}

/// What a duty counts as on a day.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// Done by the last day.
    InTime,
    /// Done after it.
    Late,
    /// Not done, and still in time or with its clock standing.
    Open,
    /// Not done, and the last day is over.
    Overdue,
}

impl Duty {
    /// What it counts as on `today`.
    pub fn verdict(&self, today: Date) -> Verdict {
        match (self.done, self.due) {
            (Some(done), Some(due)) if done > due => Verdict::Late,
            (Some(_), _) => Verdict::InTime,
            (None, Some(due)) if today > due => Verdict::Overdue,
            (None, _) => Verdict::Open,
        }
    }
}

/// How an agency keeps its deadlines: the rows of each verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeliness {
    rows: BTreeMap<Verdict, Vec<i64>>,
}

impl Timeliness {
    /// The rows that count as `verdict`.
    pub fn rows(&self, verdict: Verdict) -> &[i64] {
        self.rows.get(&verdict).map_or(&[], Vec::as_slice)
    }

    /// How many count as `verdict`.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows(verdict).len()
    }

    /// The share of duties done in time among those done or overdue, in percent,
    /// rounded down so that only a clean record reads 100; none without any.
    pub fn percent_in_time(&self) -> Option<usize> {
        let in_time = self.count(Verdict::InTime);
        let judged = in_time + self.count(Verdict::Late) + self.count(Verdict::Overdue);
        (in_time * 100).checked_div(judged)
    }
}

/// Counts duties by agency on `today`.
pub fn by_agency(
    duties: impl IntoIterator<Item = Duty>,
    today: Date,
) -> BTreeMap<AgencyId, Timeliness> {
    let mut found: BTreeMap<AgencyId, Timeliness> = BTreeMap::new();
    for duty in duties {
        let timeliness = found.entry(duty.agency).or_default();
        timeliness.rows.entry(duty.verdict(today)).or_default().push(duty.row);
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const DUE: Date = date(2026, 3, 16);

    fn duty(due: Option<Date>, done: Option<Date>) -> Duty {
        Duty { agency: AgencyId(1), row: 1, due, done }
    }

    #[test]
    fn the_last_day_is_in_time_and_the_next_is_late() {
        let next = date(2026, 3, 17);
        assert_eq!(duty(Some(DUE), Some(DUE)).verdict(next), Verdict::InTime);
        assert_eq!(duty(Some(DUE), Some(next)).verdict(next), Verdict::Late);
        assert_eq!(duty(Some(DUE), None).verdict(DUE), Verdict::Open);
        assert_eq!(duty(Some(DUE), None).verdict(next), Verdict::Overdue);
    }

    #[test]
    fn a_standing_clock_is_never_overdue() {
        assert_eq!(duty(None, None).verdict(date(2030, 1, 1)), Verdict::Open);
    }

    #[test]
    fn a_share_is_of_what_could_be_judged_and_is_rounded_down() {
        let next = date(2026, 3, 17);
        let duties = [Some(DUE), Some(DUE), Some(next)].map(|done| duty(Some(DUE), done));
        let open = duty(None, None);
        let found = by_agency(duties.into_iter().chain([open]), next);
        assert_eq!(found[&AgencyId(1)].percent_in_time(), Some(66));
        assert_eq!(by_agency([open], next)[&AgencyId(1)].percent_in_time(), None);
    }

    proptest! {
        #[test]
        fn every_duty_is_counted_exactly_once(
            cases in prop::collection::vec((0_i64..4, prop::option::of(0_i32..60), prop::option::of(0_i32..60)), 0..50),
        ) {
            use jiff::ToSpan as _;
            use strum::VariantArray as _;
            let day = |offset: i32| date(2026, 3, 1) + offset.days();
            let duties: Vec<Duty> = cases.iter().zip(0..).map(|((agency, due, done), row)| Duty {
                agency: AgencyId(*agency), row, due: due.map(day), done: done.map(day),
            }).collect();
            let found = by_agency(duties.iter().copied(), day(30));
            let mut rows: Vec<i64> = found.values()
                .flat_map(|timeliness| Verdict::VARIANTS.iter().flat_map(|v| timeliness.rows(*v)))
                .copied().collect();
            rows.sort_unstable();
            prop_assert_eq!(rows, duties.iter().map(|duty| duty.row).collect::<Vec<_>>());
        }
    }
}
