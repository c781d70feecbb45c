//! The built program as a process.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::log::Log;

/// How long a start may take before the test gives up. The budget is a second;
/// a debug build among other tests on two cores gets time.
const START_MAX: Duration = Duration::from_mins(1);

/// How long a stop may take: the grace for open requests, and some.
const STOP_MAX: Duration = Duration::from_secs(30);

/// The program, with arguments and environment still to come.
///
/// Nothing of this process's configuration reaches it.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtong"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ZHENGTONG__") {
            command.env_remove(name);
        }
    }
    command.kill_on_drop(true).stdin(Stdio::null());
    command
}

/// A running `serve` or `demo`.
pub struct Platform {
    process: Child,
    address: String,
    printed: Log,
    logged: Log,
    readers: Vec<JoinHandle<()>>,
}

impl Platform {
    /// Runs `serve` on a free port with its data in `folder`.
    pub async fn serve(folder: &Path, database_url: Option<&str>) -> Self {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
        if let Some(url) = database_url {
            command.env("ZHENGTONG__DATABASE__URL", url);
        }
        Self::start(command).await
    }

    /// Runs `demo` on a free port over the data in `folder`.
    pub async fn demo(folder: &Path) -> Self {
        let mut command = program();
        command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
        Self::start(command).await
    }

    /// Starts `command` and waits until it says where it serves.
    pub async fn start(mut command: Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the built program starts");
        let (printed, logged) = (Log::default(), Log::default());
        let (sender, address) = oneshot::channel();
        let stdout = process.stdout.take().expect("standard output is piped");
        let stderr = process.stderr.take().expect("standard error is piped");
        let readers = vec![
            tokio::spawn(read(stdout, printed.clone(), Some(sender))),
            tokio::spawn(read(stderr, logged.clone(), None)),
        ];
        let Ok(Ok(address)) = timeout(START_MAX, address).await else {
            panic!("no address was printed; log:\n{}\nprinted:\n{}", logged.text(), printed.text());
        };
        Self { process, address, printed, logged, readers }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it printed on standard output so far.
    pub fn printed(&self) -> &Log {
        &self.printed
    }

    /// Asks it to stop, as a service manager does, without waiting.
    pub async fn ask_to_stop(&self) {
        let id = self.process.id().expect("the program still runs").to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(asked.expect("kill runs").success(), "the program still runs");
    }

    /// Waits for its end. Gives the exit status and the log.
    pub async fn ended(mut self) -> (ExitStatus, Log) {
        let status = timeout(STOP_MAX, self.process.wait()).await;
        let status = status.expect("the program ends in time").expect("it can be waited for");
        for reader in self.readers {
            reader.await.expect("the log is read to its end");
        }
        (status, self.logged)
    }

    /// Stops it and demands a clean exit and a clean log.
    pub async fn stop(self) {
        self.ask_to_stop().await;
        let (status, log) = self.ended().await;
        assert!(status.success(), "it ended with {status}; log:\n{}", log.text());
        log.assert_clean();
    }

    /// Kills it at once, as a power cut would.
    pub async fn kill(mut self) {
        self.process.kill().await.expect("the program can be killed");
    }
}

async fn read(stream: impl AsyncRead + Unpin, log: Log, told: Option<oneshot::Sender<String>>) {
    let mut told = told;
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(address) = address_in(&line)
            && let Some(sender) = told.take()
        {
            let _test_is_over = sender.send(address.to_owned());
        }
        log.push(line);
    }
}

/// The address in a line such as `Serving on http://127.0.0.1:8080`.
fn address_in(line: &str) -> Option<&str> {
    const BEGINNING: &str = "http://127.0.0.1:";
    let address = &line[line.find(BEGINNING)?..];
    let digits = address[BEGINNING.len()..].bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &address[..BEGINNING.len() + digits])
}
