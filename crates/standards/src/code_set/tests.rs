//! Codes, items, versions and their differences.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

pub(crate) fn item(code: &str, name: &str, parent: Option<&str>) -> CodeItem {
    CodeItem { code: code.into(), name: name.into(), name_en: None, parent: parent.map(Into::into) }
}

fn version(items: Vec<CodeItem>) -> CodeSetVersion {
    validate_items(&items).unwrap();
    let code = "GBT4754".parse().unwrap();
    let validity = (date(2011, 1, 1), Some(date(2017, 9, 30)));
    CodeSetVersion::new(code, "2011".into(), State::Superseded, validity, None, items)
}

#[test]
fn codes_are_what_stands_in_an_address_unescaped() {
    for good in ["GBT2261.1", "ZT.SCHOOL-OWNER", "AB"] {
        assert!(good.parse::<CodeSetCode>().is_ok(), "{good}");
    }
    for bad in ["", "A", "gbt", "GB/T", "1AB", "民族", &"A".repeat(33)] {
        assert!(bad.parse::<CodeSetCode>().is_err(), "{bad}");
    }
}

#[test]
fn an_industry_class_is_found_with_and_without_its_section_letter() {
    let version = version(vec![
        item("A", "农、林、牧、渔业", None),
        item("A01", "农业", Some("A")),
        item("A0111", "稻谷种植", Some("A01")),
    ]);
    assert_eq!(version.item("0111"), version.item("A0111"));
    assert!(version.has_code("A") && !version.has_code(""));
    assert_eq!(version.item_named("农业").unwrap().code, "A01");
    let children: Vec<_> = version.children(Some("A")).map(|item| &*item.code).collect();
    assert_eq!(children, ["A01"]);
}

#[test]
fn a_version_applies_from_its_first_to_its_last_day() {
    let version = version(vec![item("A", "农、林、牧、渔业", None)]);
    assert!(!version.applies_on(date(2010, 12, 31)));
    assert!(version.applies_on(date(2011, 1, 1)));
    assert!(version.applies_on(date(2017, 9, 30)));
    assert!(!version.applies_on(date(2017, 10, 1)));
}

#[test]
fn items_that_contradict_themselves_are_refused_with_the_reason() {
    let refused = |items: &[CodeItem]| validate_items(items).unwrap_err();
    assert_eq!(refused(&[]), ItemsError::Empty);
    assert_eq!(refused(&[item("1", " 男", None)]), ItemsError::Form(1));
    assert_eq!(
        refused(&[item("1", "男", None), item("1", "女", None)]),
        ItemsError::Duplicate("1".into())
    );
    assert_eq!(
        refused(&[item("A01", "农业", Some("A"))]),
        ItemsError::Orphan { code: "A01".into(), parent: "A".into() }
    );
    assert_eq!(
        refused(&[item("1", "甲", Some("2")), item("2", "乙", Some("1"))]),
        ItemsError::Circle("1".into())
    );
}

#[test]
fn a_difference_names_what_came_went_and_changed() {
    let before = [item("1", "甲", None), item("2", "乙", None), item("3", "丙", None)];
    let after = [item("2", "乙", None), item("3", "丁", Some("2")), item("4", "戊", None)];
    let difference = difference(&before, &after);
    assert_eq!(difference.added, [&after[2]]);
    assert_eq!(difference.abolished, [&before[0]]);
    assert_eq!(difference.renamed, [(&before[2], &after[1])]);
    assert_eq!(difference.moved, [(&before[2], &after[1])]);
    assert_eq!(difference.unchanged, 1);
}

#[test]
fn the_digest_changes_with_any_item() {
    let items = [item("1", "男", None), item("2", "女", None)];
    let other = [item("1", "男", None), item("2", "女性", None)];
    assert_ne!(items_digest(&items), items_digest(&other));
    assert_eq!(items_digest(&items).len(), 64);
}

fn items() -> impl Strategy<Value = Vec<CodeItem>> {
    proptest::collection::btree_map("[0-9]{1,2}", "[甲乙丙]", 0..40)
        .prop_map(|map| map.into_iter().map(|(code, name)| item(&code, &name, None)).collect())
}

proptest! {
    #[test]
    fn applying_a_difference_to_the_earlier_gives_the_later(
        earlier in items(),
        later in items(),
    ) {
        let difference = difference(&earlier, &later);
        let mut rebuilt: BTreeMap<_, _> =
            earlier.iter().map(|item| (item.code.clone(), item.name.clone())).collect();
        for item in &difference.abolished {
            rebuilt.remove(&item.code);
        }
        for (_, item) in &difference.renamed {
            rebuilt.insert(item.code.clone(), item.name.clone());
        }
        for item in &difference.added {
            rebuilt.insert(item.code.clone(), item.name.clone());
        }
        let expected: BTreeMap<_, _> =
            later.iter().map(|item| (item.code.clone(), item.name.clone())).collect();
        prop_assert_eq!(rebuilt, expected);
    }
}
