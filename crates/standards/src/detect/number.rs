//! Forms of telephone, card, plate and vehicle numbers. Pure, without allocation.

/// 手机号码: eleven digits beginning 13 to 19, with or without `+86`, `86` or `0086`
/// before them and one space or hyphen between.
#[must_use]
pub fn is_mobile(text: &str) -> bool {
    let bytes = text.as_bytes();
    let rest = [b"+86".as_slice(), b"0086"]
        .iter()
        .find_map(|prefix| bytes.strip_prefix(*prefix))
        .map(|rest| rest.strip_prefix(b" ").or(rest.strip_prefix(b"-")).unwrap_or(rest));
    let national = match rest {
        Some(rest) => rest,
        None if bytes.len() == 13 => bytes.strip_prefix(b"86").unwrap_or(bytes),
        None => bytes,
    };
    national.len() == 11
        && national[0] == b'1'
        && matches!(national[1], b'3'..=b'9')
        && all_digits(national)
}

/// 固定电话: an area code (`010`, `02x`, or four digits `03xx`–`09xx`) with seven or eight
/// digits, in brackets or with a hyphen or nothing between; with or without an
/// extension (`-123`, `转123`).
#[must_use]
pub fn is_landline_with_area(text: &str) -> bool {
    let bytes = text.as_bytes();
    let bytes = bytes.strip_prefix(b"+86-").or(bytes.strip_prefix(b"86-")).unwrap_or(bytes);
    let (bracketed, bytes) = match bytes.strip_prefix(b"(") {
        Some(rest) => (true, rest),
        None => match bytes.strip_prefix("（".as_bytes()) {
            Some(rest) => (true, rest),
            None => (false, bytes),
        },
    };
    let area_length = match bytes {
        [b'0', b'1' | b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    if bytes.len() < area_length || !all_digits(&bytes[..area_length]) {
        return false;
    }
    let rest = &bytes[area_length..];
    let rest = if bracketed {
        match rest.strip_prefix(b")").or(rest.strip_prefix("）".as_bytes())) {
            Some(rest) => rest,
            None => return false,
        }
    } else {
        rest.strip_prefix(b"-").or(rest.strip_prefix(b" ")).unwrap_or(rest)
    };
    is_local(rest)
}

/// 固定电话 with or without the area code.
#[must_use]
pub fn is_landline(text: &str) -> bool {
    is_landline_with_area(text) || is_local(text.as_bytes())
}

/// Seven or eight digits not beginning with 0 or 1, and an extension perhaps.
fn is_local(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !matches!(digits, 7 | 8) || matches!(bytes[0], b'0' | b'1') {
        return false;
    }
    // Han: the sign before an extension.
    let rest = &bytes[digits..];
    let Some(extension) = rest.strip_prefix(b"-").or(rest.strip_prefix("转".as_bytes())) else {
        return rest.is_empty();
    };
    (1..=6).contains(&extension.len()) && all_digits(extension)
}

/// Service numbers: `12345` and the like, `400-…` and `800-…` of ten digits.
fn is_service(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes {
        [b'1', b'1' | b'2' | b'9', ..] if matches!(bytes.len(), 3 | 5 | 6) => all_digits(bytes),
        [b'4' | b'8', b'0', b'0', ..] => {
            let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
            digits == 10 && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-')
        }
        _ => false,
    }
}

/// One or more telephone numbers, separated by `、，,；;/` or spaces; five at most.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    let one = |number: &str| is_mobile(number) || is_landline(number) || is_service(number);
    if one(text) {
        return true;
    }
    let mut count = 0;
    for number in text.split(['、', '，', ',', '；', ';', '/', ' ']) {
        if number.is_empty() {
            continue;
        }
        count += 1;
        if count > 5 || !one(number) {
            return false;
        }
    }
    count > 0
}

/// Whether the last digit is the Luhn check (ISO/IEC 7812-1) of the others.
#[must_use]
pub fn luhn(digits: &[u8]) -> bool {
    // Twice a digit, its digits summed.
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let mut sum = 0;
    for (place, byte) in digits.iter().rev().enumerate() {
        let digit = usize::from(byte.wrapping_sub(b'0'));
        match (DOUBLED.get(digit), place % 2) {
            (None, _) => return false,
            (Some(doubled), 1) => sum += doubled,
            (Some(_), _) => sum += u32::try_from(digit).unwrap_or_default(),
        }
    }
    !digits.is_empty() && sum % 10 == 0
}

/// 银行卡号: 12 to 19 digits, not beginning with 0, with the Luhn check.
#[must_use]
pub fn is_bank_card(text: &str) -> bool {
    let bytes = text.as_bytes();
    (12..=19).contains(&bytes.len()) && bytes[0] != b'0' && luhn(bytes)
}

// Han: what stands on plates.
/// The one-character names of the provinces on plates (GA 36), and 使 of embassies.
const PLATE_PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";

// Han: what stands on plates.
/// The characters that may end the plates of special vehicles.
const PLATE_SUFFIXES: &str = "挂学警港澳领使超试";

/// 机动车号牌: province, letter, and five places, or six on new-energy plates. I and O
/// don't occur.
#[must_use]
pub fn is_plate(text: &str) -> bool {
    let mut characters = text.chars();
    let (Some(province), Some(city)) = (characters.next(), characters.next()) else {
        return false;
    };
    if !PLATE_PROVINCES.contains(province) || !matches!(city, 'A'..='H' | 'J'..='N' | 'P'..='Z') {
        return false;
    }
    let rest = characters.as_str();
    let rest = rest.strip_prefix('·').unwrap_or(rest);
    let last = rest.chars().next_back();
    let body = match last {
        Some(suffix) if PLATE_SUFFIXES.contains(suffix) => &rest[..rest.len() - suffix.len_utf8()],
        _ => rest,
    };
    let places = body.len() + usize::from(body.len() != rest.len());
    matches!(places, 5 | 6)
        && body.bytes().all(|byte| {
            byte.is_ascii_digit() || matches!(byte, b'A'..=b'H' | b'J'..=b'N' | b'P'..=b'Z')
        })
}

/// 车辆识别代号: seventeen characters without I, O and Q, the ninth being the check
/// (GB 16735).
#[must_use]
pub fn is_vin(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let bytes = text.as_bytes();
    if bytes.len() != 17 {
        return false;
    }
    let mut sum = 0;
    for (byte, weight) in bytes.iter().zip(WEIGHTS) {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'H' => byte - b'A' + 1,
            b'J'..=b'N' => byte - b'J' + 1,
            b'P' => 7,
            b'R' => 9,
            b'S'..=b'Z' => byte - b'S' + 2,
            _ => return false,
        };
        sum += u32::from(value) * weight;
    }
    let check = match sum % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).unwrap_or_default(),
    };
    bytes[8] == check
}

