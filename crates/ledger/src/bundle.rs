//! Evidence bundles: events, their proofs and the signed checkpoint in one file
//! that anyone can check, offline, with nothing but the file.
//!
//! The file is JSON, and it has exactly one spelling: it is accepted only if
//! writing it anew gives the same bytes. With the signature over the checkpoint,
//! the proofs over the events and the digest over all of it, no byte is left
//! that could be changed unseen.

use serde::{Deserialize, Serialize};
use zt_crypto::{KeyTextError, NoteVerifier, SignatureError, sha256_hex};
use zt_merkle::{Hash, ProofError, verify_inclusion};

use crate::Leaf;

/// The format's name, as it stands in the file.
pub const BUNDLE_FORMAT: &str = "zhengtong-evidence-1";

/// Events with the evidence for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    format: String,
    key: String,
    checkpoint: String,
    events: Vec<ProvedEvent>,
    digest: String,
}

/// One event and its place in the tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvedEvent {
    /// Its index in the ledger.
    pub index: u64,
    /// The event itself; its canonical bytes are the leaf.
    pub event: Leaf,
    /// The hashes from the leaf to the root, in Base64.
    pub proof: Vec<String>,
}

/// What a bundle has proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// The key that signed, as it stands in the bundle.
    pub key: String,
    /// The ledger's name.
    pub origin: String,
    /// Entries in the ledger when it signed.
    pub size: u64,
    /// The ledger's root then.
    pub root: Hash,
    /// The events with their indices, in order.
    pub events: Vec<(u64, Leaf)>,
}

/// Why a bundle proves nothing: a sentence that says where.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No JSON, or not a bundle's.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader found.
        reason: String,
    },
    /// Another format.
    #[error("the bundle's format is {found:?}; this program knows {BUNDLE_FORMAT:?}")]
    Format {
        /// The format in the file.
        found: String,
    },
    /// Not spelt as bundles are.
    #[error(
        "line {line}, column {column}: the bundle is not written exactly as it must be; \
         something was added, removed or spelt otherwise here"
    )]
    Spelling {
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in bytes.
        column: usize,
    },
    /// The key is no key.
    #[error("the bundle's key cannot be read: {0}")]
    Key(KeyTextError),
    /// Another key than the one asked for.
    #[error("the bundle is signed with the key {found}, not the expected {expected}")]
    OtherKey {
        /// The key in the file.
        found: String,
        /// The key expected.
        expected: String,
    },
    /// The checkpoint does not hold.
    #[error("the bundle's checkpoint does not hold: {0}")]
    Checkpoint(SignatureError),
    /// No events.
    #[error("the bundle has no events")]
    Empty,
    /// Events out of order or twice.
    #[error("event {index} of the ledger stands out of order in the bundle")]
    Order {
        /// The event's index.
        index: u64,
    },
    /// A hash in a proof is no hash.
    #[error("hash {position} in the proof of event {index} is not written as a hash")]
    Hash {
        /// The event's index.
        index: u64,
        /// Which hash, from 1.
        position: usize,
    },
    /// The proof leads elsewhere.
    #[error(
        "event {index} ({action}) is not what the ledger recorded at that place, \
         or its index or proof was changed: {reason}"
    )]
    Proof {
        /// The event's index.
        index: u64,
        /// What the event says it was.
        action: String,
        /// What is wrong with the proof.
        reason: ProofError,
    },
    /// The digest is another.
    #[error("the bundle's digest is not the digest of its contents")]
    Digest,
}

impl Bundle {
    /// A bundle of these events, in order of their indices, under a checkpoint
    /// that `key` signed.
    pub(crate) fn new(key: &NoteVerifier, checkpoint: &[u8], mut events: Vec<ProvedEvent>) -> Self {
        events.sort_by_key(|event| event.index);
        events.dedup_by_key(|event| event.index);
        let mut bundle = Self {
            format: BUNDLE_FORMAT.to_owned(),
            key: key.to_string(),
            checkpoint: String::from_utf8_lossy(checkpoint).into_owned(),
            events,
            digest: String::new(),
        };
        bundle.digest = bundle.computed_digest();
        bundle
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Serialising to memory fails only for maps whose keys are no strings.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The events.
    pub fn events(&self) -> &[ProvedEvent] {
        &self.events
    }

    /// The digest over everything before it: the file with an empty digest.
    fn computed_digest(&self) -> String {
        let blank = Self { digest: String::new(), ..self.clone() };
        format!("sha256:{}", sha256_hex(&blank.to_bytes()))
    }
}

/// Checks a bundle with nothing but its bytes. It proves what the holder of the
/// key it names has signed; whose key that is, `pinned` or the reader must know.
///
/// # Errors
///
/// The first thing that does not hold, in a sentence that says where.
pub fn verify_bundle_for(bytes: &[u8], pinned: Option<&NoteVerifier>) -> Result<Verified, Fault> {
    let bundle: Bundle = serde_json::from_slice(bytes).map_err(|error| Fault::Syntax {
        line: error.line(),
        column: error.column(),
        reason: reason(&error),
    })?;
    if bundle.format != BUNDLE_FORMAT {
        return Err(Fault::Format { found: bundle.format });
    }
    let canonical = bundle.to_bytes();
    if canonical != bytes {
        let (line, column) = first_difference(&canonical, bytes);
        return Err(Fault::Spelling { line, column });
    }
    let key: NoteVerifier = bundle.key.parse().map_err(Fault::Key)?;
    if let Some(expected) = pinned.filter(|expected| **expected != key) {
        let (found, expected) = (key.to_string(), expected.to_string());
        return Err(Fault::OtherKey { found, expected });
    }
    let checkpoint =
        key.open_checkpoint(bundle.checkpoint.as_bytes()).map_err(Fault::Checkpoint)?;
    if bundle.events.is_empty() {
        return Err(Fault::Empty);
    }
    let mut before = None;
    for event in &bundle.events {
        let index = event.index;
        if before.is_some_and(|before| before >= index) {
            return Err(Fault::Order { index });
        }
        before = Some(index);
        let mut proof = Vec::with_capacity(event.proof.len());
        for (position, hash) in (1..).zip(&event.proof) {
            proof.push(hash.parse().map_err(|_| Fault::Hash { index, position })?);
        }
        let leaf = Hash::leaf(&event.event.to_bytes());
        verify_inclusion(leaf, index, checkpoint.size, &proof, checkpoint.root)
            .map_err(|reason| Fault::Proof { index, action: event.event.action.clone(), reason })?;
    }
    if bundle.digest != bundle.computed_digest() {
        return Err(Fault::Digest);
    }
    let events = bundle.events.into_iter().map(|event| (event.index, event.event)).collect();
    Ok(Verified {
        key: bundle.key,
        origin: checkpoint.origin.clone(),
        size: checkpoint.size,
        root: checkpoint.root,
        events,
    })
}

/// Checks a bundle with nothing but its bytes, whatever key it names.
pub fn verify_bundle(bytes: &[u8]) -> Result<Verified, Fault> {
    verify_bundle_for(bytes, None)
}

/// The reader's reason without the place, which is told apart.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

fn first_difference(canonical: &[u8], found: &[u8]) -> (usize, usize) {
    let same = canonical.iter().zip(found).take_while(|(a, b)| a == b).count();
    let before = &found[..same];
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    (line, column)
}
