//! Making an API credential for oneself.

use jiff::{SignedDuration, Timestamp};
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{Bearer, Credential, CredentialId, Credentials, store};
use crate::{Account, Denied};

/// Credentials of one account that work at once. A program needs one, and a
/// second while it changes over.
const VALID_MAX: i64 = 20;

/// What is told of a credential to make it.
#[derive(Debug, Clone)]
pub struct NewCredential {
    /// What its owner calls it: 1 to 60 characters.
    pub label: String,
    /// How long it works, in days.
    pub days: u32,
}

/// Why a credential was not made.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The label is empty or too long.
    #[error("a credential's name has 1 to 60 characters")]
    Label,
    /// It would work for no time, or longer than is allowed here.
    #[error("a credential lasts from 1 to {days_max} days")]
    Days {
        /// The longest allowed.
        days_max: u32,
    },
    /// The account has as many as it may.
    #[error("an account may have {VALID_MAX} valid credentials at once")]
    TooMany,
    /// The database failed.
    #[error("the credential could not be stored")]
    Store(#[from] StoreError),
}

impl Credentials {
    /// Makes a credential for the holder of `account`; the token is shown now
    /// and never again.
    pub async fn issue(
        &self,
        actor: &Actor,
        account: &Account,
        new: NewCredential,
        now: Timestamp,
    ) -> Result<(Credential, Bearer), IssueError> {
        let resource = Account::resource(account.id, account.agency);
        let decision = self.platform.decide(actor, "access.account.own", &resource)?;
        let label = new.label.trim().to_owned();
        let printable = !label.chars().any(char::is_control);
        if !(1..=60).contains(&label.chars().count()) || !printable {
            return Err(IssueError::Label);
        }
        let days_max = self.platform.config.credential_days_max;
        if !(1..=days_max).contains(&new.days) {
            return Err(IssueError::Days { days_max });
        }
        let expires_at = now + SignedDuration::from_hours(i64::from(new.days) * 24);

        let bearer = Bearer::random();
        let mut tx = self.platform.db.begin().await?;
        tx.lock("account", account.id.0).await?;
        let valid: i64 = tx.fetch_one(store::COUNT_VALID, values![account.id, now]).await?;
        if valid >= VALID_MAX {
            return Err(IssueError::TooMany);
        }
        let values = values![bearer.digest(), account.id, &label, bearer.ending(), now, expires_at];
        let id = CredentialId(tx.insert_returning_id(store::INSERT, values).await?);
        let event = AuditEvent::new(
            now,
            actor,
            "access.credential.issued",
            Object::new("credential", id.0),
        )
        .also(Object::new("account", account.id))
        .decision(decision.record())
        .detail("days", new.days);
        self.platform.commit(tx, &event).await?;
        let credential = Credential {
            id,
            account: account.id,
            label,
            ending: bearer.ending().to_owned(),
            issued_at: now,
            expires_at,
            revoked_at: None,
            used_at: None,
        };
        Ok((credential, bearer))
    }
}
