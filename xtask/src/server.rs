//! The built platform, served on a free port for the length of a step.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::command::Failure;

/// How long a start may take: the budget is one second on an existing folder;
/// a debug build on a busy machine gets time.
const START_MAX: Duration = Duration::from_mins(1);

/// A served platform; dropping it stops it.
pub struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Serves the demo's folder `data` with `program`.
    pub fn demo(program: &Path, data: &Path, root: &Path) -> Result<Self, Failure> {
        Self::start(
            Command::new(program)
                .args(["demo", "--listen", "127.0.0.1:0", "--data"])
                .arg(data)
                .current_dir(root),
        )
    }

    /// Starts `command` and waits for the line with its address.
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Failure::of(crate::command::shown(command), error))?;
        let (sender, receiver) = mpsc::channel();
        if let Some(stdout) = process.stdout.take() {
            // Goes on reading to the end, so that the server never blocks on a full pipe.
            std::thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    if let Some(address) = address_in(&line) {
                        let _already_told = sender.send(address.to_owned());
                    }
                }
            });
        }
        let mut server = Self { process, address: String::new() };
        server.address = receiver.recv_timeout(START_MAX).map_err(|_| {
            Failure::new("the platform printed no address within a minute; see its log above")
        })?;
        Ok(server)
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let id = self.process.id().to_string();
        // Asked to stop, it finishes what it began; a step's folder stays usable.
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _already_gone = self.process.kill();
        }
        let _already_gone = self.process.wait();
    }
}

/// The address in a line such as `Serving on http://127.0.0.1:8080`.
fn address_in(line: &str) -> Option<&str> {
    let start = line.find("http://127.0.0.1:")?;
    let address = &line[start..];
    let port = "http://127.0.0.1:".len();
    let digits = address[port..].bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &address[..port + digits])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_a_line_of_words() {
        assert_eq!(
            address_in("Open http://127.0.0.1:40123/ in a browser"),
            Some("http://127.0.0.1:40123")
        );
        assert_eq!(address_in("http://127.0.0.1:/"), None);
        assert_eq!(address_in("nothing"), None);
    }
}
