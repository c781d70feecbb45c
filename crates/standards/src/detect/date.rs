//! Dates and times as tables write them.
//!
//! Read without allocation: `2025-08-01`, `2025/8/1`, `2025.8.1`, `20250801`,
//! `2025年8月1日`, and the calendar of Taiwan in that last form (`109年01月01日`, year
//! 1911 + 109). Times: `09:30`, `09:30:00`, `09:30:00.123`, `9时30分00秒`, after a
//! space or a `T`, with `Z` or `+08:00` behind.

use jiff::civil::{Date, DateTime, Time};

/// The calendar date `text` writes, if it is one and nothing else.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let mut reader = Reader(text.as_bytes());
    let date = reader.date()?;
    reader.0.is_empty().then_some(date)
}

/// The date and time of day `text` writes; a bare date is midnight. An offset behind
/// the time is accepted and not applied: the value is the civil time as written.
#[must_use]
pub fn parse_date_time(text: &str) -> Option<DateTime> {
    let mut reader = Reader(text.as_bytes());
    let date = reader.date()?;
    if reader.0.is_empty() {
        return Some(date.to_datetime(Time::midnight()));
    }
    let _ = reader.take(b" ") || reader.take(b"T");
    let time = reader.time()?;
    reader.offset()?;
    reader.0.is_empty().then(|| date.to_datetime(time))
}

/// The year and month `text` writes: `2025-08`, `2025/8`, `202508`, `2025年8月`.
#[must_use]
pub fn parse_year_month(text: &str) -> Option<(i16, i8)> {
    // Han: the signs of year and month.
    let mut reader = Reader(text.as_bytes());
    let year = reader.digits(4, 4)?;
    let month = if reader.take("年".as_bytes()) {
        let month = reader.digits(1, 2)?;
        reader.take("月".as_bytes()).then_some(month)?
    } else if reader.take(b"-") || reader.take(b"/") || reader.take(b".") {
        reader.digits(1, 2)?
    } else {
        reader.digits(2, 2)?
    };
    let valid = reader.0.is_empty() && plausible(year) && (1..=12).contains(&month);
    valid.then_some((year, i8::try_from(month).ok()?))
}

/// Whether a year of four digits is one a record would bear.
pub(crate) fn plausible(year: i16) -> bool {
    (1000..=2999).contains(&year)
}

