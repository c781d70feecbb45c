//! An initial password: made here, told once, changed at the first sign-in.

use std::fmt;

use zt_crypto::random_bytes;

use super::NewPassword;

/// Letters and digits nobody takes for one another when they are read out or
/// copied by hand: no `l`, `o`, `0`, `1`. Thirty-two, so that a random byte picks
/// one without favouring any.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Characters in it: 16 of 32 are 80 bits, which nobody guesses within its life.
const CHARS: usize = 16;

/// A password somebody else handed out. It is shown once and kept as a hash.
#[derive(Clone)]
pub struct InitialPassword(String);

impl fmt::Debug for InitialPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InitialPassword(…)")
    }
}

impl InitialPassword {
    /// A new one, in groups of four: `k7mp-4wxr-bq2n-h8sd`.
    pub(crate) fn random() -> Self {
        let mut text = String::with_capacity(CHARS + CHARS / 4);
        for (index, byte) in random_bytes::<CHARS>().into_iter().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(byte % 32)]));
        }
        Self(text)
    }

    /// The password itself, to show once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The same, to be hashed. It was not chosen, so it needs no judging.
    pub(crate) fn to_hash(&self) -> NewPassword {
        NewPassword::unjudged(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initial_password_is_read_out_without_mistakes_and_never_the_same() {
        let (first, second) = (InitialPassword::random(), InitialPassword::random());
        assert_ne!(first.reveal(), second.reveal());
        assert_eq!(first.reveal().len(), 19);
        let good = |c: char| c == '-' || ALPHABET.contains(&(c as u8));
        assert!(first.reveal().chars().all(good), "{}", first.reveal());
        assert_eq!(format!("{first:?}"), "InitialPassword(…)");
    }
}
