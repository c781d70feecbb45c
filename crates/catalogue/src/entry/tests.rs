//! What an entry may and may not do.

use crate::DataType;
use jiff::civil::date;

use super::*;
use crate::{
    Mask, Sharing,
    assessment::{Assessment, Consent, Missing},
    grade::Level,
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const CEILING: Grade = Grade::General(Level::TWO);

fn assessed() -> Assessments {
    let on = date(2026, 3, 2);
    let assessment =
        Some(Assessment { conclusion: "可共享".into(), assessor: "办公室".into(), on });
    Assessments {
        secrecy: assessment.clone(),
        personal_information: assessment,
        consent: Some(Consent { head: "数据共享负责人".into(), on }),
    }
}

fn item(name: &str, grade: Option<u8>) -> Item {
    Item { grade: grade.and_then(Grade::general), ..Item::new(0, name, DataType::C) }
}

fn entry(state: State, items: Vec<Item>) -> Entry {
    let classification: Classification = "301001".parse().unwrap();
    let code = EntryCode::new(&classification, 1);
    let description = Description { items, assessments: assessed(), ..Description::default() };
    let entry = Entry::create(EntryId(1), code, classification, AgencyId(1), description, NOW);
    Entry { state, ..entry }
}

/// Tries every move in every state: this list and the diagram in the module
/// documentation change together.
#[test]
fn exactly_six_moves_exist() {
    let states = [
        State::Draft { returned: None },
        State::Submitted { by: None, at: NOW },
        State::Published { at: NOW },
        State::Superseded { published_at: NOW, at: NOW },
        State::Withdrawn { at: NOW, reason: "并入".into() },
    ];
    let mut moves = Vec::new();
    for state in states {
        let from = state.as_str();
        let entry = || entry(state.clone(), vec![item("xm", Some(1))]);
        for (name, outcome) in [
            ("submit", entry().submit(None, CEILING, NOW)),
            ("send back", entry().send_back("缺摘要")),
            ("publish", entry().publish(CEILING, NOW)),
            ("supersede", entry().supersede(NOW)),
            ("withdraw", entry().withdraw("职能划转", NOW)),
        ] {
            if let Ok(to) = outcome {
                moves.push(format!("{from} -{name}-> {}", to.state.as_str()));
            }
        }
    }
    assert_eq!(
        moves,
        [
            "draft -submit-> submitted",
            "draft -withdraw-> withdrawn",
            "submitted -send back-> draft",
            "submitted -publish-> published",
            "published -supersede-> superseded",
            "published -withdraw-> withdrawn",
        ]
    );
}

#[test]
fn only_a_draft_can_be_described_or_graded() {
    let published = entry(State::Published { at: NOW }, vec![item("xm", Some(1))]);
    assert!(published.clone().describe(Description::default()).is_err());
    assert!(published.grade_item(1, Grade::Core, Mask::Redact).is_err());
}

#[test]
fn an_entry_without_assessments_is_not_submitted() {
    let mut draft = entry(State::Draft { returned: None }, vec![item("xm", Some(1))]);
    draft.assessments.consent = None;
    let refusal = draft.submit(None, CEILING, NOW).unwrap_err();
    assert_eq!(refusal, Refusal::NotAssessed(vec![Missing::Consent]));
}

#[test]
fn an_ungraded_item_keeps_the_whole_entry_back() {
    let draft =
        entry(State::Draft { returned: None }, vec![item("xm", Some(1)), item("sfzh", None)]);
    assert_eq!(draft.grade(), None);
    assert_eq!(draft.submit(None, CEILING, NOW).unwrap_err(), Refusal::NotGraded(vec![2]));
}

#[test]
fn nothing_opens_above_its_grade_at_submission_nor_at_publication() {
    let open = Item { opening: Opening::Open, ..item("dh", Some(3)) };
    let draft = entry(State::Draft { returned: None }, vec![item("xm", Some(4)), open.clone()]);
    assert_eq!(draft.submit(None, CEILING, NOW).unwrap_err(), Refusal::OpensAboveGrade(vec![2]));
    let lenient = Grade::General(Level::THREE);
    let draft = entry(State::Draft { returned: None }, vec![open]);
    let submitted = draft.submit(None, lenient, NOW).unwrap();
    assert_eq!(submitted.publish(CEILING, NOW).unwrap_err(), Refusal::OpensAboveGrade(vec![1]));
}

#[test]
fn grade_is_the_maximum_and_sharing_the_strictest_of_the_items() {
    let refused =
        Item { sharing: Sharing::conditional("限行政执法使用"), ..item("sfzh", Some(3)) };
    let entry = entry(State::Draft { returned: None }, vec![item("xm", Some(2)), refused]);
    assert_eq!(entry.grade(), Grade::general(3));
    assert_eq!(entry.sharing_type(), SharingType::Conditional);
}

#[test]
fn an_entry_with_one_open_item_of_two_is_partly_open() {
    let open = Item { opening: Opening::Open, ..item("mc", Some(1)) };
    let state = State::Draft { returned: None };
    assert_eq!(entry(state.clone(), vec![]).openness(), Openness::Closed);
    assert_eq!(entry(state.clone(), vec![open.clone()]).openness(), Openness::Open);
    assert_eq!(entry(state, vec![open, item("dh", Some(2))]).openness(), Openness::Partial);
}

#[test]
fn a_revision_keeps_the_code_and_asks_for_consent_anew() {
    let published = entry(State::Published { at: NOW }, vec![item("xm", Some(1))]);
    let next = published.revise(NOW).unwrap();
    assert_eq!((next.code.clone(), next.version), (published.code.clone(), 2));
    assert_eq!(
        next.submit(None, CEILING, NOW).unwrap_err(),
        Refusal::NotAssessed(vec![Missing::Consent])
    );
}

#[test]
fn an_edit_can_not_bring_a_grade_of_its_own() {
    let draft = entry(State::Draft { returned: None }, vec![item("xm", Some(3)), item("bz", None)]);
    let mut description = draft.description();
    description.items.swap(0, 1);
    for item in &mut description.items {
        item.grade = Grade::general(1);
    }
    description.items.push(item("new", Some(1)));
    let edited = draft.describe(description).unwrap();
    let grades: Vec<_> =
        edited.items.iter().map(|item| (item.position, item.name.as_str(), item.grade)).collect();
    assert_eq!(grades, [(1, "bz", None), (2, "xm", Grade::general(3)), (3, "new", None)]);
}

#[test]
fn one_person_may_tighten_an_agreed_mask_and_loosening_it_asks_for_the_grade_again() {
    let masked = |mask| Item { mask, ..item("sfzh", Some(3)) };
    let agreed = Mask::KeepEnds { head: 3, tail: 4 };
    let draft = entry(State::Draft { returned: None }, vec![masked(agreed)]);
    let edited = |mask| {
        let description = Description { items: vec![masked(mask)], ..draft.description() };
        let edited = draft.clone().describe(description).unwrap();
        (edited.items[0].grade, edited.items[0].mask)
    };
    for mask in [agreed, Mask::KeepEnds { head: 1, tail: 4 }, Mask::Redact] {
        assert_eq!(edited(mask), (Grade::general(3), mask));
    }
    for mask in [Mask::None, Mask::KeepEnds { head: 6, tail: 4 }, Mask::YearOnly] {
        assert_eq!(edited(mask), (None, mask));
    }
}
