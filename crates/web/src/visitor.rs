//! Who is looking at the page.

use zt_kernel::Actor;

/// Who sent the request. The session layer puts one into the request's
/// extensions, for a person who hasn't signed in too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// On whose behalf handlers act and decide.
    pub actor: Actor,
    /// The person's name as the account menu shows it; empty when anonymous.
    pub name: String,
    /// The agency acted for, by name; empty when anonymous.
    pub agency_name: String,
    /// The token bound to this session (or to the cookie that precedes sign-in)
    /// that every form sends back. Letters, digits, `-` and `_`, at most 128.
    /// Empty means no session can be verified, so every form is refused.
    pub csrf: String,
}

impl Visitor {
    /// Somebody who hasn't signed in, with the token of the cookie set for him.
    pub fn anonymous(csrf: impl Into<String>) -> Self {
        Self {
            actor: Actor::Anonymous,
            name: String::new(),
            agency_name: String::new(),
            csrf: csrf.into(),
        }
    }

    /// Whether somebody has signed in.
    pub fn signed_in(&self) -> bool {
        matches!(self.actor, Actor::Account { .. })
    }
}
