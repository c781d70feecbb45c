//! Where rows and quarantined cells go: two Parquet files.

use std::{
    fs::File,
    io::{self, BufWriter},
    sync::{Arc, atomic::AtomicBool},
};

use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray, UInt64Array},
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves},
    },
    file::writer::SerializedFileWriter,
};

use super::{LoadError, Part};
use crate::table::{
    ROW_COLUMN,
    bad_cell::BadCell,
    limits::CHUNK_MAX_ROWS,
    row_groups::{self, StoredColumn},
};

/// What workers need to encode.
pub(super) struct Encoder<'a> {
    pub(super) schema: SchemaRef,
    pub(super) columns: &'a [StoredColumn],
    pub(super) factory: ArrowRowGroupWriterFactory,
    /// Some value did not fit its assumed type: no further row is encoded in this run.
    pub(super) gave_up: AtomicBool,
}

impl Encoder<'_> {
    pub(super) fn encode(&self, arrays: &[ArrayRef]) -> Result<Vec<ArrowColumnChunk>, LoadError> {
        // The group's number matters only to encrypted files.
        let mut writers = self.factory.create_column_writers(0)?.into_iter();
        let mut chunks = Vec::with_capacity(arrays.len());
        for (field, array) in self.schema.fields().iter().zip(arrays) {
            for leaf in compute_leaves(field, array)? {
                let Some(mut writer) = writers.next() else { continue };
                writer.write(&leaf)?;
                chunks.push(writer.close()?);
            }
        }
        Ok(chunks)
    }
}

pub(super) struct Output<'a> {
    pub(super) writer: SerializedFileWriter<BufWriter<&'a File>>,
    pub(super) quarantine: QuarantineWriter<'a>,
}

impl Output<'_> {
    pub(super) fn write(&mut self, part: &mut Part) -> Result<(), LoadError> {
        if let Some(chunks) = part.row_group.take() {
            let mut group = self.writer.next_row_group()?;
            for chunk in chunks {
                chunk.append_to_row_group(&mut group)?;
            }
            group.close()?;
        }
        self.quarantine.write(&part.bad)
    }
}

/// The quarantine's schema: `_row` for paging, then what a steward reads.
pub fn quarantine_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new(ROW_COLUMN, DataType::Int64, false),
        Field::new("row", DataType::UInt64, false),
        Field::new("column", DataType::Utf8, false),
        Field::new("value", DataType::Utf8, true),
        Field::new("error", DataType::Utf8, false),
        Field::new("rule", DataType::Utf8, false),
    ]))
}

pub(super) struct QuarantineWriter<'a> {
    pub(super) writer: ArrowWriter<BufWriter<&'a File>>,
    pub(super) schema: SchemaRef,
    pub(super) written: i64,
}

impl<'a> QuarantineWriter<'a> {
    pub(super) fn new(file: &'a File) -> Result<Self, LoadError> {
        let schema = quarantine_schema();
        let properties = row_groups::properties(&[])
            .into_builder()
            .set_max_row_group_row_count(Some(CHUNK_MAX_ROWS))
            .build();
        let writer =
            ArrowWriter::try_new(BufWriter::new(file), Arc::clone(&schema), Some(properties))?;
        Ok(Self { writer, schema, written: 0 })
    }

    pub(super) fn write(&mut self, cells: &[BadCell]) -> Result<(), LoadError> {
        if cells.is_empty() {
            return Ok(());
        }
        let first = self.written + 1;
        self.written += i64::try_from(cells.len()).unwrap_or(0);
        let text = |of: fn(&BadCell) -> &str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(cells.iter().map(of)))
        };
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from_iter_values(first..=self.written)),
            Arc::new(UInt64Array::from_iter_values(cells.iter().map(|cell| cell.row))),
            text(|cell| &cell.column),
            text(|cell| &cell.value),
            text(|cell| cell.code.into()),
            text(|cell| &cell.rule),
        ];
        self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), LoadError> {
        let mut buffer = self.writer.into_inner()?;
        io::Write::flush(&mut buffer).map_err(LoadError::Write)
    }
}
