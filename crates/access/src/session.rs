//! A session: a signed-in browser.
//!
//! ```text
//! start(identity) ──▶ live ──sign out, password change, suspension──▶ ended
//!                      └──idle too long, or too old──▶ expired (computed, never stored)
//! ```
//!
//! **Invariant:** the token is known to the browser alone; the database keeps
//! its SHA-256, so a copy of the database opens no session. The token has 256
//! random bits, so a plain digest is enough where a password needs a slow one.
//! **Invariant:** a sign-in always makes a new token: one planted in a browser
//! before it is worth nothing after.

mod cookie;
mod first_password;
mod layer;
mod manage;
pub(crate) mod store;

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use zt_crypto::{random_token, sha256_hex};

pub(crate) use cookie::Cookies;
pub(crate) use first_password::PASSWORD_PATH;
pub use layer::{ClientAddress, CurrentSession, session_layer};
pub use manage::{SessionView, Sessions};

/// The number of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId(pub i64);

zt_store::stored_ids!(SessionId);

/// How exact "last seen" is. A write for every request would cost more than the
/// request.
pub(crate) const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// How long an ended or expired session is remembered, so that a form sent from
/// it can still be kept for its account.
pub(crate) const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// The secret in the browser's cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A new token of 256 random bits.
    pub(crate) fn random() -> Self {
        Self(random_token::<32>())
    }

    /// A token as a cookie brought it: 43 characters of base64url, or nothing.
    pub(crate) fn from_cookie(text: &str) -> Option<Self> {
        let good = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        (text.len() == 43 && text.bytes().all(good)).then(|| Self(text.to_owned()))
    }

    /// The token itself, for the cookie.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub(crate) fn digest(&self) -> String {
        sha256_hex(self.0.as_bytes())
    }

    /// The token every form of this session sends back. Derived, so that it
    /// needs no column and can't outlive its session; one-way, so that a page
    /// that shows it doesn't show the session's own.
    pub(crate) fn csrf(&self) -> String {
        sha256_hex(format!("zt-csrf-1|{}", self.0).as_bytes())
    }
}

/// Whether a session last seen at `seen_at` and ending at `expires_at` is live.
/// The instant of expiry itself is outside.
pub(crate) fn is_live(
    seen_at: Timestamp,
    expires_at: Timestamp,
    idle: SignedDuration,
    now: Timestamp,
) -> bool {
    now < expires_at && now.duration_since(seen_at) < idle
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const HOUR: SignedDuration = SignedDuration::from_hours(1);

    #[test]
    fn a_session_ends_by_idleness_or_by_age() {
        let live =
            |seen_before, expires_in| is_live(NOW - seen_before, NOW + expires_in, HOUR, NOW);
        assert!(live(HOUR / 2, HOUR));
        assert!(!live(HOUR, HOUR), "idle for the whole time allowed");
        assert!(!live(HOUR / 2, SignedDuration::ZERO), "at its expiry");
    }

    #[test]
    fn only_texts_that_could_be_tokens_are_looked_up() {
        let token = Token::random();
        assert_eq!(Token::from_cookie(token.reveal()), Some(token));
        for bad in ["", "short", &"a".repeat(44), &"'".repeat(43)] {
            assert_eq!(Token::from_cookie(bad), None);
        }
    }

    #[test]
    fn what_a_page_shows_does_not_give_the_session_away() {
        let token = Token::random();
        assert!(!token.csrf().contains(token.reveal()));
        assert_ne!(token.csrf(), token.digest());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
