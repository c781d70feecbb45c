//! `cargo xtask bench`: the platform beside its peers, on the same machine in
//! the same run, written to docs/benchmarks.md.
//!
//! A benchmark is either a driver in `benches/` that runs us and the peers, or
//! a bench target of one of our crates where there is no peer to run. Both
//! print their figures as one line of JSON, last on standard output:
//! `{"figures": [{"measure": …, "unit": …, "ours": …, "peer": …, "theirs": …}]}`.

mod figures;
mod machine;
mod report;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, ValueEnum};

use crate::command::{Failure, run as run_command};
use crate::python::virtual_environment;
use crate::workshop::Workshop;
use figures::Figure;

/// What to measure.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// Measure these only, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Benchmark>,
    /// A tenth of the size, to see whether the drivers work; nothing is written down.
    #[arg(long)]
    quick: bool,
}

/// The benchmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Benchmark {
    /// Import and validation of a table, beside frictionless.
    Ingest,
    /// Pages of rows over HTTP, beside ROAPI and Datasette.
    Rows,
    /// Search among catalogue entries.
    Search,
    /// Durable events.
    Ledger,
}

impl Benchmark {
    const ALL: [Self; 4] = [Self::Ingest, Self::Rows, Self::Search, Self::Ledger];

    fn name(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Rows => "rows",
            Self::Search => "search",
            Self::Ledger => "ledger",
        }
    }

    /// How many rows the generated table has, where there is one.
    fn table_rows(self, quick: bool) -> Option<u64> {
        let rows = match self {
            Self::Ingest => 10_000_000,
            Self::Rows => 200_000,
            Self::Search | Self::Ledger => return None,
        };
        Some(if quick { rows / 10 } else { rows })
    }
}

/// Runs the benchmarks one after another, prints their figures and, unless
/// `--quick`, appends them to the document.
pub fn run(root: &Path, args: &BenchArgs) -> Result<(), Failure> {
    let workshop = Workshop::at(root);
    let asked = if args.only.is_empty() { &Benchmark::ALL[..] } else { &args.only };
    run_command(workshop.cargo().args(["build", "--locked", "--workspace", "--release"]))?;
    for benchmark in asked {
        println!("\n== {} ==", benchmark.name());
        let figures = match benchmark.table_rows(args.quick) {
            Some(rows) => beside_peers(&workshop, *benchmark, rows)?,
            None => alone(&workshop, *benchmark, args.quick)?,
        };
        for figure in &figures {
            println!("{figure}");
        }
        if !args.quick {
            report::append(&workshop.root, benchmark.name(), &figures)?;
        }
    }
    Ok(())
}

/// Runs `benches/NAME.py`, which measures us and the peers on one table.
fn beside_peers(
    workshop: &Workshop,
    benchmark: Benchmark,
    rows: u64,
) -> Result<Vec<Figure>, Failure> {
    let folder = workshop.root.join("benches");
    let python =
        virtual_environment(&workshop.target.join("peers"), &folder.join("requirements.txt"))?;
    let table = table_file(workshop, rows)?;
    let mut command = Command::new(&python);
    command
        .arg(folder.join(format!("{}.py", benchmark.name())))
        .env("ZT_BINARY", workshop.released("zhengtong"))
        .env("ZT_ROOT", &workshop.root)
        .env("ZT_TABLE", table)
        .env("ZT_TABLE_ROWS", rows.to_string())
        .env("ZT_BENCH_FOLDER", workshop.target.join("bench"));
    figures::of(&mut command)
}

/// Runs the bench target `NAME` of one of our crates.
fn alone(workshop: &Workshop, benchmark: Benchmark, quick: bool) -> Result<Vec<Figure>, Failure> {
    let mut command = workshop.cargo();
    command.args(["bench", "--quiet", "--locked", "--workspace", "--bench", benchmark.name()]);
    if quick {
        command.env("ZT_BENCH_QUICK", "1");
    }
    figures::of(&mut command)
}

/// The generated table with `rows` rows, made if it is not there.
fn table_file(workshop: &Workshop, rows: u64) -> Result<PathBuf, Failure> {
    let folder = workshop.target.join("bench");
    let file = folder.join(format!("people-{rows}.csv"));
    if !file.is_file() {
        std::fs::create_dir_all(&folder).map_err(|error| Failure::of(folder.display(), error))?;
        println!("making {}", file.display());
        table::write(&file, rows).map_err(|error| Failure::of(file.display(), error))?;
    }
    Ok(file)
}
