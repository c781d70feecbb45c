//! The log and the tiles on a disk that fails and a machine that loses power,
//! checked against what was promised: nothing acknowledged is lost or moved, no
//! checkpoint shrinks or is contradicted.

use std::sync::Arc;

use zt_crypto::NoteKey;
use zt_merkle::{Builder, Hash, decode_entries};

use crate::{
    disk::{Disk, simulated::Simulated},
    journal::{AppendError, Journal, JournalError, Reader},
    publisher::{replayed, settled_size},
    tiles::{Tiles, TilesError, read_tile},
    walk,
};

/// Small, so that a run begins many files.
const FILE_BYTES: u64 = 3000;

/// What has been promised so far.
#[derive(Default)]
struct Promises {
    /// Acknowledged leaves with their indices.
    acknowledged: Vec<(u64, Vec<u8>)>,
    /// Published checkpoints.
    published: Vec<(u64, Hash)>,
    leaves: u64,
}

fn disk(simulated: &Simulated) -> Arc<dyn Disk> {
    Arc::new(simulated.clone())
}

struct Life {
    journal: Journal,
    tiles: Tiles,
    reader: Reader,
}

fn begin(simulated: &Simulated, key: &Arc<NoteKey>) -> Result<Life, TilesError> {
    let settled = settled_size(&disk(simulated), key)?;
    let journal = Journal::take_over(disk(simulated), settled, FILE_BYTES)?;
    let (tiles, reader) = replayed(&disk(simulated), key, journal.next())?;
    Ok(Life { journal, tiles, reader })
}

/// Every entry that is published, as an outside reader gets it.
fn entries(simulated: &Simulated, key: &NoteKey) -> (Vec<Vec<u8>>, Hash) {
    let bytes = simulated.read("checkpoint").unwrap();
    let checkpoint = key.verifier().open_checkpoint(&bytes).unwrap();
    let mut builder = Builder::new();
    let mut entries = Vec::new();
    for bundle in 0..checkpoint.size.div_ceil(256) {
        let kind = zt_merkle::TileKind::Entries;
        let path = zt_merkle::TilePath::in_tree(kind, bundle, checkpoint.size).unwrap();
        let bytes = read_tile(simulated, path).unwrap();
        for entry in decode_entries(&bytes).unwrap() {
            builder.push(entry).unwrap();
            entries.push(entry.to_vec());
        }
    }
    assert_eq!((builder.size(), builder.root()), (checkpoint.size, checkpoint.root));
    (entries, checkpoint.root)
}

impl Promises {
    fn kept(&self, simulated: &Simulated, key: &NoteKey, seed: u64) {
        let (entries, _) = entries(simulated, key);
        for (index, leaf) in &self.acknowledged {
            let found = entries.get(usize::try_from(*index).unwrap());
            assert_eq!(found, Some(leaf), "seed {seed}: entry {index} was acknowledged");
        }
        let mut builder = Builder::new();
        let mut published = self.published.iter().peekable();
        for entry in std::iter::once(None).chain(entries.iter().map(Some)) {
            if let Some(entry) = entry {
                builder.push(entry).unwrap();
            }
            while let Some((_, root)) = published.next_if(|(size, _)| *size == builder.size()) {
                assert_eq!(builder.root(), *root, "seed {seed}: a checkpoint was contradicted");
            }
        }
        assert_eq!(published.next(), None, "seed {seed}: the ledger has shrunk");
    }

    /// Works until the disk breaks or chance ends it.
    fn live(&mut self, simulated: &Simulated, key: &Arc<NoteKey>, mut life: Life) {
        for _ in 0..60 {
            match simulated.pick(20) {
                0 => return,
                1..14 => {
                    let count = 1 + simulated.pick(12);
                    let leaves: Vec<Vec<u8>> = (0..count)
                        .map(|n| {
                            format!("event {} {}", self.leaves + n, "x".repeat(40)).into_bytes()
                        })
                        .collect();
                    self.leaves += count;
                    let appended = life
                        .journal
                        .roll()
                        .and_then(|()| life.journal.append(leaves.iter().map(Vec::as_slice)));
                    match appended {
                        Ok(first) => self.acknowledged.extend((first..).zip(leaves)),
                        Err(AppendError::Full(_)) => {}
                        Err(AppendError::Broken(_) | AppendError::Superseded) => return,
                    }
                }
                choice => match self.publish(&mut life, choice == 19) {
                    Ok(()) => {}
                    Err(error) if error.is_full() => {
                        // As the publisher does: start over from what is settled.
                        match replayed(&disk(simulated), key, life.journal.next()) {
                            Ok((tiles, reader)) => (life.tiles, life.reader) = (tiles, reader),
                            Err(_) => return,
                        }
                    }
                    Err(_) => return,
                },
            }
        }
    }

