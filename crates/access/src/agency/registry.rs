//! Finding agencies.

use zt_kernel::{AgencyId, DivisionCode};
use zt_store::{StoreError, values};

use super::{Agency, AgencyKind, store};
use crate::Platform;

/// The registered agencies.
#[derive(Debug, Clone)]
pub struct Agencies {
    pub(super) platform: Platform,
}

/// Which agencies a list shows. Empty shows all.
#[derive(Debug, Clone, Default)]
pub struct AgencyFilter {
    /// Words in a name or the code.
    pub words: Option<String>,
    /// Only in this division and below.
    pub region: Option<DivisionCode>,
    /// Only of this kind.
    pub kind: Option<AgencyKind>,
}

impl Agencies {
    /// The agencies of a platform.
    pub fn new(platform: &Platform) -> Self {
        Self { platform: platform.clone() }
    }

    /// The agency of this number.
    pub async fn find(&self, id: AgencyId) -> Result<Option<Agency>, StoreError> {
        self.platform.db.fetch_optional(store::SELECT_BY_ID, values![id]).await
    }

    /// The agency of this credit code.
    pub async fn find_by_code(&self, code: &str) -> Result<Option<Agency>, StoreError> {
        self.platform.db.fetch_optional(store::SELECT_BY_CODE, values![code]).await
    }

    /// Every agency, by region and code. A province has a few thousand.
    pub async fn list(&self) -> Result<Vec<Agency>, StoreError> {
        self.platform.db.fetch_all(store::SELECT_ALL, values![]).await
    }

    /// The agencies of a division and of every division below it.
    pub async fn within(&self, region: DivisionCode) -> Result<Vec<Agency>, StoreError> {
        self.platform.db.fetch_all(store::SELECT_WITHIN, values![below(region)]).await
    }

    /// Up to `limit` agencies after the one with this region and code, and how
    /// many the filter lets through altogether.
    pub async fn page(
        &self,
        filter: &AgencyFilter,
        after: Option<(&str, &str)>,
        limit: u32,
    ) -> Result<(Vec<Agency>, i64), StoreError> {
        let words = filter.words.as_deref().map(containing);
        let region = filter.region.map(below);
        let kind: Option<&'static str> = filter.kind.map(Into::into);
        let (after_region, after_code) = after.unwrap_or(("", ""));
        let values = values![words.clone(), region.clone(), kind, after_region, after_code, limit];
        let agencies = self.platform.db.fetch_all(store::SELECT_PAGE, values).await?;
        let total = self.platform.db.fetch_one(store::COUNT, values![words, region, kind]).await?;
        Ok((agencies, total))
    }
}

/// A LIKE pattern for a division and those below it: pairs of zeros at its end
/// stand for any.
fn below(region: DivisionCode) -> String {
    let mut prefix = region.as_str();
    while let Some(shorter) = prefix.strip_suffix("00") {
        prefix = shorter;
    }
    format!("{prefix}%")
}

/// A LIKE pattern for a text that contains `words`, its wildcards escaped.
pub(crate) fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_divisions_pattern_takes_in_what_is_below_it() {
        for (region, pattern) in [("330000", "33%"), ("330100", "3301%"), ("330106", "330106%")] {
            assert_eq!(below(region.parse().unwrap()), pattern);
        }
    }

    #[test]
    fn wildcards_in_words_stand_for_themselves() {
        assert_eq!(containing(" 50%_A\\ "), r"%50\%\_a\\%");
    }
}
