//! The workshop's tools: `cargo xtask tidy`, `test`, `ci` and `bench`.
//!
//! Deliberately absent: any dependency on our own crates, so that the tools
//! compile in seconds and still run when the platform does not compile.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

mod bench;
mod command;
mod python;
mod repository;
mod server;
mod test;
mod tidy;
mod workshop;

use std::process::ExitCode;

use clap::Parser;

/// Tools for working on Zhengtong.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
enum Task {
    /// Check the house rules that no compiler knows.
    Tidy,
    /// Run every test, or the steps named by --only.
    Test(test::TestArgs),
    /// Exactly what CI runs: every step of `test`.
    Ci,
    /// Measure the platform beside its peers and write docs/benchmarks.md.
    Bench(bench::BenchArgs),
}

fn main() -> ExitCode {
    let root = repository::root();
    let outcome = match Task::parse() {
        Task::Tidy => tidy::run(&root),
        Task::Test(args) => test::run(&root, &args),
        Task::Ci => test::run(&root, &test::TestArgs::default()),
        Task::Bench(args) => bench::run(&root, &args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
