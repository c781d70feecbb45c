//! What a search finds, in what order, and what it counts.

use std::collections::BTreeSet;

use jiff::civil::date;
use zt_kernel::AgencyId;

use super::*;
use crate::{
    Cycle, EntryCode, Grade,
    search::{Change, Dimension, Document},
};

/// Agencies 1 and 2 are in districts 990101 and 990102, agency 3 in 980100.
const REGIONS: [u32; 4] = [0, 990_101, 990_102, 980_100];

struct Catalogue {
    index: SearchIndex,
    _folder: tempfile::TempDir,
}

impl Catalogue {
    fn of(documents: Vec<Document>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = SearchIndex::open(folder.path()).unwrap();
        index.apply(documents.into_iter().map(|it| Change::Put(Box::new(it))), 1).unwrap();
        Self { index, _folder: folder }
    }

    fn named(names: &[&str]) -> Self {
        Self::of((1..).zip(names).map(|(id, name)| document(id, name)).collect())
    }

    fn search(&self, query: &Query) -> Results {
        self.index.search(query, &REGIONS).unwrap()
    }

    fn names(&self, text: &str) -> Vec<String> {
        names(&self.search(&asking(text)))
    }
}

fn names(results: &Results) -> Vec<String> {
    results.hits.iter().map(|hit| hit.summary.name.clone()).collect()
}

fn document(id: i64, name: &str) -> Document {
    let classification = "301001".parse().unwrap();
    let summary = Summary {
        id: EntryId(id),
        code: EntryCode::new(&classification, u32::try_from(id).unwrap()),
        name: name.to_owned(),
        name_en: String::new(),
        abstract_: String::new(),
        agency: AgencyId(1),
        sharing: SharingType::Unconditional,
        grade: Grade::ALL[0],
        cycle: Cycle::Yearly,
        openness: Openness::Open,
        published_on: date(2026, 3, 2),
        items: 1,
    };
    let text = format!("{} 市住房保障局", summary.code);
    Document { summary, text }
}

fn asking(text: &str) -> Query {
    Query { text: text.to_owned(), limit: 20, facets: true, ..Query::default() }
}

#[test]
fn two_characters_find_every_name_that_holds_them_side_by_side() {
    let catalogue =
        Catalogue::named(&["房屋维修信息", "维护与修缮信息", "电梯维修单位", "学校信息"]);
    assert_eq!(
        catalogue.names("维修").into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["房屋维修信息".into(), "电梯维修单位".into()])
    );
    assert_eq!(catalogue.names("维修信息"), ["房屋维修信息"]);
}

/// One term stands for a whole word only where no entry is lost by it.
#[test]
fn a_word_that_the_dictionary_cuts_otherwise_in_some_entry_is_found_there_too() {
    for other in ["公积金融", "省公积金管理"] {
        let catalogue = Catalogue::named(&["住房公积金缴存", other, "学校信息"]);
        let found: BTreeSet<String> = catalogue.names("公积金").into_iter().collect();
        assert_eq!(found, BTreeSet::from(["住房公积金缴存".into(), other.into()]));
    }
}

#[test]
fn words_parted_by_a_space_must_all_match_in_any_order() {
    let catalogue = Catalogue::named(&["住房公积金缴存信息", "住房补贴信息"]);
    assert_eq!(catalogue.names("缴存 住房"), ["住房公积金缴存信息"]);
    assert!(catalogue.names("补贴 缴存").is_empty());
}

#[test]
fn the_name_counts_more_than_the_abstract() {
    let mut mentioned = document(1, "市政设施");
    mentioned.text.push_str(" 包括路灯的维修");
    let catalogue = Catalogue::of(vec![mentioned, document(2, "维修资金")]);
    assert_eq!(catalogue.names("维修"), ["维修资金", "市政设施"]);
}

