//! Numbers, dates and sizes the way each language writes them.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{Arg, text_with};
use crate::Lang;

/// Formats for one language.
#[derive(Debug, Clone, Copy)]
pub struct Format(pub Lang);

impl Format {
    /// `2026年11月25日` or `25 November 2026`.
    pub fn date(self, date: Date) -> String {
        text_with(
            self.0,
            "web-date",
            &[
                ("year", date.year().to_string().into()),
                ("month", i16::from(date.month()).into()),
                ("day", i16::from(date.day()).into()),
            ],
        )
    }

    /// `星期三` or `Wednesday`.
    pub fn weekday(self, date: Date) -> String {
        let number = date.weekday().to_monday_one_offset();
        text_with(self.0, "web-weekday", &[("day", i16::from(number).into())])
    }

    /// The date and the time to the minute, in the country's legal time.
    pub fn time(self, at: Timestamp) -> String {
        let local = local(at);
        text_with(
            self.0,
            "web-time",
            &[
                ("date", self.date(local.date()).into()),
                ("time", format!("{:02}:{:02}", local.hour(), local.minute()).into()),
            ],
        )
    }

    /// `1,234,567`.
    pub fn number(self, value: i64) -> String {
        group(&value.to_string())
    }

    /// A number with `places` decimals: `1,234.50`.
    pub fn decimal(self, value: f64, places: usize) -> String {
        group(&format!("{value:.places$}"))
    }

    /// A share of one as a percentage with one decimal: `0.0421` is `4.2%`.
    pub fn percent(self, share: f64) -> String {
        format!("{}%", group(&format!("{:.1}", share * 100.0)))
    }

    /// A size in bytes, in powers of 1000: `4.2 MB`.
    pub fn size(self, bytes: u64) -> String {
        const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
        let (mut unit, mut scale) = (0, 1_u64);
        while bytes / scale >= 1000 && unit + 1 < UNITS.len() {
            scale *= 1000;
            unit += 1;
        }
        let tenths = u128::from(bytes) * 10 / u128::from(scale);
        let (whole, tenth) = (tenths / 10, tenths % 10);
        if unit == 0 || whole >= 100 || tenth == 0 {
            format!("{} {}", group(&whole.to_string()), UNITS[unit])
        } else {
            format!("{whole}.{tenth} {}", UNITS[unit])
        }
    }
}

/// An instant on the country's clock.
pub fn local(at: Timestamp) -> DateTime {
    let zone = TimeZone::get("Asia/Shanghai")
        .unwrap_or_else(|_| TimeZone::fixed(jiff::tz::Offset::constant(8)));
    at.to_zoned_datetime(zone).datetime()
}

/// Groups the whole part of a decimal number by thousands.
pub(super) fn group(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

impl Arg<'_> {
    /// The value as it would stand in a text of `lang`.
    pub fn show(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Number(number) => group(&number.to_string()),
            Self::Date(date) => Format(lang).date(*date),
            Self::Time(at) => Format(lang).time(*at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let date = jiff::civil::date(2026, 2, 5);
        assert_eq!(Format(Lang::Zh).date(date), "2026年2月5日");
        assert_eq!(Format(Lang::En).date(date), "5 February 2026");
        assert_eq!(Format(Lang::Zh).weekday(date), "星期四");
        assert_eq!(Format(Lang::En).weekday(date), "Thursday");
        let at: Timestamp = "2026-02-04T23:05:59Z".parse().unwrap();
        assert_eq!(Format(Lang::Zh).time(at), "2026年2月5日 07:05");
        assert_eq!(Format(Lang::En).time(at), "5 February 2026, 07:05");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let format = Format(Lang::Zh);
        assert_eq!(format.number(0), "0");
        assert_eq!(format.number(-1_234_567), "-1,234,567");
        assert_eq!(format.decimal(1234.5, 2), "1,234.50");
        assert_eq!(format.percent(0.0421), "4.2%");
        assert_eq!(format.size(999), "999 B");
        assert_eq!(format.size(4_240_000), "4.2 MB");
        assert_eq!(format.size(u64::MAX), "18,446,744 TB");
    }
}
