//! Proposes the impacts of an item from what is known of it.
//!
//! The content found counts more than a column's name: a column called “备注”
//! that holds resident numbers is graded as resident numbers.

use super::{Degree, HarmedObject, Impact, Reason};
use crate::Personal;

/// What is known of one item.
#[derive(Debug, Clone, Default)]
pub struct ItemEvidence<'a> {
    /// Code and grade label (1 to 4) of the bound element.
    pub element: Option<(&'a str, u8)>,
    /// Names of the detectors that matched enough of the column's values.
    pub kinds: &'a [&'a str],
    /// What the steward declared.
    pub personal: Personal,
    /// Rows of the dataset, where known.
    pub rows: Option<u64>,
    /// From how many rows of personal information on the table counts as
    /// important (a configured rule).
    pub persons_important: Option<u64>,
}

/// What each kind of value would do to whom, by the detector's name. Kinds not
/// listed speak for no harm of their own.
const KINDS: &[(&str, HarmedObject, Degree)] = &[
    ("resident_number", HarmedObject::Person, Degree::Serious),
    ("bank_card", HarmedObject::Person, Degree::Serious),
    ("mobile", HarmedObject::Person, Degree::Serious),
    ("email", HarmedObject::Person, Degree::General),
    ("landline", HarmedObject::Organisation, Degree::None),
    ("plate", HarmedObject::Person, Degree::General),
    ("credit_code", HarmedObject::Organisation, Degree::None),
];

/// The kinds that point at one natural person.
const PERSONAL_KINDS: &[&str] = &["resident_number", "bank_card", "mobile", "email", "plate"];

/// Whether values of that kind are personal information.
pub fn is_personal_kind(kind: &str) -> bool {
    PERSONAL_KINDS.contains(&kind)
}

/// The impacts that what is known speaks for; at least one, if only that nothing
/// speaks for harm.
pub fn propose(evidence: &ItemEvidence<'_>) -> Vec<Impact> {
    let mut impacts = Vec::new();
    if let Some((element, label)) = evidence.element {
        let degree = match label {
            0 | 1 => Degree::None,
            2 => Degree::General,
            3 => Degree::Serious,
            _ => Degree::VerySerious,
        };
        let reason = Reason::ElementLabel { element: element.to_owned(), label };
        impacts.push(Impact { object: HarmedObject::Person, degree, reason });
    }
    for (kind, object, degree) in KINDS {
        if evidence.kinds.contains(kind) {
            let reason = Reason::Detected { kind: (*kind).to_owned() };
            impacts.push(Impact { object: *object, degree: *degree, reason });
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
    let personal = declared.is_some() || evidence.kinds.iter().any(|kind| is_personal_kind(kind));
    if let (true, Some(rows), Some(threshold)) =
        (personal, evidence.rows, evidence.persons_important)
        && rows >= threshold
    {
        let reason = Reason::Volume { rows, threshold };
        impacts.push(Impact {
            object: HarmedObject::PublicInterest,
            degree: Degree::Serious,
            reason,
        });
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
            let element = Some(("DE00001", label));
            check(&ItemEvidence { element, ..ItemEvidence::default() }, grade);
        }
    }

    #[test]
    fn what_the_values_are_outweighs_a_mild_label() {
        let evidence = ItemEvidence {
            element: Some(("DE00042", 1)),
            kinds: &["resident_number"],
            ..ItemEvidence::default()
        };
        check(&evidence, "general-3");
    }

    #[test]
    fn a_register_of_ten_million_persons_is_important() {
        let evidence = ItemEvidence {
            kinds: &["mobile"],
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
