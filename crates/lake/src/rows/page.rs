//! Rows on their way out: where they lie, not yet written in any format.

use arrow::{array::ArrayRef, datatypes::DataType};
use zt_catalogue::Mask;

use super::cursor::Cursor;

/// A column as its reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// The column's name.
    pub name: String,
    /// What of its values shows.
    pub mask: Mask,
}

/// A column of a page.
#[derive(Debug, Clone)]
pub struct PageColumn {
    /// Its name.
    pub name: String,
    /// What of its values shows.
    pub mask: Mask,
    /// How its values are stored; masked ones leave as text.
    pub data_type: DataType,
}

/// The rows of one row group that belong to a page.
#[derive(Debug, Clone)]
pub struct Part {
    /// The whole group's row numbers.
    pub numbers: ArrayRef,
    /// The whole group's columns, in the page's order.
    pub columns: Vec<ArrayRef>,
    /// Which of its rows.
    pub rows: Vec<u32>,
}

/// A page of rows.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its columns.
    pub columns: Vec<PageColumn>,
    /// Its rows, group by group.
    pub parts: Vec<Part>,
    /// Where the next page begins, if there is one.
    pub cursor: Option<Cursor>,
}

impl Page {
    /// Rows in it.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the next page begins, if there is one.
    pub fn next(&self) -> Option<String> {
        self.cursor.map(|cursor| cursor.to_string())
    }
}
