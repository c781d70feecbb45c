//! What a file turns out to be: format, encoding, delimiter, header, columns.
//!
//! Everything is decided on the content; the file's name only settles what the
//! content leaves open.

use super::{
    csv::Separators,
    encoding::Evidence,
    limits::{COLUMN_NAME_MAX_CHARS, COLUMNS_MAX},
};

/// A table's format.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// Delimited text.
    Csv,
    /// One array of objects, or nested objects of arrays.
    Json,
    /// One JSON object per line.
    Ndjson,
    /// A workbook; its first sheet with content is read.
    Xlsx,
}

/// Something about a file that the steward should know and that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// The same column name stood more than once; the later ones got a number.
    DuplicateLabel {
        /// The name.
        label: String,
    },
    /// A column had no name and got one from its place.
    BlankLabel {
        /// The name given.
        label: String,
    },
    /// Lines before the header that are not part of the table.
    SkippedLines {
        /// How many.
        count: u64,
    },
    /// Records without any content.
    BlankRows {
        /// How many.
        count: u64,
    },
    /// Cells computed by a formula; their last computed values were taken.
    FormulaCells {
        /// How many.
        count: u64,
        /// The first of them, as the spreadsheet names cells.
        first: Vec<String>,
    },
    /// Further sheets of the workbook, which were not read.
    FurtherSheets {
        /// Their names.
        names: Vec<String>,
    },
}

/// A file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Its format.
    pub format: Format,
    /// Whether it is compressed with gzip.
    pub gzip: bool,
    /// Its encoding's name.
    pub encoding: &'static str,
    /// What decided on the encoding.
    pub encoding_evidence: Evidence,
    /// How cells and records end; only for delimited text.
    pub separators: Option<Separators>,
    /// Whether the first record names the columns.
    pub has_header: bool,
    /// Records before the table's first record.
    pub skip_records: u64,
    /// The columns' names, made unique.
    pub columns: Vec<String>,
    /// The sheet read; only for workbooks.
    pub sheet: Option<String>,
    /// What else was noticed.
    pub notes: Vec<Note>,
}

/// A table wider than any spreadsheet.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table has {columns} columns; at most {COLUMNS_MAX} can be read")]
pub struct TooWide {
    columns: usize,
}

/// Where a table begins among its first records.
#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    /// Records above it.
    pub skip_records: usize,
    /// Whether its first record names the columns.
    pub has_header: bool,
    /// How many columns it has.
    pub width: usize,
}

/// Finds the header among the first `records`.
///
/// Titles and remarks above a table fill few of its cells, so the first record
/// that is nearly as wide as most begins it. That record is the header unless it
/// holds numbers or dates, which are no names.
pub fn find_head(records: &[Vec<String>]) -> Head {
    let filled =
        |record: &Vec<String>| record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let usual = usual_width(records);
    let first = records
        .iter()
        .take(20)
        .position(|record| record.len() >= usual && filled(record) * 2 >= usual.min(record.len()))
        .or_else(|| records.iter().position(|record| filled(record) > 0))
        .unwrap_or(0);
    let Some(head) = records.get(first) else {
        return Head { skip_records: 0, has_header: false, width: 0 };
    };
    // Columns without a name and without a cell are an export's trailing delimiter.
    let width_of = |record: &Vec<String>| {
        record.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
    };
    let below = records.iter().skip(first).map(width_of).max().unwrap_or(0);
    let named = width_of(head).max(below.min(head.len()));
    let has_header = !head.iter().any(|cell| is_a_value(cell));
    let width = if has_header { named } else { usual.max(named) };
    Head { skip_records: first, has_header, width }
}

/// The number of cells most records have.
fn usual_width(records: &[Vec<String>]) -> usize {
    let mut widths: Vec<usize> = records.iter().map(Vec::len).filter(|width| *width > 0).collect();
    widths.sort_unstable();
    widths
        .chunk_by(|a, b| a == b)
        .max_by_key(|run| (run.len(), run.first().copied()))
        .and_then(|run| run.first().copied())
        .unwrap_or(0)
}

