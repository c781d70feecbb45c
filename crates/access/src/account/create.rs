//! Making an account.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor, AgencyId, Role};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{Account, Accounts, NewPassword, Username, password::PasswordError, roles_text, store};
use crate::{Denied, Resource};

/// What is told of an account to make it.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The agency it will act for.
    pub agency: AgencyId,
    /// What its holder will type to sign in.
    pub username: Username,
    /// Its holder's name.
    pub name: String,
    /// What it may be asked to do.
    pub roles: Vec<Role>,
    /// Its first password.
    pub password: NewPassword,
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name is empty or longer than any name.
    #[error("the holder's name must have 1 to 60 characters")]
    Name,
    /// The username is taken.
    #[error("the username is taken")]
    Taken,
    /// There is no such agency.
    #[error("there is no such agency")]
    NoAgency,
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database failed.
    #[error("the account could not be stored")]
    Store(#[source] StoreError),
}

impl From<StoreError> for CreateAccountError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Taken,
            StoreError::Reference => Self::NoAgency,
            error => Self::Store(error),
        }
    }
}

impl Accounts {
    /// Makes an account.
    pub async fn create(
        &self,
        actor: &Actor,
        new: NewAccount,
        now: Timestamp,
    ) -> Result<Account, CreateAccountError> {
        let NewAccount { agency, username, name, roles, password } = new;
        let resource = Resource::any("user_account").agency(agency).attribute("account", 0_i64);
        let decision = self.platform.decide(actor, "access.account.create", &resource)?;
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 60 {
            return Err(CreateAccountError::Name);
        }
        let password_hash = self.platform.passwords.hash(password).await?;
        let roles_text = roles_text(&roles);
        let mut tx = self.platform.db.begin().await?;
        let values = values![agency, username.as_str(), &name, &roles_text, password_hash, now];
        let id = AccountId(tx.insert_returning_id(store::INSERT, values).await?);
        let event =
            AuditEvent::new(now, actor, "access.account.created", Object::new("account", id))
                .also(Object::new("agency", agency))
                .decision(decision.record())
                .detail("roles", roles_text);
        self.platform.commit(tx, &event).await?;
        Ok(Account { id, agency, username, name, roles, created_at: now, suspended_at: None })
    }
}
