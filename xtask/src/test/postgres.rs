//! One private PostgreSQL cluster for a run of the suites.
//!
//! `zt-test-postgres` (of the test kit) owns it: it prints the address, waits
//! for the end of its standard input and then stops the cluster. So the
//! cluster ends with this process, however this process ends.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::command::Failure;
use crate::workshop::Workshop;

/// Making a cluster takes two to five seconds; a busy machine gets time.
const START_MAX: Duration = Duration::from_mins(2);

/// A running cluster; dropping it stops it.
pub struct Cluster {
    keeper: Child,
    url: String,
}

impl Cluster {
    /// Starts a cluster and waits until it answers.
    pub fn start(workshop: &Workshop) -> Result<Self, Failure> {
        let program = workshop.built("zt-test-postgres");
        let mut keeper = Command::new(&program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // A group of its own: Ctrl-C must reach us first, and the keeper by our end.
            .process_group(0)
            .spawn()
            .map_err(|error| Failure::of(program.display(), error))?;
        let (sender, receiver) = mpsc::channel();
        if let Some(stdout) = keeper.stdout.take() {
            std::thread::spawn(move || {
                let mut line = String::new();
                let read = BufReader::new(stdout).read_line(&mut line);
                let _receiver_gone = sender.send(read.map(|_| line));
            });
        }
        let mut cluster = Self { keeper, url: String::new() };
        match receiver.recv_timeout(START_MAX) {
            Ok(Ok(line)) if line.starts_with("postgres") => {
                line.trim().clone_into(&mut cluster.url);
                Ok(cluster)
            }
            Ok(Ok(line)) => Err(Failure(format!("no PostgreSQL cluster: it said {line:?}"))),
            Ok(Err(error)) => Err(Failure::of("no PostgreSQL cluster", error)),
            Err(_) => Err(Failure::new("PostgreSQL did not start within two minutes")),
        }
    }

    /// Its address, as its superuser.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _already_gone = self.keeper.wait();
    }
}
