//! Why a file can't be read as a table, each in a sentence that says what to do.

use std::io;

use super::{chunk::CellTooLong, csv::CsvError, layout::TooWide, limits};

/// Why reading a table failed. Nothing of it was published then.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk or the stream failed.
    #[error("the file can't be read: {0}")]
    Io(#[source] io::Error),
    /// There is nothing in the file.
    #[error("the file is empty: export the table again and check that it has rows")]
    Empty,
    /// The file is of another kind.
    #[error("the file is {found}, which can't be read as a table: save it as CSV, JSON or XLSX")]
    Unsupported {
        /// What it is.
        found: &'static str,
    },
    /// Delimited text broke off or ran wild.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The JSON text is wrong.
    #[error("the JSON can't be read near record {record}: {problem}")]
    Json {
        /// Records read before.
        record: u64,
        /// The parser's words, with line and column.
        problem: String,
    },
    /// One JSON record is larger than any register's.
    #[error("JSON record {record} is larger than {} MiB", limits::RECORD_MAX_BYTES / 1024 / 1024)]
    JsonRecordTooLong {
        /// Its number.
        record: u64,
    },
    /// The compressed stream is damaged or cut short.
    #[error(
        "the gzip stream is damaged or cut short after row {row}: compress or upload the file again; no row was published"
    )]
    BrokenGzip {
        /// Rows read before.
        row: u64,
    },
    /// The compressed stream inflates without end.
    #[error(
        "the gzip stream holds more than {max_bytes} bytes, seen after row {row}: send the table in parts; no row was published"
    )]
    GzipTooLarge {
        /// Rows read before.
        row: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// The workbook's archive would inflate beyond reason.
    #[error("the workbook is refused before it is unpacked: {0}")]
    Bomb(#[from] super::xlsx::Bomb),
    /// The workbook is damaged.
    #[error("the workbook can't be read: {0}")]
    Xlsx(String),
    /// More columns than a spreadsheet has.
    #[error(transparent)]
    TooWide(#[from] TooWide),
    /// One cell is longer than any register's.
    #[error("row {row}: {source}")]
    CellTooLong {
        /// The row's number.
        row: u64,
        /// The limit.
        source: CellTooLong,
    },
    /// Too many cells could not be decoded.
    #[error(
        "{rows} of the first {of} rows are no {encoding} text: name the file's real encoding, or export it as UTF-8"
    )]
    WrongEncoding {
        /// The encoding tried.
        encoding: &'static str,
        /// Rows with such cells.
        rows: u64,
        /// Rows looked at.
        of: u64,
    },
    /// The steward named an encoding that does not exist.
    #[error("there is no encoding named {0:?}: use utf-8, gbk, gb18030, big5 or utf-16le")]
    UnknownEncoding(String),
}

impl ReadError {
    /// The error's stable name, and what its sentence tells, for other languages.
    pub fn told(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let row = |row: &u64| vec![("row", row.to_string())];
        match self {
            Self::Io(_) | Self::Csv(CsvError::Io(_)) => ("io", Vec::new()),
            Self::Empty => ("empty", Vec::new()),
            Self::Unsupported { found } => ("unsupported", vec![("found", (*found).to_owned())]),
            Self::Csv(CsvError::RecordTooLong { row: at }) => ("record-too-long", row(at)),
            Self::Csv(CsvError::CellTooLong { row: at }) | Self::CellTooLong { row: at, .. } => {
                ("cell-too-long", row(at))
            }
            Self::Csv(CsvError::UnclosedQuote { row: at }) => ("unclosed-quote", row(at)),
            Self::Json { record, problem } => {
                ("json", vec![("record", record.to_string()), ("problem", problem.clone())])
            }
            Self::JsonRecordTooLong { record } => {
                ("json-record-too-long", vec![("record", record.to_string())])
            }
            Self::BrokenGzip { row: at } => ("broken-gzip", row(at)),
            Self::GzipTooLarge { row, max_bytes } => {
                ("gzip-too-large", vec![("row", row.to_string()), ("bytes", max_bytes.to_string())])
            }
            Self::Bomb(_) => ("bomb", Vec::new()),
            Self::Xlsx(problem) => ("xlsx", vec![("problem", problem.clone())]),
            Self::TooWide(_) => ("too-wide", Vec::new()),
            Self::WrongEncoding { encoding, rows, of } => (
                "wrong-encoding",
                vec![
                    ("encoding", (*encoding).to_owned()),
                    ("rows", rows.to_string()),
                    ("of", of.to_string()),
                ],
            ),
            Self::UnknownEncoding(name) => ("unknown-encoding", vec![("name", name.clone())]),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
