//! The one thread of a process that writes events: it takes whatever waits,
//! writes it with one write and one sync, and acknowledges each.
//!
//! While the process orders the ledger, events go straight to the log and are
//! acknowledged with their index. Otherwise they go to the process's own segment,
//! which the sequencer of another process merges; they are as durable there.
//!
//! **Invariant:** after a failed sync nothing is written any more, and every
//! event is refused. A second sync could succeed without the pages of the first.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    disk::Disk,
    journal::{AppendError, Journal},
    reign::Reign,
};

/// Events in one batch at most. A batch this large is written in a millisecond
/// or two; a larger one would only make the first in it wait.
const BATCH_EVENTS: usize = 4096;
/// Bytes in one batch at most, beyond which no further event joins it.
const BATCH_BYTES: usize = 1 << 20;
/// Events waiting before callers have to wait themselves.
pub(crate) const QUEUE_EVENTS: usize = 16_384;

/// What a thread that met a failing disk leaves for all others to see.
#[derive(Debug, Clone, Default)]
pub(crate) struct Halt(Arc<OnceLock<String>>);

impl Halt {
    /// Stops the ledger in this process for good.
    pub(crate) fn halt(&self, error: &dyn std::error::Error) {
        let mut reason = error.to_string();
        let mut source = error.source();
        while let Some(error) = source {
            reason = format!("{reason}: {error}");
            source = error.source();
        }
        tracing::error!(reason, "the ledger stops: events can no longer be kept safely");
        metrics::gauge!("zt_ledger_halted").set(1.0);
        // The first reason is the one that matters.
        self.0.set(reason).ok();
    }

    /// Why the ledger stopped, if it did.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// Why an event was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The disk is full. Nothing was written; it may be tried again.
    #[error("the ledger's disk is full; free some room and try again")]
    Full,
    /// The disk failed, or the ledger was closed. This process takes no event any more.
    #[error("the ledger has stopped; look into its disk and start the program anew")]
    Stopped,
    /// The event is longer than an entry can be, so no reader could have it back.
    #[error("the event is longer than an entry of the ledger can be")]
    TooLong,
    /// This process no longer orders the ledger, and the event was for the log only.
    #[error("another process orders the ledger now")]
    NotLeading,
}

/// Where an event may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Road {
    /// The log, or else the process's own segment.
    Either,
    /// The log only: the event is durable elsewhere and will be tried again.
    LogOnly,
}

pub(crate) struct Item {
    pub leaf: Vec<u8>,
    pub road: Road,
    /// Told the event's index, if it has one yet.
    pub reply: oneshot::Sender<Result<Option<u64>, Refused>>,
}

pub(crate) enum Command {
    Append(Item),
    /// From now on, write to the log.
    Lead(Box<Journal>, Arc<Reign>),
}

/// What the thread holds.
pub(crate) struct Writer {
    disk: Arc<dyn Disk>,
    halt: Halt,
    /// The name of this process, under which its segments lie.
    process: String,
    segments_begun: u32,
    log: Option<(Box<Journal>, Arc<Reign>)>,
    segment: Option<Journal>,
}

/// How the name of a segment ends whose events may stand in the log already.
pub(crate) const REPEATED: &str = ".again";

impl Writer {
    pub(crate) fn new(disk: Arc<dyn Disk>, halt: Halt, process: String) -> Self {
        Self { disk, halt, process, segments_begun: 0, log: None, segment: None }
    }