/// Whether a cell is a measured value rather than a name. Years and small
/// numbers do name columns (`2019, 2020, 2021`), so whole numbers do not count
/// unless they are long.
fn is_a_value(cell: &str) -> bool {
    use super::cell::{Lexeme, read};
    match read(cell) {
        Lexeme::Text | Lexeme::Boolean(_) => {
            cell.len() >= 11 && cell.bytes().all(|b| b.is_ascii_digit())
        }
        Lexeme::Integer(value) => !(0..10_000).contains(&value),
        _ => true,
    }
}

/// Makes names for the columns out of `labels`, unique and not empty.
pub fn name_columns(
    labels: &[String],
    width: usize,
    notes: &mut Vec<Note>,
) -> Result<Vec<String>, TooWide> {
    let columns = width.max(labels.len());
    if columns > COLUMNS_MAX {
        return Err(TooWide { columns });
    }
    let mut taken = std::collections::HashSet::new();
    // The row number is stored beside the columns under this name.
    taken.insert(super::ROW_COLUMN.to_owned());
    let mut names = Vec::with_capacity(columns);
    for place in 0..columns {
        let label = labels.get(place).map(String::as_str).unwrap_or_default();
        let mut label: String =
            label.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "");
        if let Some((cut, _)) = label.char_indices().nth(COLUMN_NAME_MAX_CHARS) {
            label.truncate(cut);
        }
        let is_blank = label.is_empty();
        if is_blank {
            label = generated_name(place);
        }
        let mut name = label.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{label}_{number}");
            number += 1;
        }
        if is_blank && place < labels.len() {
            notes.push(Note::BlankLabel { label: name.clone() });
        } else if name != label {
            notes.push(Note::DuplicateLabel { label });
        }
        names.push(name);
    }
    Ok(names)
}

/// The name of the column at `place`, counted from 0, that has none of its own.
pub fn generated_name(place: usize) -> String {
    format!("column_{}", place + 1)
}

/// The delimiters looked for, the likeliest first.
const DELIMITERS: [u8; 5] = [b',', b'\t', b';', b'|', b'^'];

/// Finds how cells and records end in the text `sample`.
///
/// Under the right delimiter most records have the same number of cells, more
/// than one. Commas in prose do not repeat like that.
pub fn find_separators(sample: &[u8], is_whole: bool) -> Separators {
    let terminator = match (memchr::memchr(b'\n', sample), memchr::memchr(b'\r', sample)) {
        (None, Some(_)) => b'\r',
        _ => b'\n',
    };
    let delimiter = DELIMITERS
        .into_iter()
        .map(|delimiter| {
            let records = sample_records(sample, Separators { delimiter, terminator }, is_whole);
            (delimiter, agreement(&records))
        })
        // The first of equals wins, so fold and not `max_by`.
        .fold((b',', 0.0), |best, next| if next.1 > best.1 { next } else { best })
        .0;
    Separators { delimiter, terminator }
}

/// Share of records with the usual number of cells, weighted by that number a
/// little so that the finer of two regular splits wins.
#[expect(clippy::cast_precision_loss, reason = "a score")]
fn agreement(records: &[Vec<String>]) -> f64 {
    let usual = usual_width(records);
    if usual < 2 || records.is_empty() {
        return 0.0;
    }
    let agreeing = records.iter().filter(|record| record.len() == usual).count();
    agreeing as f64 / records.len() as f64 * (1.0 + (usual as f64).ln() / 4.0)
}

