//! Keeps one PostgreSQL cluster for a whole test run: prints its address, waits
//! for the end of standard input, stops it.
//!
//! A program rather than a function, so that the test driver need not link the
//! database drivers. However the driver ends, the cluster ends with it.
#![expect(clippy::print_stdout, reason = "the address is this program's output")]

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use zt_testkit::Cluster;

fn main() -> ExitCode {
    match keep() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("zt-test-postgres: {error}");
            ExitCode::FAILURE
        }
    }
}

fn keep() -> Result<(), Box<dyn std::error::Error>> {
    let cluster = Cluster::start()?;
    println!("{}", cluster.url("postgres"));
    io::stdout().flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    drop(cluster);
    Ok(())
}
