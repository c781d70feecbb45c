//! The time during which one process orders the ledger.
//!
//! The lease in the database says who may, or, where the database is a file of
//! this machine, the machine's own lock does; this says, inside the process, for
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
    /// Until when it is certain that nobody else holds the lease; none where a
    /// lock of the machine holds it for as long as the process lives.
    until: Option<Instant>,
    /// The number of the first leaf that is not yet durable.
    durable: u64,
    /// Set once, when the reign is to end.
    stopped: bool,
    /// Set once, when another process was found to have taken the log over.
    lost: bool,
}

impl State {
    fn has_run_out(&self) -> bool {
        self.lost || self.until.is_some_and(|until| Instant::now() >= until)
    }
}

impl Reign {
    /// A reign until `until`, or without an end of its own, with a log of
    /// `durable` leaves.
    pub(crate) fn new(until: Option<Instant>, durable: u64) -> Self {
        let state = State { until, durable, stopped: false, lost: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lease was renewed; whether in time. A reign that has run out stays so:
    /// another process may have led and left since, and the log is no longer ours.
    pub(crate) fn prolong(&self, until: Instant) -> bool {
        let mut state = self.state();
        if state.stopped || state.has_run_out() {
            return false;
        }
        state.until = state.until.map(|before| before.max(until));
        true
    }

    /// Another process has taken the log over.
    pub(crate) fn lose(&self) {
        let mut state = self.state();
        (state.lost, state.stopped) = (true, true);
        drop(state);
        self.changed.notify_all();
    }

    /// Whether the reign has ended, or may have.
    pub(crate) fn is_over(&self) -> bool {
        let state = self.state();
        state.stopped || state.has_run_out()
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
        state.stopped && !state.has_run_out()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reign_that_has_run_out_is_not_revived_by_a_late_renewal() {
        let now = Instant::now();
        let reign = Reign::new(Some(now), 0);
        assert!(reign.is_over());
        assert!(!reign.prolong(now + Duration::from_mins(1)));
        assert!(reign.is_over());
        let reign = Reign::new(Some(now + Duration::from_mins(1)), 0);
        assert!(reign.prolong(now + Duration::from_mins(2)));
        reign.lose();
        assert!(reign.is_over() && !reign.ended_in_order());
        assert!(!reign.prolong(now + Duration::from_mins(3)));
    }

    #[test]
    fn a_reign_under_the_machines_lock_lasts_until_it_is_stopped() {
        let reign = Reign::new(None, 0);
        assert!(!reign.is_over());
        reign.stop();
        assert!(reign.is_over() && reign.ended_in_order());
    }
}
