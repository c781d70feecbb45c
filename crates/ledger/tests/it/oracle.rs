//! The tree as a program reads it that shares no code with this one.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use zt_ledger::Object;

use crate::{event, migrations, open};

fn check(ledger: &Path, key: &str) -> Option<Output> {
    let script =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/tlog_check.py");
    Command::new("python3").arg(script).arg(ledger).args(["--key", key]).output().ok()
}

#[tokio::test]
async fn an_independent_reader_of_tiles_finds_the_same_root_and_any_change() {
    let database = zt_testkit::sqlite().await;
    database.db.migrate(&migrations()).await.unwrap();
    let ledger = open(database.folder(), &database.db);
    let mut last = None;
    for number in 0..600 {
        let about = event("test.read", 1, Object::new("entry", number));
        last = Some(ledger.append(&about).await.unwrap().id);
    }
    ledger.settle(&last.unwrap()).await.unwrap();
    ledger.close().await;
    let root = ledger.checkpoint().await.unwrap().unwrap().root;
    let (folder, key) = (database.folder().join("ledger"), ledger.verifier().to_string());
    let Some(output) = check(&folder, &key) else {
        eprintln!("no python3: the independent reader was not run");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(&format!("600 entries, 4 hash tiles, root {root}")), "{said}");

    let tile = folder.join("tile/0/001");
    let mut bytes = std::fs::read(&tile).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&tile, bytes).unwrap();
    let output = check(&folder, &key).unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("tile/0/001"));
}
