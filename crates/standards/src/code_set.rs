//! A code set (代码集): the values a coded element may take, version by version.
//!
//! **Invariant:** the items of a published version never change, and its digest says
//! so. A change is a new version; differences between any two are computed.

pub mod draft;
pub mod review;
pub mod store;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::lifecycle::State;

/// The code of a code set: capitals, digits, `.` and `-`, such as `GBT2261.1`. Never
/// given to another code set, even after abolition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct CodeSetCode(Arc<str>);

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a code has 2 to 32 capitals, digits, dots and hyphens, and begins with a capital")]
pub struct BadCode;

/// Whether `text` is fit to be the code of an element or a code set: it stands in
/// addresses and file names unescaped.
pub(crate) fn is_code(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(|byte| {
            byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
        })
}

impl FromStr for CodeSetCode {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Self, BadCode> {
        if is_code(text) { Ok(Self(text.into())) } else { Err(BadCode) }
    }
}

impl<'de> serde::Deserialize<'de> for CodeSetCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for CodeSetCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::ops::Deref for CodeSetCode {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for CodeSetCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// One value of a code set.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CodeItem {
    /// The code, as data hold it.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// Its English name, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The code one level up, in hierarchical sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// One version of a code set.
#[derive(Debug, Clone)]
pub struct CodeSetVersion {
    /// Which code set.
    pub code_set: CodeSetCode,
    /// The version's own name, such as the year of the standard.
    pub version: String,
    /// Where it stands.
    pub state: State,
    /// First day on which it applies.
    pub valid_from: Date,
    /// Last day on which it applies; open if absent.
    pub valid_to: Option<Date>,
    /// What a reader should know of this version.
    pub note: Option<String>,
    /// The values, in the standard's order.
    pub items: Vec<CodeItem>,
    index: CodeIndex,
}

/// Looks values up by code and by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct CodeIndex {
    codes: HashMap<Box<str>, usize>,
    names: HashMap<Box<str>, usize>,
}

/// Why items can't make a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemsError {
    /// None at all.
    #[error("a code set needs at least one item")]
    Empty,
    /// More than [`ITEMS_MAX`].
    #[error("a code set has at most {ITEMS_MAX} items")]
    TooMany,
    /// A code or name is empty or too long.
    #[error("item {0}: code and name must have 1 to 200 characters")]
    Form(usize),
    /// A code occurs twice.
    #[error("the code {0} occurs twice")]
    Duplicate(String),
    /// A parent that is not in the set.
    #[error("{code} hangs under {parent}, which is not in the set")]
    Orphan {
        /// The item.
        code: String,
        /// Its parent.
        parent: String,
    },
    /// An item is its own ancestor.
    #[error("{0} is its own ancestor")]
    Circle(String),
}

/// The most items one code set holds. The largest national ones have some thousand
/// (divisions 3.5, industries 1.9); what is larger is a table.
pub const ITEMS_MAX: usize = 50_000;

/// The most characters of a code or a name.
const TEXT_MAX_CHARS: usize = 200;

/// Tests that `items` can make a version.
///
/// # Errors
///
/// See [`ItemsError`].
pub fn validate_items(items: &[CodeItem]) -> Result<(), ItemsError> {
    if items.is_empty() {
        return Err(ItemsError::Empty);
    }
    if items.len() > ITEMS_MAX {
        return Err(ItemsError::TooMany);
    }
    let fits = |text: &str| {
        !text.trim().is_empty() && text.trim() == text && text.chars().count() <= TEXT_MAX_CHARS
    };
    let mut parents: HashMap<&str, Option<&str>> = HashMap::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        if !fits(&item.code) || !fits(&item.name) {
            return Err(ItemsError::Form(position + 1));
        }
        if parents.insert(&item.code, item.parent.as_deref()).is_some() {
            return Err(ItemsError::Duplicate(item.code.clone()));
        }
    }
    for item in items {
        let mut at = item.parent.as_deref();
        let mut steps = 0;
        while let Some(parent) = at {
            steps += 1;
            if steps > parents.len() {
                return Err(ItemsError::Circle(item.code.clone()));
            }
            at = *parents.get(parent).ok_or_else(|| ItemsError::Orphan {
                code: item.code.clone(),
                parent: parent.to_owned(),
            })?;
        }
    }
    Ok(())
}

