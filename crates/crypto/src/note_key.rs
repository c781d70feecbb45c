//! Ed25519 keys that sign notes, in the texts C2SP signed-note gives them.
//!
//! ```text
//! example.gov.cn/ledger+33d7b496+AeHT…     a verifier key: name, id, 1 ‖ public key
//! PRIVATE+KEY+<name>+<id>+<1 ‖ seed>       a signing key, in a file only its owner reads
//! ```

use std::{
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    str::FromStr,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroizing;
use zt_merkle::{Checkpoint, CheckpointError, Note, NoteError, Signature};

use crate::{random::random_bytes, sha256};

/// The signature type of plain Ed25519 over the note's text.
const ED25519: u8 = 1;

/// How a signing key's text begins.
const PRIVATE: &str = "PRIVATE+KEY+";

/// A key that signs notes under its name.
pub struct NoteKey {
    verifier: NoteVerifier,
    secret: SigningKey,
}

/// The public half: checks notes signed under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    key_id: [u8; 4],
    key: VerifyingKey,
}

/// The text is not a key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTextError {
    /// Not `name+id+key`.
    #[error("a verifier key is written name+id+key, with eight hexadecimal digits and Base64")]
    Form,
    /// The id does not belong to the name and the key.
    #[error("the key's id does not belong to its name and key")]
    Id,
    /// Another algorithm than Ed25519, or no point of its curve.
    #[error("the key is not an Ed25519 key")]
    Algorithm,
}

/// Why a key file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file could not be read or made.
    #[error("the key file {path} could not be read or made")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file holds no key.
    #[error("the key file {path} holds no signing key")]
    Text {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: KeyTextError,
    },
    /// The key signs under another name.
    #[error("the key file {path} is for {found}, not {wanted}")]
    Name {
        /// The file.
        path: PathBuf,
        /// The name in the file.
        found: String,
        /// The name asked for.
        wanted: String,
    },
}

/// Why a note is not the verifier's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The bytes are no note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The note's text is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The key has not signed.
    #[error("the note is not signed by {0}")]
    NotSigned(String),
    /// The key's signature does not hold.
    #[error("the signature of {0} does not hold")]
    Broken(String),
    /// The checkpoint is of another log than the key's.
    #[error("the checkpoint is of {found}, not {wanted}")]
    Origin {
        /// The checkpoint's origin.
        found: String,
        /// The key's name.
        wanted: String,
    },
}

/// A checkpoint whose signature held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint(Checkpoint);

impl VerifiedCheckpoint {
    /// The checkpoint.
    pub fn into_inner(self) -> Checkpoint {
        self.0
    }
}

impl std::ops::Deref for VerifiedCheckpoint {
    type Target = Checkpoint;
    fn deref(&self) -> &Checkpoint {
        &self.0
    }
}

impl NoteKey {
    /// A new key under `name`.
    ///
    /// # Errors
    ///
    /// The name is empty or has white space or a plus sign.
    pub fn generate(name: &str) -> Result<Self, KeyTextError> {
        let seed = Zeroizing::new(random_bytes::<32>());
        Self::from_seed(name, &seed)
    }

    /// The key that is in the file, or, where there is no file, a new one that is
    /// then in it, readable by its owner only. Several processes starting at once
    /// end up with the same key.
    pub fn load_or_generate(path: &Path, name: &str) -> Result<Self, KeyFileError> {
        match Self::load(path, name) {
            Err(KeyFileError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                let key = Self::generate(name)
                    .map_err(|source| KeyFileError::Text { path: path.to_owned(), source })?;
                key.write_new(path)
                    .map_err(|source| KeyFileError::Io { path: path.to_owned(), source })?;
                // Read back rather than trusted: another process may have been first.
                Self::load(path, name)
            }
            loaded => loaded,
        }
    }

    fn load(path: &Path, name: &str) -> Result<Self, KeyFileError> {
        let text = fs::read_to_string(path)
            .map(Zeroizing::new)
            .map_err(|source| KeyFileError::Io { path: path.to_owned(), source })?;
        let key: Self = text
            .trim_end()
            .parse()
            .map_err(|source| KeyFileError::Text { path: path.to_owned(), source })?;
        if key.name() == name {
            Ok(key)
        } else {
            let (found, wanted) = (key.name().to_owned(), name.to_owned());
            Err(KeyFileError::Name { path: path.to_owned(), found, wanted })
        }
    }

