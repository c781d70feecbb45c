//! Verdicts on numbers, the trap numbers first.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 25);

fn listed(_: DivisionCode, _: Date) -> DivisionStanding {
    DivisionStanding::InForce
}

/// Three numbers with good checksums on which validators in use fail: they judge
/// the division by a table without dates, and one even crashes on the lookup.
#[test]
fn the_three_numbers_that_trip_validators_pass_on_format_date_and_checksum() {
    for (number, born) in [
        ("53010219200508011X", date(1920, 5, 8)),
        ("34052419800101001X", date(1980, 1, 1)),
        ("370101190102039973", date(1901, 2, 3)),
    ] {
        assert!(is_valid(number), "{number}");
        let verdicts = judge(number, TODAY, |_, _| DivisionStanding::UnknownBeforeRecords);
        assert_eq!(verdicts.format, FormatVerdict::Eighteen);
        assert_eq!(verdicts.date, DateVerdict::Possible(born));
        assert_eq!(verdicts.checksum, ChecksumVerdict::Right);
        assert_eq!(
            verdicts.division,
            DivisionVerdict::AtBirth(DivisionStanding::UnknownBeforeRecords)
        );
        assert!(verdicts.is_acceptable());
    }
}

#[test]
fn a_wrong_check_character_names_the_right_one() {
    let verdicts = judge("530102192005080111", TODAY, listed);
    assert_eq!(verdicts.checksum, ChecksumVerdict::Wrong('X'));
    assert!(!verdicts.is_acceptable());
    assert!(!is_valid("530102192005080111"));
}

#[test]
fn a_date_outside_the_calendar_or_after_today_is_told_apart() {
    assert_eq!(judge("530102192102290119", TODAY, listed).date, DateVerdict::Impossible);
    assert_eq!(judge("530102189912310113", TODAY, listed).date, {
        DateVerdict::Possible(date(1899, 12, 31))
    });
    let future = judge("530102209901010111", TODAY, listed);
    assert_eq!(future.date, DateVerdict::Future(date(2099, 1, 1)));
    assert_eq!(future.division, DivisionVerdict::NotJudged);
}

#[test]
fn fifteen_digits_carry_a_date_of_the_last_century_and_no_check() {
    let verdicts = judge("530102200508011", TODAY, listed);
    assert_eq!(verdicts.format, FormatVerdict::Fifteen);
    assert_eq!(verdicts.date, DateVerdict::Possible(date(1920, 5, 8)));
    assert_eq!(verdicts.checksum, ChecksumVerdict::Absent);
    assert_eq!(upgrade("530102200508011").as_deref(), Some("53010219200508011X"));
    assert_eq!(upgrade("530102201308011"), None);
}

#[test]
fn the_format_fails_before_anything_else_is_judged() {
    for (text, format) in [
        ("", FormatVerdict::WrongLength),
        ("5301021920050801", FormatVerdict::WrongLength),
        ("53010219200508X11X", FormatVerdict::WrongCharacter),
        ("53010219200508011Y", FormatVerdict::WrongCharacter),
        ("５３０１０２", FormatVerdict::WrongCharacter),
    ] {
        let verdicts = judge(text, TODAY, listed);
        assert_eq!(verdicts.format, format, "{text}");
        assert_eq!(verdicts.checksum, ChecksumVerdict::NotJudged);
        assert!(!is_valid(text));
    }
    assert_eq!(judge("53010219200508011x", TODAY, listed).format, FormatVerdict::EighteenLowerCase);
    assert!(is_valid("53010219200508011x"));
}

#[test]
fn a_division_made_after_birth_is_possible_but_one_abolished_before_is_not() {
    let made_in_2010 = |_: DivisionCode, at: Date| {
        if at < date(2010, 1, 1) {
            DivisionStanding::NotYetInForce
        } else {
            DivisionStanding::InForce
        }
    };
    let number = "34052419800101001X";
    assert_eq!(judge(number, TODAY, made_in_2010).division, DivisionVerdict::AfterBirth);
    let gone = judge(number, TODAY, |_, _| DivisionStanding::Abolished);
    assert_eq!(gone.division, DivisionVerdict::AtBirth(DivisionStanding::Abolished));
}

/// A number with its check character, for any division, date and order.
fn number() -> impl Strategy<Value = String> {
    (10_u32..100, 1_u32..100, 0_u32..100, 1900_u32..2030, 1_u32..13, 1_u32..29, 0_u32..1000)
        .prop_map(|(a, b, c, year, month, day, order)| {
            let body = format!("{a}{b:02}{c:02}{year}{month:02}{day:02}{order:03}");
            let check = char::from(check_character(body.as_bytes()));
            format!("{body}{check}")
        })
}

proptest! {
    #[test]
    fn any_one_changed_digit_is_noticed(number in number(), at in 0_usize..17, by in 1_u8..10) {
        prop_assert!(is_valid(&number));
        let mut bytes = number.into_bytes();
        bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
        prop_assert!(!is_valid(std::str::from_utf8(&bytes).unwrap()));
    }

    #[test]
    fn the_fast_path_and_the_verdicts_agree(text in "[1-9][0-9]{13,16}[0-9Xx]?") {
        let verdicts = judge(&text, date(2099, 12, 31), listed);
        prop_assert_eq!(is_valid(&text), verdicts.is_acceptable());
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,20}") {
        let _ = judge(&text, TODAY, listed);
        let _ = is_valid(&text);
    }
}
