//! Suspending an account, and letting it in again.

use jiff::Timestamp;
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{Account, Accounts, store};
use crate::{Denied, session};

/// Why an account was neither suspended nor resumed.
#[derive(Debug, thiserror::Error)]
pub enum SuspendError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database failed.
    #[error("the account could not be changed")]
    Store(#[from] StoreError),
}

impl Accounts {
    /// Suspends an account: its sessions end and its credentials stop working
    /// at once. False when it was suspended already.
    pub async fn suspend(
        &self,
        actor: &Actor,
        account: &Account,
        now: Timestamp,
    ) -> Result<bool, SuspendError> {
        let resource = Account::resource(account.id, account.agency);
        let decision = self.platform.decide(actor, "access.account.change", &resource)?;
        let mut tx = self.platform.db.begin().await?;
        if tx.execute(store::SUSPEND, values![account.id, now]).await? == 0 {
            return Ok(false);
        }
        let ended = session::store::end_others(&mut tx, account.id, None, now).await?;
        let object = Object::new("account", account.id);
        let event = AuditEvent::new(now, actor, "access.account.suspended", object)
            .decision(decision.record())
            .detail("sessions_ended", ended);
        self.platform.commit(tx, &event).await?;
        Ok(true)
    }

    /// Lets a suspended account in again. False when it was not suspended.
    pub async fn resume(
        &self,
        actor: &Actor,
        account: &Account,
        now: Timestamp,
    ) -> Result<bool, SuspendError> {
        let resource = Account::resource(account.id, account.agency);
        let decision = self.platform.decide(actor, "access.account.change", &resource)?;
        let mut tx = self.platform.db.begin().await?;
        if tx.execute(store::RESUME, values![account.id]).await? == 0 {
            return Ok(false);
        }
        let object = Object::new("account", account.id);
        let event = AuditEvent::new(now, actor, "access.account.resumed", object)
            .decision(decision.record());
        self.platform.commit(tx, &event).await?;
        Ok(true)
    }
}
