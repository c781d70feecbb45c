//! Writing a value as the JSON text of a column.

use serde::Serialize;

/// The text of `value`. Every type stored so is a plain tree of texts, numbers
/// and lists, which JSON can always write.
pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a plain tree of values is always writable as JSON")
}
