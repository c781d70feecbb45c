//! Working days (工作日) as the State Council's yearly notices make them.
//!
//! Monday to Friday are working days, except the days a notice makes holidays;
//! a weekend day is none, except the days a notice makes working days to even out
//! (调休). The notices come as files of `data/holidays`, one per year.
//!
//! **Invariant:** a year whose notice is not out yet is computed on weekends alone,
//! and every derivation that touches it says so: a deadline shown to an agency is
//! never silently a guess.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

/// The days off and the make-up working days of all years known.
#[derive(Debug, Clone, Default)]
pub struct WorkingCalendar {
    special: BTreeMap<Date, Special>,
    notices: BTreeMap<i16, Vec<Arc<str>>>,
}

/// One day a notice speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Special {
    name: Arc<str>,
    off: bool,
}

/// What kind of day a date is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum DayKind {
    /// An ordinary Monday to Friday.
    Working,
    /// A weekend day worked in exchange for a holiday, which is named.
    MakeUp {
        /// The holiday, as the notice names it.
        name: Arc<str>,
    },
    /// A Saturday or Sunday.
    Weekend,
    /// A day off by notice; weekend days within a holiday are holidays too.
    Holiday {
        /// The holiday, as the notice names it.
        name: Arc<str>,
    },
}

impl DayKind {
    /// Whether the day counts.
    #[must_use]
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MakeUp { .. })
    }
}

/// How a deadline came about, day by day, so that a page can print it and a dispute
/// can check it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Derivation {
    /// The day the event fell on; counting begins the day after.
    pub start: Date,
    /// The last day on which the duty can be done in time.
    pub due: Date,
    /// Every day after `start` up to and including `due`.
    pub days: Vec<DerivedDay>,
    /// Years touched whose notice is not known: their days are counted on weekends
    /// alone, and the deadline may move when the notice appears.
    pub unpublished_years: Vec<i16>,
    /// Addresses of the notices of the other years touched.
    pub notices: Vec<Arc<str>>,
}

/// One day of a [`Derivation`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DerivedDay {
    /// The day.
    pub date: Date,
    /// What kind of day it is.
    pub kind: DayKind,
    /// Which working day of the count it is, from 1; `None` if it does not count.
    pub ordinal: Option<u32>,
}

/// Why holiday files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not the JSON of a holiday file.
    #[error("a holiday file is not in the known form")]
    Json(#[source] serde_json::Error),
    /// Two files speak of one day and disagree.
    #[error("two holiday files disagree on {0}")]
    Conflict(Date),
    /// The same year came twice.
    #[error("the holidays of {0} are given twice")]
    DuplicateYear(i16),
    /// Days without any notice to stand on.
    #[error("the holiday file of {0} lists days but no notice")]
    NoNotice(i16),
}

/// The form of a holiday file.
#[derive(serde::Deserialize)]
struct File {
    year: i16,
    papers: Vec<Arc<str>>,
    days: Vec<FileDay>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileDay {
    name: Arc<str>,
    date: Date,
    is_off_day: bool,
}

impl WorkingCalendar {
    /// Reads holiday files, one text per year, in any order. A file without notices
    /// and days (the year is not announced yet) is accepted and adds nothing.
    ///
    /// # Errors
    ///
    /// Refuses malformed files, a year given twice, days without a notice, and days on
    /// which two files disagree: a notice may reach into the year before its own.
    pub fn from_json<'a>(years: impl IntoIterator<Item = &'a str>) -> Result<Self, CalendarError> {
        let mut calendar = Self::default();
        let mut seen = BTreeSet::new();
        for text in years {
            let file: File = serde_json::from_str(text).map_err(CalendarError::Json)?;
            if !seen.insert(file.year) {
                return Err(CalendarError::DuplicateYear(file.year));
            }
            if file.papers.is_empty() {
                if file.days.is_empty() {
                    continue;
                }
                return Err(CalendarError::NoNotice(file.year));
            }
            for day in file.days {
                let special = Special { name: day.name, off: day.is_off_day };
                if let Some(known) = calendar.special.insert(day.date, special.clone())
                    && known.off != special.off
                {
                    return Err(CalendarError::Conflict(day.date));
                }
            }
            calendar.notices.insert(file.year, file.papers);
        }
        Ok(calendar)
    }

