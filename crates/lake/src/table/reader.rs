//! Opens a file, finds out what it is, and hands its records out in chunks.

mod filler;
mod sample;

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::MultiGzDecoder;

use filler::{Filler, JsonFiller, blank_note};
use sample::{Sample, begins_like_json, foreign_format, foreign_text};

use super::{
    chunk::Chunk,
    csv::{CsvError, CsvReader, Separators},
    encoding::{self, Evidence, Utf8Reader},
    json::{self, NameCollector, RecordSink},
    layout::{self, Format, Layout, Note},
    limits::{GZIP_INFLATED_MAX_BYTES, SAMPLE_RECORDS},
    read_error::ReadError,
    xlsx::Workbook,
};

/// What the steward says about a file, where the finding is to be overruled.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// The encoding's name.
    pub encoding: Option<String>,
    /// The delimiter, one ASCII character.
    pub delimiter: Option<char>,
    /// Whether the first record names the columns.
    pub has_header: Option<bool>,
}

/// A file found to be a table.
pub struct Table {
    path: PathBuf,
    layout: Layout,
    found: encoding::Found,
    key_levels: usize,
    /// The columns' names in the JSON itself.
    keys: Vec<String>,
    size_bytes: u64,
    /// Bytes a compressed text may inflate to.
    pub(super) inflated_max_bytes: u64,
}

/// Receives full chunks and gives empty ones back; `None` stops the reading.
pub type OnChunk<'a> = dyn FnMut(Chunk) -> Option<Chunk> + 'a;

