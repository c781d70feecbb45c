//! The national editions, asked at dates.

use jiff::civil::date;

use super::*;
use crate::package::national_divisions;

fn code(text: &str) -> DivisionCode {
    text.parse().unwrap()
}

#[test]
fn a_code_is_judged_at_its_date() {
    let register = national_divisions();
    // 崇文区 of Beijing was merged into 东城区 in 2010; 钱塘区 was made in 2021.
    let (chongwen, qiantang) = (code("110103"), code("330114"));
    assert_eq!(register.standing(chongwen, date(2006, 1, 1)), DivisionStanding::InForce);
    assert_eq!(register.standing(chongwen, date(2015, 1, 1)), DivisionStanding::Abolished);
    assert_eq!(register.standing(qiantang, date(2015, 1, 1)), DivisionStanding::NotYetInForce);
    assert_eq!(register.standing(qiantang, date(2026, 1, 1)), DivisionStanding::InForce);
    assert_eq!(register.at(chongwen, date(2006, 1, 1)).unwrap().name, "崇文区");
    assert_eq!(register.at(chongwen, date(2015, 1, 1)), None);
    assert_eq!(register.standing(code("999999"), date(2015, 1, 1)), DivisionStanding::Unlisted);
}

#[test]
fn between_two_editions_either_may_vouch_for_a_code() {
    let register = national_divisions();
    let (qiantang, xiacheng) = (code("330114"), code("330103"));
    let between = date(2021, 6, 1);
    assert_eq!(register.standing(qiantang, between), DivisionStanding::InForce);
    assert_eq!(register.standing(xiacheng, between), DivisionStanding::InForce);
    let validity = register.validity(register.at(qiantang, between).unwrap());
    assert_eq!(validity.not_before, Some(date(2019, 12, 31)));
    assert_eq!(validity.last_listed, None);
}

#[test]
fn before_the_first_edition_a_code_is_presumed_or_unknown_but_not_refuted() {
    let register = national_divisions();
    let born = date(1980, 1, 1);
    assert_eq!(register.standing(code("530102"), born), DivisionStanding::PresumedBeforeRecords);
    assert_eq!(register.standing(code("340524"), born), DivisionStanding::UnknownBeforeRecords);
    assert!(!register.standing(code("340524"), born).is_refuted());
}

/// 370101 (市辖区) is a grouping line that newer tables leave out; resident numbers
/// bear it.
#[test]
fn a_grouping_line_left_out_later_is_not_abolished() {
    let register = national_divisions();
    let jinan = code("370101");
    assert_eq!(register.standing(jinan, date(2026, 1, 1)), DivisionStanding::InForce);
    let difference = register.difference("2013", "2019").unwrap();
    assert!(difference.abolished.iter().all(|division| !division.is_grouping()));
}

#[test]
fn differences_between_editions_name_what_was_added_abolished_and_renamed() {
    let register = national_divisions();
    let difference = register.difference("2019", "2023").unwrap();
    assert_eq!(difference.added.len(), 46);
    assert_eq!(difference.abolished.len(), 49);
    let renamed: Vec<_> = difference.renamed.iter().map(|(a, b)| (&*a.name, &*b.name)).collect();
    assert_eq!(renamed, [("桥东区", "襄都区"), ("桥西区", "信都区")]);
    let back = register.difference("2023", "2019").unwrap();
    assert_eq!((back.added.len(), back.abolished.len()), (49, 46));
    assert_eq!(register.difference("2019", "1984"), None);
}

#[test]
fn the_tree_steps_over_groupings_and_missing_prefectures() {
    let register = national_divisions();
    let today = date(2026, 11, 25);
    assert_eq!(register.children(None, today).count(), 34);
    // Beijing's districts hang under the municipality, 仙桃 under its province.
    let beijing = register.children(Some(code("110000")), today);
    assert!(beijing.into_iter().any(|division| division.name == "东城区"));
    assert_eq!(register.parent_place(code("429004"), today), Some(code("420000")));
    assert_eq!(register.full_name(code("330106"), today).as_deref(), Some("浙江省杭州市西湖区"));
    assert_eq!(register.full_name(code("110101"), today).as_deref(), Some("北京市东城区"));
}

#[test]
fn every_place_of_every_edition_hangs_under_a_listed_place() {
    let register = national_divisions();
    for edition in register.editions() {
        for division in register.on(edition.as_of) {
            if let Some(parent) = register.parent_place(division.code, edition.as_of) {
                let known = register.at(parent, edition.as_of);
                assert!(known.is_some(), "{} in {}", division.code, edition.name);
            }
        }
    }
}

#[test]
fn a_code_under_two_names_has_two_entries_in_its_history() {
    let register = national_divisions();
    let names: Vec<_> = register.history(code("130502")).iter().map(|d| &*d.name).collect();
    assert_eq!(names, ["桥东区", "襄都区"]);
}
