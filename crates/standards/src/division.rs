//! The register of administrative divisions across its dated editions (GB/T 2260).
//!
//! An edition is a photograph: it lists what stood on its day. A change happened on
//! some day between two photographs, and the tables don't say which. So between two
//! editions a code counts as in force if either lists it; before the first, only the
//! first can be asked; after the last, the last decides.
//!
//! The national tables list grouping lines (市辖区, 县, 省直辖…) that are no places;
//! newer publications leave them out. Such a line, once listed, is taken to stand on,
//! so that leaving it out is not read as an abolition.

use std::collections::BTreeMap;

use jiff::civil::Date;
use zt_kernel::{DivisionCode, DivisionLevel, DivisionStanding};

// Han: the lines as the national tables have them.
/// The lines that group places and name none.
const GROUPINGS: [&str; 7] = [
    "市辖区",
    "县",
    "市",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
];

/// All editions, ready for lookups by code and date.
#[derive(Debug, Clone, Default)]
pub struct Divisions {
    editions: Vec<Edition>,
    histories: BTreeMap<DivisionCode, Vec<Division>>,
}

/// One dated table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its name, such as `2005-06`.
    pub name: String,
    /// The day whose state it lists.
    pub as_of: Date,
}

/// One code under one name, through consecutive editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Its code.
    pub code: DivisionCode,
    /// Its name.
    pub name: String,
    /// Position of the first edition that lists it so.
    first: usize,
    /// Position of the last edition that lists it so.
    last: usize,
}

/// How long a code bore a name, as far as the editions tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// Listed since this edition's day; the change came after `not_before`.
    pub from: Date,
    /// The day of the last edition without it; `None` if the first edition lists it, so
    /// that it may be older than the register.
    pub not_before: Option<Date>,
    /// The day of the last edition that lists it; `None` if the newest edition does.
    pub last_listed: Option<Date>,
}

impl Division {
    /// The level its digits say.
    #[must_use]
    pub fn level(&self) -> DivisionLevel {
        self.code.level()
    }

    /// Whether the line groups places and names none.
    #[must_use]
    pub fn is_grouping(&self) -> bool {
        GROUPINGS.contains(&self.name.as_str())
    }
}

/// What changed between two editions; grouping lines are left out. Each list is
/// ordered by code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditionDifference<'a> {
    /// In the later only.
    pub added: Vec<&'a Division>,
    /// In the earlier only.
    pub abolished: Vec<&'a Division>,
    /// In both, under different names: earlier, later.
    pub renamed: Vec<(&'a Division, &'a Division)>,
}

impl Divisions {
    /// Builds the register from editions in any order. Lines whose code does not parse
    /// are left out: they could not be asked for.
    #[must_use]
    pub fn new<'a, I>(editions: impl IntoIterator<Item = (Edition, I)>) -> Self
    where
        I: IntoIterator<Item = (&'a str, &'a str)>,
    {
        let mut editions: Vec<_> = editions.into_iter().collect();
        editions.sort_by_key(|(edition, _)| edition.as_of);
        let mut register = Self::default();
        for (position, (edition, lines)) in editions.into_iter().enumerate() {
            register.editions.push(edition);
            for (code, name) in lines {
                if let Ok(code) = code.parse() {
                    register.list(code, name, position);
                }
            }
        }
        let newest = register.editions.len().saturating_sub(1);
        for history in register.histories.values_mut() {
            if let [only] = history.as_mut_slice()
                && only.is_grouping()
            {
                only.last = newest;
            }
        }
        register
    }

    fn list(&mut self, code: DivisionCode, name: &str, position: usize) {
        let history = self.histories.entry(code).or_default();
        match history.last_mut() {
            Some(known) if known.name == name && position - known.last <= 1 => {
                known.last = position;
            }
            _ => history.push(Division {
                code,
                name: name.to_owned(),
                first: position,
                last: position,
            }),
        }
    }

    /// The editions, oldest first.
    #[must_use]
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The edition that decides on `date`: the newest not after it, or the first.
    #[must_use]
    pub fn edition_at(&self, date: Date) -> Option<&Edition> {
        self.editions.get(self.position_at(date).unwrap_or(0))
    }

    /// Position of the newest edition not after `date`.
    fn position_at(&self, date: Date) -> Option<usize> {
        self.editions.partition_point(|edition| edition.as_of <= date).checked_sub(1)
    }

