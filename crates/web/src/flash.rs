//! A notice that survives one redirect: “saved”, “submitted, due on …”.
//!
//! The cookie carries a text's key and its arguments, never the text, so the
//! notice comes in the reader's language and a forged cookie can only say what
//! the program could say anyway.

use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::{Ui, components::NoticeKind, cookies, i18n::Arg, query};

/// Long enough for a slow line, too short to turn up on an unrelated page.
const MAX_AGE_S: u32 = 60;
/// Keeps the whole cookie far below the 4096 bytes browsers allow.
const COOKIE_MAX_BYTES: usize = 2048;

/// A notice on its way to the next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    kind: NoticeKind,
    key: String,
    args: Vec<(String, Shown)>,
}

/// An argument as the cookie keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Shown {
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(i64),
    #[serde(rename = "d")]
    Date(jiff::civil::Date),
    #[serde(rename = "i")]
    Time(jiff::Timestamp),
}

impl Notice {
    pub(crate) fn from_cookie(value: &str) -> Option<Self> {
        if value.is_empty() || value.len() > COOKIE_MAX_BYTES {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).ok()?).ok()
    }

    pub(crate) fn kind(&self) -> NoticeKind {
        self.kind
    }

    pub(crate) fn text(&self, ui: &Ui) -> String {
        let args: Vec<(&str, Arg<'_>)> = self
            .args
            .iter()
            .map(|(name, value)| {
                let arg = match value {
                    Shown::Text(text) => text.as_str().into(),
                    Shown::Number(number) => (*number).into(),
                    Shown::Date(date) => (*date).into(),
                    Shown::Time(at) => (*at).into(),
                };
                (name.as_str(), arg)
            })
            .collect();
        ui.ta(&self.key, &args)
    }
}

/// A 303 to another page of this site, with or without a notice there.
#[derive(Debug, Clone)]
#[must_use = "return it from the handler"]
pub struct SeeOther {
    to: String,
    notice: Option<Notice>,
}

/// Sends the browser to `to` with GET after a POST has done its work. A `to`
/// that isn't a path of this site leads to the home page instead.
///
/// ```
/// # use zt_web::{see_other, components::NoticeKind};
/// let response = see_other("/requests/7")
///     .notice(NoticeKind::Success, "web-saved", &[]);
/// ```
pub fn see_other(to: impl Into<String>) -> SeeOther {
    let to = to.into();
    let to = if query::is_local_path(&to) { to } else { "/".to_owned() };
    SeeOther { to, notice: None }
}

impl SeeOther {
    /// Shows the text of `key` on the next page.
    pub fn notice(mut self, kind: NoticeKind, key: &str, args: &[(&str, Arg<'_>)]) -> Self {
        let args = args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) => Shown::Text(text.clone().into_owned()),
                    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers")]
                    Arg::Number(number) if number.fract() == 0.0 => Shown::Number(*number as i64),
                    Arg::Number(number) => Shown::Text(number.to_string()),
                    Arg::Date(date) => Shown::Date(*date),
                    Arg::Time(at) => Shown::Time(*at),
                };
                ((*name).to_owned(), value)
            })
            .collect();
        self.notice = Some(Notice { kind, key: key.to_owned(), args });
        self
    }

    /// Shows the text of `key` as a success on the next page.
    pub fn success(self, key: &str, args: &[(&str, Arg<'_>)]) -> Self {
        self.notice(NoticeKind::Success, key, args)
    }
}

impl IntoResponse for SeeOther {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        if let Ok(location) = HeaderValue::from_str(&ascii(&self.to)) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(notice) = self.notice
            && let Ok(json) = serde_json::to_vec(&notice)
        {
            let value = URL_SAFE_NO_PAD.encode(json);
            if value.len() <= COOKIE_MAX_BYTES {
                let cookie = cookies::set(cookies::FLASH, &value, MAX_AGE_S);
                headers.append(header::SET_COOKIE, cookie);
            }
        }
        response
    }
}

/// A path with what isn't ASCII percent-encoded, as `Location` needs it.
fn ascii(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut buffer = [0; 4];
    for c in path.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push('%');
                out.push_str(&hex::encode_upper([byte]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Visitor};

    #[test]
    fn a_notice_is_told_in_the_readers_language() {
        let response =
            see_other("/目录").success("web-field-max", &[("count", 3.into())]).into_response();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], "/%E7%9B%AE%E5%BD%95");
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let value = cookie.split(['=', ';']).nth(1).unwrap();
        let notice = Notice::from_cookie(value).unwrap();
        let text = |lang| notice.text(&Ui::new(lang, Visitor::anonymous(""), "/"));
        assert_eq!(text(Lang::Zh), "最多 3 字。");
        assert_eq!(text(Lang::En), "At most 3 characters.");
    }

    #[test]
    fn a_redirect_never_leaves_this_site() {
        let response = see_other("//evil.example/").into_response();
        assert_eq!(response.headers()[header::LOCATION], "/");
    }

    #[test]
    fn a_forged_notice_is_dropped() {
        assert_eq!(Notice::from_cookie("!!!"), None);
        assert_eq!(Notice::from_cookie(&URL_SAFE_NO_PAD.encode("{}")), None);
        assert_eq!(Notice::from_cookie(&"A".repeat(5000)), None);
    }
}