    /// Works until every sender is gone.
    pub(crate) fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        let mut batch = Vec::new();
        while let Some(command) = commands.blocking_recv() {
            let mut bytes = 0;
            let mut next = Some(command);
            while let Some(command) = next.take() {
                match command {
                    Command::Append(item) => {
                        bytes += item.leaf.len();
                        batch.push(item);
                    }
                    Command::Lead(journal, reign) => {
                        self.write(std::mem::take(&mut batch));
                        self.log = Some((journal, reign));
                    }
                }
                if batch.len() < BATCH_EVENTS && bytes < BATCH_BYTES {
                    next = commands.try_recv().ok();
                }
            }
            self.write(std::mem::take(&mut batch));
        }
    }

    fn write(&mut self, batch: Vec<Item>) {
        if batch.is_empty() {
            return;
        }
        if self.halt.reason().is_some() {
            return refuse(batch, &Refused::Stopped);
        }
        let count = batch.len();
        let began = Instant::now();
        if self.log.as_ref().is_some_and(|(_, reign)| !reign.is_over()) {
            self.write_log(batch);
        } else {
            self.log = None;
            self.write_segment(batch, false);
        }
        metrics::histogram!("zt_ledger_batch_events")
            .record(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
        metrics::histogram!("zt_ledger_write_seconds").record(began.elapsed().as_secs_f64());
    }

    fn write_log(&mut self, batch: Vec<Item>) {
        let Some((journal, reign)) = &mut self.log else { return };
        let leaves = batch.iter().map(|item| item.leaf.as_slice());
        match journal.roll().and_then(|()| journal.append(leaves)) {
            Ok(first) if !reign.is_over() => {
                reign.mark_durable(journal.next());
                metrics::counter!("zt_ledger_events_total").increment(batch.len() as u64);
                for (index, item) in (first..).zip(batch) {
                    // Who no longer listens has given up; the event stays.
                    item.reply.send(Ok(Some(index))).ok();
                }
            }
            // The reign ended while the disk worked: another process may have
            // taken the log over without this batch.
            outcome @ (Ok(_) | Err(AppendError::Superseded)) => {
                if outcome.is_err() {
                    reign.lose();
                }
                self.log = None;
                self.write_segment(batch, true);
            }
            Err(error) => self.fail(batch, &error),
        }
    }

    fn write_segment(&mut self, batch: Vec<Item>, repeated: bool) {
        let (batch, log_only): (Vec<_>, Vec<_>) =
            batch.into_iter().partition(|item| item.road == Road::Either);
        refuse(log_only, &Refused::NotLeading);
        if batch.is_empty() {
            return;
        }
        let written = self
            .open_segment(repeated)
            .and_then(|segment| segment.append(batch.iter().map(|item| item.leaf.as_slice())));
        match written {
            Ok(_) => {
                metrics::counter!("zt_ledger_events_total").increment(batch.len() as u64);
                for item in batch {
                    item.reply.send(Ok(None)).ok();
                }
            }
            Err(error) => self.fail(batch, &error),
        }
        if repeated {
            // What comes next is no repetition and goes to a segment of its own.
            self.segment = None;
        }
    }

    fn open_segment(&mut self, repeated: bool) -> Result<&mut Journal, AppendError> {
        let full = self.segment.as_ref().is_some_and(Journal::is_long);
        if full || repeated {
            self.segment = None;
        }
        match &mut self.segment {
            Some(segment) => Ok(segment),
            closed @ None => {
                let mark = if repeated { REPEATED } else { "" };
                let name = format!("{}.{:06}{mark}", self.process, self.segments_begun);
                self.segments_begun += 1;
                Ok(closed.insert(Journal::segment(Arc::clone(&self.disk), &name)?))
            }
        }
    }

    fn fail(&mut self, batch: Vec<Item>, error: &AppendError) {
        match error {
            AppendError::Full(_) => {
                tracing::warn!(events = batch.len(), "the ledger's disk is full");
                refuse(batch, &Refused::Full);
            }
            AppendError::Broken(_) | AppendError::Superseded => {
                self.halt.halt(error);
                refuse(batch, &Refused::Stopped);
            }
        }
    }
}

fn refuse(batch: Vec<Item>, reason: &Refused) {
    for item in batch {
        item.reply.send(Err(reason.clone())).ok();
    }
}
