//! What may be used: which items, which rows, how, from when to when.
//!
//! The same words serve a request (what is asked) and a grant (what is given),
//! so whether a grant stays within its request is one comparison.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zt_catalogue::SharingMode;
use zt_lake::RowCondition;

/// The most rows one answer carries. A service interface answers questions about
/// cases; whoever needs the whole set asks for a mode that gives it.
pub fn page_limit(mode: SharingMode) -> usize {
    match mode {
        SharingMode::Interface => 1_000,
        SharingMode::Batch | SharingMode::File => 50_000,
    }
}

/// The days between which data may be used, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The first day of use.
    pub from: Date,
    /// The last day of use.
    pub until: Date,
}

impl Term {
    /// Whether every day of `self` lies in `other`.
    pub fn within(&self, other: &Self) -> bool {
        other.from <= self.from && self.until <= other.until
    }

    /// Whether the term names at least one day.
    pub fn is_ordered(&self) -> bool {
        self.from <= self.until
    }
}

/// Which items of which rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Names of items of the entry.
    pub items: BTreeSet<String>,
    /// Which rows; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<RowCondition>,
}

impl Scope {
    /// Whether the items of `self` are among those of `other`. Rows are compared
    /// by [`narrow`], which can only add a condition.
    pub fn items_within(&self, other: &Self) -> bool {
        self.items.is_subset(&other.items)
    }
}

/// The condition that holds where both hold: how an owner narrows the rows asked
/// for, and how a caller's filter meets the grant's condition.
#[must_use]
pub fn narrow(asked: Option<RowCondition>, further: Option<RowCondition>) -> Option<RowCondition> {
    match (asked, further) {
        (Some(asked), Some(further)) => Some(RowCondition::And(vec![asked, further])),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_term_contains_itself_and_shorter_ones_only() {
        let year = Term { from: date(2026, 1, 1), until: date(2026, 12, 31) };
        let spring = Term { from: date(2026, 3, 1), until: date(2026, 5, 31) };
        assert!(year.within(&year) && spring.within(&year) && !year.within(&spring));
        assert!(year.is_ordered());
        assert!(!Term { from: year.until, until: year.from }.is_ordered());
    }

    #[test]
    fn items_are_compared_as_sets() {
        let scope = |items: &[&str]| Scope {
            items: items.iter().map(|name| (*name).to_owned()).collect(),
            condition: None,
        };
        assert!(scope(&["b"]).items_within(&scope(&["a", "b"])));
        assert!(!scope(&["c"]).items_within(&scope(&["a", "b"])));
    }

    #[test]
    fn the_whole_set_takes_more_rows_an_answer_than_a_service_interface() {
        assert!(page_limit(SharingMode::File) > page_limit(SharingMode::Interface));
    }
}
