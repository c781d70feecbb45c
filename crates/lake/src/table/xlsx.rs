//! Workbooks, with the archive judged before a byte of it is inflated.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use calamine::{DataRef, Reader, Xlsx, XlsxCellReader};

use super::{
    layout::Note,
    limits::{XLSX_ENTRIES_MAX, XLSX_INFLATED_MAX_BYTES, XLSX_RATIO_MAX},
    read_error::ReadError,
};

/// Formula cells named in the report; the rest are counted.
const FORMULAS_NAMED: usize = 20;

/// An archive that would inflate beyond reason.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bomb {
    /// More files than any workbook has.
    #[error("its archive has {0} files, more than {XLSX_ENTRIES_MAX}")]
    TooManyEntries(usize),
    /// More data than any workbook has.
    #[error("it would unpack to more than {} MiB", XLSX_INFLATED_MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// One file is stored suspiciously small.
    #[error("its part {entry} would unpack to more than {XLSX_RATIO_MAX} times its size")]
    RatioTooHigh {
        /// The file's name in the archive.
        entry: String,
    },
    /// A file is larger than the archive says.
    #[error("its part {entry} is larger than the archive declares")]
    SizeIsWrong {
        /// The file's name in the archive.
        entry: String,
    },
}

/// Judges the archive at `path`: first by the sizes it declares, then, one entry
/// at a time and into nowhere, whether they are true.
pub fn guard(path: &Path) -> Result<(), ReadError> {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?))
        .map_err(|error| ReadError::Xlsx(error.to_string()))?;
    if archive.len() > XLSX_ENTRIES_MAX {
        return Err(Bomb::TooManyEntries(archive.len()).into());
    }
    let damaged = |error: zip::result::ZipError| ReadError::Xlsx(error.to_string());
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        total = total.saturating_add(entry.size());
        if total > XLSX_INFLATED_MAX_BYTES {
            return Err(Bomb::TooLarge.into());
        }
        // Small parts compress to any ratio and harm nobody.
        let large = entry.size() > 1024 * 1024;
        if large && entry.size() / entry.compressed_size().max(1) > XLSX_RATIO_MAX {
            return Err(Bomb::RatioTooHigh { entry: name_of(&entry) }.into());
        }
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(damaged)?;
        let (name, declared) = (name_of(&entry), entry.size());
        let inflated = io::copy(&mut entry.take(declared + 1), &mut io::sink())
            .map_err(|error| ReadError::Xlsx(error.to_string()))?;
        if inflated > declared {
            return Err(Bomb::SizeIsWrong { entry: name }.into());
        }
    }
    Ok(())
}

fn name_of<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> String {
    entry.name().map_or_else(|_| "?".to_owned(), std::borrow::Cow::into_owned)
}

/// A workbook whose archive passed the [`guard`].
pub struct Workbook(Xlsx<BufReader<File>>);

/// One record of a sheet.
pub struct SheetRow {
    /// Its number on the sheet, from 1.
    pub number: u64,
    /// Its cells from the first column on.
    pub cells: Vec<String>,
}

impl Workbook {
    /// Opens the workbook at `path`.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        guard(path)?;
        Xlsx::new(BufReader::new(File::open(path)?)).map(Self).map_err(damaged)
    }

    /// The sheets, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// Reads a sheet row by row until it ends or `on_row` returns false; returns
    /// a note of its formula cells.
    pub fn rows(
        &mut self,
        sheet: &str,
        mut on_row: impl FnMut(SheetRow) -> Result<bool, ReadError>,
    ) -> Result<Option<Note>, ReadError> {
        let mut cells = self.0.worksheet_cells_reader(sheet).map_err(damaged)?;
        let mut row = SheetRow { number: 0, cells: Vec::new() };
        let mut formulas = Formulas::default();
        while let Some((place, text)) = next_text(&mut cells, &mut formulas)? {
            let number = u64::from(place.0) + 1;
            if number != row.number {
                if row.number > 0 {
                    let ended = std::mem::replace(&mut row, SheetRow { number, cells: Vec::new() });
                    if !on_row(ended)? {
                        return Ok(formulas.note());
                    }
                }
                row.number = number;
            }
            let column = place.1 as usize;
            if column >= super::limits::COLUMNS_MAX {
                return Err(ReadError::Xlsx(format!("row {number} goes beyond the last column")));
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            row.cells[column] = text;
        }
        if row.number > 0 {
            on_row(row)?;
        }
        Ok(formulas.note())
    }
}

