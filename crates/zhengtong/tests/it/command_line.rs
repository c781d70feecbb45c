//! The command line: exit codes, and errors that say what to do.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::support::platform::program;

async fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().await.expect("the program runs")
}

/// A file of the repository's `data/`.
fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(path)
}

fn one_sentence(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.trim().is_empty(), "an error says what to do");
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[tokio::test]
async fn a_wrong_usage_ends_with_two() {
    for arguments in [&["no-such-command"][..], &["inspect"], &["serve", "--no-such-option"]] {
        let output = run(arguments).await;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        one_sentence(&output);
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_refused_by_name() {
    for arguments in [
        &["inspect", "no-such-file.csv"][..],
        &["verify", "no-such-bundle.json"],
        &["serve", "--config", "no-such-configuration.toml"],
        &["ledger", "verify", "--data", "no-such-folder"],
    ] {
        let output = run(arguments).await;
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let sentence = one_sentence(&output);
        assert!(sentence.contains("no-such-"), "{arguments:?}: {sentence}");
    }
}

#[tokio::test]
async fn the_demo_never_listens_beyond_this_machine() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = program()
        .args(["demo", "--listen", "0.0.0.0:0", "--data"])
        .arg(folder.path().join("data"))
        .output()
        .await
        .expect("the program runs");
    assert!(!output.status.success());
    one_sentence(&output);
}

#[tokio::test]
async fn inspect_tells_encoding_delimiter_rows_and_columns() {
    for (file, encoding) in [
        ("opendata/hangzhou-schools-2022.csv", "UTF-8"),
        ("opendata/hangzhou-new-home-sales-daily.gbk.csv", "GB"),
    ] {
        let output = program()
            .arg("inspect")
            .arg(data(file))
            .arg("--json")
            .output()
            .await
            .expect("the program runs");
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
        assert!(
            told["encoding"].as_str().is_some_and(|e| e.to_uppercase().starts_with(encoding)),
            "{file}: {}",
            told["encoding"]
        );
        assert_eq!(told["delimiter"], ",", "{file}");
        assert!(told["rows"].as_u64().is_some_and(|rows| rows > 0), "{file}");
        let columns = told["columns"].as_array().expect("it has columns");
        assert!(!columns.is_empty(), "{file}");
        for column in columns {
            for key in ["name", "type"] {
                assert!(column[key].is_string(), "{file}: {column}");
            }
        }
    }
}
