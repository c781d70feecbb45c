//! SHA-256 and HMAC-SHA-256.

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub type Sha256Digest = [u8; 32];

/// The SHA-256 digest of these bytes.
pub fn sha256(bytes: &[u8]) -> Sha256Digest {
    Sha256::digest(bytes).into()
}

/// The SHA-256 digest as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(sha256(bytes))
}

/// HMAC-SHA-256: what only a holder of the key can make of these bytes.
pub fn hmac_sha256(key: &[u8], bytes: &[u8]) -> Sha256Digest {
    mac(key, bytes).finalize().into_bytes().into()
}

/// Whether `tag` is the HMAC of these bytes, in time that does not tell how
/// much of it was right.
pub fn hmac_sha256_holds(key: &[u8], bytes: &[u8], tag: &[u8]) -> bool {
    mac(key, bytes).verify_slice(tag).is_ok()
}

fn mac(key: &[u8], bytes: &[u8]) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
        .unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"));
    mac.update(bytes);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_abc_is_the_published_one() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_of_the_published_case_is_the_published_one() {
        let tag = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex::encode(tag),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(hmac_sha256_holds(b"Jefe", b"what do ya want for nothing?", &tag));
        assert!(!hmac_sha256_holds(b"Jefe", b"what do ya want for nothing!", &tag));
        assert!(!hmac_sha256_holds(b"Jefe", b"what do ya want for nothing?", &tag[1..]));
    }
}
