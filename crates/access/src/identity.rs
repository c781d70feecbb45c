//! What a way of signing in establishes: who it is, and how we know.
//!
//! This is the seam between proving who one is and having a session. A password
//! proves it today; an OIDC provider or a passkey will produce the same
//! [`Identity`], and [`Sessions::start`](crate::Sessions::start) asks no further.

use std::fmt;

use zt_kernel::AccountId;

/// A person proven to be the holder of an account. Only code of this crate that
/// has checked a proof can make one.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    account: AccountId,
    method: Method,
    /// The stored hash the password was right against. A session begins only while
    /// it is still the account's.
    against: String,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({:?} by {:?})", self.account, self.method)
    }
}

/// By what proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Method {
    /// The account's password.
    Password,
}

impl Identity {
    pub(crate) fn proven(account: AccountId, method: Method, against: String) -> Self {
        Self { account, method, against }
    }

    /// What was stored when it was proven.
    pub(crate) fn against(&self) -> &str {
        &self.against
    }

    /// Whose identity it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// By what proof.
    pub fn method(&self) -> Method {
        self.method
    }
}
