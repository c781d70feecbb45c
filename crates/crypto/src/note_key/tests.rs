//! Keys against the log of others, and files against their readers.

use super::*;

/// The public test key of Tessera's log, whose checkpoints lie in zt-merkle.
const TESSERA: &str =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const CHECKPOINT: &[u8] = include_bytes!("../../../merkle/tests/data/tessera-log/checkpoint.15");

#[test]
fn a_checkpoint_signed_by_tessera_opens_with_its_key_only() {
    let verifier: NoteVerifier = TESSERA.parse().unwrap();
    assert_eq!(verifier.to_string(), TESSERA);
    assert_eq!(verifier.open_checkpoint(CHECKPOINT).unwrap().size, 15);
    let other = NoteKey::generate("example.com/log/testdata").unwrap();
    assert_eq!(
        other.verifier().open_checkpoint(CHECKPOINT),
        Err(SignatureError::NotSigned("example.com/log/testdata".to_owned()))
    );
}

#[test]
fn a_checkpoint_with_any_byte_changed_does_not_open() {
    let verifier: NoteVerifier = TESSERA.parse().unwrap();
    for at in 0..CHECKPOINT.len() {
        let mut changed = CHECKPOINT.to_vec();
        changed[at] ^= 1;
        assert!(verifier.open_checkpoint(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn keys_written_otherwise_are_refused() {
    let upper = TESSERA.replace("33d7b496", "33D7B496");
    assert_eq!(upper.parse::<NoteVerifier>(), Err(KeyTextError::Form));
    let other = TESSERA.replace("33d7b496", "33d7b497");
    assert_eq!(other.parse::<NoteVerifier>(), Err(KeyTextError::Id));
    assert_eq!("a b".parse::<NoteVerifier>(), Err(KeyTextError::Form));
    assert_eq!(NoteKey::generate("a b").unwrap_err(), KeyTextError::Form);
}

#[test]
fn a_key_file_is_made_once_and_only_its_owner_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys/ledger.key");
    let key = NoteKey::load_or_generate(&path, "log").unwrap();
    let again = NoteKey::load_or_generate(&path, "log").unwrap();
    assert_eq!(key.verifier(), again.verifier());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no draft is left");
    assert!(matches!(NoteKey::load_or_generate(&path, "another"), Err(KeyFileError::Name { .. })));
}

#[test]
fn the_secret_is_not_in_the_debug_text() {
    let key = NoteKey::generate("log").unwrap();
    let secret = key.to_secret_text();
    let material = secret.trim_end().rsplit('+').next().unwrap();
    assert!(!format!("{key:?}").contains(material));
}
