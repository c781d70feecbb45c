//! The lease on ordering the ledger: taking it, and keeping it for a reign.

use std::{
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use tokio::runtime::{Builder, Runtime};
use zt_kernel::{Clock as _, SystemClock};
use zt_store::{Db, Lease, Leases, StoreError};

use crate::reign::Reign;

/// The lease's name in the database.
const LEASE: &str = "ledger-sequencer";

/// The times of a lease.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LeaseTimes {
    /// How long it is good for in the database.
    whole: Duration,
    /// How long the holder itself relies on it. The rest is for clocks of several
    /// machines that differ.
    relied_on: Duration,
    /// How often it is renewed.
    renew_every: Duration,
    /// How long one renewal may take before it is begun anew: there is time for
    /// three while the lease is relied on.
    patience: Duration,
}

impl LeaseTimes {
    pub(crate) fn of(whole: Duration) -> Self {
        let (relied_on, renew_every) = (whole * 3 / 4, whole / 10);
        Self { whole, relied_on, renew_every, patience: whole / 5 }
    }
}

/// Takes or renews the lease; until when it is relied on.
pub(super) async fn acquire(
    leases: &Leases,
    holder: &str,
    times: LeaseTimes,
) -> Result<Option<(Lease, Instant)>, StoreError> {
    // Taken before the question is asked: the database's answer is at least as late.
    let until = Instant::now() + times.relied_on;
    let whole = SignedDuration::try_from(times.whole).unwrap_or(SignedDuration::MAX);
    let lease = leases.acquire(LEASE, holder, SystemClock.now(), whole).await?;
    Ok(lease.map(|lease| (lease, until)))
}

/// Renews the lease for as long as the reign lasts, on a thread, a runtime and a
/// connection of its own: neither work that keeps the platform's threads busy nor
/// a queue for its connections may end a reign.
pub(super) fn heartbeat(
    db: &Db,
    lease: &Lease,
    times: LeaseTimes,
    reign: &Arc<Reign>,
) -> Option<JoinHandle<()>> {
    let (db, lease, reign) = (db.clone(), lease.clone(), Arc::clone(reign));
    let beating = move || {
        // Without renewals the reign runs out by itself.
        let Ok(runtime) = Builder::new_current_thread().enable_all().build() else { return };
        let _within = runtime.enter();
        let db = db.apart();
        renew(&runtime, &Leases::new(db.clone()), &lease, times, &reign);
        runtime.block_on(tokio::time::timeout(times.patience, db.close())).ok();
    };
    std::thread::Builder::new().name("ledger-lease".to_owned()).spawn(beating).ok()
}

/// A renewal that fails does nothing: the reign then runs out by itself.
fn renew(runtime: &Runtime, leases: &Leases, lease: &Lease, times: LeaseTimes, reign: &Reign) {
    while !reign.wait_stopped(times.renew_every) && !reign.is_over() {
        let renewal = tokio::time::timeout(times.patience, acquire(leases, &lease.holder, times));
        match runtime.block_on(renewal) {
            // Another epoch: the lease had run out, and who knows what was in between.
            Ok(Ok(Some((renewed, until)))) if renewed.epoch == lease.epoch => {
                if !reign.prolong(until) {
                    return;
                }
            }
            Ok(Ok(_)) => return,
            Ok(Err(error)) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the ledger's lease was not renewed");
            }
            Err(_) => tracing::warn!("the database is slow to renew the ledger's lease"),
        }
    }
}
