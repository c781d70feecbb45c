//! Reads a table once and learns, checks, types and stores all of it.
//!
//! ```text
//! reader ──chunk──▶ worker 0 ──part──▶ collector ──▶ Parquet, quarantine
//!        ──chunk──▶ worker 1 ──part──▶
//! ```
//!
//! Chunks go round the workers in turn and their parts are collected in the same
//! turn, so rows keep their order without a buffer to sort them in, and the
//! channels' bounds are the memory's bounds.
//!
//! **Types.** A column's type is known only at the file's end, but rewriting
//! everything then would double the work. So the first chunk's types are assumed,
//! and rows are encoded with them at once; nearly always the whole column agrees.
//! If it does not, the file is read a second time with the types now known, and
//! what was written is thrown away. An import that follows an inspection is told
//! the types and never has to. (The alternative, text first and a cast at the
//! end, costs every import a third more to spare a few a second reading.)

mod output;
mod totals;

use std::{
    fs::File,
    io::{self, BufWriter, Seek},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread,
};

use arrow::{
    array::{ArrayRef, Int64Array},
    error::ArrowError,
};
use parquet::{
    arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory},
    errors::ParquetError,
    file::writer::SerializedFileWriter,
};

pub use output::quarantine_schema;
use output::{Encoder, Output, QuarantineWriter};
use totals::Totals;

use super::{
    bad_cell::{BadCell, BreachCount, ErrorCode},
    chunk::{Chunk, RowFaultKind},
    column::{Column, ColumnPlan},
    kinds::Kinds,
    layout::{Note, generated_name},
    profile::ColumnProfile,
    read_error::ReadError,
    reader::Table,
    row_groups::{self, StoredColumn},
    values::ValueBuilder,
};

/// Workers beyond this many only wait for the reader.
const WORKERS_MAX: usize = 8;

/// How far a reading has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Bytes of the file read.
    pub bytes: u64,
    /// Bytes the file has.
    pub total_bytes: u64,
    /// Rows read.
    pub rows: u64,
    /// Rows with a cell in quarantine.
    pub quarantined: u64,
}

/// Called after each chunk; false stops the reading with [`LoadError::Stopped`].
pub type OnProgress<'a> = dyn FnMut(Progress) -> bool + 'a;

/// What was learnt of a whole table.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Records below the header, without blank ones.
    pub rows: u64,
    /// Rows with at least one cell in quarantine.
    pub quarantined_rows: u64,
    /// Cells in quarantine.
    pub bad_cells: u64,
    /// A profile per column.
    pub profiles: Vec<ColumnProfile>,
    /// How each column is stored.
    pub columns: Vec<StoredColumn>,
    /// What was noticed.
    pub notes: Vec<Note>,
    /// How many cells broke which rule.
    pub breaches: Vec<BreachCount>,
}