#[test]
fn pinyin_in_full_and_by_initials_finds_the_name() {
    let catalogue = Catalogue::named(&["房屋维修信息", "银行网点", "学校信息"]);
    for letters in ["weixiu", "fwwx", "wxxx"] {
        let results = catalogue.search(&asking(letters));
        assert_eq!(
            (names(&results), results.reading),
            (vec!["房屋维修信息".into()], Reading::Pinyin),
            "{letters}"
        );
    }
    assert_eq!(catalogue.names("yinhang"), ["银行网点"]);
}

#[test]
fn letters_that_an_entry_holds_are_not_read_as_pinyin() {
    let catalogue = Catalogue::named(&["GDP核算", "规定牌照"]);
    let results = catalogue.search(&asking("gdp"));
    assert_eq!((names(&results), results.reading), (vec!["GDP核算".into()], Reading::Exact));
}

#[test]
fn other_characters_of_the_same_sound_find_what_was_meant() {
    let catalogue = Catalogue::named(&["房屋维修信息", "学校信息"]);
    let results = catalogue.search(&asking("维休"));
    assert_eq!(
        (names(&results), results.reading),
        (vec!["房屋维修信息".into()], Reading::Homophone)
    );
}

#[test]
fn one_wrong_character_in_a_longer_query_is_forgiven_and_said() {
    let catalogue = Catalogue::named(&["住房公积金缴存信息", "学校信息"]);
    let results = catalogue.search(&asking("住房公积全缴存"));
    assert_eq!(
        (names(&results), results.reading),
        (vec!["住房公积金缴存信息".into()], Reading::Near)
    );
}

#[test]
fn what_is_not_there_is_not_found() {
    let catalogue = Catalogue::named(&["房屋维修信息"]);
    for text in ["海关", "zzzz", "xyzzyplugh", "🙂"] {
        let results = catalogue.search(&asking(text));
        assert!(text == "🙂" || results.hits.is_empty(), "{text}");
    }
}

#[test]
fn an_entry_is_found_by_its_code() {
    let catalogue = Catalogue::named(&["房屋维修信息", "学校信息"]);
    assert_eq!(catalogue.names("301001/000002"), ["学校信息"]);
}

fn varied() -> Vec<Document> {
    let mut documents: Vec<Document> = (1..=12).map(|id| document(id, "登记信息")).collect();
    for (index, document) in documents.iter_mut().enumerate() {
        document.summary.agency = AgencyId(i64::try_from(index % 3).unwrap() + 1);
        document.summary.grade = Grade::ALL[index % 4];
        document.summary.openness = if index % 2 == 0 { Openness::Open } else { Openness::Closed };
        document.summary.published_on = date(2026, 3, i8::try_from(index).unwrap() + 1);
    }
    documents
}

fn counts(results: &Results, dimension: Dimension) -> Vec<(String, u32)> {
    results.facet(dimension).iter().map(|it| (it.value.clone(), it.count)).collect()
}

fn told(counts: &[(&str, u32)]) -> Vec<(String, u32)> {
    counts.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}

#[test]
fn each_facet_is_counted_as_if_its_own_choice_were_not_made() {
    let catalogue = Catalogue::of(varied());
    for text in ["", "登记"] {
        let query = Query {
            view: View::Resource,
            agencies: vec![AgencyId(1)],
            grades: vec![Grade::ALL[0], Grade::ALL[1]],
            ..asking(text)
        };
        let results = catalogue.search(&query);
        assert_eq!(results.total, 2);
        assert_eq!(counts(&results, Dimension::Agency), told(&[("1", 2), ("2", 2), ("3", 2)]));
        assert_eq!(
            counts(&results, Dimension::Grade),
            told(&[("general-1", 1), ("general-2", 1), ("general-3", 1), ("general-4", 1)])
        );
        assert_eq!(counts(&results, Dimension::Region), told(&[("990101", 2)]));
    }
}

#[test]
fn a_region_takes_in_the_divisions_below_it() {
    let catalogue = Catalogue::of(varied());
    let query = Query { view: View::Resource, regions: vec![990_100], ..asking("登记") };
    let results = catalogue.search(&query);
    assert_eq!(results.total, 8);
    assert_eq!(
        counts(&results, Dimension::Region),
        told(&[("980100", 4), ("990101", 4), ("990102", 4)])
    );
    assert_eq!(catalogue.search(&Query { regions: vec![990_102], ..query }).total, 4);
}

