//! What adds up over a table's chunks.

use std::collections::BTreeMap;

use super::{LoadError, Part, Progress};
use crate::table::{
    bad_cell::{BadCell, BreachCount, ErrorCode},
    limits::{BREACHES_COUNTED_MAX, UNDECODABLE_ROWS_MAX_SHARE},
    read_error::ReadError,
    reader::Table,
};

/// Rows after which the share of undecodable ones is judged.
const ENCODING_JUDGED_ROWS: u64 = 1000;

#[derive(Default)]
pub(super) struct Totals {
    pub(super) progress: Progress,
    pub(super) bad_cells: u64,
    pub(super) undecodable_rows: u64,
    pub(super) breaches: BTreeMap<(String, &'static str, String), u64>,
}

impl Totals {
    pub(super) fn count_breach(&mut self, cell: &BadCell) {
        let key = (cell.column.clone(), cell.code.into(), cell.rule.clone());
        if let Some(cells) = self.breaches.get_mut(&key) {
            *cells += 1;
        } else if self.breaches.len() < BREACHES_COUNTED_MAX {
            self.breaches.insert(key, 1);
        }
    }

    pub(super) fn breaches(self) -> Vec<BreachCount> {
        self.breaches
            .into_iter()
            .map(|((column, error, rule), cells)| BreachCount {
                column,
                error: ErrorCode::of_violation(error),
                rule,
                cells,
            })
            .collect()
    }

    pub(super) fn add(&mut self, part: &Part, table: &Table) {
        self.progress.rows += part.rows;
        self.progress.bytes = part.source_bytes;
        self.progress.total_bytes = table.size_bytes();
        self.bad_cells += part.bad.len() as u64;
        part.bad.iter().for_each(|cell| self.count_breach(cell));
        for row in part.bad.chunk_by(|a, b| a.row == b.row) {
            self.progress.quarantined += 1;
            let undecodable = row.iter().any(|cell| cell.code == ErrorCode::EncodingError);
            self.undecodable_rows += u64::from(undecodable);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a share")]
    pub(super) fn judge_encoding(&self, table: &Table, at_end: bool) -> Result<(), LoadError> {
        let rows = self.progress.rows;
        if (!at_end && rows < ENCODING_JUDGED_ROWS) || self.undecodable_rows < 2 {
            return Ok(());
        }
        if self.undecodable_rows as f64 / rows as f64 <= UNDECODABLE_ROWS_MAX_SHARE {
            return Ok(());
        }
        let (encoding, undecodable) = (table.layout().encoding, self.undecodable_rows);
        Err(ReadError::WrongEncoding { encoding, rows: undecodable, of: rows }.into())
    }
}