#[derive(Default)]
struct Formulas {
    count: u64,
    first: Vec<String>,
}

impl Formulas {
    fn note(self) -> Option<Note> {
        (self.count > 0).then_some(Note::FormulaCells { count: self.count, first: self.first })
    }
}

type Place = (u32, u32);

fn next_text(
    cells: &mut XlsxCellReader<'_, BufReader<File>>,
    formulas: &mut Formulas,
) -> Result<Option<(Place, String)>, ReadError> {
    let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? else {
        return Ok(None);
    };
    if cell.formula.is_some() {
        formulas.count += 1;
        if formulas.first.len() < FORMULAS_NAMED {
            formulas.first.push(cell_name(cell.pos));
        }
    }
    Ok(Some((cell.pos, text_of(&cell.value))))
}

/// The cell's value as a table would write it.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(value) => value.to_string(),
        // Whole numbers print without a point, so a spreadsheet's 3 stays 3.
        DataRef::Float(value) => value.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(moment) if moment.is_duration() => moment.as_f64().to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            if moment.as_f64() < 1.0 {
                format!("{hour:02}:{minute:02}:{second:02}")
            } else if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        DataRef::Error(error) => error.to_string(),
    }
}

/// The name of a cell as spreadsheets show it: `B3`.
fn cell_name((row, column): Place) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` wants")]
fn damaged(error: calamine::XlsxError) -> ReadError {
    ReadError::Xlsx(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom, Write};

    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};

    use super::*;

    fn written(build: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut workbook = Writer::new();
        build(workbook.add_worksheet());
        workbook.save(file.path()).unwrap();
        file
    }

    #[test]
    fn cells_come_as_text_and_formulas_are_named() {
        let file = written(|sheet| {
            let date = ExcelDateTime::from_ymd(2020, 2, 13).unwrap();
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write(0, 0, "名称").unwrap();
            sheet.write(0, 1, "合计").unwrap();
            sheet.write(2, 0, "007").unwrap();
            sheet.write_formula(2, 1, Formula::new("=1+2").set_result("3")).unwrap();
            sheet.write_with_format(3, 0, &date, &format).unwrap();
            sheet.write(3, 1, 2.5).unwrap();
        });
        let mut workbook = Workbook::open(file.path()).unwrap();
        let sheet = workbook.sheets().remove(0);
        let mut rows = Vec::new();
        let note = workbook
            .rows(&sheet, |row| {
                rows.push((row.number, row.cells.join("|")));
                Ok(true)
            })
            .unwrap();
        let expected = [(1, "名称|合计"), (3, "007|3"), (4, "2020-02-13|2.5")];
        assert_eq!(rows, expected.map(|(number, text)| (number, text.to_owned())));
        assert_eq!(note, Some(Note::FormulaCells { count: 1, first: vec!["B3".to_owned()] }));
    }

    fn archive(entries: usize, bytes: usize) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut archive = zip::ZipWriter::new(file.as_file_mut());
        let options = zip::write::SimpleFileOptions::default();
        for number in 0..entries {
            archive.start_file(format!("xl/{number}.xml"), options).unwrap();
            archive.write_all(&vec![b'0'; bytes]).unwrap();
        }
        archive.finish().unwrap();
        file
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_inflated() {
        let error = guard(archive(1, 8 * 1024 * 1024).path()).unwrap_err();
        assert!(matches!(error, ReadError::Bomb(Bomb::RatioTooHigh { .. })), "{error}");
        let error = guard(archive(XLSX_ENTRIES_MAX + 1, 0).path()).unwrap_err();
        assert!(matches!(error, ReadError::Bomb(Bomb::TooManyEntries(_))), "{error}");
    }

    #[test]
    fn a_part_larger_than_declared_is_refused() {
        let mut file = archive(1, 100_000);
        // The central directory's and the local header's "uncompressed size" are
        // set to 10, as an attacker would to pass the first check.
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut bytes).unwrap();
        let real = 100_000_u32.to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == real {
                bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        std::fs::write(file.path(), bytes).unwrap();
        assert!(guard(file.path()).is_err());
    }

    #[test]
    fn an_archive_that_is_no_workbook_is_refused() {
        assert!(matches!(Workbook::open(archive(1, 10).path()), Err(ReadError::Xlsx(_))));
    }
}
