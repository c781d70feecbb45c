//! The time during which one process orders the ledger.
//!
//! The lease in the database says who may; this says, inside the process, for
//! how long that is certain. Every party asks it at the last moment: the writer
//! after its sync and before it acknowledges, the publisher before it publishes.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// One process's reign.
#[derive(Debug)]
pub(crate) struct Reign {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    /// Until when it is certain that nobody else holds the lease.
    until: Instant,
    /// The number of the first leaf that is not yet durable.
    durable: u64,
    /// Set once, when the reign is to end.
    stopped: bool,
}

impl Reign {
    /// A reign until `until`, with a log of `durable` leaves.
    pub(crate) fn new(until: Instant, durable: u64) -> Self {
        let state = State { until, durable, stopped: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lease was renewed.
    pub(crate) fn prolong(&self, until: Instant) {
        let mut state = self.state();
        state.until = state.until.max(until);
    }

    /// Whether the reign has ended, or may have.
    pub(crate) fn is_over(&self) -> bool {
        let state = self.state();
        state.stopped || Instant::now() >= state.until
    }

    /// Ends the reign.
    pub(crate) fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }

    /// Tells the publisher that leaves below `durable` are.
    pub(crate) fn mark_durable(&self, durable: u64) {
        self.state().durable = durable;
        self.changed.notify_all();
    }

    /// The number of durable leaves.
    pub(crate) fn durable(&self) -> u64 {
        self.state().durable
    }

    /// Waits until there are more durable leaves than `known`, the reign is
    /// stopped, or `patience` is over.
    pub(crate) fn wait_beyond(&self, known: u64, patience: Duration) {
        let waiting = |state: &mut State| state.durable <= known && !state.stopped;
        drop(self.changed.wait_timeout_while(self.state(), patience, waiting));
    }

    /// Waits until the reign is stopped or `patience` is over; whether it was stopped.
    pub(crate) fn wait_stopped(&self, patience: Duration) -> bool {
        let waiting = |state: &mut State| !state.stopped;
        match self.changed.wait_timeout_while(self.state(), patience, waiting) {
            Ok((state, _)) => state.stopped,
            Err(_) => true,
        }
    }

    /// Whether the reign was ended on purpose, while the lease still held.
    pub(crate) fn ended_in_order(&self) -> bool {
        let state = self.state();
        state.stopped && Instant::now() < state.until
    }
}
