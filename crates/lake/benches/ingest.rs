//! Import and validation of a generated table: ten million rows of seven
//! columns, three of them checked, all of them profiled with every kind of the
//! standards, from a CSV file to Parquet.
//!
//! `ZT_BENCH_ROWS` sets the number of rows, `ZT_BENCH_FOLDER` where the files
//! go. The table is generated once, deterministically, with one bad resident
//! number in 10,000 rows. Prints rows per second and the peak of resident memory.

#![expect(clippy::print_stdout, reason = "a benchmark's result is its output")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at the first surprise")]

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use zt_kernel::{credit_code, resident_number};
use zt_lake::{
    inspect::kinds,
    table::{
        bad_cell::ErrorCode,
        column::{Broken, Check, ColumnPlan},
        column_type::ColumnType,
        engine,
        reader::{ReadOptions, Table},
    },
};

const HEADER: &str = "id,resident_number,credit_code,name,registered_on,division,amount\n";
const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄"];
const GIVEN: [&str; 8] = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊"];

fn main() {
    let rows: u64 = std::env::var("ZT_BENCH_ROWS").map_or(10_000_000, |rows| rows.parse().unwrap());
    let folder =
        std::env::var("ZT_BENCH_FOLDER").map_or_else(|_| std::env::temp_dir(), PathBuf::from);
    let path = folder.join(format!("zt-ingest-{rows}.csv"));
    if !path.exists() {
        generate(&path, rows);
    }
    let table = Table::open(&path, &ReadOptions::default()).unwrap();
    let plans: Vec<ColumnPlan> = table.layout().columns.iter().map(|name| plan(name)).collect();
    let kinds = kinds(zt_standards::Registry::national().detector());
    let (output, quarantine) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    let begun = Instant::now();
    let survey =
        engine::load(&table, &plans, &kinds, None, (&output, &quarantine), &mut |_| true).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = survey.rows as f64 / seconds;
    println!(
        "rows {} quarantined {} seconds {seconds:.2} rows/s {rate:.0} csv {} MB parquet {} MB peak {} MB",
        survey.rows,
        survey.quarantined_rows,
        table.size_bytes() / 1_000_000,
        output.metadata().unwrap().len() / 1_000_000,
        peak_resident_kilobytes() / 1000,
    );
    assert_eq!(survey.rows, rows);
    assert_eq!(survey.quarantined_rows, rows / 10_000);
}

fn plan(name: &str) -> ColumnPlan {
    let check = |rule: &'static str, test: fn(&str) -> bool| -> Check {
        Arc::new(move |cell: &str| {
            let broken = || Broken { code: ErrorCode::ConstraintError, rule: rule.to_owned() };
            if test(cell) { Ok(()) } else { Err(broken()) }
        })
    };
    let (check, declared) = match name {
        "resident_number" => {
            (Some(check("GB 11643", resident_number::is_valid)), Some(ColumnType::String))
        }
        "credit_code" => (Some(check("GB 32100", credit_code::is_valid)), Some(ColumnType::String)),
        "registered_on" => (None, Some(ColumnType::Date)),
        "division" => (None, Some(ColumnType::String)),
        _ => (None, None),
    };
    ColumnPlan { name: name.to_owned(), declared, check, required: false }
}

fn generate(path: &Path, rows: u64) {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    file.write_all(HEADER.as_bytes()).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut line = String::new();
    for id in 1..=rows {
        line.clear();
        let division = 110_101 + next(16) + 10_000 * next(30);
        let (year, month, day) = (1950 + next(60), 1 + next(12), 1 + next(28));
        let mut number = format!("{division}{year:04}{month:02}{day:02}{:03}", next(1000));
        number.push(resident_check(&number));
        if id % 10_000 == 0 {
            let last = if number.ends_with('1') { "2" } else { "1" };
            number.replace_range(17.., last);
        }
        let mut credit = format!("91{division}MA{:07}", next(10_000_000));
        credit.push(credit_check(&credit));
        let surname = SURNAMES[usize::try_from(next(8)).unwrap()];
        let given = GIVEN[usize::try_from(next(8)).unwrap()];
        let further = GIVEN[usize::try_from(next(8)).unwrap()];
        writeln!(
            line,
            "{id},{number},{credit},{surname}{given}{further},{:04}-{month:02}-{day:02},{division},{}.{:02}",
            2000 + next(25),
            next(1_000_000),
            next(100),
        )
        .unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
    file.flush().unwrap();
}

fn resident_check(number: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        number.bytes().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    char::from(b"10X98765432"[sum as usize % 11])
}

fn credit_check(code: &str) -> char {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut weight = 1;
    let mut sum = 0;
    for byte in code.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == byte).unwrap();
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    char::from(ALPHABET[(31 - sum % 31) % 31])
}

fn peak_resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
