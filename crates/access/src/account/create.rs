//! Making an account.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor, AgencyId, Role};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{
    Account, Accounts, InitialPassword, NewPassword, RolesFault, Username, check_roles,
    password::PasswordError, roles_text, store,
};
use crate::{Denied, Resource};

/// The longest name of a person, in characters: the longest in the household
/// register of a minority language has under forty.
pub(crate) const NAME_CHARS_MAX: usize = 60;

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

/// What is told of an account whose holder will choose the password.
#[derive(Debug, Clone)]
pub struct InvitedAccount {
    /// See [`NewAccount::agency`].
    pub agency: AgencyId,
    /// See [`NewAccount::username`].
    pub username: Username,
    /// See [`NewAccount::name`].
    pub name: String,
    /// See [`NewAccount::roles`].
    pub roles: Vec<Role>,
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name is empty or longer than any name.
    #[error("the holder's name must have 1 to {NAME_CHARS_MAX} characters")]
    Name,
    /// The username is taken.
    #[error("the username is taken")]
    Taken,
    /// There is no such agency.
    #[error("there is no such agency")]
    NoAgency,
    /// One person may not hold these roles together.
    #[error(transparent)]
    Roles(#[from] RolesFault),
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
    /// Makes an account with a password its holder has chosen.
    pub async fn create(
        &self,
        actor: &Actor,
        new: NewAccount,
        now: Timestamp,
    ) -> Result<Account, CreateAccountError> {
        self.insert(actor, new, None, now).await
    }

    /// Makes an account with an initial password, which its holder must change at
    /// the first sign-in. It is told here and nowhere else.
    pub async fn create_with_initial_password(
        &self,
        actor: &Actor,
        new: InvitedAccount,
        now: Timestamp,
    ) -> Result<(Account, InitialPassword), CreateAccountError> {
        let InvitedAccount { agency, username, name, roles } = new;
        let initial = InitialPassword::random();
        let new = NewAccount { agency, username, name, roles, password: initial.to_hash() };
        let until = now + self.platform.config.initial_password_lasts();
        Ok((self.insert(actor, new, Some(until), now).await?, initial))
    }

    async fn insert(
        &self,
        actor: &Actor,
        new: NewAccount,
        initial_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Account, CreateAccountError> {
        let NewAccount { agency, username, name, roles, password } = new;
        let resource = Resource::any("user_account").agency(agency).attribute("account", 0_i64);
        let decision = self.platform.decide(actor, "access.account.create", &resource)?;
        let name = name.trim().to_owned();
        let chars = name.chars().count();
        if chars == 0 || chars > NAME_CHARS_MAX || name.chars().any(char::is_control) {
            return Err(CreateAccountError::Name);
        }
        check_roles(&roles)?;
        let password_hash = self.platform.passwords.hash(password).await?;
        let roles_text = roles_text(&roles);
        let mut tx = self.platform.db.begin().await?;
        let values = values![
            agency,
            username.as_str(),
            &name,
            &roles_text,
            password_hash,
            now,
            initial_until
        ];
        let id = AccountId(tx.insert_returning_id(store::INSERT, values).await?);
        let event =
            AuditEvent::new(now, actor, "access.account.created", Object::new("account", id))
                .also(Object::new("agency", agency))
                .decision(decision.record())
                .detail("roles", roles_text)
                .detail("initial_password", initial_until.is_some());
        self.platform.commit(tx, &event).await?;
        Ok(Account {
            id,
            agency,
            username,
            name,
            roles,
            created_at: now,
            suspended_at: None,
            initial_until,
            standing_reason: String::new(),
            standing_note: String::new(),
            revision: 0,
            changed_at: None,
            changed_by: None,
        })
    }
}
