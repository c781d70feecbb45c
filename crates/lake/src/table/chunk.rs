//! A run of records split into cells: the unit that travels from the reader to
//! the column workers.
//!
//! Cells lie back to back in one string, record by record, so a chunk is three
//! allocations however many cells it has, and those are reused.

use memchr::memmem;

use super::limits::{CELL_MAX_BYTES, CHUNK_MAX_BYTES, CHUNK_MAX_CELLS, CHUNK_MAX_ROWS};

/// A record that does not have the table's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Record number as the source counts, its header being 1.
    pub row: u64,
    /// What is wrong.
    pub kind: RowFaultKind,
}

/// How a record differs from the table's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFaultKind {
    /// The record ends before this column, counted from 0.
    MissingCells {
        /// The first column without a cell.
        from: usize,
    },
    /// A cell after the last column.
    ExtraCell {
        /// What stands in it.
        value: String,
    },
}

/// A cell longer than any register's column.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cell is longer than {CELL_MAX_BYTES} bytes")]
pub struct CellTooLong;

/// Records as text.
#[derive(Debug)]
pub struct Chunk {
    columns: usize,
    /// The cells while records are pushed; taken by [`Chunk::seal`].
    raw: Vec<u8>,
    text: String,
    /// Where each cell ends; the first entry is 0, so cell `k` is `bounds[k]..bounds[k + 1]`.
    bounds: Vec<u32>,
    row_numbers: Vec<u64>,
    faults: Vec<RowFault>,
    blank_rows: u64,
    suspicious: bool,
    /// Bytes of the source consumed when the chunk was filled, for progress.
    pub source_bytes: u64,
    /// Place in the file, from 0.
    pub sequence: usize,
    open: OpenRecord,
}

/// Where the record being pushed began, so that it can be taken back.
#[derive(Debug, Default, Clone, Copy)]
struct OpenRecord {
    raw: usize,
    bounds: usize,
    faults: usize,
    cells: usize,
}

impl Chunk {
    /// An empty chunk for a table of `columns`.
    pub fn new(columns: usize) -> Self {
        let mut chunk = Self {
            columns,
            raw: Vec::new(),
            text: String::new(),
            bounds: Vec::new(),
            row_numbers: Vec::new(),
            faults: Vec::new(),
            blank_rows: 0,
            suspicious: false,
            source_bytes: 0,
            sequence: 0,
            open: OpenRecord::default(),
        };
        chunk.clear();
        chunk
    }

    /// Forgets the records and keeps the memory.
    pub fn clear(&mut self) {
        if self.raw.capacity() == 0 {
            self.raw = std::mem::take(&mut self.text).into_bytes();
        }
        self.raw.clear();
        self.text.clear();
        self.bounds.clear();
        self.bounds.push(0);
        self.row_numbers.clear();
        self.faults.clear();
        self.blank_rows = 0;
        self.suspicious = false;
        self.open = OpenRecord { bounds: 1, ..OpenRecord::default() };
    }

    /// Whether the next record belongs to the next chunk.
    pub fn is_full(&self) -> bool {
        self.rows() >= CHUNK_MAX_ROWS
            || self.raw.len() >= CHUNK_MAX_BYTES
            || self.bounds.len() >= CHUNK_MAX_CELLS
    }

    /// Records held.
    pub fn rows(&self) -> usize {
        self.row_numbers.len()
    }

    /// Columns per record.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Each record's number in the source, its header being 1.
    pub fn row_numbers(&self) -> &[u64] {
        &self.row_numbers
    }

    /// Records that do not have the table's shape.
    pub fn faults(&self) -> &[RowFault] {
        &self.faults
    }

    /// Records without any content, which are not loaded.
    pub fn blank_rows(&self) -> u64 {
        self.blank_rows
    }

    /// Whether some cell holds U+FFFD (could not be decoded) or a NUL, so that
    /// each must be looked at.
    pub fn is_suspicious(&self) -> bool {
        self.suspicious
    }

    /// The cells' text, once [sealed](Self::seal).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cells of `column` lie in [`text`](Self::text), record by record.
    pub fn ranges(&self, column: usize) -> impl Iterator<Item = (usize, usize)> {
        let step = self.columns.max(1);
        let starts = self.bounds.iter().skip(column).step_by(step);
        let ends = self.bounds.iter().skip(column + 1).step_by(step);
        starts.zip(ends).map(|(start, end)| (*start as usize, *end as usize))
    }

