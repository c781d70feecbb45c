//! A real folder.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use zt_crypto::random_bytes;

use super::{Append, Disk};

/// How old a draft is that nobody will rename any more.
const DRAFT_AGE: Duration = Duration::from_hours(1);

/// A folder of the file system, shared or not.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
    /// In the names of this handle's drafts, so that a process that was thought
    /// dead cannot take away the draft of the one that followed it.
    mark: String,
}

impl Folder {
    pub(crate) fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), mark: hex::encode(random_bytes::<4>()) }
    }

    /// Takes away the drafts that processes which were killed have left in a
    /// folder. A draft is renamed within seconds, so one this old is nobody's.
    pub(crate) fn sweep_drafts(&self, folder: &str) {
        let Ok(entries) = fs::read_dir(self.at(folder)) else { return };
        for entry in entries.flatten() {
            let is_draft = entry.path().extension().is_some_and(|extension| extension == "draft");
            let modified = entry.metadata().and_then(|data| data.modified());
            let age = modified.ok().and_then(|at| at.elapsed().ok()).unwrap_or_default();
            if is_draft && age > DRAFT_AGE {
                // That it stays is only room lost.
                fs::remove_file(entry.path()).ok();
            }
        }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a draft beside the path and renames it there.
    fn put(&self, path: &str, bytes: &[u8], durably: bool) -> io::Result<File> {
        let target = self.at(path);
        let folder = target.parent().unwrap_or(&self.root);
        if !folder.exists() {
            create_folder_durably(folder)?;
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let draft = folder.join(format!(".{name}.{}.draft", self.mark));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&draft)?;
        let written =
            file.write_all(bytes).and_then(|()| if durably { file.sync_all() } else { Ok(()) });
        if let Err(error) = written {
            // The draft is of no use, and may be what fills the disk.
            fs::remove_file(&draft).ok();
            return Err(error);
        }
        fs::rename(&draft, &target)?;
        if durably {
            sync_folder(folder)?;
        }
        Ok(file)
    }
}

impl Disk for Folder {
    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<Box<dyn Append>> {
        Ok(Box::new(Appended(self.put(path, bytes, true)?)))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.at(path))
    }

    fn read_from(&self, path: &str, offset: u64, limit: usize) -> io::Result<Vec<u8>> {
        let mut file = File::open(self.at(path))?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(limit as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(path, bytes, false).map(drop)
    }

    fn replace_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(path, bytes, true).map(drop)
    }

    fn sync(&self, paths: &[String]) -> io::Result<()> {
        let mut folders = BTreeSet::new();
        for path in paths {
            let path = self.at(path);
            match File::open(&path) {
                Ok(file) => file.sync_all()?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            }
            folders.extend(path.parent().map(Path::to_owned));
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.at(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        ignore_absent(fs::remove_file(self.at(path)))
    }

    fn remove_folder(&self, path: &str) -> io::Result<()> {
        ignore_absent(fs::remove_dir_all(self.at(path)))
    }
}

struct Appended(File);

impl Append for Appended {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)?;
        self.0.seek(SeekFrom::Start(length)).map(drop)
    }
}

fn ignore_absent(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// Makes a folder and those above it, each durable in the one that holds it.
fn create_folder_durably(folder: &Path) -> io::Result<()> {
    let mut missing = Vec::new();
    let mut at = folder;
    while !at.exists() {
        missing.push(at);
        match at.parent() {
            Some(parent) => at = parent,
            None => break,
        }
    }
    fs::create_dir_all(folder)?;
    for made in missing.iter().rev() {
        if let Some(parent) = made.parent() {
            sync_folder(parent)?;
        }
    }
    Ok(())
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draft_of_a_killed_process_goes_and_a_fresh_one_stays() {
        let root = tempfile::tempdir().unwrap();
        let disk = Folder::new(root.path());
        disk.replace("log/a", b"x").unwrap();
        for (name, hours) in [(".b.01.draft", 2), (".c.02.draft", 0), ("d.journal", 2)] {
            let file = File::create(root.path().join("log").join(name)).unwrap();
            let made = file.metadata().unwrap().modified().unwrap();
            file.set_modified(made - Duration::from_hours(hours)).unwrap();
        }
        disk.sweep_drafts("log");
        disk.sweep_drafts("absent");
        let left = |name| root.path().join("log").join(name).exists();
        assert!(!left(".b.01.draft") && left(".c.02.draft") && left("d.journal") && left("a"));
    }

    #[test]
    fn a_file_is_replaced_whole_and_appended_to_after_its_first_bytes() {
        let root = tempfile::tempdir().unwrap();
        let disk = Folder::new(root.path());
        let mut file = disk.create("log/a", b"head").unwrap();
        file.append(b"tail").unwrap();
        file.sync().unwrap();
        file.truncate(6).unwrap();
        file.append(b"!").unwrap();
        assert_eq!(disk.read("log/a").unwrap(), b"headta!");
        assert_eq!(disk.read_from("log/a", 4, 2).unwrap(), b"ta");
        disk.replace("log/b", b"x").unwrap();
        assert_eq!(disk.list("log").unwrap(), ["a", "b"]);
        disk.sync(&["log/b".to_owned(), "log/absent".to_owned()]).unwrap();
        disk.remove("log/b").unwrap();
        disk.remove("log/b").unwrap();
        disk.remove_folder("log").unwrap();
        assert_eq!(disk.list("log").unwrap(), [""; 0]);
    }
}
