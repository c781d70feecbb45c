//! Real tables, from the file to the published entry: the wizard's own steps.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::ToSpan as _;
use serde::Deserialize;
use zt_catalogue::assessment::{Assessment, Assessments, Consent};
use zt_catalogue::grading::CaseState;
use zt_catalogue::{
    ChangeError, Class, Classification, ColumnFacts, Confirmation, Cycle, Description, Entry,
    Grade, Level, Opening, Sharing, SharingMode,
};
use zt_kernel::{Actor, civil_date};
use zt_lake::import::start::Destination;
use zt_lake::import::{Import, Mapping, State, mapping};
use zt_lake::table::reader::ReadOptions;

use super::StoryError;
use crate::app::App;
use crate::demo::city::City;
use crate::demo::narrator::Narrator;

const TABLES: &str = include_str!("../../../../../data/demo/tables.toml");

/// The worker's name in the job table while the story loads its tables itself.
const WORKER: &str = "demo";

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// The tables' bytes, so that the demo needs nothing beside the program.
        const FILES: &[(&str, &[u8])] = &[$((
            $name,
            include_bytes!(concat!("../../../../../data/opendata/", $name)),
        )),+];
    };
}

files!(
    "hangzhou-schools-2022.csv",
    "hangzhou-school-districts.csv",
    "hangzhou-school-locations.json",
    "hangzhou-school-locations.xlsx",
    "hangzhou-new-home-sales-daily.gbk.csv",
    "hangzhou-second-hand-listings.csv.gz",
    "tw-traffic-a1-2020.csv",
    "covid-daily-2020-02-13.csv",
    "moe-universities.json",
);

#[derive(Debug, Deserialize)]
struct List {
    table: Vec<Line>,
}

/// One table of `data/demo/tables.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    file: String,
    agency: String,
    name: String,
    name_en: String,
    #[serde(rename = "abstract")]
    abstract_: String,
    class: u8,
    item: u8,
    group: u16,
    detail: String,
    cycle: Cycle,
    /// What may be asked before it is given; empty for unconditional sharing.
    #[serde(default)]
    condition: String,
    open: bool,
}

/// The tables as the catalogue has them, by file name.
pub type Tables = BTreeMap<String, Entry>;

/// Loads, catalogues, grades and publishes every table.
pub async fn publish_all(
    app: &App,
    city: &City,
    narrator: &mut Narrator,
) -> Result<Tables, StoryError> {
    let list: List = toml::from_str(TABLES)?;
    let mut tables = Tables::new();
    for line in list.table {
        let steward = city.steward(&line.agency)?;
        let (import, entry) = load(app, &steward, city.agency(&line.agency)?.id, &line).await?;
        tell_import(app, &import, &line, narrator).await?;
        tell_duplicates(app, &entry, narrator).await?;
        let entry = catalogue(app, city, &steward, entry, &import, &line, narrator).await?;
        tables.insert(line.file, entry);
    }
    app.catalogue.follow_now().await?;
    Ok(tables)
}

/// Upload, inspection, confirmed mapping, loading: as the wizard does it.
async fn load(
    app: &App,
    steward: &Actor,
    agency: zt_kernel::AgencyId,
    line: &Line,
) -> Result<(Import, Entry), StoryError> {
    let now = || app.platform.now();
    let bytes = bytes_of(&line.file)?;
    let size = u64::try_from(bytes.len()).ok();
    let lake = &app.lake;
    let upload = lake.begin_upload(steward, agency, &line.file, size, now()).await?;
    let whole = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(bytes))]);
    let upload = lake.receive_part(steward, &upload, 0, whole, now()).await?;
    let started = lake.start_import(steward, &upload, ReadOptions::default(), now()).await?;
    let inspected = work(app, started).await?;
    let mapping = confirmed_mapping(app, &inspected);
    let class = match line.class {
        1 => Class::Basic,
        2 => Class::Theme,
        _ => Class::Agency,
    };
    let classification = Classification::new(class, line.item, line.group, &line.detail)?;
    let destination = Destination::New { name: line.name.clone(), classification };
    let (mapped, entry) = lake.map_import(steward, inspected, destination, mapping, now()).await?;
    Ok((work(app, mapped).await?, entry))
}

fn bytes_of(file: &str) -> Result<&'static [u8], StoryError> {
    FILES
        .iter()
        .find_map(|(name, bytes)| (*name == file).then_some(*bytes))
        .ok_or_else(|| StoryError::NoTable(file.to_owned()))
}

/// Works jobs until this import waits for the steward or is done.
async fn work(app: &App, import: Import) -> Result<Import, StoryError> {
    while app.lake.work_once(WORKER).await? {}
    Ok(app.lake.import(import.id, import.agency).await?)
}

/// What the steward confirms: for each column the platform's best proposal, where
/// its content speaks for it.
fn confirmed_mapping(app: &App, import: &Import) -> Vec<Mapping> {
    let registry = app.catalogue.registry();
    import
        .body
        .inspection
        .as_ref()
        .map(|inspection| mapping::unattended(&registry, &inspection.columns))
        .unwrap_or_default()
}

