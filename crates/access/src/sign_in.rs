//! Signing in with a password, throttled.
//!
//! An attempt is counted before its password is looked at and taken back if it
//! was right, all in the database: guesses sent to several `serve` processes at
//! once count together, and none slips in while another is being checked.
//!
//! **Invariant:** nothing but the right password tells whether a username
//! exists: not the answer, not the time it takes, not the throttle.

pub(crate) mod pages;
pub(crate) mod store;
mod throttle;

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};
use zt_store::StoreError;

use crate::{
    Identity, Platform, Username,
    account::{self, PasswordError},
    identity::Method,
};

/// What somebody typed to sign in.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// The username as typed.
    pub username: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// Where it came from, where that is known.
    pub address: Option<IpAddr>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Username and password don't belong together, or the account is
    /// suspended; which of these is not told.
    #[error("the username or the password is not right")]
    Wrong,
    /// Too many attempts, for this username or from this address.
    #[error("too many attempts to sign in")]
    Throttled {
        /// How long to wait before the next attempt can count.
        retry_after: SignedDuration,
    },
    /// The password could not be compared.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database failed.
    #[error("the attempt could not be checked")]
    Store(#[from] StoreError),
}

/// Checks an attempt; the identity it proves.
pub async fn authenticate(
    platform: &Platform,
    attempt: Attempt<'_>,
    now: Timestamp,
) -> Result<Identity, SignInError> {
    let counted = throttle::count(platform, &attempt, now).await?;
    // A text that is no username finds no account, and costs the same.
    let secret = match attempt.username.parse::<Username>() {
        Ok(username) => account::store::secret(&platform.db, &username).await?,
        Err(_) => None,
    };
    let stored = secret.as_ref().map(|secret| secret.password_hash.clone());
    let right = platform.passwords.matches(attempt.password, stored).await?;
    match secret {
        Some(secret) if right && !secret.suspended => {
            throttle::forgive(platform, &counted).await?;
            Ok(Identity::proven(secret.id, Method::Password))
        }
        secret => {
            let id = secret.map_or_else(|| "unknown".to_owned(), |secret| secret.id.to_string());
            let event = AuditEvent::new(
                now,
                &Actor::Anonymous,
                "access.sign_in.refused",
                Object::new("account", id),
            )
            .detail("method", <&'static str>::from(Method::Password));
            platform.commit(platform.db.begin().await?, &event).await?;
            Err(SignInError::Wrong)
        }
    }
}
