//! Cuts Chinese text into the terms it is indexed and searched by.
//!
//! Every two neighbouring characters are a term (a bigram), so that 维修 is found
//! in 维修信息 however a dictionary would cut it. Words of three and more
//! characters that the dictionary knows are terms too; they raise entries that
//! hold the word whole above those that only hold its bigrams. Letters and digits
//! are taken by run, in lower case.

use std::{collections::BTreeSet, sync::LazyLock};

use jieba_rs::Jieba;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Parts the name from the rest in the text handed to the index.
pub(super) const NAME_END: char = '\u{1}';

/// How often a term of the name counts against one of the rest: a term in the
/// name says what the table is, one in the abstract what it touches.
const NAME_WEIGHT: usize = 3;

/// The dictionary, with the names of the standard data elements, which are what
/// columns are called. It takes a quarter of a second to load, so it is loaded when
/// first used and shared.
static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for element in zt_standards::package::elements().unwrap_or_default() {
        let name = &element.definition.name_zh;
        if name.chars().nth(2).is_some() && name.chars().all(is_chinese) {
            jieba.add_word(name, None, None);
        }
    }
    jieba
});

/// Words that say nothing of what is looked for; dropped where others remain.
// Han: they are what Chinese queries are made of.
const STOP_WORDS: &[&str] = &[
    "的", "了", "和", "与", "及", "或", "在", "是", "有", "等", "对", "为", "于", "有关", "相关",
    "关于", "查询", "查",
];

/// Whether a character belongs to Chinese text: unified ideographs and extension A.
pub(super) fn is_chinese(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}')
}

/// A stretch of one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run<'a> {
    /// Chinese characters.
    Chinese(&'a str),
    /// Letters and digits, in lower case.
    Plain(String),
}

/// Splits text into its runs; everything else parts them.
pub(super) fn runs(text: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |character: char| {
            if is_chinese(first) {
                is_chinese(character)
            } else {
                character.is_alphanumeric() && !is_chinese(character)
            }
        };
        let end = rest.find(|character| !same(character)).unwrap_or(rest.len());
        if end == 0 {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let run = &rest[..end];
        found.push(if is_chinese(first) {
            Run::Chinese(run)
        } else {
            Run::Plain(run.to_lowercase())
        });
        rest = &rest[end..];
    }
    found
}

/// Every two neighbouring characters.
pub(super) fn bigrams(run: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> =
        run.char_indices().map(|(offset, _)| offset).chain([run.len()]).collect();
    (2..starts.len()).map(move |end| &run[starts[end - 2]..starts[end]])
}

/// A dictionary word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    pub characters: usize,
}

/// Cuts a Chinese run of a query into words, without those that say nothing
/// unless nothing else is there.
pub(super) fn query_words(run: &str) -> Vec<Word> {
    let words: Vec<Word> = JIEBA
        .cut(run, true)
        .into_iter()
        .map(|token| Word { text: token.word.to_owned(), characters: token.word.chars().count() })
        .collect();
    let told: Vec<Word> =
        words.iter().filter(|word| !STOP_WORDS.contains(&word.text.as_str())).cloned().collect();
    if told.is_empty() { words } else { told }
}

/// The terms of a text, each as often as it counts.
fn terms(text: &str) -> Vec<String> {
    let (name, rest) = text.split_once(NAME_END).unwrap_or(("", text));
    let mut terms = Vec::new();
    push_terms(name, &mut terms);
    // Single characters are kept for names only: they would double the index, and
    // one character found somewhere in an abstract is no answer.
    for character in
        name.chars().filter(|character| is_chinese(*character)).collect::<BTreeSet<_>>()
    {
        terms.push(character.to_string());
    }
    let of_name = terms.len();
    for _ in 1..NAME_WEIGHT {
        terms.extend_from_within(..of_name);
    }
    push_terms(rest, &mut terms);
    terms
}

fn push_terms(text: &str, terms: &mut Vec<String>) {
    for run in runs(text) {
        match run {
            Run::Plain(run) => terms.push(run),
            Run::Chinese(run) => {
                terms.extend(bigrams(run).map(ToOwned::to_owned));
                let words = JIEBA.cut_for_search(run, true).into_iter();
                let long = words.filter(|token| token.word.chars().nth(2).is_some());
                terms.extend(long.map(|token| token.word.to_owned()));
            }
        }
    }
}

/// The index's analyser of names and descriptions.
#[derive(Debug, Clone, Default)]
pub(super) struct TextTokenizer;

/// The index's analyser of names by pinyin.
#[derive(Debug, Clone, Default)]
pub(super) struct PinyinTokenizer;

/// Terms cut beforehand. Offsets are not kept: the index stores no positions, and
/// pages highlight by the words of the query.
#[derive(Debug)]
pub(super) struct Terms {
    terms: std::vec::IntoIter<String>,
    token: Token,
}

impl Terms {
    fn new(terms: Vec<String>) -> Self {
        Self { terms: terms.into_iter(), token: Token::default() }
    }
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text = term;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Tokenizer for TextTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        Terms::new(terms(text))
    }
}

impl Tokenizer for PinyinTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        Terms::new(super::pinyin::terms_of_name(text).into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_its_bigrams_long_words_and_single_characters() {
        let found: BTreeSet<String> = terms("住房公积金缴存\u{1}").into_iter().collect();
        for term in ["住房", "房公", "公积", "积金", "缴存", "公积金", "缴"] {
            assert!(found.contains(term), "{term} in {found:?}");
        }
    }

    #[test]
    fn a_term_of_the_name_counts_more_than_one_of_the_rest() {
        let found = terms("维修\u{1}房屋维修");
        assert_eq!(found.iter().filter(|term| *term == "维修").count(), NAME_WEIGHT + 1);
        assert_eq!(found.iter().filter(|term| *term == "房屋").count(), 1);
        assert!(!found.contains(&"屋".to_owned()));
    }

    #[test]
    fn scripts_are_parted_and_letters_lowered() {
        assert_eq!(
            runs("2025年GDP（亿元）"),
            [
                Run::Plain("2025".into()),
                Run::Chinese("年"),
                Run::Plain("gdp".into()),
                Run::Chinese("亿元"),
            ]
        );
        assert!(runs(" ，、/ ").is_empty());
    }

    #[test]
    fn a_query_loses_words_that_say_nothing_unless_it_has_no_others() {
        let texts = |run| query_words(run).into_iter().map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(texts("学校的地址"), ["学校", "地址"]);
        assert_eq!(texts("的"), ["的"]);
    }

    #[test]
    fn a_single_character_has_no_bigram() {
        assert_eq!(bigrams("税").count(), 0);
        assert_eq!(bigrams("增值税").collect::<Vec<_>>(), ["增值", "值税"]);
    }
}
