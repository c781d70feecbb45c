//! Each finding from the smallest entry that earns it.

use jiff::{Timestamp, civil::date};
use strum::VariantArray as _;
use zt_kernel::EntryId;
use zt_standards::{DataType, Definition, Element, ElementCode, ObjectClass, State as Standing};

use super::*;
use crate::{
    BasisKind, Binding, Description, EntryCode, Mask, Sharing, SharingType,
    assessment::{Assessment, Assessments, Consent},
};

const TODAY: Date = date(2026, 3, 2);
const OWN: AgencyId = AgencyId(1);
const OTHER: AgencyId = AgencyId(2);

fn element(code: &str, basis: GradeBasis, state: Standing) -> Element {
    Element {
        code: code.parse().unwrap(),
        version: 1,
        state,
        owner: None,
        valid_from: Some(date(2020, 1, 1)),
        valid_to: None,
        definition: Definition {
            name_zh: "公民身份号码".into(),
            name_en: "Resident number".into(),
            synonyms: Vec::new(),
            object: ObjectClass::Person,
            kind: DataType::C,
            length: None,
            precision: None,
            rule: None,
            grade_label: 3,
            grade_basis: basis,
            explanation: String::new(),
            explanation_en: String::new(),
            source: None,
        },
    }
}

fn registry() -> Registry {
    Registry::new(
        [
            element("PER001", GradeBasis::IdentifiesPerson, Standing::InForce),
            element("OLD001", GradeBasis::NoPerson, Standing::Abolished),
        ],
        [],
    )
}

fn code(text: &str) -> ElementCode {
    text.parse().unwrap()
}

/// An item nothing is wrong with.
fn sound_item() -> Item {
    Item {
        element: Some(code("PER001")),
        grade: Grade::general(3),
        mask: Mask::Redact,
        personal: Personal::Personal,
        ..Item::new(1, "sfzh", DataType::C)
    }
}

/// An entry nothing is wrong with.
fn sound() -> Entry {
    let assessment =
        Some(Assessment {
            conclusion: "不涉密".into(), assessor: "办公室".into(), on: TODAY
        });
    let description = Description {
        name: "低保人员信息".into(),
        abstract_: "全市低保人员".into(),
        items: vec![sound_item()],
        assessments: Assessments {
            secrecy: assessment.clone(),
            personal_information: assessment,
            consent: Some(Consent { head: "分管局长".into(), on: TODAY }),
        },
        ..Description::default()
    };
    let classification: crate::Classification = "301001".parse().unwrap();
    let code = EntryCode::new(&classification, 1);
    let mut entry =
        Entry::create(EntryId(1), code, classification, OWN, description, Timestamp::UNIX_EPOCH);
    entry.bindings.push(Binding::File { url: "https://example.gov.cn/a.csv".into() });
    entry
}

fn holder(agency: AgencyId, sharing: SharingType) -> Holder {
    Holder {
        element: code("PER001"),
        code: "301002/000009".parse().unwrap(),
        entry_name: "人口基本信息".into(),
        agency,
        item: "gmsfhm".into(),
        sharing,
    }
}

struct Around {
    registry: Registry,
    holders: Vec<Holder>,
    sources: BTreeMap<String, AgencyId>,
    refreshed_on: Option<Date>,
}

impl Default for Around {
    fn default() -> Self {
        Self {
            registry: registry(),
            holders: Vec::new(),
            sources: BTreeMap::new(),
            refreshed_on: None,
        }
    }
}

