//! Paging by key: where the last row stood, not how many rows came before it,
//! so that page 10,000 costs what page 1 costs and rows that arrive meanwhile
//! neither repeat nor vanish.

use std::{fmt, str::FromStr};

use axum::extract::FromRequestParts;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, request::Parts};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// One value of a cursor, of the type its column has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// An integer, an id or an instant in microseconds.
    I64(i64),
    /// A text.
    Text(String),
}

impl From<i64> for Key {
    fn from(value: i64) -> Self {
        Self::I64(value)
    }
}

impl From<&str> for Key {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Key {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// A cursor: the sort keys of the row a page ended (or began) with. Clients
/// treat its text as opaque. It grants nothing, so it isn't signed; whoever
/// reads it must still ask what the reader may see.
///
/// ```
/// use zt_web::Keyset;
/// let cursor = Keyset::new([20261125.into(), "A-7".into()]);
/// let back: Keyset = cursor.to_string().parse().unwrap();
/// assert_eq!((back.i64(0), back.text(1)), (Some(20261125), Some("A-7")));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Keyset(Vec<Key>);

/// The text isn't a cursor this version of the platform handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor: take `after` and `before` from the links of a page, unchanged")]
pub struct BadKeyset;

/// Longer than any cursor of a few keys; refuses to decode more.
const TEXT_MAX_BYTES: usize = 1024;
/// No list is sorted by more columns.
const KEYS_MAX: usize = 8;
/// Marks the encoding, so that a later one can be told apart.
const PREFIX: &str = "k1.";

impl Keyset {
    /// A cursor at the row with these sort keys, the unique one last.
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// The keys in order.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// The key at `index`, if it is an integer.
    pub fn i64(&self, index: usize) -> Option<i64> {
        match self.0.get(index)? {
            Key::I64(value) => Some(*value),
            Key::Text(_) => None,
        }
    }

    /// The key at `index`, if it is a text.
    pub fn text(&self, index: usize) -> Option<&str> {
        match self.0.get(index)? {
            Key::Text(value) => Some(value),
            Key::I64(_) => None,
        }
    }
}

impl fmt::Display for Keyset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(&self.0).map_err(|_| fmt::Error)?;
        write!(f, "{PREFIX}{}", URL_SAFE_NO_PAD.encode(json))
    }
}

impl FromStr for Keyset {
    type Err = BadKeyset;

    /// Accepts exactly what `Display` writes, byte for byte.
    fn from_str(text: &str) -> Result<Self, BadKeyset> {
        if text.len() > TEXT_MAX_BYTES {
            return Err(BadKeyset);
        }
        let encoded = text.strip_prefix(PREFIX).ok_or(BadKeyset)?;
        let json = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| BadKeyset)?;
        let keys: Vec<Key> = serde_json::from_slice(&json).map_err(|_| BadKeyset)?;
        let keyset = Self(keys);
        if keyset.0.is_empty() || keyset.0.len() > KEYS_MAX || keyset.to_string() != text {
            return Err(BadKeyset);
        }
        Ok(keyset)
    }
}

impl<'de> Deserialize<'de> for Keyset {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for Keyset {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The paging part of a query: `?after=…&limit=…` or `?before=…&limit=…`. Also
/// an extractor, whose refusal is a 400 problem naming the parameter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paging {
    /// Rows after this one.
    pub after: Option<Keyset>,
    /// Rows before this one, nearest first.
    pub before: Option<Keyset>,
    /// What the client asked for, at least 1.
    pub limit: Option<u32>,
}

impl Paging {
    /// Reads a raw query. Other parameters are none of its business.
    ///
    /// # Errors
    ///
    /// Names the parameter that can't be read.
    pub fn from_query(query: &str) -> Result<Self, &'static str> {
        let mut paging = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "after" if !value.is_empty() => {
                    paging.after = Some(value.parse().map_err(|_| "after")?);
                }
                "before" if !value.is_empty() => {
                    paging.before = Some(value.parse().map_err(|_| "before")?);
                }
                "limit" if !value.is_empty() => {
                    let limit = value.parse().ok().filter(|limit| *limit > 0).ok_or("limit")?;
                    paging.limit = Some(limit);
                }
                _ => {}
            }
        }
        if paging.after.is_some() && paging.before.is_some() {
            return Err("before");
        }
        Ok(paging)
    }

    /// How many rows to return: what was asked for, at most `max`, or `default`.
    pub fn limit(&self, default: u32, max: u32) -> u32 {
        self.limit.unwrap_or(default).min(max)
    }
}

impl<S: Sync> FromRequestParts<S> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::from_query(parts.uri.query().unwrap_or_default()).map_err(|parameter| {
            Problem::new(StatusCode::BAD_REQUEST, "bad-parameter", "A query parameter cannot be read")
                .detail("Take `after` and `before` unchanged from a page's links, one of the two; `limit` is a whole number from 1.")
                .with("parameter", parameter)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![any::<i64>().prop_map(Key::I64), "\\PC{0,20}".prop_map(Key::Text)]
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back_as_it_was_written(keys in prop::collection::vec(key(), 1..4)) {
            let cursor = Keyset::new(keys);
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn any_other_text_is_refused_or_read_back_exactly(text in "(k1\\.)?[A-Za-z0-9_=-]{0,40}") {
            if let Ok(cursor) = text.parse::<Keyset>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }

    #[test]
    fn a_tampered_or_foreign_cursor_is_refused() {
        let good = Keyset::new([1.into()]).to_string();
        for bad in [
            String::new(),
            good[3..].to_owned(),
            format!("{good}="),
            format!("k1.{}", URL_SAFE_NO_PAD.encode("[ 1]")),
            format!("k1.{}", URL_SAFE_NO_PAD.encode("[]")),
            format!("k1.{}", URL_SAFE_NO_PAD.encode("[1.5]")),
            format!("k1.{}", URL_SAFE_NO_PAD.encode("[null]")),
            format!("k1.{}", URL_SAFE_NO_PAD.encode("[1,1,1,1,1,1,1,1,1]")),
            "x".repeat(5000),
        ] {
            assert_eq!(bad.parse::<Keyset>(), Err(BadKeyset), "{bad}");
        }
    }

    #[test]
    fn the_query_gives_a_limit_within_bounds() {
        let paging = Paging::from_query("limit=500&q=x").unwrap();
        assert_eq!(paging.limit(50, 200), 200);
        assert_eq!(Paging::from_query("").unwrap().limit(50, 200), 50);
        assert_eq!(Paging::from_query("limit=0"), Err("limit"));
        assert_eq!(Paging::from_query("limit=-1"), Err("limit"));
        assert_eq!(Paging::from_query("after=zzz"), Err("after"));
    }
}
