//! The policy decision point: may this actor do this to that resource?
//!
//! Policies are Cedar texts, one per crate, joined at start. Each names the
//! actions it speaks of; a decision evaluates only the policies of its action,
//! because evaluation time grows with their number (measured 12 µs at 11
//! policies, 973 µs at 1,001).
//!
//! **Invariant:** what no policy permits is denied, and so is whatever cannot be
//! evaluated: an error in one policy never lets another's permit stand.
//! **Invariant:** the version is a digest of every text, so a recorded decision
//! names exactly the policies it was taken under.

mod decision;
mod denied;
mod resource;

use std::collections::{BTreeMap, HashMap};

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Entities, Entity, EntityUid, Policy, PolicyId,
    PolicySet, Request, Schema, SchemaFragment, ValidationMode, Validator,
};
use zt_crypto::sha256_hex;
use zt_kernel::Actor;

pub use decision::Decision;
pub use denied::{Denied, Reason};
pub use resource::{Attribute, Resource};

/// This crate's own policies.
pub const POLICY: &str = include_str!("../policy.cedar");
/// The principals every crate's schema may name, and this crate's own resources.
pub const POLICY_SCHEMA: &str = include_str!("../policy.cedarschema");

/// One crate's part of the policy.
#[derive(Debug, Clone, Copy)]
pub struct PolicySource {
    /// The crate's noun, for error messages.
    pub name: &'static str,
    /// Its policies.
    pub policies: &'static str,
    /// Its schema, or nothing. Policies of a crate with a schema are checked
    /// against it at start.
    pub schema: &'static str,
}

/// Why the policies can't be used. The server does not start.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The text is not Cedar.
    #[error("the policies of {source_name} can't be read: {detail}")]
    Syntax {
        /// Which crate's.
        source_name: &'static str,
        /// What Cedar says.
        detail: String,
    },
    /// A policy has no `@id`, so a decision could not name it.
    #[error("a policy of {source_name} has no @id")]
    NoId {
        /// Which crate's.
        source_name: &'static str,
    },
    /// Two policies have the same `@id`.
    #[error("two policies are called {id}")]
    SameId {
        /// The id.
        id: String,
    },
    /// A policy speaks of every action.
    #[error("the policy {id} does not name its actions")]
    NoAction {
        /// The policy.
        id: String,
    },
    /// The policies contradict their schema.
    #[error("the policies of {source_name} do not fit their schema: {detail}")]
    Schema {
        /// Which crate's.
        source_name: &'static str,
        /// What Cedar says.
        detail: String,
    },
}

/// Every policy, indexed by action.
#[derive(Debug)]
pub struct Policies {
    by_action: HashMap<String, PolicySet>,
    annotations: HashMap<String, Annotations>,
    version: String,
}

/// What a policy says to people: Fluent keys.
#[derive(Debug, Default, Clone)]
struct Annotations {
    who: Option<String>,
    because: Option<String>,
}

impl Policies {
    /// Joins and checks the crates' policies; this crate's own are always among them.
    pub fn join(sources: &[PolicySource]) -> Result<Self, PolicyError> {
        let own = PolicySource { name: "access", policies: POLICY, schema: POLICY_SCHEMA };
        let mut sources: Vec<PolicySource> =
            std::iter::once(own).chain(sources.iter().copied()).collect();
        sources.sort_by_key(|source| source.name);
        let mut policies: BTreeMap<String, Policy> = BTreeMap::new();
        let mut text = String::new();
        for source in &sources {
            check_schema(source)?;
            for policy in named(source)? {
                let id = policy.id().to_string();
                if policies.insert(id.clone(), policy).is_some() {
                    return Err(PolicyError::SameId { id });
                }
            }
            text.extend([source.name, "\n", source.policies, "\n"]);
        }

        let mut by_action: HashMap<String, PolicySet> = HashMap::new();
        let mut annotations = HashMap::new();
        for (id, policy) in policies {
            for action in actions(&policy)? {
                let set = by_action.entry(action).or_default();
                // Ids are distinct, so the set takes each.
                let added = set.add(policy.clone());
                added.map_err(|_| PolicyError::SameId { id: id.clone() })?;
            }
            let key = |name| policy.annotation(name).map(str::to_owned);
            annotations.insert(id, Annotations { who: key("who"), because: key("because") });
        }
        Ok(Self { by_action, annotations, version: sha256_hex(text.as_bytes()) })
    }

