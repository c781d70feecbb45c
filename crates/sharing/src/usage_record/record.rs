//! Recording what was done with shared data, and reading the records (art. 29).

use jiff::Timestamp;
use zt_kernel::{Actor, GrantId};
use zt_ledger::AuditEvent;

use super::{Usage, UsageField, UsageRecord, UsageRecordId, store};
use crate::{
    Sharing,
    change::{ChangeError, object},
    grant::GrantRefusal,
};

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Something isn't said; all of it is named.
    #[error("the record leaves something unsaid")]
    Unsaid(Vec<UsageField>),
    /// Only the grantee records its use.
    #[error("only the grantee records its use")]
    NotYours,
    /// Everything else.
    #[error(transparent)]
    Change(#[from] ChangeError<GrantRefusal>),
}

impl From<zt_store::StoreError> for RecordError {
    fn from(error: zt_store::StoreError) -> Self {
        Self::Change(error.into())
    }
}

/// The most records a page shows; use is recorded a few times a year.
const SHOWN_MAX: u32 = 200;

impl Sharing {
    /// Records a use of a grant.
    pub async fn record_usage(
        &self,
        actor: &Actor,
        grant: GrantId,
        usage: Usage,
        now: Timestamp,
    ) -> Result<UsageRecord, RecordError> {
        let grant = self.grant(actor, grant).await?;
        let (by, decision) =
            self.permit(actor, "sharing.usage.record", "grant", grant.id.0, grant.grantee)?;
        if by.agency != grant.grantee {
            return Err(RecordError::NotYours);
        }
        let unsaid = usage.missing();
        if !unsaid.is_empty() {
            return Err(RecordError::Unsaid(unsaid));
        }
        let record = UsageRecord {
            id: UsageRecordId(0),
            grant: grant.id,
            agency: by.agency,
            by: by.account,
            at: now,
            usage,
        };
        let mut tx = self.platform.db.begin().await?;
        let id = store::insert(&mut tx, &record).await?;
        let event =
            AuditEvent::new(now, actor, "sharing.usage.recorded", object("grant", grant.id))
                .also(object("usage_record", id))
                .also(object("entry", grant.entry))
                .decision(decision);
        tx.commit(&event).await?;
        self.changed();
        Ok(UsageRecord { id, ..record })
    }

    /// The usage records of a grant, for its agency, the provider and the authority.
    pub async fn usage_records(
        &self,
        actor: &Actor,
        grant: GrantId,
    ) -> Result<Vec<UsageRecord>, ChangeError<GrantRefusal>> {
        let grant = self.grant(actor, grant).await?;
        Ok(store::of_grant(&self.platform.db, grant.id, SHOWN_MAX).await?)
    }
}
