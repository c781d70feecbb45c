//! The text of a form's fields, in order, names repeated where several were given.

use serde::{Deserialize, Serialize};

use crate::csrf;

/// What was typed. An absent field reads as the empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(Vec<(String, String)>);

impl Values {
    /// Reads a urlencoded body. Every body reads; bytes that aren't UTF-8
    /// become replacement marks.
    pub fn from_urlencoded(body: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(body)
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// The first value of a field, or the empty text.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether a field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every value of a field.
    pub fn all<'v>(&'v self, name: &'v str) -> impl Iterator<Item = &'v str> + 'v {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field has this value among its own.
    pub fn contains(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|held| held == value)
    }

    /// Adds a value: to fill a form from what is stored, or from a multipart body.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The same with one more value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// These values, or `other` when there are none: `ui.typed(action).or(stored)`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self.0.is_empty() { other } else { self }
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Without the fields every form carries for the platform's own use.
    #[must_use]
    pub(crate) fn without_control_fields(mut self) -> Self {
        self.0.retain(|(name, _)| name != csrf::FIELD && name != csrf::FROM_FIELD);
        self
    }

    /// Without what must not be kept anywhere: control fields, and every field
    /// whose name says it is a secret.
    #[must_use]
    pub(crate) fn without_secrets(self) -> Self {
        let mut values = self.without_control_fields();
        values.0.retain(|(name, _)| {
            let name = name.to_ascii_lowercase();
            !["password", "passwd", "secret", "otp", "totp"].iter().any(|part| name.contains(part))
        });
        values
    }

    /// The bytes of all names and values.
    pub(crate) fn weight_bytes(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Values {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_order_and_repetition() {
        let values = Values::from_urlencoded("a=1&b=%E7%A8%8E+x&a=2&_csrf=t".as_bytes());
        assert_eq!(values.get("a"), "1");
        assert_eq!(values.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(values.get("b"), "税 x");
        assert!(!values.has("c"));
        assert!(!values.without_control_fields().has("_csrf"));
    }

    #[test]
    fn secrets_are_never_kept() {
        let values = Values::from_urlencoded(b"name=n&new_password=p&client_secret=s&TOTP=1");
        assert_eq!(values.without_secrets(), Values::from_iter([("name", "n")]));
    }
}
