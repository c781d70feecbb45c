//! Questions for rows against files the engine wrote.

use std::io::Write as _;

use arrow::array::AsArray as _;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::prelude::*;
use zt_catalogue::Mask;

use super::{
    ColumnUse, Format, Page, RowCondition, RowQuery, RowsError,
    cache::Cache,
    encode,
    file::OpenFile,
    query::{Effort, Plan},
};
use crate::table::{
    column::ColumnPlan,
    engine,
    kinds::Kinds,
    limits::CHUNK_MAX_ROWS,
    reader::{ReadOptions, Table},
};

const SMALL: &str = "code,name,n,amount,opened_on,open\n\
    007,\"甲,\"\"公司\"\"\",1,1.50,2020-01-02,true\n\
    008,乙公司,-2,20.25,2020-03-04,false\n\
    009,,3,,,\n\
    010,丁公司,40,0.75,2021-12-31,true\n";

struct Opened {
    file: OpenFile,
    cache: Cache,
}

fn opened(csv: &str) -> Opened {
    let mut source = tempfile::NamedTempFile::new().unwrap();
    source.write_all(csv.as_bytes()).unwrap();
    let table = Table::open(source.path(), &ReadOptions::default()).unwrap();
    let columns = table.layout().columns.iter();
    let plans: Vec<ColumnPlan> =
        columns.map(|name| ColumnPlan { name: name.clone(), ..ColumnPlan::default() }).collect();
    let (rows, bad) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let files = (&rows, &bad);
    engine::load(&table, &plans, &Kinds::default(), None, files, &mut |_| true).unwrap();
    Opened { file: OpenFile::open(rows).unwrap(), cache: Cache::new(8 << 20) }
}

fn columns(names: &[&str]) -> Vec<ColumnUse> {
    names.iter().map(|name| ColumnUse { name: (*name).to_owned(), mask: Mask::None }).collect()
}

impl Opened {
    fn ask(&self, query: &RowQuery) -> Result<Page, RowsError> {
        let plan = Plan::new(query, &self.file, 1)?;
        Ok(plan.run(&self.file, &self.cache, Effort::Full)?.unwrap())
    }

