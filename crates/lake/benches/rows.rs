//! Rows out of a dataset's file: pages of 100 from 200,000 rows of seven columns,
//! and lookups by an unsorted number, encoded as JSON, on one thread.
//!
//! This measures the lake alone: file, cache, filter, encoding. The whole road
//! over HTTP, with permit and ledger, is measured against ROAPI and Datasette by
//! the workspace's own bench driver.

#![expect(clippy::print_stdout, reason = "a benchmark's result is its output")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at the first surprise")]

use std::{fmt::Write as _, io::Write as _, time::Instant};

use zt_catalogue::Mask;
use zt_lake::{
    ColumnUse, Format, RowCondition, RowQuery, encode,
    rows::{
        cache::Cache,
        file::OpenFile,
        query::{Effort, Plan},
    },
    table::{
        column::ColumnPlan,
        engine,
        kinds::Kinds,
        reader::{ReadOptions, Table},
    },
};

const ROWS: u64 = 200_000;
const COLUMNS: [&str; 7] = ["id", "name", "division", "opened_on", "amount", "open", "note"];

fn main() {
    let file = dataset();
    let open = OpenFile::open(file).unwrap();
    let cache = Cache::new(64 * 1024 * 1024);
    let columns: Vec<ColumnUse> =
        COLUMNS.map(|name| ColumnUse { name: name.to_owned(), mask: Mask::None }).into();
    let ask = |query: RowQuery| {
        let plan = Plan::new(&query, &open, 1).unwrap();
        let page = plan.run(&open, &cache, Effort::Full).unwrap().unwrap();
        encode(page, Format::Json).unwrap().len()
    };
    measure("pages of 100", |turn| {
        let after = Some(format!("1.{}", turn * 7919 % (ROWS - 200) + 1));
        ask(RowQuery { columns: columns.clone(), condition: None, after, limit: 100 })
    });
    measure("lookups by id", |turn| {
        let id = code(turn * 104_729 % ROWS);
        let condition = Some(RowCondition::equals("id", id));
        ask(RowQuery { columns: columns.clone(), condition, after: None, limit: 100 })
    });
    println!("cache {} MB", cache.bytes() / 1_000_000);
}

fn measure(name: &str, mut ask: impl FnMut(u64) -> usize) {
    for turn in 0..200 {
        ask(turn);
    }
    let begun = Instant::now();
    let (mut turns, mut bytes) = (0_u64, 0);
    while begun.elapsed().as_secs() < 3 {
        for _ in 0..100 {
            bytes += ask(turns);
            turns += 1;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let (rate, each) = (turns as f64 / seconds, bytes as f64 / turns as f64);
    println!("{name}: {rate:.0} answers/s, {each:.0} bytes each");
}

/// A number that says nothing of its row's place.
fn code(row: u64) -> String {
    format!("C{:06}", row * 611_953 % 1_000_003)
}

fn dataset() -> std::fs::File {
    let mut csv = tempfile::NamedTempFile::new().unwrap();
    let mut text = COLUMNS.join(",") + "\n";
    for row in 0..ROWS {
        writeln!(
            text,
            "{},示例单位{row},{},20{:02}-{:02}-{:02},{}.{:02},{},办理完毕",
            code(row),
            110_100 + row % 17,
            row % 25,
            row % 12 + 1,
            row % 28 + 1,
            row * 31 % 100_000,
            row % 100,
            row % 3 == 0,
        )
        .unwrap();
    }
    csv.write_all(text.as_bytes()).unwrap();
    let table = Table::open(csv.path(), &ReadOptions::default()).unwrap();
    let plans: Vec<ColumnPlan> =
        COLUMNS.map(|name| ColumnPlan { name: name.to_owned(), ..ColumnPlan::default() }).into();
    let (rows, bad) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    engine::load(&table, &plans, &Kinds::default(), None, (&rows, &bad), &mut |_| true).unwrap();
    rows
}
