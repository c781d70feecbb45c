//! Entity tags and the conditional requests they serve (RFC 9110 §8.8.3, §13).

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

/// A strong entity tag, quotes included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETag(String);

impl ETag {
    /// The tag of exactly these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(format!("\"{}\"", &hex::encode(Sha256::digest(bytes))[..32]))
    }

    /// A tag from parts that change whenever the representation does: a
    /// version, a media type, a language.
    pub fn of_parts(parts: &[&str]) -> Self {
        Self::of(parts.join("\u{1f}").as_bytes())
    }

    /// Whether the client holds this representation already (`If-None-Match`,
    /// compared weakly as the RFC asks).
    pub fn is_held(&self, headers: &HeaderMap) -> bool {
        listed(headers, header::IF_NONE_MATCH, |tag| {
            tag.strip_prefix("W/").unwrap_or(tag) == self.0
        })
    }

    /// Whether a write may go ahead: `If-Match` is absent, `*`, or names this
    /// tag. Otherwise answer 412: somebody else was faster.
    pub fn may_write(&self, headers: &HeaderMap) -> bool {
        !headers.contains_key(header::IF_MATCH)
            || listed(headers, header::IF_MATCH, |tag| tag == self.0)
    }

    /// 304 when the client holds it already, else what `make` returns; both
    /// with the tag on them.
    pub fn respond<R: IntoResponse>(
        &self,
        headers: &HeaderMap,
        make: impl FnOnce() -> R,
    ) -> Response {
        let mut response = if self.is_held(headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            make().into_response()
        };
        response.headers_mut().insert(header::ETAG, self.header());
        response
    }

    /// The header value.
    pub fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

fn listed(headers: &HeaderMap, name: header::HeaderName, hit: impl Fn(&str) -> bool) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || hit(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn a_held_representation_is_not_sent_again() {
        let tag = ETag::of(b"rows");
        let value = tag.header().to_str().unwrap().to_owned();
        for held in [value.clone(), format!("W/{value}"), format!("\"x\", {value}"), "*".into()] {
            let response = tag.respond(&with(header::IF_NONE_MATCH, &held), || "rows");
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{held}");
            assert_eq!(response.headers()[header::ETAG], value);
        }
        let other = tag.respond(&with(header::IF_NONE_MATCH, "\"x\""), || "rows");
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn a_write_on_a_stale_version_is_refused() {
        let tag = ETag::of_parts(&["entry", "7"]);
        let value = tag.header().to_str().unwrap().to_owned();
        assert!(tag.may_write(&HeaderMap::new()));
        assert!(tag.may_write(&with(header::IF_MATCH, &value)));
        assert!(!tag.may_write(&with(header::IF_MATCH, "\"old\"")));
        assert!(!tag.may_write(&with(header::IF_MATCH, &format!("W/{value}"))));
    }
}
