//! Requests that change something must come from this site's own pages.
//!
//! Every request with an unsafe method passes these checks, in order:
//!
//! 1. `Sec-Fetch-Site` and `Origin`, where the browser sends them, must say the
//!    request starts on this site. A forged cross-site form ends here.
//! 2. A request with an `Authorization: Bearer` header is let through: no other site
//!    can make a browser send one. (Credentials of the other schemes a browser may
//!    hold and send by itself.) So is a request without any cookie whose
//!    body isn't one of the three types a plain form can send: it carries no
//!    authority of the browser's.
//! 3. Everything else must bring the token of its session: in the header
//!    `X-CSRF-Token`, or in the field `_csrf`. In a multipart body that field
//!    must be the **first part** (where [`crate::components::form`] puts it),
//!    so that an upload is refused before its file is read. The token is never
//!    taken from the address, where logs and histories would keep it.
//!
//! The token on a page is masked afresh for each request (so that compression
//! can't leak it); the bare token of the session is accepted too.
//!
//! A request that passes 1 but not 3 is most likely a form whose session has
//! expired: [`crate::held`] keeps what was typed.

use http::{HeaderMap, Method, header};
use subtle::ConstantTimeEq;

/// The form field that carries the token.
pub const FIELD: &str = "_csrf";
/// The form field that names the page the form stands on.
pub const FROM_FIELD: &str = "_from";
/// The header a script sends instead.
pub const HEADER: &str = "x-csrf-token";

/// Longer tokens aren't made.
const TOKEN_MAX_BYTES: usize = 128;

/// Where a request stands after the checks that need no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nothing to prove.
    Free,
    /// It must bring the token.
    NeedsToken,
    /// It comes from another site.
    Foreign,
}

/// The checks on method and headers: 1 and 2 of the module's list.
pub fn origin(method: &Method, headers: &HeaderMap) -> Origin {
    if method.is_safe() {
        return Origin::Free;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => {}
        Some(_) => return Origin::Foreign,
        None => {
            if let Some(origin) = text("origin")
                && origin.split_once("://").map(|(_, host)| host) != text("host")
            {
                return Origin::Foreign;
            }
        }
    }
    let scheme = text(header::AUTHORIZATION.as_str()).and_then(|value| value.split_once(' '));
    if scheme.is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) {
        return Origin::Free;
    }
    let plain = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""];
    let form_like = plain.contains(&crate::form::essence(headers).as_str());
    if !headers.contains_key(header::COOKIE) && !form_like {
        return Origin::Free;
    }
    Origin::NeedsToken
}

/// Whether `given` (masked or bare) is the session's `token`. Never true for an
/// empty token. Takes the same time wherever the two differ.
pub fn matches(token: &str, given: &str) -> bool {
    if token.is_empty() || token.len() > TOKEN_MAX_BYTES {
        return false;
    }
    if bool::from(token.as_bytes().ct_eq(given.as_bytes())) {
        return true;
    }
    let Some(bytes) = given.strip_prefix("m.").and_then(|text| hex::decode(text).ok()) else {
        return false;
    };
    let (pad, mixed) = bytes.split_at(bytes.len() / 2);
    let bare: Vec<u8> = pad.iter().zip(mixed).map(|(a, b)| a ^ b).collect();
    bytes.len() == token.len() * 2 && bool::from(token.as_bytes().ct_eq(&bare))
}

/// The token mixed with a fresh pad.
pub(crate) fn masked(token: &str) -> String {
    let mut pad = vec![0; token.len()];
    if token.is_empty() || getrandom::fill(&mut pad).is_err() {
        return token.to_owned();
    }
    let mixed: Vec<u8> = token.bytes().zip(&pad).map(|(a, b)| a ^ b).collect();
    format!("m.{}{}", hex::encode(&pad), hex::encode(mixed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");

    #[test]
    fn each_request_is_sorted_by_where_it_comes_from() {
        use Origin::{Foreign, Free, NeedsToken};
        for (pairs, expected) in [
            (vec![FORM], NeedsToken),
            (vec![FORM, ("sec-fetch-site", "same-origin")], NeedsToken),
            (vec![FORM, ("sec-fetch-site", "cross-site")], Foreign),
            (vec![FORM, ("sec-fetch-site", "same-site")], Foreign),
            (vec![FORM, ("origin", "https://a.example"), ("host", "a.example")], NeedsToken),
            (vec![FORM, ("origin", "https://b.example"), ("host", "a.example")], Foreign),
            (vec![FORM, ("origin", "null"), ("host", "a.example")], Foreign),
            (vec![("content-type", "application/json")], Free),
            (vec![("content-type", "application/json"), ("cookie", "s=1")], NeedsToken),
            (vec![("cookie", "s=1")], NeedsToken),
            (vec![FORM, ("authorization", "Bearer zt_x"), ("cookie", "s=1")], Free),
            (vec![FORM, ("authorization", "Basic eDp5"), ("cookie", "s=1")], NeedsToken),
            (vec![FORM, ("authorization", "Negotiate x"), ("cookie", "s=1")], NeedsToken),
            (vec![("authorization", "Bearer zt_x"), ("sec-fetch-site", "cross-site")], Foreign),
            (vec![("content-type", "multipart/form-data; boundary=x")], NeedsToken),
            (vec![("content-type", "text/plain")], NeedsToken),
            (vec![], NeedsToken),
        ] {
            assert_eq!(origin(&Method::POST, &headers(&pairs)), expected, "{pairs:?}");
            assert_eq!(origin(&Method::GET, &headers(&pairs)), Free, "{pairs:?}");
        }
    }

    #[test]
    fn only_the_sessions_own_token_matches() {
        assert!(matches("abc", "abc"));
        assert!(!matches("abc", "abd"));
        assert!(!matches("abc", ""));
        assert!(!matches("", ""));
        assert!(!matches("", "m."));
        assert!(!matches("abc", &masked("abd")));
        assert!(!matches("abc", &masked("abcd")));
    }

    proptest! {
        #[test]
        fn a_masked_token_matches_and_never_repeats(token in "[A-Za-z0-9_-]{16,64}") {
            let (first, second) = (masked(&token), masked(&token));
            prop_assert!(matches(&token, &first) && matches(&token, &second));
            prop_assert_ne!(&first, &second);
            prop_assert!(!first.contains(&token));
        }

        #[test]
        fn no_other_text_matches(given in "\\PC{0,80}") {
            prop_assert!(!matches("0123456789abcdef", &given));
        }
    }
}
