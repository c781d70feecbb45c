//! Finding elements and code sets by words, for the browser and the API.
//!
//! Hundreds of entries, so a scan of the snapshot per query is quicker than an index
//! would be to keep.

use crate::code_set::CodeSetCode;
use crate::element::Element;
use crate::propose::normalise;
use crate::registry::{CodeSet, Registry};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words; each must occur in a name, a synonym, the code or the source.
    pub words: String,
    /// Only these object classes, by their words; any if empty.
    pub objects: Vec<String>,
    /// Only these levels; any if empty.
    pub grades: Vec<String>,
    /// Only these data types, by letter; any if empty.
    pub types: Vec<String>,
}

/// How well `element` fits the words: lower is better, `None` is not at all.
fn rank(element: &Element, words: &[String]) -> Option<u32> {
    let names = [&element.name_zh, &element.name_en];
    let code = normalise(&element.code);
    let mut worst = 0;
    for word in words {
        let own = names.iter().map(|name| normalise(name));
        let grade = if code == *word || own.clone().any(|name| name == *word) {
            0
        } else if own.clone().any(|name| name.starts_with(word)) || code.starts_with(word) {
            1
        } else if own.clone().any(|name| name.contains(word)) {
            2
        } else if element.synonyms.iter().any(|name| normalise(name) == *word) {
            1
        } else if element.synonyms.iter().any(|name| normalise(name).contains(word)) {
            3
        } else if element.source.as_ref().is_some_and(|source| normalise(source).contains(word))
            || element.code_set().is_some_and(|code| normalise(code).contains(word))
        {
            4
        } else {
            return None;
        };
        worst = worst.max(grade);
    }
    Some(worst)
}

/// The elements in force that fit, best first, then by code.
#[must_use]
pub fn elements<'a>(registry: &'a Registry, query: &Query) -> Vec<&'a Element> {
    let words = words(&query.words);
    let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|v| v == value);
    let mut found: Vec<(u32, &Element)> = registry
        .elements()
        .filter(|element| {
            among(&query.objects, element.object.into())
                && among(&query.grades, &element.grade_label.to_string())
                && among(&query.types, element.kind.letter())
        })
        .filter_map(|element| rank(element, &words).map(|rank| (rank, element)))
        .collect();
    found.sort_by(|(a, first), (b, second)| a.cmp(b).then(first.code.cmp(&second.code)));
    found.into_iter().map(|(_, element)| element).collect()
}

/// The code sets whose code, names or standard contain every word, or that have an item
/// of exactly that code or name.
#[must_use]
pub fn code_sets<'a>(registry: &'a Registry, text: &str) -> Vec<&'a CodeSet> {
    let words = words(text);
    let text = text.trim();
    registry
        .code_sets()
        .filter(|set| !set.versions.is_empty())
        .filter(|set| {
            let standard = set.standard.as_deref().unwrap_or_default();
            let fields = [&*set.code, &set.name_zh, &set.name_en, standard].map(normalise);
            let holds = |word: &String| fields.iter().any(|field| field.contains(word));
            words.iter().all(holds)
                || set.newest().is_some_and(|version| {
                    version.item(text).is_some() || version.item_named(text).is_some()
                })
        })
        .collect()
}

/// The elements in force bound to a code set, by code.
pub fn bound_to<'a>(
    registry: &'a Registry,
    code_set: &'a CodeSetCode,
) -> impl Iterator<Item = &'a Element> {
    registry.elements().filter(move |element| element.code_set() == Some(code_set))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(normalise).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(words: &str) -> Option<String> {
        let query = Query { words: words.into(), ..Query::default() };
        elements(Registry::national(), &query).first().map(|element| element.code.to_string())
    }

    #[test]
    fn an_element_is_found_by_name_synonym_code_pinyin_and_standard() {
        for (words, code) in [
            ("公民身份号码", "PER001"),
            ("身份证", "PER001"),
            ("sfzh", "PER001"),
            ("per001", "PER001"),
            ("Resident identity", "PER001"),
            ("GB 11643", "PER001"),
            ("社会信用", "ORG001"),
            ("school name", "EDU002"),
        ] {
            assert_eq!(first(words).as_deref(), Some(code), "{words}");
        }
        assert_eq!(first("不存在的数据元"), None);
    }

    #[test]
    fn filters_narrow_and_no_words_list_everything() {
        let registry = Registry::national();
        let all = elements(registry, &Query::default()).len();
        assert_eq!(all, registry.elements().count());
        let people = Query { objects: vec!["person".into()], ..Query::default() };
        let people = elements(registry, &people);
        assert!(people.len() < all && people.iter().all(|e| e.code.starts_with("PER")));
    }

    #[test]
    fn a_code_set_is_found_by_an_item_too() {
        let codes: Vec<_> =
            code_sets(Registry::national(), "稻谷种植").iter().map(|set| &*set.code).collect();
        assert_eq!(codes, ["GBT4754"]);
    }

    #[test]
    fn a_code_set_knows_the_elements_bound_to_it() {
        let code = "GBT2261.1".parse().unwrap();
        let bound: Vec<_> =
            bound_to(Registry::national(), &code).map(|element| &*element.code).collect();
        assert_eq!(bound, ["PER003"]);
    }
}
