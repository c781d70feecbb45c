//! The vocabulary every other crate shares: typed ids, time as an argument,
//! who acts, divisions, the working-day calendar and the national identifiers.
//!
//! Deliberately absent: I/O, async, SQL, HTTP. Everything here is a value or a
//! pure function, so a rule of law can be tested without a server.

pub mod actor;
pub mod calendar;
pub mod clock;
pub mod credit_code;
pub mod division;
pub mod ids;
pub mod resident_number;

pub use actor::{Actor, Role};
pub use calendar::{DayKind, Derivation, DerivedDay, WorkingCalendar};
pub use clock::{Clock, FixedClock, SystemClock, civil_date};
pub use division::{DivisionCode, DivisionLevel, DivisionStanding};
pub use ids::{AccountId, AgencyId, DatasetId, EntryId, GrantId, ShareRequestId};