    /// The digest of the joined texts.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Decides whether `actor` may do `action` to `resource`.
    ///
    /// # Errors
    ///
    /// [`Denied`] says which policies forbade it, or who may do it.
    pub fn decide(
        &self,
        actor: &Actor,
        action: &str,
        resource: &Resource,
    ) -> Result<Decision, Denied> {
        let inputs = resource::inputs(actor, action, resource);
        let denied = |reason, rules| {
            Denied::new(actor, action, reason, rules, self.version.clone(), inputs.clone())
        };
        let Some(set) = self.by_action.get(action) else {
            return Err(denied(Reason::UnknownAction, Vec::new()));
        };
        let response = match request(actor, action, resource) {
            Ok((request, entities)) => Authorizer::new().is_authorized(&request, set, &entities),
            Err(error) => {
                tracing::error!(action, error, "a decision could not be put to the policies");
                return Err(denied(Reason::Error, Vec::new()));
            }
        };
        let mut rules: Vec<String> =
            response.diagnostics().reason().map(ToString::to_string).collect();
        rules.sort_unstable();
        let errors: Vec<String> =
            response.diagnostics().errors().map(ToString::to_string).collect();
        if !errors.is_empty() {
            tracing::error!(action, ?errors, "a policy could not be evaluated");
            return Err(denied(Reason::Error, rules));
        }
        if response.decision() == cedar_policy::Decision::Allow {
            return Ok(Decision::new(self.version.clone(), rules, inputs));
        }
        if rules.is_empty() {
            return Err(denied(Reason::NotPermitted { who: self.who_may(set) }, rules));
        }
        let because =
            rules.iter().filter_map(|id| self.annotations.get(id)?.because.clone()).collect();
        Err(denied(Reason::Forbidden { because }, rules))
    }

    /// The Fluent keys of those whom the policies of an action permit it.
    fn who_may(&self, set: &PolicySet) -> Vec<String> {
        let mut who: Vec<String> = set
            .policies()
            .filter_map(|policy| self.annotations.get(&policy.id().to_string())?.who.clone())
            .collect();
        who.sort_unstable();
        who.dedup();
        who
    }
}

/// A source's policies, each under the id it gives itself.
fn named(source: &PolicySource) -> Result<Vec<Policy>, PolicyError> {
    let set: PolicySet = source.policies.parse().map_err(|error| PolicyError::Syntax {
        source_name: source.name,
        detail: format!("{error}"),
    })?;
    set.policies()
        .map(|policy| {
            let id = policy.annotation("id").filter(|id| !id.is_empty());
            let id = id.ok_or(PolicyError::NoId { source_name: source.name })?;
            Ok(policy.new_id(PolicyId::new(id)))
        })
        .collect()
}

/// The names of the actions a policy speaks of.
fn actions(policy: &Policy) -> Result<Vec<String>, PolicyError> {
    let name = |uid: EntityUid| uid.id().unescaped().to_owned();
    match policy.action_constraint() {
        ActionConstraint::Any => Err(PolicyError::NoAction { id: policy.id().to_string() }),
        ActionConstraint::Eq(uid) => Ok(vec![name(uid)]),
        ActionConstraint::In(uids) => Ok(uids.into_iter().map(name).collect()),
    }
}

fn check_schema(source: &PolicySource) -> Result<(), PolicyError> {
    if source.schema.is_empty() {
        return Ok(());
    }
    let refused = |detail: String| PolicyError::Schema { source_name: source.name, detail };
    let mut texts = vec![POLICY_SCHEMA];
    if source.schema != POLICY_SCHEMA {
        texts.push(source.schema);
    }
    let mut fragments = Vec::new();
    for text in texts {
        let (fragment, _) = SchemaFragment::from_cedarschema_str(text)
            .map_err(|error| refused(error.to_string()))?;
        fragments.push(fragment);
    }
    let schema =
        Schema::from_schema_fragments(fragments).map_err(|error| refused(error.to_string()))?;
    let set: PolicySet = source.policies.parse().map_err(|error| PolicyError::Syntax {
        source_name: source.name,
        detail: format!("{error}"),
    })?;
    let result = Validator::new(schema).validate(&set, ValidationMode::Strict);
    match result.validation_errors().next() {
        Some(error) => Err(refused(error.to_string())),
        None => Ok(()),
    }
}

/// The question as Cedar takes it.
fn request(
    actor: &Actor,
    action: &str,
    resource: &Resource,
) -> Result<(Request, Entities), String> {
    let principal = resource::principal(actor)?;
    let object = resource.entity()?;
    let action = resource::uid("Action", action)?;
    let request =
        Request::new(principal.uid(), action.clone(), object.uid(), Context::empty(), None)
            .map_err(|error| error.to_string())?;
    let entities = Entities::from_entities([principal, object, Entity::with_uid(action)], None)
        .map_err(|error| error.to_string())?;
    Ok((request, entities))
}

#[cfg(test)]
mod tests;