impl Around {
    fn found(&self, entry: &Entry) -> Vec<Finding> {
        let context = Context {
            registry: &self.registry,
            open_ceiling: Grade::ALL[1],
            today: TODAY,
            refreshed_on: self.refreshed_on,
            stale_after_days: Some(37),
            holders: &self.holders,
            sources: &self.sources,
        };
        lint(entry, &context)
    }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// What is found when the one item of the sound entry is changed so.
fn check_item(change: impl FnOnce(&mut Item), expected: &[&str]) {
    let mut entry = sound();
    change(&mut entry.items[0]);
    assert_eq!(codes(&Around::default().found(&entry)), expected);
}

fn check_entry(change: impl FnOnce(&mut Entry), expected: &[&str]) {
    let mut entry = sound();
    change(&mut entry);
    assert_eq!(codes(&Around::default().found(&entry)), expected);
}

#[test]
fn a_sound_entry_has_no_finding() {
    check_entry(|_| {}, &[]);
}

#[test]
fn an_entry_must_say_what_it_is() {
    check_entry(|entry| entry.name = " ".into(), &["name-missing"]);
    check_entry(|entry| entry.abstract_.clear(), &["abstract-missing"]);
    check_entry(|entry| entry.items.clear(), &["no-items"]);
    check_entry(|entry| entry.bindings.clear(), &["no-binding"]);
}

#[test]
fn what_article_13_asks_for_is_told_one_by_one() {
    check_entry(
        |entry| entry.assessments = Assessments::default(),
        &["secrecy-not-assessed", "personal-information-not-assessed", "no-consent"],
    );
}

#[test]
fn conditions_and_bases_must_be_stated() {
    check_item(|item| item.sharing = Sharing::conditional(""), &["condition-missing"]);
    check_item(|item| item.sharing = Sharing::refused(BasisKind::Law, ""), &["basis-missing"]);
    check_item(
        |item| {
            item.grade = Grade::general(1);
            item.opening = Opening::Conditional { condition: String::new() };
        },
        &["opening-condition-missing"],
    );
}

#[test]
fn nothing_opens_above_its_grade_or_against_a_refusal() {
    check_item(|item| item.opening = Opening::Open, &["open-above-grade"]);
    check_item(
        |item| {
            item.grade = Grade::general(1);
            item.opening = Opening::Open;
            item.sharing = Sharing::refused(BasisKind::Law, "《统计法》第二十八条");
        },
        &["open-but-refused"],
    );
}

#[test]
fn an_element_must_exist_and_be_in_force() {
    check_item(|item| item.element = None, &["no-element"]);
    check_item(|item| item.element = Some(code("XXX999")), &["unknown-element"]);
    check_item(|item| item.element = Some(code("OLD001")), &["abolished-element"]);
}

#[test]
fn an_item_must_agree_with_its_element() {
    check_item(|item| item.data_type = DataType::N, &["type-differs"]);
    check_item(|item| item.personal = Personal::None, &["personal-not-declared"]);
}

#[test]
fn grade_label_and_mask_are_looked_at() {
    check_item(|item| item.grade = None, &["not-graded"]);
    check_item(|item| item.mask = Mask::None, &["sensitive-unmasked"]);
    check_item(|item| item.mask = Mask::Decimals(20), &["mask-hides-nothing"]);
    check_item(|item| item.label.clear(), &["label-missing"]);
}

#[test]
fn two_columns_of_one_name_are_told_apart_from_one() {
    check_entry(|entry| entry.items.push(sound_item()), &["duplicate-item"]);
}

#[test]
fn data_older_than_the_cycle_promises_is_stale() {
    let mut around = Around { refreshed_on: Some(date(2026, 1, 25)), ..Around::default() };
    assert_eq!(codes(&around.found(&sound())), Vec::<&str>::new());
    around.refreshed_on = Some(date(2026, 1, 23));
    assert_eq!(codes(&around.found(&sound())), ["stale-cycle"]);
}

#[test]
fn collecting_again_what_another_agency_shares_is_warned_of_unless_it_is_the_source() {
    let mut around =
        Around { holders: vec![holder(OTHER, SharingType::Conditional)], ..Around::default() };
    let findings = around.found(&sound());
    assert_eq!(
        (codes(&findings), findings[0].about.as_str()),
        (vec!["already-shared"], "301002/000009")
    );
    let mut taken_over = sound();
    taken_over.items[0].source = Some(OTHER);
    assert!(around.found(&taken_over).is_empty());
    around.holders =
        vec![holder(OTHER, SharingType::Refused), holder(OWN, SharingType::Unconditional)];
    assert!(around.found(&sound()).is_empty());
}

#[test]
fn an_item_of_an_element_with_another_source_agency_must_name_it() {
    let sources = BTreeMap::from([("PER001".to_owned(), OTHER)]);
    let around = Around { sources, ..Around::default() };
    assert_eq!(codes(&around.found(&sound())), ["other-source"]);
}

#[test]
fn errors_come_first_and_only_they_block() {
    let mut entry = sound();
    entry.items[0].element = None;
    let around = Around::default();
    assert!(!blocks(&around.found(&entry)));
    entry.items[0].grade = None;
    let findings = around.found(&entry);
    assert_eq!(codes(&findings), ["not-graded", "no-element"]);
    assert!(blocks(&findings));
}

#[test]
fn a_finding_points_to_the_item_and_the_field() {
    let mut entry = sound();
    entry.items[0].grade = None;
    let place = Around::default().found(&entry).remove(0).place;
    assert_eq!(place, Place::Item { item: "sfzh".into(), field: "grade" });
}

#[test]
fn every_code_has_a_stable_name() {
    let names: std::collections::BTreeSet<_> =
        Code::VARIANTS.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::VARIANTS.len());
}
