//! Puts whole records into chunks, for sources that come record by record.

use std::collections::HashMap;

use super::OnChunk;
use crate::table::{chunk::Chunk, json::RecordSink, layout::Note, read_error::ReadError};

pub(super) fn blank_note(count: u64) -> Vec<Note> {
    if count == 0 { Vec::new() } else { vec![Note::BlankRows { count }] }
}

/// Puts whole records into chunks and hands full ones on.
pub(super) struct Filler<'a, 'b> {
    chunk: Option<Chunk>,
    on_chunk: &'a mut OnChunk<'b>,
    sequence: usize,
    blank_rows: u64,
    pub(super) stopped: bool,
}

impl<'a, 'b> Filler<'a, 'b> {
    pub(super) fn new(chunk: Chunk, on_chunk: &'a mut OnChunk<'b>) -> Self {
        Self { chunk: Some(chunk), on_chunk, sequence: 0, blank_rows: 0, stopped: false }
    }

    /// Adds a record; false when no further ones are wanted.
    pub(super) fn push<'c>(
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
    pub(super) fn finish(mut self) -> u64 {
        self.hand_on();
        self.blank_rows
    }
}

pub(super) struct JsonFiller<'a, 'b> {
    pub(super) places: HashMap<String, usize>,
    pub(super) cells: Vec<String>,
    pub(super) filler: Filler<'a, 'b>,
    pub(super) row: u64,
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
