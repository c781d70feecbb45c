//! Which character encoding a table is in, decided on evidence, and its decoding.
//!
//! Order of evidence: a byte order mark; zero bytes at every other place
//! (UTF-16); text that is valid UTF-8 and not merely ASCII; the share of byte
//! pairs that fall into the frequent planes of GB 2312 or of Big5; and for all
//! else the guess of `chardetng`.

use std::io::{self, Read};

use encoding_rs::{BIG5, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Share of a sample's byte pairs that must be frequent characters. Real Chinese
/// text has 0.97; Big5 read as GBK has 0.5.
const FREQUENT_PAIRS_MIN_SHARE: f64 = 0.85;

/// Valid multi-byte sequences that must stand against each broken one for a text
/// to count as UTF-8 with damage.
const UTF8_SEQUENCES_PER_BROKEN: usize = 20;

/// An encoding and why it was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The encoding to decode with.
    pub encoding: &'static Encoding,
    /// Its name as reports show it.
    pub name: &'static str,
    /// What decided.
    pub evidence: Evidence,
    /// Bytes of byte order mark to skip.
    pub mark_bytes: usize,
}

/// What decided on an encoding.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Evidence {
    /// The file says so itself.
    ByteOrderMark,
    /// Zero bytes at every other place.
    ZeroBytes,
    /// No byte above 127 anywhere searched.
    Ascii,
    /// Multi-byte sequences, all valid UTF-8.
    ValidUtf8,
    /// Most byte pairs are characters in frequent use.
    FrequentCharacters,
    /// A statistical guess.
    Guess,
    /// The steward named it.
    Named,
}

/// Decides on the encoding of a file that begins with `sample`.
///
/// `later` is a stretch around the first non-ASCII byte after an ASCII sample.
pub fn detect(sample: &[u8], later: &[u8]) -> Found {
    let found = |encoding, name, evidence| Found { encoding, name, evidence, mark_bytes: 0 };
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(sample) {
        let name = report_name(encoding);
        return Found { encoding, name, evidence: Evidence::ByteOrderMark, mark_bytes };
    }
    if let Some(encoding) = zero_byte_pattern(sample) {
        return found(encoding, report_name(encoding), Evidence::ZeroBytes);
    }
    let text = if sample.is_ascii() { later } else { sample };
    if text.is_ascii() {
        return found(UTF_8, "utf-8", Evidence::Ascii);
    }
    if is_mostly_utf8(text) {
        return found(UTF_8, "utf-8", Evidence::ValidUtf8);
    }
    let pairs = Pairs::count(text);
    if pairs.gb_share() >= FREQUENT_PAIRS_MIN_SHARE && pairs.gb_share() >= pairs.big5_share() {
        let name = if pairs.four_byte > 0 { "gb18030" } else { "gbk" };
        return found(GB18030, name, Evidence::FrequentCharacters);
    }
    if pairs.big5_share() >= FREQUENT_PAIRS_MIN_SHARE {
        return found(BIG5, "big5", Evidence::FrequentCharacters);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(text, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    found(encoding, report_name(encoding), Evidence::Guess)
}

/// An encoding by the name a steward gives it.
pub fn by_name(label: &str, sample: &[u8]) -> Option<Found> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    let name = report_name(encoding);
    let mark_bytes = match Encoding::for_bom(sample) {
        Some((marked, bytes)) if marked == encoding => bytes,
        _ => 0,
    };
    Some(Found { encoding, name, evidence: Evidence::Named, mark_bytes })
}

fn report_name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-8" => "utf-8",
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        "GBK" => "gbk",
        "gb18030" => "gb18030",
        "Big5" => "big5",
        name => name,
    }
}

/// UTF-16 without a mark: Latin letters, digits and separators put a zero at
/// every other byte, and a table has plenty of those.
fn zero_byte_pattern(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros =
        |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let plenty = sample.len() / 10;
    match () {
        () if odd > plenty && even * 20 < odd => Some(UTF_16LE),
        () if even > plenty && odd * 20 < even => Some(UTF_16BE),
        () => None,
    }
}

