//! Inclusion and consistency proofs (RFC 9162, section 2.1.3 and 2.1.4): making
//! them from a tree's nodes, and checking them without any.

use crate::Hash;

/// A tree's nodes, however they are kept.
pub trait NodeSource {
    /// Why a node could not be had.
    type Error;

    /// The root of the complete subtree over the leaves
    /// `index << height .. (index + 1) << height`.
    fn node(&self, height: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// Why a proof does not hold.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf would lie outside the tree, or the smaller tree is the larger.
    #[error("index or size lies outside the tree")]
    Outside,
    /// Not as many hashes as a proof of this place has.
    #[error("the proof has {found} hashes and needs {needed}")]
    Length {
        /// Hashes in the proof.
        found: usize,
        /// Hashes it needs.
        needed: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// The root over the first `size` leaves.
pub fn tree_root<S: NodeSource>(source: &S, size: u64) -> Result<Hash, S::Error> {
    if size == 0 { Ok(Hash::empty_root()) } else { range_root(source, 0, size) }
}

/// The proof that leaf `index` is in the tree of `size` leaves: sibling hashes,
/// lowest first. The caller sees to `index < size`; otherwise the proof is empty.
pub fn inclusion_proof<S: NodeSource>(
    source: &S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, S::Error> {
    let mut proof = Vec::new();
    let (mut start, mut end) = (0, size);
    // Walks down from the root, noting the sibling passed at each step.
    while end - start > 1 && index < size {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(range_root(source, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(source, start, middle)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new`.
/// Empty where there is nothing to prove: equal sizes, or an empty old tree.
pub fn consistency_proof<S: NodeSource>(
    source: &S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, S::Error> {
    let mut proof = Vec::new();
    if old == 0 || old >= new {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, new);
    // The old tree's own root is known to the verifier as long as the walk has
    // kept to the left edge.
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(range_root(source, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(source, start, middle)?);
            start = middle;
        }
    }
    if start > 0 {
        proof.push(range_root(source, start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the leaf with hash `leaf` stands at `index` in the tree of `size`
/// leaves with this root.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    if root_from_inclusion(leaf, index, size, proof)? == root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// The root that an inclusion proof leads to.
pub fn root_from_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::Outside);
    }
    let (inner, border) = shape(index, size);
    let needed = inner + border;
    if proof.len() != needed {
        return Err(ProofError::Length { found: proof.len(), needed });
    }
    let mut hash = leaf;
    for (height, sibling) in proof[..inner].iter().enumerate() {
        hash = if index >> height & 1 == 0 {
            Hash::node(&hash, sibling)
        } else {
            Hash::node(sibling, &hash)
        };
    }
    Ok(proof[inner..].iter().fold(hash, |hash, left| Hash::node(left, &hash)))
}

/// Checks that the tree of `old` leaves with `old_root` is the beginning of the
/// tree of `new` leaves with `new_root`.
pub fn verify_consistency(
    old: u64,
    old_root: Hash,
    new: u64,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Outside);
    }
    let length = |needed| ProofError::Length { found: proof.len(), needed };
    if old == new || old == 0 {
        let expected = if old == new { new_root } else { Hash::empty_root() };
        return match (proof.is_empty(), old_root == expected) {
            (false, _) => Err(length(0)),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    // The walk starts at the largest complete subtree that ends the old tree.
    let start_height = old.trailing_zeros() as usize;
    let (inner, border) = shape(old - 1, new);
    let inner = inner - start_height;
    let seeded = !old.is_power_of_two();
    let needed = inner + border + usize::from(seeded);
    if proof.len() != needed {
        return Err(length(needed));
    }
    let (seed, rest) = match proof.split_first() {
        Some((seed, rest)) if seeded => (*seed, rest),
        _ => (old_root, proof),
    };
    let place = (old - 1) >> start_height;
    let (mut old_hash, mut new_hash) = (seed, seed);
    for (height, sibling) in rest[..inner].iter().enumerate() {
        if place >> height & 1 == 1 {
            old_hash = Hash::node(sibling, &old_hash);
            new_hash = Hash::node(sibling, &new_hash);
        } else {
            new_hash = Hash::node(&new_hash, sibling);
        }
    }
    for left in &rest[inner..] {
        old_hash = Hash::node(left, &old_hash);
        new_hash = Hash::node(left, &new_hash);
    }
    if old_hash == old_root && new_hash == new_root { Ok(()) } else { Err(ProofError::Root) }
}

/// How many siblings the path of leaf `index` has below the point where it joins
/// the tree's right edge (`inner`), and how many left siblings above (`border`).
fn shape(index: u64, size: u64) -> (usize, usize) {
    let inner = 64 - (index ^ (size - 1)).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    (inner as usize, border as usize)
}

/// The largest power of two below `leaves`, which is at least 2.
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// The root over leaves `start..end`, where `start` is a multiple of the largest
/// power of two that the range holds.
fn range_root<S: NodeSource>(source: &S, start: u64, end: u64) -> Result<Hash, S::Error> {
    let mut peaks = Vec::new();
    let mut at = start;
    while at < end {
        let height = (end - at).ilog2();
        peaks.push(source.node(height, at >> height)?);
        at += 1 << height;
    }
    let last = peaks.pop().unwrap_or_else(Hash::empty_root);
    Ok(peaks.iter().rev().fold(last, |right, left| Hash::node(left, &right)))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    /// A tree in memory, whose nodes are computed as they are asked for.
    struct Leaves(Vec<Hash>);

    impl NodeSource for Leaves {
        type Error = Infallible;
        fn node(&self, height: u32, index: u64) -> Result<Hash, Infallible> {
            let start = usize::try_from(index << height).unwrap();
            Ok(Hash::fold(&self.0[start..start + (1 << height)]))
        }
    }

    fn tree(size: u64) -> Leaves {
        Leaves((0..size).map(|leaf| Hash::leaf(&leaf.to_be_bytes())).collect())
    }

    fn root(tree: &Leaves, size: u64) -> Hash {
        tree_root(tree, size).unwrap()
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proved_and_no_other_place_is() {
        let tree = tree(40);
        for size in 1..=40 {
            let root = root(&tree, size);
            for index in 0..size {
                let proof = inclusion_proof(&tree, index, size).unwrap();
                let leaf = tree.0[usize::try_from(index).unwrap()];
                assert_eq!(verify_inclusion(leaf, index, size, &proof, root), Ok(()));
                for elsewhere in (0..size + 2).filter(|other| *other != index) {
                    assert!(verify_inclusion(leaf, elsewhere, size, &proof, root).is_err());
                }
            }
        }
    }

    #[test]
    fn every_pair_of_small_trees_is_proved_consistent() {
        let tree = tree(70);
        for new in 0..=70 {
            for old in 0..=new {
                let proof = consistency_proof(&tree, old, new).unwrap();
                let (before, after) = (root(&tree, old), root(&tree, new));
                assert_eq!(
                    verify_consistency(old, before, new, after, &proof),
                    Ok(()),
                    "{old} {new}"
                );
                if old != new {
                    let other = Hash::leaf(b"other");
                    assert!(verify_consistency(old, other, new, after, &proof).is_err());
                    assert!(
                        old == 0 || verify_consistency(old, before, new, other, &proof).is_err()
                    );
                }
            }
        }
    }

    #[test]
    fn a_shrinking_tree_is_refused() {
        let (hash, outside) = (Hash::empty_root(), Err(ProofError::Outside));
        assert_eq!(verify_consistency(2, hash, 1, hash, &[]), outside);
        assert_eq!(verify_inclusion(hash, 0, 0, &[], hash), outside);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_proof_with_any_bit_changed_fails(
            size in 2u64..300, pick: prop::sample::Index, hash: prop::sample::Index, bit in 0usize..256
        ) {
            let tree = tree(size);
            let index = pick.index(usize::try_from(size).unwrap()) as u64;
            let mut proof = inclusion_proof(&tree, index, size).unwrap();
            let at = hash.index(proof.len());
            proof[at].0[bit / 8] ^= 1 << (bit % 8);
            let leaf = tree.0[usize::try_from(index).unwrap()];
            let verdict = verify_inclusion(leaf, index, size, &proof, root(&tree, size));
            prop_assert_eq!(verdict, Err(ProofError::Root));
        }

        #[test]
        fn a_consistency_proof_with_any_bit_changed_fails(
            new in 3u64..300, pick: prop::sample::Index, hash: prop::sample::Index, bit in 0usize..256
        ) {
            let tree = tree(new);
            let old = 1 + pick.index(usize::try_from(new).unwrap() - 1) as u64;
            let mut proof = consistency_proof(&tree, old, new).unwrap();
            prop_assume!(!proof.is_empty());
            let at = hash.index(proof.len());
            proof[at].0[bit / 8] ^= 1 << (bit % 8);
            let verdict = verify_consistency(old, root(&tree, old), new, root(&tree, new), &proof);
            prop_assert_eq!(verdict, Err(ProofError::Root));
        }

        #[test]
        fn no_claim_makes_the_verifiers_panic(
            a: u64, b: u64, proof in prop::collection::vec(any::<[u8; 32]>(), 0..70)
        ) {
            let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
            let hash = Hash::empty_root();
            prop_assert!(verify_inclusion(hash, a, b, &proof, hash).is_err());
            let consistent = verify_consistency(a, hash, b, hash, &proof);
            prop_assert!(consistent.is_err() || (proof.is_empty() && (a == b || a == 0)));
        }
    }
}
