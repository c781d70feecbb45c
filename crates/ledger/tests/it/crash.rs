//! Two processes record events as fast as they can and are killed, again and
//! again. Whatever they had acknowledged must be there afterwards, once.
//!
//! `ZT_CRASH_ROUNDS` says how often (3 if it is not set; 200 is the release's
//! figure). The processes are this very test binary, started with an order in
//! its environment.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use zt_ledger::{EventId, Ledger, Object, verify_folder};
use zt_store::{Db, Outbox, values};

use crate::{INSERT_NOTE, event, migrations, open};

const FOLDER: &str = "ZT_CRASH_FOLDER";

/// Which process a number in an event's id came from is of no interest; that an
/// acknowledgement is on record before the next is asked for, is.
fn acknowledge(id: EventId, index: Option<u64>) {
    let index = index.map_or("-".to_owned(), |index| index.to_string());
    let line = format!("ACK {id} {index}\n");
    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
}

async fn database(folder: &Path) -> Db {
    let db = Db::open(&format!("sqlite://{}", folder.join("test.db").display())).await.unwrap();
    db.migrate(&migrations()).await.unwrap();
    db
}

/// The life of a process to be killed. Does nothing unless it was given a folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let db = database(&folder).await;
    let ledger = open(&folder, &db);
    let mut work = tokio::task::JoinSet::new();
    for reader in 0..16 {
        let ledger = ledger.clone();
        work.spawn(async move {
            loop {
                let about = event("test.read", reader, Object::new("entry", reader));
                let receipt = ledger.append(&about).await.unwrap();
                acknowledge(receipt.id, receipt.index);
            }
        });
    }
    work.spawn(async move {
        loop {
            let mut tx = db.begin().await.unwrap();
            let about = event("test.changed", 1, Object::new("entry", 1));
            tx.insert_returning_id(INSERT_NOTE, values!["x"]).await.unwrap();
            let ids = tx.commit(&about).await.unwrap();
            acknowledge(ids[0], None);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    work.join_next().await.unwrap().unwrap();
}

fn start(folder: &Path, acknowledged: &mpsc::Sender<String>) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).split(b'\n');
    let acknowledged = acknowledged.clone();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            // The last line may be cut short by the kill; then it was not said.
            if acknowledged.send(line).is_err() {
                return;
            }
        }
    });
    child
}

fn parsed(line: &str) -> Option<(EventId, Option<u64>)> {
    // The test harness's own words stand on the first line before the event's.
    let (_, said) = line.split_once("ACK ")?;
    let (id, index) = said.split_once(' ')?;
    let index = if index == "-" { None } else { Some(index.parse().ok()?) };
    Some((id.parse().ok()?, index))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_processes_are_killed() {
    let rounds: u64 =
        std::env::var("ZT_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let folder = tempfile::tempdir().unwrap();
    database(folder.path()).await.close().await;
    let (sender, said) = mpsc::channel();
    let mut acknowledged = HashMap::new();
    let mut published = 0;
    for round in 0..rounds {
        let mut children = [start(folder.path(), &sender), start(folder.path(), &sender)];
        // Kill at another moment each round, once they are at work.
        let mut first = said.recv_timeout(Duration::from_mins(1)).unwrap();
        while parsed(&first).is_none() {
            first = said.recv_timeout(Duration::from_mins(1)).unwrap();
        }
        acknowledged.extend(parsed(&first));
        std::thread::sleep(Duration::from_millis(100 + round * 97 % 500));
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
            std::thread::sleep(Duration::from_millis(round * 31 % 60));
        }
        while let Ok(line) = said.recv_timeout(Duration::from_millis(50)) {
            acknowledged.extend(parsed(&line));
        }
        if let Ok(walked) = verify_folder(folder.path(), None) {
            assert!(walked.size >= published, "the checkpoint has shrunk");
            published = walked.size;
        }
        if round % 10 == 9 {
            // A calm hour: whoever is killed at once never gets to order anything.
            let db = database(folder.path()).await;
            let ledger = open(folder.path(), &db);
            all_there(&ledger, &acknowledged).await;
            ledger.close().await;
            db.close().await;
        }
    }
    assert!(acknowledged.len() > 100, "{} acknowledged", acknowledged.len());

    let db = database(folder.path()).await;
    let ledger = open(folder.path(), &db);
    all_there(&ledger, &acknowledged).await;
    // Unacknowledged changes are in the outbox at most, and go through.
    while Outbox::backlog(&db).await.unwrap().waiting > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    ledger.close().await;
    let walked = verify_folder(folder.path(), Some(ledger.verifier())).unwrap();
    assert_eq!(walked.waiting, 0);
    let mut ids = HashSet::new();
    for index in 0..walked.size {
        let id = ledger.prove(index).await.unwrap().entry.event.id;
        assert!(ids.insert(id), "event {id} stands twice");
    }
    let notes: i64 = db.fetch_one("select count(*) from note", values![]).await.unwrap();
    let changes = count_changes(&ledger).await;
    assert_eq!(changes, u64::try_from(notes).unwrap(), "each change has its event, once");
    eprintln!(
        "{rounds} rounds: {} acknowledged, {} in the ledger",
        acknowledged.len(),
        walked.size
    );
}

/// How often a settling is tried: ten minutes, in which a slow machine orders
/// whatever piled up.
const SETTLINGS: usize = 20;

/// Asserts that every acknowledged event has its index, and the one it was told.
async fn all_there(ledger: &Ledger, acknowledged: &HashMap<EventId, Option<u64>>) {
    for (id, told) in acknowledged {
        let mut found = ledger.settle(id).await;
        for _ in 1..SETTLINGS {
            if found.is_ok() {
                break;
            }
            ledger.health().unwrap();
            found = ledger.settle(id).await;
        }
        let index = found.unwrap_or_else(|error| panic!("{id} is lost: {error}"));
        assert!(told.is_none_or(|told| told == index), "{id} has moved from {told:?} to {index}");
    }
}

async fn count_changes(ledger: &Ledger) -> u64 {
    let mut filter = zt_ledger::Filter {
        action_prefix: Some("test.changed".to_owned()),
        limit: 500,
        ..zt_ledger::Filter::default()
    };
    let mut count = 0;
    loop {
        let page = ledger.recent(&filter).await.unwrap();
        let Some(last) = page.last() else { return count };
        count += page.len() as u64;
        filter.before_index = Some(last.index);
    }
}
