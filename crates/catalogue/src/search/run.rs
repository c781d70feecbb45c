//! Answers a query on a snapshot of the index.

use tantivy::{
    DocAddress, DocSet as _, Score, SegmentReader, TERMINATED, TantivyDocument, Term,
    query::{EnableScoring, Query as IndexQuery},
    schema::{IndexRecordOption, Value as _},
};
use zt_kernel::EntryId;

use super::{
    collect::{Best, Counter, Filter, Place, is_alive, key_of, score_of},
    facets::Packed,
    index::{Fields, SearchError, SearchIndex, Snapshot},
    interpret::{homophones, interpret, misspelt},
    request::{After, Hit, Query, Reading, Results, Sort, Summary, View},
};
use crate::{Openness, SharingType};

/// Results on one page at most.
const LIMIT_MAX: usize = 100;

impl SearchIndex {
    /// Answers a query. It works for some milliseconds without a pause: call it
    /// off the threads that serve sockets. `regions[agency]` is each agency's
    /// division, 0 where unknown.
    ///
    /// # Errors
    ///
    /// When the index can't be read.
    pub fn search(&self, query: &Query, regions: &[u32]) -> Result<Results, SearchError> {
        let snapshot = self.snapshot();
        let words = self.fields().words;
        let search = Search::new(&snapshot, self.fields(), query, regions)?;
        let read = interpret(&query.text, words, &snapshot.searcher)?;
        if read.is_empty() {
            return Ok(search.answer(None)?.results);
        }
        let told = |answer: Answer, reading: Reading| Results {
            reading,
            words: read.words.clone(),
            ..answer.results
        };
        let exactly = read.query();
        let matching = Matching { query: exactly.as_ref(), single: read.is_single() };
        let exact = search.answer(Some(matching))?;
        if exact.matched {
            return Ok(told(exact, read.reading));
        }
        if let Some(sounds) = homophones(&query.text, words) {
            let alike = sounds.query();
            let matching = Matching { query: alike.as_ref(), single: sounds.is_single() };
            let answer = search.answer(Some(matching))?;
            if answer.matched {
                return Ok(told(answer, Reading::Homophone));
            }
        }
        if let Some(near) = misspelt(&query.text, words).or_else(|| read.near()) {
            let answer = search.answer(Some(Matching { query: near.as_ref(), single: false }))?;
            if answer.matched {
                return Ok(told(answer, Reading::Near));
            }
        }
        Ok(told(exact, read.reading))
    }
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    fields: Fields,
    query: &'a Query,
    regions: &'a [u32],
    filter: Filter,
    after: Option<Place>,
}

/// What to match, and whether it is one term alone.
#[derive(Clone, Copy)]
struct Matching<'q> {
    query: &'q dyn IndexQuery,
    single: bool,
}

/// An answer, and whether any entry of the view matched whatever was chosen.
struct Answer {
    results: Results,
    matched: bool,
}

impl<'a> Search<'a> {
    fn new(
        snapshot: &'a Snapshot,
        fields: Fields,
        query: &'a Query,
        regions: &'a [u32],
    ) -> Result<Self, SearchError> {
        let filter = filter(query, regions, snapshot.agencies);
        let after = match query.after {
            Some(After { key, id }) => Some(Place::new(key, address(snapshot, fields, id)?)),
            None => None,
        };
        Ok(Self { snapshot, fields, query, regions, filter, after })
    }

