//! The machine a figure was measured on, in one line.

use std::process::Command;

use crate::command::output;

/// CPU model, cores, memory and operating system.
pub fn described() -> String {
    let cpu = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown CPU".to_owned());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|kib| kib.trim_end_matches(" kB").parse::<u64>().ok())
        .map_or_else(
            || "unknown memory".to_owned(),
            |kib| format!("{} GiB", (kib + 524_288) >> 20),
        );
    let system = field("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| "unknown".to_owned());
    format!("{cpu}, {cores} cores, {memory}, {}", system.trim_matches('"'))
}

/// Today in the form `2026-11-25`.
pub fn today() -> String {
    output(Command::new("date").arg("+%F"))
        .map_or_else(|_| "undated".to_owned(), |d| d.trim().to_owned())
}

/// The commit that was measured.
pub fn commit() -> String {
    output(Command::new("git").args(["rev-parse", "--short", "HEAD"]))
        .map_or_else(|_| "unknown".to_owned(), |commit| commit.trim().to_owned())
}

/// The value after `name` and `:` or `=` in a file of the system.
fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    value_in(&text, name)
}

fn value_in(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_after_a_colon_or_an_equals_sign() {
        let text = "model name\t: AMD EPYC\nMemTotal:  24 kB\nPRETTY_NAME=\"Debian\"\n";
        assert_eq!(value_in(text, "model name").as_deref(), Some("AMD EPYC"));
        assert_eq!(value_in(text, "PRETTY_NAME").as_deref(), Some("\"Debian\""));
        assert_eq!(value_in(text, "bogomips"), None);
    }

    #[test]
    fn the_machine_is_described_in_one_line() {
        assert!(!described().contains('\n'));
    }
}
