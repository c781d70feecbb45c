//! Revoking an API credential.

use jiff::Timestamp;
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{Credential, Credentials, store};
use crate::{Account, Denied};

/// Why a credential was not revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database failed.
    #[error("the credential could not be revoked")]
    Store(#[from] StoreError),
}

impl Credentials {
    /// Ends a credential of `account` at once. False when it was revoked already.
    pub async fn revoke(
        &self,
        actor: &Actor,
        account: &Account,
        credential: &Credential,
        now: Timestamp,
    ) -> Result<bool, RevokeError> {
        let resource = Account::resource(credential.account, account.agency);
        let decision = self.platform.decide(actor, "access.account.own", &resource)?;
        let mut tx = self.platform.db.begin().await?;
        if tx.execute(store::REVOKE, values![credential.id, now]).await? == 0 {
            return Ok(false);
        }
        let event = AuditEvent::new(
            now,
            actor,
            "access.credential.revoked",
            Object::new("credential", credential.id.0),
        )
        .also(Object::new("account", credential.account))
        .decision(decision.record());
        self.platform.commit(tx, &event).await?;
        Ok(true)
    }
}
