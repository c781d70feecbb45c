//! What is done with the entries that match: counting them and keeping the best.
//!
//! Counting visits every match but needs no score. For a single term ranking is a
//! pass of its own, which skips whole blocks of entries that cannot reach the page
//! (block-max WAND); for several terms finding where they meet costs more than
//! their scores, so both are done in one pass.

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use tantivy::{DocAddress, DocId, Score, SegmentReader};

use super::facets::{Dimension, FacetCount, Packed, value_name};

/// The packed facets of one segment, by document.
pub(super) type Column = Arc<Vec<u64>>;

/// As many as the ten bits of a branch can tell.
const BRANCHES: usize = 1024;

/// Values that the dimensions of few values can take at most.
const FEW: usize = 8;

/// What was chosen in each dimension, in a form that tests one entry in a few
/// nanoseconds.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// `agencies[agency]`, none when every agency will do.
    pub agencies: Option<Vec<bool>>,
    /// Agencies in the chosen regions; none when every region will do.
    pub regions: Option<Vec<bool>>,
    /// `branches[branch]`.
    pub branches: Option<Vec<bool>>,
    /// A bit for each chosen value; 0 when every value will do.
    pub sharing: u8,
    pub grades: u8,
    pub cycles: u8,
    pub openness: u8,
    /// What the view leaves out, as bits of values: tested first, never counted.
    pub hidden_sharing: u8,
    pub hidden_openness: u8,
}

fn chosen(list: Option<&Vec<bool>>, index: usize) -> bool {
    list.is_none_or(|list| list.get(index).copied().unwrap_or(false))
}

const fn among(bits: u8, value: usize) -> bool {
    bits == 0 || bits >> value & 1 == 1
}

impl Filter {
    /// Whether the view shows the entry at all.
    pub fn shows(&self, entry: Packed) -> bool {
        self.hidden_sharing >> entry.sharing() & 1 == 0
            && self.hidden_openness >> entry.openness() & 1 == 0
    }

    /// A bit for each dimension whose choice the entry fails.
    pub fn failures(&self, entry: Packed) -> u8 {
        let fails = |passes: bool, dimension: Dimension| u8::from(!passes) << dimension as u8;
        fails(chosen(self.agencies.as_ref(), entry.agency()), Dimension::Agency)
            | fails(chosen(self.regions.as_ref(), entry.agency()), Dimension::Region)
            | fails(chosen(self.branches.as_ref(), entry.branch()), Dimension::Branch)
            | fails(among(self.sharing, entry.sharing()), Dimension::Sharing)
            | fails(among(self.grades, entry.grade()), Dimension::Grade)
            | fails(among(self.cycles, entry.cycle()), Dimension::Cycle)
            | fails(among(self.openness, entry.openness()), Dimension::Openness)
    }

    /// Whether the entry is a result.
    pub fn admits(&self, entry: Packed) -> bool {
        self.shows(entry) && self.failures(entry) == 0
    }
}

/// Counts results, and facets as the next choice would find them: an entry counts
/// in a dimension when it passes the choices of all the others.
#[derive(Debug)]
pub(super) struct Counter {
    /// Entries that pass every choice.
    pub total: u64,
    /// Whether any entry came by, whatever was chosen.
    pub matched: bool,
    agencies: Vec<u32>,
    /// Agencies of entries that fail only the choice of region.
    beyond_region: Vec<u32>,
    branches: Vec<u32>,
    sharing: [u32; FEW],
    grades: [u32; FEW],
    cycles: [u32; FEW],
    openness: [u32; FEW],
}

impl Counter {
    pub fn new(agencies: usize) -> Self {
        Self {
            total: 0,
            matched: false,
            agencies: vec![0; agencies],
            beyond_region: vec![0; agencies],
            branches: vec![0; BRANCHES],
            sharing: [0; FEW],
            grades: [0; FEW],
            cycles: [0; FEW],
            openness: [0; FEW],
        }
    }

    pub fn count(&mut self, entry: Packed, failures: u8) {
        self.matched = true;
        if failures == 0 {
            self.total += 1;
            self.agencies[entry.agency()] += 1;
            self.branches[entry.branch()] += 1;
            self.sharing[entry.sharing()] += 1;
            self.grades[entry.grade()] += 1;
            self.cycles[entry.cycle()] += 1;
            self.openness[entry.openness()] += 1;
            return;
        }
        if !failures.is_power_of_two() {
            return;
        }
        match failures.trailing_zeros() {
            0 => self.agencies[entry.agency()] += 1,
            1 => self.beyond_region[entry.agency()] += 1,
            2 => self.branches[entry.branch()] += 1,
            3 => self.sharing[entry.sharing()] += 1,
            4 => self.grades[entry.grade()] += 1,
            5 => self.cycles[entry.cycle()] += 1,
            _ => self.openness[entry.openness()] += 1,
        }
    }

