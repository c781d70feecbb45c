//! Which processes of this machine are alive, told by locks that the operating
//! system takes back when a process ends, however it ends.
//!
//! The lease in the database decides among machines. Among the processes of one
//! machine the lock decides first, so that after a crash the next process need
//! not wait for the lease of the dead one: both stand under the machine's name.
//! Two machines never do, though they may be called the same.
//!
//! A database that is itself a file of this machine has no other machines. There
//! the lock alone decides, for as long as its process lives, and no lease has to
//! be renewed while a long transaction holds the one writer.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::journal::SEGMENTS;

/// How far those stand apart who share the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All are processes of this machine, whatever name it goes by: containers
    /// that share a folder have names of their own.
    OneMachine,
    /// There may be other machines.
    ManyMachines,
}

/// What a process stands for election with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidacy {
    /// The name on the lease.
    pub holder: String,
    /// Whether a lock already keeps out everybody else there could be.
    pub alone: bool,
}

/// The holder's name where there is one machine only.
const THE_MACHINE: &str = "this-machine";

/// This process, as others see it.
#[derive(Debug)]
pub(crate) struct Presence {
    folder: PathBuf,
    reach: Reach,
    /// The machine's name, in the names of its processes.
    host: String,
    process: String,
    /// Locked for as long as this process lives.
    _alive: File,
    /// Locked once this process stands for election.
    candidacy: Option<File>,
}

impl Presence {
    /// Makes this process known. `random` tells it from every other.
    pub(crate) fn announce(folder: &Path, random: &str, reach: Reach) -> io::Result<Self> {
        let host = host_name();
        let process = format!("{host}-{random}");
        std::fs::create_dir_all(folder.join(SEGMENTS))?;
        let alive = open(&lock_path(folder, &process))?;
        // A file system without locks only means that segments of dead processes
        // stay where they are.
        alive.try_lock().ok();
        let folder = folder.to_owned();
        Ok(Self { folder, reach, host, process, _alive: alive, candidacy: None })
    }

    /// The process's name.
    pub(crate) fn process(&self) -> &str {
        &self.process
    }

    /// What to stand for election with, unless another process of this machine
    /// stands already.
    pub(crate) fn candidate(&mut self) -> Option<Candidacy> {
        let alone = self.reach == Reach::OneMachine;
        if self.candidacy.is_none() {
            let name = if alone {
                "sequencer.lock".to_owned()
            } else {
                format!("sequencer-{}.lock", self.host)
            };
            let file = open(&self.folder.join(name)).ok()?;
            match file.try_lock() {
                Ok(()) => self.candidacy = Some(file),
                Err(TryLockError::WouldBlock) => return None,
                // Without locks the lease decides alone, so each process needs a
                // name of its own.
                Err(TryLockError::Error(_)) => {
                    return Some(Candidacy { holder: self.process.clone(), alone: false });
                }
            }
        }
        let holder = if alone { THE_MACHINE.to_owned() } else { machine() };
        Some(Candidacy { holder, alone })
    }

    /// Whether nobody writes to a segment any more: its process has begun a later
    /// one, or was of this machine and is gone.
    pub(crate) fn is_abandoned(&self, segment: &str, all: &[String]) -> bool {
        let Some((process, _)) = segment.split_once('.') else { return false };
        let begun_later = |other: &String| {
            other.as_str() > segment && other.split_once('.').is_some_and(|(p, _)| p == process)
        };
        if all.iter().any(begun_later) {
            return true;
        }
        let here = process.strip_prefix(&self.host).is_some_and(|rest| rest.starts_with('-'));
        if !here || process == self.process {
            return false;
        }
        let path = lock_path(&self.folder, process);
        match File::open(&path) {
            Ok(file) if file.try_lock().is_ok() => {
                std::fs::remove_file(&path).ok();
                true
            }
            Ok(_) => false,
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        std::fs::remove_file(lock_path(&self.folder, &self.process)).ok();
    }
}

fn lock_path(folder: &Path, process: &str) -> PathBuf {
    folder.join(SEGMENTS).join(format!("{process}.lock"))
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}

/// What no other machine stands under: its name, which may be given twice, and the
/// number its kernel made up when it started.
fn machine() -> String {
    let started = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    format!("{}.{}", host_name(), started.trim())
}

/// The machine's name, in letters, digits and hyphens.
fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_| std::env::var("HOSTNAME"))
        .or_else(|_| std::env::var("COMPUTERNAME"))
        .unwrap_or_default();
    let name: String = name
        .trim()
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' })
        .collect();
    if name.is_empty() { "host".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_of_a_machine_stands_for_election_until_it_is_gone() {
        for (reach, holder) in
            [(Reach::ManyMachines, machine()), (Reach::OneMachine, THE_MACHINE.to_owned())]
        {
            let folder = tempfile::tempdir().unwrap();
            let mut first = Presence::announce(folder.path(), "a", reach).unwrap();
            let mut second = Presence::announce(folder.path(), "b", reach).unwrap();
            let elected = Some(Candidacy { holder, alone: reach == Reach::OneMachine });
            assert_eq!(first.candidate(), elected);
            assert_eq!(first.candidate(), elected);
            assert_eq!(second.candidate(), None);
            drop(first);
            assert_eq!(second.candidate(), elected);
        }
    }

    #[test]
    fn a_segment_is_abandoned_once_its_process_is_gone_or_has_begun_another() {
        let folder = tempfile::tempdir().unwrap();
        let here = Presence::announce(folder.path(), "a", Reach::ManyMachines).unwrap();
        let other = Presence::announce(folder.path(), "b", Reach::ManyMachines).unwrap();
        let own = format!("{}.000001", here.process());
        let theirs = format!("{}.000000", other.process());
        let later = format!("{}.000001", other.process());
        assert!(!here.is_abandoned(&own, std::slice::from_ref(&own)));
        assert!(!here.is_abandoned(&theirs, std::slice::from_ref(&theirs)));
        assert!(here.is_abandoned(&theirs, &[theirs.clone(), later]));
        assert!(!here.is_abandoned("elsewhere-c.000000", &[]));
        drop(other);
        assert!(here.is_abandoned(&theirs, std::slice::from_ref(&theirs)));
    }
}
