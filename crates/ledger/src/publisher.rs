//! The thread that follows the log and publishes: tiles, then the checkpoint.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::watch;
use zt_crypto::NoteKey;

use crate::{
    disk::Disk,
    journal::Reader,
    reign::Reign,
    tiles::{Tiles, TilesError},
    writer::Halt,
};

/// How long to wait for room on a full disk before trying again.
const FULL_DISK_PAUSE: Duration = Duration::from_secs(1);

/// How often the log is looked at for files that can go.
const SETTLE_EVERY: Duration = Duration::from_secs(5);

pub(crate) struct Publisher {
    pub disk: Arc<dyn Disk>,
    pub key: Arc<NoteKey>,
    pub reign: Arc<Reign>,
    /// The least time from one checkpoint to the next.
    pub interval: Duration,
    /// Told the size of each checkpoint.
    pub published: watch::Sender<u64>,
    pub halt: Halt,
}

impl Publisher {
    /// Works until the reign is over.
    pub(crate) fn run(self) {
        loop {
            match self.follow() {
                Ok(()) => return,
                // The log is safe and the tiles can be made from it again, so a
                // full disk only delays them.
                Err(error) if error.is_full() => {
                    tracing::warn!("no room for the ledger's tiles");
                    if self.reign.wait_stopped(FULL_DISK_PAUSE) {
                        return;
                    }
                }
                Err(error) => return self.halt.halt(&error),
            }
        }
    }

    fn follow(&self) -> Result<(), TilesError> {
        let (mut tiles, mut reader) = replayed(&self.disk, &self.key, self.reign.durable())?;
        let mut last = Instant::now();
        self.publish(&mut tiles)?;
        let mut settled = Instant::now();
        loop {
            let published = tiles.size();
            self.reign.wait_beyond(published, Duration::from_millis(500));
            if self.reign.is_over() {
                break;
            }
            let mut grown = false;
            while last.elapsed() < self.interval || !grown {
                let leaves = reader.read_below(self.reign.durable())?;
                if leaves.is_empty() {
                    break;
                }
                tiles.add(&leaves)?;
                grown = true;
            }
            if grown {
                if let Some(rest) = self.interval.checked_sub(last.elapsed()) {
                    // Others arriving meanwhile share the next checkpoint.
                    self.reign.wait_stopped(rest);
                    tiles.add(&reader.read_below(self.reign.durable())?)?;
                }
                if self.reign.is_over() {
                    break;
                }
                self.publish(&mut tiles)?;
                last = Instant::now();
            }
            if settled.elapsed() >= SETTLE_EVERY {
                settled = Instant::now();
                if tiles.wants_settling()? {
                    tiles.settle()?;
                }
            }
        }
        if self.reign.ended_in_order() {
            // An orderly end: leave nothing to replay.
            while reader.next() < self.reign.durable() {
                tiles.add(&reader.read_below(self.reign.durable())?)?;
            }
            self.publish(&mut tiles)?;
            tiles.settle()?;
        }
        Ok(())
    }

    fn publish(&self, tiles: &mut Tiles) -> Result<(), TilesError> {
        let size = tiles.publish()?;
        metrics::gauge!("zt_ledger_published_size").set(approximately(size));
        self.published.send_replace(size);
        Ok(())
    }
}

/// How many leaves are settled: where a log would begin.
pub(crate) fn settled_size(disk: &Arc<dyn Disk>, key: &Arc<NoteKey>) -> Result<u64, TilesError> {
    Ok(Tiles::open(Arc::clone(disk), Arc::clone(key))?.size())
}

/// The tree with the log replayed up to `end`, and the reader where it stopped.
pub(crate) fn replayed(
    disk: &Arc<dyn Disk>,
    key: &Arc<NoteKey>,
    end: u64,
) -> Result<(Tiles, Reader), TilesError> {
    let mut tiles = Tiles::open(Arc::clone(disk), Arc::clone(key))?;
    let mut reader = Reader::log(Arc::clone(disk), tiles.size());
    while reader.next() < end {
        tiles.add(&reader.read_below(end)?)?;
    }
    Ok((tiles, reader))
}

#[expect(clippy::cast_precision_loss, reason = "a gauge is for looking at, not for counting")]
pub(crate) fn approximately(number: u64) -> f64 {
    number as f64
}