impl CodeSetVersion {
    /// A version of items that have passed [`validate_items`].
    #[must_use]
    pub fn new(
        code_set: CodeSetCode,
        version: String,
        state: State,
        (valid_from, valid_to): (Date, Option<Date>),
        note: Option<String>,
        items: Vec<CodeItem>,
    ) -> Self {
        let index = CodeIndex::new(&items);
        Self { code_set, version, state, valid_from, valid_to, note, items, index }
    }

    /// The item with this code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&CodeItem> {
        self.index.codes.get(code).map(|at| &self.items[*at])
    }

    /// The item with this Chinese name; the first, if several share it.
    #[must_use]
    pub fn item_named(&self, name: &str) -> Option<&CodeItem> {
        self.index.names.get(name).map(|at| &self.items[*at])
    }

    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.index.codes.contains_key(code)
    }

    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.index.names.contains_key(name)
    }

    /// Whether the version applies on `date`.
    #[must_use]
    pub fn applies_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }

    /// The items one level under `parent`, or the top ones.
    pub fn children(&self, parent: Option<&str>) -> impl Iterator<Item = &CodeItem> {
        self.items.iter().filter(move |item| item.parent.as_deref() == parent)
    }
}

impl CodeIndex {
    fn new(items: &[CodeItem]) -> Self {
        let mut index = Self::default();
        for (at, item) in items.iter().enumerate() {
            index.codes.entry(item.code.as_str().into()).or_insert(at);
            index.names.entry(item.name.as_str().into()).or_insert(at);
            // Industry codes are written with and without their section letter:
            // A0111 and 0111 are the same class.
            if item.parent.is_some()
                && let Some(digits) = item.code.strip_prefix(|c: char| c.is_ascii_uppercase())
                && !digits.is_empty()
                && digits.bytes().all(|byte| byte.is_ascii_digit())
            {
                index.codes.entry(digits.into()).or_insert(at);
            }
        }
        index
    }
}

/// The SHA-256 of the items in their canonical JSON, in hexadecimal: it stands in the
/// event that publishes a version.
#[must_use]
pub fn items_digest(items: &[CodeItem]) -> String {
    let json = serde_json::to_vec(items).unwrap_or_default();
    hex::encode(Sha256::digest(json))
}

/// What changed from one version to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'a> {
    /// In the later only.
    pub added: Vec<&'a CodeItem>,
    /// In the earlier only.
    pub abolished: Vec<&'a CodeItem>,
    /// In both under different names: earlier, later.
    pub renamed: Vec<(&'a CodeItem, &'a CodeItem)>,
    /// In both under different parents: earlier, later.
    pub moved: Vec<(&'a CodeItem, &'a CodeItem)>,
    /// How many are the same in both.
    pub unchanged: usize,
}

/// Compares two lists of items by code. Each list of the answer is ordered by code.
#[must_use]
pub fn difference<'a>(
    earlier: impl IntoIterator<Item = &'a CodeItem>,
    later: impl IntoIterator<Item = &'a CodeItem>,
) -> Difference<'a> {
    let earlier: BTreeMap<&str, &CodeItem> =
        earlier.into_iter().map(|item| (item.code.as_str(), item)).collect();
    let later: BTreeMap<&str, &CodeItem> =
        later.into_iter().map(|item| (item.code.as_str(), item)).collect();
    let mut difference = Difference {
        added: Vec::new(),
        abolished: Vec::new(),
        renamed: Vec::new(),
        moved: Vec::new(),
        unchanged: 0,
    };
    for (code, before) in &earlier {
        let Some(after) = later.get(code) else {
            difference.abolished.push(before);
            continue;
        };
        if before.name != after.name {
            difference.renamed.push((before, after));
        }
        if before.parent != after.parent {
            difference.moved.push((before, after));
        }
        difference.unchanged +=
            usize::from(before.name == after.name && before.parent == after.parent);
    }
    let is_new = |(code, _): &(&&str, &&CodeItem)| !earlier.contains_key(*code);
    difference.added = later.iter().filter(is_new).map(|(_, item)| *item).collect();
    difference
}

#[cfg(test)]
mod tests;
