//! Entry bundles: up to 256 entries in one file, each behind its 16-bit length
//! (C2SP tlog-tiles, "Log Entries").

/// The longest entry a bundle can hold.
pub const ENTRY_MAX_BYTES: usize = u16::MAX as usize;

/// Why bytes are no bundle, or an entry fits none.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The entry is longer than [`ENTRY_MAX_BYTES`].
    #[error("an entry of {0} bytes is longer than a bundle can hold")]
    TooLong(usize),
    /// The bytes end inside an entry.
    #[error("the bundle ends inside entry {0}")]
    Torn(usize),
}

/// The bundle of `entries`, in their order.
pub fn encode_entries<'e>(
    entries: impl IntoIterator<Item = &'e [u8]>,
) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| BundleError::TooLong(entry.len()))?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle. The caller compares their number with the width its
/// path says.
pub fn decode_entries(mut bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let torn = BundleError::Torn(entries.len());
        let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return Err(torn) };
        let length = usize::from(u16::from_be_bytes(*length));
        let Some((entry, rest)) = rest.split_at_checked(length) else { return Err(torn) };
        entries.push(entry);
        bytes = rest;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_entry_beyond_sixteen_bits_is_refused() {
        let long = vec![0; ENTRY_MAX_BYTES + 1];
        assert_eq!(encode_entries([long.as_slice()]), Err(BundleError::TooLong(65_536)));
        assert!(encode_entries([&long[1..]]).is_ok());
    }

    #[test]
    fn a_bundle_cut_anywhere_names_the_entry_it_was_cut_in() {
        let bytes = encode_entries([&b"one"[..], b"", b"three"]).unwrap();
        for cut in 1..bytes.len() {
            if let Err(error) = decode_entries(&bytes[..cut]) {
                assert!(matches!(error, BundleError::Torn(0..3)));
            } else {
                assert!([5, 7].contains(&cut));
            }
        }
    }

    proptest! {
        #[test]
        fn bundles_read_back(entries: Vec<Vec<u8>>) {
            let bytes = encode_entries(entries.iter().map(Vec::as_slice)).unwrap();
            prop_assert_eq!(decode_entries(&bytes).unwrap(), entries);
        }

        #[test]
        fn no_bytes_make_the_parser_panic(bytes: Vec<u8>) {
            if let Ok(entries) = decode_entries(&bytes) {
                prop_assert_eq!(encode_entries(entries).unwrap(), bytes);
            }
        }
    }
}
