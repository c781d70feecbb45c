//! Giving an account a new initial password: its holder has forgotten his own, or
//! somebody else may know it.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor};
use zt_ledger::{AuditEvent, Object};
use zt_store::values;

use super::{AccountChangeError, Accounts, InitialPassword, PasswordError, change::Change, store};
use crate::session;

/// Why a password was not reset.
#[derive(Debug, thiserror::Error)]
pub enum ResetRefusal {
    /// The new one could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl Accounts {
    /// Replaces an account's password by an initial one and ends its sessions. The
    /// one returned is told to its holder; nobody can show it again. Credentials
    /// of its programs go on working: suspending stops those too.
    pub async fn reset_password(
        &self,
        actor: &Actor,
        id: AccountId,
        seen: i64,
        now: Timestamp,
    ) -> Result<InitialPassword, AccountChangeError<ResetRefusal>> {
        let password = InitialPassword::random();
        // Before the transaction: others must not wait while it is hashed.
        let hashed = self.platform.passwords.hash(password.to_hash()).await;
        let hash = hashed.map_err(|error| AccountChangeError::Refused(error.into()))?;
        let Change { mut tx, actor, account, decision } =
            self.begin_change(actor, "access.account.reset_password", id, Some(seen)).await?;
        let until = now + self.platform.config.initial_password_lasts();
        tx.execute(store::RESET_PASSWORD, values![id, hash, until, now, actor.account()]).await?;
        let ended = session::store::end_others(&mut tx, id, None, now).await?;
        let event = AuditEvent::new(
            now,
            &actor,
            "access.account.password_reset",
            Object::new("account", id),
        )
        .also(Object::new("agency", account.agency))
        .decision(decision.record())
        .detail("sessions_ended", ended);
        self.platform.commit(tx, &event).await?;
        Ok(password)
    }
}
