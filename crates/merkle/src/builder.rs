//! Growing a tree one leaf at a time, holding only its right edge: at most 255
//! hashes per level, and the entries of the last bundle.

use crate::{Hash, TILE_WIDTH, TileKind, TilePath, bundle};

/// A tile or bundle with the path it belongs at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emitted {
    /// Where it belongs.
    pub path: TilePath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The right edge of a growing tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Builder {
    size: u64,
    /// Per level, the hashes of its unfinished tile: always fewer than 256.
    levels: Vec<Vec<Hash>>,
    /// The unfinished entry bundle, already encoded.
    entries: Vec<u8>,
}

impl Builder {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf and returns what it finished: its bundle and the full tiles of
    /// each level, lowest first; mostly nothing.
    ///
    /// # Errors
    ///
    /// The entry is too long for a bundle. The tree is unchanged.
    pub fn push(&mut self, entry: &[u8]) -> Result<Vec<Emitted>, bundle::BundleError> {
        let framed = bundle::encode_entries([entry])?;
        self.entries.extend_from_slice(&framed);
        let mut emitted = Vec::new();
        let last = self.size;
        self.size += 1;
        if self.size.is_multiple_of(TILE_WIDTH) {
            emitted.push(Emitted {
                path: TilePath::full(TileKind::Entries, last / TILE_WIDTH),
                bytes: std::mem::take(&mut self.entries),
            });
        }
        let mut hash = Hash::leaf(entry);
        for level in 0.. {
            if self.levels.len() == usize::from(level) {
                self.levels.push(Vec::new());
            }
            let hashes = &mut self.levels[usize::from(level)];
            hashes.push(hash);
            if (hashes.len() as u64) < TILE_WIDTH {
                break;
            }
            let full = std::mem::take(hashes);
            hash = Hash::fold(&full);
            let index = last >> (8 * (u32::from(level) + 1));
            emitted.push(Emitted {
                path: TilePath::full(TileKind::Hashes(level), index),
                bytes: concatenated(&full),
            });
        }
        Ok(emitted)
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        let mut root = None;
        for hashes in &self.levels {
            let mut end = hashes.len();
            while end > 0 {
                // The lowest set bit is the width of the rightmost complete subtree.
                let width = 1 << end.trailing_zeros();
                let peak = Hash::fold(&hashes[end - width..end]);
                root = Some(root.map_or(peak, |right| Hash::node(&peak, &right)));
                end -= width;
            }
        }
        root.unwrap_or_else(Hash::empty_root)
    }

    /// The partial tiles and the partial bundle that a checkpoint of this size
    /// stands on.
    pub fn partial(&self) -> Vec<Emitted> {
        let mut emitted = Vec::new();
        if let Some(path) = TilePath::in_tree(TileKind::Entries, self.size / TILE_WIDTH, self.size)
        {
            emitted.push(Emitted { path, bytes: self.entries.clone() });
        }
        for (level, hashes) in (0u8..).zip(&self.levels) {
            let index = self.size.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0);
            if let Some(path) = TilePath::in_tree(TileKind::Hashes(level), index, self.size) {
                emitted.push(Emitted { path, bytes: concatenated(hashes) });
            }
        }
        emitted
    }

    /// The state as bytes, to go on from later: size, then each level's hashes,
    /// then the unfinished bundle.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for hashes in &self.levels {
            bytes.extend_from_slice(&concatenated(hashes));
        }
        bytes.extend_from_slice(&self.entries);
        bytes
    }

    /// Takes a state up again.
    ///
    /// # Errors
    ///
    /// The bytes contradict themselves. That they are the ones written is for
    /// the caller to know; see that [`Builder::root`] is the expected one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StateError> {
        let (size, mut rest) = bytes.split_first_chunk::<8>().ok_or(StateError)?;
        let size = u64::from_be_bytes(*size);
        let mut levels = Vec::new();
        let mut on_level = size;
        while on_level > 0 {
            let count = usize::try_from(on_level % TILE_WIDTH).map_err(|_| StateError)?;
            let (hashes, after) =
                rest.split_at_checked(count * crate::HASH_BYTES).ok_or(StateError)?;
            levels.push(hashes.as_chunks().0.iter().map(|hash| Hash(*hash)).collect());
            rest = after;
            on_level /= TILE_WIDTH;
        }
        let entries = bundle::decode_entries(rest).map_err(|_| StateError)?;
        let leaves = levels.first().map_or(&[][..], Vec::as_slice);
        // The unfinished bundle and the unfinished level 0 are the same leaves.
        if !entries.iter().map(|entry| Hash::leaf(entry)).eq(leaves.iter().copied()) {
            return Err(StateError);
        }
        Ok(Self { size, levels, entries: rest.to_vec() })
    }
}

/// The bytes are not the state of a tree.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the state of a tree")]
pub struct StateError;

fn concatenated(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grown(leaves: u64) -> Builder {
        let mut builder = Builder::new();
        for leaf in 0..leaves {
            builder.push(&leaf.to_be_bytes()).unwrap();
        }
        builder
    }

    /// RFC 6962, section 2.1, written as it is defined.
    fn root_by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::empty_root(),
            [one] => *one,
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                Hash::node(&root_by_definition(left), &root_by_definition(right))
            }
        }
    }

    #[test]
    fn every_root_up_to_seven_hundred_leaves_is_the_defined_one() {
        let mut builder = Builder::new();
        let mut leaves = Vec::new();
        for leaf in 0u64..700 {
            assert_eq!(builder.root(), root_by_definition(&leaves), "{leaf} leaves");
            builder.push(&leaf.to_be_bytes()).unwrap();
            leaves.push(Hash::leaf(&leaf.to_be_bytes()));
        }
    }

    #[test]
    fn the_leaf_that_fills_two_levels_emits_a_bundle_and_both_tiles() {
        let mut builder = grown(65_535);
        let emitted = builder.push(b"last").unwrap();
        let paths: Vec<String> = emitted.iter().map(|tile| tile.path.to_string()).collect();
        assert_eq!(paths, ["tile/entries/255", "tile/0/255", "tile/1/000"]);
        let partial: Vec<String> =
            builder.partial().iter().map(|tile| tile.path.to_string()).collect();
        assert_eq!(partial, ["tile/2/000.p/1"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_state_goes_on_where_it_stopped(before in 0u64..1200, after in 0u64..600) {
            let mut whole = grown(before);
            let mut resumed = Builder::from_bytes(&whole.to_bytes()).unwrap();
            prop_assert_eq!(&resumed, &whole);
            for leaf in 0..after {
                prop_assert_eq!(
                    whole.push(&leaf.to_le_bytes()).unwrap(),
                    resumed.push(&leaf.to_le_bytes()).unwrap()
                );
            }
            prop_assert_eq!(whole.root(), resumed.root());
        }

        #[test]
        fn no_bytes_make_the_state_reader_panic(bytes: Vec<u8>) {
            if let Ok(builder) = Builder::from_bytes(&bytes) {
                prop_assert_eq!(builder.to_bytes(), bytes);
            }
        }
    }
}
