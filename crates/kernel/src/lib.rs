//! The vocabulary every other crate shares: typed ids, time as an argument,
//! who acts, divisions, the working-day calendar and the national identifiers.
//!
//! Deliberately absent: I/O, async, SQL, HTTP. Everything here is a value or a
//! pure function, so a rule of law can be tested without a server.

pub mod actor;
pub mod clock;
pub mod ids;

pub use actor::{Actor, Role};
pub use clock::{Clock, FixedClock, SystemClock, civil_date};
pub use ids::{AccountId, AgencyId, DatasetId, EntryId, GrantId, ShareRequestId};
