//! What an operator may set of sharing.

use std::num::NonZeroU32;

/// Section `[sharing]`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SharingConfig {
    /// Readings of open rows in a minute that one address has without signing in.
    /// Each is an event in the ledger for good. Two a second let a program take a
    /// table in an afternoon (120 unless set); whoever needs more has a credential.
    pub open_readings_per_minute: NonZeroU32,
    /// How many of them may come at once (120 unless set). A whole office may share one address.
    pub open_readings_burst: NonZeroU32,
}

impl Default for SharingConfig {
    fn default() -> Self {
        let readings = NonZeroU32::MIN.saturating_add(119);
        Self { open_readings_per_minute: readings, open_readings_burst: readings }
    }
}
