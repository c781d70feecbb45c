//! What was decoded lately, within a bound of bytes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use arrow::array::{Array, ArrayRef};

use super::index::EqualityIndex;

/// One column of one row group of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The open file's number.
    pub file: u64,
    /// The row group.
    pub group: usize,
    /// The column.
    pub column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Array(Place),
    Index(Place),
}

enum Held {
    Array(ArrayRef),
    Index(Arc<EqualityIndex>),
}

struct Entry {
    held: Held,
    bytes: usize,
    used: u64,
}

#[derive(Default)]
struct Entries {
    by_key: HashMap<Key, Entry>,
    bytes: usize,
    clock: u64,
}

/// A cache of decoded columns and of the indexes made from them. The least
/// recently used go first.
pub struct Cache {
    entries: Mutex<Entries>,
    bound_bytes: usize,
}

impl Cache {
    /// Holds at most `bound_bytes`.
    pub fn new(bound_bytes: usize) -> Self {
        Self { entries: Mutex::new(Entries::default()), bound_bytes }
    }

    /// The column, if it is held.
    pub fn array(&self, place: Place) -> Option<ArrayRef> {
        match self.get(Key::Array(place))? {
            Held::Array(array) => Some(array),
            Held::Index(_) => None,
        }
    }

    /// The column's index, if it is held.
    pub fn index(&self, place: Place) -> Option<Arc<EqualityIndex>> {
        match self.get(Key::Index(place))? {
            Held::Index(index) => Some(index),
            Held::Array(_) => None,
        }
    }

    /// Holds a column.
    pub fn put_array(&self, place: Place, array: ArrayRef) {
        let bytes = array.get_array_memory_size();
        self.put(Key::Array(place), Held::Array(array), bytes);
    }

    /// Holds a column's index.
    pub fn put_index(&self, place: Place, index: Arc<EqualityIndex>) {
        let bytes = index.bytes();
        self.put(Key::Index(place), Held::Index(index), bytes);
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.lock().bytes
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        // Every change below leaves the map consistent, so a panic elsewhere in
        // a holder of the lock spoils nothing.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, key: Key) -> Option<Held> {
        let mut entries = self.lock();
        entries.clock += 1;
        let now = entries.clock;
        let entry = entries.by_key.get_mut(&key)?;
        entry.used = now;
        Some(match &entry.held {
            Held::Array(array) => Held::Array(Arc::clone(array)),
            Held::Index(index) => Held::Index(Arc::clone(index)),
        })
    }

    fn put(&self, key: Key, held: Held, bytes: usize) {
        if bytes > self.bound_bytes {
            return;
        }
        let mut entries = self.lock();
        entries.clock += 1;
        let entry = Entry { held, bytes, used: entries.clock };
        entries.bytes += bytes;
        if let Some(before) = entries.by_key.insert(key, entry) {
            entries.bytes -= before.bytes;
        }
        while entries.bytes > self.bound_bytes {
            let oldest = entries.by_key.iter().min_by_key(|(_, entry)| entry.used);
            let Some(key) = oldest.map(|(key, _)| *key) else { break };
            if let Some(gone) = entries.by_key.remove(&key) {
                entries.bytes -= gone.bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;

    use super::*;

    #[test]
    fn the_least_recently_used_goes_first_and_the_bound_holds() {
        let array = || Arc::new(Int64Array::from(vec![7; 1000])) as ArrayRef;
        let size = array().get_array_memory_size();
        let cache = Cache::new(size * 2);
        let place = |group| Place { file: 1, group, column: 0 };
        cache.put_array(place(0), array());
        cache.put_array(place(1), array());
        assert!(cache.array(place(0)).is_some());
        cache.put_array(place(2), array());
        assert!(cache.array(place(0)).is_some() && cache.array(place(1)).is_none());
        assert!(cache.bytes() <= size * 2);
    }
}
