//! Where a page ended, so that the next one begins behind it.

use std::{fmt, str::FromStr};

use super::error::RowsError;

/// The last row of a page, and the version it was read from: row numbers of
/// another version are other rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The dataset's version.
    pub version: i64,
    /// The row's number.
    pub row: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, self.row)
    }
}

impl FromStr for Cursor {
    type Err = RowsError;

    fn from_str(text: &str) -> Result<Self, RowsError> {
        let number = |part: &str| part.parse::<i64>().ok().filter(|number| *number >= 0);
        let (version, row) = text.split_once('.').ok_or(RowsError::BadCursor)?;
        match (number(version), number(row)) {
            (Some(version), Some(row)) => Ok(Self { version, row }),
            _ => Err(RowsError::BadCursor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text_and_nonsense_is_refused() {
        let cursor = Cursor { version: 3, row: 1024 };
        assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        for text in ["", "3", "3.", ".4", "-1.2", "3.x", "3.4.5"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
