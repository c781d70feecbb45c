//! What is asked of the search and what it answers.

use jiff::civil::Date;
use zt_kernel::{AgencyId, EntryId};
use zt_web::Lang;

use super::facets::{Dimension, FacetCount};
use crate::{Cycle, EntryCode, Grade, Openness, SharingType};

/// The catalogue an asker may see (三目录).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum View {
    /// 资源目录: everything published; for officers.
    Resource,
    /// 共享目录: what other agencies may ask for.
    Sharing,
    /// 开放目录: what anyone may have, without signing in.
    #[default]
    Open,
}

/// In what order results come.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sort {
    /// Best match first; without words to match, the newest first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
    /// By name, as a dictionary has it.
    Name,
}

/// Where the page before ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct After {
    /// The sort key of its last entry, larger meaning earlier.
    pub key: u64,
    /// Its last entry.
    pub id: EntryId,
}

/// One search.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// What was typed.
    pub text: String,
    /// The catalogue searched.
    pub view: View,
    /// Any of these providers; all when empty. The same for each list below.
    pub agencies: Vec<AgencyId>,
    /// Divisions: a code that ends in zeroes takes in everything below it.
    pub regions: Vec<u32>,
    /// Class and item.
    pub branches: Vec<u16>,
    /// Sharing types.
    pub sharing: Vec<SharingType>,
    /// Grades.
    pub grades: Vec<Grade>,
    /// Update cycles.
    pub cycles: Vec<Cycle>,
    /// Openness.
    pub openness: Vec<Openness>,
    /// Order.
    pub sort: Sort,
    /// Results wanted.
    pub limit: usize,
    /// Where to go on.
    pub after: Option<After>,
    /// Whether to count facets; paging on does not need them again.
    pub facets: bool,
}

/// What the index keeps of an entry, enough for a line of results.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// The entry.
    pub id: EntryId,
    /// Its code.
    pub code: EntryCode,
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// The beginning of its abstract.
    #[serde(rename = "abstract")]
    pub abstract_: String,
    /// Its provider.
    pub agency: AgencyId,
    /// Its strictest sharing type.
    pub sharing: SharingType,
    /// Its grade.
    pub grade: Grade,
    /// How often it is updated.
    pub cycle: Cycle,
    /// How much of it is open.
    pub openness: Openness,
    /// When it was published.
    pub published_on: Date,
    /// How many items it has.
    pub items: usize,
}

impl Summary {
    /// Its name in `lang`: the Chinese one where it has no other.
    pub fn title(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.name_en.is_empty() => &self.name_en,
            _ => &self.name,
        }
    }
}

/// How the words of the query were understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reading {
    /// As they stand.
    #[default]
    Exact,
    /// Letters were read as pinyin.
    Pinyin,
    /// Nothing matched; other characters of the same sound do.
    Homophone,
    /// Nothing matched whole; entries that match nearly all of it do.
    Near,
}

/// One line of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What the index keeps of it.
    pub summary: Summary,
    /// Its sort key, for the cursor of the next page.
    pub key: u64,
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Results {
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// Entries that match, all pages together.
    pub total: u64,
    /// Counts per dimension, the most frequent value first.
    pub facets: Vec<(Dimension, Vec<FacetCount>)>,
    /// How the words were understood.
    pub reading: Reading,
    /// The words to highlight.
    pub words: Vec<String>,
    /// Where the next page goes on; none on the last.
    pub next: Option<After>,
}

impl Results {
    /// The counts of one dimension; empty when facets were not asked for.
    pub fn facet(&self, dimension: Dimension) -> &[FacetCount] {
        self.facets.iter().find(|(known, _)| *known == dimension).map_or(&[], |(_, counts)| counts)
    }
}
