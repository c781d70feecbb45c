//! The real tables of `data/opendata`, and python `frictionless` beside us.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use zt_standards::Registry;

use crate::{
    Inspection, inspect,
    table::{
        bad_cell::ErrorCode,
        column::ColumnPlan,
        column_type::ColumnType,
        engine,
        kinds::Kinds,
        layout::Note,
        reader::{ReadOptions, Table},
    },
};

fn inspected(name: &str) -> Inspection {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/opendata").join(name);
    let detector = Registry::national().detector();
    inspect(&path, &ReadOptions::default(), detector, &mut |_| true).unwrap()
}

fn column<'a>(found: &'a Inspection, name: &str) -> &'a crate::table::profile::ColumnProfile {
    found.columns.iter().find(|column| column.name == name).unwrap()
}

#[test]
fn every_real_table_is_found_to_be_what_it_is() {
    let cases = [
        ("covid-daily-2020-02-13.csv", "csv", "utf-8", 543, 11),
        ("hangzhou-new-home-sales-daily.gbk.csv", "csv", "gbk", 1515, 127),
        ("hangzhou-school-districts.csv", "csv", "utf-8", 2791, 37),
        ("hangzhou-schools-2022.csv", "csv", "utf-8", 249, 136),
        ("hangzhou-school-locations.json", "json", "utf-8", 249, 5),
        ("hangzhou-school-locations.xlsx", "xlsx", "utf-8", 249, 5),
        ("hangzhou-second-hand-listings.csv.gz", "csv", "utf-8", 15184, 55),
        ("tw-traffic-a1-2020.csv", "csv", "utf-8", 1808, 6),
    ];
    for (name, format, encoding, rows, columns) in cases {
        let found = inspected(name);
        assert_eq!(found.format.to_string(), format, "{name}");
        assert_eq!(found.encoding, encoding, "{name}");
        assert_eq!((found.rows, found.columns.len()), (rows, columns), "{name}");
        assert_eq!(found.quarantined, 0, "{name}: {:?}", found.notes);
        assert!(found.header, "{name}");
    }
}

#[test]
fn nested_json_becomes_one_row_per_university() {
    let found = inspected("moe-universities.json");
    let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["key_1", "key_2", "value"]);
    assert_eq!(column(&found, "key_1").distinct, 31);
    assert!(found.rows > 2500, "{}", found.rows);
}

#[test]
fn codes_stay_text_and_kinds_are_found_with_their_evidence() {
    let found = inspected("covid-daily-2020-02-13.csv");
    let code = column(&found, "cityCode");
    assert_eq!((code.column_type, code.kind.as_deref()), (ColumnType::String, Some("division")));
    let evidence = code.evidence.iter().find(|evidence| evidence.kind == "division").unwrap();
    assert!(evidence.matched > 300 && evidence.matched <= evidence.checked);
    assert_eq!(column(&found, "date").column_type, ColumnType::Date);
    assert_eq!(column(&found, "confirmed").column_type, ColumnType::Integer);
    let places = inspected("tw-traffic-a1-2020.csv");
    assert_eq!(column(&places, "經度").kind.as_deref(), Some("longitude"));
}

