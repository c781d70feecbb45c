//! How many different values a column has, and which are the most frequent.
//!
//! Up to a bound every value is held with its count, so both answers are exact.
//! Beyond it the number is a `HyperLogLog` estimate (standard error 1.6 %), and the
//! frequent values are those that were frequent when the bound was reached,
//! counted on from there. The profile says which of the two it is.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// 2^12 registers: 4 KiB per column, standard error 1.04 / √4096 = 1.6 %.
const PRECISION: u32 = 12;
const REGISTERS: usize = 1 << PRECISION;

/// Frequent values followed after the bound was reached.
const FOLLOWED: usize = 64;

/// Times a full table is thinned out before no further values are admitted.
const THINNINGS_MAX: u8 = 3;

/// A value held, with whatever the caller learnt about it the first time.
#[derive(Debug, Clone)]
pub struct Held<T> {
    /// The value, shortened for the profile where it is long.
    pub text: Box<str>,
    /// How often it stood.
    pub count: u64,
    /// How often it stood when last accounted for; see [`Distinct::drain_counts`].
    accounted: u64,
    /// What the caller learnt.
    pub learnt: T,
}

/// A map whose keys are hashes already.
type ByHash<T> = HashMap<u64, Held<T>, BuildHasherDefault<AsIs>>;

/// The values of one column, or of a part of it.
#[derive(Debug)]
pub struct Distinct<T> {
    held: ByHash<T>,
    registers: Option<Box<[u8; REGISTERS]>>,
    bound: usize,
    thinnings: u8,
    admits: bool,
}

impl<T: Copy> Distinct<T> {
    /// Holds up to `bound` values exactly.
    pub fn new(bound: usize) -> Self {
        let held = ByHash::default();
        Self { held, registers: None, bound: bound.max(2), thinnings: 0, admits: true }
    }

    /// Looks a value up by its hash and counts it if held.
    #[inline]
    pub fn count(&mut self, hash: u64) -> Option<&Held<T>> {
        if let Some(registers) = &mut self.registers {
            record(registers, hash);
            if self.held.is_empty() {
                return None;
            }
        }
        let held = self.held.get_mut(&hash)?;
        held.count += 1;
        Some(held)
    }

    /// Whether a value not held yet would be admitted.
    #[inline]
    pub fn admits(&self) -> bool {
        self.admits
    }

    /// Holds a further value, seen once. Returns what fell out to make room:
    /// the counts the caller has not accounted for yet.
    pub fn admit(&mut self, hash: u64, text: &str, learnt: T) -> Vec<(T, u64)> {
        let fallen = if self.held.len() >= self.bound { self.thin() } else { Vec::new() };
        if self.admits {
            self.held.insert(hash, Held { text: text.into(), count: 1, accounted: 1, learnt });
        }
        fallen
    }

