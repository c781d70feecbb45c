//! An audit event: who did what to which object, when, and why it was allowed.
//!
//! An event is written once and never changes, so its bytes are fixed here and
//! nowhere else: a JSON object with its members in the order of [`Leaf`], no
//! white space, UTF-8. These bytes are the leaf of the tree, so a change of this
//! format is a new value of [`VERSION`], never a new meaning of an old one.
//!
//! **Invariant:** no raw personal identifier enters an event. Details carry
//! codes, counts, row ids, field names and digests; a name or a resident number
//! could not be taken out again without breaking every proof.
//!
//! Deliberately absent: I/O, async, SQL, HTTP, and any judgement on who may act.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use zt_crypto::sha256_hex;
use zt_kernel::{AccountId, Actor, AgencyId, Role};

use zt_store::{EventId, Evidence};

/// The version of the leaf's format.
pub const VERSION: u32 = 1;

/// The longest leaf. C2SP tlog-tiles gives each entry a 16-bit length.
pub const LEAF_MAX_BYTES: usize = 65_535;

/// The longest id of an object. It comes from an address now and then, so it must
/// neither fill an entry nor pass what an index of PostgreSQL takes (2,704 bytes).
pub const NAME_MAX_BYTES: usize = 512;

/// What happened, before it is recorded. Build it, then hand it to
/// `Tx::commit` (a change) or `Ledger::append` (a reading).
#[derive(Debug, Clone)]
pub struct AuditEvent {
    at: Timestamp,
    actor: ActorRecord,
    action: &'static str,
    object: Object,
    also: Vec<Object>,
    decision: Option<DecisionRecord>,
    details: Map<String, Value>,
}

/// One thing an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    kind: String,
    id: String,
}

/// The decision an action rested on, with all that is needed to take it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRecord {
    /// Digest of the policy text that was in force.
    pub policy: String,
    /// The rules that decided, by name.
    pub rules: Vec<String>,
    /// What was decided.
    pub outcome: Outcome,
    /// The facts the rules looked at.
    pub inputs: Value,
}

/// What a decision came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// The action was allowed.
    Allow,
    /// The action was denied; the attempt is on record all the same.
    Deny,
}

/// Who acted, as the ledger keeps it: ids only, never names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActorRecord {
    /// Nobody had signed in.
    Anonymous,
    /// A signed-in account.
    Account {
        /// The account.
        account: AccountId,
        /// The agency it acted for.
        agency: AgencyId,
        /// The roles it held at that moment.
        roles: Vec<Role>,
    },
    /// The platform's own job.
    System {
        /// Which job.
        job: String,
    },
}

/// A recorded event, read back from its leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// The format's version, [`VERSION`].
    pub v: u32,
    /// The event's own id, by which a copy of it is recognised after a crash.
    pub id: EventId,
    /// When it happened, to the microsecond.
    pub at: Timestamp,
    /// Who acted.
    pub actor: ActorRecord,
    /// What was done: past tense, dotted, listed in `docs/audit-events.md`.
    pub action: String,
    /// What it was done to.
    pub object: Object,
    /// Further objects it touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Object>,
    /// The decision it rested on, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionRecord>,
    /// Codes, counts and digests that tell the rest.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub details: Map<String, Value>,
}

impl AuditEvent {
    /// An event of `actor` at `now`. The `action` is dotted and in the past
    /// tense (`sharing.request.submitted`) and stands in `docs/audit-events.md`.
    pub fn new(now: Timestamp, actor: &Actor, action: &'static str, object: Object) -> Self {
        Self {
            at: now,
            actor: ActorRecord::from(actor),
            action,
            object,
            also: Vec::new(),
            decision: None,
            details: Map::new(),
        }
    }

    /// Adds the decision the action rested on.
    #[must_use]
    pub fn decision(mut self, mut decision: DecisionRecord) -> Self {
        decision.inputs = without_fractions(decision.inputs);
        self.decision = Some(decision);
        self
    }

    /// Adds a code, count, row id, field name or digest. Never a name, a number
    /// of a person or a cell of data.
    #[must_use]
    pub fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), without_fractions(value.into()));
        self
    }

    /// Adds a further object, under which the event is found too.
    #[must_use]
    pub fn also(mut self, object: Object) -> Self {
        self.also.push(object);
        self
    }

    /// The action's name.
    pub fn action(&self) -> &'static str {
        self.action
    }

    fn leaf(&self, id: &EventId) -> Leaf {
        Leaf {
            v: VERSION,
            id: *id,
            at: self.at,
            actor: self.actor.clone(),
            action: self.action.to_owned(),
            object: self.object.clone(),
            also: self.also.clone(),
            decision: self.decision.clone(),
            details: self.details.clone(),
        }
    }
}

