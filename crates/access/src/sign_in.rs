//! Signing in with a password, throttled.
//!
//! An attempt is counted before its password is looked at and taken back if it
//! was right, all in the database: guesses sent to several `serve` processes at
//! once count together, and none slips in while another is being checked.
//!
//! **Invariant:** nothing but the right password tells whether a username
//! exists: not the answer, not the time it takes, not the throttle.

mod authenticate;
pub(crate) mod pages;
pub(crate) mod store;
mod throttle;

use std::net::IpAddr;

use jiff::SignedDuration;
use zt_store::StoreError;

pub use authenticate::authenticate;

use crate::account::PasswordError;

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
    /// The initial password was right and has run out. Told only to whoever has it.
    #[error("the initial password has run out")]
    InitialExpired,
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
