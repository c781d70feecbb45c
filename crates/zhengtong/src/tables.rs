//! `inspect` and `import`: a table file at the command line.

use std::io::{IsTerminal as _, stderr};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use zt_access::{Agencies, AgencyKind, NewAgency, RegisterError};
use zt_kernel::{Actor, AgencyId, DivisionCode};
use zt_lake::table::engine::{LoadError, Progress};
use zt_lake::table::reader::ReadOptions;
use zt_lake::{ImportOptions, ImportReport, Inspection, LakeError};
use zt_standards::Registry;
use zt_store::StoreError;
use zt_web::Lang;
use zt_web::i18n::text;

use crate::app::{App, OpenError};
use crate::cli::{ImportArgs, InspectArgs};
use crate::config::{Config, ConfigError};
use crate::say;

/// The actor of an import from the command line: whoever owns the machine has its
/// files anyway.
const COMMAND_LINE: Actor = Actor::System("import");

/// The agency that holds what is imported into a platform where none is registered
/// yet. Its division begins with 99, which GB/T 2260 gives to no province.
const UNREGISTERED: (&str, &str) = ("11990000MB0000001M", "990000");

/// Why a table was not inspected or imported.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file can't be read as a table.
    #[error("{} can't be read as a table", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why not.
        #[source]
        source: LoadError,
    },
    /// The configuration can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The platform could not be opened.
    #[error("the platform can't be opened")]
    Open(#[source] OpenError),
    /// `--agency` names nobody.
    #[error("no agency has the credit code {0}; `zhengtong admin init` registers the first")]
    NoAgency(String),
    /// The holder of a first import could not be registered.
    #[error("the agency could not be registered")]
    Register(#[from] RegisterError),
    /// The table was not loaded.
    #[error("{} was not imported, and nothing of it is kept", file.display())]
    Import {
        /// The file.
        file: PathBuf,
        /// Why not.
        #[source]
        source: LakeError,
    },
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// The answer could not be written as JSON.
    #[error("the answer can't be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// `zhengtong inspect`.
pub fn inspect(args: &InspectArgs) -> Result<(), TableError> {
    let registry = Registry::national();
    let bar = Bar::new();
    let mut watch = |progress| bar.show(progress);
    let options = ReadOptions::default();
    let found = zt_lake::inspect(&args.file, &options, registry.detector(), &mut watch)
        .map_err(|source| TableError::Read { file: args.file.clone(), source })?;
    bar.end();
    if args.json {
        say(&serde_json::to_string_pretty(&found)?);
    } else {
        tell(&args.file, &found);
    }
    Ok(())
}

fn tell(file: &Path, found: &Inspection) {
    say(&format!("{}\t{}\t{} rows", file.display(), found.encoding, found.rows));
    for column in &found.columns {
        let type_name = column.column_type.to_string();
        let kind = column.kind.as_deref().unwrap_or("–");
        say(&format!(
            "  {}\t{type_name}\t{kind}\t{} nulls\t{}{} distinct",
            column.name,
            column.nulls,
            if column.distinct_is_exact { "" } else { "~" },
            column.distinct,
        ));
    }
}

/// `zhengtong import`.
pub async fn import(args: ImportArgs) -> Result<(), TableError> {
    let config = Config::load(args.config.as_deref())?.with_data(args.data.clone());
    let app = App::open(config).await.map_err(TableError::Open)?;
    let imported = load(&app, &args).await;
    app.close().await;
    let report = imported?;
    if args.json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        let ImportReport { resource, rows, accepted, quarantined, version, .. } = report;
        say(&format!(
            "{resource}\tversion {version}\t{rows} rows\t{accepted} accepted\t{quarantined} with quarantined cells"
        ));
    }
    Ok(())
}

async fn load(app: &App, args: &ImportArgs) -> Result<ImportReport, TableError> {
    let options = ImportOptions { agency: Some(holder(app, args).await?), ..Default::default() };
    let bar = Bar::new();
    let shown = bar.clone();
    let watch = Box::new(move |progress| shown.show(progress));
    let now = app.platform.now();
    let report = app
        .lake
        .import_file(&COMMAND_LINE, &args.file, &args.resource, options, now, watch)
        .await
        .map_err(|source| TableError::Import { file: args.file.clone(), source })?;
    bar.end();
    Ok(report)
}

/// Who holds the table: the agency named, or the first one registered. A platform
/// without any gets one whose name says that nobody has registered yet.
async fn holder(app: &App, args: &ImportArgs) -> Result<AgencyId, TableError> {
    let agencies = Agencies::new(&app.platform);
    if let Some(code) = &args.agency {
        let found = agencies.find_by_code(code).await?;
        return found.map(|agency| agency.id).ok_or_else(|| TableError::NoAgency(code.clone()));
    }
    if let Some(first) = agencies.list().await?.first() {
        return Ok(first.id);
    }
    let (code, region) = UNREGISTERED;
    let unregistered = NewAgency {
        code: code.to_owned(),
        name_zh: text(Lang::Zh, "zhengtong-import-unregistered"),
        name_en: text(Lang::En, "zhengtong-import-unregistered"),
        short: String::new(),
        region: region
            .parse::<DivisionCode>()
            .map_err(|_| TableError::NoAgency(code.to_owned()))?,
        kind: AgencyKind::Department,
    };
    let agency = agencies.create(&COMMAND_LINE, unregistered, app.platform.now()).await?;
    Ok(agency.id)
}

/// A progress bar, on a terminal only.
#[derive(Clone)]
struct Bar(Option<ProgressBar>);

impl Bar {
    fn new() -> Self {
        if !stderr().is_terminal() {
            return Self(None);
        }
        let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {msg}");
        let bar = ProgressBar::new(0);
        Self(Some(style.map_or(bar.clone(), |style| bar.with_style(style))))
    }

    /// Shows how far the work has come; never asks it to stop.
    fn show(&self, progress: Progress) -> bool {
        if let Some(bar) = &self.0 {
            bar.set_length(progress.total_bytes);
            bar.set_position(progress.bytes);
            bar.set_message(progress.rows.to_string());
        }
        true
    }

    fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_unregistered_agency_has_a_sound_code_of_no_real_place() {
        assert!(zt_kernel::credit_code::is_valid(super::UNREGISTERED.0));
    }
}
