//! The national standards package: what `data/standards`, `data/codesets` and
//! `data/divisions` hold, compiled into the program so that nothing is fetched or
//! looked for at run time.

use jiff::civil::Date;

use crate::code_set::{CodeItem, CodeSetCode};
use crate::data_type::DataType;
use crate::division::Divisions;
use crate::element::{Definition, ElementCode, GradeBasis, ObjectClass};
use crate::registry::Registry;
use crate::rule::Rule;

/// The code set that lists the divisions.
pub const DIVISIONS: &str = "GBT2260";

const ELEMENTS: &str = include_str!("../../../data/standards/elements.toml");
const CODE_SETS: &str = include_str!("../../../data/codesets/index.toml");

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// Every table the index may name.
        const FILES: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../../../data/codesets/", $path)))),+];
    };
}

files! {
    "../divisions/gb2260-2002.csv",
    "../divisions/gb2260-2005-06.csv",
    "../divisions/gb2260-2013.csv",
    "../divisions/mca-2019.csv",
    "../divisions/nbs-2023.csv",
    "gb32100-organisation-category.csv",
    "gb32100-registration-department.csv",
    "gbt12406-currency.csv",
    "gbt2261.1-gender.csv",
    "gbt2261.2-marital.csv",
    "gbt2261.3-health-full.csv",
    "gbt2261.3-health-simple.csv",
    "gbt2261.4-jobtype.csv",
    "gbt2659-country-alpha2.csv",
    "gbt3304-ethnic.csv",
    "gbt4658-education.csv",
    "gbt4754-2011-industry.csv",
    "gbt4762-political.csv",
    "gbt4880-language.csv",
    "iso3166-alpha3.csv",
    "iso3166-numeric.csv",
    "zt-certificate-kind.csv",
    "zt-data-type.csv",
    "zt-datum.csv",
    "zt-school-owner.csv",
}

/// What the package says of one element.
#[derive(Debug, Clone)]
pub struct PackagedElement {
    /// Its code.
    pub code: ElementCode,
    /// What it says.
    pub definition: Definition,
}

/// What the package says of one code set.
#[derive(Debug, Clone)]
pub struct PackagedCodeSet {
    /// Its code.
    pub code: CodeSetCode,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The published standard, if it is one.
    pub standard: Option<String>,
    /// Its versions, oldest first.
    pub versions: Vec<PackagedVersion>,
}

/// One version of a packaged code set.
#[derive(Debug, Clone)]
pub struct PackagedVersion {
    /// Its name.
    pub version: String,
    /// First day on which it applies.
    pub valid_from: Date,
    /// What a reader should know of it.
    pub note: Option<String>,
    /// Its values.
    pub items: Vec<CodeItem>,
}

