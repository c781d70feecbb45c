//! Opens a file, finds out what it is, and hands its records out in chunks.

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

use super::{
    chunk::Chunk,
    csv::{CsvError, CsvReader, Separators},
    encoding::{self, Evidence, Utf8Reader},
    json::{self, NameCollector, RecordSink},
    layout::{self, Format, Layout, Note},
    limits::{ENCODING_SEARCH_BYTES, SAMPLE_BYTES, SAMPLE_RECORDS},
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
}

/// Receives full chunks and gives empty ones back; `None` stops the reading.
pub type OnChunk<'a> = dyn FnMut(Chunk) -> Option<Chunk> + 'a;

impl Table {
    /// Finds out what the file at `path` is. Reads no more than its beginning,
    /// except JSON, whose columns are only known at its end.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        let size_bytes = std::fs::metadata(path)?.len();
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
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(256 * 1024, file)))
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
        if self.layout.gzip && inflating {
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

fn blank_note(count: u64) -> Vec<Note> {
    if count == 0 { Vec::new() } else { vec![Note::BlankRows { count }] }
}

/// Puts whole records into chunks and hands full ones on.
struct Filler<'a, 'b> {
    chunk: Option<Chunk>,
    on_chunk: &'a mut OnChunk<'b>,
    sequence: usize,
    blank_rows: u64,
    stopped: bool,
}

impl<'a, 'b> Filler<'a, 'b> {
    fn new(chunk: Chunk, on_chunk: &'a mut OnChunk<'b>) -> Self {
        Self { chunk: Some(chunk), on_chunk, sequence: 0, blank_rows: 0, stopped: false }
    }

    /// Adds a record; false when no further ones are wanted.
    fn push<'c>(
        &mut self,
        row: u64,
        cells: impl Iterator<Item = &'c str>,
    ) -> Result<bool, ReadError> {
        let Some(chunk) = &mut self.chunk else { return Ok(false) };
        for cell in cells {
            chunk.push_text(cell.as_bytes());
            chunk.end_cell(row).map_err(|source| ReadError::CellTooLong { row, source })?;
        }
        chunk.end_record(row);
        if chunk.is_full() {
            self.hand_on();
        }
        Ok(self.chunk.is_some())
    }

    fn hand_on(&mut self) {
        let Some(mut chunk) = self.chunk.take() else { return };
        chunk.seal();
        self.blank_rows += chunk.blank_rows();
        if chunk.rows() == 0 {
            chunk.clear();
            self.chunk = Some(chunk);
            return;
        }
        chunk.sequence = self.sequence;
        self.sequence += 1;
        self.chunk = (self.on_chunk)(chunk).map(|mut next| {
            next.clear();
            next
        });
        self.stopped = self.chunk.is_none();
    }

    /// Hands the last records on; returns how many were blank.
    fn finish(mut self) -> u64 {
        self.hand_on();
        self.blank_rows
    }
}

struct JsonFiller<'a, 'b> {
    places: std::collections::HashMap<String, usize>,
    cells: Vec<String>,
    filler: Filler<'a, 'b>,
    row: u64,
}

impl RecordSink for JsonFiller<'_, '_> {
    fn field(&mut self, name: &str, value: Option<&str>) -> Result<(), ReadError> {
        if let Some(cell) = self.places.get(name).and_then(|place| self.cells.get_mut(*place)) {
            cell.clear();
            cell.push_str(value.unwrap_or_default());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ReadError> {
        self.row += 1;
        let more = self.filler.push(self.row, self.cells.iter().map(String::as_str))?;
        self.cells.iter_mut().for_each(String::clear);
        // Any error stops the parser; `stopped` tells it from a real one.
        if more { Ok(()) } else { Err(ReadError::Empty) }
    }

    fn wants_values(&self) -> bool {
        true
    }
}

/// The beginning of a file, inflated.
struct Sample {
    bytes: Vec<u8>,
    /// The neighbourhood of the first non-ASCII byte after an ASCII beginning.
    later: Vec<u8>,
    is_whole: bool,
}

impl Sample {
    fn take(path: &Path, gzip: bool) -> Result<Self, ReadError> {
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
fn foreign_format(magic: &[u8]) -> Option<&'static str> {
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

fn foreign_text(text: &str) -> Option<&'static str> {
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
fn begins_like_json(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), Some(next)) => matches!(next, '{' | '[' | '"' | ']' | '-' | '0'..='9'),
        _ => false,
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
