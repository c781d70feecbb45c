//! Suspending an account, and letting it in again.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor, Role};
use zt_ledger::{AuditEvent, Object};
use zt_store::values;

use super::{
    AccountChangeError, Accounts, NoteFault, ResumeReason, SuspendReason,
    change::{Change, another_operator},
    standing::note,
    store,
};
use crate::session;

/// Why an account was neither suspended nor resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SuspendRefusal {
    /// The note won't do.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// Nobody else could run the platform.
    #[error("the last operator can't be suspended")]
    LastOperator,
}

impl Accounts {
    /// Suspends an account: its sessions end and its credentials stop working at
    /// once, in other processes within [`REMEMBERED_FOR`](crate::REMEMBERED_FOR).
    /// A conflict when it is suspended already; another change made meanwhile
    /// doesn't hold it up, because suspending may be urgent.
    pub async fn suspend(
        &self,
        actor: &Actor,
        id: AccountId,
        reason: SuspendReason,
        written: &str,
        now: Timestamp,
    ) -> Result<(), AccountChangeError<SuspendRefusal>> {
        let refused = |refusal| Err(AccountChangeError::Refused(refusal));
        let Change { mut tx, actor, account, decision } =
            self.begin_change(actor, "access.account.suspend", id, None).await?;
        if account.suspended_at.is_some() {
            return Err(AccountChangeError::Conflict(Box::new(account)));
        }
        let written = match note(written, reason == SuspendReason::Other) {
            Ok(written) => written,
            Err(fault) => return refused(fault.into()),
        };
        if account.roles.contains(&Role::Operator)
            && !another_operator(&mut tx, &account, now).await?
        {
            return refused(SuspendRefusal::LastOperator);
        }
        let reason: &'static str = reason.into();
        tx.execute(store::SUSPEND, values![id, now, reason, written, actor.account()]).await?;
        let ended = session::store::end_others(&mut tx, id, None, now).await?;
        let event =
            AuditEvent::new(now, &actor, "access.account.suspended", Object::new("account", id))
                .also(Object::new("agency", account.agency))
                .decision(decision.record())
                .detail("reason", reason)
                .detail("sessions_ended", ended);
        self.platform.commit(tx, &event).await?;
        Ok(())
    }

    /// Lets a suspended account in again: its credentials work again, its sessions
    /// stay ended. A conflict when it is not suspended, or not as `seen`.
    pub async fn resume(
        &self,
        actor: &Actor,
        id: AccountId,
        reason: ResumeReason,
        written: &str,
        seen: i64,
        now: Timestamp,
    ) -> Result<(), AccountChangeError<SuspendRefusal>> {
        let Change { mut tx, actor, account, decision } =
            self.begin_change(actor, "access.account.suspend", id, Some(seen)).await?;
        if account.suspended_at.is_none() {
            return Err(AccountChangeError::Conflict(Box::new(account)));
        }
        let written = match note(written, reason == ResumeReason::Other) {
            Ok(written) => written,
            Err(fault) => return Err(AccountChangeError::Refused(fault.into())),
        };
        let reason: &'static str = reason.into();
        tx.execute(store::RESUME, values![id, now, reason, written, actor.account()]).await?;
        let event =
            AuditEvent::new(now, &actor, "access.account.resumed", Object::new("account", id))
                .also(Object::new("agency", account.agency))
                .decision(decision.record())
                .detail("reason", reason);
        self.platform.commit(tx, &event).await?;
        Ok(())
    }
}