    /// What kind of day `date` is.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> DayKind {
        match self.special.get(&date) {
            Some(Special { name, off: true }) => DayKind::Holiday { name: Arc::clone(name) },
            Some(Special { name, off: false }) => DayKind::MakeUp { name: Arc::clone(name) },
            None if matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) => {
                DayKind::Weekend
            }
            None => DayKind::Working,
        }
    }

    /// Whether the notice of `year` is known.
    #[must_use]
    pub fn published(&self, year: i16) -> bool {
        self.notices.contains_key(&year)
    }

    /// The addresses of the notices of `year`, in the order they were issued.
    #[must_use]
    pub fn notices(&self, year: i16) -> &[Arc<str>] {
        self.notices.get(&year).map_or(&[], Vec::as_slice)
    }

    /// The years whose notices are known, ascending.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.notices.keys().copied()
    }

    /// Counts `working_days` from the day after `start`.
    ///
    /// Zero days are due on `start` itself. A count that would leave the calendar
    /// (year 9999) ends on its last day.
    #[must_use]
    pub fn deadline(&self, start: Date, working_days: u32) -> Derivation {
        let mut days = Vec::new();
        let mut at = start;
        let mut counted = 0;
        while counted < working_days {
            let Ok(next) = at.tomorrow() else { break };
            at = next;
            let kind = self.is_working_day(at);
            let ordinal = kind.is_working().then(|| {
                counted += 1;
                counted
            });
            days.push(DerivedDay { date: at, kind, ordinal });
        }
        let touched: BTreeSet<i16> = days.iter().map(|day| day.date.year()).collect();
        let unpublished_years =
            touched.iter().copied().filter(|year| !self.published(*year)).collect();
        let notices = touched.iter().flat_map(|year| self.notices(*year)).map(Arc::clone).collect();
        Derivation { start, due: at, days, unpublished_years, notices }
    }

    /// How many working days lie after `from` up to and including `to`; none if `to`
    /// is not later. It undoes [`Self::deadline`]: from `start` to `due` are the days
    /// asked for.
    #[must_use]
    pub fn working_days_after(&self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut at = from;
        while at < to {
            let Ok(next) = at.tomorrow() else { break };
            at = next;
            count += u32::from(self.is_working_day(at).is_working());
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> WorkingCalendar {
        WorkingCalendar::from_json([
            include_str!("../../../data/holidays/2023.json"),
            include_str!("../../../data/holidays/2024.json"),
            include_str!("../../../data/holidays/2025.json"),
            include_str!("../../../data/holidays/2026.json"),
            include_str!("../../../data/holidays/2027.json"),
        ])
        .unwrap()
    }

    #[test]
    fn ten_working_days_over_the_national_day_are_derived_day_by_day() {
        let derivation = calendar().deadline(date(2025, 9, 25), 10);
        // 26, [27 weekend], 28 make-up, 29, 30, [1–8 holiday], 9, 10, 11 make-up, [12], 13…
        assert_eq!(derivation.due, date(2025, 10, 15));
        assert_eq!(derivation.days.first().unwrap().date, date(2025, 9, 26));
        assert_eq!(derivation.days.last().unwrap().ordinal, Some(10));
        let make_up: Vec<Date> = derivation
            .days
            .iter()
            .filter(|day| matches!(day.kind, DayKind::MakeUp { .. }))
            .map(|day| day.date)
            .collect();
        assert_eq!(make_up, [date(2025, 9, 28), date(2025, 10, 11)]);
        assert_eq!(derivation.unpublished_years, [0_i16; 0]);
        assert_eq!(derivation.notices.len(), 1);
        assert!(derivation.notices[0].starts_with("https://www.gov.cn/"));
    }

    #[test]
    fn a_year_without_a_notice_counts_weekends_only_and_says_so() {
        let derivation = calendar().deadline(date(2026, 12, 30), 5);
        assert_eq!(derivation.unpublished_years, [2027]);
        assert!(!calendar().published(2027));
        assert_eq!(calendar().is_working_day(date(2027, 1, 2)), DayKind::Weekend);
        assert_eq!(calendar().is_working_day(date(2027, 1, 1)), DayKind::Working);
    }

    #[test]
    fn a_notice_may_reach_into_the_year_before_its_own() {
        // The notice for 2023 makes Saturday, 31 December 2022 a holiday.
        let name = Arc::from("元旦");
        assert_eq!(calendar().is_working_day(date(2022, 12, 31)), DayKind::Holiday { name });
    }

    #[test]
    fn zero_days_are_due_at_once() {
        let derivation = calendar().deadline(date(2026, 10, 1), 0);
        assert_eq!(derivation.due, date(2026, 10, 1));
        assert!(derivation.days.is_empty());
    }

    #[test]
    fn the_count_ends_with_the_calendar_itself() {
        let derivation = WorkingCalendar::default().deadline(Date::MAX, 3);
        assert_eq!(derivation.due, Date::MAX);
    }

    #[test]
    fn contradictions_between_files_are_refused() {
        let file = |year: i16, off: bool| {
            format!(
                r#"{{"year":{year},"papers":["http://example.cn/{year}"],
                    "days":[{{"name":"元旦","date":"2022-12-31","isOffDay":{off}}}]}}"#
            )
        };
        let (first, second) = (file(2022, false), file(2023, true));
        let error = WorkingCalendar::from_json([first.as_str(), second.as_str()]).unwrap_err();
        assert!(matches!(error, CalendarError::Conflict(day) if day == date(2022, 12, 31)));
        let error = WorkingCalendar::from_json([first.as_str(), first.as_str()]).unwrap_err();
        assert!(matches!(error, CalendarError::DuplicateYear(2022)));
        let orphan = first.replace(r#"["http://example.cn/2022"]"#, "[]");
        let error = WorkingCalendar::from_json([orphan.as_str()]).unwrap_err();
        assert!(matches!(error, CalendarError::NoNotice(2022)));
        assert!(matches!(WorkingCalendar::from_json(["{"]), Err(CalendarError::Json(_))));
    }

    proptest! {
        #[test]
        fn counting_to_a_deadline_gives_the_days_asked_for(
            offset in 0_i32..1400,
            working_days in 1_u32..60,
        ) {
            let calendar = calendar();
            let start = date(2023, 1, 1).saturating_add(jiff::Span::new().days(offset));
            let derivation = calendar.deadline(start, working_days);
            prop_assert_eq!(calendar.working_days_after(start, derivation.due), working_days);
            prop_assert!(calendar.is_working_day(derivation.due).is_working());
            let ordinals: Vec<u32> = derivation.days.iter().filter_map(|day| day.ordinal).collect();
            prop_assert_eq!(ordinals, (1..=working_days).collect::<Vec<_>>());
        }
    }
}
