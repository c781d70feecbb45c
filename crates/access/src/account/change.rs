//! What every change of somebody's account by an operator has in common.
//!
//! **Invariant:** such changes happen one after another, in every process. Each
//! decides on the operator's rights and on the account as the one before left
//! them, so of two operators who take each other's rights only one succeeds.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor};
use zt_store::{StoreError, Tx, values};

use super::{Account, Accounts, store};
use crate::{Decision, Denied, Resource};

/// Why an account was not changed; `R` is what the use case itself refuses.
#[derive(Debug, thiserror::Error)]
pub enum AccountChangeError<R: std::error::Error + 'static> {
    /// The actor may not, or may no longer.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// Somebody changed the account after its form was opened.
    #[error("the account was changed meanwhile")]
    Conflict(
        /// The account as it stands, with who changed it and when.
        Box<Account>,
    ),
    /// It can't be done.
    #[error(transparent)]
    Refused(R),
    /// The database failed.
    #[error("the account could not be changed")]
    Store(#[source] StoreError),
}

impl<R: std::error::Error + 'static> From<StoreError> for AccountChangeError<R> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A change that has been decided on and not yet written.
pub(super) struct Change {
    pub tx: Tx,
    /// Who acts, with the rights of this moment.
    pub actor: Actor,
    /// The account before.
    pub account: Account,
    pub decision: Decision,
}

impl Accounts {
    /// Begins to change the account `id`, if `actor` may do `action` to it now and
    /// nobody has changed it since the revision `seen`.
    pub(super) async fn begin_change<R: std::error::Error + 'static>(
        &self,
        actor: &Actor,
        action: &str,
        id: AccountId,
        seen: Option<i64>,
    ) -> Result<Change, AccountChangeError<R>> {
        let mut tx = self.platform.db.begin().await?;
        tx.lock("account_administration", 0).await?;
        let actor = present(&mut tx, actor).await?;
        let account: Option<Account> = tx.fetch_optional(store::SELECT_BY_ID, values![id]).await?;
        let resource = match &account {
            Some(account) => Account::resource(account.id, account.agency),
            None => Resource::any("user_account").attribute("account", id.0),
        };
        let decision = self.platform.decide(&actor, action, &resource)?;
        let account = account.ok_or(AccountChangeError::NotFound)?;
        if seen.is_some_and(|seen| seen != account.revision) {
            return Err(AccountChangeError::Conflict(Box::new(account)));
        }
        Ok(Change { tx, actor, account, decision })
    }
}

/// The actor with the rights of this moment: the request may have begun before
/// another operator took them.
async fn present(tx: &mut Tx, actor: &Actor) -> Result<Actor, StoreError> {
    let Some(id) = actor.account() else { return Ok(actor.clone()) };
    let account: Option<Account> = tx.fetch_optional(store::SELECT_BY_ID, values![id]).await?;
    Ok(match account {
        Some(account) if account.suspended_at.is_none() => account.actor(),
        _ => Actor::Anonymous,
    })
}

/// Whether anybody but `account` can run the platform at `now`. An operator whose
/// initial password has run out can't.
pub(super) async fn another_operator(
    tx: &mut Tx,
    account: &Account,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let others: i64 = tx.fetch_one(store::COUNT_OTHER_OPERATORS, values![account.id, now]).await?;
    Ok(others > 0)
}
