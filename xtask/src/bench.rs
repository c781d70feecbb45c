//! `cargo xtask bench`: the platform beside its peers, on the same machine in
//! the same run, written to docs/benchmarks.md.
//!
//! Each benchmark is a driver `benches/NAME.py`, in Python since the peers are
//! Python packages. It runs our released program or a bench target of one of
//! our crates, then the peers, and prints its figures as one line of JSON, last
//! on standard output:
//! `{"figures": [{"measure": …, "unit": …, "ours": …, "peer": …, "theirs": …}]}`.

mod figures;
mod machine;
mod report;

use std::path::Path;
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
    /// Start, memory and pages of a platform by itself.
    Serve,
}

impl Benchmark {
    const ALL: [Self; 5] = [Self::Ingest, Self::Rows, Self::Search, Self::Ledger, Self::Serve];

    fn name(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Rows => "rows",
            Self::Search => "search",
            Self::Ledger => "ledger",
            Self::Serve => "serve",
        }
    }
}

/// Runs the benchmarks one after another, prints their figures and, unless
/// `--quick`, appends them to the document.
pub fn run(root: &Path, args: &BenchArgs) -> Result<(), Failure> {
    let workshop = Workshop::at(root);
    let asked = if args.only.is_empty() { &Benchmark::ALL[..] } else { &args.only };
    run_command(workshop.cargo().args([
        "build",
        "--locked",
        "--workspace",
        "--release",
        "--bins",
    ]))?;
    for benchmark in asked {
        println!("\n== {} ==", benchmark.name());
        let figures = driven(&workshop, *benchmark, args.quick)?;
        for figure in &figures {
            println!("{figure}");
        }
        if !args.quick {
            report::append(&workshop.root, benchmark.name(), &figures)?;
        }
    }
    Ok(())
}

/// Runs the driver of a benchmark.
fn driven(workshop: &Workshop, benchmark: Benchmark, quick: bool) -> Result<Vec<Figure>, Failure> {
    let drivers = workshop.root.join("benches");
    let python =
        virtual_environment(&workshop.target.join("peers"), &drivers.join("requirements.txt"))?;
    let folder = workshop.target.join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::of(folder.display(), error))?;
    let mut command = Command::new(&python);
    command
        .arg(drivers.join(format!("{}.py", benchmark.name())))
        .current_dir(&workshop.root)
        .env("ZT_CARGO", workshop.cargo().get_program())
        .env("ZT_BINARY", workshop.released("zhengtong"))
        .env("ZT_ROOT", &workshop.root)
        .env("ZT_BENCH_FOLDER", folder);
    if quick {
        command.env("ZT_BENCH_QUICK", "1");
    }
    figures::of(&mut command)
}