/// What remains to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take(&mut self, prefix: &[u8]) -> bool {
        match self.0.strip_prefix(prefix) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// A run of at least `min` digits; reads no more than `max`.
    fn digits(&mut self, min: usize, max: usize) -> Option<i16> {
        let run = self.0.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
        if run < min {
            return None;
        }
        let (digits, rest) = self.0.split_at(run);
        self.0 = rest;
        // At most four digits are ever asked for.
        Some(digits.iter().fold(0, |n, digit| n * 10 + i16::from(digit - b'0')))
    }

    fn date(&mut self) -> Option<Date> {
        // Han: the signs of year, month and day, and the name of Taiwan's calendar.
        let minguo = self.take("民國".as_bytes()) || self.take("民国".as_bytes());
        let start = self.0.len();
        let mut year = self.digits(2, 4)?;
        let year_digits = start - self.0.len();
        let (month, day);
        if self.take("年".as_bytes()) {
            // Two digits alone are a mainland abbreviation (09年) as often as not, so
            // they are no date; three digits, or 民國 before them, are Taiwan's calendar.
            match (minguo, year_digits) {
                (true, 2 | 3) | (false, 3) => year += 1911,
                (false, 4) => {}
                _ => return None,
            }
            month = self.digits(1, 2)?;
            self.take("月".as_bytes()).then_some(())?;
            day = self.digits(1, 2)?;
            let _ = self.take("日".as_bytes()) || self.take("号".as_bytes());
        } else if minguo || year_digits != 4 {
            return None;
        } else if let Some(separator) = self.0.first().copied().filter(|b| b"-/.".contains(b)) {
            self.take(&[separator]);
            month = self.digits(1, 2)?;
            self.take(&[separator]).then_some(())?;
            day = self.digits(1, 2)?;
        } else {
            month = self.digits(2, 2)?;
            day = self.digits(2, 2)?;
        }
        if !plausible(year) {
            return None;
        }
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    fn time(&mut self) -> Option<Time> {
        // Han: the signs of hour, minute and second.
        let hour = self.digits(1, 2)?;
        let (mut minute, mut second, mut nanosecond) = (0, 0, 0);
        if self.take(b":") {
            minute = self.digits(2, 2)?;
            if self.take(b":") {
                second = self.digits(2, 2)?;
                if self.take(b".") {
                    nanosecond = self.fraction()?;
                }
            }
        } else if self.take("时".as_bytes()) || self.take("時".as_bytes()) {
            if !self.0.is_empty() {
                minute = self.digits(1, 2)?;
                self.take("分".as_bytes()).then_some(())?;
                if !self.0.is_empty() {
                    second = self.digits(1, 2)?;
                    self.take("秒".as_bytes()).then_some(())?;
                }
            }
        } else {
            return None;
        }
        let small = |n: i16| i8::try_from(n).ok();
        Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()
    }

    /// One to nine digits behind the point, as nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        let run = self.0.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(run);
        self.0 = rest;
        let value = digits.iter().fold(0, |n, digit| n * 10 + i32::from(digit - b'0'));
        (run > 0).then(|| value * 10_i32.pow(9 - u32::try_from(run).unwrap_or(9)))
    }

    /// Nothing, `Z`, or an offset such as `+08:00` or `+0800`.
    fn offset(&mut self) -> Option<()> {
        if self.0.is_empty() || self.take(b"Z") {
            return Some(());
        }
        (self.take(b"+") || self.take(b"-")).then_some(())?;
        let hours = self.digits(2, 2)?;
        let _ = self.take(b":");
        let minutes = self.digits(2, 2)?;
        (hours <= 18 && minutes < 60).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_written_forms_of_one_date_are_one_date() {
        for text in
            ["2025-08-01", "2025/8/1", "2025.8.1", "20250801", "2025年8月1日", "2025年08月01"]
        {
            assert_eq!(parse_date(text), Some(date(2025, 8, 1)), "{text}");
        }
        for text in ["109年01月01日", "民國109年1月1日", "民國99年1月1日"] {
            let year = if text.contains("99年") { 2010 } else { 2020 };
            assert_eq!(parse_date(text), Some(date(year, 1, 1)), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "",
            "2025",
            "2025-02-29",
            "2025-13-01",
            "2025-8/1",
            "25-08-01",
            "09年1月1日",
            "0925-08-01",
            "20251301",
            "2025-08-01 ",
            "2025年8月",
            "12345678",
            "２０２５-08-01",
            "99991231",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn times_of_day_follow_in_their_forms() {
        let expected = date(2020, 1, 1).at(14, 15, 0, 0);
        for text in [
            "2020-01-01 14:15:00",
            "2020-01-01T14:15:00Z",
            "2020-01-01T14:15:00+08:00",
            "2020/1/1 14:15",
            "109年01月01日 14時15分00秒",
            "2020年1月1日14时15分",
        ] {
            assert_eq!(parse_date_time(text), Some(expected), "{text}");
        }
        assert_eq!(parse_date_time("2020-01-01"), Some(date(2020, 1, 1).at(0, 0, 0, 0)));
        assert_eq!(
            parse_date_time("2020-01-01 14:15:00.25"),
            Some(date(2020, 1, 1).at(14, 15, 0, 250_000_000))
        );
        for text in ["2020-01-01 25:00", "2020-01-01 14", "2020-01-01 14:15:00x", "14:15:00"] {
            assert_eq!(parse_date_time(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_and_month_needs_both() {
        for text in ["2025-08", "2025/8", "202508", "2025年8月"] {
            assert_eq!(parse_year_month(text), Some((2025, 8)), "{text}");
        }
        for text in ["2025", "2025-13", "20258", "2025年", "2025-08-01"] {
            assert_eq!(parse_year_month(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9年月日時分秒:. T+Z/-]{0,24}|\\PC{0,12}") {
            let _ = (parse_date(&text), parse_date_time(&text), parse_year_month(&text));
        }

        #[test]
        fn every_date_is_read_back_from_its_standard_form(days in 0_i32..365_000) {
            let day = date(1000, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(parse_date(&day.to_string()), Some(day));
        }
    }
}
