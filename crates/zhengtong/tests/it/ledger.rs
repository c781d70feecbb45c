//! The ledger as strangers see it: tiles, checkpoint, bundles.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::client::Client;
use crate::support::demo::{self, Account, Keys};
use crate::support::platform::{Platform, program};
use crate::support::setup::signed_in;

#[tokio::test]
async fn the_checkpoint_is_a_signed_note_and_its_tiles_are_there() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let client = Client::anonymous(&platform);
    let checkpoint = client.get("/ledger/checkpoint").await;
    assert_eq!(checkpoint.status, 200);
    let lines: Vec<&str> = checkpoint.body.lines().collect();
    let size: u64 = lines[1].parse().expect("the second line is the size");
    assert!(size > 0, "the demo's story stands in the ledger");
    assert_eq!(lines[3], "", "an empty line ends the note's text");
    assert!(lines[4].starts_with("\u{2014} "), "then come signatures: {}", lines[4]);
    let tile = |level: &str| match size {
        256.. => format!("/ledger/tile/{level}/000"),
        _ => format!("/ledger/tile/{level}/000.p/{size}"),
    };
    assert_eq!(client.get(&tile("0")).await.status, 200, "hashes are for everybody");
    let entries = client.get(&tile("entries")).await;
    assert!(matches!(entries.status.as_u16(), 401 | 403), "events are not: {}", entries.status);
    let auditor = Keys::of(folder.path());
    let auditor = signed_in(&platform, auditor.account(Account::Auditor)).await;
    let entries = auditor.get(&tile("entries")).await;
    assert_eq!(entries.status, 200, "an auditor reads them");
    assert!(entries.body.contains("\"action\""));
    platform.stop().await;
}

#[tokio::test]
async fn the_whole_ledger_verifies_and_a_changed_byte_is_named() {
    let folder = demo::copy().await;
    let verify = || {
        let mut command = program();
        command.args(["ledger", "verify", "--data"]).arg(folder.path());
        command
    };
    let whole = verify().output().await.expect("the program runs");
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let tile = first_file(&folder.path().join("ledger"), "entries");
    flip_a_byte(&tile);
    let broken = verify().output().await.expect("the program runs");
    assert_eq!(broken.status.code(), Some(1), "a changed byte fails");
    let sentence = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(!sentence.trim().is_empty() && sentence.lines().count() <= 3, "{sentence}");
}

#[tokio::test]
async fn an_evidence_bundle_verifies_offline_until_any_byte_changes() {
    let folder = demo::copy().await;
    let bundle = first_file(&folder.path().join("evidence"), ".json");
    let verify = |file: PathBuf| async move {
        program().arg("verify").arg(file).output().await.expect("the program runs")
    };
    let whole = verify(bundle.clone()).await;
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    let bytes = fs::read(&bundle).expect("the bundle can be read");
    let step = (bytes.len() / 40).max(1);
    for position in (0..bytes.len()).step_by(step) {
        let mut changed = bytes.clone();
        changed[position] ^= 0x01;
        let file = folder.path().join("changed.json");
        fs::write(&file, changed).expect("a file can be written");
        let broken = verify(file).await;
        assert_eq!(broken.status.code(), Some(1), "byte {position} changed, and nobody noticed");
        assert!(!broken.stderr.is_empty(), "byte {position}: it says where");
    }
}

/// The first file below `folder` whose path contains `part`.
fn first_file(folder: &Path, part: &str) -> PathBuf {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().contains(part) {
                found.push(path);
            }
        }
    }
    found.sort();
    let found = found.into_iter().next();
    found.unwrap_or_else(|| panic!("no file like {part} in {}", folder.display()))
}

fn flip_a_byte(file: &Path) {
    let mut bytes = fs::read(file).expect("the file can be read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x01;
    fs::write(file, bytes).expect("the file can be written");
}