#[test]
fn the_inspection_has_the_keys_that_others_build_on() {
    let json = inspected("hangzhou-school-locations.json").to_json();
    for key in ["encoding", "delimiter", "rows", "columns"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    for key in ["name", "type", "kind", "nulls", "distinct", "min", "max", "top", "evidence"] {
        assert!(json["columns"][0].get(key).is_some(), "{key}");
    }
    assert!(json.get("storage").is_none());
}

/// What a validator says of a file: each error's row and code, and the columns' types.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
struct Verdict {
    errors: BTreeSet<(u64, String)>,
    types: Vec<String>,
}

/// Prints a verdict per file, as JSON.
const ORACLE: &str = r#"
import json, sys
from frictionless import Resource, validate, Detector
out = {}
for path in sys.argv[1:]:
    try:
        report = validate(path, detector=Detector(sample_size=100000, field_confidence=1))
        errors = report.flatten(["rowNumber", "type"])
        resource = Resource(path, detector=Detector(sample_size=100000, field_confidence=1))
        resource.infer()
        types = [field.type for field in resource.schema.fields]
    except Exception as error:
        errors, types = [[0, "failed"]], []
    out[path] = {"errors": [[row or 0, code] for row, code in errors], "types": types}
print(json.dumps(out))
"#;

fn ours(path: &Path) -> Verdict {
    let failed = |code: &str| Verdict { errors: [(0, code.to_owned())].into(), types: Vec::new() };
    let Ok(table) = Table::open(path, &ReadOptions::default()) else {
        return failed("failed");
    };
    let columns = table.layout().columns.iter();
    let plans: Vec<ColumnPlan> =
        columns.map(|name| ColumnPlan { name: name.clone(), ..ColumnPlan::default() }).collect();
    let (rows, bad) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let files = (&rows, &bad);
    let Ok(survey) = engine::load(&table, &plans, &Kinds::default(), None, files, &mut |_| true)
    else {
        return failed("failed");
    };
    let mut errors = bad_rows(bad);
    for note in &survey.notes {
        match note {
            Note::DuplicateLabel { .. } => errors.insert((0, "duplicate-label".into())),
            Note::BlankLabel { .. } => errors.insert((0, "blank-label".into())),
            _ => false,
        };
    }
    let types = survey.profiles.iter().map(|profile| profile.column_type.to_string()).collect();
    Verdict { errors, types }
}

fn bad_rows(file: std::fs::File) -> BTreeSet<(u64, String)> {
    use arrow::{array::AsArray as _, datatypes::UInt64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let mut rows = BTreeSet::new();
    for batch in reader.map(Result::unwrap) {
        let numbers = batch.column(1).as_primitive::<UInt64Type>();
        let errors = batch.column(4).as_string::<i32>();
        for at in 0..batch.num_rows() {
            rows.insert((numbers.value(at), errors.value(at).to_owned()));
        }
    }
    rows
}

/// Small tables with one thing wrong or worth noticing each.
const SMALL: [(&str, &str); 12] = [
    ("plain.csv", "id,name,day,amount\n1,a,2020-01-02,1.5\n2,b,2020-01-03,2.25\n"),
    ("short.csv", "id,name,n\n1,a,1\n2\n3,c,3\n4,d\n"),
    ("long.csv", "id,name\n1,a\n2,b,extra\n3,c,extra,more\n"),
    ("duplicate.csv", "id,id,name\n1,2,a\n"),
    ("blank-label.csv", "id,,name\n1,2,a\n"),
    ("semicolon.csv", "id;name;n\n1;a;1.5\n2;b;2.5\n"),
    ("tab.tsv", "id\tname\n1\ta\n2\tb\n"),
    ("quoted.csv", "id,text\n1,\"a,b\"\n2,\"line\nbreak\"\n3,\"say \"\"x\"\"\"\n"),
    ("mixed.csv", "code,n\n1213,1\n0164A,x\n"),
    ("booleans.csv", "id,flag\n1,true\n2,false\n"),
    ("times.csv", "id,at,clock\n1,2020-01-02T03:04:05,03:04:05\n2,2020-02-03T04:05:06,04:05:06\n"),
    ("short-and-long.csv", "a,b,c\n1\n2,3,4,5\n6,7,8\n"),
];

/// Runs where `ZT_FRICTIONLESS_PYTHON` names a Python that has frictionless 5;
/// `ZT_FRICTIONLESS_DATA` may name a folder of further tables, whose agreement
/// is printed and not demanded.
#[test]
fn python_frictionless_gives_the_same_verdicts() {
    let Some(python) = std::env::var_os("ZT_FRICTIONLESS_PYTHON") else { return };
    let folder = tempfile::tempdir().unwrap();
    let small: Vec<PathBuf> = SMALL
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
            path
        })
        .collect();
    let verdicts = oracle(&python, folder.path(), &small);
    for path in &small {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (ours, theirs) = (ours(path), &verdicts[&name]);
        assert_eq!(ours.errors, theirs.errors, "{name}");
        assert_eq!(ours.types, theirs.types, "{name}");
    }
    if let Some(data) = std::env::var_os("ZT_FRICTIONLESS_DATA") {
        compare_folder(&python, Path::new(&data));
    }
}

fn oracle(python: &std::ffi::OsStr, folder: &Path, files: &[PathBuf]) -> BTreeMap<String, Verdict> {
    let names = files.iter().map(|path| path.strip_prefix(folder).unwrap());
    let output =
        Command::new(python).current_dir(folder).args(["-c", ORACLE]).args(names).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[expect(clippy::print_stderr, reason = "figures for whoever asked for the comparison")]
fn compare_folder(python: &std::ffi::OsStr, folder: &Path) {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let verdicts = oracle(python, folder, &files);
    let (mut errors, mut types) = (0, 0);
    for path in &files {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let (ours, theirs) = (ours(path), &verdicts[&name]);
        let known = |code: &str| code.parse::<ErrorCode>().is_ok() || code.ends_with("-label");
        let comparable = |verdict: &Verdict| -> BTreeSet<(u64, String)> {
            verdict.errors.iter().filter(|(_, code)| known(code)).cloned().collect()
        };
        let same_errors = comparable(&ours) == comparable(theirs);
        errors += usize::from(same_errors);
        types += usize::from(ours.types == theirs.types);
        if !same_errors || ours.types != theirs.types {
            eprintln!(
                "{name}\n  ours   {:?} {:?}\n  theirs {:?} {:?}",
                ours.errors, ours.types, theirs.errors, theirs.types
            );
        }
    }
    eprintln!("{} files: errors agree on {errors}, types on {types}", files.len());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned());
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(extension.as_deref(), Some("csv" | "tsv" | "xlsx" | "txt")) {
            files.push(path);
        }
    }
}
