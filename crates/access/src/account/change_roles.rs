//! Giving an account other roles.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor, Role};
use zt_ledger::{AuditEvent, Object};
use zt_store::values;

use super::{
    AccountChangeError, Accounts, RolesFault,
    change::{Change, another_operator},
    check_roles, roles_text, store,
};

/// Why an account's roles stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRolesRefusal {
    /// Nobody may hold these together.
    #[error(transparent)]
    Roles(#[from] RolesFault),
    /// Nobody else could run the platform.
    #[error("the last operator must stay one")]
    LastOperator,
    /// It has these roles already.
    #[error("the account has these roles already")]
    Same,
}

impl Accounts {
    /// Gives an account `roles` instead of those it has. Its sessions and
    /// credentials act with them from the next request on; in other processes
    /// credentials follow within [`REMEMBERED_FOR`](crate::REMEMBERED_FOR).
    pub async fn change_roles(
        &self,
        actor: &Actor,
        id: AccountId,
        roles: &[Role],
        seen: i64,
        now: Timestamp,
    ) -> Result<(), AccountChangeError<ChangeRolesRefusal>> {
        let refused = |refusal| Err(AccountChangeError::Refused(refusal));
        let Change { mut tx, actor, account, decision } =
            self.begin_change(actor, "access.account.change", id, Some(seen)).await?;
        if let Err(fault) = check_roles(roles) {
            return refused(fault.into());
        }
        let (before, after) = (roles_text(&account.roles), roles_text(roles));
        if before == after {
            return refused(ChangeRolesRefusal::Same);
        }
        let resigns = account.roles.contains(&Role::Operator) && !roles.contains(&Role::Operator);
        if resigns && !another_operator(&mut tx, &account, now).await? {
            return refused(ChangeRolesRefusal::LastOperator);
        }
        tx.execute(store::UPDATE_ROLES, values![id, &after, now, actor.account()]).await?;
        let event = AuditEvent::new(
            now,
            &actor,
            "access.account.roles_changed",
            Object::new("account", id),
        )
        .also(Object::new("agency", account.agency))
        .decision(decision.record())
        .detail("roles_before", before)
        .detail("roles_after", after);
        self.platform.commit(tx, &event).await?;
        Ok(())
    }
}
