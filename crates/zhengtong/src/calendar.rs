//! The State Council's holiday notices: those compiled in, and newer ones from a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zt_kernel::WorkingCalendar;
use zt_kernel::calendar::CalendarError;

macro_rules! notices {
    ($($year:literal),+) => {
        &[$((stringify!($year), include_str!(concat!("../../../data/holidays/", $year, ".json")))),+]
    };
}

/// The notices known when the program was built, one file a year.
const BUILT_IN: &[(&str, &str)] = notices!(2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027);

/// Why the calendar can't be made.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// The folder of newer notices can't be read.
    #[error("the holiday notices at {} can't be read", folder.display())]
    Read {
        /// What was to be read.
        folder: PathBuf,
        /// Why it can't be.
        #[source]
        source: std::io::Error,
    },
    /// A notice is not in the form of `data/holidays/schema.json`.
    #[error("a holiday notice is malformed")]
    Malformed(#[from] CalendarError),
}

/// The working-day calendar. A file `2027.json` of `folder` replaces the one built in
/// for that year, so that next year's notice needs no new program.
pub fn load(folder: Option<&Path>) -> Result<WorkingCalendar, NoticeError> {
    let mut notices: BTreeMap<String, Cow<'static, str>> = BUILT_IN
        .iter()
        .map(|(year, notice)| ((*year).to_owned(), Cow::Borrowed(*notice)))
        .collect();
    if let Some(folder) = folder {
        let fail = |source| NoticeError::Read { folder: folder.to_owned(), source };
        for file in std::fs::read_dir(folder).map_err(fail)? {
            let file = file.map_err(fail)?.path();
            if file.extension().is_some_and(|extension| extension == "json") {
                let year = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let notice = std::fs::read_to_string(&file).map_err(fail)?;
                notices.insert(year, Cow::Owned(notice));
            }
        }
    }
    Ok(WorkingCalendar::from_json(notices.values().map(AsRef::as_ref))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notices_built_in_reach_the_year_2026() {
        let calendar = load(None).unwrap();
        assert!(calendar.published(2026));
        assert!(!calendar.published(2027), "its notice is not out");
    }

    #[test]
    fn a_notice_from_the_folder_replaces_the_one_built_in() {
        let folder = tempfile::tempdir().unwrap();
        let notice = r#"{"year": 2027, "papers": ["https://example.invalid/notice"],
            "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#;
        std::fs::write(folder.path().join("2027.json"), notice).unwrap();
        assert!(load(Some(folder.path())).unwrap().published(2027));
    }
}
