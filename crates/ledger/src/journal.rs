//! The journal: leaves in their final order, durable before anything else is.
//! Tiles and checkpoint are made from it and can be made again.
//!
//! ```text
//! log/<first leaf>-<epoch>.journal
//! log/<epoch>.claim
//! ```
//!
//! A sequencer that takes over writes files of its own epoch only. It begins by
//! copying what is whole of the last file into a new one, because pages that
//! another process wrote may be in memory and not on the disk, and syncing them
//! again would not tell. From that moment the old file counts no longer: a
//! sequencer that was thought dead and still writes to it harms nothing. Nor does
//! it acknowledge what is lost: before the copy the new one lays down a claim, and
//! who appends looks for one after its sync. Either the claim is seen, or the copy
//! was begun later and has what was appended. Clocks have no part in this.

mod claim;

use std::{io, sync::Arc};

use crate::{
    disk::{Append, Disk},
    frame::{self, HEADER_BYTES, Header},
};

pub(crate) const LOG: &str = "log";
pub(crate) const SEGMENTS: &str = "segments";
const SUFFIX: &str = ".journal";

/// A new file is begun when the last has grown past this. It bounds what a start
/// has to copy and to replay: a tenth of a second on a disk of 300 MB/s.
pub(crate) const FILE_BYTES: u64 = 32 << 20;

/// How much is read at once: more than the longest frame the writer makes.
const READ_BYTES: usize = 4 << 20;

/// A journal open for appending.
pub(crate) struct Journal {
    disk: Arc<dyn Disk>,
    file: Box<dyn Append>,
    header: Header,
    /// Length of the file, up to its last whole frame.
    length: u64,
    /// Past this length a new file is begun.
    limit: u64,
    next: u64,
}

/// Why leaves were not appended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppendError {
    /// There was no room. Nothing was written, and a later attempt may succeed.
    #[error("the disk has no room for the event")]
    Full(#[source] io::Error),
    /// The disk failed, and what is on it is no longer known.
    #[error("the disk failed")]
    Broken(#[source] io::Error),
    /// Another process has taken the log over. Whether it has these leaves too is
    /// not known.
    #[error("another process has taken the log over")]
    Superseded,
}

/// Why a journal could not be read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk failed.
    #[error("the journal {path} could not be read or written")]
    Disk {
        /// The file or folder.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A frame that was acknowledged is not whole.
    #[error("the journal {path} is damaged at byte {offset}, and later entries follow")]
    Damaged {
        /// The file.
        path: String,
        /// Where the damaged frame begins.
        offset: u64,
    },
    /// No file holds the entry.
    #[error("the journal has no entry {0}, though it must")]
    Missing(u64),
}

impl JournalError {
    fn disk(path: &str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Disk { path: path.to_owned(), source }
    }
}

/// One file of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JournalFile {
    pub path: String,
    pub header: Header,
}

/// The path of a file in the log.
fn path_of(header: Header) -> String {
    format!("{LOG}/{:020}-{:010}{SUFFIX}", header.first, header.epoch)
}

/// Every file in the log, whether it counts or not.
fn all_files(disk: &dyn Disk) -> Result<Vec<JournalFile>, JournalError> {
    let mut files = Vec::new();
    for name in disk.list(LOG).map_err(JournalError::disk(LOG))? {
        let path = format!("{LOG}/{name}");
        if claim::is_claim(&name) {
            continue;
        }
        let bytes = match disk.read_from(&path, 0, HEADER_BYTES) {
            // Another process's publisher may clear away what it has settled.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            bytes => bytes.map_err(JournalError::disk(&path))?,
        };
        match Header::from_bytes(&bytes) {
            Some(header) if path_of(header) == path => files.push(JournalFile { path, header }),
            _ => return Err(JournalError::Damaged { path, offset: 0 }),
        }
    }
    Ok(files)
}

/// The files that count, in order: a file counts unless a later epoch begins at
/// or before its first leaf.
pub(crate) fn chain(disk: &dyn Disk) -> Result<Vec<JournalFile>, JournalError> {
    let mut files = all_files(disk)?;
    files.sort_by_key(|file| std::cmp::Reverse((file.header.epoch, file.header.first)));
    let mut chain: Vec<JournalFile> = Vec::new();
    for file in files {
        if chain.last().is_none_or(|later| file.header.first < later.header.first) {
            chain.push(file);
        }
    }
    chain.reverse();
    Ok(chain)
}

