//! A sliding window of failed attempts, per username and per address.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use zt_crypto::sha256_hex;
use zt_store::{StoreError, values};

use super::{
    Attempt, SignInError,
    store::{self, Counted},
};
use crate::Platform;

/// The attempt as it was counted.
pub(super) struct Counts {
    account: String,
    by_address: Option<i64>,
}

/// Counts an attempt against its username and its address.
///
/// # Errors
///
/// [`SignInError::Throttled`] when either has used its window up; then nothing
/// is counted, so a patient person gets in at the promised time.
pub(super) async fn count(
    platform: &Platform,
    attempt: &Attempt<'_>,
    now: Timestamp,
) -> Result<Counts, SignInError> {
    let config = &platform.config;
    let account = account_subject(attempt.username);
    let mut subjects = vec![(account.clone(), config.sign_in_attempts_per_account)];
    if let Some(address) = attempt.address {
        subjects.push((address_subject(address), config.sign_in_attempts_per_address));
    }
    // Always in this order, so that two attempts never wait for each other.
    subjects.sort_unstable();

    let window = config.sign_in_window();
    let mut tx = platform.db.begin().await?;
    let mut by_address = None;
    for (subject, limit) in subjects {
        tx.lock(&subject, 0).await?;
        let counted: Counted = tx.fetch_one(store::COUNT, values![&subject, now - window]).await?;
        if let Some(retry_after) = wait(&counted, limit, window, now) {
            return Err(SignInError::Throttled { retry_after });
        }
        let id = tx.insert_returning_id(store::INSERT, values![&subject, now]).await?;
        if subject != account {
            by_address = Some(id);
        }
    }
    tx.commit_maintenance().await?;
    Ok(Counts { account, by_address })
}

/// Takes the attempt back because its password was right: all of its
/// username's, but only this one of its address, whence others may be guessing.
pub(super) async fn forgive(platform: &Platform, counts: &Counts) -> Result<(), StoreError> {
    let mut tx = platform.db.begin().await?;
    tx.execute(store::DELETE_OF_SUBJECT, values![&counts.account]).await?;
    if let Some(id) = counts.by_address {
        tx.execute(store::DELETE, values![id]).await?;
    }
    tx.commit_maintenance().await
}

/// How long until another attempt fits into the window; nothing if it fits now.
fn wait(
    counted: &Counted,
    limit: u32,
    window: SignedDuration,
    now: Timestamp,
) -> Option<SignedDuration> {
    let oldest_at = counted.oldest_at.filter(|_| counted.attempts >= limit)?;
    Some((oldest_at + window).duration_since(now))
}

/// Usernames and addresses are people's; the window needs only to tell them apart.
fn account_subject(username: &str) -> String {
    sha256_hex(format!("account|{}", username.trim().to_lowercase()).as_bytes())
}

/// IPv6 addresses count by their /64, which is what one subscriber has.
fn address_subject(address: IpAddr) -> String {
    let network = match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    };
    sha256_hex(format!("address|{network}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const WINDOW: SignedDuration = SignedDuration::from_mins(15);

    #[test]
    fn one_waits_until_the_oldest_attempt_leaves_the_window() {
        let counted = Counted { attempts: 10, oldest_at: Some(NOW - SignedDuration::from_mins(5)) };
        assert_eq!(wait(&counted, 10, WINDOW, NOW), Some(SignedDuration::from_mins(10)));
        assert_eq!(wait(&counted, 11, WINDOW, NOW), None);
        assert_eq!(wait(&Counted { attempts: 0, oldest_at: None }, 10, WINDOW, NOW), None);
    }

    #[test]
    fn a_subscriber_has_one_count_for_all_its_addresses() {
        let subject = |text: &str| address_subject(text.parse().unwrap());
        assert_eq!(subject("2001:db8:1:2::5"), subject("2001:db8:1:2:ffff::1"));
        assert_ne!(subject("2001:db8:1:2::5"), subject("2001:db8:1:3::5"));
        assert_eq!(subject("::ffff:192.0.2.1"), subject("192.0.2.1"));
        assert_ne!(subject("192.0.2.1"), subject("192.0.2.2"));
    }

    #[test]
    fn spellings_of_one_username_count_together() {
        assert_eq!(account_subject(" Li.Na"), account_subject("li.na"));
        assert_ne!(account_subject("li.na"), account_subject("li.nb"));
    }
}
