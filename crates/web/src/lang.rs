//! The languages of the pages, and which one a request asks for.

use crate::accept::quality_list;

/// A language the pages speak. Chinese is the default.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order the switch shows them.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The code in the address and the cookie: `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The tag of the page's `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of a code as [`Lang::code`] writes it; nothing else.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language an `Accept-Language` value prefers among ours. A range
    /// matches by its primary tag, so `zh-TW` gets Chinese; `*` gets the
    /// default; nothing acceptable gets `None`.
    pub fn from_accept_language(value: &str) -> Option<Self> {
        let mut best: Option<(Self, u16)> = None;
        for (range, quality) in quality_list(value) {
            if quality == 0 {
                continue;
            }
            let primary = range.split('-').next().unwrap_or_default();
            let lang = if range == "*" {
                Self::default()
            } else if let Some(lang) = Self::from_code(&primary.to_ascii_lowercase()) {
                lang
            } else {
                continue;
            };
            if best.is_none_or(|(_, than)| quality > than) {
                best = Some((lang, quality));
            }
        }
        best.map(|(lang, _)| lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        for (header, expected) in [
            ("en-GB,en;q=0.9,zh;q=0.8", Some(Lang::En)),
            ("zh-TW,zh;q=0.9,en;q=0.8", Some(Lang::Zh)),
            ("fr, en;q=0.3, zh;q=0.4", Some(Lang::Zh)),
            ("EN", Some(Lang::En)),
            ("fr,*;q=0.1", Some(Lang::Zh)),
            ("en;q=0, zh;q=0", None),
            ("fr", None),
            ("", None),
            (";;;q=,,,", None),
        ] {
            assert_eq!(Lang::from_accept_language(header), expected, "{header}");
        }
    }
}
