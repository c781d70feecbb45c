//! What the demo leaves for whoever wants to use it: accounts and a credential.

use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The file in the data folder. It is written last, so it also says that the story
/// was told to its end.
const FILE: &str = "accounts.json";

/// The keys to a demo. They open nothing but fictional data on loopback.
#[derive(Debug, Serialize, Deserialize)]
pub struct Keys {
    /// The accounts worth introducing; the others follow their pattern.
    pub accounts: Vec<Key>,
    /// The grantee's API credential.
    pub credential: String,
    /// The code of the entry it reads.
    pub dataset: String,
}

/// One account.
#[derive(Debug, Serialize, Deserialize)]
pub struct Key {
    /// What it is for.
    pub role: String,
    /// Its username.
    pub login: String,
    /// Its password.
    pub password: String,
    /// The short name of its agency.
    pub agency: String,
}

impl Keys {
    /// The keys in `folder`, if a demo has been told there.
    pub fn found(folder: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(folder.join(FILE)) {
            Ok(text) => Ok(Some(serde_json::from_slice(&text)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Leaves them in `folder`, for its owner's eyes only.
    pub fn leave(&self, folder: &Path) -> io::Result<()> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(folder.join(FILE))?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()
    }
}
