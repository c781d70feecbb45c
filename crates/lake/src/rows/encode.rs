//! A page of rows as JSON, CSV or Parquet, written straight from the columns.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, RecordBatch, StringBuilder, UInt32Array},
    compute::{concat_batches, take},
    datatypes::{DataType, Field, Schema},
};
use bytes::Bytes;
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};

use zt_catalogue::Mask;

use super::{
    error::RowsError,
    page::{Page, PageColumn, Part},
    value::Values,
};
use crate::table::ROW_COLUMN;

/// How rows are written.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    /// An object with the rows as objects and the next page's cursor.
    Json,
    /// RFC 4180, with a header.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// Writes `page`.
#[expect(clippy::needless_pass_by_value, reason = "an encoded page has no further use")]
pub fn encode(page: Page, format: Format) -> Result<Bytes, RowsError> {
    match format {
        Format::Json => Ok(json(&page)),
        Format::Csv => Ok(csv(&page)),
        Format::Parquet => parquet(&page),
    }
}

/// Bytes set aside per row: the usual case then never copies its buffer.
const ROW_BYTES_USUAL: usize = 256;

fn json(page: &Page) -> Bytes {
    let mut out = String::with_capacity(64 + page.len() * ROW_BYTES_USUAL);
    let names: Vec<String> = page.columns.iter().map(|column| key(&column.name)).collect();
    let mut scratch = String::new();
    out.push_str("{\"rows\":[");
    let mut first = true;
    for part in &page.parts {
        let numbers = Values::of(&part.numbers);
        let columns: Vec<_> = cells(page, part).collect();
        for row in &part.rows {
            out.push_str(if first { "{\"_row\":" } else { ",{\"_row\":" });
            first = false;
            numbers.write(*row as usize, &mut out);
            for ((mask, values), name) in columns.iter().zip(&names) {
                out.push_str(name);
                json_value(*mask, *values, *row as usize, &mut scratch, &mut out);
            }
            out.push('}');
        }
    }
    out.push_str("],\"next\":");
    match page.cursor {
        Some(cursor) => json_text(&cursor.to_string(), &mut out),
        None => out.push_str("null"),
    }
    out.push('}');
    out.into()
}

/// The columns of a part, each with what of it shows.
fn cells<'a>(page: &'a Page, part: &'a Part) -> impl Iterator<Item = (Mask, Values<'a>)> {
    let masks = page.columns.iter().map(|column| column.mask);
    masks.zip(part.columns.iter().map(Values::of))
}

fn key(name: &str) -> String {
    let mut key = String::from(",");
    json_text(name, &mut key);
    key.push(':');
    key
}

fn json_value(mask: Mask, values: Values<'_>, row: usize, scratch: &mut String, out: &mut String) {
    if values.is_null(row) {
        out.push_str("null");
    } else if !mask.is_none() {
        let start = scratch_masked(mask, values, row, scratch);
        json_text(&scratch[start..], out);
    } else if let Values::Text(texts) = values {
        json_text(texts.value(row), out);
    } else if values.is_bare_in_json() {
        values.write(row, out);
    } else {
        // Dates and times hold no character that needs escaping.
        out.push('"');
        values.write(row, out);
        out.push('"');
    }
}

/// Writes the value and then its masked form; the masked form begins at the
/// place returned.
fn scratch_masked(mask: Mask, values: Values<'_>, row: usize, scratch: &mut String) -> usize {
    scratch.clear();
    values.write(row, scratch);
    if mask.is_none() {
        return 0;
    }
    let mut masked = String::with_capacity(scratch.len());
    // Writing to a `String` cannot fail.
    let _ = mask.apply(scratch, &mut masked);
    let start = scratch.len();
    scratch.push_str(&masked);
    start
}

/// A JSON string, as RFC 8259 has it.
fn json_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.push_str("\\u00");
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

fn csv(page: &Page) -> Bytes {
    let mut out = String::with_capacity(page.len() * ROW_BYTES_USUAL);
    out.push_str(ROW_COLUMN);
    for column in &page.columns {
        out.push(',');
        csv_text(&column.name, &mut out);
    }
    out.push_str("\r\n");
    let mut scratch = String::new();
    for part in &page.parts {
        let numbers = Values::of(&part.numbers);
        let columns: Vec<_> = cells(page, part).collect();
        for row in &part.rows {
            numbers.write(*row as usize, &mut out);
            for (mask, values) in &columns {
                out.push(',');
                let start = scratch_masked(*mask, *values, *row as usize, &mut scratch);
                csv_text(&scratch[start..], &mut out);
            }
            out.push_str("\r\n");
        }
    }
    out.into()
}

fn csv_text(text: &str, out: &mut String) {
    let plain = !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'));
    if plain && !text.starts_with(' ') && !text.ends_with(' ') {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

fn parquet(page: &Page) -> Result<Bytes, RowsError> {
    let row = Field::new(ROW_COLUMN, DataType::Int64, false);
    let fields = page.columns.iter().map(|column| {
        let data_type =
            if column.mask.is_none() { column.data_type.clone() } else { DataType::Utf8 };
        Field::new(&column.name, data_type, true)
    });
    let schema = Arc::new(Schema::new(std::iter::once(row).chain(fields).collect::<Vec<_>>()));
    let batches = page
        .parts
        .iter()
        .map(|part| Ok(RecordBatch::try_new(Arc::clone(&schema), taken(page, part)?)?))
        .collect::<Result<Vec<_>, RowsError>>()?;
    let batch = concat_batches(&schema, &batches)?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(
        parquet::basic::ZstdLevel::try_new(1).unwrap_or_default(),
    ));
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, schema, Some(properties.build()))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(out.into())
}

fn taken(page: &Page, part: &Part) -> Result<Vec<ArrayRef>, RowsError> {
    let rows = UInt32Array::from(part.rows.clone());
    let mut columns = vec![take(&part.numbers, &rows, None)?];
    for (column, array) in page.columns.iter().zip(&part.columns) {
        columns.push(if column.mask.is_none() {
            take(array, &rows, None)?
        } else {
            masked(column, array, &part.rows)
        });
    }
    Ok(columns)
}

fn masked(column: &PageColumn, array: &ArrayRef, rows: &[u32]) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 16);
    let mut scratch = String::new();
    let values = Values::of(array);
    for row in rows {
        if values.is_null(*row as usize) {
            builder.append_null();
        } else {
            let start = scratch_masked(column.mask, values, *row as usize, &mut scratch);
            builder.append_value(&scratch[start..]);
        }
    }
    Arc::new(builder.finish())
}