    fn json(&self, query: &RowQuery) -> serde_json::Value {
        let bytes = encode(self.ask(query).unwrap(), Format::Json).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    /// The codes of the rows that satisfy `condition`.
    fn codes(&self, condition: RowCondition) -> Vec<String> {
        let condition = Some(condition);
        let query = RowQuery { columns: columns(&["code"]), condition, after: None, limit: 100 };
        let rows = self.json(&query)["rows"].take();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn json_writes_each_type_as_it_is() {
    let small = opened(SMALL);
    let names = ["code", "name", "n", "amount", "opened_on", "open"];
    let query = RowQuery { columns: columns(&names), limit: 3, ..RowQuery::default() };
    let bytes = encode(small.ask(&query).unwrap(), Format::Json).unwrap();
    let expected = "{\"rows\":[\
        {\"_row\":2,\"code\":\"007\",\"name\":\"甲,\\\"公司\\\"\",\"n\":1,\"amount\":1.50,\"opened_on\":\"2020-01-02\",\"open\":true},\
        {\"_row\":3,\"code\":\"008\",\"name\":\"乙公司\",\"n\":-2,\"amount\":20.25,\"opened_on\":\"2020-03-04\",\"open\":false},\
        {\"_row\":4,\"code\":\"009\",\"name\":null,\"n\":3,\"amount\":null,\"opened_on\":null,\"open\":null}\
        ],\"next\":\"1.4\"}";
    assert_eq!(std::str::from_utf8(&bytes).unwrap(), expected);
}

#[test]
fn every_comparison_selects_its_rows() {
    let small = opened(SMALL);
    let (at, of) = ("amount".to_owned(), |value: &str| value.to_owned());
    let n = || "n".to_owned();
    let cases: Vec<(RowCondition, &[&str])> = vec![
        (RowCondition::equals("code", "007"), &["007"]),
        (RowCondition::equals("code", "7"), &[]),
        (RowCondition::equals("n", "-2"), &["008"]),
        (RowCondition::equals("amount", "1.5"), &["007"]),
        (RowCondition::equals("amount", "1.5001"), &[]),
        (RowCondition::NotEquals { column: at.clone(), value: of("1.50") }, &["008", "010"]),
        (RowCondition::LessThan { column: n(), value: of("1") }, &["008"]),
        (RowCondition::AtMost { column: n(), value: of("1") }, &["007", "008"]),
        (RowCondition::GreaterThan { column: n(), value: of("3") }, &["010"]),
        (
            RowCondition::AtLeast { column: "opened_on".into(), value: of("2020/3/4") },
            &["008", "010"],
        ),
        (RowCondition::In { column: n(), values: vec![of("3"), of("40")] }, &["009", "010"]),
        (
            RowCondition::StartsWith { column: "code".into(), value: of("00") },
            &["007", "008", "009"],
        ),
        (
            RowCondition::StartsWith { column: "opened_on".into(), value: of("2020") },
            &["007", "008"],
        ),
        (RowCondition::IsNull { column: "name".into() }, &["009"]),
        (RowCondition::equals("open", "true"), &["007", "010"]),
        (RowCondition::Not(Box::new(RowCondition::equals("open", "true"))), &["008", "009"]),
        (
            RowCondition::Or(vec![
                RowCondition::equals("code", "010"),
                RowCondition::And(vec![
                    RowCondition::equals("open", "true"),
                    RowCondition::LessThan { column: n(), value: of("5") },
                ]),
            ]),
            &["007", "010"],
        ),
    ];
    for (condition, codes) in cases {
        assert_eq!(small.codes(condition.clone()), codes, "{condition:?}");
    }
}

#[test]
fn a_question_at_fault_is_told_from_a_failure() {
    let small = opened(SMALL);
    let ask = |column: &str, condition, after: Option<&str>| {
        let after = after.map(str::to_owned);
        let query = RowQuery { columns: columns(&[column]), condition, after, limit: 1 };
        small.ask(&query).unwrap_err()
    };
    for error in [
        ask("nothing", None, None),
        ask("code", Some(RowCondition::equals("nothing", "1")), None),
        ask("code", Some(RowCondition::equals("n", "one")), None),
        ask("code", None, Some("no cursor")),
        ask("code", None, Some("2.3")),
    ] {
        assert!(error.is_callers(), "{error}");
    }
}

#[test]
fn masks_apply_in_every_format_and_never_leak() {
    let small = opened(SMALL);
    let hidden = ColumnUse { name: "code".into(), mask: Mask::KeepEnds { head: 1, tail: 0 } };
    let year = ColumnUse { name: "opened_on".into(), mask: Mask::YearOnly };
    let amount = ColumnUse { name: "amount".into(), mask: Mask::Redact };
    let query = RowQuery { columns: vec![hidden, year, amount], limit: 9, ..RowQuery::default() };
    let json = encode(small.ask(&query).unwrap(), Format::Json).unwrap();
    let csv = encode(small.ask(&query).unwrap(), Format::Csv).unwrap();
    for bytes in [&json, &csv] {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.contains("0**") && text.contains("2020") && !text.contains("007"), "{text}");
        assert!(!text.contains("01-02") && !text.contains("1.50"), "{text}");
    }
    let parquet = encode(small.ask(&query).unwrap(), Format::Parquet).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(parquet).unwrap().build().unwrap();
    let batch = reader.map(Result::unwrap).next().unwrap();
    assert_eq!(batch.column(1).as_string::<i32>().value(0), "0**");
    assert_eq!(batch.column(2).as_string::<i32>().value(3), "2021");
}

#[test]
fn csv_is_read_back_by_the_reader() {
    let small = opened(SMALL);
    let names = ["code", "name", "n", "amount", "opened_on", "open"];
    let query = RowQuery { columns: columns(&names), limit: 9, ..RowQuery::default() };
    let csv = encode(small.ask(&query).unwrap(), Format::Csv).unwrap();
    let again = opened(std::str::from_utf8(&csv).unwrap());
    let first = small.json(&query)["rows"][0].take();
    let mut second = again.json(&query)["rows"][0].take();
    second["_row"] = first["_row"].clone();
    assert_eq!(first, second);
}

/// Codes without order over three row groups.
fn large() -> (Opened, usize) {
    let rows = CHUNK_MAX_ROWS * 2 + 1000;
    let mut csv = String::from("code,n\n");
    for row in 0..rows {
        csv.push_str(&code(row));
        csv.push_str(if row % 7 == 0 { ",1\n" } else { ",2\n" });
    }
    (opened(&csv), rows)
}

fn code(row: usize) -> String {
    format!("C{:07}", row * 611_953 % 1_000_003)
}

#[test]
fn pages_neither_overlap_nor_skip_with_and_without_a_condition() {
    let (large, rows) = large();
    for (condition, expected) in
        [(None, rows), (Some(RowCondition::equals("n", "1")), rows.div_ceil(7))]
    {
        let mut query =
            RowQuery { columns: columns(&["code"]), condition, after: None, limit: 9973 };
        let (mut seen, mut last) = (0, 0);
        loop {
            let page = large.ask(&query).unwrap();
            for part in &page.parts {
                let numbers = part.numbers.as_primitive::<arrow::datatypes::Int64Type>();
                for row in &part.rows {
                    assert!(numbers.value(*row as usize) > last);
                    last = numbers.value(*row as usize);
                    seen += 1;
                }
            }
            query.after = page.next();
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected);
    }
}

#[test]
fn readers_of_one_file_at_once_each_get_their_own_rows() {
    let (large, rows) = large();
    std::thread::scope(|scope| {
        for reader in 0..8 {
            let large = &large;
            scope.spawn(move || {
                for round in 0..20 {
                    // Nothing is held, so that each question decodes from the file.
                    let cache = Cache::new(0);
                    let row = (reader * 7919 + round * 104_729) % rows;
                    let query = RowQuery {
                        columns: columns(&["code", "n"]),
                        condition: Some(RowCondition::equals("code", code(row))),
                        after: None,
                        limit: 1,
                    };
                    let plan = Plan::new(&query, &large.file, 1).unwrap();
                    let page = plan.run(&large.file, &cache, Effort::Full).unwrap().unwrap();
                    let answer = encode(page, Format::Json).unwrap();
                    let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
                    let expected = if row.is_multiple_of(7) { 1 } else { 2 };
                    assert_eq!(answer["rows"][0]["code"], code(row));
                    assert_eq!(answer["rows"][0]["n"], expected);
                }
            });
        }
    });
}

#[test]
fn a_lookup_is_answered_from_memory_once_its_columns_are_there() {
    let (large, rows) = large();
    let ask = |row: usize| RowQuery {
        columns: columns(&["code", "n"]),
        condition: Some(RowCondition::equals("code", code(row))),
        after: None,
        limit: 10,
    };
    for row in [0, 1, rows / 2, rows - 1] {
        let page = large.ask(&ask(row)).unwrap();
        assert_eq!((page.len(), page.next()), (1, None));
        let plan = Plan::new(&ask(row), &large.file, 1).unwrap();
        let cached = plan.run(&large.file, &large.cache, Effort::Cached).unwrap();
        assert_eq!(cached.map(|page| page.len()), Some(1));
    }
    assert!(large.cache.bytes() <= 8 << 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_leaves_as_the_json_it_should(text in "\\PC{1,12}[\u{1}-\u{1f}\"\\\\]{0,3}x") {
        prop_assume!(!text.contains(['\u{fffd}', '\0']));
        // Enough plain rows for the control characters not to pass for binary data.
        let rest = "plain,y\n".repeat(40);
        let csv = format!("a,b\n\"{}\",y\n{rest}", text.replace('"', "\"\""));
        let opened = opened(&csv);
        let query = RowQuery { columns: columns(&["a"]), limit: 1, ..RowQuery::default() };
        let answer = opened.json(&query);
        prop_assert_eq!(answer["rows"][0]["a"].as_str(), Some(text.as_str()));
    }
}
