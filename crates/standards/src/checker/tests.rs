//! What each rule accepts and how it refuses.

use jiff::civil::date;

use super::*;
use crate::registry::Registry;

const TODAY: Date = date(2026, 11, 25);

fn checker(element: &str) -> Checker {
    Registry::national().checker(&element.parse().unwrap(), TODAY).unwrap()
}

/// `element`, a value that passes, one that fails, and the code and rule it fails by.
#[test]
fn violations_carry_frictionless_codes_and_name_the_aspect() {
    for (element, good, bad, code, rule) in [
        (
            "PER001",
            "53010219200508011X",
            "530102192005080111",
            CONSTRAINT,
            "resident_number.checksum",
        ),
        ("PER001", "370101190102039973", "370101190113039973", CONSTRAINT, "resident_number.date"),
        ("PER001", "53010219200508011x", "张三", TYPE, "resident_number.format"),
        ("ORG001", "91350100M000100Y43", "91350100M000100Y44", CONSTRAINT, "credit_code.checksum"),
        ("PER003", "男", "3", CONSTRAINT, "code_set.unlisted:GBT2261.1"),
        ("LOC001", "330114", "330103", CONSTRAINT, "division.unlisted"),
        ("LOC003", "330000", "330100", CONSTRAINT, "division.level"),
        ("LOC008", "330114004", "33011400", TYPE, "street_code.form"),
        ("LOC010", "330114004028000", "330103004028000", CONSTRAINT, "community_code.unlisted"),
        ("PER005", "1990-02-28", "1990-02-30", TYPE, "date.form"),
        ("PER005", "1990-02-28", "2026-11-26", CONSTRAINT, "date.max:2026-11-25"),
        ("LOC013", "120.158453", "30.322633", CONSTRAINT, "coordinate.range:73–136"),
        ("QTY001", "8", "-1", CONSTRAINT, "number.min:0"),
        ("QTY001", "8", "8.5", CONSTRAINT, "number.scale:0"),
        ("QTY001", "8.0", "八", TYPE, "number.form"),
        ("CON002", "86624133、86659837", "暂无", TYPE, "phone.form"),
        ("LOC012", "杭州市树人街18号", "杭", CONSTRAINT, "length.min:2"),
        ("LOC019", "AE", "阿联酋", CONSTRAINT, "code_set.unlisted:GBT2659"),
        ("ORG007", "0111", "0199", CONSTRAINT, "code_set.unlisted:GBT4754"),
        ("HSE001", "330106001001GB00001F00010001", "33", CONSTRAINT, "pattern.mismatch"),
        ("ORG004", "M000100Y-4", "M000100Y-5", TYPE, "organisation_code.form"),
    ] {
        let checker = checker(element);
        assert_eq!(checker.check(good), Ok(()), "{element} {good}");
        assert!(checker.accepts(good) && !checker.accepts(bad));
        let violation = Violation { code, rule: rule.into() };
        assert_eq!(checker.check(bad), Err(violation), "{element} {bad}");
    }
}

#[test]
fn a_value_longer_than_its_element_is_refused_by_characters_not_bytes() {
    let checker = checker("PER002");
    assert_eq!(checker.check(&"张".repeat(50)), Ok(()));
    let long = checker.check(&"张".repeat(51)).unwrap_err();
    assert_eq!(long.code, TYPE, "a person name has at most fifty letters");
}

#[test]
fn the_division_of_a_checker_is_that_of_its_date() {
    let registry = Registry::national();
    let element = "LOC001".parse().unwrap();
    let then = registry.checker(&element, date(2006, 1, 1)).unwrap();
    assert_eq!(then.check("110103"), Ok(()));
    assert!(registry.checker(&element, TODAY).unwrap().check("110103").is_err());
}

#[test]
fn a_message_key_and_its_argument_come_from_the_rule() {
    let (key, value) = Violation::message("code_set.unlisted:GBT2261.1");
    assert_eq!((key.as_str(), value), ("standards-violation-code-set-unlisted", "GBT2261.1"));
    assert_eq!(Violation::message("date.form").1, "");
}

#[test]
fn every_national_element_compiles() {
    let registry = Registry::national();
    for element in registry.elements() {
        assert!(registry.checker(&element.code, TODAY).is_some(), "{}", element.code);
    }
}