/// Why a table was not loaded. Nothing of it is visible then.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file can't be read as a table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The dataset can't be written, as on a full disk.
    #[error("the dataset can't be written: {0}")]
    Write(#[source] io::Error),
    /// Parquet refused what it was given.
    #[error("the dataset can't be encoded: {0}")]
    Encode(#[from] ParquetError),
    /// Arrow refused what it was given.
    #[error("the dataset can't be encoded: {0}")]
    Arrow(#[from] ArrowError),
    /// The caller asked to stop.
    #[error("the import was stopped")]
    Stopped,
    /// A worker died.
    #[error("a worker of the import failed")]
    Worker,
}

/// Learns all about `table` without storing it.
pub fn survey(
    table: &Table,
    plans: &[ColumnPlan],
    kinds: &Kinds,
    on_progress: &mut OnProgress<'_>,
) -> Result<Survey, LoadError> {
    Run { table, plans, kinds, encoder: None }.go(None, on_progress)
}

/// Loads `table` as Parquet into `rows` and its bad cells into `quarantine`.
///
/// `assumed` are the columns as an earlier inspection found them.
pub fn load(
    table: &Table,
    plans: &[ColumnPlan],
    kinds: &Kinds,
    assumed: Option<Vec<StoredColumn>>,
    (rows, quarantine): (&File, &File),
    on_progress: &mut OnProgress<'_>,
) -> Result<Survey, LoadError> {
    let mut columns = match assumed {
        Some(columns) if fits_plans(&columns, plans) => columns,
        _ => assume(table, plans, kinds)?,
    };
    loop {
        for file in [rows, quarantine] {
            file.set_len(0).map_err(LoadError::Write)?;
            (&*file).rewind().map_err(LoadError::Write)?;
        }
        let survey = load_as(table, plans, kinds, &columns, (rows, quarantine), on_progress)?;
        // A dictionary that does not pay is no reason to read twice.
        let agree = survey.columns.iter().zip(&columns).all(|(a, b)| a.storage == b.storage);
        if agree {
            return Ok(Survey { columns, ..survey });
        }
        columns = survey.columns;
    }
}

fn fits_plans(columns: &[StoredColumn], plans: &[ColumnPlan]) -> bool {
    columns.len() == plans.len()
        && columns.iter().zip(plans).all(|(column, plan)| column.name == plan.name)
}

/// The columns' storage as the first chunk suggests it.
fn assume(
    table: &Table,
    plans: &[ColumnPlan],
    kinds: &Kinds,
) -> Result<Vec<StoredColumn>, LoadError> {
    let mut columns: Vec<_> =
        plans.iter().map(|plan| Column::new(plan, kinds, plans.len())).collect();
    table.read(&mut |chunk| {
        let mut bad = Vec::new();
        for (place, column) in columns.iter_mut().enumerate() {
            column.read(&chunk, place, None, &mut bad);
        }
        None
    })?;
    Ok(stored_columns(&mut columns, plans))
}

fn stored_columns(columns: &mut [Column<'_>], plans: &[ColumnPlan]) -> Vec<StoredColumn> {
    columns
        .iter_mut()
        .zip(plans)
        .map(|(column, plan)| {
            column.settle();
            StoredColumn {
                name: plan.name.clone(),
                storage: column.storage(),
                repeats: column.repeats(),
            }
        })
        .collect()
}

fn load_as(
    table: &Table,
    plans: &[ColumnPlan],
    kinds: &Kinds,
    columns: &[StoredColumn],
    (rows, quarantine): (&File, &File),
    on_progress: &mut OnProgress<'_>,
) -> Result<Survey, LoadError> {
    let schema = row_groups::arrow_schema(columns);
    let mut properties = row_groups::properties(columns);
    parquet::arrow::add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
    let parquet_schema = row_groups::parquet_schema(&schema)?;
    let writer = SerializedFileWriter::new(
        BufWriter::with_capacity(1024 * 1024, rows),
        parquet_schema.root_schema_ptr(),
        Arc::new(properties),
    )?;
    let factory = ArrowRowGroupWriterFactory::new(&writer, Arc::clone(&schema));
    let encoder = Encoder { schema, columns, factory, gave_up: AtomicBool::new(false) };
    let mut output = Output { writer, quarantine: QuarantineWriter::new(quarantine)? };
    let survey =
        Run { table, plans, kinds, encoder: Some(&encoder) }.go(Some(&mut output), on_progress)?;
    let mut buffer = output.writer.into_inner()?;
    io::Write::flush(&mut buffer).map_err(LoadError::Write)?;
    output.quarantine.finish()?;
    Ok(survey)
}

/// One chunk, worked.
struct Part {
    rows: u64,
    source_bytes: u64,
    bad: Vec<BadCell>,
    row_group: Option<Vec<ArrowColumnChunk>>,
}

struct Run<'a> {
    table: &'a Table,
    plans: &'a [ColumnPlan],
    kinds: &'a Kinds,
    encoder: Option<&'a Encoder<'a>>,
}

type Worked = Result<Part, LoadError>;

impl<'a> Run<'a> {
    fn go(
        &self,
        output: Option<&mut Output<'_>>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Survey, LoadError> {
        let workers = thread::available_parallelism().map_or(2, usize::from).clamp(1, WORKERS_MAX);
        let learnt = Mutex::new(None::<Vec<Column<'a>>>);
        let mut totals = Totals::default();
        let (spent, recycled) = channel::<Chunk>();
        let notes = thread::scope(|scope| {
            let mut to_workers = Vec::new();
            let mut from_workers = Vec::new();
            for _ in 0..workers {
                let (to_worker, chunks) = sync_channel::<Chunk>(1);
                let (part_out, parts) = sync_channel::<Worked>(1);
                to_workers.push(to_worker);
                from_workers.push(parts);
                let (spent, learnt) = (spent.clone(), &learnt);
                scope.spawn(move || self.work(&chunks, &part_out, &spent, learnt));
            }
            let reading = scope.spawn(move || self.read(&to_workers, &recycled));
            let collected = self.collect(from_workers, output, &mut totals, on_progress);
            let read = reading.join().map_err(|_| LoadError::Worker)?;
            collected?;
            read.map_err(LoadError::from)
        })?;
        let mut columns = learnt
            .into_inner()
            .map_err(|_| LoadError::Worker)?
            .unwrap_or_else(|| self.fresh_columns());
        let stored = stored_columns(&mut columns, self.plans);
        let mut all_notes = self.table.layout().notes.clone();
        all_notes.extend(notes);
        Ok(Survey {
            rows: totals.progress.rows,
            quarantined_rows: totals.progress.quarantined,
            bad_cells: totals.bad_cells,
            profiles: columns.iter().map(Column::profile).collect(),
            columns: stored,
            notes: all_notes,
            breaches: totals.breaches(),
        })
    }

    fn fresh_columns(&self) -> Vec<Column<'a>> {
        self.plans.iter().map(|plan| Column::new(plan, self.kinds, self.plans.len())).collect()
    }

    /// The reader's thread: chunks in turn to each worker.
    fn read(
        &self,
        to_workers: &[SyncSender<Chunk>],
        recycled: &Receiver<Chunk>,
    ) -> Result<Vec<Note>, ReadError> {
        self.table.read(&mut |chunk| {
            let worker = chunk.sequence % to_workers.len();
            // A worker that is gone has failed or is no longer wanted.
            to_workers[worker].send(chunk).ok()?;
            Some(recycled.try_recv().map_or_else(
                |_| self.table.empty_chunk(),
                |mut chunk| {
                    chunk.clear();
                    chunk
                },
            ))
        })
    }

    /// A worker's thread: every column of every chunk it is given.
    fn work(
        &self,
        chunks: &Receiver<Chunk>,
        parts: &SyncSender<Worked>,
        spent: &Sender<Chunk>,
        learnt: &Mutex<Option<Vec<Column<'a>>>>,
    ) {
        let mut columns = self.fresh_columns();
        for chunk in chunks {
            let part = self.work_chunk(&mut columns, &chunk);
            let failed = part.is_err();
            if parts.send(part).is_err() || failed {
                return;
            }
            let _ = spent.send(chunk);
        }
        if let Ok(mut learnt) = learnt.lock() {
            *learnt = Some(match learnt.take() {
                None => columns,
                Some(mut merged) => {
                    for (merged, column) in merged.iter_mut().zip(columns) {
                        merged.merge(column);
                    }
                    merged
                }
            });
        }
    }

    fn work_chunk(&self, columns: &mut [Column<'a>], chunk: &Chunk) -> Worked {
        let mut bad = self.row_faults(chunk);
        let encoder = self.encoder.filter(|encoder| !encoder.gave_up.load(Ordering::Relaxed));
        let mut arrays = encoder.map(|_| vec![row_numbers(chunk)]);
        let mut fits = true;
        for (place, column) in columns.iter_mut().enumerate() {
            let mut values = encoder.map(|encoder| {
                let share = chunk.text().len() / self.plans.len().max(1);
                ValueBuilder::new(encoder.columns[place].storage, chunk.rows(), share)
            });
            fits &= column.read(chunk, place, values.as_mut(), &mut bad);
            if let (Some(arrays), Some(values)) = (&mut arrays, values) {
                arrays.push(values.finish()?);
            }
        }
        bad.sort_by_key(|cell| cell.row);
        let row_group = match (encoder, arrays) {
            (Some(encoder), Some(arrays)) if fits => Some(encoder.encode(&arrays)?),
            (Some(encoder), _) => {
                encoder.gave_up.store(true, Ordering::Relaxed);
                None
            }
            _ => None,
        };
        let rows = chunk.rows() as u64;
        Ok(Part { rows, source_bytes: chunk.source_bytes, bad, row_group })
    }

    fn row_faults(&self, chunk: &Chunk) -> Vec<BadCell> {
        let width = self.plans.len();
        let mut extra = (0, width);
        chunk
            .faults()
            .iter()
            .map(|fault| match &fault.kind {
                RowFaultKind::MissingCells { from } => BadCell {
                    row: fault.row,
                    column: self.plans[*from].name.clone(),
                    value: String::new(),
                    code: ErrorCode::MissingCell,
                    rule: format!("{from} of {width} cells"),
                },
                RowFaultKind::ExtraCell { value } => {
                    extra = if extra.0 == fault.row {
                        (extra.0, extra.1 + 1)
                    } else {
                        (fault.row, width)
                    };
                    BadCell {
                        row: fault.row,
                        column: generated_name(extra.1),
                        value: super::bad_cell::shorten(value).to_owned(),
                        code: ErrorCode::ExtraCell,
                        rule: format!("{width} cells"),
                    }
                }
            })
            .collect()
    }

    /// The caller's thread: parts in turn from each worker.
    #[expect(clippy::needless_pass_by_value, reason = "dropping the receivers stops the workers")]
    fn collect(
        &self,
        from_workers: Vec<Receiver<Worked>>,
        mut output: Option<&mut Output<'_>>,
        totals: &mut Totals,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<(), LoadError> {
        for turn in 0.. {
            let Ok(part) = from_workers[turn % from_workers.len()].recv() else { break };
            let mut part = part?;
            totals.add(&part, self.table);
            totals.judge_encoding(self.table, false)?;
            if let Some(output) = output.as_deref_mut() {
                output.write(&mut part)?;
            }
            if !on_progress(totals.progress) {
                return Err(LoadError::Stopped);
            }
        }
        totals.judge_encoding(self.table, true)
    }
}

fn row_numbers(chunk: &Chunk) -> ArrayRef {
    let numbers = chunk.row_numbers().iter().map(|row| i64::try_from(*row).unwrap_or(i64::MAX));
    Arc::new(Int64Array::from_iter_values(numbers))
}

#[cfg(test)]
mod tests;