    fn publish(&mut self, life: &mut Life, settle: bool) -> Result<(), TilesError> {
        while life.reader.next() < life.journal.next() {
            life.tiles.add(&life.reader.read_below(life.journal.next())?)?;
        }
        let size = life.tiles.publish()?;
        self.published.push((size, life.tiles.root()));
        if settle || life.tiles.wants_settling()? {
            life.tiles.settle()?;
        }
        Ok(())
    }
}

fn simulate(seed: u64) -> (usize, u32) {
    let simulated = Simulated::new(seed);
    let key = Arc::new(NoteKey::generate("simulated").unwrap());
    let mut promises = Promises::default();
    for _ in 0..8 {
        simulated.set_faults(true);
        if let Ok(life) = begin(&simulated, &key) {
            promises.live(&simulated, &key, life);
        }
        simulated.set_faults(false);
        if simulated.pick(3) > 0 {
            simulated.lose_power();
        }
        // What comes back must be whole, on a disk that works again.
        let mut life = begin(&simulated, &key).unwrap_or_else(|error| {
            panic!("seed {seed}: no start: {error:?}");
        });
        promises.publish(&mut life, false).unwrap();
        promises.kept(&simulated, &key, seed);
    }
    (promises.acknowledged.len(), simulated.failed_syncs())
}

