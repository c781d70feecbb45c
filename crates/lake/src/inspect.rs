//! `inspect`: what a file turns out to be, over all of its rows.

use std::path::Path;

use zt_standards::{Detector, Kind as StandardKind};

use crate::table::{
    column::ColumnPlan,
    encoding::Evidence,
    engine::{self, LoadError, OnProgress, Survey},
    kinds::{Kind, Kinds},
    layout::{Format, Note},
    profile::ColumnProfile,
    reader::{ReadOptions, Table},
    row_groups::StoredColumn,
};

/// What was found in a file. Its JSON keys are fixed: others build on them.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Inspection {
    /// The file's format.
    pub format: Format,
    /// Whether it is compressed with gzip.
    pub gzip: bool,
    /// The file's size in bytes, compressed as it is.
    pub bytes: u64,
    /// Its character encoding.
    pub encoding: String,
    /// What decided on the encoding.
    pub encoding_evidence: Evidence,
    /// The delimiter; none where the format has none.
    pub delimiter: Option<char>,
    /// Whether the first record names the columns.
    pub header: bool,
    /// The sheet read, of a workbook.
    pub sheet: Option<String>,
    /// Rows below the header, blank ones not counted.
    pub rows: u64,
    /// Rows with a cell that would go to quarantine.
    pub quarantined: u64,
    /// The columns.
    pub columns: Vec<ColumnProfile>,
    /// What else was noticed.
    pub notes: Vec<Note>,
    /// How the columns would be stored, for the import that follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub storage: Vec<StoredColumn>,
}

/// Inspects the file at `path` over all of its rows, in bounded memory.
///
/// `detector` knows the kinds of value; [`zt_standards::Registry::national`] has one.
pub fn inspect(
    path: &Path,
    options: &ReadOptions,
    detector: &Detector,
    on_progress: &mut OnProgress<'_>,
) -> Result<Inspection, LoadError> {
    let table = Table::open(path, options)?;
    let plans: Vec<ColumnPlan> = table
        .layout()
        .columns
        .iter()
        .map(|name| ColumnPlan { name: name.clone(), ..ColumnPlan::default() })
        .collect();
    let survey = engine::survey(&table, &plans, &kinds(detector), on_progress)?;
    Ok(Inspection::new(&table, survey))
}

impl Inspection {
    /// What `survey` found in `table`.
    pub fn new(table: &Table, survey: Survey) -> Self {
        let layout = table.layout();
        Self {
            format: layout.format,
            gzip: layout.gzip,
            bytes: table.size_bytes(),
            encoding: layout.encoding.to_owned(),
            encoding_evidence: layout.encoding_evidence,
            delimiter: layout.separators.map(|separators| char::from(separators.delimiter)),
            header: layout.has_header,
            sheet: layout.sheet.clone(),
            rows: survey.rows,
            quarantined: survey.quarantined_rows,
            columns: survey.profiles,
            notes: survey.notes,
            storage: survey.columns,
        }
    }

    /// The inspection as `inspect --json` prints it.
    pub fn to_json(&self) -> serde_json::Value {
        let public = Self { storage: Vec::new(), ..self.clone() };
        // A struct of numbers, texts and lists always has a JSON form.
        serde_json::to_value(public).unwrap_or_default()
    }
}

/// The standards' kinds, as the engine asks for them.
pub fn kinds(detector: &Detector) -> Kinds {
    let list = <StandardKind as strum::VariantArray>::VARIANTS
        .iter()
        .map(|kind| Kind {
            name: kind.slug(),
            is_code: is_code(*kind),
            is_meaning: !matches!(kind, StandardKind::Integer | StandardKind::Decimal),
        })
        .collect();
    let detector = detector.clone();
    Kinds::new(list, move |cell| {
        let kinds = detector.kinds(cell);
        if kinds.is_empty() {
            return 0;
        }
        kinds.iter().fold(0, |hits, kind| hits | 1 << kind as u32)
    })
}

/// Whether values of the kind are names written in digits.
fn is_code(kind: StandardKind) -> bool {
    matches!(
        kind,
        StandardKind::ResidentNumber
            | StandardKind::CreditCode
            | StandardKind::BankCard
            | StandardKind::Vin
            | StandardKind::Division
            | StandardKind::StreetCode
            | StandardKind::CommunityCode
            | StandardKind::Mobile
            | StandardKind::Landline
            | StandardKind::Plate
    )
}
