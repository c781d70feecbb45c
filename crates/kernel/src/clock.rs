//! Time as an argument.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Where the present comes from. Handlers ask it once and pass the answer down.
pub trait Clock: Send + Sync + 'static {
    /// The present, to the microsecond the database keeps.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// A clock that stands where a test or a replay sets it.
#[derive(Debug)]
pub struct FixedClock(std::sync::Mutex<Timestamp>);

impl FixedClock {
    /// A clock standing at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(std::sync::Mutex::new(now))
    }

    /// Moves the clock to `now`, forward or back.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The civil date in the country's one legal time, in which every statutory
/// deadline is counted.
pub fn civil_date(at: Timestamp) -> Date {
    let zone = TimeZone::get("Asia/Shanghai")
        .unwrap_or_else(|_| TimeZone::fixed(jiff::tz::Offset::constant(8)));
    at.to_zoned_datetime(zone).date()
}
