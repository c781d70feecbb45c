//! Where in a column a value stands: hashes in order, looked up by halving.
//!
//! Made the first time a column of a row group is asked for one value, and held
//! with the decoded column. It makes the lookup of a case by its number cost the
//! same however its table is sorted.

use std::hash::BuildHasher;

use arrow::array::{Array, ArrayRef, Int64Array, StringArray};
use foldhash::fast::FixedState;

/// Hash and row of every value of one column of one row group.
#[derive(Debug)]
pub struct EqualityIndex(Vec<(u32, u32)>);

impl EqualityIndex {
    /// Indexes `array` if its values are text or whole numbers.
    pub fn of(array: &ArrayRef) -> Option<Self> {
        let mut entries: Vec<(u32, u32)> =
            if let Some(texts) = array.as_any().downcast_ref::<StringArray>() {
                (0..)
                    .zip(texts.iter())
                    .filter_map(|(row, text)| Some((hash_text(text?), row)))
                    .collect()
            } else {
                let numbers = array.as_any().downcast_ref::<Int64Array>()?;
                (0..)
                    .zip(numbers.iter())
                    .filter_map(|(row, number)| Some((hash_number(number?), row)))
                    .collect()
            };
        entries.sort_unstable();
        Some(Self(entries))
    }

    /// The rows that may hold a value of this hash, in order.
    pub fn rows(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.0.partition_point(|(entry, _)| *entry < hash);
        self.0[start..].iter().take_while(move |(entry, _)| *entry == hash).map(|(_, row)| *row)
    }

    /// Memory taken.
    pub fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<(u32, u32)>()
    }
}

/// The hash of a text value.
pub fn hash_text(text: &str) -> u32 {
    low(FixedState::default().hash_one(text))
}

/// The hash of a whole number.
pub fn hash_number(number: i64) -> u32 {
    low(FixedState::default().hash_one(number))
}

#[expect(clippy::cast_possible_truncation, reason = "half a hash is a hash")]
fn low(hash: u64) -> u32 {
    hash as u32
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn every_row_of_a_value_is_found_in_order() {
        let array: ArrayRef =
            Arc::new(StringArray::from(vec![Some("b"), None, Some("a"), Some("b")]));
        let index = EqualityIndex::of(&array).unwrap();
        assert_eq!(index.rows(hash_text("b")).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(index.rows(hash_text("c")).count(), 0);
    }
}
