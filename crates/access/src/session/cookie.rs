//! The two cookies of a visitor: the session, and what precedes it.

use http::{HeaderMap, HeaderValue};
use zt_web::cookies;

use super::Token;

/// Names and attributes of the cookies, by how people reach the platform.
///
/// Behind https the names begin with `__Host-`: a browser then takes them only
/// from this very host, over https, for the whole site, so no neighbouring
/// subdomain can plant one. `SameSite=Lax` keeps them out of other sites' forms
/// yet lets a link in a message open a page signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookies {
    https: bool,
}

impl Cookies {
    pub(crate) fn new(https: bool) -> Self {
        Self { https }
    }

    fn session_name(self) -> &'static str {
        if self.https { "__Host-zt_session" } else { "zt_session" }
    }

    /// Holds a token for somebody who hasn't signed in, so that the sign-in form
    /// itself can't be sent from elsewhere.
    fn visit_name(self) -> &'static str {
        if self.https { "__Host-zt_visit" } else { "zt_visit" }
    }

    pub(crate) fn session(self, headers: &HeaderMap) -> Option<Token> {
        Token::from_cookie(cookies::get(headers, self.session_name())?)
    }

    pub(super) fn visit(self, headers: &HeaderMap) -> Option<Token> {
        Token::from_cookie(cookies::get(headers, self.visit_name())?)
    }

    /// Gives the browser its session. Without `Max-Age`: it ends with the browser.
    pub(crate) fn set_session(self, token: &Token) -> HeaderValue {
        self.set(self.session_name(), token.reveal(), "")
    }

    pub(crate) fn clear_session(self) -> HeaderValue {
        self.set(self.session_name(), "", "; Max-Age=0")
    }

    pub(super) fn set_visit(self, token: &Token) -> HeaderValue {
        self.set(self.visit_name(), token.reveal(), "")
    }

    fn set(self, name: &str, value: &str, age: &str) -> HeaderValue {
        let secure = if self.https { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
        // Names are constants and tokens base64url, so the text is always a header.
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_https_the_session_is_bound_to_this_host() {
        let token = Token::random();
        let cookie = Cookies::new(true).set_session(&token);
        let text = cookie.to_str().unwrap();
        assert!(text.starts_with("__Host-zt_session="));
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"));
    }

    #[test]
    fn a_cookie_set_without_https_is_not_taken_behind_it() {
        let token = Token::random();
        let mut headers = HeaderMap::new();
        let pair = format!("zt_session={}", token.reveal());
        headers.insert(http::header::COOKIE, pair.parse().unwrap());
        assert_eq!(Cookies::new(false).session(&headers), Some(token));
        assert_eq!(Cookies::new(true).session(&headers), None);
    }
}