    /// The cells of `column`, record by record.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.ranges(column).map(|(start, end)| self.text.get(start..end).unwrap_or_default())
    }

    /// Adds text to the open cell.
    pub fn push_text(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
    }

    /// Drops one trailing byte of the open cell if it is `byte`.
    pub fn trim_last(&mut self, byte: u8) {
        let start = self.bounds.last().copied().unwrap_or(0) as usize;
        if self.raw.len() > start && self.raw.last() == Some(&byte) {
            self.raw.pop();
        }
    }

    /// Closes the open cell. A cell beyond the last column becomes a fault, unless
    /// it is empty, as a delimiter at a line's end makes it.
    pub fn end_cell(&mut self, row: u64) -> Result<(), CellTooLong> {
        let start = self.bounds.last().copied().unwrap_or(0) as usize;
        if self.raw.len() - start > CELL_MAX_BYTES {
            return Err(CellTooLong);
        }
        self.open.cells += 1;
        if self.open.cells <= self.columns {
            let end = u32::try_from(self.raw.len()).map_err(|_| CellTooLong)?;
            self.bounds.push(end);
        } else if self.raw.len() > start {
            let value = String::from_utf8_lossy(&self.raw[start..]).into_owned();
            self.raw.truncate(start);
            self.faults.push(RowFault { row, kind: RowFaultKind::ExtraCell { value } });
        }
        Ok(())
    }

    /// Closes the open record. Returns whether it was kept: one without any
    /// content is counted and dropped.
    pub fn end_record(&mut self, row: u64) -> bool {
        let blank = self.raw.len() == self.open.raw && self.faults.len() == self.open.faults;
        if blank && (self.columns > 1 || self.open.cells == 1) {
            self.abandon_record();
            self.blank_rows += 1;
            return false;
        }
        if self.open.cells < self.columns {
            let end = self.bounds.last().copied().unwrap_or(0);
            self.bounds.resize(self.bounds.len() + self.columns - self.open.cells, end);
            let kind = RowFaultKind::MissingCells { from: self.open.cells };
            self.faults.push(RowFault { row, kind });
        }
        self.row_numbers.push(row);
        self.open = OpenRecord {
            raw: self.raw.len(),
            bounds: self.bounds.len(),
            faults: self.faults.len(),
            cells: 0,
        };
        true
    }

    /// Takes back what was pushed of the open record.
    pub fn abandon_record(&mut self) {
        self.raw.truncate(self.open.raw);
        self.bounds.truncate(self.open.bounds);
        self.faults.truncate(self.open.faults);
        self.open.cells = 0;
    }

    /// Makes the cells readable as text. Bytes that are not UTF-8 become U+FFFD,
    /// within their own cell only.
    pub fn seal(&mut self) {
        match String::from_utf8(std::mem::take(&mut self.raw)) {
            Ok(text) => self.text = text,
            Err(error) => self.repair(error.as_bytes()),
        }
        self.suspicious = memchr::memchr(0, self.text.as_bytes()).is_some()
            || memmem::find(self.text.as_bytes(), "\u{fffd}".as_bytes()).is_some();
    }

    fn repair(&mut self, raw: &[u8]) {
        let mut start = 0;
        self.text = String::with_capacity(raw.len());
        for bound in self.bounds.iter_mut().skip(1) {
            let end = *bound as usize;
            self.text.push_str(&String::from_utf8_lossy(&raw[start..end]));
            start = end;
            // U+FFFD is three bytes for at least one, so this stays far below 4 GiB
            // within the chunk's own limit.
            *bound = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(chunk: &mut Chunk, row: u64, cells: &[&[u8]]) {
        for cell in cells {
            chunk.push_text(cell);
            chunk.end_cell(row).unwrap();
        }
        chunk.end_record(row);
    }

    #[test]
    fn cells_come_back_by_column() {
        let mut chunk = Chunk::new(3);
        push(&mut chunk, 2, &[b"a", b"", b"c"]);
        push(&mut chunk, 3, &[b"d", b"e", b"f"]);
        chunk.seal();
        let columns: Vec<Vec<&str>> = (0..3).map(|column| chunk.cells(column).collect()).collect();
        assert_eq!(columns, [["a", "d"], ["", "e"], ["c", "f"]]);
    }

    #[test]
    fn short_long_and_blank_records_are_told_apart() {
        let mut chunk = Chunk::new(2);
        push(&mut chunk, 2, &[b"a"]);
        push(&mut chunk, 3, &[b"b", b"c", b"d"]);
        push(&mut chunk, 4, &[b""]);
        push(&mut chunk, 5, &[b"", b""]);
        chunk.seal();
        assert_eq!(chunk.row_numbers(), [2, 3]);
        assert_eq!(chunk.blank_rows(), 2);
        assert_eq!(chunk.cells(1).collect::<Vec<_>>(), ["", "c"]);
        let missing = RowFault { row: 2, kind: RowFaultKind::MissingCells { from: 1 } };
        let extra = RowFault { row: 3, kind: RowFaultKind::ExtraCell { value: "d".into() } };
        assert_eq!(chunk.faults(), [missing, extra]);
    }

    #[test]
    fn bytes_that_are_not_utf8_spoil_only_their_cell() {
        let mut chunk = Chunk::new(2);
        push(&mut chunk, 2, &[b"\xb1\xb1", "京".as_bytes()]);
        chunk.seal();
        assert!(chunk.is_suspicious());
        assert_eq!(chunk.cells(0).next(), Some("\u{fffd}\u{fffd}"));
        assert_eq!(chunk.cells(1).next(), Some("京"));
    }
}
