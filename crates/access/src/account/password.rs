//! Passwords: what is accepted, and how they are kept.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};
use tokio::sync::Semaphore;
use zt_crypto::random_bytes;

use super::Username;
use crate::config::PasswordCost;

/// The shortest password. Length is what resists guessing; kinds of characters
/// are not asked for, because they make people write `Password1!`
/// (NIST SP 800-63B-4, 3.1.1.2).
pub const PASSWORD_CHARS_MIN: usize = 10;

/// The longest. Hashing reads it all, so there must be an end.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// Passwords checked at once. Each fills 19 MiB by default, so this bounds what
/// a flood of sign-ins can take; the rest wait their turn.
const CHECKS_AT_ONCE: usize = 4;

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short or too long.
    #[error("a password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters")]
    Length,
    /// It is, or holds, the username, or repeats one or two characters.
    #[error("the password is the username or hardly more than one character")]
    Guessable,
}

/// A password somebody chose, checked but not yet hashed.
#[derive(Clone)]
pub struct NewPassword(String);

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

impl NewPassword {
    /// Accepts `text` as the password of `username`, or says why not.
    pub fn new(text: &str, username: &Username) -> Result<Self, PasswordFault> {
        let chars = text.chars().count();
        if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
            return Err(PasswordFault::Length);
        }
        let mut distinct: Vec<char> = text.chars().collect();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < 4 || text.to_lowercase().contains(username.as_str()) {
            return Err(PasswordFault::Guessable);
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether it is this text.
    pub(super) fn is(&self, text: &str) -> bool {
        self.0 == text
    }

    /// A password nobody chose: made at random, for a while.
    pub(super) fn unjudged(text: String) -> Self {
        Self(text)
    }
}

/// Why a password could not be hashed or compared: a mistake of configuration.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct PasswordError;

/// Hashes and checks passwords away from the threads that serve requests.
#[derive(Clone)]
pub(crate) struct Passwords {
    cost: PasswordCost,
    permits: Arc<Semaphore>,
    decoy: Arc<OnceLock<String>>,
}

impl Passwords {
    pub(crate) fn new(cost: PasswordCost) -> Self {
        Self { cost, permits: Arc::new(Semaphore::new(CHECKS_AT_ONCE)), decoy: Arc::default() }
    }

    /// The hash to store, with its salt and parameters inside.
    pub(crate) async fn hash(&self, password: NewPassword) -> Result<String, PasswordError> {
        let cost = self.cost;
        self.apart(move || hash(&password.0, cost)).await?
    }

    /// Whether `password` is the one `stored` was made from. Without a stored
    /// hash it does the same work against a decoy, so that the time taken
    /// doesn't tell which usernames exist.
    pub(crate) async fn matches(
        &self,
        password: &str,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        if password.chars().count() > PASSWORD_CHARS_MAX {
            return Ok(false);
        }
        let (cost, decoy, password) = (self.cost, Arc::clone(&self.decoy), password.to_owned());
        self.apart(move || {
            let exists = stored.is_some();
            let stored = match stored {
                Some(stored) => stored,
                None => match decoy.get() {
                    Some(decoy) => decoy.clone(),
                    None => decoy.get_or_init(|| hash("decoy", cost).unwrap_or_default()).clone(),
                },
            };
            let parsed = PasswordHash::new(&stored).map_err(|_| PasswordError)?;
            let same = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(same && exists)
        })
        .await?
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _permit = self.permits.acquire().await.map_err(|_| PasswordError)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError)
    }
}

fn hash(password: &str, cost: PasswordCost) -> Result<String, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| PasswordError)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2
        .hash_password_with_salt(password.as_bytes(), &random_bytes::<16>())
        .map_err(|_| PasswordError)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: PasswordCost = PasswordCost { memory_kib: 64, passes: 1 };

    fn username() -> Username {
        "li.na".parse().unwrap()
    }

    #[test]
    fn weak_passwords_are_refused() {
        for (text, fault) in [
            ("short", PasswordFault::Length),
            (&"长".repeat(129)[..], PasswordFault::Length),
            ("aaaaaaaaaaaa", PasswordFault::Guessable),
            ("121212121212", PasswordFault::Guessable),
            ("Li.Na-secret", PasswordFault::Guessable),
        ] {
            assert_eq!(NewPassword::new(text, &username()).unwrap_err(), fault, "{text}");
        }
        NewPassword::new("正确的马电池订书钉在这里", &username()).unwrap();
    }

    #[tokio::test]
    async fn only_the_same_password_matches() {
        let passwords = Passwords::new(CHEAP);
        let new = NewPassword::new("correct horse battery", &username()).unwrap();
        let stored = passwords.hash(new).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert!(passwords.matches("correct horse battery", Some(stored.clone())).await.unwrap());
        assert!(!passwords.matches("correct horse batterx", Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn without_an_account_nothing_matches_not_even_the_decoys_own_text() {
        let passwords = Passwords::new(CHEAP);
        assert!(!passwords.matches("decoy", None).await.unwrap());
    }

    #[tokio::test]
    async fn two_hashes_of_one_password_differ() {
        let passwords = Passwords::new(CHEAP);
        let new = NewPassword::new("correct horse battery", &username()).unwrap();
        assert_ne!(passwords.hash(new.clone()).await.unwrap(), passwords.hash(new).await.unwrap());
    }

    #[test]
    fn a_password_never_shows_in_a_debug_text() {
        let new = NewPassword::new("correct horse battery", &username()).unwrap();
        assert!(!format!("{new:?}").contains("horse"));
    }
}
