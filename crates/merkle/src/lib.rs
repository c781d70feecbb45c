//! The Merkle tree, tiles, checkpoints and proofs in C2SP formats
