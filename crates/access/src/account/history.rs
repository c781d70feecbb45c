//! What the ledger tells of an account: its sign-ins, and what was done to it.

use jiff::Timestamp;
use serde_json::Value;
use zt_kernel::AccountId;
use zt_ledger::{ActorRecord, Filter, LedgerError, Object};
use zt_store::StoreError;

use super::Accounts;

/// Events of each kind shown. The ledger's own pages have the rest.
const SHOWN: u32 = 10;

/// The latest events of an account.
#[derive(Debug, Clone, Default)]
pub struct AccountHistory {
    /// Sign-ins that succeeded and that were refused, the latest first.
    pub sign_ins: Vec<HistoryEvent>,
    /// Changes to the account, the latest first.
    pub changes: Vec<HistoryEvent>,
}

/// Why there is no history.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The ledger can't be read.
    #[error("the ledger could not be read")]
    Ledger(#[from] LedgerError),
    /// The database failed.
    #[error("the database could not be read")]
    Store(#[from] StoreError),
}

/// One event as an operator reads it.
#[derive(Debug, Clone)]
pub struct HistoryEvent {
    /// Its place in the ledger.
    pub index: u64,
    /// When.
    pub at: Timestamp,
    /// What: `access.account.suspended`.
    pub action: String,
    /// Which account did it, and its holder's name; nobody for the platform itself.
    pub by: Option<(AccountId, String)>,
    /// Codes that tell the rest.
    pub details: serde_json::Map<String, Value>,
}

impl Accounts {
    /// The latest sign-ins and changes of an account. An event of the last moment
    /// may still be on its way into the ledger.
    pub async fn history(&self, id: AccountId) -> Result<AccountHistory, HistoryError> {
        let mut sign_ins = self.events(id, "access.session.started").await?;
        sign_ins.extend(self.events(id, "access.sign_in.refused").await?);
        sign_ins.sort_by_key(|event| std::cmp::Reverse(event.index));
        sign_ins.truncate(SHOWN as usize);
        Ok(AccountHistory { sign_ins, changes: self.events(id, "access.account.").await? })
    }

    async fn events(&self, id: AccountId, prefix: &str) -> Result<Vec<HistoryEvent>, HistoryError> {
        let filter = Filter {
            object: Some(Object::new("account", id)),
            action_prefix: Some(prefix.to_owned()),
            limit: SHOWN,
            ..Filter::default()
        };
        let mut events: Vec<HistoryEvent> = Vec::new();
        for entry in self.platform.ledger.recent(&filter).await? {
            let by = match entry.event.actor {
                ActorRecord::Account { account, .. } => {
                    let known = events.iter().filter_map(|event| event.by.clone());
                    match known.into_iter().find(|(known, _)| *known == account) {
                        Some(by) => Some(by),
                        None => self.find(account).await?.map(|found| (found.id, found.name)),
                    }
                }
                ActorRecord::Anonymous | ActorRecord::System { .. } => None,
            };
            events.push(HistoryEvent {
                index: entry.index,
                at: entry.event.at,
                action: entry.event.action,
                by,
                details: entry.event.details,
            });
        }
        Ok(events)
    }
}
