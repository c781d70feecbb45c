//! One column's worker: reads its cells once and learns everything from that.
//!
//! Each distinct value is read, tested and checked once and then only counted, as
//! long as the column has few of them; a column of unique values is read cell by
//! cell. Either way a cell is hashed once, and nothing is allocated for it.

use std::{hash::BuildHasher, sync::Arc};

use foldhash::quality::FixedState;

use super::{
    bad_cell::{BadCell, ErrorCode, shorten},
    cell::{self, Lexeme},
    chunk::Chunk,
    column_type::{ColumnType, Storage, Tally},
    distinct::Distinct,
    kinds::Kinds,
    limits::{DISTINCT_EXACT_MAX, DISTINCT_HELD_MAX, TOP_VALUES},
    profile::{ColumnProfile, KindEvidence, Nearly, TopValue},
    values::ValueBuilder,
};

/// Share of a column's values that must pass a kind's test for the column to be
/// of that kind.
const KIND_MIN_SHARE: f64 = 0.95;

/// A rule that a cell breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The kind of error.
    pub code: ErrorCode,
    /// The rule, as the standard names it.
    pub rule: String,
}

/// A rule for cells. It allocates nothing for a good cell and costs no more than
/// about 100 ns, being asked for each.
pub type Check = Arc<dyn Fn(&str) -> Result<(), Broken> + Send + Sync>;

/// What is asked of a column.
#[derive(Clone, Default)]
pub struct ColumnPlan {
    /// Its name in the dataset.
    pub name: String,
    /// The type declared by the steward or the data element; found if absent.
    pub declared: Option<ColumnType>,
    /// The data element's rule.
    pub check: Option<Check>,
    /// Whether an empty cell is an error.
    pub required: bool,
}

/// What was learnt of one value.
#[derive(Debug, Clone, Copy)]
struct Learnt {
    lexeme: Lexeme,
    kinds: u32,
    good: bool,
}

/// The least and the greatest seen so far.
#[derive(Debug, Default)]
struct Extremes {
    text: Option<(String, String)>,
    ordered: Option<((f64, String), (f64, String))>,
}

/// What a worker knows of a column.
pub struct Column<'a> {
    plan: &'a ColumnPlan,
    kinds: &'a Kinds,
    hasher: FixedState,
    tally: Tally,
    nulls: u64,
    bad: u64,
    distinct: Distinct<Learnt>,
    kind_counts: Vec<u64>,
    extremes: Extremes,
    longest: usize,
}

impl<'a> Column<'a> {
    /// Knows nothing yet. `columns` is how many share the memory.
    pub fn new(plan: &'a ColumnPlan, kinds: &'a Kinds, columns: usize) -> Self {
        let bound = (DISTINCT_HELD_MAX / columns.max(1)).min(DISTINCT_EXACT_MAX);
        Self {
            plan,
            kinds,
            hasher: FixedState::default(),
            tally: Tally::default(),
            nulls: 0,
            bad: 0,
            distinct: Distinct::new(bound),
            kind_counts: vec![0; kinds.list().len()],
            extremes: Extremes::default(),
            longest: 0,
        }
    }

    /// Reads the cells of `chunk`'s column number `place`: the good ones go to
    /// `values`, the bad ones to `bad` with an empty cell in their place.
    ///
    /// Returns whether every good value fits `values`' storage.
    pub fn read(
        &mut self,
        chunk: &Chunk,
        place: usize,
        mut values: Option<&mut ValueBuilder>,
        bad: &mut Vec<BadCell>,
    ) -> bool {
        let text = chunk.text();
        let suspicious = chunk.is_suspicious();
        let mut fits = true;
        for ((start, end), row) in chunk.ranges(place).zip(chunk.row_numbers()) {
            let cell = &text[start..end];
            let good = if is_blank(cell) {
                self.nulls += 1;
                if self.plan.required {
                    self.quarantine(bad, *row, cell, ErrorCode::ConstraintError, "required".into());
                }
                None
            } else if suspicious && is_undecodable(cell) {
                self.quarantine(bad, *row, cell, ErrorCode::EncodingError, "encoding".into());
                None
            } else {
                let learnt = self.learn(cell);
                if !learnt.good {
                    let (code, rule) = self.violation(cell);
                    self.quarantine(bad, *row, cell, code, rule);
                }
                learnt.good.then_some(learnt.lexeme)
            };
            if let Some(values) = values.as_deref_mut() {
                match good {
                    Some(lexeme) => fits &= values.append(cell, lexeme),
                    None => values.append_null(),
                }
            }
        }
        fits
    }

