//! Whole files through the engine: good ones, and every kind of bad input.

use std::{fmt::Write as _, io::Write};

use arrow::{
    array::{Array as _, AsArray},
    record_batch::RecordBatch,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::*;
use crate::table::{
    column::{Broken, Check},
    column_type::{ColumnType, Storage},
    kinds::Kind,
    reader::ReadOptions,
};

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn plans(table: &Table) -> Vec<ColumnPlan> {
    let columns = table.layout().columns.iter();
    columns.map(|name| ColumnPlan { name: name.clone(), ..ColumnPlan::default() }).collect()
}

fn surveyed(bytes: &[u8]) -> Result<Survey, LoadError> {
    let file = file(bytes);
    let table = Table::open(file.path(), &ReadOptions::default())?;
    survey(&table, &plans(&table), &Kinds::default(), &mut |_| true)
}

struct Loaded {
    survey: Survey,
    rows: RecordBatch,
    bad: Vec<String>,
}

fn batch(file: File) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = Arc::clone(reader.schema());
    let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
    arrow::compute::concat_batches(&schema, &batches).unwrap()
}

fn loaded(bytes: &[u8], change: impl Fn(&mut ColumnPlan)) -> Loaded {
    let file = file(bytes);
    let table = Table::open(file.path(), &ReadOptions::default()).unwrap();
    let mut plans = plans(&table);
    plans.iter_mut().for_each(change);
    let (rows, bad) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let files = (&rows, &bad);
    let survey = load(&table, &plans, &Kinds::default(), None, files, &mut |_| true).unwrap();
    let cells = batch(bad);
    let text = |name: &str| cells.column_by_name(name).unwrap().as_string::<i32>().clone();
    let (column, value, error) = (text("column"), text("value"), text("error"));
    let row = cells.column_by_name("row").unwrap().as_primitive::<arrow::datatypes::UInt64Type>();
    let bad = (0..cells.num_rows())
        .map(|at| {
            let (column, value, error) = (column.value(at), value.value(at), error.value(at));
            format!("{} {column} {value:?} {error}", row.value(at))
        })
        .collect();
    Loaded { survey, rows: batch(rows), bad }
}

fn check(rule: &'static str, test: fn(&str) -> bool) -> Check {
    Arc::new(move |cell: &str| {
        let broken = || Broken { code: ErrorCode::ConstraintError, rule: rule.to_owned() };
        if test(cell) { Ok(()) } else { Err(broken()) }
    })
}

#[test]
fn types_hold_over_the_whole_column_and_codes_keep_their_zeros() {
    let text = "code,mixed,n,d,t\n007,1213,1,2020-01-01,2020-01-01 10:00:00\n012,0164A,2.50,2020/1/2,2020-01-02T11:30\n";
    let loaded = loaded(text.as_bytes(), |_| {});
    let storage: Vec<_> = loaded.survey.columns.iter().map(|column| column.storage).collect();
    let decimal = Storage::Decimal { scale: 2 };
    let expected = [Storage::Text, Storage::Text, decimal, Storage::Date32, Storage::DateTime];
    assert_eq!(storage, expected);
    assert_eq!(loaded.rows.column(1).as_string::<i32>().value(0), "007");
    let numbers = loaded.rows.column(3).as_primitive::<arrow::datatypes::Decimal128Type>();
    assert_eq!([numbers.value(0), numbers.value(1)], [100, 250]);
}

/// More rows than a chunk holds, so that the first chunk's types are only assumed.
#[test]
fn a_late_stray_makes_the_column_text_and_loses_no_value() {
    let mut text = String::from("id,n\n");
    let rows = crate::table::limits::CHUNK_MAX_ROWS * 2 + 10;
    for id in 1..=rows {
        let n = if id == rows { "1x".to_owned() } else { format!("{id}") };
        writeln!(text, "{id},{n}").unwrap();
    }
    let loaded = loaded(text.as_bytes(), |_| {});
    assert_eq!(loaded.survey.rows, rows as u64);
    assert_eq!(loaded.survey.columns[0].storage, Storage::Int64);
    assert_eq!(loaded.survey.columns[1].storage, Storage::Text);
    let n = loaded.rows.column(2).as_string::<i32>();
    assert_eq!((n.value(0), n.value(rows - 1)), ("1", "1x"));
    let numbers = loaded.rows.column(0).as_primitive::<arrow::datatypes::Int64Type>();
    assert!(
        (0..rows).all(|row| usize::try_from(numbers.value(row)).unwrap() == row + 2),
        "rows keep their order"
    );
    assert!(loaded.survey.profiles[1].nearly.is_some());
}

