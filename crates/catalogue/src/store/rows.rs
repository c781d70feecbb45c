//! What the statements answer with.

use jiff::Timestamp;
use zt_kernel::{AgencyId, EntryId};
use zt_store::{FromRow, Row, StoreError};

use crate::{
    Binding, ElementCode, Entry, EntryCode, SharingType, grading::GradingCase, rule::Rule,
};

/// A version as it is kept.
pub(crate) struct Stored(pub Entry);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut entry: Entry = row.json("body")?;
        entry.revision = row.i64("revision")?;
        Ok(Self(entry))
    }
}

pub(crate) struct Number(pub i64);

impl FromRow for Number {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.i64("id")?))
    }
}

/// A binding and what was last heard of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where the data is.
    pub binding: Binding,
    /// When its data last changed, if any is known to have come.
    pub refreshed_at: Option<Timestamp>,
    /// How many rows it has, where rows are counted.
    pub rows: Option<i64>,
}

impl FromRow for Bound {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            binding: row.json("body")?,
            refreshed_at: row.opt_timestamp("refreshed_at")?,
            rows: row.opt_i64("row_count")?,
        })
    }
}

pub(crate) struct StoredCase(pub GradingCase);

impl FromRow for StoredCase {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut case: GradingCase = row.json("body")?;
        case.id = row.i64("id")?;
        Ok(Self(case))
    }
}

/// A published item bound to an element: who collects what already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The element.
    pub element: ElementCode,
    /// The entry that has the item.
    pub code: EntryCode,
    /// Its name.
    pub entry_name: String,
    /// Its provider.
    pub agency: AgencyId,
    /// The item's column.
    pub item: String,
    /// On what terms it is shared.
    pub sharing: SharingType,
}

impl FromRow for Holder {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            element: row.parsed("element")?,
            code: row.parsed("code")?,
            entry_name: row.text("entry_name")?,
            agency: row.id("agency")?,
            item: row.text("item")?,
            sharing: row.parsed("sharing")?,
        })
    }
}

/// A line of the list of source agencies.
pub(crate) struct Source {
    pub element: ElementCode,
    pub agency: AgencyId,
}

impl FromRow for Source {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { element: row.parsed("element")?, agency: row.id("agency")? })
    }
}

pub(crate) struct StateCount {
    pub state: String,
    pub entries: i64,
}

impl FromRow for StateCount {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { state: row.text("state")?, entries: row.i64("entries")? })
    }
}

pub(crate) struct Changed {
    pub position: i64,
    pub entry: EntryId,
}

impl FromRow for Changed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { position: row.i64("position")?, entry: row.id("entry")? })
    }
}

pub(crate) struct Position(pub i64);

impl FromRow for Position {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.i64("position")?))
    }
}

impl FromRow for Rule {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            jurisdiction: row.text("jurisdiction")?,
            kind: row.parsed("kind")?,
            value: row.text("value")?,
            unit: row.text("unit")?,
            source: row.text("source")?,
            clause: row.text("clause")?,
            effective_from: row.date("effective_from")?,
            effective_until: row.opt_date("effective_until")?,
        })
    }
}

/// 类 or 项, by its three digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Class and item; the item is 00 for a whole class.
    pub number: u16,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

impl FromRow for Branch {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            number: row.integer("branch")?,
            name_zh: row.text("name_zh")?,
            name_en: row.text("name_en")?,
        })
    }
}

pub(crate) struct EntryOf(pub EntryId);

impl FromRow for EntryOf {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.id("entry")?))
    }
}