    fn thin(&mut self) -> Vec<(T, u64)> {
        let mut registers = self.registers.take().unwrap_or_else(|| Box::new([0; REGISTERS]));
        for hash in self.held.keys() {
            record(&mut registers, *hash);
        }
        self.registers = Some(registers);
        self.thinnings += 1;
        let mut counts: Vec<u64> = self.held.values().map(|held| held.count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        // A value that stood only once or twice so far is no frequent value.
        let least = counts.get(FOLLOWED).map_or(3, |count| count + 1).max(3);
        let mut fallen = Vec::new();
        self.held.retain(|_, held| {
            let stays = held.count >= least;
            if !stays && held.count > held.accounted {
                fallen.push((held.learnt, held.count - held.accounted));
            }
            stays
        });
        self.admits = self.thinnings < THINNINGS_MAX && !self.held.is_empty();
        fallen
    }

    /// What was counted since the value was admitted or last drained, for every
    /// value held.
    pub fn drain_counts(&mut self) -> Vec<(T, u64)> {
        self.held
            .values_mut()
            .filter(|held| held.count > held.accounted)
            .map(|held| {
                let new = held.count - held.accounted;
                held.accounted = held.count;
                (held.learnt, new)
            })
            .collect()
    }

    /// Adds another part of the same column.
    pub fn merge(&mut self, other: Self) {
        if let Some(theirs) = other.registers {
            let ours = self.registers.get_or_insert_with(|| Box::new([0; REGISTERS]));
            for (ours, theirs) in ours.iter_mut().zip(theirs.iter()) {
                *ours = (*ours).max(*theirs);
            }
        }
        for (hash, theirs) in other.held {
            let ours = self.held.entry(hash).or_insert(Held { count: 0, ..theirs.clone() });
            ours.count += theirs.count;
        }
        if self.registers.is_some() || self.held.len() > self.bound {
            self.thin();
        }
    }

    /// The number of different values, and whether it is exact.
    pub fn number(&self) -> (u64, bool) {
        match &self.registers {
            None => (self.held.len() as u64, true),
            Some(registers) => {
                let mut registers = registers.clone();
                for hash in self.held.keys() {
                    record(&mut registers, *hash);
                }
                (estimate(&registers), false)
            }
        }
    }

    /// The `count` most frequent values, most frequent first.
    pub fn top(&self, count: usize) -> Vec<(&str, u64)> {
        let mut top: Vec<_> = self.held.values().map(|held| (&*held.text, held.count)).collect();
        top.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        top.truncate(count);
        top
    }
}

fn record(registers: &mut [u8; REGISTERS], hash: u64) {
    let register = usize::try_from(hash >> (64 - PRECISION)).unwrap_or(0);
    let rank = ((hash << PRECISION) | (1 << (PRECISION - 1))).leading_zeros() + 1;
    let rank = u8::try_from(rank).unwrap_or(u8::MAX);
    registers[register] = registers[register].max(rank);
}

/// Flajolet et al. 2007, with linear counting below 2.5 times the registers.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate"
)]
fn estimate(registers: &[u8; REGISTERS]) -> u64 {
    let size = REGISTERS as f64;
    let mut by_rank = [0_usize; 256];
    for rank in registers {
        by_rank[usize::from(*rank)] += 1;
    }
    let sum: f64 = (0..).zip(by_rank).map(|(rank, count)| count as f64 * 2_f64.powi(-rank)).sum();
    let raw = 0.7213 / (1.0 + 1.079 / size) * size * size / sum;
    let empty = by_rank[0];
    let value =
        if raw <= 2.5 * size && empty > 0 { size * (size / empty as f64).ln() } else { raw };
    value.round() as u64
}

/// Passes a hash through: hashing it again would be waste.
#[derive(Debug, Default, Clone, Copy)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    fn add(distinct: &mut Distinct<()>, value: &str) {
        let hash = foldhash::quality::FixedState::default().hash_one(value);
        if distinct.count(hash).is_none() && distinct.admits() {
            distinct.admit(hash, value, ());
        }
    }

    #[test]
    fn few_values_are_counted_exactly() {
        let mut distinct = Distinct::new(10);
        for value in ["a", "b", "a", "c", "a", "b"] {
            add(&mut distinct, value);
        }
        assert_eq!(distinct.number(), (3, true));
        assert_eq!(distinct.top(2), [("a", 3), ("b", 2)]);
    }

    #[test]
    fn many_values_are_estimated_within_five_percent_in_one_part_or_two() {
        let mut whole = Distinct::new(1000);
        let mut parts = [Distinct::new(1000), Distinct::new(1000)];
        for number in 0..200_000 {
            let value = number.to_string();
            add(&mut whole, &value);
            add(&mut parts[number % 2], &value);
        }
        let [mut first, second] = parts;
        first.merge(second);
        for distinct in [whole, first] {
            let (number, exact) = distinct.number();
            assert!(!exact);
            assert!((190_000..=210_000).contains(&number), "{number}");
            assert!(distinct.top(10).is_empty());
        }
    }

    #[test]
    fn a_frequent_value_stays_visible_among_many() {
        let mut distinct = Distinct::new(100);
        for number in 0..10_000 {
            add(&mut distinct, &number.to_string());
            add(&mut distinct, "often");
        }
        assert_eq!(distinct.top(1), [("often", 10_000)]);
    }

    #[test]
    fn two_small_parts_add_up_exactly() {
        let (mut first, mut second) = (Distinct::new(10), Distinct::new(10));
        add(&mut first, "a");
        add(&mut second, "a");
        add(&mut second, "b");
        first.merge(second);
        assert_eq!(first.number(), (2, true));
        assert_eq!(first.top(1), [("a", 2)]);
    }
}
