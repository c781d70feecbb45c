//! What values are told to be.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::package::national_divisions;

static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::new(Arc::new(national_divisions())));

fn kinds(value: &str) -> Vec<Kind> {
    DETECTOR.kinds(value).iter().collect()
}

/// One value of real form per line, with every kind it is of.
#[test]
fn values_are_told_by_checksum_code_set_and_form() {
    use Kind::*;
    for (value, expected) in [
        ("53010219200508011X", vec![ResidentNumber]),
        ("370101190102039973", vec![ResidentNumber, Integer, Decimal]),
        ("370101190102039974", vec![Integer, Decimal]),
        ("91350100M000100Y43", vec![CreditCode]),
        ("4111111111111111", vec![BankCard, Integer, Decimal]),
        ("1M8GDM9AXKP042788", vec![Vin]),
        ("330106", vec![Division, Integer, Decimal]),
        ("202508", vec![YearMonth, Integer, Decimal]),
        ("330114004", vec![StreetCode, Integer, Decimal]),
        ("330114004028", vec![CommunityCode, Integer, Decimal]),
        ("330114004028000", vec![CommunityCode, Integer, Decimal]),
        ("西湖区", vec![DivisionName]),
        ("市辖区", vec![]),
        ("13800138000", vec![Mobile, Integer, Decimal]),
        ("0571-82916566", vec![Landline]),
        ("a@b.cn", vec![Email]),
        ("https://rxyj.hzedu.gov.cn/x", vec![Url]),
        ("浙A12345", vec![Plate]),
        ("2020-02-13", vec![Date]),
        ("20200213", vec![Date, Integer, Decimal]),
        ("109年01月01日 14時15分00秒", vec![DateTime]),
        ("2022-06-08 10:11:42", vec![DateTime]),
        ("2022", vec![Year, Integer, Decimal]),
        ("120.158453", vec![Longitude, Decimal]),
        ("30.322633", vec![Latitude, Decimal]),
        ("86.03", vec![Decimal]),
        ("12.5%", vec![Percentage]),
        ("-7", vec![Integer, Decimal]),
        ("True", vec![YesNo]),
        ("1", vec![Integer, Decimal, YesNo]),
        ("", vec![]),
        ("暂无", vec![]),
    ] {
        assert_eq!(kinds(value), expected, "{value}");
    }
}

#[test]
fn kinds_fit_the_set_they_are_kept_in() {
    let last = <Kind as strum::VariantArray>::VARIANTS.last().unwrap();
    assert!((*last as u32) < u32::BITS);
}

proptest! {
    #[test]
    fn no_value_makes_detection_panic(value in "\\PC{0,40}|[0-9.%+-]{0,20}|[0-9A-Z]{15,19}") {
        let _ = DETECTOR.kinds(&value);
    }

    /// A birth year must stand in it, so most runs of eighteen digits are none even
    /// where the check character happens to fit.
    #[test]
    fn an_identity_number_holds_a_birth_year(digits in "[0-9]{18}") {
        let kinds = DETECTOR.kinds(&digits);
        prop_assert!(!kinds.contains(Kind::ResidentNumber) || digits[6..8] < *"22");
    }
}