    fn quarantine(
        &self,
        bad: &mut Vec<BadCell>,
        row: u64,
        cell: &str,
        code: ErrorCode,
        rule: String,
    ) {
        let column = self.plan.name.clone();
        bad.push(BadCell { row, column, value: shorten(cell).to_owned(), code, rule });
    }

    /// What a bad cell breaks; told again only for those, so that good cells
    /// carry no text about themselves.
    fn violation(&self, cell: &str) -> (ErrorCode, String) {
        if let Some(declared) = self.plan.declared
            && cell::read_as(cell, declared).is_none()
        {
            return (ErrorCode::TypeError, format!("type {declared}"));
        }
        match self.plan.check.as_ref().map(|check| check(cell)) {
            Some(Err(broken)) => (broken.code, broken.rule),
            _ => (ErrorCode::ConstraintError, String::new()),
        }
    }

    #[inline]
    fn learn(&mut self, cell: &str) -> Learnt {
        let hash = self.hasher.hash_one(cell.as_bytes());
        if let Some(held) = self.distinct.count(hash) {
            return held.learnt;
        }
        let learnt = self.examine(cell);
        self.account(learnt, 1);
        self.extremes.meet(cell, learnt.lexeme);
        // Characters are at most bytes, so most cells need no counting.
        if cell.len() > self.longest {
            self.longest = self.longest.max(cell.chars().count());
        }
        if self.distinct.admits() {
            for (fallen, times) in self.distinct.admit(hash, shorten(cell), learnt) {
                self.account(fallen, times);
            }
        }
        learnt
    }

    fn examine(&self, cell: &str) -> Learnt {
        let read = match self.plan.declared {
            Some(declared) => cell::read_as(cell, declared),
            None => Some(cell::read(cell)),
        };
        let breaks_rule = self.plan.check.as_ref().is_some_and(|check| check(cell).is_err());
        Learnt {
            lexeme: read.unwrap_or(Lexeme::Text),
            kinds: self.kinds.hits(cell),
            good: read.is_some() && !breaks_rule,
        }
    }

    fn account(&mut self, learnt: Learnt, times: u64) {
        if learnt.good {
            self.tally.add(learnt.lexeme, times);
        } else {
            self.bad += times;
        }
        let mut kinds = learnt.kinds;
        while kinds != 0 {
            let bit = kinds.trailing_zeros();
            self.kind_counts[bit as usize] += times;
            kinds &= kinds - 1;
        }
    }
}

