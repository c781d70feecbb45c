//! A file's beginning, by which it is judged.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;

use crate::table::{
    limits::{ENCODING_SEARCH_BYTES, SAMPLE_BYTES},
    read_error::ReadError,
};

/// The beginning of a file, inflated.
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    /// The neighbourhood of the first non-ASCII byte after an ASCII beginning.
    pub(super) later: Vec<u8>,
    pub(super) is_whole: bool,
}

impl Sample {
    pub(super) fn take(path: &Path, gzip: bool) -> Result<Self, ReadError> {
        let file = BufReader::new(File::open(path)?);
        let mut source: Box<dyn Read> =
            if gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut bytes = Vec::new();
        let outcome = source.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut bytes);
        // What a damaged stream gave before it broke is sample enough; the
        // reading proper reports the damage with its row.
        if outcome.is_err() && bytes.is_empty() {
            return Err(ReadError::BrokenGzip { row: 0 });
        }
        let is_whole = bytes.len() < SAMPLE_BYTES;
        let mut later = Vec::new();
        if bytes.is_ascii() && !is_whole {
            later = first_non_ascii(source.as_mut());
        }
        Ok(Self { bytes, later, is_whole })
    }
}

fn first_non_ascii(source: &mut dyn Read) -> Vec<u8> {
    let mut block = vec![0; 256 * 1024];
    let mut searched = 0;
    while searched < ENCODING_SEARCH_BYTES {
        let Ok(read @ 1..) = source.read(&mut block) else { return Vec::new() };
        let block = &block[..read];
        if let Some(at) = block.iter().position(|byte| !byte.is_ascii()) {
            let mut found = block[at..].to_vec();
            let _ = source.take(SAMPLE_BYTES as u64).read_to_end(&mut found);
            return found;
        }
        searched += read;
    }
    Vec::new()
}

/// Formats known by their first bytes that are no tables we read.
pub(super) fn foreign_format(magic: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 6] = [
        (&[0xd0, 0xcf, 0x11, 0xe0], "an old binary Office file (.xls or .doc)"),
        (b"%PDF", "a PDF"),
        (b"PAR1", "a Parquet file"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"\x89PNG", "a picture"),
    ];
    known.iter().find(|(bytes, _)| magic.starts_with(bytes)).map(|(_, found)| *found)
}

pub(super) fn foreign_text(text: &str) -> Option<&'static str> {
    let start = text.trim_start().get(..64).unwrap_or(text).to_ascii_lowercase();
    let start = start.trim_start();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Some("a web page");
    }
    if start.starts_with("<?xml") {
        return Some("an XML document");
    }
    let controls = text.bytes().take(4096).filter(|byte| *byte < b'\t').count();
    (controls * 20 > text.len().min(4096)).then_some("binary data")
}

/// Text that begins like JSON begins like nothing else: `{"`, `[{`, `[[`, `["` …
pub(super) fn begins_like_json(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), Some(next)) => matches!(next, '{' | '[' | '"' | ']' | '-' | '0'..='9'),
        _ => false,
    }
}
