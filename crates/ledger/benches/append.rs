//! How many events become durable in a second, and how long one waits.
//!
//! ```text
//! cargo bench -p zt-ledger --bench append [-- seconds [folder]]
//! ```
//!
//! Three figures, each on a fresh ledger with SQLite behind it: events per second
//! with 4,096 callers at once, which is what batching is for; the wait of one
//! caller alone; and the waits at a steady 10,000 events per second, arriving
//! whether earlier ones are done or not. The folder should lie on the disk one
//! asks about: a folder in memory syncs for nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops if it can't go on"
)]

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use zt_kernel::{AccountId, Actor, AgencyId, Clock as _, Role, SystemClock};
use zt_ledger::{AuditEvent, DecisionRecord, Ledger, LedgerConfig, Object, Outcome};
use zt_store::Db;

/// Callers in the first measurement.
const CALLERS: usize = 4096;

/// The pace of the third.
const PACE_PER_SECOND: u32 = 10_000;

/// An event as the rows API records one: about 480 bytes.
fn event(number: u64) -> AuditEvent {
    let actor =
        Actor::Account { id: AccountId(1204), agency: AgencyId(37), roles: vec![Role::Officer] };
    AuditEvent::new(SystemClock.now(), &actor, "lake.rows.read", Object::new("dataset", 512))
        .also(Object::new("grant", number % 1000))
        .decision(DecisionRecord {
            policy: "5f2c9b1e8d7a4460".to_owned(),
            rules: vec!["grantee-reads-granted-items".to_owned()],
            outcome: Outcome::Allow,
            inputs: serde_json::json!({"grade": 2, "mode": "service", "agency": 37}),
        })
        .detail("rows", 100)
        .detail("columns", serde_json::json!(["name", "code", "district"]))
}

async fn fresh(folder: &std::path::Path) -> Ledger {
    let url = format!("sqlite://{}", folder.join("bench.db").display());
    let db = Db::open(&url).await.unwrap();
    db.migrate(&[zt_ledger::MIGRATIONS]).await.unwrap();
    let ledger =
        Ledger::open(LedgerConfig::in_data_folder(folder, "bench.example/ledger"), db).unwrap();
    // Until the process leads, events would go to its segment.
    while ledger.append(&event(0)).await.unwrap().index.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    ledger
}

async fn saturated(ledger: &Ledger, time: Duration) -> f64 {
    let began = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..CALLERS {
        let ledger = ledger.clone();
        callers.spawn(async move {
            let mut count = 0u32;
            while began.elapsed() < time {
                ledger.append(&event(caller as u64)).await.unwrap();
                count += 1;
            }
            count
        });
    }
    let count: u32 = callers.join_all().await.into_iter().sum();
    f64::from(count) / began.elapsed().as_secs_f64()
}

async fn alone(ledger: &Ledger, time: Duration) -> Vec<Duration> {
    let began = Instant::now();
    let mut waits = Vec::new();
    while began.elapsed() < time {
        let asked = Instant::now();
        ledger.append(&event(1)).await.unwrap();
        waits.push(asked.elapsed());
    }
    waits
}

/// Open loop: each event has its due moment, and its wait counts from then, so
/// that a stall is charged to every event that should have come during it.
async fn paced(ledger: &Ledger, time: Duration) -> Vec<Duration> {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let mut callers = tokio::task::JoinSet::new();
    let began = Instant::now();
    let mut due = began;
    let mut number = 0;
    while due < began + time {
        let now = Instant::now();
        while due <= now {
            let (ledger, waits) = (ledger.clone(), Arc::clone(&waits));
            callers.spawn(async move {
                ledger.append(&event(number)).await.unwrap();
                let wait = due.elapsed();
                waits.lock().unwrap().push(wait);
            });
            number += 1;
            due += Duration::from_secs(1) / PACE_PER_SECOND;
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
        while callers.try_join_next().is_some() {}
    }
    callers.join_all().await;
    std::mem::take(&mut *waits.lock().unwrap())
}

fn report(name: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    let at = |permille: usize| waits[(waits.len() - 1) * permille / 1000].as_secs_f64() * 1e3;
    println!(
        "{name}: {} events, wait p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, max {:.2} ms",
        waits.len(),
        at(500),
        at(900),
        at(990),
        at(999),
        at(1000),
    );
}

#[tokio::main]
async fn main() {
    // Cargo passes `--bench`; `cargo test --benches` passes nothing and wants a short run.
    let benching = std::env::args().any(|argument| argument == "--bench");
    let mut given = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let seconds = given.next().and_then(|text| text.parse().ok());
    let time = match seconds {
        Some(seconds) => Duration::from_secs_f64(seconds),
        None if benching => Duration::from_secs(10),
        None => Duration::from_millis(200),
    };
    let parent = given.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = || tempfile::tempdir_in(&parent).unwrap();

    let data = folder();
    let ledger = fresh(data.path()).await;
    let rate = saturated(&ledger, time).await;
    println!("saturated: {rate:.0} durable events/s with {CALLERS} callers");
    ledger.close().await;

    let data = folder();
    let ledger = fresh(data.path()).await;
    report("alone", alone(&ledger, time).await);
    report("paced at 10,000/s", paced(&ledger, time).await);
    ledger.close().await;
}
