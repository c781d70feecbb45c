//! Claims to the log: how a process that takes over makes itself known to one
//! that still writes, without a clock. See [`super`] for why it suffices.

use std::io;

use super::{LOG, SUFFIX};
use crate::disk::Disk;

const CLAIM: &str = ".claim";

/// Claims the log; the epoch it was claimed for. Files are read after this.
pub(super) fn lay(disk: &dyn Disk) -> io::Result<u64> {
    let epoch = last_epoch(disk)? + 1;
    disk.replace(&claim_path(epoch), &[])?;
    Ok(epoch)
}

/// Takes away the claims up to an epoch that has its file by now.
pub(super) fn clear(disk: &dyn Disk, epoch: u64) -> io::Result<()> {
    for name in disk.list(LOG)? {
        if is_claim(&name) && epoch_in(&name).is_some_and(|claimed| claimed <= epoch) {
            disk.remove(&format!("{LOG}/{name}"))?;
        }
    }
    Ok(())
}

/// Whether a name in the log is a claim's.
pub(super) fn is_claim(name: &str) -> bool {
    name.ends_with(CLAIM)
}

/// The path of the claim to an epoch.
fn claim_path(epoch: u64) -> String {
    format!("{LOG}/{epoch:010}{CLAIM}")
}

/// The epoch that a name in the log speaks of: a file's, or a claim's.
fn epoch_in(name: &str) -> Option<u64> {
    if let Some(epoch) = name.strip_suffix(CLAIM) {
        return epoch.parse().ok();
    }
    name.strip_suffix(SUFFIX)?.split_once('-')?.1.parse().ok()
}

/// The highest epoch in the log, begun or claimed.
pub(super) fn last_epoch(disk: &dyn Disk) -> io::Result<u64> {
    let names = disk.list(LOG)?;
    Ok(names.iter().filter_map(|name| epoch_in(name)).max().unwrap_or(0))
}
