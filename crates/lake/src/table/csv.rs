//! Delimited text, split as it streams by.
//!
//! The splitter works on a window of bytes and only ever starts a record it can
//! finish inside the window; a longer record makes the window grow up to
//! [`RECORD_MAX_BYTES`]. A quotation mark opens a quoted cell only at the cell's
//! start, as RFC 4180 has it; elsewhere it is text, which is what the exports of
//! many office systems contain.

use std::io::{self, Read};

use memchr::{memchr, memchr2};

use super::{
    chunk::{CellTooLong, Chunk},
    limits::{CELL_MAX_BYTES, RECORD_MAX_BYTES},
};

const WINDOW_BYTES: usize = 512 * 1024;
const QUOTE: u8 = b'"';

/// How cells and records end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separators {
    /// Between two cells.
    pub delimiter: u8,
    /// After a record: a line feed, or a carriage return in files that have no line feed.
    pub terminator: u8,
}

/// Why delimited text can't be read on.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The source failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A record does not end within the limit.
    #[error(
        "row {row} is longer than {} MiB: the file has no line ends there, or a quotation mark is not closed",
        RECORD_MAX_BYTES / 1024 / 1024
    )]
    RecordTooLong {
        /// Its number.
        row: u64,
    },
    /// A cell does not end within the limit.
    #[error(
        "row {row} has a cell longer than {} MiB: a quotation mark is probably not closed",
        CELL_MAX_BYTES / 1024 / 1024
    )]
    CellTooLong {
        /// Its row's number.
        row: u64,
    },
    /// The text ends inside quotation marks.
    #[error(
        "the file ends inside a quoted cell that began in row {row}: it is cut short, or a quotation mark is not closed"
    )]
    UnclosedQuote {
        /// The record's number.
        row: u64,
    },
}

/// A reader of records.
pub struct CsvReader<R> {
    source: R,
    separators: Separators,
    window: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    row: u64,
    taken: u64,
}

enum Step {
    /// A record ended; the next begins here.
    Record(usize),
    /// The window ends before the record does.
    Cut,
}

impl<R: Read> CsvReader<R> {
    /// Reads records from `source`, the first being number 1.
    pub fn new(source: R, separators: Separators) -> Self {
        Self {
            source,
            separators,
            window: vec![0; WINDOW_BYTES],
            start: 0,
            end: 0,
            at_end: false,
            row: 0,
            taken: 0,
        }
    }

