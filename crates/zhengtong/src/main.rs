//! The command line: ask, do, say how it went.
//!
//! Exit status 0 done, 1 refused or failed, 2 wrong usage. Errors go to standard
//! error in a sentence that says what to do, with its causes.

use std::error::Error;
use std::process::ExitCode;

use clap::Parser as _;
use zhengtong::cli::{AdminCommand, Cli, Command, LedgerCommand};
use zhengtong::{admin, demo, evidence, serve, tables};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", told(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    match cli.command {
        Command::Demo(args) => demo::run(args).await?,
        Command::Serve(args) => serve::from_args(args).await?,
        Command::Inspect(args) => tables::inspect(&args)?,
        Command::Import(args) => tables::import(args).await?,
        Command::Ledger { command: LedgerCommand::Verify { data } } => evidence::ledger(&data)?,
        Command::Verify(args) => evidence::bundle(&args)?,
        Command::Admin { command: AdminCommand::Init(args) } => admin::init(args).await?,
    }
    Ok(())
}

/// An error and its causes as one line.
fn told(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line = format!("{line}: {text}");
        }
        cause = error.source();
    }
    line
}
