//! The demo's data, told once and copied for each test that wants it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::platform::program;

/// A copy of the data folder that `demo --no-serve` leaves; gone after the test.
///
/// The test driver names the folder in `ZT_DEMO_DATA`. Without it the first
/// test that asks tells the story, and all others wait for it.
pub async fn copy() -> TempDir {
    let source = match std::env::var_os("ZT_DEMO_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => told().await,
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy_folder(&source, folder.path());
    folder
}

/// The folder of a story told by this build of the program. Test processes run
/// side by side, so a lock lets one of them tell it.
async fn told() -> PathBuf {
    let built = fs::metadata(env!("CARGO_BIN_EXE_zhengtong")).expect("the program is built");
    let built = built.modified().expect("files have times");
    let age = built.duration_since(std::time::UNIX_EPOCH).expect("it was built after 1970");
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = base.join(format!("demo-{}", age.as_millis()));
    let lock = File::create(base.join("demo.lock")).expect("a lock file");
    lock.lock().expect("the lock is got");
    if !folder.join("told").is_file() {
        forget_older_stories(base, &folder);
        let mut command = program();
        command.args(["demo", "--no-serve", "--fresh", "--data"]).arg(&folder);
        let output = command.output().await.expect("the program runs");
        assert!(
            output.status.success(),
            "the demo's story does not hold:\n{}\n{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        fs::write(folder.join("told"), "").expect("the folder is ours");
    }
    folder
}

fn forget_older_stories(base: &Path, kept: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let path = entry.path();
        if path != kept && entry.file_name().to_string_lossy().starts_with("demo-") {
            fs::remove_dir_all(path).expect("an older story can be removed");
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the demo's folder is there") {
        let entry = entry.expect("the demo's folder can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("files have types").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// One of the demo's accounts, by its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// The steward who decides the story's request.
    Steward,
    /// The officer who asked.
    Officer,
    /// The platform's operator.
    Operator,
    /// The auditor.
    Auditor,
}

/// What the demo leaves for whoever wants to use it: accounts and a credential.
pub struct Keys(Value);

impl Keys {
    /// The keys in the demo's data folder.
    pub fn of(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("accounts.json"));
        let text = text.expect("the demo leaves accounts.json");
        Self(serde_json::from_str(&text).expect("accounts.json is JSON"))
    }

    /// Sign-in name and password of an account.
    pub fn account(&self, account: Account) -> (&str, &str) {
        let role = match account {
            Account::Steward => "steward",
            Account::Officer => "officer",
            Account::Operator => "operator",
            Account::Auditor => "auditor",
        };
        let accounts = self.0["accounts"].as_array().map_or(&[][..], Vec::as_slice);
        let found = accounts.iter().find(|account| account["role"] == role);
        let found = found.unwrap_or_else(|| panic!("the demo has no account for the {role}"));
        let text = |key: &str| found[key].as_str().expect("accounts have names and passwords");
        (text("login"), text("password"))
    }

    /// The grantee's API credential.
    pub fn credential(&self) -> &str {
        self.0["credential"].as_str().expect("the demo leaves the grantee's credential")
    }

    /// The code of the entry it is granted.
    pub fn dataset(&self) -> &str {
        self.0["dataset"].as_str().expect("the demo leaves the granted entry's code")
    }
}