impl Evidence for AuditEvent {
    fn at(&self) -> Timestamp {
        self.at
    }

    /// The leaf's bytes. Where they would pass [`LEAF_MAX_BYTES`], the details
    /// and the decision's inputs, the only parts a caller can make long, give
    /// way to a note of their length: an event is never refused for its size,
    /// because the action it tells of is already being carried out.
    fn encode(&self, id: &EventId) -> Vec<u8> {
        let mut leaf = self.leaf(id);
        let bytes = leaf.to_bytes();
        if bytes.len() <= LEAF_MAX_BYTES {
            return bytes;
        }
        leaf.details = shortened(bytes.len());
        if let Some(decision) = &mut leaf.decision {
            decision.inputs = Value::Object(shortened(bytes.len()));
        }
        let bytes = leaf.to_bytes();
        if bytes.len() <= LEAF_MAX_BYTES {
            return bytes;
        }
        leaf.also.clear();
        if let Some(decision) = &mut leaf.decision {
            decision.rules.clear();
        }
        leaf.to_bytes()
    }
}

/// Writes every number that is not whole as its decimal text: readers of JSON
/// round fractions each in their own way, and a leaf must read back exactly.
fn without_fractions(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(without_fractions).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, item)| (key, without_fractions(item))).collect()
        }
        other => other,
    }
}

/// What stands in the place of details too long to keep.
fn shortened(event_bytes: usize) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("shortened_from_bytes".to_owned(), Value::from(event_bytes));
    map
}

impl Leaf {
    /// Reads a leaf back.
    ///
    /// # Errors
    ///
    /// The bytes are no event, or not the ones [`Leaf::to_bytes`] would write:
    /// two spellings of one event must not both be accepted.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LeafError> {
        let leaf: Self = serde_json::from_slice(bytes).map_err(LeafError::NotAnEvent)?;
        if leaf.v != VERSION {
            return Err(LeafError::Version(leaf.v));
        }
        if leaf.to_bytes() != bytes {
            return Err(LeafError::NotCanonical);
        }
        Ok(leaf)
    }

    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Serialising to memory fails only for maps with keys that are no
        // strings, and there are none here.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Every object the event is about, the main one first, each once.
    pub fn objects(&self) -> Vec<&Object> {
        let mut objects = vec![&self.object];
        for object in &self.also {
            if !objects.contains(&object) {
                objects.push(object);
            }
        }
        objects
    }
}

/// Why bytes are not an event.
#[derive(Debug, thiserror::Error)]
pub enum LeafError {
    /// Not JSON, or without the members an event has.
    #[error("the entry is not an audit event")]
    NotAnEvent(#[source] serde_json::Error),
    /// Written by a later Zhengtong.
    #[error("the event has format version {0}, and this program knows version {VERSION}")]
    Version(u32),
    /// The same facts, spelt otherwise.
    #[error("the event is not in its canonical spelling")]
    NotCanonical,
}

impl Object {
    /// An object of `kind` (`entry`, `grant`, …) with its id.
    ///
    /// An id of more than [`NAME_MAX_BYTES`] is no id of the platform's; it keeps
    /// its beginning and a digest of all of it.
    pub fn new(kind: &'static str, id: impl std::fmt::Display) -> Self {
        Self { kind: kind.to_owned(), id: bounded(id.to_string()) }
    }

    /// An object as named in an address or a form.
    pub fn named(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: bounded(kind.into()), id: bounded(id.into()) }
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its id within its kind.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The name if it is short enough, else its beginning and a digest of it.
fn bounded(name: String) -> String {
    if name.len() <= NAME_MAX_BYTES {
        return name;
    }
    let digest = sha256_hex(name.as_bytes());
    let kept = name.floor_char_boundary(NAME_MAX_BYTES - 1 - digest.len());
    format!("{}~{digest}", &name[..kept])
}

impl ActorRecord {
    /// The agency acted for, if any.
    pub fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Account { agency, .. } => Some(*agency),
            Self::Anonymous | Self::System { .. } => None,
        }
    }

    /// The account, if one had signed in.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { account, .. } => Some(*account),
            Self::Anonymous | Self::System { .. } => None,
        }
    }
}

impl From<&Actor> for ActorRecord {
    fn from(actor: &Actor) -> Self {
        match actor {
            Actor::Anonymous => Self::Anonymous,
            Actor::Account { id, agency, roles } => {
                Self::Account { account: *id, agency: *agency, roles: roles.clone() }
            }
            Actor::System(job) => Self::System { job: (*job).to_owned() },
        }
    }
}

#[cfg(test)]
mod tests;
