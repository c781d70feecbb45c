//! What the ledger asks of a disk, so that a test can put a failing one beneath it.
//!
//! Paths are relative to the ledger's folder, with `/` between their parts.

mod folder;
#[cfg(test)]
pub(crate) mod simulated;

pub(crate) use folder::Folder;

use std::io;

/// A folder of files.
///
/// Duties of an implementation:
/// - What [`Disk::create`], [`Disk::replace_durably`] and [`Disk::sync`] have
///   returned for survives a loss of power, the file's name included.
/// - What [`Disk::replace`] wrote is seen by every reader at once or not at all,
///   and may be gone after a loss of power.
/// - After an error of syncing nothing may be assumed of what was written; the
///   caller stops.
pub(crate) trait Disk: Send + Sync + 'static {
    /// A new file that holds these bytes, durable when this returns, open for
    /// appending. An older file of that name is replaced.
    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<Box<dyn Append>>;

    /// The whole file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Up to `limit` bytes from `offset` on; fewer only at the end of the file.
    fn read_from(&self, path: &str, offset: u64, limit: usize) -> io::Result<Vec<u8>>;

    /// Replaces the file as a whole.
    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Replaces the file as a whole, durably.
    fn replace_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Makes files that [`Disk::replace`] wrote durable, with their names. A file
    /// that is gone is passed over.
    fn sync(&self, paths: &[String]) -> io::Result<()>;

    /// The names of the files in a folder, in order; none if there is no folder.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Removes a file, if it is there.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Removes a folder with its files, if it is there.
    fn remove_folder(&self, path: &str) -> io::Result<()>;
}

/// A file open for appending.
pub(crate) trait Append: Send {
    /// Writes at the end. On an error any part of the bytes may have been written.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes all that was appended durable.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file to `length` bytes, to take a failed append back.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}
