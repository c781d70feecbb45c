//! A file read by place: readers of one file at once don't move each other.
//!
//! Handles made by `File::try_clone` share one offset, so of two threads that seek
//! and read, each may get the other's bytes. Here each reading names its place.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use bytes::Bytes;
use parquet::{
    errors::Result,
    file::reader::{ChunkReader, Length},
};

/// A file that nobody changes any more. Cloning shares it.
#[derive(Debug, Clone)]
pub struct ByPlace {
    file: Arc<File>,
    length: u64,
}

impl ByPlace {
    /// Reads `file` by place.
    pub fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length })
    }
}

impl Length for ByPlace {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for ByPlace {
    type T = BufReader<Onward>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(Onward { file: Arc::clone(&self.file), next: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes.into())
    }
}

/// Reads on from a place of its own.
#[derive(Debug)]
pub struct Onward {
    file: Arc<File>,
    next: u64,
}

impl Read for Onward {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.next)?;
        self.next += read as u64;
        Ok(read)
    }
}