async fn tell_import(
    app: &App,
    import: &Import,
    line: &Line,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let Some(inspection) = &import.body.inspection else {
        return Err(StoryError::NoTable(line.file.clone()));
    };
    let (loaded, quarantined) = match import.state {
        State::Done { rows, quarantined, .. } => (Some(rows), quarantined),
        _ => (None, 0),
    };
    let bound = import.body.mapping.iter().filter(|column| column.element.is_some()).count();
    let dataset = match import.state {
        State::Done { dataset, .. } => app.lake.dataset(dataset).await?,
        _ => None,
    };
    narrator.check(
        loaded == Some(inspection.rows) && dataset.is_some(),
        "zhengtong-demo-table",
        &[
            ("name", line.name.as_str().into()),
            ("name_en", line.name_en.as_str().into()),
            ("encoding", inspection.encoding.as_str().into()),
            ("rows", inspection.rows.into()),
            ("columns", inspection.columns.len().into()),
            ("quarantined", quarantined.into()),
            ("bound", bound.into()),
        ],
    );
    Ok(())
}

/// The warning that a new table collects what another agency shares already
/// (Decree 809, art. 19).
async fn tell_duplicates(
    app: &App,
    entry: &Entry,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let elements: Vec<_> = entry.items.iter().filter_map(|item| item.element.clone()).collect();
    let holders = app.catalogue.holders(&elements).await?;
    let others = holders.iter().filter(|holder| holder.agency != entry.agency).count();
    if others > 0 {
        narrator.check(true, "zhengtong-demo-duplicates", &[("items", others.into())]);
    }
    Ok(())
}

/// Describes the entry, grades its items, has it submitted and published.
async fn catalogue(
    app: &App,
    city: &City,
    steward: &Actor,
    entry: Entry,
    import: &Import,
    line: &Line,
    narrator: &mut Narrator,
) -> Result<Entry, StoryError> {
    let now = || app.platform.now();
    let catalogue = &app.catalogue;
    // Without assessments and consent (Decree 809, art. 13) the lint holds it back.
    let refused = catalogue.submit(steward, entry.id, now()).await;
    let findings = match refused {
        Err(ChangeError::Findings(findings)) => findings.len(),
        _ => 0,
    };
    let facts = column_facts(import);
    let cases = catalogue.propose_grades(steward, entry.id, &facts, now()).await?;
    let confirmations: Vec<Confirmation> = cases
        .iter()
        .filter(|case| matches!(case.state, CaseState::Proposed))
        .map(|case| Confirmation {
            case: case.id,
            grade: case.proposed,
            reason: String::new(),
            mask: None,
        })
        .collect();
    let graded = catalogue.confirm_grades(steward, entry.id, &confirmations, now()).await?;
    let description = described(app, graded.description(), line);
    let described = catalogue.update(steward, entry.id, description, now()).await?;
    catalogue.submit(steward, &described, now()).await?;
    let published = catalogue.publish(&city.operator()?, entry.id, now()).await?;
    narrator.check(
        findings > 0 && published.is_published(),
        "zhengtong-demo-entry",
        &[
            ("code", published.code.as_str().into()),
            ("findings", findings.into()),
            ("graded", confirmations.len().into()),
            ("grade", grade_text(&published).into()),
            ("open", published.items.iter().filter(|it| it.opening.is_open()).count().into()),
        ],
    );
    Ok(published)
}

fn grade_text(entry: &Entry) -> String {
    entry.grade().map_or_else(String::new, |grade| grade.as_str().to_owned())
}

fn column_facts(import: &Import) -> BTreeMap<String, ColumnFacts> {
    let Some(inspection) = &import.body.inspection else { return BTreeMap::new() };
    inspection
        .columns
        .iter()
        .map(|column| {
            let kinds = column.kind.iter().filter_map(|kind| kind.parse().ok()).collect();
            (column.name.clone(), ColumnFacts { kinds, rows: Some(inspection.rows) })
        })
        .collect()
}

/// The steward's description: the guide's fields, the terms of each item, and what
/// article 13 asks for.
fn described(app: &App, found: Description, line: &Line) -> Description {
    let today = civil_date(app.platform.now());
    let yesterday = today.saturating_sub(1.day());
    let open_max = Grade::General(Level::TWO);
    let text = |key: &str| zt_web::i18n::text(zt_web::Lang::Zh, key);
    let assessed = |conclusion: &str| {
        Some(Assessment {
            conclusion: text(conclusion),
            assessor: text("zhengtong-demo-assessor"),
            on: yesterday,
        })
    };
    let items = found
        .items
        .into_iter()
        .map(|mut item| {
            item.sharing = if line.condition.is_empty() {
                Sharing::UNCONDITIONAL
            } else {
                Sharing::conditional(line.condition.clone())
            };
            item.sharing.mode = SharingMode::Interface;
            if line.open && item.grade.is_some_and(|grade| grade <= open_max) {
                item.opening = Opening::Open;
            }
            item
        })
        .collect();
    Description {
        name: line.name.clone(),
        name_en: line.name_en.clone(),
        abstract_: line.abstract_.clone(),
        items,
        update_cycle: line.cycle,
        assessments: Assessments {
            secrecy: assessed("zhengtong-demo-secrecy"),
            personal_information: assessed("zhengtong-demo-personal"),
            consent: Some(Consent { head: text("zhengtong-demo-head"), on: today }),
        },
        ..found
    }
}
