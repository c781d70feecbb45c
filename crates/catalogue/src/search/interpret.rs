//! Turns what was typed into a query of the index.
//!
//! Every word must match; a word matches when all its bigrams do. When nothing
//! matches, two roads are tried in order: the same sound in other characters, and
//! all terms but one or two.

use tantivy::{
    Searcher, Term,
    query::{BooleanQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    analysis::{Run, Word, bigrams, query_words, runs},
    pinyin::{INITIALS_MAX, initials_term, pair_term, read_syllables, syllables_of},
    request::Reading,
};

/// Terms taken from a query; more make it no clearer, only slower.
const TERMS_MAX: usize = 24;

/// A long word raises entries that hold it whole only while its rarest bigram is
/// in at most so many entries: beyond, ranking costs more than it tells.
const WORD_BOOST_MAX_ENTRIES: u64 = 50_000;

/// The fields of the index that words are looked up in.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextFields {
    pub text: Field,
    pub pinyin: Field,
}

/// What was typed, as terms.
#[derive(Debug, Default)]
pub(super) struct Interpretation {
    /// All of these must match.
    must: Vec<Term>,
    /// Each of these raises an entry.
    raise: Vec<Term>,
    /// How it was read.
    pub reading: Reading,
    /// What to highlight.
    pub words: Vec<String>,
}

impl Interpretation {
    /// Whether nothing was asked for: everything matches.
    pub fn is_empty(&self) -> bool {
        self.must.is_empty()
    }

    /// Whether one term is all there is to match, so that ranking can skip whole
    /// blocks of entries by their best score.
    pub fn is_single(&self) -> bool {
        self.must.len() == 1 && self.raise.is_empty()
    }

    /// The query of the index.
    pub fn query(&self) -> Box<dyn Query> {
        let term = |term: &Term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
        };
        if let ([one], []) = (self.must.as_slice(), self.raise.as_slice()) {
            return term(one);
        }
        let must = self.must.iter().map(|it| (Occur::Must, term(it)));
        let raise = self.raise.iter().map(|it| (Occur::Should, term(it)));
        Box::new(BooleanQuery::new(must.chain(raise).collect()))
    }

    /// The query that all terms but one or two match: one wrong character breaks
    /// two bigrams. Three terms at least, or it would match almost anything.
    pub fn near(&self) -> Option<Box<dyn Query>> {
        let needed = match self.must.len() {
            0..=2 => return None,
            3 => 2,
            count => count - 2,
        };
        let clauses = self.must.iter().map(|term| -> (Occur, Box<dyn Query>) {
            (Occur::Should, Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)))
        });
        Some(Box::new(BooleanQuery::with_minimum_required_clauses(clauses.collect(), needed)))
    }

    fn must(&mut self, term: Term) {
        if self.must.len() < TERMS_MAX && !self.must.contains(&term) {
            self.must.push(term);
        }
    }
}

/// Reads the text as it stands, letters that no entry holds as pinyin.
pub(super) fn interpret(
    text: &str,
    fields: TextFields,
    searcher: &Searcher,
) -> tantivy::Result<Interpretation> {
    let mut found = Interpretation::default();
    for run in runs(text) {
        match run {
            Run::Chinese(run) => chinese(run, fields, searcher, &mut found)?,
            Run::Plain(run) => plain(&run, fields, searcher, &mut found)?,
        }
    }
    Ok(found)
}

fn chinese(
    run: &str,
    fields: TextFields,
    searcher: &Searcher,
    found: &mut Interpretation,
) -> tantivy::Result<()> {
    for word in query_words(run) {
        add_word(&word, fields, searcher, found)?;
        found.words.push(word.text);
    }
    Ok(())
}

fn add_word(
    word: &Word,
    fields: TextFields,
    searcher: &Searcher,
    found: &mut Interpretation,
) -> tantivy::Result<()> {
    let whole = Term::from_field_text(fields.text, &word.text);
    if word.characters < 3 {
        found.must(whole);
        return Ok(());
    }
    let pairs: Vec<Term> =
        bigrams(&word.text).map(|pair| Term::from_field_text(fields.text, pair)).collect();
    let mut rarest = u64::MAX;
    for pair in &pairs {
        rarest = rarest.min(searcher.doc_freq(pair)?);
    }
    // Entries that hold the word as a term hold all its pairs, and no more entries
    // hold all pairs than hold the rarest. Where both counts agree they are the
    // same entries, and one term does the work of all.
    if rarest > 0 && searcher.doc_freq(&whole)? == rarest {
        found.must(whole);
        return Ok(());
    }
    for pair in pairs {
        found.must(pair);
    }
    if rarest <= WORD_BOOST_MAX_ENTRIES {
        found.raise.push(whole);
    }
    Ok(())
}

fn plain(
    run: &str,
    fields: TextFields,
    searcher: &Searcher,
    found: &mut Interpretation,
) -> tantivy::Result<()> {
    found.words.push(run.to_owned());
    let literal = Term::from_field_text(fields.text, run);
    if searcher.doc_freq(&literal)? == 0 {
        let terms = pinyin_terms(run);
        let mut known = !terms.is_empty();
        for term in &terms {
            known &= searcher.doc_freq(&Term::from_field_text(fields.pinyin, term))? > 0;
        }
        if known {
            found.reading = Reading::Pinyin;
            for term in terms {
                found.must(Term::from_field_text(fields.pinyin, &term));
            }
            return Ok(());
        }
    }
    found.must(literal);
    Ok(())
}

/// The terms of letters read as pinyin: by syllables if they can be read so, by
/// initials otherwise.
fn pinyin_terms(letters: &str) -> Vec<String> {
    if let Some(syllables) = read_syllables(letters) {
        return syllables.windows(2).map(|pair| pair_term(pair[0], pair[1])).collect();
    }
    if letters.len() < 2 || !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let length = INITIALS_MAX.min(letters.len());
    (0..=letters.len() - length)
        .map(|start| initials_term(&letters[start..start + length]))
        .collect()
}

/// The same sound in other characters, for text of nothing but Chinese.
pub(super) fn homophones(text: &str, fields: TextFields) -> Option<Interpretation> {
    let mut found = Interpretation { reading: Reading::Homophone, ..Interpretation::default() };
    for run in runs(text) {
        let Run::Chinese(run) = run else { return None };
        for pair in syllables_of(run).windows(2) {
            found.must(Term::from_field_text(fields.pinyin, &pair_term(pair[0], pair[1])));
        }
    }
    (!found.is_empty()).then_some(found)
}

/// One wrong letter in a single Latin word of four letters or more.
pub(super) fn misspelt(text: &str, fields: TextFields) -> Option<Box<dyn Query>> {
    let runs = runs(text);
    let [Run::Plain(word)] = runs.as_slice() else { return None };
    let term = Term::from_field_text(fields.text, word);
    (word.len() >= 4).then(|| -> Box<dyn Query> { Box::new(FuzzyTermQuery::new(term, 1, true)) })
}