impl Journal {
    /// Takes the log over: everything whole in it stands, under a new epoch.
    /// Where there is no log yet, it begins at leaf `settled`.
    pub(crate) fn take_over(
        disk: Arc<dyn Disk>,
        settled: u64,
        limit: u64,
    ) -> Result<Self, JournalError> {
        let epoch = claim::lay(&*disk).map_err(JournalError::disk(LOG))?;
        let all = all_files(&*disk)?;
        let chain = chain(&*disk)?;
        let (first, frames, next) = match chain.last() {
            None => (settled, Vec::new(), settled),
            Some(last) => {
                let bytes = disk.read(&last.path).map_err(JournalError::disk(&last.path))?;
                let (end, next) = whole(&bytes, last)?;
                (last.header.first, bytes[HEADER_BYTES..end].to_vec(), next)
            }
        };
        let header = Header { epoch, first };
        let bytes = [header.to_bytes(), frames].concat();
        let path = path_of(header);
        let file = disk.create(&path, &bytes).map_err(JournalError::disk(&path))?;
        // From here on the older files of that first leaf do not count.
        let kept = &chain[..chain.len().saturating_sub(1)];
        for old in all.iter().filter(|file| !kept.contains(file)) {
            disk.remove(&old.path).map_err(JournalError::disk(&old.path))?;
        }
        // The new file's own name says from now on what the claims said.
        claim::clear(&*disk, epoch).map_err(JournalError::disk(LOG))?;
        Ok(Self { disk, file, header, length: bytes.len() as u64, limit, next })
    }

    /// A process's own segment, for what it reads while another sequences.
    pub(crate) fn segment(disk: Arc<dyn Disk>, name: &str) -> Result<Self, AppendError> {
        let header = Header { epoch: 0, first: 0 };
        let bytes = header.to_bytes();
        let file = created(disk.create(&segment_path(name), &bytes))?;
        let length = bytes.len() as u64;
        Ok(Self { disk, file, header, length, limit: FILE_BYTES, next: 0 })
    }

    /// The number of the next leaf.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// Whether the current file has grown past its limit.
    pub(crate) fn is_long(&self) -> bool {
        self.length >= self.limit
    }

    /// Begins a new file of the log if the current one has grown long.
    pub(crate) fn roll(&mut self) -> Result<(), AppendError> {
        if !self.is_long() {
            return Ok(());
        }
        let header = Header { epoch: self.header.epoch, first: self.next };
        let bytes = header.to_bytes();
        self.file = created(self.disk.create(&path_of(header), &bytes))?;
        self.header = header;
        self.length = bytes.len() as u64;
        Ok(())
    }

    /// Appends leaves with one write and one sync; the number of the first.
    /// They are durable when this returns.
    pub(crate) fn append<'l>(
        &mut self,
        leaves: impl ExactSizeIterator<Item = &'l [u8]>,
    ) -> Result<u64, AppendError> {
        let (first, count) = (self.next, leaves.len() as u64);
        if count == 0 {
            return Ok(first);
        }
        let frame = frame::encode(first, leaves);
        if let Err(error) = self.file.append(&frame) {
            // Part of the frame may stand there. Taken back, it is as if nothing
            // had been tried; if it can't be, the file is in an unknown state.
            self.file.truncate(self.length).map_err(AppendError::Broken)?;
            return Err(if is_full(&error) {
                AppendError::Full(error)
            } else {
                AppendError::Broken(error)
            });
        }
        self.file.sync().map_err(AppendError::Broken)?;
        // A process's own segment, of epoch 0, is nobody else's to claim.
        let own = self.header.epoch;
        if own > 0 && claim::last_epoch(&*self.disk).map_err(AppendError::Broken)? > own {
            return Err(AppendError::Superseded);
        }
        self.length += frame.len() as u64;
        self.next += count;
        Ok(first)
    }
}

pub(crate) fn segment_path(name: &str) -> String {
    format!("{SEGMENTS}/{name}{SUFFIX}")
}

/// The names of all segments.
pub(crate) fn segments(disk: &dyn Disk) -> Result<Vec<String>, JournalError> {
    let names = disk.list(SEGMENTS).map_err(JournalError::disk(SEGMENTS))?;
    Ok(names.iter().filter_map(|name| name.strip_suffix(SUFFIX)).map(str::to_owned).collect())
}

