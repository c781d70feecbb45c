//! Leases: one process at a time may do a thing, such as sequence the ledger.

use jiff::{SignedDuration, Timestamp};

use crate::{Db, StoreError, Tx, store, values};

/// The right to act under a name until it expires.
///
/// **Invariant:** epochs of one name only grow. A holder that stalls past its
/// expiry is found out by its epoch, not by its clock: [`Leases::fence`] in the
/// same transaction as the act refuses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What the lease is for.
    pub name: String,
    /// Who holds it: a process's random name.
    pub holder: String,
    /// Grows each time the lease changes hands.
    pub epoch: i64,
    /// When it ends unless acquired again.
    pub expires_at: Timestamp,
}

/// Leases kept in the database, shared by every `serve` process.
#[derive(Debug, Clone)]
pub struct Leases {
    db: Db,
}

impl Leases {
    /// The leases of `db`.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Takes the lease, or prolongs it if `holder` has it already. `None` while
    /// somebody else's has not expired.
    ///
    /// Renew well before `ttl` is over: the processes' clocks may differ.
    pub async fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: Timestamp,
        ttl: SignedDuration,
    ) -> Result<Option<Lease>, StoreError> {
        let expires_at = now + ttl;
        let mut tx = self.db.begin().await?;
        let epoch = tx
            .fetch_optional::<i64>(store::ACQUIRE_LEASE, values![name, holder, expires_at, now])
            .await?;
        tx.commit_maintenance().await?;
        Ok(epoch.map(|epoch| Lease {
            name: name.to_owned(),
            holder: holder.to_owned(),
            epoch,
            expires_at,
        }))
    }

    /// Asserts inside `tx` that `lease` has not passed on, and keeps it from
    /// passing on until the commit.
    ///
    /// # Errors
    ///
    /// [`StoreError::LeaseLost`] when it has.
    pub async fn fence(tx: &mut Tx, lease: &Lease) -> Result<(), StoreError> {
        let values = values![&lease.name, &lease.holder, lease.epoch];
        match tx.execute(store::FENCE_LEASE, values).await? {
            0 => Err(StoreError::LeaseLost),
            _ => Ok(()),
        }
    }

    /// Gives the lease up early, so that another need not wait for its expiry.
    pub async fn release(&self, lease: &Lease, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let values = values![&lease.name, &lease.holder, lease.epoch, now];
        tx.execute(store::RELEASE_LEASE, values).await?;
        tx.commit_maintenance().await
    }
}
