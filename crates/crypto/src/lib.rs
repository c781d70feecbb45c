//! Signing keys, digests, message authentication and randomness, each from a
//! well-kept crate behind the few calls Zhengtong makes.
//!
//! Deliberately absent: any algorithm written here.
//!
//! **Invariant:** a secret is never in a `Debug` text, and is wiped when dropped.

mod digest;
mod note_key;
mod random;

pub use digest::{Sha256Digest, hmac_sha256, hmac_sha256_holds, sha256, sha256_hex};
pub use note_key::{
    KeyFileError, KeyTextError, NoteKey, NoteVerifier, SignatureError, VerifiedCheckpoint,
};
pub use random::{random_bytes, random_token};
