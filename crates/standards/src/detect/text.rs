//! Forms of addresses on the network, of names and of plain numbers.

/// An e-mail address as RFC 5321 limits it, without quoted local parts, comments or
/// address literals, which no register holds.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&byte));
    local_fits && text.len() <= 254 && is_domain(domain, true)
}

/// An address beginning `http://` or `https://` with a host and no spaces. Chinese
/// characters pass in the path, as portals serve them unescaped.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or(text.strip_prefix("http://")) else {
        return false;
    };
    if text.len() > 4000
        || rest.bytes().any(|byte| byte <= b' ' || byte == 0x7f || b"<>\"".contains(&byte))
    {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok());
    port_fits && is_domain(host, false)
}

/// Labels of letters, digits and hyphens. With `dotted`, two or more.
fn is_domain(domain: &str, dotted: bool) -> bool {
    if domain.is_empty() || domain.len() > 253 || (dotted && !domain.contains('.')) {
        return false;
    }
    domain.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// 姓名: 2 to 50 letters, with `·`, spaces, hyphens, apostrophes or dots between. One
/// character alone is no name; digits mean a code has slipped into the column.
#[must_use]
pub fn is_person_name(text: &str) -> bool {
    let mut letters = 0;
    let mut after_letter = false;
    for character in text.chars() {
        let letter = character.is_alphabetic();
        let separator = matches!(character, '·' | '•' | ' ' | '-' | '\'' | '’' | '.');
        if !(letter || after_letter && separator) {
            return false;
        }
        letters += u32::from(letter);
        after_letter = letter;
    }
    (2..=50).contains(&letters)
}

/// A decimal number as text, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// Digits before the point.
    pub whole_digits: usize,
    /// Digits behind the point, trailing zeros included.
    pub scale: usize,
}

/// Reads an optional sign, digits, and an optional point with digits behind. No
/// exponent, no thousands separators, no bare point.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let bytes = text.as_bytes();
    let unsigned = match bytes {
        [b'-' | b'+', rest @ ..] => rest,
        _ => bytes,
    };
    let whole_digits = unsigned.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let scale = match &unsigned[whole_digits..] {
        [] => 0,
        [b'.', fraction @ ..] if fraction.iter().all(u8::is_ascii_digit) => fraction.len(),
        _ => return None,
    };
    let pointed = whole_digits < unsigned.len();
    (whole_digits > 0 && (!pointed || scale > 0)).then_some(Decimal { whole_digits, scale })
}

/// 是/否, 有/无, 1/0, Y/N, yes/no, true/false; letters in any case.
#[must_use]
pub fn parse_yes_no(text: &str) -> Option<bool> {
    // Han: the words for yes and no.
    const YES: [&str; 7] = ["是", "有", "1", "y", "yes", "t", "true"];
    const NO: [&str; 7] = ["否", "无", "0", "n", "no", "f", "false"];
    if YES.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some(true)
    } else if NO.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn e_mail_addresses_have_a_local_part_and_a_dotted_domain() {
        for good in ["zhang.san@example.gov.cn", "a+b@x-y.cn"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "@example.cn",
            "a@localhost",
            "a..b@x.cn",
            ".a@x.cn",
            "a@-x.cn",
            "a b@x.cn",
            "a@@x.cn",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn web_addresses_have_a_scheme_a_host_and_no_spaces() {
        for good in
            ["https://rxyj.hzedu.gov.cn/hzjyrx/1.pdf", "http://10.0.0.1:8080/学区?x=1", "https://x"]
        {
            assert!(is_url(good), "{good}");
        }
        for bad in
            ["www.gov.cn", "ftp://x.cn", "http://", "http://x y", "http://x:99999/", "https://a\"b"]
        {
            assert!(!is_url(bad), "{bad}");
        }
    }

    #[test]
    fn names_are_letters_with_single_separators() {
        for good in ["张三", "阿卜杜拉·买买提", "Mary Ann O'Neil", "欧阳修"] {
            assert!(is_person_name(good), "{good}");
        }
        for bad in ["张", "张三1", "·张三", "张  三", "", "13800138000"] {
            assert!(!is_person_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_decimal_is_read_without_exponents_or_separators() {
        assert_eq!(decimal("-12.340"), Some(Decimal { whole_digits: 2, scale: 3 }));
        assert_eq!(decimal("007"), Some(Decimal { whole_digits: 3, scale: 0 }));
        for bad in ["", "-", ".5", "5.", "1e3", "1,000", "1.2.3", " 1", "１"] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn yes_and_no_come_in_seven_spellings_each() {
        assert_eq!(parse_yes_no("True"), Some(true));
        assert_eq!(parse_yes_no("否"), Some(false));
        assert_eq!(parse_yes_no("2"), None);
        assert_eq!(parse_yes_no(""), None);
    }

    proptest! {
        #[test]
        fn a_decimal_is_exactly_what_the_standard_library_reads_without_exponent(
            text in "[+-]?[0-9]{0,4}(\\.[0-9]{0,4})?",
        ) {
            if decimal(&text).is_some() {
                prop_assert!(text.parse::<f64>().is_ok());
            }
        }

        #[test]
        fn no_text_makes_a_test_panic(text in "\\PC{0,40}") {
            let _ = (is_email(&text), is_url(&text), is_person_name(&text), decimal(&text));
        }
    }
}
