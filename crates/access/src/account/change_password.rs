//! Changing one's own password.

use jiff::Timestamp;
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{Account, Accounts, NewPassword, password::PasswordError, store};
use crate::{Denied, session};

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The present password was not the right one.
    #[error("the present password is not right")]
    WrongPassword,
    /// The new one is the present one.
    #[error("the new password is the present one")]
    Same,
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database failed.
    #[error("the password could not be stored")]
    Store(#[from] StoreError),
}

impl Accounts {
    /// Changes the password of `account` for its holder, and ends every other
    /// session: whoever got in with the old one is out.
    pub async fn change_password(
        &self,
        actor: &Actor,
        account: &Account,
        present: &str,
        new: NewPassword,
        keep: Option<session::SessionId>,
        now: Timestamp,
    ) -> Result<(), ChangePasswordError> {
        let resource = Account::resource(account.id, account.agency);
        let decision = self.platform.decide(actor, "access.account.own", &resource)?;
        let secret = store::secret_by_id(&self.platform.db, account.id).await?;
        let stored = secret.map(|secret| secret.password_hash);
        if !self.platform.passwords.matches(present, stored.clone()).await? {
            return Err(ChangePasswordError::WrongPassword);
        }
        if new.is(present) {
            return Err(ChangePasswordError::Same);
        }
        let hash = self.platform.passwords.hash(new).await?;
        let mut tx = self.platform.db.begin().await?;
        if tx.execute(store::UPDATE_PASSWORD, values![account.id, stored, hash]).await? == 0 {
            return Err(ChangePasswordError::WrongPassword);
        }
        let ended = session::store::end_others(&mut tx, account.id, keep, now).await?;
        let event = AuditEvent::new(
            now,
            actor,
            "access.account.password_changed",
            Object::new("account", account.id),
        )
        .decision(decision.record())
        .detail("sessions_ended", ended);
        self.platform.commit(tx, &event).await?;
        Ok(())
    }
}