#[test]
fn bad_cells_go_to_quarantine_with_row_column_value_and_the_rest_is_loaded() {
    let text = "id,phone,age\n1,13800138000,30\n2,123,x\n3,,40\n4\n5,13900139000,50,extra\n";
    let loaded = loaded(text.as_bytes(), |plan| match plan.name.as_str() {
        "phone" => {
            plan.check = Some(check("mobile", |cell| cell.len() == 11));
            plan.required = true;
            plan.declared = Some(ColumnType::String);
        }
        "age" => plan.declared = Some(ColumnType::Integer),
        _ => {}
    });
    let expected = [
        "3 phone \"123\" constraint-error",
        "3 age \"x\" type-error",
        "4 phone \"\" constraint-error",
        "5 phone \"\" missing-cell",
        "5 phone \"\" constraint-error",
        "6 column_4 \"extra\" extra-cell",
    ];
    assert_eq!(loaded.bad, expected);
    assert_eq!((loaded.survey.rows, loaded.survey.quarantined_rows), (5, 4));
    assert_eq!(loaded.rows.num_rows(), 5);
    let ages = loaded.rows.column(3).as_primitive::<arrow::datatypes::Int64Type>();
    assert!(ages.is_null(1) && ages.value(4) == 50);
    assert_eq!(loaded.survey.breaches.len(), 6 - 1);
}

