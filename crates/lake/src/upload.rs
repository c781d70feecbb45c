//! An upload: a file that arrives in parts and survives a broken line.
//!
//! ```text
//! open ──part──▶ open ──last part──▶ complete ──▶ (imported, then deleted)
//!   └── given up, or left alone too long ──▶ (deleted)
//! ```
//!
//! Each part becomes durable as an object of its own before its sender is told,
//! so the offset that a sender asks for after a break is always true. What
//! arrived of a part before the line broke is kept too.

pub mod api;
mod expire;
mod receive;
pub mod store;

use jiff::Timestamp;
use zt_kernel::{AccountId, AgencyId};

pub(crate) use receive::{assemble, blocking};

zt_kernel::typed_id! {
    /// An upload (上传).
    UploadId;
}

/// Largest file, in bytes. The quota of one import; larger tables come in parts
/// or by exchange.
pub const UPLOAD_MAX_BYTES: u64 = 20 * 1024 * 1024 * 1024;

/// Longest file name kept, in characters.
const FILE_NAME_MAX_CHARS: usize = 255;

/// An upload and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its number.
    pub id: UploadId,
    /// The agency it is for.
    pub agency: AgencyId,
    /// Who sends it.
    pub account: Option<AccountId>,
    /// The file's name.
    pub file_name: String,
    /// The file's size, as its sender declared it; none until a form's file has
    /// arrived whole.
    pub size_bytes: Option<u64>,
    /// Bytes that are durable here.
    pub received_bytes: u64,
    /// When it began.
    pub created_at: Timestamp,
}

/// One durable part of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadPart {
    /// Where it begins.
    pub start: u64,
    /// Its size.
    pub size: u64,
    /// The object that holds it.
    pub object: String,
}

/// Why a part is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is no such upload, or it is another agency's.
    #[error("there is no such upload")]
    NotFound,
    /// The part does not begin where the last one ended.
    #[error("the next byte wanted is {wanted}, and the part begins at {given}")]
    WrongOffset {
        /// What is wanted.
        wanted: u64,
        /// What came.
        given: u64,
    },
    /// The part goes beyond the declared size.
    #[error("the part goes beyond the file's declared size of {size_bytes} bytes")]
    TooLong {
        /// The declared size.
        size_bytes: u64,
    },
    /// The agency's uploads that are not imported yet take up all they may.
    #[error("the agency's uploads hold {held_bytes} of at most {max_bytes} bytes")]
    AgencyFull {
        /// What they hold, with what was declared and is still to come.
        held_bytes: u64,
        /// What they may hold.
        max_bytes: u64,
    },
    /// An import stands on it.
    #[error("an import stands on the upload: give the import up")]
    InUse,
    /// The file is too large altogether.
    #[error("a file may have at most {UPLOAD_MAX_BYTES} bytes")]
    TooLarge,
    /// The line broke; what arrived is kept.
    #[error("the line broke after {received} bytes of the part; go on from byte {offset}")]
    Broken {
        /// Bytes of the part that arrived.
        received: u64,
        /// Where to go on.
        offset: u64,
    },
}

impl Upload {
    /// Whether every byte is here.
    pub fn is_complete(&self) -> bool {
        self.size_bytes == Some(self.received_bytes)
    }
}

/// A file's own name: no folders, no control characters, not endless.
pub(crate) fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(FILE_NAME_MAX_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_loses_its_folders_and_control_characters() {
        assert_eq!(plain_name("C:\\data\\名录.csv"), "名录.csv");
        assert_eq!(plain_name("../../etc/pass\0wd\n"), "passwd");
    }
}
