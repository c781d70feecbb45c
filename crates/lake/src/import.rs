//! An import (导入): an uploaded file on its way to become a dataset's version.
//!
//! ```text
//! inspecting ──▶ inspected ──map──▶ loading ──▶ done
//!      │              │                │
//!      └──────────────┴──▶ failed ◀────┘      (inspected ──cancel──▶ cancelled)
//! ```
//!
//! Inspecting and loading are jobs: they go on when the browser is closed, and
//! begin anew when their process is killed. This module performs no I/O and
//! reads no clock.

pub mod api;
mod failure;
pub mod file;
pub mod jobs;
pub mod mapping;
pub mod pages;
mod preview;
pub mod start;
pub mod store;

use jiff::Timestamp;
use zt_kernel::{AccountId, AgencyId, DatasetId, EntryId};

use crate::{
    inspect::Inspection,
    table::{engine::Progress, reader::ReadOptions},
    upload::UploadId,
};
pub use failure::Failure;
pub use mapping::Mapping;

zt_kernel::typed_id! {
    /// An import (导入).
    ImportId;
}

/// Where an import stands.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr,
)]
#[serde(tag = "state", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// The file is being read for the first time.
    Inspecting,
    /// The steward is to map its columns.
    Inspected,
    /// Its rows are being checked and stored.
    Loading,
    /// Its rows are a version of a dataset.
    Done {
        /// The dataset.
        dataset: DatasetId,
        /// Its version.
        version: i64,
        /// Rows loaded.
        rows: u64,
        /// Rows with a cell in quarantine.
        quarantined: u64,
    },
    /// It can't be read or stored; nothing of it is visible.
    Failed {
        /// Why.
        reason: Failure,
    },
    /// The steward gave it up, or nobody went on with it for as long as its upload is
    /// kept.
    Cancelled,
}

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its number.
    pub id: ImportId,
    /// The agency whose data it is.
    pub agency: AgencyId,
    /// Who imports.
    pub account: Option<AccountId>,
    /// The file.
    pub upload: UploadId,
    /// The entry its rows belong to, once chosen.
    pub entry: Option<EntryId>,
    /// Where it stands.
    pub state: State,
    /// What the steward said and the platform found.
    pub body: Body,
    /// How far the running job has come.
    pub progress: Option<Progress>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Counts its changes, for optimistic locking.
    pub revision: i64,
}

/// What the steward said and the platform found.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Body {
    /// The file's name.
    pub file_name: String,
    /// Where the finding about the file is overruled.
    pub options: ReadOptions,
    /// What was found.
    pub inspection: Option<Inspection>,
    /// What each column is bound to.
    pub mapping: Vec<Mapping>,
}

/// The diagram in the module's documentation does not show the move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot {move_} an import that is {state}")]
pub struct Refusal {
    /// The move tried.
    pub move_: &'static str,
    /// Where the import stands.
    pub state: &'static str,
}

impl Import {
    fn refuse(&self, move_: &'static str) -> Refusal {
        Refusal { move_, state: (&self.state).into() }
    }

    /// Whether a job is at work on it.
    pub fn is_running(&self) -> bool {
        matches!(self.state, State::Inspecting | State::Loading)
    }

    /// Keeps what was found.
    pub fn inspected(mut self, inspection: Inspection) -> Result<Self, Refusal> {
        if self.state != State::Inspecting {
            return Err(self.refuse("inspect"));
        }
        self.body.inspection = Some(inspection);
        Ok(Self { state: State::Inspected, progress: None, ..self })
    }

    /// Reads the file again with other options.
    pub fn reinspect(mut self, options: ReadOptions) -> Result<Self, Refusal> {
        match self.state {
            State::Inspected | State::Failed { .. } => {
                self.body.options = options;
                self.body.inspection = None;
                self.body.mapping.clear();
                Ok(Self { state: State::Inspecting, progress: None, ..self })
            }
            _ => Err(self.refuse("inspect again")),
        }
    }

    /// Takes the steward's mapping; loading begins.
    pub fn map(mut self, entry: EntryId, mapping: Vec<Mapping>) -> Result<Self, Refusal> {
        if self.state != State::Inspected {
            return Err(self.refuse("map"));
        }
        self.body.mapping = mapping;
        Ok(Self { state: State::Loading, entry: Some(entry), progress: None, ..self })
    }

    /// Its rows are visible.
    pub fn done(
        self,
        dataset: DatasetId,
        version: i64,
        rows: u64,
        quarantined: u64,
    ) -> Result<Self, Refusal> {
        if self.state != State::Loading {
            return Err(self.refuse("finish"));
        }
        let state = State::Done { dataset, version, rows, quarantined };
        Ok(Self { state, progress: None, ..self })
    }

    /// Its job can't go on.
    pub fn failed(self, reason: Failure) -> Result<Self, Refusal> {
        if !self.is_running() {
            return Err(self.refuse("fail"));
        }
        Ok(Self { state: State::Failed { reason }, progress: None, ..self })
    }

    /// The steward gives it up.
    pub fn cancel(self) -> Result<Self, Refusal> {
        match self.state {
            State::Inspected | State::Failed { .. } => {
                Ok(Self { state: State::Cancelled, progress: None, ..self })
            }
            _ => Err(self.refuse("cancel")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(state: State) -> Import {
        Import {
            id: ImportId(1),
            agency: AgencyId(1),
            account: None,
            upload: UploadId(1),
            entry: None,
            state,
            body: Body::default(),
            progress: None,
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
            revision: 0,
        }
    }

    fn found() -> Inspection {
        serde_json::from_value(serde_json::json!({
            "format": "csv", "gzip": false, "bytes": 1, "encoding": "utf-8",
            "encoding_evidence": "ascii", "delimiter": ",", "header": true, "sheet": null,
            "rows": 1, "quarantined": 0, "columns": [], "notes": [],
        }))
        .unwrap()
    }

    /// This list and the diagram in the module's documentation change together.
    #[test]
    fn exactly_these_moves_exist() {
        let done = State::Done { dataset: DatasetId(1), version: 1, rows: 1, quarantined: 0 };
        let failed = State::Failed { reason: Failure::platform() };
        let states =
            [State::Inspecting, State::Inspected, State::Loading, done, failed, State::Cancelled];
        let mut moves = Vec::new();
        for state in states {
            let from: &str = (&state).into();
            let tries = [
                import(state.clone()).inspected(found()),
                import(state.clone()).reinspect(ReadOptions::default()),
                import(state.clone()).map(EntryId(1), Vec::new()),
                import(state.clone()).done(DatasetId(1), 1, 1, 0),
                import(state.clone()).failed(Failure::platform()),
                import(state.clone()).cancel(),
            ];
            for to in tries.into_iter().flatten() {
                let to: &str = (&to.state).into();
                moves.push(format!("{from} -> {to}"));
            }
        }
        assert_eq!(
            moves,
            [
                "inspecting -> inspected",
                "inspecting -> failed",
                "inspected -> inspecting",
                "inspected -> loading",
                "inspected -> cancelled",
                "loading -> done",
                "loading -> failed",
                "failed -> inspecting",
                "failed -> cancelled",
            ]
        );
    }
}