#[test]
fn a_profile_counts_what_stands_in_a_column() {
    let kinds = Kinds::new(vec![Kind { name: "code", is_code: true, is_meaning: true }], |cell| {
        u32::from(cell.len() == 6 && cell.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let file = file("c,n\n110101,3\n110102,\n110101,1\n".as_bytes());
    let table = Table::open(file.path(), &ReadOptions::default()).unwrap();
    let survey = survey(&table, &plans(&table), &kinds, &mut |_| true).unwrap();
    let [c, n] = &survey.profiles[..] else { panic!("two columns") };
    assert_eq!((c.column_type, c.kind.as_deref()), (ColumnType::String, Some("code")));
    assert_eq!((c.evidence[0].matched, c.evidence[0].checked), (3, 3));
    assert_eq!((c.distinct, c.distinct_is_exact, c.top[0].count), (2, true, 2));
    assert_eq!((n.nulls, n.column_type), (1, ColumnType::Integer));
    assert_eq!((n.min.as_deref(), n.max.as_deref()), (Some("1"), Some("3")));
}

#[test]
fn an_empty_file_is_refused() {
    for text in ["", "\n\n\n"] {
        let error = surveyed(text.as_bytes()).unwrap_err();
        assert!(matches!(error, LoadError::Read(ReadError::Empty)), "{error}");
    }
}

#[test]
fn a_file_with_only_a_header_has_no_rows() {
    let survey = surveyed(b"a,b\n").unwrap();
    assert_eq!((survey.rows, survey.profiles.len()), (0, 2));
}

#[test]
fn a_nul_or_an_undecodable_cell_is_quarantined_alone() {
    let mut bytes = "a,b\n".as_bytes().to_vec();
    for _ in 0..300 {
        bytes.extend("北京,1\n".as_bytes());
    }
    bytes.extend(b"x\0y,2\n\xb1\xb1,3\n");
    let loaded = loaded(&bytes, |_| {});
    assert_eq!(loaded.survey.rows, 302);
    assert_eq!(loaded.survey.bad_cells, 2);
    assert!(loaded.bad.iter().all(|cell| cell.ends_with("encoding-error")), "{:?}", loaded.bad);
}

#[test]
fn a_file_in_another_encoding_than_named_is_refused_with_what_to_do() {
    let text = "名称,地址\n".to_owned() + &"示例市,幸福路\n".repeat(50);
    let file = file(&encoding_rs::GB18030.encode(&text).0);
    let options = ReadOptions { encoding: Some("utf-8".into()), ..ReadOptions::default() };
    let table = Table::open(file.path(), &options).unwrap();
    let error = survey(&table, &plans(&table), &Kinds::default(), &mut |_| true).unwrap_err();
    assert!(error.to_string().contains("name the file's real encoding"), "{error}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn a_gzip_is_read_and_a_broken_one_is_refused_with_the_row_it_broke_after() {
    let mut text = String::from("id,n\n");
    for id in 0..200_000 {
        writeln!(text, "{id},{}", id * 7919 % 100_003).unwrap();
    }
    let mut bytes = gzip(text.as_bytes());
    assert_eq!(surveyed(&bytes).unwrap().rows, 200_000);
    bytes.truncate(bytes.len() * 2 / 3);
    let error = surveyed(&bytes).unwrap_err();
    let LoadError::Read(ReadError::BrokenGzip { row }) = error else { panic!("{error}") };
    assert!(row > 1000, "{row}");
}

#[test]
fn a_gzip_that_inflates_beyond_its_bound_is_refused_with_what_to_do() {
    let bytes = gzip(format!("id,n\n{}", "1,2\n".repeat(300_000)).as_bytes());
    assert!(bytes.len() < 20_000, "a small file of much text");
    for (max_bytes, outcome) in [(1_000_000, false), (1_200_005, true)] {
        let file = file(&bytes);
        let mut table = Table::open(file.path(), &ReadOptions::default()).unwrap();
        table.inflated_max_bytes = max_bytes;
        match survey(&table, &plans(&table), &Kinds::default(), &mut |_| true) {
            Ok(survey) => assert_eq!((survey.rows, outcome), (300_000, true)),
            Err(error) => {
                assert!(!outcome && error.to_string().contains("in parts"), "{error}");
            }
        }
    }
}

#[test]
fn duplicate_headers_get_numbers_and_a_note() {
    let survey = surveyed(b"a,a,b\n1,2,3\n").unwrap();
    let names: Vec<_> = survey.profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["a", "a_2", "b"]);
    assert!(matches!(&survey.notes[..], [Note::DuplicateLabel { .. }]));
}

#[test]
fn five_thousand_columns_are_loaded() {
    let header: Vec<String> = (0..5000).map(|column| format!("c{column}")).collect();
    let row: Vec<String> = (0..5000).map(|column| column.to_string()).collect();
    let text = format!("{}\n{}\n{}\n", header.join(","), row.join(","), row.join(","));
    let loaded = loaded(text.as_bytes(), |_| {});
    assert_eq!((loaded.rows.num_columns(), loaded.rows.num_rows()), (5001, 2));
}

#[test]
fn a_quote_never_closed_is_refused_and_not_loaded_in_half() {
    let error = surveyed(b"a,b\n1,2\n3,\"x\n4,5\n").unwrap_err();
    assert!(error.to_string().contains("row 3"), "{error}");
}

#[test]
fn json_lines_arrays_and_nested_objects_are_tables() {
    let survey = surveyed(r#"[{"id":1,"名":"甲"},{"id":2,"x":true}]"#.as_bytes()).unwrap();
    assert_eq!(survey.rows, 2);
    let names: Vec<_> = survey.profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["id", "名", "x"]);
    let survey =
        surveyed(r#"{"北京":{"all":["甲","乙"]},"天津":{"all":["丙"]}}"#.as_bytes()).unwrap();
    assert_eq!((survey.rows, survey.profiles[2].distinct), (3, 3));
    let survey = surveyed(b"{\"a\":1}\n{\"a\":2}\n").unwrap();
    assert_eq!(survey.rows, 2);
}

#[test]
fn foreign_formats_are_named() {
    for (bytes, word) in [
        (&b"\xd0\xcf\x11\xe0abcdefgh"[..], "Office"),
        (b"<!DOCTYPE html><p>no such page", "web page"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\x01\x02\x03\x04abc\x05\x06\x07\x01def\x02\x03", "binary"),
    ] {
        let error = surveyed(bytes).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn a_load_can_be_stopped() {
    let file = file(b"a\n1\n");
    let table = Table::open(file.path(), &ReadOptions::default()).unwrap();
    let error = survey(&table, &plans(&table), &Kinds::default(), &mut |_| false).unwrap_err();
    assert!(matches!(error, LoadError::Stopped));
}

#[test]
fn a_full_disk_is_an_error_and_not_a_crash() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).read(true).open("/dev/full") else {
        return;
    };
    let file = file(b"a\n1\n");
    let table = Table::open(file.path(), &ReadOptions::default()).unwrap();
    let columns = vec![StoredColumn { name: "a".into(), storage: Storage::Int64, repeats: false }];
    let bad = tempfile::tempfile().unwrap();
    let outcome =
        load_as(&table, &plans(&table), &Kinds::default(), &columns, (&full, &bad), &mut |_| true);
    assert!(outcome.is_err());
}