    /// What `code` was called on `date`: by the edition of that time, or the next one
    /// if only it lists the code, or the first one for dates before it.
    #[must_use]
    pub fn at(&self, code: DivisionCode, date: Date) -> Option<&Division> {
        let history = self.histories.get(&code)?;
        let position = self.position_at(date);
        let listed = |at: usize| history.iter().find(|d| d.first <= at && at <= d.last);
        match position {
            None => listed(0),
            Some(at) => listed(at).or_else(|| listed(at + 1)),
        }
    }

    /// What the register knows of `code` on `date`.
    #[must_use]
    pub fn standing(&self, code: DivisionCode, date: Date) -> DivisionStanding {
        let history = self.histories.get(&code);
        match (self.position_at(date), history) {
            (None, Some(_)) if self.at(code, date).is_some() => {
                DivisionStanding::PresumedBeforeRecords
            }
            (None, Some(_)) => DivisionStanding::NotYetInForce,
            (None, None) => DivisionStanding::UnknownBeforeRecords,
            (Some(_), None) => DivisionStanding::Unlisted,
            (Some(at), Some(history)) => {
                if self.at(code, date).is_some() {
                    DivisionStanding::InForce
                } else if history.iter().any(|division| division.last < at) {
                    DivisionStanding::Abolished
                } else {
                    DivisionStanding::NotYetInForce
                }
            }
        }
    }

    /// Every name `code` has borne, oldest first.
    #[must_use]
    pub fn history(&self, code: DivisionCode) -> &[Division] {
        self.histories.get(&code).map_or(&[], Vec::as_slice)
    }

    /// How long a division bore its name.
    #[must_use]
    pub fn validity(&self, division: &Division) -> Validity {
        let as_of = |at: usize| self.editions[at].as_of;
        Validity {
            from: as_of(division.first),
            not_before: division.first.checked_sub(1).map(as_of),
            last_listed: (division.last + 1 < self.editions.len()).then(|| as_of(division.last)),
        }
    }

    /// The places one level under `parent`, or the provinces, on `date`, by code.
    /// Counties that hang directly under a province (under a grouping line, or under
    /// none) count as the province's children.
    pub fn children(
        &self,
        parent: Option<DivisionCode>,
        date: Date,
    ) -> impl Iterator<Item = &Division> {
        self.on(date).filter(move |division| {
            !division.is_grouping() && self.parent_place(division.code, date) == parent
        })
    }

    /// The nearest code above that is a place on `date`, stepping over grouping lines
    /// and over prefectures the edition does not list.
    #[must_use]
    pub fn parent_place(&self, code: DivisionCode, date: Date) -> Option<DivisionCode> {
        let mut at = code.parent();
        while let Some(parent) = at {
            if parent.level() == DivisionLevel::Province
                || self.at(parent, date).is_some_and(|division| !division.is_grouping())
            {
                return Some(parent);
            }
            at = parent.parent();
        }
        None
    }

    /// Every division in force on `date`, by code.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &Division> {
        let at = self.position_at(date).unwrap_or(0);
        self.histories
            .values()
            .filter_map(move |history| history.iter().find(|d| d.first <= at && at <= d.last))
    }

    /// Every division ever listed that bears `name`, by code.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Division> {
        self.histories.values().flatten().filter(move |division| division.name == name)
    }

    /// Every code ever listed.
    pub fn codes(&self) -> impl Iterator<Item = DivisionCode> {
        self.histories.keys().copied()
    }

    /// What changed from the edition named `earlier` to the one named `later`; `None`
    /// if there is no such edition.
    #[must_use]
    pub fn difference(&self, earlier: &str, later: &str) -> Option<EditionDifference<'_>> {
        let position = |name| self.editions.iter().position(|edition| edition.name == name);
        let (earlier, later) = (position(earlier)?, position(later)?);
        let mut difference = EditionDifference::default();
        for history in self.histories.values() {
            let listed = |at: usize| {
                history.iter().find(|d| d.first <= at && at <= d.last && !d.is_grouping())
            };
            match (listed(earlier), listed(later)) {
                (None, Some(after)) => difference.added.push(after),
                (Some(before), None) => difference.abolished.push(before),
                (Some(before), Some(after)) if before.name != after.name => {
                    difference.renamed.push((before, after));
                }
                _ => {}
            }
        }
        Some(difference)
    }

    /// The names from the province down to `code` on `date`, grouping lines left out.
    #[must_use]
    pub fn full_name(&self, code: DivisionCode, date: Date) -> Option<String> {
        let mut names = vec![self.at(code, date)?.name.as_str()];
        let mut at = code;
        while let Some(parent) = self.parent_place(at, date) {
            names.extend(self.at(parent, date).map(|division| division.name.as_str()));
            at = parent;
        }
        names.reverse();
        Some(names.concat())
    }
}

#[cfg(test)]
mod tests;
