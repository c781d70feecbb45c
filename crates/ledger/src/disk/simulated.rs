//! A disk in memory that fails as real ones do, the same way for the same seed.
//!
//! It knows two states of each file: what programs see, and what would be left
//! after a loss of power. Syncing carries the first into the second. After a
//! failed sync the kernel forgets which pages were not written, so a later sync
//! succeeds without them; that is modelled too.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard},
};

use super::{Append, Disk};

#[derive(Clone)]
pub(crate) struct Simulated(Arc<Mutex<State>>);

struct State {
    seen: BTreeMap<String, Vec<u8>>,
    kept: BTreeMap<String, Vec<u8>>,
    /// Bytes that a failed sync lost: from, to.
    lost: BTreeMap<String, Vec<(usize, usize)>>,
    random: u64,
    faults: bool,
    /// Failed syncs so far.
    pub failed_syncs: u32,
}

impl Simulated {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            seen: BTreeMap::new(),
            kept: BTreeMap::new(),
            lost: BTreeMap::new(),
            random: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            faults: false,
            failed_syncs: 0,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Lets operations fail now and then, or no more.
    pub(crate) fn set_faults(&self, faults: bool) {
        self.state().faults = faults;
    }

    pub(crate) fn failed_syncs(&self) -> u32 {
        self.state().failed_syncs
    }

    /// A number below `end`, for the test's own choices.
    pub(crate) fn pick(&self, end: u64) -> u64 {
        self.state().pick(end)
    }

    /// Changes one byte of a file, seen and kept.
    pub(crate) fn corrupt(&self, path: &str, at: usize) {
        let state = &mut *self.state();
        for files in [&mut state.seen, &mut state.kept] {
            if let Some(bytes) = files.get_mut(path) {
                bytes[at] ^= 0x20;
            }
        }
    }

    /// Every file's path.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.state().seen.keys().cloned().collect()
    }

    /// The power goes. What was not synced is there, in part there, or not there.
    pub(crate) fn lose_power(&self) {
        let state = &mut *self.state();
        let seen = std::mem::take(&mut state.seen);
        let mut kept = state.kept.clone();
        for (path, bytes) in seen {
            let old = kept.get(&path);
            if old == Some(&bytes) {
                continue;
            }
            let survivor = match old {
                // Appended to: some of the new bytes, perhaps with a hole.
                Some(old) if bytes.starts_with(old) => {
                    let mut tail = bytes[old.len()..].to_vec();
                    tail.truncate(state.below(tail.len() + 1));
                    if !tail.is_empty() && state.pick(3) == 0 {
                        let (from, to) = (state.below(tail.len()), state.below(tail.len() + 1));
                        tail[from.min(to)..to].fill(0);
                    }
                    Some([&old[..], &tail].concat())
                }
                // Replaced without a sync: either one, or a file without its data.
                old => match state.pick(4) {
                    0 => Some(bytes),
                    1 => Some(Vec::new()),
                    2 => Some(bytes[..state.below(bytes.len() + 1)].to_vec()),
                    _ => old.cloned(),
                },
            };
            match survivor {
                Some(bytes) => kept.insert(path, bytes),
                None => kept.remove(&path),
            };
        }
        // Files removed without a sync of their folder may be back.
        state.kept.clone_from(&kept);
        state.seen = kept;
        state.lost.clear();
    }
}

impl State {
    /// xorshift64*.
    fn pick(&mut self, end: u64) -> u64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        (self.random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % end
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.pick(end as u64)).unwrap()
    }

    fn fails(&mut self, one_in: u64) -> bool {
        self.faults && self.pick(one_in) == 0
    }

    fn full() -> io::Error {
        io::Error::from(io::ErrorKind::StorageFull)
    }

    fn sync(&mut self, path: &str) -> io::Result<()> {
        let Some(seen) = self.seen.get(path).cloned() else { return Ok(()) };
        let kept = self.kept.get(path).map_or(0, Vec::len);
        if self.fails(60) {
            self.failed_syncs += 1;
            self.lost.entry(path.to_owned()).or_default().push((kept.min(seen.len()), seen.len()));
            return Err(io::Error::other("input/output error"));
        }
        let mut written = seen;
        for (from, to) in self.lost.get(path).into_iter().flatten() {
            let to = (*to).min(written.len());
            written[(*from).min(to)..to].fill(0);
        }
        self.kept.insert(path.to_owned(), written);
        Ok(())
    }
}

impl Disk for Simulated {
    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<Box<dyn Append>> {
        self.replace_durably(path, bytes)?;
        Ok(Box::new(Appended { disk: self.clone(), path: path.to_owned() }))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.state().seen.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_from(&self, path: &str, offset: u64, limit: usize) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        let from = usize::try_from(offset).unwrap().min(bytes.len());
        Ok(bytes[from..bytes.len().min(from + limit)].to_vec())
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        if state.fails(80) {
            return Err(State::full());
        }
        state.lost.remove(path);
        state.seen.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn replace_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        if state.fails(80) {
            return Err(State::full());
        }
        if state.fails(80) {
            // The draft was not synced, so the old file stays.
            return Err(io::Error::other("input/output error"));
        }
        state.lost.remove(path);
        state.seen.insert(path.to_owned(), bytes.to_vec());
        state.kept.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn sync(&self, paths: &[String]) -> io::Result<()> {
        let mut state = self.state();
        paths.iter().try_for_each(|path| state.sync(path))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{folder}/");
        let state = self.state();
        let names = state.seen.keys().filter_map(|path| path.strip_prefix(&prefix));
        Ok(names.filter(|name| !name.contains('/')).map(str::to_owned).collect())
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let mut state = self.state();
        state.seen.remove(path);
        // Whether a removal outlives a loss of power is left to chance.
        if state.pick(2) == 0 {
            state.kept.remove(path);
        }
        Ok(())
    }

    fn remove_folder(&self, path: &str) -> io::Result<()> {
        let prefix = format!("{path}/");
        for path in self.paths() {
            if path.starts_with(&prefix) {
                self.remove(&path)?;
            }
        }
        Ok(())
    }
}

struct Appended {
    disk: Simulated,
    path: String,
}

impl Append for Appended {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        let short = state.fails(20).then(|| state.below(bytes.len()));
        let Some(file) = state.seen.get_mut(&self.path) else {
            return Ok(()); // Unlinked, and still open for this one writer.
        };
        if let Some(written) = short {
            file.extend_from_slice(&bytes[..written]);
            return Err(State::full());
        }
        file.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let path = self.path.clone();
        self.disk.state().sync(&path)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        if let Some(file) = self.disk.state().seen.get_mut(&self.path) {
            file.truncate(usize::try_from(length).unwrap());
        }
        Ok(())
    }
}