/// A fault in the package: a defect of the program's own data, which a test excludes.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// A TOML file is not in the known form.
    #[error("a file of the standards package is not in the known form")]
    Toml(#[from] toml::de::Error),
    /// A table is not in the known form.
    #[error("a table of the standards package is not in the known form")]
    Csv(#[from] csv::Error),
    /// The index names a table that is not compiled in.
    #[error("the standards package lacks the table {0}")]
    Missing(String),
}

#[derive(serde::Deserialize)]
struct ElementsFile {
    element: Vec<ElementRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ElementRow {
    code: ElementCode,
    zh: String,
    en: String,
    synonyms: Vec<String>,
    object: ObjectClass,
    r#type: DataType,
    length: Option<u32>,
    precision: Option<u8>,
    rule: Option<Rule>,
    grade: u8,
    basis: GradeBasis,
    about: String,
    about_en: String,
    source: Option<String>,
}

#[derive(serde::Deserialize)]
struct CodeSetsFile {
    code_set: Vec<CodeSetRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeSetRow {
    code: CodeSetCode,
    zh: String,
    en: String,
    standard: Option<String>,
    versions: Vec<VersionRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionRow {
    version: String,
    file: String,
    valid_from: Date,
    note: Option<String>,
}

/// The elements of the package, in the order of their codes' families.
///
/// # Errors
///
/// Fails only on a defect of the compiled-in data.
pub fn elements() -> Result<Vec<PackagedElement>, PackageError> {
    let file: ElementsFile = toml::from_str(ELEMENTS)?;
    let packaged = |row: ElementRow| PackagedElement {
        code: row.code,
        definition: Definition {
            name_zh: row.zh,
            name_en: row.en,
            synonyms: row.synonyms,
            object: row.object,
            kind: row.r#type,
            length: row.length,
            precision: row.precision,
            rule: row.rule,
            grade_label: row.grade,
            grade_basis: row.basis,
            explanation: row.about,
            explanation_en: row.about_en,
            source: row.source,
        },
    };
    Ok(file.element.into_iter().map(packaged).collect())
}

/// The code sets of the package with all their versions.
///
/// # Errors
///
/// Fails only on a defect of the compiled-in data.
pub fn code_sets() -> Result<Vec<PackagedCodeSet>, PackageError> {
    let file: CodeSetsFile = toml::from_str(CODE_SETS)?;
    let version = |row: VersionRow| {
        let table = FILES
            .iter()
            .find(|(name, _)| *name == row.file)
            .ok_or_else(|| PackageError::Missing(row.file.clone()))?;
        Ok(PackagedVersion {
            version: row.version,
            valid_from: row.valid_from,
            note: row.note,
            items: parse_items(table.1)?,
        })
    };
    file.code_set
        .into_iter()
        .map(|row| {
            Ok(PackagedCodeSet {
                code: row.code,
                name_zh: row.zh,
                name_en: row.en,
                standard: row.standard,
                versions: row
                    .versions
                    .into_iter()
                    .map(version)
                    .collect::<Result<_, PackageError>>()?,
            })
        })
        .collect()
}

/// Reads items from CSV with a header: `code`, `name`, and perhaps `name_en` and
/// `parent`. A code set is uploaded in this form too.
///
/// # Errors
///
/// Refuses what is no CSV, or lacks a code or name column.
pub fn parse_items(text: &str) -> Result<Vec<CodeItem>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut items = Vec::new();
    for row in reader.deserialize() {
        let mut item: CodeItem = row?;
        item.name_en = item.name_en.filter(|name| !name.is_empty());
        item.parent = item.parent.filter(|parent| !parent.is_empty());
        items.push(item);
    }
    Ok(items)
}

/// The register of divisions as the package has it.
///
/// # Panics
///
/// On a defect of the compiled-in data, which a test excludes.
#[must_use]
pub fn national_divisions() -> Divisions {
    Registry::national().divisions().clone()
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::code_set::validate_items;

    #[test]
    fn the_package_holds_at_least_sixty_elements_each_without_fault() {
        let elements = elements().unwrap();
        assert!(elements.len() >= 60, "{}", elements.len());
        let mut codes = HashSet::new();
        for element in &elements {
            assert!(codes.insert(&element.code), "{} occurs twice", element.code);
            assert_eq!(element.definition.faults(), [], "{}", element.code);
            assert!(!element.definition.explanation_en.is_empty(), "{}", element.code);
        }
    }

    #[test]
    fn every_code_set_an_element_binds_to_is_in_the_package() {
        let code_sets: HashSet<_> = code_sets().unwrap().into_iter().map(|set| set.code).collect();
        for element in elements().unwrap() {
            if let Some(code_set) = element.definition.code_set() {
                assert!(code_sets.contains(code_set), "{} needs {code_set}", element.code);
            }
        }
    }

    #[test]
    fn every_version_of_every_code_set_is_sound_and_later_than_the_one_before() {
        for set in code_sets().unwrap() {
            let mut before = None;
            for version in &set.versions {
                validate_items(&version.items).unwrap_or_else(|e| panic!("{}: {e}", set.code));
                assert!(before < Some(version.valid_from), "{}", set.code);
                before = Some(version.valid_from);
            }
            assert!(!set.versions.is_empty(), "{}", set.code);
        }
    }

    #[test]
    fn every_compiled_in_table_is_named_by_the_index() {
        for (name, _) in FILES {
            assert!(CODE_SETS.contains(&format!("\"{name}\"")), "{name}");
        }
    }

    /// A name that points to two elements would make every proposal a coin toss. Short
    /// pinyin initials that are ambiguous in the field are the exception, and listed.
    #[test]
    fn names_and_synonyms_point_to_one_element() {
        let ambiguous = ["bs", "bz", "sj"];
        let mut owners: HashMap<String, ElementCode> = HashMap::new();
        for element in elements().unwrap() {
            let definition = &element.definition;
            let names = [&definition.name_zh, &definition.name_en];
            for name in names.into_iter().chain(&definition.synonyms) {
                let name = crate::propose::normalise(name);
                if ambiguous.contains(&name.as_str()) {
                    continue;
                }
                let owner = owners.entry(name.clone()).or_insert_with(|| element.code.clone());
                assert_eq!(*owner, element.code, "{name}");
            }
        }
    }
}
