//! Evidence bundles: what holds, and that nothing else does.

use zt_ledger::{
    AuditEvent, DecisionRecord, Fault, Ledger, LedgerError, NoteVerifier, Object, Outcome,
    verify_bundle, verify_bundle_for,
};
use zt_testkit::TestDb;

use crate::{event, migrations, open};

/// A ledger with a grant's life in it, and the bundle of three of its events.
async fn bundled() -> (TestDb, Ledger, Vec<u8>) {
    let database = zt_testkit::sqlite().await;
    database.db.migrate(&migrations()).await.unwrap();
    let ledger = open(database.folder(), &database.db);
    let mut ids = Vec::new();
    for (number, action) in
        ["sharing.request.submitted", "sharing.request.decided", "other", "lake.rows.read"]
            .into_iter()
            .enumerate()
    {
        let about = with_decision(event(action, 3, Object::new("request", number)));
        let id = ledger.append(&about).await.unwrap().id;
        // Each in its place before the next: what is appended while no process
        // leads yet goes to a segment and may be overtaken.
        ledger.settle(&id).await.unwrap();
        ids.push(id);
    }
    ids.remove(2);
    let bytes = ledger.bundle(&ids).await.unwrap().to_bytes();
    (database, ledger, bytes)
}

fn with_decision(event: AuditEvent) -> AuditEvent {
    event
        .decision(DecisionRecord {
            policy: "9f86d081".to_owned(),
            rules: vec!["grantee-reads".to_owned()],
            outcome: Outcome::Allow,
            inputs: serde_json::json!({"agency": 3, "fields": ["名称", "code"]}),
        })
        .detail("rows", 100)
}

#[tokio::test]
async fn a_bundle_holds_with_nothing_but_its_bytes_and_with_the_right_key_only() {
    let (_database, ledger, bytes) = bundled().await;
    let verified = verify_bundle(&bytes).unwrap();
    assert_eq!(verified.origin, "test.example/ledger");
    let actions: Vec<&str> =
        verified.events.iter().map(|(_, event)| event.action.as_str()).collect();
    assert_eq!(actions, ["sharing.request.submitted", "sharing.request.decided", "lake.rows.read"]);
    assert_eq!(verify_bundle_for(&bytes, Some(ledger.verifier())), Ok(verified));
    let other: NoteVerifier =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
            .parse()
            .unwrap();
    assert!(matches!(verify_bundle_for(&bytes, Some(&other)), Err(Fault::OtherKey { .. })));
    ledger.close().await;
}

#[tokio::test]
async fn any_changed_byte_anywhere_makes_a_bundle_fail_with_a_sentence() {
    let (_database, ledger, bytes) = bundled().await;
    assert!(bytes.len() > 2000);
    for at in 0..bytes.len() {
        // One bit, case, and a blank: the changes lenient readers overlook.
        for change in [1u8, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            let fault = verify_bundle(&changed).unwrap_err().to_string();
            assert!(fault.len() > 20, "byte {at}: {fault}");
        }
        let mut blank = bytes.clone();
        blank[at] = b' ';
        assert!(blank == bytes || verify_bundle(&blank).is_err(), "blank at {at}");
        let mut longer = bytes.clone();
        longer.insert(at, b' ');
        assert!(verify_bundle(&longer).is_err(), "insertion at {at}");
        let mut shorter = bytes.clone();
        shorter.remove(at);
        assert!(verify_bundle(&shorter).is_err(), "removal at {at}");
    }
    let mut longer = bytes.clone();
    longer.push(b'\n');
    assert!(matches!(verify_bundle(&longer), Err(Fault::Spelling { .. })));
    ledger.close().await;
}

/// Replaces text in a bundle, once.
fn changed(bytes: &[u8], from: &str, to: &str) -> Fault {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{from}");
    verify_bundle(text.replacen(from, to, 1).as_bytes()).unwrap_err()
}

#[tokio::test]
async fn the_sentence_says_where() {
    let (_database, ledger, bytes) = bundled().await;
    let told = |from, to| changed(&bytes, from, to).to_string();
    assert!(
        told("\"rows\": 100", "\"rows\": 999").starts_with("event 0 (sharing.request.submitted)")
    );
    assert!(told("lake.rows.read", "lake.rows.seen").starts_with("event 3 (lake.rows.seen)"));
    assert!(told("\"index\": 3", "\"index\": 2").contains("event 2"));
    assert!(told("\"format\"", "\"Format\"").starts_with("line 2"));
    assert!(told("  \"key\"", "   \"key\"").starts_with("line 3, column 3"));
    assert!(told("sha256:", "sha255:").contains("digest"));
    assert!(told("test.example/ledger\\n", "test.example/ledger \\n").contains("checkpoint"));
    assert!(told("zhengtong-evidence-1", "zhengtong-evidence-2").contains("format"));
    ledger.close().await;
}

#[tokio::test]
async fn an_event_without_an_index_is_not_bundled() {
    let (_database, ledger, _) = bundled().await;
    let unknown = zt_ledger::EventId([0; 16]);
    assert!(
        matches!(ledger.bundle(&[unknown]).await, Err(LedgerError::NoEvent(id)) if id == unknown)
    );
    ledger.close().await;
}
