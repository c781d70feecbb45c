//! Tiles: the tree cut into files of 256 hashes, and the paths they lie at
//! (C2SP tlog-tiles).
//!
//! ```text
//! tile/0/x001/x234/067          the 256 leaf hashes from 256 × 1,234,067 on
//! tile/1/000.p/17               the first 17 hashes of the level above
//! tile/entries/000.p/3          the first three entries
//! ```

use std::{fmt, str::FromStr};

use crate::{Hash, NodeSource};

/// Hashes in a full tile: the protocol fixes the tile's height at 8.
pub const TILE_WIDTH: u64 = 256;

/// The highest level a path may name.
const LEVEL_MAX: u8 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of the level: level 0 holds leaf hashes, level 1 roots of full
    /// level-0 tiles, and so on.
    Hashes(u8),
    /// The entries themselves, each with its length before it.
    Entries,
}

/// Where a tile lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// What it holds.
    pub kind: TileKind,
    /// Which tile of its level.
    pub index: u64,
    /// How many hashes or entries, 1 to 256; below 256 the tile is partial.
    pub width: u16,
}

impl TilePath {
    /// A full tile.
    pub fn full(kind: TileKind, index: u64) -> Self {
        Self { kind, index, width: 256 }
    }

    /// Whether the tile can never change.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == TILE_WIDTH
    }

    /// The tile of `kind` and `index` as it stands in a tree of `size` leaves:
    /// full, partial, or none.
    pub fn in_tree(kind: TileKind, index: u64, size: u64) -> Option<Self> {
        let level = match kind {
            TileKind::Hashes(level) => level,
            TileKind::Entries => 0,
        };
        let on_level = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let width = on_level.checked_sub(index.checked_mul(TILE_WIDTH)?)?.min(TILE_WIDTH);
        let width = u16::try_from(width).ok()?;
        (width > 0).then_some(Self { kind, index, width })
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}")?,
            TileKind::Entries => f.write_str("tile/entries")?,
        }
        let digits = self.index.to_string();
        let groups = digits.len().div_ceil(3);
        let padded = format!("{digits:0>width$}", width = groups * 3);
        for group in 0..groups {
            let mark = if group + 1 < groups { "x" } else { "" };
            write!(f, "/{mark}{}", &padded[group * 3..group * 3 + 3])?;
        }
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// The text is not the path of a tile.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a tile path: tile/<level or entries>/<number in groups of three digits>[.p/<width>]")]
pub struct TilePathError;

impl FromStr for TilePath {
    type Err = TilePathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = parse(text).ok_or(TilePathError)?;
        // One spelling only: leading zeros, signs and empty groups fall here.
        if path.to_string() == text { Ok(path) } else { Err(TilePathError) }
    }
}

fn parse(text: &str) -> Option<TilePath> {
    let rest = text.strip_prefix("tile/")?;
    let (kind, rest) = rest.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(level.parse().ok().filter(|level| *level <= LEVEL_MAX)?),
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok().filter(|w| (1..256).contains(w))?),
        None => (rest, 256),
    };
    let mut index = 0u64;
    for group in number.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(TilePath { kind, index, width })
}

/// Where tiles are read from: a folder, an address, a map in a test.
pub trait TileStore {
    /// Why a tile could not be had.
    type Error;

    /// The bytes of the tile at `path`, exactly `path.width` hashes or entries.
    /// Where a partial tile is gone because its full tile has come, the store
    /// gives the beginning of the full one.
    fn tile(&self, path: TilePath) -> Result<Vec<u8>, Self::Error>;
}

/// The nodes of a tree of `size` leaves, read from its tiles.
pub struct TileNodes<'s, S> {
    store: &'s S,
    size: u64,
}

impl<'s, S: TileStore> TileNodes<'s, S> {
    /// The nodes of the first `size` leaves in `store`.
    pub fn new(store: &'s S, size: u64) -> Self {
        Self { store, size }
    }
}