#[test]
fn what_is_closed_is_neither_found_nor_counted_in_the_open_view() {
    let catalogue = Catalogue::of(varied());
    let results = catalogue.search(&asking("登记"));
    assert_eq!(results.total, 6);
    assert_eq!(counts(&results, Dimension::Openness), told(&[("open", 6)]));
    assert_eq!(catalogue.search(&Query { view: View::Resource, ..asking("") }).total, 12);
}

#[test]
fn paging_goes_through_every_result_once_in_every_order() {
    let catalogue = Catalogue::of(varied());
    for (text, sort) in
        [("登记", Sort::Relevance), ("登记", Sort::Date), ("", Sort::Name), ("", Sort::Relevance)]
    {
        let mut query = Query { view: View::Resource, sort, limit: 5, ..asking(text) };
        let mut seen = Vec::new();
        loop {
            let results = catalogue.search(&query);
            seen.extend(results.hits.iter().map(|hit| hit.summary.id));
            assert_eq!(results.total, 12);
            match results.next {
                Some(after) => query.after = Some(after),
                None => break,
            }
        }
        assert_eq!(seen.len(), 12, "{sort:?}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 12, "{sort:?}");
    }
}

#[test]
fn the_newest_come_first_by_date() {
    let catalogue = Catalogue::of(varied());
    let query = Query { view: View::Resource, sort: Sort::Date, limit: 2, ..asking("登记") };
    let days: Vec<i8> =
        catalogue.search(&query).hits.iter().map(|hit| hit.summary.published_on.day()).collect();
    assert_eq!(days, [12, 11]);
}

#[test]
fn a_change_replaces_what_was_and_a_withdrawn_entry_is_gone() {
    let catalogue = Catalogue::named(&["房屋维修信息", "学校信息"]);
    let changes = [Change::Put(Box::new(document(1, "房屋租赁信息"))), Change::Remove(EntryId(2))];
    catalogue.index.apply(changes, 2).unwrap();
    assert!(catalogue.names("维修").is_empty());
    assert_eq!(catalogue.names("信息"), ["房屋租赁信息"]);
    assert_eq!(counts(&catalogue.search(&asking("")), Dimension::Agency), told(&[("1", 1)]));
    assert_eq!(catalogue.index.len(), 1);
}

#[test]
fn an_index_opened_again_goes_on_where_it_was_and_a_second_process_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let first = SearchIndex::open(folder.path()).unwrap();
    assert_eq!(first.position().unwrap(), None);
    first.apply([Change::Put(Box::new(document(1, "学校信息")))], 7).unwrap();
    let second = SearchIndex::open(folder.path()).unwrap();
    assert_eq!((second.position().unwrap(), second.len()), (None, 0));
    drop((first, second));
    let again = SearchIndex::open(folder.path()).unwrap();
    assert_eq!((again.position().unwrap(), again.len()), (Some(7), 1));
}

#[test]
fn an_index_that_can_not_be_read_is_built_anew_rather_than_refusing_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(folder.path()).unwrap();
    index.apply([Change::Put(Box::new(document(1, "学校信息")))], 7).unwrap();
    drop(index);
    std::fs::write(folder.path().join("0/meta.json"), "{}").unwrap();
    let index = SearchIndex::open(folder.path()).unwrap();
    assert_eq!((index.position().unwrap(), index.len()), (None, 0));
}

#[test]
fn an_entry_that_can_not_be_packed_leaves_the_index_as_it_was() {
    let catalogue = Catalogue::named(&["学校信息"]);
    let mut beyond = document(2, "道路信息");
    beyond.summary.agency = AgencyId(1 << 20);
    let changes = [Change::Remove(EntryId(1)), Change::Put(Box::new(beyond))];
    assert!(catalogue.index.apply(changes, 2).is_err());
    assert_eq!(catalogue.names("学校"), ["学校信息"]);
    assert_eq!(catalogue.index.position().unwrap(), Some(1));
}
