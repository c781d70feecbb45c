//! A dataset (数据集): the rows an entry is bound to, in immutable versions.
//!
//! **Invariant:** a version never changes. New rows are a new version under the
//! next number, visible all at once when its transaction commits.

pub mod api;
mod download;
pub mod pages;
pub mod panel;
pub mod store;

use jiff::Timestamp;
use zt_kernel::{AgencyId, DatasetId, EntryId};

use crate::{
    inspect::Inspection,
    table::{
        bad_cell::BreachCount, layout::Note, profile::ColumnProfile, row_groups::StoredColumn,
    },
};

/// A dataset at its current version.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Its id, the same for all versions.
    pub id: DatasetId,
    /// The entry that describes it.
    pub entry: EntryId,
    /// The agency that holds it.
    pub agency: AgencyId,
    /// The name it was imported under: its entry's code, or the importer's own.
    pub resource: String,
    /// The version that readers see.
    pub version: Version,
}

/// One version of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// The object that holds its rows.
    pub object: String,
    /// The object that holds its quarantined cells.
    pub quarantine: String,
    /// Rows, those with a cell in quarantine included.
    pub rows: u64,
    /// Rows with a cell in quarantine.
    pub quarantined_rows: u64,
    /// Cells in quarantine.
    pub bad_cells: u64,
    /// What was found and from what.
    pub facts: Facts,
    /// When it became visible.
    pub published_at: Timestamp,
}

/// What is known of a version beside its counts.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// How its columns are stored.
    pub columns: Vec<StoredColumn>,
    /// What its columns hold.
    pub profiles: Vec<ColumnProfile>,
    /// What was noticed while reading.
    pub notes: Vec<Note>,
    /// How many cells broke which rule.
    #[serde(default)]
    pub breaches: Vec<BreachCount>,
    /// Where it came from.
    pub source: Source,
}

/// The file a version was read from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Its name, as its uploader called it.
    pub file_name: String,
    /// Its size.
    pub bytes: u64,
    /// Its format.
    pub format: String,
    /// Its encoding.
    pub encoding: String,
    /// The import that read it; none for one from the command line.
    pub import: Option<i64>,
}

impl Source {
    /// The source that `inspection` found in a file of that name.
    pub fn new(file_name: &str, inspection: &Inspection, import: Option<i64>) -> Self {
        Self {
            file_name: file_name.to_owned(),
            bytes: inspection.bytes,
            format: inspection.format.to_string(),
            encoding: inspection.encoding.clone(),
            import,
        }
    }
}

impl Version {
    /// Share of rows without a cell in quarantine, from 0 to 1; 1 without rows.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    pub fn good_share(&self) -> f64 {
        if self.rows == 0 {
            return 1.0;
        }
        (self.rows - self.quarantined_rows.min(self.rows)) as f64 / self.rows as f64
    }
}
