//! Vectors written by others: `transparency-dev/merkle`'s inclusion proofs, and
//! the log that Tessera keeps with every intermediate state.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should panic")]

use std::{collections::BTreeMap, fs, path::PathBuf};

use zt_merkle::{
    Builder, Checkpoint, Emitted, Hash, Note, TileNodes, TilePath, TileStore, consistency_proof,
    decode_entries, inclusion_proof, tree_root, verify_consistency, verify_inclusion,
};

fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}

/// The vector's verdict by our verifier; a hash that is no hash is a refusal too.
fn holds(vector: &serde_json::Value) -> Option<()> {
    let hash = |value: &serde_json::Value| value.as_str()?.parse::<Hash>().ok();
    let proof = match &vector["proof"] {
        serde_json::Value::Array(hashes) => hashes.iter().map(hash).collect::<Option<Vec<_>>>()?,
        _ => Vec::new(),
    };
    verify_inclusion(
        hash(&vector["leafHash"])?,
        vector["leafIdx"].as_u64()?,
        vector["treeSize"].as_u64()?,
        &proof,
        hash(&vector["root"])?,
    )
    .ok()
}

#[test]
fn every_inclusion_vector_gets_the_verdict_its_authors_gave_it() {
    let text = fs::read_to_string(data("inclusion-proofs.json")).unwrap();
    let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut sound = 0;
    for vector in &vectors {
        let expected = !vector["wantErr"].as_bool().unwrap();
        assert_eq!(holds(vector).is_some(), expected, "{}", vector["file"]);
        sound += usize::from(expected);
    }
    assert_eq!((vectors.len(), sound), (98, 6));
}

/// Tessera's tiles as they lie in its folder.
struct Folder;

impl TileStore for Folder {
    type Error = std::io::Error;
    fn tile(&self, path: TilePath) -> Result<Vec<u8>, Self::Error> {
        fs::read(data("tessera-log").join(path.to_string()))
    }
}

fn checkpoint(size: u64) -> Checkpoint {
    let bytes = fs::read(data(&format!("tessera-log/checkpoint.{size}"))).unwrap();
    let note = Note::from_bytes(&bytes).unwrap();
    assert_eq!(note.to_bytes(), bytes);
    let checkpoint = Checkpoint::from_text(note.text()).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/log/testdata", size));
    checkpoint
}

#[test]
fn the_log_of_tessera_is_rebuilt_byte_for_byte_from_its_entries() {
    let path: TilePath = "tile/entries/000.p/15".parse().unwrap();
    let bundle = Folder.tile(path).unwrap();
    let entries = decode_entries(&bundle).unwrap();
    let mut builder = Builder::new();
    let mut written = BTreeMap::new();
    for size in 0..=15 {
        assert_eq!(builder.root(), checkpoint(size).root, "root at {size}");
        for Emitted { path, bytes } in builder.partial() {
            assert_eq!(bytes, Folder.tile(path).unwrap(), "{path}");
            written.insert(path, bytes);
        }
        if let Some(entry) = entries.get(usize::try_from(size).unwrap()) {
            builder.push(entry).unwrap();
        }
    }
    assert_eq!(written.len(), 30, "fifteen hash tiles and fifteen bundles");
}

#[test]
fn every_proof_in_the_log_of_tessera_is_made_from_its_tiles_and_holds() {
    let bundle = Folder.tile("tile/entries/000.p/15".parse().unwrap()).unwrap();
    let entries = decode_entries(&bundle).unwrap();
    for size in 1..=15 {
        let nodes = TileNodes::new(&Folder, size);
        let root = checkpoint(size).root;
        assert_eq!(tree_root(&nodes, size).unwrap(), root);
        for index in 0..size {
            let leaf = Hash::leaf(entries[usize::try_from(index).unwrap()]);
            let proof = inclusion_proof(&nodes, index, size).unwrap();
            verify_inclusion(leaf, index, size, &proof, root).unwrap();
        }
        for old in 0..size {
            let proof = consistency_proof(&nodes, old, size).unwrap();
            verify_consistency(old, checkpoint(old).root, size, root, &proof).unwrap();
        }
    }
}
