//! An API credential: what a program sends instead of a session.
//!
//! `Authorization: Bearer zt_<43 characters>`. It acts as the account that made
//! it, with that account's agency and roles at the moment of use.
//!
//! **Invariant:** the token is shown once and kept as its SHA-256 only.
//! **Invariant:** every credential ends; revocation takes effect with the next
//! request.

mod credentials;
mod issue;
pub(crate) mod pages;
mod revoke;
pub(crate) mod store;

use std::fmt;

use jiff::Timestamp;
use zt_crypto::{random_token, sha256_hex};
use zt_kernel::AccountId;

pub use credentials::Credentials;
pub(crate) use credentials::Known;
pub use issue::{IssueError, NewCredential};
pub use revoke::RevokeError;

/// Begins every token, so that scanners for leaked secrets recognise one.
pub const PREFIX: &str = "zt_";

/// The number of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CredentialId(pub i64);

zt_store::stored_ids!(CredentialId);

/// A credential as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its number.
    pub id: CredentialId,
    /// Whose it is.
    pub account: AccountId,
    /// What its owner calls it.
    pub label: String,
    /// The token's last four characters, to tell it from others.
    pub ending: String,
    /// When it was made.
    pub issued_at: Timestamp,
    /// When it ends; the instant itself is outside.
    pub expires_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to ten minutes.
    pub used_at: Option<Timestamp>,
}

/// Where a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It works.
    Valid,
    /// Its time is over.
    Expired,
    /// Its owner ended it.
    Revoked,
}

impl Credential {
    /// Where it stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.revoked_at.is_some() {
            Standing::Revoked
        } else if now >= self.expires_at {
            Standing::Expired
        } else {
            Standing::Valid
        }
    }
}

/// A credential's secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(String);

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

impl Bearer {
    fn random() -> Self {
        Self(format!("{PREFIX}{}", random_token::<32>()))
    }

    /// A token as a program sent it, if it could be one.
    fn from_header(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let good = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        (rest.len() == 43 && rest.bytes().all(good)).then(|| Self(text.to_owned()))
    }

    /// The token itself, to show once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> String {
        sha256_hex(self.0.as_bytes())
    }

    fn ending(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn only_texts_that_could_be_tokens_are_looked_up() {
        let bearer = Bearer::random();
        assert_eq!(Bearer::from_header(bearer.reveal()), Some(bearer));
        for bad in ["", "zt_", "zt_short", &format!("xx_{}", "a".repeat(43)), "zt_é"] {
            assert_eq!(Bearer::from_header(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_credential_stands_until_it_expires_or_is_revoked() {
        let now = Timestamp::UNIX_EPOCH;
        let credential = Credential {
            id: CredentialId(1),
            account: AccountId(1),
            label: String::new(),
            ending: String::new(),
            issued_at: now,
            expires_at: now + SignedDuration::from_hours(1),
            revoked_at: None,
            used_at: None,
        };
        assert_eq!(credential.standing(now), Standing::Valid);
        assert_eq!(credential.standing(credential.expires_at), Standing::Expired);
        let revoked = Credential { revoked_at: Some(now), ..credential };
        assert_eq!(revoked.standing(revoked.expires_at), Standing::Revoked);
    }
}
