//! Moving an account to another agency: its holder has changed posts.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor, AgencyId};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{AccountChangeError, Accounts, change::Change, store};

/// Why an account stays with its agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefusal {
    /// There is no such agency.
    #[error("there is no such agency")]
    NoAgency,
    /// It acts for this agency already.
    #[error("the account acts for this agency already")]
    Same,
}

impl Accounts {
    /// Lets an account act for another agency from its next request on. What it
    /// did for the one before stays that agency's.
    pub async fn move_agency(
        &self,
        actor: &Actor,
        id: AccountId,
        agency: AgencyId,
        seen: i64,
        now: Timestamp,
    ) -> Result<(), AccountChangeError<MoveRefusal>> {
        let Change { mut tx, actor, account, decision } =
            self.begin_change(actor, "access.account.change", id, Some(seen)).await?;
        if agency == account.agency {
            return Err(AccountChangeError::Refused(MoveRefusal::Same));
        }
        let values = values![id, agency, now, actor.account()];
        match tx.execute(store::UPDATE_AGENCY, values).await {
            Ok(_) => {}
            Err(StoreError::Reference) => {
                return Err(AccountChangeError::Refused(MoveRefusal::NoAgency));
            }
            Err(error) => return Err(error.into()),
        }
        let event =
            AuditEvent::new(now, &actor, "access.account.moved", Object::new("account", id))
                .also(Object::new("agency", account.agency))
                .also(Object::new("agency", agency))
                .decision(decision.record())
                .detail("agency_before", account.agency.0)
                .detail("agency_after", agency.0);
        self.platform.commit(tx, &event).await?;
        Ok(())
    }
}
