//! An entry as the index takes it.

use crate::{Entry, Grade};

use super::{facets::Facets, request::Summary};

/// Characters of the abstract kept for a line of results.
const ABSTRACT_CHARACTERS: usize = 160;

/// One published entry, ready to be indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Kept to be shown.
    pub summary: Summary,
    /// Searched besides the name: abstract, items, provider, code.
    pub text: String,
}

impl Document {
    /// The document of an entry, if it is published and graded; no other entry
    /// is searchable. `agency` is the provider's name, in all its languages.
    pub fn of(entry: &Entry, agency: &str) -> Option<Self> {
        let published_on = entry.published_on.filter(|_| entry.is_published())?;
        let mut text = format!("{} {} {} {}", entry.name_en, entry.abstract_, agency, entry.code);
        for item in &entry.items {
            text.push(' ');
            text.push_str(&item.label);
            if item.name != item.label {
                text.push(' ');
                text.push_str(&item.name);
            }
        }
        let summary = Summary {
            id: entry.id,
            code: entry.code.clone(),
            name: entry.name.clone(),
            name_en: entry.name_en.clone(),
            abstract_: entry.abstract_.chars().take(ABSTRACT_CHARACTERS).collect(),
            agency: entry.agency,
            sharing: entry.sharing_type(),
            // An entry without items has no grade; the mildest would be a guess.
            grade: entry.grade().unwrap_or(Grade::Core),
            cycle: entry.update_cycle,
            openness: entry.openness(),
            published_on,
            items: entry.items.len(),
        };
        Some(Self { summary, text })
    }

    /// Its facets. The branch is read from the code, which never changes.
    pub fn facets(&self) -> Facets {
        let summary = &self.summary;
        let branch = summary.code.classification_text().get(..3).and_then(|it| it.parse().ok());
        Facets {
            agency: summary.agency,
            branch: branch.unwrap_or(0),
            sharing: summary.sharing,
            grade: summary.grade,
            cycle: summary.cycle,
            openness: summary.openness,
            published_on: summary.published_on,
        }
    }
}
