//! An account (账号): one person's way in, for one agency.
//!
//! ```text
//! made ──▶ initial password ──own password──▶ active ◀──resume── suspended
//!                  ▲                            │└─────suspend─────▶│
//!                  └────────reset password──────┘
//! ```
//!
//! **Invariant:** nobody is both operator and auditor: who runs the platform
//! doesn't prove to others what was done on it.
//! **Invariant:** an initial password opens the way to one's own password and
//! nowhere else.
//!
//! This module performs no I/O and reads no clock.

mod accounts;
pub(crate) mod admin;
mod change;
mod change_password;
mod change_roles;
mod create;
mod end_sessions;
mod history;
mod initial_password;
mod list;
mod move_agency;
pub(crate) mod pages;
pub(crate) mod password;
mod reset_password;
mod roles;
mod standing;
pub(crate) mod store;
mod suspend;

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor, AgencyId, Role};

pub use accounts::Accounts;
pub use change::AccountChangeError;
pub use change_password::ChangePasswordError;
pub use change_roles::ChangeRolesRefusal;
pub use create::{CreateAccountError, InvitedAccount, NewAccount};
pub use history::{AccountHistory, HistoryError, HistoryEvent};
pub use initial_password::InitialPassword;
pub use list::{AccountFilter, AccountStanding, ListedAccount};
pub use move_agency::MoveRefusal;
pub use password::{NewPassword, PasswordError, PasswordFault};
pub use reset_password::ResetRefusal;
pub use roles::RolesFault;
pub use standing::{NoteFault, ResumeReason, SuspendReason};
pub use suspend::SuspendRefusal;

pub(crate) use roles::{check as check_roles, text as roles_text};

use crate::Resource;

/// An account as it is stored, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// The agency it acts for.
    pub agency: AgencyId,
    /// What its holder types to sign in.
    pub username: Username,
    /// Its holder's name.
    pub name: String,
    /// What it may be asked to do.
    pub roles: Vec<Role>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it can't be used, if it can't.
    pub suspended_at: Option<Timestamp>,
    /// Until when its initial password can be changed for one's own, if it still
    /// has one. Until then it can do nothing else.
    pub initial_until: Option<Timestamp>,
    /// The code of why it was last suspended or resumed; empty if it never was.
    pub standing_reason: String,
    /// What the operator wrote about it. May name people, so it is kept here and
    /// never in the ledger.
    pub standing_note: String,
    /// How often operators have changed it: a form carries the number it was
    /// opened at.
    pub revision: i64,
    /// When an operator last changed it.
    pub changed_at: Option<Timestamp>,
    /// Which operator.
    pub changed_by: Option<AccountId>,
}

impl Account {
    /// The account as an actor.
    pub fn actor(&self) -> Actor {
        Actor::Account { id: self.id, agency: self.agency, roles: self.roles.clone() }
    }

    /// The account as something decided about.
    pub(crate) fn resource(id: AccountId, agency: AgencyId) -> Resource {
        Resource::new("user_account", id).agency(agency).attribute("account", id.0)
    }
}

/// What is typed to sign in: 2 to 32 lower-case letters, digits, `.`, `-` and
/// `_`, beginning with a letter. Capitals are read as small letters, because a
/// phone's keyboard begins with one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

/// The text is no username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a username has 2 to 32 letters, digits, dots, hyphens and underscores, a letter first")]
pub struct UsernameFault;

impl FromStr for Username {
    type Err = UsernameFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_lowercase();
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        if first && (2..=32).contains(&text.len()) && text.chars().all(good) {
            Ok(Self(text))
        } else {
            Err(UsernameFault)
        }
    }
}

impl Username {
    /// The username as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_is_read_leniently_and_kept_strictly() {
        assert_eq!(" Li.Na ".parse::<Username>().unwrap().as_str(), "li.na");
        for bad in ["", "a", "1a", "李娜", "a b", "a@b", &"a".repeat(33)] {
            assert_eq!(bad.parse::<Username>(), Err(UsernameFault), "{bad:?}");
        }
    }
}