fn all_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn mobile_numbers_have_eleven_digits_and_perhaps_a_country_code() {
        for good in ["13800138000", "+8613800138000", "+86 13800138000", "8619912345678"] {
            assert!(is_mobile(good), "{good}");
        }
        for bad in ["12800138000", "1380013800", "138001380000", "１３８00138000", "+8513800138000"]
        {
            assert!(!is_mobile(bad), "{bad}");
        }
    }

    #[test]
    fn landlines_come_with_area_codes_brackets_and_extensions() {
        for good in [
            "0571-82916566",
            "057182916566",
            "(0571)82916566",
            "010-62345678",
            "0571-86560816-803",
            "0571-86560816转803",
        ] {
            assert!(is_landline_with_area(good), "{good}");
        }
        assert!(is_landline("86624133") && !is_landline_with_area("86624133"));
        for bad in ["0571-829165", "0571-829165666", "(0571-82916566", "1571-82916566", "0571", ""]
        {
            assert!(!is_landline(bad), "{bad}");
        }
    }

    #[test]
    fn a_contact_field_may_list_several_numbers_but_nothing_else() {
        for good in [
            "86624133、86659837",
            "0571-82916566",
            "13800138000/0571-82916566",
            "12345",
            "400-800-1234",
        ] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["暂无", "", "、", "82916566 张老师", "1、2"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn a_card_number_carries_the_luhn_check() {
        // A number from the standard's own worked example, padded to a card's length.
        assert!(luhn(b"79927398713"));
        assert!(is_bank_card("4111111111111111"));
        assert!(!is_bank_card("4111111111111112"));
        assert!(!is_bank_card("79927398713"), "too short for a card");
        assert!(!is_bank_card("411111111111111a"));
    }

    #[test]
    fn plates_of_common_special_and_new_energy_vehicles_pass() {
        for good in ["浙A12345", "浙A·12345", "京AD12345", "粤Z1234港", "浙A1234学", "川A1234警"]
        {
            assert!(is_plate(good), "{good}");
        }
        for bad in ["浙A1234", "浙I12345", "浙A1234O", "A12345", "浙A1234567", "台A12345", "浙"]
        {
            assert!(!is_plate(bad), "{bad}");
        }
    }

    #[test]
    fn a_vehicle_number_carries_its_check_in_the_ninth_place() {
        assert!(is_vin("1M8GDM9AXKP042788"));
        assert!(is_vin("11111111111111111"));
        assert!(!is_vin("1M8GDM9A1KP042788"));
        assert!(!is_vin("1M8GDM9AXKP04278O"));
    }

    proptest! {
        #[test]
        fn no_text_makes_a_test_panic(text in "\\PC{0,24}") {
            let _ = (is_phone(&text), is_bank_card(&text), is_plate(&text), is_vin(&text));
        }

        #[test]
        fn luhn_notices_any_one_changed_digit(
            mut digits in proptest::collection::vec(b'0'..=b'9', 11..18),
            at in 0_usize..11,
            by in 1_u8..10,
        ) {
            let check = (b'0'..=b'9').find(|check| {
                let mut whole = digits.clone();
                whole.push(*check);
                luhn(&whole)
            }).unwrap();
            digits.push(check);
            prop_assert!(luhn(&digits));
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            prop_assert!(!luhn(&digits));
        }
    }
}
