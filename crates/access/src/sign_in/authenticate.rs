//! Checking an attempt to sign in.

use jiff::Timestamp;
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, Object};

use super::{Attempt, SignInError, throttle};
use crate::{Identity, Platform, Username, account, identity::Method};

/// Checks an attempt; the identity it proves.
pub async fn authenticate(
    platform: &Platform,
    attempt: Attempt<'_>,
    now: Timestamp,
) -> Result<Identity, SignInError> {
    let counted = throttle::count(platform, &attempt, now).await?;
    // A text that is no username finds no account, and costs the same.
    let secret = match attempt.username.parse::<Username>() {
        Ok(username) => account::store::secret(&platform.db, &username).await?,
        Err(_) => None,
    };
    let stored = secret.as_ref().map(|secret| secret.password_hash.clone());
    let expired = secret.as_ref().is_some_and(|secret| {
        !secret.suspended && secret.initial_until.is_some_and(|until| now >= until)
    });
    let right = platform.passwords.matches(attempt.password, stored).await?;
    match secret {
        Some(secret) if right && !secret.suspended && !expired => {
            throttle::forgive(platform, &counted).await?;
            Ok(Identity::proven(secret.id, Method::Password, secret.password_hash))
        }
        secret => {
            let id = secret.map_or_else(|| "unknown".to_owned(), |secret| secret.id.to_string());
            let event = AuditEvent::new(
                now,
                &Actor::Anonymous,
                "access.sign_in.refused",
                Object::new("account", id),
            )
            .detail("method", <&'static str>::from(Method::Password));
            platform.commit(platform.db.begin().await?, &event).await?;
            Err(if right && expired { SignInError::InitialExpired } else { SignInError::Wrong })
        }
    }
}
