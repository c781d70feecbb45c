//! Registering an agency.

use jiff::Timestamp;
use zt_kernel::{Actor, AgencyId};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{Agencies, Agency, AgencyFault, NewAgency, store};
use crate::{Denied, Resource};

/// Why an agency was not registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Its particulars are wrong.
    #[error(transparent)]
    Fault(#[from] AgencyFault),
    /// An agency with this credit code is registered already.
    #[error("an agency with this credit code is registered already")]
    Known,
    /// The database failed.
    #[error("the agency could not be stored")]
    Store(#[source] StoreError),
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Known,
            error => Self::Store(error),
        }
    }
}

impl Agencies {
    /// Registers an agency.
    pub async fn create(
        &self,
        actor: &Actor,
        new: NewAgency,
        now: Timestamp,
    ) -> Result<Agency, RegisterError> {
        let decision =
            self.platform.decide(actor, "access.agency.register", &Resource::any("agency"))?;
        let NewAgency { code, name_zh, name_en, short, region, kind } = new.checked()?;
        let mut tx = self.platform.db.begin().await?;
        let kind_word: &'static str = kind.into();
        let values = values![&code, &name_zh, &name_en, &short, region.as_str(), kind_word, now];
        let id = AgencyId(tx.insert_returning_id(store::INSERT, values).await?);
        let event =
            AuditEvent::new(now, actor, "access.agency.registered", Object::new("agency", id))
                .decision(decision.record())
                .detail("code", code.as_str())
                .detail("region", region.as_str())
                .detail("kind", kind_word);
        self.platform.commit(tx, &event).await?;
        Ok(Agency { id, code, name_zh, name_en, short, region, kind, registered_at: now })
    }
}
