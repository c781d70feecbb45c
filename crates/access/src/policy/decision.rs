//! A decision to allow, to be recorded with what it allowed.

use zt_ledger::{DecisionRecord, Outcome};

/// Permission for one action on one resource at one moment. Whoever acts on it
/// puts [`Decision::record`] into the event of the act.
#[derive(Debug, Clone)]
#[must_use = "put its record into the event of what it allows"]
pub struct Decision {
    policy: String,
    rules: Vec<String>,
    inputs: serde_json::Value,
}

impl Decision {
    pub(super) fn new(policy: String, rules: Vec<String>, inputs: serde_json::Value) -> Self {
        Self { policy, rules, inputs }
    }

    /// The policies that permitted it.
    pub fn rules(&self) -> &[String] {
        &self.rules
    }

    /// The decision as the ledger keeps it.
    pub fn record(&self) -> DecisionRecord {
        DecisionRecord {
            policy: self.policy.clone(),
            rules: self.rules.clone(),
            outcome: Outcome::Allow,
            inputs: self.inputs.clone(),
        }
    }
}
