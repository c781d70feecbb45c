//! Checking evidence offline: a bundle, or a whole ledger.

use std::io;
use std::path::{Path, PathBuf};

use zt_crypto::KeyTextError;
use zt_ledger::{Fault, NoteVerifier, WalkFault, verify_bundle_for, verify_folder};

use crate::cli::VerifyArgs;
use crate::say;

/// Why something offered as evidence is none.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The file can't be read.
    #[error("{} can't be read", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// `--key` holds no key.
    #[error("--key must be a ledger's public key line: name+id+key")]
    Key(#[source] KeyTextError),
    /// The bundle does not hold.
    #[error("the bundle does not hold")]
    Bundle(#[source] Fault),
    /// There is nothing to check.
    #[error("{} holds no ledger: name a data folder with --data", .0.display())]
    NoLedger(PathBuf),
    /// The ledger does not hold.
    #[error("the ledger in {} does not hold", folder.display())]
    Ledger {
        /// The data folder.
        folder: PathBuf,
        /// What is wrong with it.
        #[source]
        source: WalkFault,
    },
}

/// `zhengtong verify`: each event of the bundle in a line, if all of it holds.
pub fn bundle(args: &VerifyArgs) -> Result<(), EvidenceError> {
    let pinned: Option<NoteVerifier> =
        args.key.as_deref().map(str::parse).transpose().map_err(EvidenceError::Key)?;
    let bytes = std::fs::read(&args.bundle)
        .map_err(|source| EvidenceError::Read { file: args.bundle.clone(), source })?;
    let verified = verify_bundle_for(&bytes, pinned.as_ref()).map_err(EvidenceError::Bundle)?;
    for (index, event) in &verified.events {
        say(&format!("{index}\t{}\t{}", event.at, event.action));
    }
    say(&format!(
        "holds: {} of the {} events of {} under root {}",
        verified.events.len(),
        verified.size,
        verified.origin,
        verified.root
    ));
    if pinned.is_none() {
        say(&format!("signed by {}: compare it with the publisher's key", verified.key));
    }
    Ok(())
}

/// `zhengtong ledger verify`.
pub fn ledger(data: &Path) -> Result<(), EvidenceError> {
    if !data.is_dir() {
        return Err(EvidenceError::NoLedger(data.to_owned()));
    }
    let walked = verify_folder(data, None)
        .map_err(|source| EvidenceError::Ledger { folder: data.to_owned(), source })?;
    say(&format!(
        "holds: {} events of {} under root {}; {} more are durable and wait for a checkpoint",
        walked.size, walked.origin, walked.root, walked.waiting
    ));
    say(&format!("signed by {}", walked.key));
    Ok(())
}
