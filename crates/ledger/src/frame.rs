//! How batches of leaves lie in a journal file.
//!
//! ```text
//! file   = header frame*
//! header = "zhengtong journal 1\n" epoch:u64 first:u64 crc:u32
//! frame  = "ZTJ1" first:u64 count:u32 length:u32 crc:u32 body
//! body   = (length:u16 leaf){count}          as in a C2SP entry bundle
//! ```
//!
//! Numbers are big-endian; `crc` is CRC-32 over what stands before it in the
//! header, and in a frame over `first`, `count`, `length` and the body. One frame
//! is one write and one sync, so a frame that is not whole was never acknowledged
//! if it is the last, and is damage if another follows.

use std::ops::Range;

use zt_merkle::{decode_entries, encode_entries};

const FILE_MAGIC: &[u8; 20] = b"zhengtong journal 1\n";
const FRAME_MAGIC: &[u8; 4] = b"ZTJ1";

/// The length of a file's header.
pub(crate) const HEADER_BYTES: usize = 20 + 8 + 8 + 4;
/// The length of a frame without its body.
pub(crate) const FRAME_BYTES: usize = 4 + 8 + 4 + 4 + 4;

/// What a journal file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Which reign of a sequencer wrote it.
    pub epoch: u64,
    /// The number of its first leaf.
    pub first: u64,
}

impl Header {
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = FILE_MAGIC.to_vec();
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.first.to_be_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, _) = bytes.split_at_checked(HEADER_BYTES)?;
        let (head, crc) = head.split_last_chunk::<4>()?;
        if !head.starts_with(FILE_MAGIC) || crc32fast::hash(head) != u32::from_be_bytes(*crc) {
            return None;
        }
        let (rest, first) = head.split_last_chunk::<8>()?;
        let (_, epoch) = rest.split_last_chunk::<8>()?;
        Some(Self { epoch: u64::from_be_bytes(*epoch), first: u64::from_be_bytes(*first) })
    }
}

/// A frame read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The number of its first leaf.
    pub first: u64,
    /// The leaves, never none.
    pub leaves: Vec<Vec<u8>>,
    /// The frame's whole length.
    pub bytes: usize,
}

/// The frame of these leaves, which are at least one, each short enough for a bundle.
pub(crate) fn encode<'l>(first: u64, leaves: impl ExactSizeIterator<Item = &'l [u8]>) -> Vec<u8> {
    let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
    let body = encode_entries(leaves).unwrap_or_default();
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(FRAME_BYTES + body.len());
    bytes.extend_from_slice(FRAME_MAGIC);
    bytes.extend_from_slice(&first.to_be_bytes());
    bytes.extend_from_slice(&count.to_be_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&crc(&bytes[4..], &body).to_be_bytes());
    bytes.extend_from_slice(&body);
    bytes
}

/// The frame at the beginning of `bytes`, if a whole and undamaged one is there.
pub(crate) fn decode(bytes: &[u8]) -> Option<Frame> {
    let (head, rest) = bytes.split_at_checked(FRAME_BYTES)?;
    if !head.starts_with(FRAME_MAGIC) {
        return None;
    }
    let number = |range: Range<usize>| {
        head[range].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let length = usize::try_from(number(16..20)).ok()?;
    let body = rest.get(..length)?;
    if u64::from(crc(&head[4..20], body)) != number(20..24) {
        return None;
    }
    let leaves: Vec<Vec<u8>> = decode_entries(body).ok()?.into_iter().map(<[u8]>::to_vec).collect();
    let whole = leaves.len() as u64 == number(12..16) && !leaves.is_empty();
    whole.then_some(Frame { first: number(4..12), leaves, bytes: FRAME_BYTES + length })
}

/// Whether a whole frame lies anywhere in `bytes`: what follows a damaged frame
/// decides whether it was the last.
pub(crate) fn any_in(bytes: &[u8]) -> bool {
    bytes
        .windows(FRAME_MAGIC.len())
        .enumerate()
        .any(|(at, window)| window == FRAME_MAGIC && decode(&bytes[at..]).is_some())
}

fn crc(head: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(head);
    hasher.update(body);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_header_with_any_byte_changed_is_refused() {
        let header = Header { epoch: 3, first: 1 << 40 };
        let bytes = header.to_bytes();
        assert_eq!(bytes.len(), HEADER_BYTES);
        assert_eq!(Header::from_bytes(&bytes), Some(header));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            assert_eq!(Header::from_bytes(&changed), None, "byte {at}");
        }
    }

    #[test]
    fn a_frame_cut_or_changed_anywhere_is_refused() {
        let bytes = encode(7, [&b"one"[..], b"", b"three"].into_iter());
        assert_eq!(decode(&bytes).unwrap().leaves.len(), 3);
        for at in 0..bytes.len() {
            assert_eq!(decode(&bytes[..at]), None, "cut at {at}");
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(decode(&changed), None, "byte {at}");
        }
        assert!(!any_in(&bytes[1..]));
        assert!(any_in(&[b"ZTJ1", &bytes[..]].concat()));
    }

    proptest! {
        #[test]
        fn frames_read_back(first: u64, leaves in prop::collection::vec(any::<Vec<u8>>(), 1..9)) {
            let bytes = encode(first, leaves.iter().map(Vec::as_slice));
            let frame = decode(&bytes).unwrap();
            prop_assert_eq!((frame.first, frame.bytes), (first, bytes.len()));
            prop_assert_eq!(frame.leaves, leaves);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
            let bytes = [&FRAME_MAGIC[..], &bytes].concat();
            decode(&bytes);
            any_in(&bytes);
        }
    }
}