/// Why a node could not be had.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileNodeError<E> {
    /// The store failed.
    #[error("the tile could not be read")]
    Store(#[source] E),
    /// The tile is not as long as its path says.
    #[error("tile {0} is not as long as its path says")]
    Length(TilePath),
    /// The node lies outside the tree.
    #[error("node {index} at height {height} is not in a tree of {size} leaves")]
    Outside {
        /// Height above the leaves.
        height: u32,
        /// Which node of that height.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
}

impl<S: TileStore> NodeSource for TileNodes<'_, S> {
    type Error = TileNodeError<S::Error>;

    fn node(&self, height: u32, index: u64) -> Result<Hash, Self::Error> {
        let outside = TileNodeError::Outside { height, index, size: self.size };
        let (level, inner) = (u8::try_from(height / 8), height % 8);
        let count = 1u64 << inner;
        let (Ok(level), Some(first)) = (level, index.checked_mul(count)) else {
            return Err(outside);
        };
        let kind = TileKind::Hashes(level);
        let Some(path) = TilePath::in_tree(kind, first / TILE_WIDTH, self.size) else {
            return Err(outside);
        };
        let start = first % TILE_WIDTH;
        if start + count > u64::from(path.width) {
            return Err(outside);
        }
        let bytes = self.store.tile(path).map_err(TileNodeError::Store)?;
        let (hashes, rest) = bytes.as_chunks::<{ crate::HASH_BYTES }>();
        if hashes.len() != usize::from(path.width) || !rest.is_empty() {
            return Err(TileNodeError::Length(path));
        }
        let nodes: Vec<Hash> = hashes
            .iter()
            .skip(usize::try_from(start).unwrap_or(usize::MAX))
            .map(|h| Hash(*h))
            .collect();
        Ok(Hash::fold(&nodes[..1 << inner]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_example_of_the_specification_reads_as_it_says() {
        let path = TilePath::full(TileKind::Hashes(3), 1_234_067);
        assert_eq!(path.to_string(), "tile/3/x001/x234/067");
        assert_eq!("tile/3/x001/x234/067".parse(), Ok(path));
    }

    #[test]
    fn every_other_spelling_of_a_path_is_refused() {
        for text in [
            "tile/3/x000/001",
            "tile/3/001/234",
            "tile/3/1",
            "tile/03/001",
            "tile/64/001",
            "tile/+3/001",
            "tile/3/001.p/0",
            "tile/3/001.p/256",
            "tile/3/001.p/07",
            "tile/3/001/",
            "tile/3/x001",
            "/tile/3/001",
            "tile/entries/../../key",
            "tile/data/001",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "",
        ] {
            assert_eq!(text.parse::<TilePath>(), Err(TilePathError), "{text}");
        }
    }

    #[test]
    fn a_tree_of_seventy_thousand_leaves_has_the_tiles_the_specification_counts() {
        // Its section "Merkle Tree": 256-wide tiles 0..272 full, one partial of
        // width 112 on level 0; level 1 one full tile and one of 17; level 2 one of 1.
        let at = |level, index| TilePath::in_tree(TileKind::Hashes(level), index, 70_000);
        assert!(at(0, 272).is_some_and(|path| path.is_full()));
        assert_eq!(at(0, 273).map(|path| path.width), Some(112));
        assert_eq!(at(0, 274), None);
        assert_eq!(at(1, 1).map(|path| path.width), Some(17));
        assert_eq!(at(2, 0).map(|path| path.width), Some(1));
        assert_eq!(at(3, 0), None);
    }

    proptest! {
        #[test]
        fn each_path_reads_back(level in 0u8..=64, index: u64, width in 1u16..=256) {
            let kind = if level == 64 { TileKind::Entries } else { TileKind::Hashes(level) };
            let path = TilePath { kind, index, width };
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "(tile/)?[0-9x/.p+entris]{0,40}") {
            if let Ok(path) = text.parse::<TilePath>() {
                prop_assert_eq!(path.to_string(), text);
            }
        }
    }
}
