//! The limits of this crate, as the configuration file may set them.

use jiff::SignedDuration;
use serde::Deserialize;

/// Section `[access]` of `zhengtong.toml`. Every limit can be tightened or
/// loosened there; the defaults suit an office network.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessConfig {
    /// Whether people reach the platform by https. Then session cookies are
    /// `Secure` and bound to this very host. Not set here: it is `server.https`.
    #[serde(skip)]
    pub https: bool,
    /// How many reverse proxies stand before the platform. The client's address
    /// is the entry that many places from the end of `X-Forwarded-For`; entries
    /// further left were written by the client itself and prove nothing.
    pub trusted_proxies: usize,
    /// A session ends this long after its last request, in minutes.
    pub session_idle_minutes: u32,
    /// A session ends this long after its sign-in whatever happens, in hours:
    /// one working day, so that each begins with a fresh sign-in.
    pub session_hours: u32,
    /// The window in which attempts to sign in are counted, in minutes.
    pub sign_in_window_minutes: u32,
    /// Failed attempts one account may see in a window. Ten allow for a
    /// forgotten caps lock and leave a guesser 40 tries an hour.
    pub sign_in_attempts_per_account: u32,
    /// Failed attempts one address may make in a window. Larger, because a
    /// whole office may share one address.
    pub sign_in_attempts_per_address: u32,
    /// How long an initial password opens the way to a password of one's own, in
    /// days: a working week, and the weekend around it. It has passed through
    /// other hands, so it must not lie about for longer.
    pub initial_password_days: u32,
    /// The longest an API credential may live, in days.
    pub credential_days_max: u32,
    /// What a password costs to check.
    pub password_cost: PasswordCost,
}

/// The parameters of Argon2id (RFC 9106). The defaults are OWASP's first
/// choice for servers: 19 MiB and two passes, about 25 ms on one core. A guess
/// then costs an attacker with a copy of the database as much memory traffic as
/// it costs us, while four sign-ins at once stay below 80 MB here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordCost {
    /// Memory filled, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for PasswordCost {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

impl Default for AccessConfig {
    fn default() -> Self {
        Self {
            https: false,
            trusted_proxies: 0,
            session_idle_minutes: 30,
            session_hours: 12,
            sign_in_window_minutes: 15,
            sign_in_attempts_per_account: 10,
            sign_in_attempts_per_address: 100,
            initial_password_days: 7,
            credential_days_max: 365,
            password_cost: PasswordCost::default(),
        }
    }
}

impl AccessConfig {
    pub(crate) fn session_idle(&self) -> SignedDuration {
        SignedDuration::from_mins(self.session_idle_minutes.into())
    }

    pub(crate) fn session_max(&self) -> SignedDuration {
        SignedDuration::from_hours(self.session_hours.into())
    }

    pub(crate) fn initial_password_lasts(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.initial_password_days))
    }

    pub(crate) fn sign_in_window(&self) -> SignedDuration {
        SignedDuration::from_mins(self.sign_in_window_minutes.into())
    }
}
