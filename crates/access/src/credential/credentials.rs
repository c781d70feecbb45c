//! Finding credentials, and whom a token stands for.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use zt_kernel::AccountId;
use zt_store::{StoreError, values};

use super::{Bearer, Credential, CredentialId, store};
use crate::{Platform, session::store::Principal};

/// How exact "last used" is.
const USED_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// A good credential, as it is remembered.
#[derive(Debug)]
pub(crate) struct Known {
    principal: Principal,
    expires_at: Timestamp,
}

/// A token nobody holds isn't remembered: guessing must not crowd out the good.
enum NotKnown {
    NoSuch,
    Store(StoreError),
}

impl From<StoreError> for NotKnown {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The credentials of a platform.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub(crate) platform: Platform,
}

impl Credentials {
    /// The credentials of a platform.
    pub fn new(platform: &Platform) -> Self {
        Self { platform: platform.clone() }
    }

    /// Who is behind a token, if it is good at `now`. What the database said is
    /// remembered for a moment: see [`Remembered`](crate::Remembered).
    pub(crate) async fn verify(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Principal>, StoreError> {
        let Some(bearer) = Bearer::from_header(token) else { return Ok(None) };
        let digest = bearer.digest();
        let load = self.look_up(digest.clone(), now);
        match self.platform.bearers.get(digest, Instant::now(), load).await {
            Ok(known) if known.expires_at > now => Ok(Some(known.principal.clone())),
            Ok(_) | Err(NotKnown::NoSuch) => Ok(None),
            Err(NotKnown::Store(error)) => Err(error),
        }
    }

    async fn look_up(&self, digest: String, now: Timestamp) -> Result<Known, NotKnown> {
        let db = &self.platform.db;
        let found: Option<store::Found> =
            db.fetch_optional(store::SELECT_PRINCIPAL, values![digest, now]).await?;
        let found = found.ok_or(NotKnown::NoSuch)?;
        if found.used_at.is_none_or(|used_at| now.duration_since(used_at) >= USED_EVERY) {
            let mut tx = db.begin().await?;
            tx.execute(store::TOUCH, values![found.id, now]).await?;
            tx.commit_maintenance().await?;
        }
        Ok(Known { principal: found.principal, expires_at: found.expires_at })
    }

    /// The credentials of an account, the latest first, those that ended too.
    pub async fn list(&self, account: AccountId) -> Result<Vec<Credential>, StoreError> {
        self.platform.db.fetch_all(store::SELECT_OF_ACCOUNT, values![account]).await
    }

    /// The credential of this number.
    pub async fn find(&self, id: CredentialId) -> Result<Option<Credential>, StoreError> {
        self.platform.db.fetch_optional(store::SELECT, values![id]).await
    }
}