    /// Writes the key beside `path` and links it there unless a key is there
    /// already; whole and on disk, or not at all.
    fn write_new(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let draft = folder.join(format!(".key-{}", hex::encode(random_bytes::<8>())));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft)?;
        let written =
            file.write_all(self.to_secret_text().as_bytes()).and_then(|()| file.sync_all());
        let linked = written.and_then(|()| fs::hard_link(&draft, path));
        fs::remove_file(&draft)?;
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => fs::File::open(folder)?.sync_all(),
        }
    }

    fn to_secret_text(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(self.secret.to_bytes());
        let material = Zeroizing::new([&[ED25519], &seed[..]].concat());
        let encoded = Zeroizing::new(STANDARD.encode(&*material));
        let id = hex::encode(self.verifier.key_id);
        Zeroizing::new(format!("{PRIVATE}{}+{id}+{}\n", self.name(), &*encoded))
    }

    fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyTextError> {
        let secret = SigningKey::from_bytes(seed);
        let verifier = NoteVerifier::new(name, secret.verifying_key())?;
        Ok(Self { verifier, secret })
    }

    /// The name signed under.
    pub fn name(&self) -> &str {
        &self.verifier.name
    }

    /// The public half.
    pub fn verifier(&self) -> &NoteVerifier {
        &self.verifier
    }

    /// Signs a note's text.
    pub fn sign(&self, text: &str) -> Signature {
        Signature {
            name: self.name().to_owned(),
            key_id: self.verifier.key_id,
            bytes: self.secret.sign(text.as_bytes()).to_bytes().to_vec(),
        }
    }

    /// Signs a checkpoint into a note.
    pub fn sign_checkpoint(&self, checkpoint: &Checkpoint) -> Note {
        let text = checkpoint.to_text();
        let signature = self.sign(&text);
        Note::new(text, vec![signature])
    }
}

impl fmt::Debug for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteKey")
            .field("verifier", &self.verifier.to_string())
            .finish_non_exhaustive()
    }
}

impl FromStr for NoteKey {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, key_id, material) =
            parts(text.strip_prefix(PRIVATE).ok_or(KeyTextError::Form)?)?;
        let material = Zeroizing::new(material);
        let key = Self::from_seed(name, &material)?;
        if key.verifier.key_id == key_id { Ok(key) } else { Err(KeyTextError::Id) }
    }
}

impl NoteVerifier {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, KeyTextError> {
        if !Signature::is_key_name(name) {
            return Err(KeyTextError::Form);
        }
        let material = [name.as_bytes(), b"\n", &[ED25519], key.as_bytes()].concat();
        let [a, b, c, d, ..] = sha256(&material);
        Ok(Self { name: name.to_owned(), key_id: [a, b, c, d], key })
    }

    /// The name checked for: a ledger's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Checks that this key signed the note.
    pub fn verify(&self, note: &Note) -> Result<(), SignatureError> {
        let mine = note
            .signatures()
            .iter()
            .find(|signature| signature.name == self.name && signature.key_id == self.key_id)
            .ok_or_else(|| SignatureError::NotSigned(self.name.clone()))?;
        let broken = |_| SignatureError::Broken(self.name.clone());
        let signature = ed25519_dalek::Signature::from_slice(&mine.bytes).map_err(broken)?;
        self.key.verify_strict(note.text().as_bytes(), &signature).map_err(broken)
    }

    /// Reads a signed checkpoint of this key's log.
    pub fn open_checkpoint(&self, bytes: &[u8]) -> Result<VerifiedCheckpoint, SignatureError> {
        let note = Note::from_bytes(bytes)?;
        self.verify(&note)?;
        let checkpoint = Checkpoint::from_text(note.text())?;
        if checkpoint.origin == self.name {
            Ok(VerifiedCheckpoint(checkpoint))
        } else {
            Err(SignatureError::Origin { found: checkpoint.origin, wanted: self.name.clone() })
        }
    }
}

impl fmt::Display for NoteVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = [&[ED25519], &self.key.as_bytes()[..]].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.key_id), STANDARD.encode(material))
    }
}

impl FromStr for NoteVerifier {
    type Err = KeyTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, key_id, material) = parts(text)?;
        let key = VerifyingKey::from_bytes(&material).map_err(|_| KeyTextError::Algorithm)?;
        let verifier = Self::new(name, key)?;
        if verifier.key_id == key_id { Ok(verifier) } else { Err(KeyTextError::Id) }
    }
}

/// Takes `name+id+base64` apart.
fn parts(text: &str) -> Result<(&str, [u8; 4], [u8; 32]), KeyTextError> {
    let (name, rest) = text.split_once('+').ok_or(KeyTextError::Form)?;
    let (id, base64) = rest.split_once('+').ok_or(KeyTextError::Form)?;
    let mut key_id = [0; 4];
    hex::decode_to_slice(id, &mut key_id).map_err(|_| KeyTextError::Form)?;
    if hex::encode(key_id) != id {
        return Err(KeyTextError::Form);
    }
    let material = Zeroizing::new(STANDARD.decode(base64).map_err(|_| KeyTextError::Form)?);
    match material.split_first() {
        Some((&ED25519, key)) => {
            Ok((name, key_id, key.try_into().map_err(|_| KeyTextError::Algorithm)?))
        }
        _ => Err(KeyTextError::Algorithm),
    }
}

#[cfg(test)]
mod tests;