impl Table {
    /// Finds out what the file at `path` is. Reads no more than its beginning,
    /// except JSON, whose columns are only known at its end.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        let size_bytes = File::open(path)?.metadata()?.len();
        if size_bytes == 0 {
            return Err(ReadError::Empty);
        }
        let mut magic = Vec::new();
        File::open(path)?.take(8).read_to_end(&mut magic)?;
        if let Some(found) = foreign_format(&magic) {
            return Err(ReadError::Unsupported { found });
        }
        if magic.starts_with(b"PK\x03\x04") {
            return Self::open_workbook(path, options, size_bytes);
        }
        let gzip = magic.starts_with(&[0x1f, 0x8b]);
        let sample = Sample::take(path, gzip)?;
        if sample.bytes.is_empty() {
            return Err(ReadError::Empty);
        }
        let found = match &options.encoding {
            Some(label) => encoding::by_name(label, &sample.bytes)
                .ok_or_else(|| ReadError::UnknownEncoding(label.clone()))?,
            None => encoding::detect(&sample.bytes, &sample.later),
        };
        let mut text = String::new();
        Utf8Reader::new(sample.bytes.get(found.mark_bytes..).unwrap_or_default(), found.encoding)
            .read_to_string(&mut text)?;
        if let Some(found) = foreign_text(&text) {
            return Err(ReadError::Unsupported { found });
        }
        let layout = Layout {
            format: Format::Csv,
            gzip,
            encoding: found.name,
            encoding_evidence: found.evidence,
            separators: None,
            has_header: false,
            skip_records: 0,
            columns: Vec::new(),
            sheet: None,
            notes: Vec::new(),
        };
        let mut table = Self {
            path: path.to_owned(),
            layout,
            found,
            key_levels: 0,
            keys: Vec::new(),
            size_bytes,
            inflated_max_bytes: GZIP_INFLATED_MAX_BYTES,
        };
        if begins_like_json(&text) {
            table.find_json_columns(&text)?;
        } else {
            table.find_csv_columns(&text, sample.is_whole, options)?;
        }
        Ok(table)
    }

    /// What the file was found to be.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The file's size, compressed as it is.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An empty chunk of the table's width.
    pub fn empty_chunk(&self) -> Chunk {
        Chunk::new(self.layout.columns.len())
    }

    /// Reads the whole table; returns what was noticed only on the way.
    pub fn read(&self, on_chunk: &mut OnChunk<'_>) -> Result<Vec<Note>, ReadError> {
        match self.layout.format {
            Format::Csv => self.read_csv(on_chunk),
            Format::Json | Format::Ndjson => self.read_json(on_chunk),
            Format::Xlsx => self.read_workbook(on_chunk),
        }
    }

    /// The file's text as UTF-8, and a count of the file's bytes taken so far.
    fn text(&self) -> Result<(Box<dyn Read>, Arc<AtomicU64>), ReadError> {
        let count = Arc::new(AtomicU64::new(0));
        let file = Counted { source: File::open(&self.path)?, count: Arc::clone(&count) };
        let mut bytes: Box<dyn Read> = if self.layout.gzip {
            let inflated = MultiGzDecoder::new(BufReader::with_capacity(256 * 1024, file));
            Box::new(Bounded { source: inflated, left: self.inflated_max_bytes })
        } else {
            Box::new(file)
        };
        let mut mark = [0; 3];
        bytes.read_exact(&mut mark[..self.found.mark_bytes])?;
        if self.found.encoding == encoding_rs::UTF_8 {
            // Checked chunk by chunk, which spares a copy of the whole file.
            return Ok((bytes, count));
        }
        Ok((Box::new(Utf8Reader::new(bytes, self.found.encoding)), count))
    }

    fn find_csv_columns(
        &mut self,
        text: &str,
        is_whole: bool,
        options: &ReadOptions,
    ) -> Result<(), ReadError> {
        let mut separators = layout::find_separators(text.as_bytes(), is_whole);
        if let Some(delimiter) = options.delimiter.and_then(|letter| u8::try_from(letter).ok()) {
            separators.delimiter = delimiter;
        }
        let records = layout::sample_records(text.as_bytes(), separators, is_whole);
        self.layout.separators = Some(separators);
        self.take_head(&records, options)?;
        Ok(())
    }

    /// Settles header and columns from the first records.
    fn take_head(
        &mut self,
        records: &[Vec<String>],
        options: &ReadOptions,
    ) -> Result<(), ReadError> {
        let mut head = layout::find_head(records);
        if let Some(has_header) = options.has_header {
            head.has_header = has_header;
        }
        let labels: &[String] = match records.get(head.skip_records) {
            Some(labels) if head.has_header => labels,
            _ => &[],
        };
        let labels = &labels[..labels.len().min(head.width)];
        if head.width == 0 {
            return Err(ReadError::Empty);
        }
        let notes = &mut self.layout.notes;
        self.layout.columns = layout::name_columns(labels, head.width, notes)?;
        self.layout.has_header = head.has_header;
        self.layout.skip_records = head.skip_records as u64;
        if head.skip_records > 0 {
            notes.push(Note::SkippedLines { count: self.layout.skip_records });
        }
        Ok(())
    }

    fn read_csv(&self, on_chunk: &mut OnChunk<'_>) -> Result<Vec<Note>, ReadError> {
        let (text, count) = self.text()?;
        let separators =
            self.layout.separators.unwrap_or(Separators { delimiter: b',', terminator: b'\n' });
        let mut reader = CsvReader::new(text, separators);
        let mut skipped = Chunk::new(1);
        for _ in 0..self.layout.skip_records + u64::from(self.layout.has_header) {
            reader.next_record(&mut skipped).map_err(|error| self.csv_error(error, 0))?;
        }
        let mut chunk = self.empty_chunk();
        let (mut sequence, mut blank_rows) = (0, 0);
        loop {
            let more = match reader.fill(&mut chunk) {
                Ok(more) => more,
                Err(error) => return Err(self.csv_error(error, reader.row())),
            };
            chunk.seal();
            blank_rows += chunk.blank_rows();
            if chunk.rows() > 0 {
                chunk.sequence = sequence;
                chunk.source_bytes = count.load(Ordering::Relaxed);
                sequence += 1;
                let Some(next) = on_chunk(chunk) else { return Ok(Vec::new()) };
                chunk = next;
            }
            chunk.clear();
            if !more {
                return Ok(blank_note(blank_rows));
            }
        }
    }

    fn csv_error(&self, error: CsvError, row: u64) -> ReadError {
        match error {
            CsvError::Io(source) => self.stream_error(source, row),
            error => error.into(),
        }
    }

    fn stream_error(&self, source: io::Error, row: u64) -> ReadError {
        // Only the inflater reports these kinds; the disk has others.
        let inflating = matches!(
            source.kind(),
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
        );
        let max_bytes = self.inflated_max_bytes;
        if source.get_ref().and_then(|cause| cause.downcast_ref::<Overflow>()).is_some() {
            ReadError::GzipTooLarge { row, max_bytes }
        } else if self.layout.gzip && inflating {
            ReadError::BrokenGzip { row }
        } else {
            ReadError::Io(source)
        }
    }

    fn find_json_columns(&mut self, text: &str) -> Result<(), ReadError> {
        let by_line = json::is_one_object_per_line(text);
        self.layout.format = if by_line { Format::Ndjson } else { Format::Json };
        self.layout.has_header = true;
        self.key_levels = json::key_levels(text);
        let mut names = NameCollector::default();
        self.walk_json(&mut names)?;
        if names.names.is_empty() {
            return Err(ReadError::Empty);
        }
        let notes = &mut self.layout.notes;
        self.layout.columns = layout::name_columns(&names.names, 0, notes)?;
        self.keys = names.names;
        Ok(())
    }

    fn walk_json(&self, sink: &mut dyn RecordSink) -> Result<(), ReadError> {
        let (text, _) = self.text()?;
        let outcome = if self.layout.format == Format::Ndjson {
            json::read_lines(text, sink)
        } else {
            json::read_whole(text, self.key_levels, sink)
        };
        outcome.map_err(|error| match error {
            ReadError::Io(source) => self.stream_error(source, 0),
            error => error,
        })
    }

    fn read_json(&self, on_chunk: &mut OnChunk<'_>) -> Result<Vec<Note>, ReadError> {
        let places = self.keys.iter().enumerate().map(|(place, name)| (name.clone(), place));
        let width = self.layout.columns.len();
        let mut filler = JsonFiller {
            places: places.collect(),
            cells: vec![String::new(); width],
            filler: Filler::new(self.empty_chunk(), on_chunk),
            row: 1,
        };
        match self.walk_json(&mut filler) {
            Ok(()) => Ok(blank_note(filler.filler.finish())),
            Err(_) if filler.filler.stopped => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn open_workbook(
        path: &Path,
        options: &ReadOptions,
        size_bytes: u64,
    ) -> Result<Self, ReadError> {
        let mut workbook = Workbook::open(path)?;
        let mut sheets = workbook.sheets();
        let mut records: Vec<Vec<String>> = Vec::new();
        let mut used = None;
        for sheet in &sheets {
            workbook.rows(sheet, |row| {
                // Rows the sheet leaves out count, so that places agree with its numbers.
                while (records.len() as u64) + 1 < row.number && records.len() < SAMPLE_RECORDS {
                    records.push(Vec::new());
                }
                records.push(row.cells);
                Ok(records.len() < SAMPLE_RECORDS)
            })?;
            if records.iter().flatten().any(|cell| !cell.is_empty()) {
                used = Some(sheet.clone());
                break;
            }
            records.clear();
        }
        let sheet = used.ok_or(ReadError::Empty)?;
        sheets.retain(|name| *name != sheet);
        let notes = if sheets.is_empty() {
            Vec::new()
        } else {
            vec![Note::FurtherSheets { names: sheets }]
        };
        let found = encoding::Found {
            encoding: encoding_rs::UTF_8,
            name: "utf-8",
            evidence: Evidence::ValidUtf8,
            mark_bytes: 0,
        };
        let layout = Layout {
            format: Format::Xlsx,
            gzip: false,
            encoding: found.name,
            encoding_evidence: found.evidence,
            separators: None,
            has_header: false,
            skip_records: 0,
            columns: Vec::new(),
            sheet: Some(sheet),
            notes,
        };
        let mut table = Self {
            path: path.to_owned(),
            layout,
            found,
            key_levels: 0,
            keys: Vec::new(),
            size_bytes,
            inflated_max_bytes: GZIP_INFLATED_MAX_BYTES,
        };
        table.take_head(&records, options)?;
        Ok(table)
    }

    fn read_workbook(&self, on_chunk: &mut OnChunk<'_>) -> Result<Vec<Note>, ReadError> {
        let mut workbook = Workbook::open(&self.path)?;
        let sheet = self.layout.sheet.clone().unwrap_or_default();
        let above = self.layout.skip_records + u64::from(self.layout.has_header);
        let mut filler = Filler::new(self.empty_chunk(), on_chunk);
        let note = workbook.rows(&sheet, |row| {
            if row.number <= above {
                return Ok(true);
            }
            filler.push(row.number, row.cells.iter().map(String::as_str))
        })?;
        let mut notes = blank_note(filler.finish());
        notes.extend(note);
        Ok(notes)
    }
}

struct Counted {
    source: File,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Fails once its source has given more than was allowed, so that a small file that
/// inflates without end is not read to its end.
struct Bounded<R> {
    source: R,
    left: u64,
}

/// The source gives more than it may.
#[derive(Debug, thiserror::Error)]
#[error("more bytes than a file may have")]
struct Overflow;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(Overflow))?;
        Ok(read)
    }
}
