//! What tests stand on: databases of both engines, a platform on each, a browser
//! without a screen, a clock that stands still, events that say nothing.
//!
//! Deliberately absent: anything production uses, and rows made up to look real.

mod browser;
pub mod cluster;
mod databases;
mod event;
mod platform;

pub use browser::{Answer, Browser};
pub use cluster::Cluster;
pub use databases::{TestDb, databases, migrated, sqlite, statements_prepare};
pub use event::TestEvent;
pub use platform::{PASSWORD, TestPlatform, browser, platforms};
pub use zt_kernel::FixedClock;

use jiff::Timestamp;

/// When tests begin: Monday 5 January 2026, 09:00 in Beijing, an ordinary working day.
pub const NOW: Timestamp = Timestamp::constant(1_767_574_800, 0);
