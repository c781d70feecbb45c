//! Proposes the impacts of an item from what is known of it.
//!
//! The content found counts more than a column's name: a column called “备注”
//! that holds resident numbers is graded as resident numbers.

use zt_standards::{GradeBasis, Kind};

use super::{Degree, HarmedObject, Impact, Reason};
use crate::Personal;

/// What is known of one item.
#[derive(Debug, Clone, Default)]
pub struct ItemEvidence<'a> {
    /// The bound element.
    pub element: Option<ElementLabel<'a>>,
    /// What enough of the column's values were found to be.
    pub kinds: &'a [Kind],
    /// What the steward declared.
    pub personal: Personal,
    /// Rows of the dataset, where known.
    pub rows: Option<u64>,
    /// From how many rows of personal information on the table counts as
    /// important (a configured rule).
    pub persons_important: Option<u64>,
}

/// What an element says of its own grade.
#[derive(Debug, Clone, Copy)]
pub struct ElementLabel<'a> {
    /// Its code.
    pub code: &'a str,
    /// The level it proposes, 1 to 4.
    pub label: u8,
    /// Why.
    pub basis: GradeBasis,
}

/// What each kind of value would do to a person if leaked. Kinds not listed speak
/// for no harm of their own.
const fn harm(kind: Kind) -> Option<Degree> {
    match kind {
        Kind::ResidentNumber | Kind::BankCard | Kind::Mobile => Some(Degree::Serious),
        Kind::Email | Kind::Plate | Kind::Vin => Some(Degree::General),
        _ => None,
    }
}

/// Whom the element's label speaks of. Harm to anyone else would not be told in
/// levels of general data.
const fn harmed(basis: GradeBasis) -> HarmedObject {
    match basis {
        GradeBasis::OrganisationPublic | GradeBasis::CommercialInterest => {
            HarmedObject::Organisation
        }
        _ => HarmedObject::Person,
    }
}

const fn tells_of_persons(basis: GradeBasis) -> bool {
    matches!(
        basis,
        GradeBasis::PersonalGeneral
            | GradeBasis::IdentifiesPerson
            | GradeBasis::LocatesPerson
            | GradeBasis::SensitivePersonal
    )
}

/// The impacts that what is known speaks for; at least one, if only that nothing
/// speaks for harm.
pub fn propose(evidence: &ItemEvidence<'_>) -> Vec<Impact> {
    let mut impacts = Vec::new();
    if let Some(element) = evidence.element {
        let degree = match element.label {
            0 | 1 => Degree::None,
            2 => Degree::General,
            3 => Degree::Serious,
            _ => Degree::VerySerious,
        };
        let reason =
            Reason::ElementLabel { element: element.code.to_owned(), label: element.label };
        impacts.push(Impact { object: harmed(element.basis), degree, reason });
    }
    for kind in evidence.kinds {
        if let Some(degree) = harm(*kind) {
            let reason = Reason::Detected { kind: kind.slug().to_owned() };
            impacts.push(Impact { object: HarmedObject::Person, degree, reason });
        }
    }
    let declared = match evidence.personal {
        Personal::None => None,
        Personal::Personal => Some(Degree::General),
        Personal::Sensitive => Some(Degree::Serious),
    };
    if let Some(degree) = declared {
        let sensitive = evidence.personal == Personal::Sensitive;
        let reason = Reason::DeclaredPersonal { sensitive };
        impacts.push(Impact { object: HarmedObject::Person, degree, reason });
    }
    let personal = declared.is_some()
        || evidence.kinds.iter().any(|kind| kind.is_personal())
        || evidence.element.is_some_and(|element| tells_of_persons(element.basis));
    if let (true, Some(rows), Some(threshold)) =
        (personal, evidence.rows, evidence.persons_important)
        && rows >= threshold
    {
        let reason = Reason::Volume { rows, threshold };
        let object = HarmedObject::PublicInterest;
        impacts.push(Impact { object, degree: Degree::Serious, reason });
    }
    if impacts.is_empty() {
        let reason = Reason::NoSign;
        impacts.push(Impact { object: HarmedObject::Person, degree: Degree::None, reason });
    }
    impacts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grade, grading::Matrix};

    fn element(label: u8) -> ElementLabel<'static> {
        ElementLabel { code: "PER001", label, basis: GradeBasis::PersonalGeneral }
    }

    fn check(evidence: &ItemEvidence<'_>, grade: &str) {
        let impacts = propose(evidence);
        let judged = Matrix::current().judge(&impacts).map(Grade::as_str);
        assert_eq!(judged, Some(grade), "{impacts:#?}");
    }

    #[test]
    fn a_column_without_any_sign_of_harm_is_general_level_one() {
        check(&ItemEvidence::default(), "general-1");
    }

    #[test]
    fn the_label_of_the_element_gives_the_level() {
        for (label, grade) in
            [(1, "general-1"), (2, "general-2"), (3, "general-3"), (4, "general-4")]
        {
            let element = Some(element(label));
            check(&ItemEvidence { element, ..ItemEvidence::default() }, grade);
        }
    }

    #[test]
    fn what_the_values_are_outweighs_a_mild_label() {
        let evidence = ItemEvidence {
            element: Some(element(1)),
            kinds: &[Kind::ResidentNumber],
            ..ItemEvidence::default()
        };
        check(&evidence, "general-3");
    }

    #[test]
    fn a_register_of_ten_million_persons_is_important() {
        let evidence = ItemEvidence {
            kinds: &[Kind::Mobile],
            rows: Some(10_000_000),
            persons_important: Some(10_000_000),
            ..ItemEvidence::default()
        };
        check(&evidence, "important");
        check(&ItemEvidence { rows: Some(9_999_999), ..evidence.clone() }, "general-3");
    }

    #[test]
    fn ten_million_rows_without_persons_are_not_important_for_their_number() {
        let rows = Some(50_000_000);
        let persons_important = Some(10_000_000);
        check(&ItemEvidence { rows, persons_important, ..ItemEvidence::default() }, "general-1");
    }

    #[test]
    fn the_declaration_of_sensitive_personal_information_counts() {
        check(
            &ItemEvidence { personal: Personal::Sensitive, ..ItemEvidence::default() },
            "general-3",
        );
    }
}
