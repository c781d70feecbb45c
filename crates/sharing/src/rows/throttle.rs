//! How often an address may read open rows without signing in.
//!
//! Each address has a bucket of readings that fills again with time. The buckets are
//! this process's own: with several processes an address has as many.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::SharingConfig;

/// Buckets held. Full ones are forgotten when there are more, since they tell nothing;
/// should that not be enough, all are, because memory must not grow with addresses.
const BUCKETS_MAX: usize = 16_384;

/// The buckets of all addresses.
#[derive(Debug)]
pub(crate) struct Throttle {
    /// How long one reading takes to come back.
    each: SignedDuration,
    burst: i32,
    /// When each address's bucket will be full again.
    full_at: Mutex<HashMap<Option<IpAddr>, Timestamp>>,
}

impl Throttle {
    pub(crate) fn new(config: &SharingConfig) -> Self {
        let minute = SignedDuration::from_mins(1).as_nanos();
        let each = minute / i128::from(config.open_readings_per_minute.get());
        Self {
            each: SignedDuration::from_nanos(i64::try_from(each).unwrap_or(i64::MAX)),
            burst: i32::try_from(config.open_readings_burst.get()).unwrap_or(i32::MAX),
            full_at: Mutex::default(),
        }
    }

    /// Takes one reading of `address`; requests of which none is known share a bucket.
    ///
    /// # Errors
    ///
    /// The whole seconds until there is one, if there is none.
    pub(crate) fn take(&self, address: Option<IpAddr>, now: Timestamp) -> Result<(), u64> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= BUCKETS_MAX {
            full_at.retain(|_, at| *at > now);
            if full_at.len() >= BUCKETS_MAX {
                full_at.clear();
            }
        }
        let at = full_at.entry(address.map(network)).or_insert(now);
        let taken = (*at).max(now).saturating_add(self.each).unwrap_or(Timestamp::MAX);
        let over = taken.duration_since(now) - self.each * self.burst;
        if over.is_positive() {
            let seconds = u64::try_from(over.as_secs()).unwrap_or_default();
            return Err(seconds + u64::from(over.subsec_nanos() > 0));
        }
        *at = taken;
        Ok(())
    }
}

/// What one party holds: an address of the old kind, or the 64 bits of a network of
/// the new, within which it may take any address it likes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        old @ IpAddr::V4(_) => old,
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn throttle(per_minute: u32, burst: u32) -> Throttle {
        let number = |number| NonZeroU32::new(number).unwrap();
        Throttle::new(&SharingConfig {
            open_readings_per_minute: number(per_minute),
            open_readings_burst: number(burst),
        })
    }

    fn take(throttle: &Throttle, address: &str, now: Timestamp) -> Result<(), u64> {
        throttle.take(Some(address.parse().unwrap()), now)
    }

    #[test]
    fn an_address_has_its_burst_then_one_reading_each_time_one_comes_back() {
        let throttle = throttle(30, 3);
        let at = |millis| NOW + SignedDuration::from_millis(millis);
        let one = "192.0.2.1";
        for _ in 0..3 {
            assert_eq!(take(&throttle, one, NOW), Ok(()));
        }
        assert_eq!(take(&throttle, one, NOW), Err(2));
        assert_eq!(take(&throttle, one, at(1500)), Err(1));
        assert_eq!(take(&throttle, one, at(2000)), Ok(()));
        assert_eq!(take(&throttle, one, at(2000)), Err(2));
        assert_eq!(take(&throttle, "192.0.2.2", at(2000)), Ok(()), "another's is its own");
        assert_eq!(throttle.take(None, at(2000)), Ok(()));
        for _ in 0..3 {
            assert_eq!(take(&throttle, one, at(600_000)), Ok(()), "no more than the burst");
        }
        assert_eq!(take(&throttle, one, at(600_000)), Err(2));
    }

    #[test]
    fn the_addresses_of_one_network_share_a_bucket() {
        let throttle = throttle(1, 1);
        assert_eq!(take(&throttle, "2001:db8::1", NOW), Ok(()));
        assert_eq!(take(&throttle, "2001:db8::ffff:2", NOW), Err(60));
        assert_eq!(take(&throttle, "2001:db8:0:1::1", NOW), Ok(()));
        assert_eq!(take(&throttle, "192.0.2.1", NOW), Ok(()));
        assert_eq!(take(&throttle, "::ffff:192.0.2.1", NOW), Err(60));
    }

    #[test]
    fn many_addresses_do_not_fill_the_memory() {
        let throttle = throttle(1, 1);
        for number in 0..u32::try_from(BUCKETS_MAX).unwrap() + 5 {
            let address = IpAddr::from(number.to_be_bytes());
            assert_eq!(throttle.take(Some(address), NOW), Ok(()));
        }
        assert!(throttle.full_at.lock().unwrap().len() <= BUCKETS_MAX);
    }
}
