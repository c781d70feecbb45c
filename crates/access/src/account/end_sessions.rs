//! Ending every session of somebody's account.

use std::convert::Infallible;

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor};
use zt_ledger::{AuditEvent, Object};

use super::{AccountChangeError, Accounts, change::Change};
use crate::session;

impl Accounts {
    /// Signs an account out everywhere; how many sessions that ended. Signing in
    /// again stays open to it: suspending closes that too.
    pub async fn end_sessions(
        &self,
        actor: &Actor,
        id: AccountId,
        now: Timestamp,
    ) -> Result<u64, AccountChangeError<Infallible>> {
        let Change { mut tx, actor, account, decision } =
            self.begin_change(actor, "access.account.end_sessions", id, None).await?;
        let ended = session::store::end_others(&mut tx, id, None, now).await?;
        if ended == 0 {
            return Ok(0);
        }
        let event =
            AuditEvent::new(now, &actor, "access.sessions.ended", Object::new("account", id))
                .also(Object::new("agency", account.agency))
                .decision(decision.record())
                .detail("sessions_ended", ended);
        self.platform.commit(tx, &event).await?;
        Ok(ended)
    }
}
