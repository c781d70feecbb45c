//! Checkpoints (C2SP tlog-checkpoint): what a log says of itself, signed as a note.
//!
//! ```text
//! example.gov.cn/ledger      origin
//! 20852163                   leaves
//! CsUYapGGPo4dkMgIAUqom/…=   root
//! ```

use crate::{Hash, Note, Signature};

/// A log's statement of its size and root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name, unique in the world; also the name of its key.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Further lines, none of them empty. This program writes none.
    pub extensions: Vec<String>,
}

/// Why a note's text is no checkpoint.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Fewer than three lines, or the last not ended.
    #[error("the checkpoint has not its three lines")]
    Lines,
    /// The first line is empty.
    #[error("the checkpoint names no origin")]
    Origin,
    /// The second line is not a plain decimal number.
    #[error("the checkpoint's size is not a plain decimal number")]
    Size,
    /// The third line is not a hash.
    #[error("the checkpoint's root is not a hash in Base64")]
    Root,
    /// A further line is empty.
    #[error("the checkpoint has an empty extension line")]
    Extension,
}

impl Checkpoint {
    /// A checkpoint without extensions.
    pub fn new(origin: String, size: u64, root: Hash) -> Self {
        Self { origin, size, root, extensions: Vec::new() }
    }

    /// The text to sign.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads a note's text.
    pub fn from_text(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?.split('\n');
        let mut line = || lines.next().ok_or(CheckpointError::Lines);
        let (origin, size, root) = (line()?, line()?, line()?);
        if origin.is_empty() {
            return Err(CheckpointError::Origin);
        }
        let count: u64 = size.parse().map_err(|_| CheckpointError::Size)?;
        if count.to_string() != size {
            return Err(CheckpointError::Size);
        }
        let root = root.parse().map_err(|_| CheckpointError::Root)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(CheckpointError::Extension);
        }
        Ok(Self { origin: origin.to_owned(), size: count, root, extensions })
    }

    /// The note of this checkpoint with these signatures.
    pub fn into_note(self, signatures: Vec<Signature>) -> Note {
        Note::new(self.to_text(), signatures)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOT: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn checkpoints_written_otherwise_are_refused() {
        for (text, error) in [
            (format!("o\n1\n{ROOT}"), CheckpointError::Lines),
            ("o\n1\n".to_owned(), CheckpointError::Lines),
            (format!("\n1\n{ROOT}\n"), CheckpointError::Origin),
            (format!("o\n01\n{ROOT}\n"), CheckpointError::Size),
            (format!("o\n+1\n{ROOT}\n"), CheckpointError::Size),
            (format!("o\n18446744073709551616\n{ROOT}\n"), CheckpointError::Size),
            ("o\n1\nAAAA\n".to_owned(), CheckpointError::Root),
            (format!("o\n1\n{ROOT}\n\n"), CheckpointError::Extension),
        ] {
            assert_eq!(Checkpoint::from_text(&text), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn checkpoints_read_back(size: u64, root: [u8; 32], extensions in prop::collection::vec("[a-z]{1,9}", 0..3)) {
            let checkpoint = Checkpoint { origin: "o".to_owned(), size, root: Hash(root), extensions };
            prop_assert_eq!(Checkpoint::from_text(&checkpoint.to_text()), Ok(checkpoint));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[a1\n=]{0,60}") {
            if let Ok(read) = Checkpoint::from_text(&text) {
                prop_assert_eq!(read.to_text(), text);
            }
        }
    }
}
