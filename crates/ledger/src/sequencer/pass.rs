//! One pass of the sequencer: outbox and segments into the log, published
//! entries into the index.

use std::sync::Arc;

use tokio::sync::oneshot;
use zt_store::{EventId, Lease, Leases, Outbox, Pending, StoreError};

use super::{PASS_EVENTS, Sequencer, Setback, blocking};
use crate::{
    Leaf,
    event::LEAF_MAX_BYTES,
    index,
    journal::{self, JournalError, Reader},
    writer::{Command, Item, REPEATED, Refused, Road},
};

impl Sequencer {
    /// Moves waiting events of committed transactions into the log.
    pub(super) async fn drain_outbox(&mut self, lease: &Lease) -> Result<usize, Setback> {
        let waiting = Outbox::read(&self.db, PASS_EVENTS).await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let ids: Vec<EventId> = waiting.iter().map(|pending| pending.id).collect();
        let leaves: Vec<Vec<u8>> =
            waiting.into_iter().map(|Pending { payload, .. }| payload).collect();
        // No event is made this long, but the table is open to others: a leaf
        // that can't be read back must not get among those that can.
        if leaves.iter().any(|leaf| leaf.len() > LEAF_MAX_BYTES) {
            return Err(Refused::TooLong.into());
        }
        self.append(leaves).await?;
        self.take_out(lease, &ids).await?;
        Ok(ids.len())
    }

    pub(super) async fn take_out(&self, lease: &Lease, ids: &[EventId]) -> Result<(), Setback> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        Leases::fence(&mut tx, lease).await?;
        Outbox::delete(&mut tx, ids).await?;
        Ok(tx.commit_maintenance().await?)
    }

    /// Appends to the log and waits until all is durable.
    async fn append(&self, leaves: Vec<Vec<u8>>) -> Result<(), Setback> {
        let mut replies = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            let (reply, answer) = oneshot::channel();
            let item = Item { leaf, road: Road::LogOnly, reply };
            self.commands.send(Command::Append(item)).await.map_err(|_| Refused::Stopped)?;
            replies.push(answer);
        }
        for reply in replies {
            reply.await.map_err(|_| Refused::Stopped)??;
        }
        Ok(())
    }

    /// Merges what the segments hold beyond their marks.
    pub(super) async fn drain_segments(
        &mut self,
        lease: &Lease,
        check: bool,
    ) -> Result<usize, Setback> {
        let mut moved = 0;
        let disk = Arc::clone(&self.disk);
        let names = blocking(move || Ok(journal::segments(&*disk)?)).await?;
        for name in names.clone() {
            let mark = index::merged(&self.db, &name).await?;
            let mut reader = Reader::segment(Arc::clone(&self.disk), &name, mark);
            let (reader, mut leaves) = blocking(move || {
                let leaves = reader.read_available()?;
                Ok((reader, leaves))
            })
            .await?;
            if leaves.is_empty() {
                if self.presence.is_abandoned(&name, &names) {
                    self.clear_segment(lease, &name, mark).await?;
                }
                continue;
            }
            moved += leaves.len();
            if check || name.ends_with(REPEATED) {
                leaves = self.not_yet_indexed(leaves).await?;
            }
            self.append(leaves).await?;
            let mut tx = self.db.begin().await?;
            Leases::fence(&mut tx, lease).await?;
            index::set_merged(&mut tx, &name, reader.next()).await?;
            tx.commit_maintenance().await?;
        }
        Ok(moved)
    }

    async fn not_yet_indexed(&self, leaves: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut fresh = Vec::new();
        for leaf in leaves {
            let known = match Leaf::from_bytes(&leaf) {
                Ok(event) => index::position(&self.db, &event.id).await?.is_some(),
                Err(_) => false,
            };
            if !known {
                fresh.push(leaf);
            }
        }
        Ok(fresh)
    }

    /// Removes a segment that is merged and that nobody writes any more.
    async fn clear_segment(&self, lease: &Lease, name: &str, mark: u64) -> Result<(), Setback> {
        // Its process may have written and died since it was read.
        let mut reader = Reader::segment(Arc::clone(&self.disk), name, mark);
        if !reader.read_available()?.is_empty() {
            return Ok(());
        }
        let path = journal::segment_path(name);
        self.disk
            .remove(&path)
            .map_err(|source| JournalError::Disk { path: path.clone(), source })?;
        let mut tx = self.db.begin().await?;
        Leases::fence(&mut tx, lease).await?;
        index::forget_segment(&mut tx, name).await?;
        Ok(tx.commit_maintenance().await?)
    }

    /// Indexes the next entries that are published; how many.
    pub(super) async fn index(&mut self, lease: &Lease) -> Result<usize, Setback> {
        let from = *self.indexed.borrow();
        let published = *self.published.borrow();
        let to = published.min(from + u64::from(PASS_EVENTS));
        if from >= to {
            return Ok(0);
        }
        let leaves = self.reader.leaves(from..to).await?;
        let mut entries = Vec::with_capacity(leaves.len());
        for (index, bytes) in (from..).zip(&leaves) {
            match Leaf::from_bytes(bytes) {
                Ok(leaf) => entries.push((index, leaf)),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(index, error, "an entry is no event");
                }
            }
        }
        let mut tx = self.db.begin().await?;
        Leases::fence(&mut tx, lease).await?;
        index::add(&mut tx, &entries).await?;
        index::set_indexed(&mut tx, to).await?;
        tx.commit_maintenance().await?;
        self.indexed.send_replace(to);
        Ok(leaves.len())
    }
}