    /// The counts of every dimension, the most frequent value first.
    pub fn facets(&self, filter: &Filter, regions: &[u32]) -> Vec<(Dimension, Vec<FacetCount>)> {
        use strum::VariantArray as _;
        Dimension::VARIANTS
            .iter()
            .map(|dimension| {
                let counts = match dimension {
                    Dimension::Agency => &self.agencies[..],
                    Dimension::Region => return (*dimension, self.regions(filter, regions)),
                    Dimension::Branch => &self.branches,
                    Dimension::Sharing => &self.sharing,
                    Dimension::Grade => &self.grades,
                    Dimension::Cycle => &self.cycles,
                    Dimension::Openness => &self.openness,
                };
                let values = counts.iter().enumerate().filter(|(_, count)| **count > 0);
                let named = |(index, count): (usize, &u32)| FacetCount {
                    value: value_name(*dimension, index),
                    count: *count,
                };
                (*dimension, sorted(values.map(named).collect()))
            })
            .collect()
    }

    /// An agency has one region, so the counts of regions are sums of counts of
    /// agencies: of those chosen, and of those that fail the region alone.
    fn regions(&self, filter: &Filter, regions: &[u32]) -> Vec<FacetCount> {
        let mut sums = std::collections::BTreeMap::<u32, u32>::new();
        for (agency, count) in self.agencies.iter().enumerate() {
            // An agency outside the choice was counted only for its own dimension.
            let within =
                chosen(filter.agencies.as_ref(), agency) && chosen(filter.regions.as_ref(), agency);
            let count = if within { *count } else { 0 } + self.beyond_region[agency];
            let region = regions.get(agency).copied().unwrap_or(0);
            if count > 0 && region > 0 {
                *sums.entry(region).or_default() += count;
            }
        }
        let named = |(region, count): (u32, u32)| FacetCount {
            value: value_name(Dimension::Region, region as usize),
            count,
        };
        sorted(sums.into_iter().map(named).collect())
    }
}

fn sorted(mut counts: Vec<FacetCount>) -> Vec<FacetCount> {
    counts.sort_by(|left, right| {
        right.count.cmp(&left.count).then_with(|| left.value.cmp(&right.value))
    });
    counts
}

/// A place in the order of results: larger keys first, then the older address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub key: u64,
    address: Reverse<DocAddress>,
}

impl Place {
    pub fn new(key: u64, address: DocAddress) -> Self {
        Self { key, address: Reverse(address) }
    }

    pub fn address(self) -> DocAddress {
        self.address.0
    }
}

/// Keeps the best places after a given one.
#[derive(Debug)]
pub(super) struct Best {
    limit: usize,
    after: Option<Place>,
    heap: BinaryHeap<Reverse<Place>>,
}

impl Best {
    pub fn new(limit: usize, after: Option<Place>) -> Self {
        Self { limit, after, heap: BinaryHeap::with_capacity(limit + 1) }
    }

    /// Offers a place. Entries are offered in the order of their addresses, so of
    /// equal keys those already held stay.
    pub fn offer(&mut self, place: Place) {
        if self.limit == 0 || self.after.is_some_and(|after| place >= after) {
            return;
        }
        if self.heap.len() < self.limit {
            self.heap.push(Reverse(place));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && place > worst.0
        {
            *worst = Reverse(place);
        }
    }

    /// The key that a place must exceed to be kept, once the page is full.
    pub fn threshold(&self) -> Option<u64> {
        (self.heap.len() == self.limit).then(|| self.heap.peek().map(|worst| worst.0.key)).flatten()
    }

    pub fn into_sorted(self) -> Vec<Place> {
        let mut places: Vec<Place> = self.heap.into_iter().map(|place| place.0).collect();
        places.sort_unstable_by(|left, right| right.cmp(left));
        places
    }
}

/// A score as a key; scores are never negative, so their bits are ordered as they are.
pub(super) fn key_of(score: Score) -> u64 {
    u64::from(score.max(0.0).to_bits())
}

/// The score of a key made by [`key_of`].
pub(super) fn score_of(key: u64) -> Score {
    Score::from_bits(u32::try_from(key).unwrap_or(u32::MAX >> 1))
}

/// Whether a document of the segment still stands.
pub(super) fn is_alive(reader: &SegmentReader, document: DocId) -> bool {
    reader.alive_bitset().is_none_or(|alive| alive.is_alive(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(key: u64, document: u32) -> Place {
        Place::new(key, DocAddress::new(0, document))
    }

    #[test]
    fn the_best_come_first_and_equal_keys_in_the_order_of_their_addresses() {
        let mut best = Best::new(3, None);
        for (document, key) in [5, 9, 5, 5, 7].into_iter().enumerate() {
            best.offer(place(key, u32::try_from(document).unwrap()));
        }
        assert_eq!(best.threshold(), Some(5));
        assert_eq!(best.into_sorted(), [place(9, 1), place(7, 4), place(5, 0)]);
    }

    #[test]
    fn the_next_page_goes_on_where_the_last_ended_without_a_gap_or_a_repeat() {
        let places: Vec<Place> =
            (0..50).map(|document| place(u64::from(document % 7), document)).collect();
        let mut whole = Best::new(50, None);
        for place in &places {
            whole.offer(*place);
        }
        let mut paged = Vec::new();
        loop {
            let mut page = Best::new(8, paged.last().copied());
            for place in &places {
                page.offer(*place);
            }
            let page = page.into_sorted();
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, whole.into_sorted());
    }

    #[test]
    fn scores_keep_their_order_as_keys() {
        let scores = [0.0, 0.5, 1.0, 17.25, 300.0];
        assert!(scores.map(key_of).is_sorted());
        assert_eq!(scores.map(|score| key_of(score_of(key_of(score)))), scores.map(key_of));
    }
}
