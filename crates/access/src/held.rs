//! Forms kept for an account between an expired session and the next.
//!
//! What was typed may be personal, so it is kept for a day at most, for eight
//! forms of an account, and given back to that account alone.

mod forms;
pub(crate) mod store;

use jiff::SignedDuration;

pub use forms::SessionForms;

/// How long a form is kept: until the next morning's sign-in.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How many forms of one account are kept, the oldest giving way.
const FORMS_MAX: i64 = 8;
