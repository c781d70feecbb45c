//! What is remembered between two questions, for half a second at most.
//!
//! A question for rows needs the credential, the entry and the grants; asking the
//! database each time would cost more than the rows themselves. Nothing is pushed
//! between processes: whatever is remembered is simply thrown away before it can
//! be too old, so a revocation elsewhere holds here within [`REMEMBERED_FOR`],
//! whether or not any message arrives. A change in this process is seen at once.

use std::{
    collections::HashMap,
    future::Future,
    hash::Hash,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The longest anything is remembered. Revocation must deny within a second
/// everywhere; the other half is left for the database and the network.
pub const REMEMBERED_FOR: Duration = Duration::from_millis(500);

/// Past this many, everything is forgotten rather than sorted through: at 500 ms a
/// life, memory is refilled as fast as it is read.
const HELD_MAX: usize = 10_000;

/// Values by key, each with the moment its loading began.
#[derive(Debug)]
pub struct Remembered<K, V> {
    held: Mutex<HashMap<K, Held<V>>>,
    /// Counts what this process has changed.
    epoch: AtomicU64,
}

#[derive(Debug)]
struct Held<V> {
    value: Arc<V>,
    /// Before the first read of what the value is made of, so that its age is
    /// never underestimated.
    since: Instant,
    epoch: u64,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { held: Mutex::default(), epoch: AtomicU64::new(0) }
    }
}

impl<K: Eq + Hash, V> Remembered<K, V> {
    /// The value of `key` at the moment `since`, loaded unless it is remembered.
    ///
    /// # Errors
    ///
    /// What `load` failed with; a failure is not remembered.
    pub async fn get<E>(
        &self,
        key: K,
        since: Instant,
        load: impl Future<Output = Result<V, E>>,
    ) -> Result<Arc<V>, E> {
        let epoch = self.epoch.load(Ordering::Acquire);
        if let Some(held) = self.lock().get(&key)
            && held.epoch == epoch
            && since.saturating_duration_since(held.since) < REMEMBERED_FOR
        {
            return Ok(Arc::clone(&held.value));
        }
        let value = Arc::new(load.await?);
        let mut held = self.lock();
        if held.len() >= HELD_MAX {
            held.clear();
        }
        // Loaded while something changed, it may be from before the change; its
        // epoch then differs already and it is never given out.
        held.insert(key, Held { value: Arc::clone(&value), since, epoch });
        Ok(value)
    }

    /// Forgets everything. Call it after a commit, before answering.
    pub fn forget(&self) {
        self.epoch.fetch_add(1, Ordering::Release);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Held<V>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    async fn ask(remembered: &Remembered<u8, u32>, at: Instant, answer: u32) -> u32 {
        let load = async { Ok::<_, Infallible>(answer) };
        let Ok(value) = remembered.get(1, at, load).await;
        *value
    }

    #[tokio::test]
    async fn a_value_is_remembered_for_half_a_second_and_no_longer() {
        let remembered = Remembered::default();
        let start = Instant::now();
        let just_before = REMEMBERED_FOR.checked_sub(Duration::from_millis(1)).unwrap();
        assert_eq!(ask(&remembered, start, 1).await, 1);
        assert_eq!(ask(&remembered, start + just_before, 2).await, 1);
        assert_eq!(ask(&remembered, start + REMEMBERED_FOR, 3).await, 3);
    }

    #[tokio::test]
    async fn a_change_here_is_seen_at_once() {
        let remembered = Remembered::default();
        let start = Instant::now();
        assert_eq!(ask(&remembered, start, 1).await, 1);
        remembered.forget();
        assert_eq!(ask(&remembered, start, 2).await, 2);
    }

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_kept_past_it() {
        let remembered = Arc::new(Remembered::<u8, u32>::default());
        let during = Arc::clone(&remembered);
        let start = Instant::now();
        let stale = remembered
            .get(1, start, async move {
                during.forget();
                Ok::<_, Infallible>(1)
            })
            .await;
        assert_eq!(stale.map(|value| *value), Ok(1));
        assert_eq!(ask(&remembered, start, 2).await, 2);
    }

    #[tokio::test]
    async fn age_counts_from_before_loading_however_long_it_takes() {
        let remembered = Remembered::<u8, u32>::default();
        let start = Instant::now();
        assert_eq!(ask(&remembered, start, 1).await, 1);
        // The first question began at `start`; when its loading ended doesn't matter.
        assert_eq!(ask(&remembered, start + REMEMBERED_FOR, 2).await, 2);
    }
}
