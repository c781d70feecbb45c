//! Secure random bytes from the operating system.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// `N` bytes nobody can foretell.
///
/// # Panics
///
/// The operating system has no randomness to give; nothing safe can go on then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        panic!("the operating system gives no random bytes: {error}");
    }
    bytes
}

/// A token of `N` random bytes in the alphabet of addresses and cookies.
pub fn random_token<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<N>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tokens_differ_and_are_as_long_as_asked() {
        assert_ne!(random_token::<32>(), random_token::<32>());
        assert_eq!(random_token::<32>().len(), 43);
    }
}
