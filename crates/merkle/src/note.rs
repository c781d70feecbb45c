//! Signed notes (C2SP signed-note): a text, an empty line, and one line per
//! signature. Whether a signature holds is for those who have keys.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// How a signature line begins: an em dash and a space.
const MARK: &str = "— ";

/// The most signatures read. A log and its witnesses are a handful; the limit
/// keeps a hostile note from costing more than it should.
const SIGNATURES_MAX: usize = 100;

/// A text and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The key's name.
    pub name: String,
    /// The key's id: tells keys of one name apart, and proves nothing.
    pub key_id: [u8; 4],
    /// The signature itself, at least one byte.
    pub bytes: Vec<u8>,
}

/// Why a text is no signed note.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not UTF-8, or with control characters.
    #[error("the note is not plain UTF-8 text with line feeds")]
    NotText,
    /// No empty line with signatures behind it.
    #[error("the note has no signatures")]
    Unsigned,
    /// A signature line that is not `— name base64`.
    #[error("signature line {0} of the note is not written as it must be")]
    SignatureLine(usize),
    /// More than a hundred signatures.
    #[error("the note has more than {SIGNATURES_MAX} signatures")]
    TooMany,
}

impl Note {
    /// A note of this text, which ends in a line feed, with these signatures.
    pub fn new(text: String, signatures: Vec<Signature>) -> Self {
        Self { text, signatures }
    }

    /// The text that the signatures are over, its last line feed included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in the order of their lines.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Reads a note.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoteError> {
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if note.chars().any(|char| char.is_ascii_control() && char != '\n') {
            return Err(NoteError::NotText);
        }
        let end = note.rfind("\n\n").ok_or(NoteError::Unsigned)?;
        let (text, lines) = (&note[..=end], &note[end + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Unsigned)?;
        let mut signatures = Vec::new();
        for (index, line) in lines.split('\n').enumerate() {
            if index == SIGNATURES_MAX {
                return Err(NoteError::TooMany);
            }
            signatures.push(signature(line).ok_or(NoteError::SignatureLine(index + 1))?);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The note as it is written.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut note = format!("{}\n", self.text);
        for signature in &self.signatures {
            let bytes = [&signature.key_id[..], &signature.bytes].concat();
            note.push_str(MARK);
            note.push_str(&signature.name);
            note.push(' ');
            note.push_str(&STANDARD.encode(bytes));
            note.push('\n');
        }
        note.into_bytes()
    }
}

fn signature(line: &str) -> Option<Signature> {
    let (name, base64) = line.strip_prefix(MARK)?.split_once(' ')?;
    if !is_key_name(name) {
        return None;
    }
    let bytes = STANDARD.decode(base64).ok()?;
    let (key_id, bytes) = bytes.split_first_chunk::<4>()?;
    if bytes.is_empty() {
        return None;
    }
    Some(Signature { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
}

/// Whether a text can name a key: not empty, no white space, no plus sign.
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|char: char| char.is_whitespace() || char == '+')
}

impl Signature {
    /// Whether a text can name a key: not empty, no white space, no plus sign.
    pub fn is_key_name(name: &str) -> bool {
        is_key_name(name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "text\n\nmore\n\n— a.example/log AAAAAAE=\n— b AAAAAAE=\n";

    #[test]
    fn a_note_may_hold_empty_lines_and_several_signatures() {
        let note = Note::from_bytes(GOOD.as_bytes()).unwrap();
        assert_eq!(note.text(), "text\n\nmore\n");
        assert_eq!(note.signatures().len(), 2);
        assert_eq!(note.to_bytes(), GOOD.as_bytes());
    }

    #[test]
    fn notes_written_otherwise_are_refused() {
        for (note, error) in [
            ("text\n", NoteError::Unsigned),
            ("text\n\n", NoteError::Unsigned),
            ("text\n\n— a AAAAAAE=", NoteError::Unsigned),
            ("text\n\n- a AAAAAAE=\n", NoteError::SignatureLine(1)),
            ("text\n\n— a  AAAAAAE=\n", NoteError::SignatureLine(1)),
            ("text\n\n— a+b AAAAAAE=\n", NoteError::SignatureLine(1)),
            ("text\n\n— a AAAAAAF=\n", NoteError::SignatureLine(1)),
            ("text\n\n— a AAAAAA==\n", NoteError::SignatureLine(1)),
            ("text\n\n— a AAAAAAE=\n\n", NoteError::Unsigned),
            ("te\txt\n\n— a AAAAAAE=\n", NoteError::NotText),
            ("text\r\n\n— a AAAAAAE=\n", NoteError::NotText),
        ] {
            assert_eq!(Note::from_bytes(note.as_bytes()), Err(error), "{note:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(note in "[a\n]{0,9}\n\n(— [ab] [A-E=]{4,8}\n){0,3}") {
            if let Ok(read) = Note::from_bytes(note.as_bytes()) {
                prop_assert_eq!(read.to_bytes(), note.into_bytes());
            }
        }
    }
}