    fn answer(&self, matching: Option<Matching<'_>>) -> Result<Answer, SearchError> {
        let limit = self.query.limit.clamp(1, LIMIT_MAX);
        // One more than asked for tells whether there is a next page.
        let mut best = Best::new(limit + 1, self.after);
        let sort = match (self.query.sort, matching) {
            (Sort::Relevance, None) => Sort::Date,
            (sort, _) => sort,
        };
        let counter = match matching {
            // One term: counting reads no score, ranking skips most entries.
            Some(matching) if sort == Sort::Relevance && matching.single => {
                let counter = self.count(Some(matching), sort, &mut best)?;
                if counter.total > 0 {
                    self.rank(matching, &mut best)?;
                }
                counter
            }
            // Several: finding where they meet is the greater cost, so do it once.
            Some(matching) if sort == Sort::Relevance => {
                self.count_and_rank(matching, &mut best)?
            }
            _ => self.count(matching, sort, &mut best)?,
        };
        let mut places = best.into_sorted();
        let more = places.len() > limit;
        places.truncate(limit);
        let hits =
            places.into_iter().map(|place| self.hit(place)).collect::<Result<Vec<_>, _>>()?;
        let next =
            hits.last().filter(|_| more).map(|hit| After { key: hit.key, id: hit.summary.id });
        let facets =
            if self.query.facets { counter.facets(&self.filter, self.regions) } else { Vec::new() };
        let matched = counter.matched;
        let results = Results { hits, total: counter.total, facets, next, ..Results::default() };
        Ok(Answer { results, matched })
    }

    /// Counts every match and, unless they are ranked by score, keeps the best.
    fn count(
        &self,
        matching: Option<Matching<'_>>,
        sort: Sort,
        best: &mut Best,
    ) -> Result<Counter, SearchError> {
        let searcher = &self.snapshot.searcher;
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let weight = matching.map(|matching| matching.query.weight(scoring)).transpose()?;
        let mut counter = Counter::new(self.snapshot.agencies);
        for (segment, (reader, column)) in
            (0..).zip(searcher.segment_readers().iter().zip(&self.snapshot.columns))
        {
            let names = match sort {
                Sort::Name => Some(reader.fast_fields().u64("name_key")?.values),
                Sort::Relevance | Sort::Date => None,
            };
            let mut visit = |document: u32| {
                let entry = Packed(column[document as usize]);
                if !self.filter.shows(entry) || !is_alive(reader, document) {
                    return;
                }
                let failures = self.filter.failures(entry);
                counter.count(entry, failures);
                if failures == 0 {
                    let key = match (&names, sort) {
                        (Some(names), _) => u64::MAX - names.get_val(document),
                        (None, Sort::Date) => entry.day() as u64,
                        (None, _) => return,
                    };
                    best.offer(Place::new(key, DocAddress::new(segment, document)));
                }
            };
            match &weight {
                None => (0..reader.max_doc()).for_each(&mut visit),
                Some(weight) => weight.for_each_no_score(reader, &mut |documents| {
                    for document in documents {
                        visit(*document);
                    }
                })?,
            }
        }
        Ok(counter)
    }

    /// Counts every match and keeps those of the best scores, in one pass.
    fn count_and_rank(
        &self,
        matching: Matching<'_>,
        best: &mut Best,
    ) -> Result<Counter, SearchError> {
        let searcher = &self.snapshot.searcher;
        let weight = matching.query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let mut counter = Counter::new(self.snapshot.agencies);
        for (segment, (reader, column)) in
            (0..).zip(searcher.segment_readers().iter().zip(&self.snapshot.columns))
        {
            weight.for_each(reader, &mut |document, score| {
                let entry = Packed(column[document as usize]);
                if !self.filter.shows(entry) || !is_alive(reader, document) {
                    return;
                }
                let failures = self.filter.failures(entry);
                counter.count(entry, failures);
                if failures == 0 {
                    best.offer(Place::new(key_of(score), DocAddress::new(segment, document)));
                }
            })?;
        }
        Ok(counter)
    }

    /// Keeps the matches of the best scores, skipping what can't be among them.
    fn rank(&self, matching: Matching<'_>, best: &mut Best) -> Result<(), SearchError> {
        let searcher = &self.snapshot.searcher;
        let weight = matching.query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let floor = |best: &Best| best.threshold().map_or(Score::MIN, score_of);
        for (segment, (reader, column)) in
            (0..).zip(searcher.segment_readers().iter().zip(&self.snapshot.columns))
        {
            let start = floor(best);
            weight.for_each_pruning(start, reader, &mut |document, score| {
                let admitted = self.filter.admits(Packed(column[document as usize]));
                if admitted && is_alive(reader, document) {
                    best.offer(Place::new(key_of(score), DocAddress::new(segment, document)));
                }
                floor(best)
            })?;
        }
        Ok(())
    }