/// A file that could not be made holds nothing yet, so a full disk is no more
/// than that.
fn created(file: io::Result<Box<dyn Append>>) -> Result<Box<dyn Append>, AppendError> {
    file.map_err(|error| {
        if is_full(&error) { AppendError::Full(error) } else { AppendError::Broken(error) }
    })
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Where the last whole frame of a file ends, and the number of the next leaf.
/// What stands behind is a write that was cut short, unless a whole frame
/// follows it: that one's sync was begun only after the earlier one's had ended.
pub(crate) fn whole(bytes: &[u8], file: &JournalFile) -> Result<(usize, u64), JournalError> {
    let (mut end, mut next) = (HEADER_BYTES.min(bytes.len()), file.header.first);
    while let Some(frame) = frame::decode(&bytes[end..]).filter(|frame| frame.first == next) {
        end += frame.bytes;
        next += frame.leaves.len() as u64;
    }
    if frame::any_in(&bytes[end..]) {
        return Err(JournalError::Damaged { path: file.path.clone(), offset: end as u64 });
    }
    Ok((end, next))
}

/// Reads a journal from some leaf on, while it grows.
pub(crate) struct Reader {
    disk: Arc<dyn Disk>,
    source: Source,
    offset: u64,
    next: u64,
}

enum Source {
    /// The log; the path of the file being read, once one is.
    Log(Option<String>),
    /// One segment.
    Segment(String),
}

impl Reader {
    /// Reads the log from leaf `next` on.
    pub(crate) fn log(disk: Arc<dyn Disk>, next: u64) -> Self {
        Self { disk, source: Source::Log(None), offset: 0, next }
    }

    /// Reads a segment from its leaf `next` on.
    pub(crate) fn segment(disk: Arc<dyn Disk>, name: &str, next: u64) -> Self {
        let offset = HEADER_BYTES as u64;
        Self { disk, source: Source::Segment(segment_path(name)), offset, next }
    }

    /// The number of the next leaf.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// Further leaves, all numbered below `end`, which are known to be there.
    /// Empty only if there are none.
    pub(crate) fn read_below(&mut self, end: u64) -> Result<Vec<Vec<u8>>, JournalError> {
        while self.next < end {
            let before = self.offset;
            let leaves = self.read()?;
            if !leaves.is_empty() {
                return Ok(leaves);
            }
            if self.offset == before && !self.turn_page()? {
                return Err(JournalError::Missing(self.next));
            }
        }
        Ok(Vec::new())
    }

    /// Further leaves of a segment, whatever is whole; empty if nothing is.
    pub(crate) fn read_available(&mut self) -> Result<Vec<Vec<u8>>, JournalError> {
        loop {
            let before = self.offset;
            let leaves = self.read()?;
            if !leaves.is_empty() || self.offset == before {
                return Ok(leaves);
            }
        }
    }

    /// Moves to the file that holds the next leaf; whether there is another.
    fn turn_page(&mut self) -> Result<bool, JournalError> {
        let Source::Log(current) = &mut self.source else { return Ok(false) };
        let chain = chain(&*self.disk)?;
        let Some(file) = chain.into_iter().rfind(|file| file.header.first <= self.next) else {
            return Ok(false);
        };
        if current.as_ref() == Some(&file.path) {
            return Ok(false);
        }
        *current = Some(file.path);
        self.offset = HEADER_BYTES as u64;
        Ok(true)
    }

    /// The whole frames at the offset, as many as one read holds. Leaves below
    /// the next one are passed over.
    fn read(&mut self) -> Result<Vec<Vec<u8>>, JournalError> {
        let (Source::Log(Some(path)) | Source::Segment(path)) = &self.source else {
            return Ok(Vec::new());
        };
        let bytes =
            self.disk.read_from(path, self.offset, READ_BYTES).map_err(JournalError::disk(path))?;
        let mut at = 0;
        let mut leaves = Vec::new();
        while let Some(frame) = frame::decode(&bytes[at..]) {
            if frame.first > self.next {
                return Err(JournalError::Damaged {
                    path: path.clone(),
                    offset: self.offset + at as u64,
                });
            }
            at += frame.bytes;
            let known = usize::try_from(self.next - frame.first).unwrap_or(usize::MAX);
            for leaf in frame.leaves.into_iter().skip(known) {
                leaves.push(leaf);
                self.next += 1;
            }
        }
        self.offset += at as u64;
        Ok(leaves)
    }
}

/// The leaves of whole frames.
pub(crate) fn leaves(mut frames: &[u8]) -> Vec<Vec<u8>> {
    let mut leaves = Vec::new();
    while let Some(frame) = frame::decode(frames) {
        frames = &frames[frame.bytes..];
        leaves.extend(frame.leaves);
    }
    leaves
}
