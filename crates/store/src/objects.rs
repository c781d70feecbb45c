//! Object files: immutable bytes under a key, in a folder.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tempfile::NamedTempFile;

use crate::StoreError;

/// Where objects are written before they have a key. Begins with a dot, which
/// no key may, so a half-written object is never listed or opened.
const UNFINISHED: &str = ".unfinished";

/// A key's whole length; with the folder's own path it stays below the 4,096
/// bytes Linux allows.
const KEY_BYTES_MAX: usize = 1024;

/// One name of a key; file systems allow 255 bytes.
const NAME_BYTES_MAX: usize = 255;

/// A folder of objects. Cloning shares it.
///
/// **Invariant:** an object is there whole or not at all: its bytes are synced
/// before it gets its key, and the folder after. **Invariant:** no object is
/// overwritten; new bytes take a new key.
///
/// Its calls block; from async code run them with `spawn_blocking`.
#[derive(Debug, Clone)]
pub struct Objects {
    folder: Arc<Path>,
}

impl Objects {
    /// The objects in `folder`, which is made if need be.
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let folder = folder.into();
        fs::create_dir_all(folder.join(UNFINISHED))?;
        Ok(Self { folder: folder.into() })
    }

    /// Begins an object. Without [`ObjectWriter::commit`] it leaves no trace.
    pub fn writer(&self) -> Result<ObjectWriter, StoreError> {
        let file = NamedTempFile::new_in(self.folder.join(UNFINISHED))?;
        Ok(ObjectWriter { file, folder: Arc::clone(&self.folder) })
    }

    /// Opens an object for reading.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when there is none, [`StoreError::Key`] for a bad key.
    pub fn open(&self, key: &str) -> Result<File, StoreError> {
        Ok(File::open(self.path(key)?)?)
    }

    /// Where an object's file is, for readers that want a path.
    pub fn path(&self, key: &str) -> Result<PathBuf, StoreError> {
        check_key(key)?;
        Ok(self.folder.join(key))
    }

    /// An object's size in bytes.
    pub fn size_bytes(&self, key: &str) -> Result<u64, StoreError> {
        Ok(fs::metadata(self.path(key)?)?.len())
    }

    /// Destroys an object. That it is already gone is no error, so that a
    /// destruction cut short can be done again.
    pub fn delete(&self, key: &str) -> Result<(), StoreError> {
        let path = self.path(key)?;
        match fs::remove_file(&path) {
            Ok(()) => sync_parent(&path).map_err(StoreError::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The keys that begin with `prefix`, in order.
    pub fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut keys = Vec::new();
        list_into(&self.folder, "", prefix, &mut keys)?;
        keys.sort_unstable();
        Ok(keys)
    }

    /// Removes what writers of dead processes left behind: unfinished objects last
    /// written to longer ago than `age`, which is to be longer than any writer rests.
    pub fn sweep(&self, age: Duration) -> Result<usize, StoreError> {
        let mut swept = 0;
        for entry in fs::read_dir(self.folder.join(UNFINISHED))? {
            let path = entry?.path();
            // A file finished meanwhile is no longer there.
            let written = fs::metadata(&path).and_then(|data| data.modified()).ok();
            if written.and_then(|at| at.elapsed().ok()).is_some_and(|since| since >= age) {
                match fs::remove_file(&path) {
                    Ok(()) => swept += 1,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(swept)
    }
}

/// An object being written.
#[derive(Debug)]
#[must_use = "an object without a commit leaves no trace"]
pub struct ObjectWriter {
    file: NamedTempFile,
    folder: Arc<Path>,
}

impl ObjectWriter {
    /// Gives the bytes their key; durable when it returns.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] when the key is taken, [`StoreError::DiskFull`]
    /// when the bytes do not fit. Whatever the error, no object is left.
    pub fn commit(mut self, key: &str) -> Result<(), StoreError> {
        check_key(key)?;
        self.file.flush()?;
        self.file.as_file().sync_all()?;
        let path = self.folder.join(key);
        if let Some(parent) = path.parent() {
            create_synced(&self.folder, parent)?;
        }
        self.file.persist_noclobber(&path).map_err(|refused| refused.error)?;
        sync_parent(&path)?;
        Ok(())
    }

    /// Where the unfinished file is, for readers of what will never be finished.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// The unfinished file, for libraries that want to seek or to own a handle.
    pub fn as_file(&self) -> &File {
        self.file.as_file()
    }
}

impl Write for ObjectWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A key is names of letters, digits, `-`, `_` and `.` joined by `/`; no name
/// begins with a dot, so `..` and hidden files are out, and no key leaves the folder.
fn check_key(key: &str) -> Result<(), StoreError> {
    let good = |name: &str| {
        !name.is_empty()
            && name.len() <= NAME_BYTES_MAX
            && !name.starts_with('.')
            && name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.'))
    };
    if key.len() <= KEY_BYTES_MAX && key.split('/').all(good) {
        Ok(())
    } else {
        Err(StoreError::Key { key: key.to_owned() })
    }
}

/// Makes `folder` and its missing ancestors below `root`, each recorded in its
/// own parent before anything relies on it.
fn create_synced(root: &Path, folder: &Path) -> io::Result<()> {
    if folder == root || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        create_synced(root, parent)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_parent(folder)
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

fn list_into(folder: &Path, at: &str, prefix: &str, keys: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let key = if at.is_empty() { name } else { format!("{at}/{name}") };
        if entry.file_type()?.is_dir() {
            // Only a folder on the way to the prefix, or below it, can hold a match.
            if key.starts_with(prefix) || prefix.starts_with(&format!("{key}/")) {
                list_into(&entry.path(), &key, prefix, keys)?;
            }
        } else if key.starts_with(prefix) {
            keys.push(key);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn objects() -> (tempfile::TempDir, Objects) {
        let folder = tempfile::tempdir().unwrap();
        let objects = Objects::at(folder.path().join("objects")).unwrap();
        (folder, objects)
    }

    fn put(objects: &Objects, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let mut writer = objects.writer().unwrap();
        writer.write_all(bytes).unwrap();
        writer.commit(key)
    }

    #[test]
    fn an_object_reads_back_as_it_was_written() {
        let (_folder, objects) = objects();
        put(&objects, "datasets/7/1.parquet", b"rows").unwrap();
        let mut bytes = Vec::new();
        objects.open("datasets/7/1.parquet").unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"rows");
        assert_eq!(objects.size_bytes("datasets/7/1.parquet").unwrap(), 4);
    }

    #[test]
    fn an_object_is_never_overwritten() {
        let (_folder, objects) = objects();
        put(&objects, "a", b"first").unwrap();
        assert!(matches!(put(&objects, "a", b"second"), Err(StoreError::Conflict)));
        assert_eq!(fs::read(objects.path("a").unwrap()).unwrap(), b"first");
    }

    #[test]
    fn a_writer_that_is_dropped_leaves_no_trace() {
        let (_folder, objects) = objects();
        let mut writer = objects.writer().unwrap();
        writer.write_all(b"half").unwrap();
        drop(writer);
        assert_eq!(objects.list("").unwrap(), Vec::<String>::new());
        assert_eq!(objects.sweep(Duration::ZERO).unwrap(), 0);
    }

    #[test]
    fn what_a_dead_writer_left_is_swept_once_it_is_old_enough() {
        let (folder, objects) = objects();
        fs::write(folder.path().join("objects").join(UNFINISHED).join("left"), b"half").unwrap();
        assert_eq!(objects.sweep(Duration::from_hours(1)).unwrap(), 0);
        assert_eq!(objects.sweep(Duration::ZERO).unwrap(), 1);
    }

    #[test]
    fn no_key_leaves_the_folder() {
        let long = "a".repeat(256);
        for key in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "../a",
            "a/../../b",
            ".hidden",
            "a/.",
            "a\0b",
            "名",
            "a b",
            "a/",
            long.as_str(),
        ] {
            assert!(matches!(check_key(key), Err(StoreError::Key { .. })), "{key:?}");
        }
        assert!(check_key("datasets/7/part-00.parquet").is_ok());
    }

    #[test]
    fn a_listing_holds_the_keys_of_its_prefix_in_order() {
        let (_folder, objects) = objects();
        for key in ["b/2", "b/1", "bc/1", "a"] {
            put(&objects, key, b"").unwrap();
        }
        assert_eq!(objects.list("b/").unwrap(), ["b/1", "b/2"]);
        assert_eq!(objects.list("b").unwrap(), ["b/1", "b/2", "bc/1"]);
        objects.delete("b/1").unwrap();
        objects.delete("b/1").unwrap();
        assert_eq!(objects.list("b/").unwrap(), ["b/2"]);
        assert!(matches!(objects.open("b/1"), Err(StoreError::NotFound)));
    }
}
