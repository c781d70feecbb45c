//! The few cookies the pages themselves keep: language, text size, flash notice.

use http::{HeaderMap, HeaderValue, header};

/// Keeps the language somebody chose: `zh` or `en`.
pub const LANG: &str = "zt_lang";
/// Keeps the text size somebody chose: `normal` or `large`.
pub const TEXT: &str = "zt_text";
/// Carries a notice over one redirect.
pub const FLASH: &str = "zt_flash";

/// A preference is kept for a year.
pub const PREFERENCE_MAX_AGE_S: u32 = 365 * 24 * 3600;

/// The value of a request cookie, if it is there once or more (the first counts).
pub fn get<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` value. `value` must be made of cookie octets; it is left
/// empty otherwise. `Secure` is added by [`crate::layers::outer`] behind https.
pub(crate) fn set(name: &str, value: &str, max_age_s: u32) -> HeaderValue {
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax"
    ))
    .unwrap_or(HeaderValue::from_static("zt_lang=; Path=/; Max-Age=0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xzt_lang=no; zt_lang=en; b=c=d"));
        assert_eq!(get(&headers, LANG), Some("en"));
        assert_eq!(get(&headers, "b"), Some("c=d"));
        assert_eq!(get(&headers, "lang"), None);
    }
}
