//! The leaf's spelling, held fast.

use super::*;

const ID: EventId = EventId([7; 16]);

fn event() -> AuditEvent {
    let actor = Actor::Account {
        id: AccountId(12),
        agency: AgencyId(3),
        roles: vec![Role::Officer, Role::Auditor],
    };
    AuditEvent::new(
        Timestamp::UNIX_EPOCH,
        &actor,
        "sharing.request.submitted",
        Object::new("request", 5),
    )
    .also(Object::new("entry", "3020101/1"))
    .decision(DecisionRecord {
        policy: "ab".to_owned(),
        rules: vec!["officer-asks".to_owned()],
        outcome: Outcome::Allow,
        inputs: serde_json::json!({"agency": 3}),
    })
    .detail("items", 4)
}

/// The bytes are under signatures in the field: this text must never change.
#[test]
fn the_leaf_is_spelt_exactly_so() {
    let text = String::from_utf8(event().encode(&ID)).unwrap();
    assert_eq!(
        text,
        r#"{"v":1,"id":"07070707070707070707070707070707","at":"1970-01-01T00:00:00Z","actor":{"kind":"account","account":12,"agency":3,"roles":["officer","auditor"]},"action":"sharing.request.submitted","object":{"kind":"request","id":"5"},"also":[{"kind":"entry","id":"3020101/1"}],"decision":{"policy":"ab","rules":["officer-asks"],"outcome":"allow","inputs":{"agency":3}},"details":{"items":4}}"#
    );
}

#[test]
fn a_leaf_reads_back_as_the_event_it_was() {
    let leaf = Leaf::from_bytes(&event().encode(&ID)).unwrap();
    assert_eq!(leaf.actor.agency(), Some(AgencyId(3)));
    assert_eq!(leaf.objects().len(), 2);
    assert_eq!(leaf.details["items"], 4);
}

#[test]
fn a_second_spelling_of_the_same_event_is_refused() {
    let bytes = event().encode(&ID);
    let spaced = String::from_utf8(bytes).unwrap().replace("\"v\":1", "\"v\": 1");
    assert!(matches!(Leaf::from_bytes(spaced.as_bytes()), Err(LeafError::NotCanonical)));
}

#[test]
fn fractions_are_kept_as_text() {
    let leaf =
        Leaf::from_bytes(&event().detail("ratio", serde_json::json!({"of": [0.1, 2]})).encode(&ID))
            .unwrap();
    assert_eq!(leaf.details["ratio"], serde_json::json!({"of": ["0.1", 2]}));
}

#[test]
fn an_event_with_endless_details_still_fits_its_entry() {
    let long = event()
        .detail("columns", "x".repeat(LEAF_MAX_BYTES))
        .also(Object::new("entry", "y".repeat(10)));
    let bytes = long.encode(&ID);
    assert!(bytes.len() <= LEAF_MAX_BYTES);
    let leaf = Leaf::from_bytes(&bytes).unwrap();
    assert!(leaf.details["shortened_from_bytes"].as_u64().unwrap() > 65_535);
}

#[test]
fn an_event_about_an_endless_id_still_fits_its_entry_and_is_found_under_it() {
    for (one, other) in [("x", "y"), ("\0", "\u{1}"), ("政", "通")] {
        let id = one.repeat(LEAF_MAX_BYTES);
        let about = |id: &str| {
            AuditEvent::new(
                Timestamp::UNIX_EPOCH,
                &Actor::Anonymous,
                "test.read",
                Object::new("entry", id),
            )
        };
        let bytes = about(&id).encode(&ID);
        assert!(bytes.len() <= LEAF_MAX_BYTES, "{}", bytes.len());
        let leaf = Leaf::from_bytes(&bytes).unwrap();
        assert!(leaf.object.id().len() <= NAME_MAX_BYTES);
        assert_eq!(leaf.object, Object::named("entry", id.clone()));
        assert_ne!(leaf.object, Object::named("entry", format!("{id}{other}")));
    }
}