/// Whether nearly all of `text`'s multi-byte sequences are valid UTF-8.
///
/// Text in another encoding hardly ever forms one, so a few broken cells do not
/// speak against UTF-8; nor do characters cut at the sample's ends.
fn is_mostly_utf8(text: &[u8]) -> bool {
    let (mut valid, mut broken) = (0_usize, 0_usize);
    for chunk in text.utf8_chunks() {
        valid += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken * UTF8_SEQUENCES_PER_BROKEN <= valid || (broken <= 1 && valid > 0)
}

/// How a text's non-ASCII bytes pair up under each Chinese encoding.
#[derive(Debug, Default)]
struct Pairs {
    gb: u64,
    gb_frequent: u64,
    four_byte: u64,
    big5: u64,
    big5_frequent: u64,
}

impl Pairs {
    fn count(text: &[u8]) -> Self {
        let mut pairs = Self::default();
        let mut at = text.iter().position(|byte| !byte.is_ascii()).unwrap_or(text.len());
        while at + 1 < text.len() {
            let (lead, trail) = (text[at], text[at + 1]);
            if lead.is_ascii() {
                at += 1;
                continue;
            }
            if trail.is_ascii_digit() && text.get(at + 2).is_some_and(|byte| !byte.is_ascii()) {
                pairs.four_byte += 1;
                at += 4;
                continue;
            }
            pairs.gb += 1;
            // GB 2312 level 1 (the 3,755 characters in daily use), punctuation and full-width forms.
            let level_1 = (0xb0..=0xd7).contains(&lead) || (0xa1..=0xa3).contains(&lead);
            pairs.gb_frequent += u64::from(level_1 && trail >= 0xa1);
            at += 2;
        }
        let mut at = text.iter().position(|byte| !byte.is_ascii()).unwrap_or(text.len());
        while at + 1 < text.len() {
            let (lead, trail) = (text[at], text[at + 1]);
            if lead.is_ascii() {
                at += 1;
                continue;
            }
            pairs.big5 += 1;
            // Big5 level 1 (5,401 characters) and its symbols.
            let level_1 = (0xa1..=0xc6).contains(&lead);
            let valid = (0x40..=0x7e).contains(&trail) || trail >= 0xa1;
            pairs.big5_frequent += u64::from(level_1 && valid);
            at += 2;
        }
        pairs
    }

    fn gb_share(&self) -> f64 {
        share(self.gb_frequent, self.gb)
    }

    fn big5_share(&self) -> f64 {
        share(self.big5_frequent, self.big5)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a sample, used as a share")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Turns a stream of any encoding into UTF-8. Malformed sequences become U+FFFD.
pub struct Utf8Reader<R> {
    source: R,
    decoder: Decoder,
    input: Box<[u8]>,
    input_range: std::ops::Range<usize>,
    output: Vec<u8>,
    output_at: usize,
    at_end: bool,
    flushed: bool,
}

const BLOCK_BYTES: usize = 64 * 1024;

impl<R: Read> Utf8Reader<R> {
    /// Decodes `source`, which stands after any byte order mark.
    pub fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_without_bom_handling(),
            input: vec![0; BLOCK_BYTES].into_boxed_slice(),
            input_range: 0..0,
            output: Vec::new(),
            output_at: 0,
            at_end: false,
            flushed: false,
        }
    }

    fn decode_block(&mut self) -> io::Result<()> {
        if self.input_range.is_empty() && !self.at_end {
            let read = self.source.read(&mut self.input)?;
            self.input_range = 0..read;
            self.at_end = read == 0;
        }
        // A character takes at most three times its bytes in UTF-8; the decoder
        // stops early rather than overrun, and goes on at the next call.
        self.output.resize(BLOCK_BYTES * 3, 0);
        let (result, read, written, _) = self.decoder.decode_to_utf8(
            &self.input[self.input_range.clone()],
            &mut self.output,
            self.at_end,
        );
        self.input_range.start += read;
        self.output.truncate(written);
        self.output_at = 0;
        self.flushed = self.at_end && result == encoding_rs::CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.output_at == self.output.len() {
            if self.flushed {
                return Ok(0);
            }
            self.decode_block()?;
        }
        let ready = &self.output[self.output_at..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.output_at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "企业名称,统一社会信用代码,登记日期\n示例市某某科技有限公司,91350100M000100Y43,2020-01-02\n";
    const TRADITIONAL: &str =
        "發生時間,發生地點,死亡受傷人數\n民國一百零九年,高雄市小港區沿海二路,死亡一受傷零\n";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn each_encoding_is_found_on_its_own_evidence() {
        let gbk = GB18030.encode(TEXT).0.into_owned();
        let rare = GB18030.encode(&TEXT.replace("某某", "𠮷㐀")).0.into_owned();
        let big5 = BIG5.encode(TRADITIONAL).0.into_owned();
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend(TEXT.as_bytes());
        let mut marked_16 = b"\xff\xfe".to_vec();
        marked_16.extend(utf16(TEXT, true));
        let cases: [(&[u8], &str, Evidence); 9] = [
            (b"a,b\n1,2\n", "utf-8", Evidence::Ascii),
            (TEXT.as_bytes(), "utf-8", Evidence::ValidUtf8),
            (&marked, "utf-8", Evidence::ByteOrderMark),
            (&gbk, "gbk", Evidence::FrequentCharacters),
            (&rare, "gb18030", Evidence::FrequentCharacters),
            (&big5, "big5", Evidence::FrequentCharacters),
            (&marked_16, "utf-16le", Evidence::ByteOrderMark),
            (&utf16(TEXT, true), "utf-16le", Evidence::ZeroBytes),
            (&utf16(TEXT, false), "utf-16be", Evidence::ZeroBytes),
        ];
        for (bytes, name, evidence) in cases {
            let found = detect(bytes, b"");
            assert_eq!((found.name, found.evidence), (name, evidence));
        }
    }

    #[test]
    fn a_late_first_chinese_character_decides() {
        let later = GB18030.encode("示例市某某局").0.into_owned();
        assert_eq!(detect(b"a,b\n1,2\n", &later).name, "gbk");
    }

    #[test]
    fn a_sample_cut_inside_a_character_is_still_utf8() {
        let bytes = TEXT.as_bytes();
        for cut in 1..4 {
            assert_eq!(detect(&bytes[..bytes.len() - 2 - cut], b"").name, "utf-8");
        }
    }

    #[test]
    fn decoding_gives_the_text_back_whatever_the_buffer() {
        for (encoding, bytes) in [
            (GB18030, GB18030.encode(TEXT).0.into_owned()),
            (UTF_16LE, utf16(TEXT, true)),
            (UTF_16BE, utf16(TEXT, false)),
        ] {
            let mut reader = Utf8Reader::new(&bytes[..], encoding);
            let mut text = Vec::new();
            let mut small = [0; 3];
            loop {
                let read = reader.read(&mut small).unwrap();
                if read == 0 {
                    break;
                }
                text.extend_from_slice(&small[..read]);
            }
            assert_eq!(String::from_utf8(text).unwrap(), TEXT);
        }
    }
}
