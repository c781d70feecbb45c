//! Why an account is suspended, and why it is let in again.
//!
//! The code of a reason goes into the ledger; the note beside it, which may name
//! people, stays in the database.
//!
//! This module performs no I/O and reads no clock.

/// The longest note, in characters: two sentences.
pub(crate) const NOTE_CHARS_MAX: u32 = 200;

/// Why an account is suspended.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SuspendReason {
    /// Its holder has left the post.
    Departed,
    /// It may have been misused; somebody is looking into it.
    Misuse,
    /// Its password or a credential may be known to others.
    Leaked,
    /// It hasn't been used for long.
    Unused,
    /// What the note says.
    Other,
}

/// Why a suspended account is let in again.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ResumeReason {
    /// Its holder is back at the post.
    Returned,
    /// It was looked into, and nothing is wrong any more.
    Cleared,
    /// It should not have been suspended.
    Mistake,
    /// What the note says.
    Other,
}

/// What is wrong with a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// The reason is another one, and nothing says which.
    #[error("another reason needs a note")]
    Missing,
    /// It is longer than two sentences.
    #[error("a note has at most {NOTE_CHARS_MAX} characters")]
    TooLong,
}

/// The note trimmed, if it is short enough and there where it is `needed`.
///
/// # Errors
///
/// [`NoteFault`] otherwise.
pub(crate) fn note(text: &str, needed: bool) -> Result<String, NoteFault> {
    let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if text.chars().count() > NOTE_CHARS_MAX as usize {
        return Err(NoteFault::TooLong);
    }
    if needed && text.is_empty() {
        return Err(NoteFault::Missing);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_needs_a_note_and_no_note_is_long() {
        assert_eq!(note("  ", false).unwrap(), "");
        assert_eq!(note("  ", true), Err(NoteFault::Missing));
        assert_eq!(note(" 调离\u{0}岗位 ", true).unwrap(), "调离岗位");
        let longest = "长".repeat(NOTE_CHARS_MAX as usize);
        assert_eq!(note(&longest, true).unwrap(), longest);
        assert_eq!(note(&format!("{longest}长"), false), Err(NoteFault::TooLong));
    }
}
