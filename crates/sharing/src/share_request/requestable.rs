//! Whether an entry, and these items of it, can be asked for at all.

use std::collections::BTreeSet;

use zt_catalogue::{Entry, SharingTerms, SharingType};
use zt_kernel::AgencyId;
use zt_lake::RowCondition;

use crate::scope::Scope;

/// Why it can't be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Unrequestable {
    /// No entry has that code.
    #[error("there is no such entry")]
    NoSuchEntry,
    /// The entry isn't in the catalogue, or no longer.
    #[error("the entry is {state}, so it cannot be asked for")]
    NotPublished {
        /// Where it stands.
        state: &'static str,
    },
    /// An agency needs no grant for its own data.
    #[error("the agency holds this data itself")]
    OwnData,
    /// The entry has no such items.
    #[error("the entry has no such items")]
    UnknownItems {
        /// Their names as asked.
        items: Vec<String>,
    },
    /// The condition on the rows has too many parts.
    #[error("the condition on the rows has too many parts")]
    ConditionTooRich,
    /// Items not shared, with the bases the catalogue cites (art. 14, 15).
    #[error("some items are not shared")]
    NotShared {
        /// Name and citation of each.
        items: Vec<(String, String)>,
    },
}

/// Checks that `requester` may ask for `scope` of `entry`. An item that isn't
/// shared is refused here, by its cited basis, before anybody's time is spent; so
/// is a condition on one, since which rows come tells its value.
pub fn check(entry: &Entry, requester: AgencyId, scope: &Scope) -> Result<(), Unrequestable> {
    if !entry.is_published() {
        return Err(Unrequestable::NotPublished { state: entry.state.as_str() });
    }
    if entry.agency == requester {
        return Err(Unrequestable::OwnData);
    }
    let find = |name: &String| entry.items.iter().find(|item| item.name == *name);
    let items: Vec<String> =
        scope.items.iter().filter(|name| find(name).is_none()).cloned().collect();
    if !items.is_empty() {
        return Err(Unrequestable::UnknownItems { items });
    }
    if let Some(condition) = &scope.condition {
        check_condition(entry, condition)?;
    }
    let tested = scope.condition.as_ref().map(RowCondition::columns).unwrap_or_default();
    let tested: BTreeSet<String> = tested.into_iter().map(str::to_owned).collect();
    let items: Vec<(String, String)> = scope
        .items
        .union(&tested)
        .filter_map(find)
        .filter_map(|item| match &item.sharing.terms {
            SharingTerms::Refused { basis } => Some((item.name.clone(), basis.citation.clone())),
            SharingTerms::Unconditional | SharingTerms::Conditional { .. } => None,
        })
        .collect();
    if items.is_empty() { Ok(()) } else { Err(Unrequestable::NotShared { items }) }
}

/// Checks that a condition speaks of the entry's items and is small enough to run.
pub fn check_condition(entry: &Entry, condition: &RowCondition) -> Result<(), Unrequestable> {
    let known = |column: &&str| entry.items.iter().any(|item| item.name == **column);
    let items: Vec<String> = condition
        .columns()
        .into_iter()
        .filter(|column| !known(column))
        .map(str::to_owned)
        .collect();
    if !items.is_empty() {
        return Err(Unrequestable::UnknownItems { items });
    }
    condition.check().map_err(|_| Unrequestable::ConditionTooRich)
}

/// Whether every item asked for is shared unconditionally, so that the short
/// deadline holds. An application that names no item yet waits under the longer.
pub fn is_unconditional(entry: &Entry, scope: &Scope) -> bool {
    let mut asked = entry.items.iter().filter(|item| scope.items.contains(&item.name)).peekable();
    asked.peek().is_some() && asked.all(|item| item.sharing.kind() == SharingType::Unconditional)
}

#[cfg(test)]
mod tests {
    use zt_catalogue::{BasisKind, Opening, Sharing, State};

    use super::*;
    use crate::rows::permit::tests::entry;

    const REQUESTER: AgencyId = AgencyId(2);

    fn asked(items: &[&str]) -> Scope {
        Scope { items: items.iter().map(|name| (*name).to_owned()).collect(), condition: None }
    }

    #[test]
    fn a_withdrawn_entry_is_refused_by_its_state() {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let state = State::Withdrawn { at, reason: "机构撤并".into() };
        let withdrawn = Entry { state, ..entry() };
        let error = check(&withdrawn, REQUESTER, &asked(&["name"])).unwrap_err();
        assert_eq!(error, Unrequestable::NotPublished { state: "withdrawn" });
    }

    #[test]
    fn nobody_asks_for_its_own_data() {
        let entry = entry();
        assert_eq!(check(&entry, entry.agency, &asked(&[])), Err(Unrequestable::OwnData));
    }

    #[test]
    fn items_that_are_not_shared_are_refused_with_their_basis() {
        let mut entry = entry();
        entry.items[1].sharing = Sharing::refused(BasisKind::Law, "《统计法》第二十八条");
        let items = vec![("name".to_owned(), "《统计法》第二十八条".to_owned())];
        assert_eq!(
            check(&entry, REQUESTER, &asked(&["id", "name"])),
            Err(Unrequestable::NotShared { items })
        );
        assert_eq!(check(&entry, REQUESTER, &asked(&["id"])), Ok(()));
        let condition = RowCondition::Not(Box::new(RowCondition::equals("name", "甲")));
        let scope = Scope { condition: Some(condition), ..asked(&["id"]) };
        let refused = check(&entry, REQUESTER, &scope);
        assert!(matches!(refused, Err(Unrequestable::NotShared { .. })), "{refused:?}");
    }

    #[test]
    fn unknown_items_are_named_in_scope_and_condition_alike() {
        let entry = entry();
        let unknown = || Unrequestable::UnknownItems { items: vec!["phone".to_owned()] };
        assert_eq!(check(&entry, REQUESTER, &asked(&["phone"])), Err(unknown()));
        let condition = Some(RowCondition::equals("phone", "1"));
        let scope = Scope { condition, ..asked(&["name"]) };
        assert_eq!(check(&entry, REQUESTER, &scope), Err(unknown()));
    }

    #[test]
    fn one_conditional_item_makes_the_whole_request_conditional() {
        let mut entry = entry();
        entry.items[1].sharing = Sharing::conditional("限执法");
        entry.items[2].opening = Opening::Closed;
        assert!(is_unconditional(&entry, &asked(&["id"])));
        assert!(!is_unconditional(&entry, &asked(&["id", "name"])));
        assert!(!is_unconditional(&entry, &asked(&[])));
    }
}