    fn hit(&self, place: Place) -> Result<Hit, SearchError> {
        let stored: TantivyDocument = self.snapshot.searcher.doc(place.address())?;
        let bytes = stored.get_first(self.fields.summary).and_then(|value| value.as_bytes());
        let summary: Summary = serde_json::from_slice(bytes.unwrap_or_default())?;
        Ok(Hit { summary, key: place.key })
    }
}

/// Where an entry stands in this snapshot. One that is gone stands before all of
/// its key, so that going on after it repeats rather than skips.
fn address(snapshot: &Snapshot, fields: Fields, id: EntryId) -> tantivy::Result<DocAddress> {
    let term = Term::from_field_u64(fields.id, id.0.unsigned_abs());
    for (segment, reader) in (0..).zip(snapshot.searcher.segment_readers()) {
        if let Some(document) = alive_document(reader, fields, &term)? {
            return Ok(DocAddress::new(segment, document));
        }
    }
    Ok(DocAddress::new(0, 0))
}

fn alive_document(
    reader: &SegmentReader,
    fields: Fields,
    term: &Term,
) -> tantivy::Result<Option<u32>> {
    let postings =
        reader.inverted_index(fields.id)?.read_postings(term, IndexRecordOption::Basic)?;
    let Some(mut postings) = postings else { return Ok(None) };
    while postings.doc() != TERMINATED {
        if is_alive(reader, postings.doc()) {
            return Ok(Some(postings.doc()));
        }
        postings.advance();
    }
    Ok(None)
}

fn filter(query: &Query, regions: &[u32], agencies: usize) -> Filter {
    fn bits<T: Copy>(values: &[T], bit: impl Fn(T) -> u8) -> u8 {
        values.iter().fold(0, |bits, value| bits | 1 << bit(*value))
    }
    let listed = |size: usize, wanted: &mut dyn Iterator<Item = usize>| {
        let mut list = vec![false; size];
        for index in wanted {
            if let Some(flag) = list.get_mut(index) {
                *flag = true;
            }
        }
        list
    };
    let within = |region: u32| query.regions.iter().any(|wanted| division_within(region, *wanted));
    let mut wanted_agencies =
        query.agencies.iter().filter_map(|agency| usize::try_from(agency.0).ok());
    Filter {
        agencies: (!query.agencies.is_empty()).then(|| listed(agencies, &mut wanted_agencies)),
        regions: (!query.regions.is_empty()).then(|| {
            let mut inside =
                (0..agencies).filter(|agency| regions.get(*agency).is_some_and(|it| within(*it)));
            listed(agencies, &mut inside)
        }),
        branches: (!query.branches.is_empty())
            .then(|| listed(1024, &mut query.branches.iter().map(|branch| usize::from(*branch)))),
        sharing: bits(&query.sharing, |it| it as u8),
        grades: bits(&query.grades, crate::Grade::rank),
        cycles: bits(&query.cycles, |it| it as u8),
        openness: bits(&query.openness, |it| it as u8),
        hidden_sharing: match query.view {
            View::Sharing => 1 << SharingType::Refused as u8,
            View::Resource | View::Open => 0,
        },
        hidden_openness: match query.view {
            View::Open => 1 << Openness::Closed as u8,
            View::Resource | View::Sharing => 0,
        },
    }
}

/// Whether a division is the wanted one or lies in it: 330000 takes in 330106.
fn division_within(division: u32, wanted: u32) -> bool {
    let unit = match wanted {
        _ if wanted.is_multiple_of(10_000) => 10_000,
        _ if wanted.is_multiple_of(100) => 100,
        _ => 1,
    };
    wanted > 0 && division / unit == wanted / unit
}

#[cfg(test)]
mod tests;