/// The first records of `sample`, without the last one where the sample was cut.
pub fn sample_records(sample: &[u8], separators: Separators, is_whole: bool) -> Vec<Vec<String>> {
    use super::{chunk::Chunk, csv::CsvReader, limits::SAMPLE_RECORDS};
    let mut reader = CsvReader::new(sample, separators);
    let mut records = Vec::new();
    // Wide enough for any table: how many cells a record really has is told by
    // where the missing ones begin.
    let mut chunk = Chunk::new(COLUMNS_MAX);
    while records.len() < SAMPLE_RECORDS {
        chunk.clear();
        match reader.next_record(&mut chunk) {
            Ok(true) => {}
            Ok(false) => return records,
            Err(_) => break,
        }
        chunk.seal();
        let record = sample_record(&chunk);
        let at_the_cut = !is_whole && reader.taken() >= sample.len() as u64;
        if at_the_cut && !records.is_empty() {
            break;
        }
        records.push(record);
    }
    records
}

/// The cells of a chunk's one record; none if it was blank.
fn sample_record(chunk: &super::chunk::Chunk) -> Vec<String> {
    use super::chunk::RowFaultKind;
    if chunk.rows() == 0 {
        return Vec::new();
    }
    let mut cells = COLUMNS_MAX;
    let mut extra = Vec::new();
    for fault in chunk.faults() {
        match &fault.kind {
            RowFaultKind::MissingCells { from } => cells = *from,
            RowFaultKind::ExtraCell { value } => extra.push(value.clone()),
        }
    }
    let mut record: Vec<String> =
        (0..cells).map(|place| chunk.cells(place).next().unwrap_or_default().to_owned()).collect();
    record.extend(extra);
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn the_delimiter_that_splits_evenly_is_found() {
        let cases: [(&str, u8); 8] = [
            ("a,b\n1,2\n", b','),
            ("a\tb\n1,5\t2\n", b'\t'),
            ("a;b\n1,5;2,5\n1;2\n", b';'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("a^b\n1^2\n", b'^'),
            ("name,note\nx,\"a;b;c\"\ny,\"d;e\"\n", b','),
            ("one\ntwo\n", b','),
            ("地点,人数\n甲,死亡1;受傷0\n乙,死亡1;受傷1\n", b','),
        ];
        for (text, delimiter) in cases {
            assert_eq!(find_separators(text.as_bytes(), true).delimiter, delimiter, "{text}");
        }
        assert_eq!(find_separators(b"a,b\r1,2\r", true).terminator, b'\r');
    }

    #[test]
    fn the_header_is_found_below_a_title_and_missed_where_there_is_none() {
        let titled = records(&[
            &["2020年统计表", "", ""],
            &["单位:万元"],
            &["地区", "人口", "面积"],
            &["甲", "1", "2.5"],
        ]);
        assert_eq!(find_head(&titled), Head { skip_records: 2, has_header: true, width: 3 });
        let bare = records(&[&["甲", "1.5", "2020-01-01"], &["乙", "2.5", "2020-01-02"]]);
        assert_eq!(find_head(&bare), Head { skip_records: 0, has_header: false, width: 3 });
        let years = records(&[&["地区", "2019", "2020"], &["甲", "1", "2"]]);
        assert!(find_head(&years).has_header);
    }

    #[test]
    fn a_sample_keeps_empty_cells_in_their_places() {
        let separators = Separators { delimiter: b',', terminator: b'\n' };
        let records = sample_records(b"id,,name,\n\n1,,,\n", separators, true);
        assert_eq!(records[0], ["id", "", "name", ""]);
        assert!(records[1].is_empty());
        assert_eq!(records[2], ["1", "", "", ""]);
    }

    #[test]
    fn blank_and_repeated_labels_get_names_and_notes() {
        let mut notes = Vec::new();
        let labels = ["id", "id", " ", "_row", "name\nof"].map(str::to_owned);
        let names = name_columns(&labels, 6, &mut notes).unwrap();
        assert_eq!(names, ["id", "id_2", "column_3", "_row_2", "name of", "column_6"]);
        assert_eq!(notes.len(), 3);
    }

    #[test]
    fn a_table_wider_than_a_spreadsheet_is_refused() {
        let error = name_columns(&[], COLUMNS_MAX + 1, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("16385 columns"));
    }
}
