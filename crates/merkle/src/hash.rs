//! The hashes of RFC 6962, section 2.1: leaves and nodes carry different
//! prefixes, so that no leaf can pass for a node.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The length of a hash.
pub const HASH_BYTES: usize = 32;

/// A SHA-256 hash of a leaf, a node or a tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_BYTES]);

impl Hash {
    /// The hash of a leaf with these bytes.
    pub fn leaf(bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }

    /// The hash of the node over two subtrees.
    pub fn node(left: &Self, right: &Self) -> Self {
        Self(
            Sha256::new()
                .chain_update([1])
                .chain_update(left.0)
                .chain_update(right.0)
                .finalize()
                .into(),
        )
    }

    /// The root of the tree without leaves.
    pub fn empty_root() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The root of a complete subtree, from its nodes on one level. Their number
    /// is a power of two, and at least one.
    pub(crate) fn fold(nodes: &[Self]) -> Self {
        match nodes {
            [] => Self::empty_root(),
            [one] => *one,
            _ => {
                let (left, right) = nodes.split_at(nodes.len() / 2);
                Self::node(&Self::fold(left), &Self::fold(right))
            }
        }
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Base64, as checkpoints spell it.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

/// The text is not a hash.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 32 bytes in canonical Base64")]
pub struct HashError;

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = STANDARD.decode(text).map_err(|_| HashError)?;
        bytes.try_into().map(Self).map_err(|_| HashError)
    }
}

impl TryFrom<&[u8]> for Hash {
    type Error = HashError;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self).map_err(|_| HashError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_tree_has_the_hash_of_nothing() {
        assert_eq!(Hash::empty_root().to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn a_hash_with_stray_bits_in_its_base64_is_refused() {
        assert!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".parse::<Hash>().is_ok());
        assert!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=".parse::<Hash>().is_err());
        assert!("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU".parse::<Hash>().is_err());
    }
}