    /// Number of the last record read.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Bytes of text split so far.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Fills `chunk` until it is full or the text ends, and says whether any
    /// record remains. Does not seal it.
    pub fn fill(&mut self, chunk: &mut Chunk) -> Result<bool, CsvError> {
        while !chunk.is_full() {
            if !self.next_record(chunk)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Reads one record into `chunk`; `false` at the end of the text.
    pub fn next_record(&mut self, chunk: &mut Chunk) -> Result<bool, CsvError> {
        loop {
            if self.start == self.end && self.at_end {
                return Ok(false);
            }
            if self.start < self.end {
                let row = self.row + 1;
                match self.split(chunk, row)? {
                    Step::Record(next) => {
                        chunk.end_record(row);
                        self.row = row;
                        self.taken += (next - self.start) as u64;
                        self.start = next;
                        return Ok(true);
                    }
                    Step::Cut => chunk.abandon_record(),
                }
            }
            self.refill()?;
        }
    }

    fn refill(&mut self) -> Result<(), CsvError> {
        self.window.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.window.len() {
            if self.end >= RECORD_MAX_BYTES {
                return Err(CsvError::RecordTooLong { row: self.row + 1 });
            }
            self.window.resize((self.end * 2).min(RECORD_MAX_BYTES), 0);
        }
        while self.end < self.window.len() {
            match self.source.read(&mut self.window[self.end..]) {
                Ok(0) => {
                    self.at_end = true;
                    break;
                }
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Splits the record at the window's start into `chunk`.
    fn split(&self, chunk: &mut Chunk, row: u64) -> Result<Step, CsvError> {
        let too_long = |_: CellTooLong| CsvError::CellTooLong { row };
        let Separators { delimiter, terminator } = self.separators;
        let window = &self.window[..self.end];
        let mut at = self.start;
        loop {
            let quoted = window.get(at) == Some(&QUOTE);
            if quoted {
                match self.quoted(chunk, at + 1, row)? {
                    Some(after) => at = after,
                    None => return Ok(Step::Cut),
                }
            }
            let rest = &window[at..];
            let Some(offset) = memchr2(delimiter, terminator, rest) else {
                if !self.at_end {
                    return Ok(Step::Cut);
                }
                chunk.push_text(rest);
                if !quoted || !rest.is_empty() {
                    chunk.trim_last(b'\r');
                }
                chunk.end_cell(row).map_err(too_long)?;
                return Ok(Step::Record(self.end));
            };
            let is_delimiter = rest[offset] == delimiter;
            let mut text = &rest[..offset];
            if !is_delimiter && text.last() == Some(&b'\r') {
                text = &text[..offset - 1];
            }
            chunk.push_text(text);
            chunk.end_cell(row).map_err(too_long)?;
            at += offset + 1;
            if !is_delimiter {
                return Ok(Step::Record(at));
            }
        }
    }

    /// Copies a quoted cell from just after its opening mark; the place after
    /// its closing mark, or nothing when the window ends first.
    fn quoted(&self, chunk: &mut Chunk, from: usize, row: u64) -> Result<Option<usize>, CsvError> {
        let window = &self.window[..self.end];
        let mut at = from;
        loop {
            let Some(offset) = memchr(QUOTE, &window[at..]) else {
                if window.len() - from > CELL_MAX_BYTES {
                    return Err(CsvError::CellTooLong { row });
                }
                if self.at_end {
                    return Err(CsvError::UnclosedQuote { row });
                }
                return Ok(None);
            };
            chunk.push_text(&window[at..at + offset]);
            at += offset + 1;
            match window.get(at) {
                Some(&QUOTE) => {
                    chunk.push_text(b"\"");
                    at += 1;
                }
                None if !self.at_end => return Ok(None),
                _ => return Ok(Some(at)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Separators = Separators { delimiter: b',', terminator: b'\n' };

    /// Hands out at most `step` bytes at a time, as sockets and inflaters do.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(self.1).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn rows(text: &str, columns: usize) -> Vec<Vec<String>> {
        let mut reader = CsvReader::new(Dribble(text.as_bytes(), 3), COMMA);
        let mut chunk = Chunk::new(columns);
        while reader.fill(&mut chunk).unwrap() {}
        chunk.seal();
        let mut rows = vec![Vec::new(); chunk.rows()];
        for column in 0..columns {
            for (row, cell) in chunk.cells(column).enumerate() {
                rows[row].push(cell.to_owned());
            }
        }
        rows
    }

    #[test]
    fn quotes_line_ends_and_carriage_returns_are_read_as_rfc_4180_says() {
        let text = "a,b\r\n\"x,1\",\"he said \"\"no\"\"\"\r\n\"two\nlines\",5\" pipe\n,";
        let expected = [["a", "b"], ["x,1", "he said \"no\""], ["two\nlines", "5\" pipe"]];
        assert_eq!(rows(text, 2), expected);
    }

    #[test]
    fn text_after_a_closing_quote_is_kept() {
        assert_eq!(rows("\"a\"b,c\n", 2), [["ab", "c"]]);
    }

    #[test]
    fn a_last_line_without_its_end_is_a_record() {
        assert_eq!(rows("a,b\nc,\"d\"", 2), [["a", "b"], ["c", "d"]]);
    }

    #[test]
    fn a_quote_that_never_closes_is_refused_with_its_row() {
        let mut reader = CsvReader::new(&b"a,b\nc,\"d\ne,f\n"[..], COMMA);
        let error = reader.fill(&mut Chunk::new(2)).unwrap_err();
        assert!(matches!(error, CsvError::UnclosedQuote { row: 2 }), "{error}");
    }

    #[test]
    fn an_endless_line_is_refused_with_its_row_and_bounded_memory() {
        let endless = (&b"a,b\n1,2\n"[..]).chain(io::repeat(b'x').take(2 << 30));
        let mut reader = CsvReader::new(endless, COMMA);
        let error = reader.fill(&mut Chunk::new(2)).unwrap_err();
        assert!(matches!(error, CsvError::RecordTooLong { row: 3 }), "{error}");
        assert!(reader.window.capacity() <= RECORD_MAX_BYTES);
    }

    #[test]
    fn a_cell_over_the_limit_is_refused_with_its_row() {
        let text = format!("a,b\n{},2\n", "x".repeat(CELL_MAX_BYTES + 1));
        let mut reader = CsvReader::new(text.as_bytes(), COMMA);
        let error = reader.fill(&mut Chunk::new(2)).unwrap_err();
        assert!(matches!(error, CsvError::CellTooLong { row: 2 }), "{error}");
    }

    proptest! {
        #[test]
        fn what_is_written_with_quotes_is_read_back(
            table in proptest::collection::vec(
                proptest::collection::vec("[a-z,\"\r\n 维修]{0,8}", 3), 1..20),
            step in 1usize..9,
        ) {
            let table: Vec<_> = table.into_iter()
                .filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            let mut text = String::new();
            for row in &table {
                let cells: Vec<_> =
                    row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                text.push_str(&cells.join(","));
                text.push_str("\r\n");
            }
            let mut reader = CsvReader::new(Dribble(text.as_bytes(), step), COMMA);
            let mut chunk = Chunk::new(3);
            while reader.fill(&mut chunk).unwrap() {}
            chunk.seal();
            prop_assert_eq!(chunk.rows(), table.len());
            for column in 0..3 {
                let cells: Vec<_> = chunk.cells(column).collect();
                let expected: Vec<_> = table.iter().map(|row| row[column].as_str()).collect();
                prop_assert_eq!(cells, expected);
            }
        }

        #[test]
        fn no_bytes_make_the_splitter_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..400), step in 1usize..7,
        ) {
            let mut reader = CsvReader::new(Dribble(&bytes, step), COMMA);
            let mut chunk = Chunk::new(2);
            while let Ok(true) = reader.fill(&mut chunk) {}
            chunk.seal();
        }
    }
}
