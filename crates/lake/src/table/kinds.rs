//! Which kinds of value a column's cells are tested for.
//!
//! The engine does not know the kinds: it is given their names and one test that
//! tells all of them at once, and counts.

use std::sync::Arc;

/// At most this many kinds: their hits per cell are one machine word.
pub const KINDS_MAX: usize = 32;

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name in reports and in the standards registry.
    pub name: &'static str,
    /// Whether its values are codes: names written in digits, which stay text
    /// even where every one of them is a number.
    pub is_code: bool,
    /// Whether it says what the values mean. One that only says how they are
    /// written is counted and not chosen for a column.
    pub is_meaning: bool,
}

/// Tells a cell's kinds, a bit for each in the order of their list. Costs no more
/// than about 100 ns and allocates nothing.
type Test = Arc<dyn Fn(&str) -> u32 + Send + Sync>;

/// The kinds tested for, the narrowest first.
#[derive(Clone)]
pub struct Kinds {
    list: Vec<Kind>,
    test: Test,
}

impl Kinds {
    /// Tests for the first [`KINDS_MAX`] of `list` with `test`.
    pub fn new(mut list: Vec<Kind>, test: impl Fn(&str) -> u32 + Send + Sync + 'static) -> Self {
        list.truncate(KINDS_MAX);
        Self { list, test: Arc::new(test) }
    }

    /// The kinds, in the order of the bits of [`hits`](Self::hits).
    pub fn list(&self) -> &[Kind] {
        &self.list
    }

    /// One bit for each kind that `cell` passes.
    pub fn hits(&self, cell: &str) -> u32 {
        (self.test)(cell)
    }
}

impl Default for Kinds {
    /// No kinds.
    fn default() -> Self {
        Self::new(Vec::new(), |_| 0)
    }
}
