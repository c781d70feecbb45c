//! What is decided about, and how it is put to Cedar.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    str::FromStr,
};

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use serde_json::{Value, json};
use zt_kernel::{Actor, AgencyId};

/// A fact about a resource that policies may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Long(i64),
    /// A word, such as a state.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
}

macro_rules! attribute_from {
    ($($type:ty => $value:ident => $attribute:expr;)+) => {$(
        impl From<$type> for Attribute {
            fn from($value: $type) -> Self {
                $attribute
            }
        }
    )+};
}

attribute_from! {
    bool => value => Self::Bool(value);
    i64 => value => Self::Long(value);
    u32 => value => Self::Long(value.into());
    &str => value => Self::Text(value.to_owned());
    String => value => Self::Text(value);
    Vec<String> => value => Self::Texts(value);
    AgencyId => value => Self::Long(value.0);
}

/// What an action is done to: its kind, its id, the agency that answers for it,
/// and whatever else its policies look at. Codes and states only: the facts
/// are recorded with the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What kind of thing, in snake case: `share_request`.
    pub kind: &'static str,
    /// Its id within its kind.
    pub id: String,
    /// The agency that answers for it.
    pub agency: Option<AgencyId>,
    /// Further facts.
    pub attributes: BTreeMap<&'static str, Attribute>,
}

impl Resource {
    /// A thing of a kind.
    #[must_use]
    pub fn new(kind: &'static str, id: impl std::fmt::Display) -> Self {
        Self { kind, id: id.to_string(), agency: None, attributes: BTreeMap::new() }
    }

    /// All things of a kind, for listing them or making a new one.
    #[must_use]
    pub fn any(kind: &'static str) -> Self {
        Self::new(kind, "*")
    }

    /// The agency that answers for it.
    #[must_use]
    pub fn agency(mut self, agency: AgencyId) -> Self {
        self.agency = Some(agency);
        self
    }

    /// A further fact.
    #[must_use]
    pub fn attribute(mut self, name: &'static str, value: impl Into<Attribute>) -> Self {
        self.attributes.insert(name, value.into());
        self
    }

    pub(super) fn entity(&self) -> Result<Entity, String> {
        let mut attributes: HashMap<String, RestrictedExpression> = self
            .attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), expression(value)))
            .collect();
        if let Some(agency) = self.agency {
            attributes.insert("agency".to_owned(), RestrictedExpression::new_long(agency.0));
        }
        let uid = uid(&pascal_case(self.kind), &self.id)?;
        Entity::new(uid, attributes, HashSet::new()).map_err(|error| error.to_string())
    }
}

fn expression(value: &Attribute) -> RestrictedExpression {
    match value {
        Attribute::Bool(value) => RestrictedExpression::new_bool(*value),
        Attribute::Long(value) => RestrictedExpression::new_long(*value),
        Attribute::Text(value) => RestrictedExpression::new_string(value.clone()),
        Attribute::Texts(values) => RestrictedExpression::new_set(
            values.iter().map(|value| RestrictedExpression::new_string(value.clone())),
        ),
    }
}

/// `share_request` is `ShareRequest` to Cedar.
fn pascal_case(kind: &str) -> String {
    kind.split('_')
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

pub(super) fn uid(kind: &str, id: &str) -> Result<EntityUid, String> {
    let kind = EntityTypeName::from_str(kind).map_err(|error| error.to_string())?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

/// The actor as Cedar's principal.
pub(super) fn principal(actor: &Actor) -> Result<Entity, String> {
    match actor {
        Actor::Anonymous => Ok(Entity::with_uid(uid("Anonymous", "anonymous")?)),
        Actor::System(job) => Ok(Entity::with_uid(uid("System", job)?)),
        Actor::Account { id, agency, roles } => {
            let roles = roles.iter().map(|role| {
                let word: &'static str = role.into();
                RestrictedExpression::new_string(word.to_owned())
            });
            let attributes = HashMap::from([
                ("account".to_owned(), RestrictedExpression::new_long(id.0)),
                ("agency".to_owned(), RestrictedExpression::new_long(agency.0)),
                ("roles".to_owned(), RestrictedExpression::new_set(roles)),
            ]);
            Entity::new(uid("Account", &id.to_string())?, attributes, HashSet::new())
                .map_err(|error| error.to_string())
        }
    }
}

/// Everything the policies could see, for the record.
pub(super) fn inputs(actor: &Actor, action: &str, resource: &Resource) -> Value {
    let principal = match actor {
        Actor::Anonymous => json!({"type": "anonymous"}),
        Actor::System(job) => json!({"type": "system", "job": job}),
        Actor::Account { id, agency, roles } => {
            json!({"type": "account", "id": id, "agency": agency, "roles": roles})
        }
    };
    let attributes: serde_json::Map<String, Value> = resource
        .attributes
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Attribute::Bool(value) => json!(value),
                Attribute::Long(value) => json!(value),
                Attribute::Text(value) => json!(value),
                Attribute::Texts(values) => json!(values),
            };
            ((*name).to_owned(), value)
        })
        .collect();
    json!({
        "action": action,
        "principal": principal,
        "resource": {
            "kind": resource.kind,
            "id": resource.id,
            "agency": resource.agency,
            "attributes": attributes,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_in_snake_case_is_a_cedar_type() {
        assert_eq!(pascal_case("share_request"), "ShareRequest");
        assert_eq!(pascal_case("entry"), "Entry");
    }
}