#[test]
fn nothing_acknowledged_is_lost_on_a_failing_disk() {
    let seeds = std::env::var("ZT_SIMULATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(24);
    let (mut acknowledged, mut failed_syncs) = (0, 0);
    for seed in 1..=seeds {
        let (events, syncs) = simulate(seed);
        acknowledged += events;
        failed_syncs += syncs;
    }
    // A run in which nothing was promised or nothing broke would prove nothing.
    assert!(acknowledged > 1000, "{acknowledged} acknowledged");
    assert!(failed_syncs > 10, "{failed_syncs} failed syncs");
}

/// A ledger of `count` entries in two files of the journal, the first settled.
fn small_ledger(count: u64) -> (Simulated, Arc<NoteKey>) {
    let simulated = Simulated::new(5);
    let key = Arc::new(NoteKey::generate("simulated").unwrap());
    let mut life = begin(&simulated, &key).unwrap();
    let mut promises = Promises::default();
    for index in 0..count {
        let event = crate::AuditEvent::new(
            jiff::Timestamp::UNIX_EPOCH,
            &zt_kernel::Actor::Anonymous,
            "test.happened",
            crate::Object::new("thing", index),
        );
        let mut id = [0; 16];
        id[8..].copy_from_slice(&index.to_be_bytes());
        let leaf = zt_store::Evidence::encode(&event, &zt_store::EventId(id));
        life.journal.roll().unwrap();
        life.journal.append(std::iter::once(leaf.as_slice())).unwrap();
        if index == count / 2 {
            promises.publish(&mut life, true).unwrap();
        }
    }
    promises.publish(&mut life, false).unwrap();
    (simulated, key)
}

#[test]
fn a_walk_names_the_file_of_any_byte_that_was_changed() {
    let (simulated, key) = small_ledger(260);
    let sound = walk::walk(&simulated, key.verifier()).unwrap();
    assert_eq!(sound.size, 260);
    let mut changed = 0;
    for path in simulated.paths() {
        // Partial tiles of smaller trees are no part of this one.
        let stands = ["checkpoint", "tile/0/000", "tile/entries/000"].contains(&path.as_str())
            || path.ends_with(".p/4")
            || path.starts_with("tile/1/000.p/1")
            || path.starts_with("log/");
        if !stands {
            continue;
        }
        let length = simulated.read(&path).unwrap().len();
        for at in (0..length).step_by(if length > 1000 { 197 } else { 3 }) {
            simulated.corrupt(&path, at);
            let Err(fault) = walk::walk(&simulated, key.verifier()) else {
                // The very last frame of the journal may be taken for a write cut
                // short; what it held stands in its bundle.
                assert!(path.starts_with("log/"), "{path} byte {at}");
                simulated.corrupt(&path, at);
                continue;
            };
            let told = fault.to_string();
            let about = path.split(".p").next().unwrap();
            // A changed entry shows where its hash stands, unless it is no event now.
            let entry = path.starts_with("tile/entries/") && told.contains("entr");
            assert!(entry || told.contains(about), "{path} byte {at}: {told}");
            simulated.corrupt(&path, at);
            changed += 1;
        }
    }
    assert!(changed > 300, "{changed}");
}

#[test]
fn damage_in_the_middle_of_the_journal_is_no_torn_tail() {
    let (simulated, key) = small_ledger(20);
    let path = simulated.paths().into_iter().rfind(|path| path.starts_with("log/")).unwrap();
    simulated.corrupt(&path, crate::frame::HEADER_BYTES + 40);
    let refused = begin(&simulated, &key).map(drop);
    let Err(TilesError::Journal(JournalError::Damaged { path: found, offset })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((found, offset), (path, crate::frame::HEADER_BYTES as u64));
}

#[test]
fn a_ledger_whose_journal_was_swept_away_does_not_start_smaller() {
    let (simulated, key) = small_ledger(6);
    for path in simulated.paths() {
        if path.starts_with("log/") {
            simulated.remove(&path).unwrap();
        }
    }
    let mut life = begin(&simulated, &key).unwrap();
    assert!(matches!(life.tiles.publish(), Err(TilesError::Lost { found: 4, published: 6 })));
}

#[test]
fn a_sequencer_thought_dead_cannot_touch_the_log_of_the_next() {
    let simulated = Simulated::new(9);
    let key = Arc::new(NoteKey::generate("simulated").unwrap());
    let mut stale = begin(&simulated, &key).unwrap().journal;
    stale.append([&b"first"[..]].into_iter()).unwrap();
    let mut life = begin(&simulated, &key).unwrap();
    let late = stale.append([&b"too late"[..]].into_iter());
    assert!(matches!(late, Err(AppendError::Superseded)), "it is not acknowledged: {late:?}");
    assert_eq!(life.journal.append([&b"second"[..]].into_iter()).unwrap(), 1);
    Promises::default().publish(&mut life, false).unwrap();
    assert_eq!(entries(&simulated, &key).0, [b"first".to_vec(), b"second".to_vec()]);
}

/// The moment between the claim and the copy: what is appended now, the copy may
/// miss or have.
#[test]
fn a_sequencer_whose_log_is_being_taken_over_acknowledges_nothing() {
    let simulated = Simulated::new(9);
    let key = Arc::new(NoteKey::generate("simulated").unwrap());
    let mut stale = begin(&simulated, &key).unwrap().journal;
    stale.append([&b"first"[..]].into_iter()).unwrap();
    simulated.replace("log/0000000002.claim", &[]).unwrap();
    let late = stale.append([&b"between"[..]].into_iter());
    assert!(matches!(late, Err(AppendError::Superseded)), "{late:?}");
    let mut next = begin(&simulated, &key).unwrap().journal;
    next.append([&b"after"[..]].into_iter()).unwrap();
    let left = simulated.paths();
    assert!(!left.iter().any(|path| path.contains("claim")), "{left:?}");
}

/// Anything longer is refused before: a frame without its leaves would end the
/// ledger for good.
#[test]
fn the_longest_leaf_is_read_back_from_its_frame() {
    let long = vec![b'x'; crate::event::LEAF_MAX_BYTES];
    let bytes = crate::frame::encode(0, [long.as_slice()].into_iter());
    assert_eq!(crate::frame::decode(&bytes).unwrap().leaves, [long]);
}