impl Column<'_> {
    /// Adds what another worker learnt of the same column.
    pub fn merge(&mut self, mut other: Self) {
        self.settle();
        other.settle();
        self.tally.merge(&other.tally);
        self.nulls += other.nulls;
        self.bad += other.bad;
        self.distinct.merge(other.distinct);
        for (ours, theirs) in self.kind_counts.iter_mut().zip(other.kind_counts) {
            *ours += theirs;
        }
        self.extremes.merge(other.extremes);
        self.longest = self.longest.max(other.longest);
    }

    /// Accounts for the values that were only counted since.
    pub fn settle(&mut self) {
        for (learnt, times) in self.distinct.drain_counts() {
            self.account(learnt, times);
        }
    }

    /// The column's type, from what was read so far. Call [`settle`](Self::settle) first.
    pub fn column_type(&self) -> ColumnType {
        if let Some(declared) = self.plan.declared {
            return declared;
        }
        let is_code = self.kind().is_some_and(|kind| self.kinds.list()[kind].is_code);
        if is_code { ColumnType::String } else { self.tally.column_type(&self.plan.name) }
    }

    /// How the column's values can all be stored.
    pub fn storage(&self) -> Storage {
        self.tally.storage(self.column_type())
    }

    /// Whether values repeat enough for a dictionary to pay.
    pub fn repeats(&self) -> bool {
        let values = self.tally.total().max(1);
        self.distinct.number().0 * 2 < values
    }

    fn kind(&self) -> Option<usize> {
        let checked = self.tally.total() + self.bad;
        let enough = |matched: u64| checked > 0 && share(matched, checked) >= KIND_MIN_SHARE;
        let mut kinds = self.kinds.list().iter().zip(&self.kind_counts);
        kinds.position(|(kind, matched)| kind.is_meaning && enough(*matched))
    }

    /// The profile. Call [`settle`](Self::settle) first.
    pub fn profile(&self) -> ColumnProfile {
        let column_type = self.column_type();
        let checked = self.tally.total() + self.bad;
        let (distinct, distinct_is_exact) = self.distinct.number();
        let (min, max) = self.extremes.of(column_type);
        let evidence = self.kinds.list().iter().zip(&self.kind_counts);
        let nearly = (column_type == ColumnType::String && self.kind().is_none())
            .then(|| self.tally.nearly())
            .flatten();
        ColumnProfile {
            name: self.plan.name.clone(),
            column_type,
            kind: self.kind().map(|kind| self.kinds.list()[kind].name.to_owned()),
            nulls: self.nulls,
            distinct,
            distinct_is_exact,
            min,
            max,
            longest: u32::try_from(self.longest).unwrap_or(u32::MAX),
            top: self
                .distinct
                .top(TOP_VALUES)
                .into_iter()
                .map(|(value, count)| TopValue { value: value.to_owned(), count })
                .collect(),
            evidence: evidence
                .filter(|(_, matched)| **matched > 0)
                .map(|(kind, matched)| KindEvidence {
                    kind: kind.name.to_owned(),
                    matched: *matched,
                    checked,
                })
                .collect(),
            nearly: nearly.map(|(column_type, exceptions)| Nearly { column_type, exceptions }),
        }
    }
}

impl Extremes {
    #[inline]
    fn meet(&mut self, cell: &str, lexeme: Lexeme) {
        match &mut self.text {
            None => self.text = Some((shorten(cell).to_owned(), shorten(cell).to_owned())),
            Some((min, max)) => {
                if cell < min.as_str() {
                    replace(min, cell);
                }
                if cell > max.as_str() {
                    replace(max, cell);
                }
            }
        }
        let Some(order) = lexeme.order() else { return };
        match &mut self.ordered {
            None => {
                let both = (order, cell.trim().to_owned());
                self.ordered = Some((both.clone(), both));
            }
            Some((min, max)) => {
                if order < min.0 {
                    min.0 = order;
                    replace(&mut min.1, cell.trim());
                }
                if order > max.0 {
                    max.0 = order;
                    replace(&mut max.1, cell.trim());
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.text = match (self.text.take(), other.text) {
            (Some(ours), Some(theirs)) => Some((ours.0.min(theirs.0), ours.1.max(theirs.1))),
            (ours, theirs) => ours.or(theirs),
        };
        self.ordered = match (self.ordered.take(), other.ordered) {
            (Some(ours), Some(theirs)) => Some((
                if theirs.0.0 < ours.0.0 { theirs.0 } else { ours.0 },
                if theirs.1.0 > ours.1.0 { theirs.1 } else { ours.1 },
            )),
            (ours, theirs) => ours.or(theirs),
        };
    }

    fn of(&self, column_type: ColumnType) -> (Option<String>, Option<String>) {
        let pair = if column_type == ColumnType::String {
            self.text.clone()
        } else {
            self.ordered.as_ref().map(|(min, max)| (min.1.clone(), max.1.clone()))
        };
        pair.unzip()
    }
}

fn replace(text: &mut String, with: &str) {
    text.clear();
    text.push_str(shorten(with));
}

/// Blanks alone are no value; the loader keeps them out of numbers and dates.
#[inline]
fn is_blank(cell: &str) -> bool {
    match cell.as_bytes() {
        [] => true,
        [first, ..] if *first > b' ' => false,
        bytes => bytes.trim_ascii().is_empty(),
    }
}

fn is_undecodable(cell: &str) -> bool {
    cell.contains(['\u{fffd}', '\0'])
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}
