//! Which representation a client wants: `Accept` with its q-values (RFC 9110 §12.5.1).

use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};

/// A kind of document the platform offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media {
    /// The media type, lower case, without parameters.
    pub essence: &'static str,
    /// What goes into `Content-Type`.
    pub content_type: &'static str,
}

impl Media {
    /// A page.
    pub const HTML: Self = Self { essence: "text/html", content_type: "text/html; charset=utf-8" };
    /// JSON.
    pub const JSON: Self =
        Self { essence: "application/json", content_type: "application/json; charset=utf-8" };
    /// A problem document (RFC 9457).
    pub const PROBLEM: Self = Self {
        essence: "application/problem+json",
        content_type: "application/problem+json; charset=utf-8",
    };
    /// CSV with a header line (RFC 4180).
    pub const CSV: Self =
        Self { essence: "text/csv", content_type: "text/csv; charset=utf-8; header=present" };
    /// Apache Parquet, as registered with IANA.
    pub const PARQUET: Self = Self {
        essence: "application/vnd.apache.parquet",
        content_type: "application/vnd.apache.parquet",
    };
}

/// What a request's `Accept` header says. No header accepts anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept(Vec<Range>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    kind: String,
    subtype: String,
    /// Thousandths.
    quality: u16,
}

/// A header longer than this is read as far as it goes; browsers send about 150.
const HEADER_MAX_BYTES: usize = 4096;

impl Accept {
    /// Reads the headers. Parts that aren't media ranges are passed over, so a
    /// broken header asks for less, never fails.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let mut ranges = Vec::new();
        let mut seen = false;
        for value in headers.get_all(header::ACCEPT) {
            seen = true;
            if let Ok(text) = value.to_str() {
                ranges.extend(parse(text));
            }
        }
        if !seen {
            ranges.extend(parse("*/*"));
        }
        Self(ranges)
    }

    /// The offer the client likes best; among equals the earlier one. `None`
    /// when it accepts none of them (406).
    ///
    /// ```
    /// use zt_web::{Accept, Media};
    /// let mut headers = http::HeaderMap::new();
    /// headers.insert("accept", "text/csv, application/json;q=0.5".parse().unwrap());
    /// let accept = Accept::from_headers(&headers);
    /// assert_eq!(accept.prefer(&[Media::JSON, Media::CSV]), Some(Media::CSV));
    /// ```
    pub fn prefer(&self, offers: &[Media]) -> Option<Media> {
        let mut best: Option<(Media, u16)> = None;
        for offer in offers {
            let quality = self.quality(*offer);
            if quality > 0 && best.is_none_or(|(_, than)| quality > than) {
                best = Some((*offer, quality));
            }
        }
        best.map(|(media, _)| media)
    }

    /// How much the client likes `media`, in thousandths: the most specific
    /// range that covers it decides.
    pub fn quality(&self, media: Media) -> u16 {
        let (kind, subtype) = media.essence.split_once('/').unwrap_or((media.essence, ""));
        let mut best = (0_u8, 0_u16);
        for range in &self.0 {
            let specificity = match (range.kind.as_str(), range.subtype.as_str()) {
                (k, s) if k == kind && s == subtype => 3,
                (k, "*") if k == kind => 2,
                ("*", "*") => 1,
                _ => continue,
            };
            if specificity > best.0 {
                best = (specificity, range.quality);
            }
        }
        best.1
    }
}

impl<S: Sync> FromRequestParts<S> for Accept {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::from_headers(&parts.headers))
    }
}

fn parse(header: &str) -> Vec<Range> {
    quality_list(header)
        .filter_map(|(range, quality)| {
            let (kind, subtype) = range.split_once('/')?;
            let (kind, subtype) = (kind.trim(), subtype.trim());
            let token = |text: &str| {
                !text.is_empty()
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+*".contains(&b))
            };
            (token(kind) && token(subtype) && (kind != "*" || subtype == "*")).then(|| Range {
                kind: kind.to_ascii_lowercase(),
                subtype: subtype.to_ascii_lowercase(),
                quality,
            })
        })
        .collect()
}

/// The members of a comma-separated list with their q-values in thousandths.
/// A missing q is 1000; a member whose q isn't a qvalue is left out.
pub(crate) fn quality_list(header: &str) -> impl Iterator<Item = (&str, u16)> {
    let mut end = header.len().min(HEADER_MAX_BYTES);
    while !header.is_char_boundary(end) {
        end -= 1;
    }
    header[..end].split(',').filter_map(|member| {
        let mut parts = member.split(';').map(str::trim);
        let value = parts.next().filter(|value| !value.is_empty())?;
        let mut quality = 1000;
        for parameter in parts {
            if let Some((name, text)) = parameter.split_once('=')
                && name.trim().eq_ignore_ascii_case("q")
            {
                quality = qvalue(text.trim())?;
            }
        }
        Some((value, quality))
    })
}

/// `0`, `0.5`, `1.000`: at most three digits, at most one.
fn qvalue(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OFFERS: [Media; 4] = [Media::JSON, Media::CSV, Media::PARQUET, Media::HTML];

    fn prefer(header: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, header.parse().unwrap());
        Accept::from_headers(&headers).prefer(&OFFERS).map(|media| media.essence)
    }

    #[test]
    fn the_most_specific_range_decides_and_the_heaviest_offer_wins() {
        for (header, expected) in [
            ("*/*", Some("application/json")),
            ("text/csv", Some("text/csv")),
            ("TEXT/CSV", Some("text/csv")),
            ("text/*", Some("text/csv")),
            ("text/*;q=0.5, application/json;q=0.4", Some("text/csv")),
            ("application/vnd.apache.parquet, */*;q=0.1", Some("application/vnd.apache.parquet")),
            ("*/*, application/json;q=0", Some("text/csv")),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some("text/html")),
            ("application/json;q=0.5;v=2, text/csv;q=0.50", Some("application/json")),
            ("image/png", None),
            ("", None),
            ("text/csv;q=2", None),
            ("text/csv;q=0.1234", None),
            ("*/csv", None),
            ("text", None),
        ] {
            assert_eq!(prefer(header), expected, "{header}");
        }
    }

    #[test]
    fn no_header_accepts_the_first_offer() {
        assert_eq!(Accept::from_headers(&HeaderMap::new()).prefer(&OFFERS), Some(Media::JSON));
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_failing(text in "\\PC{0,200}") {
            for (value, quality) in quality_list(&text) {
                prop_assert!(!value.is_empty());
                prop_assert!(quality <= 1000);
            }
            let _ = parse(&text);
        }

        #[test]
        fn every_qvalue_of_three_digits_is_exact(thousandths in 0_u16..=999) {
            prop_assert_eq!(qvalue(&format!("0.{thousandths:03}")), Some(thousandths));
        }
    }
}
