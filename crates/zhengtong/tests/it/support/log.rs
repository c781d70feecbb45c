//! Lines a process wrote, and what must not stand in them.

use std::sync::{Arc, Mutex, PoisonError};

/// Lines, shared with the task that reads them.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// Adds a line.
    pub fn push(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All of it.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Demands that nothing went wrong and nobody's data was written down.
    pub fn assert_clean(&self) {
        let bad: Vec<String> = self.lines().into_iter().filter(|line| is_bad(line)).collect();
        assert!(bad.is_empty(), "the log is not clean:\n{}", bad.join("\n"));
    }
}

fn is_bad(line: &str) -> bool {
    let plain = without_colours(line);
    plain.split_whitespace().take(4).any(|word| matches!(word, "WARN" | "ERROR"))
        || plain.contains("\"level\":\"WARN\"")
        || plain.contains("\"level\":\"ERROR\"")
        || plain.contains("panicked at")
        || holds_identifier(&plain)
}

/// Whether a resident number or a mobile number stands in the line: 18
/// characters of digits with a final check character, or 11 digits from 13 to 19.
fn holds_identifier(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let is_resident = word.len() == 18 && digits >= 17 && is_date(&word[6..14]);
        let is_mobile =
            word.len() == 11 && digits == 11 && word.starts_with('1') && &word[1..2] >= "3";
        is_resident || is_mobile
    })
}

fn is_date(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    (1900..=2100).contains(&number(0..4))
        && (1..=12).contains(&number(4..6))
        && (1..=31).contains(&number(6..8))
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, escape)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = escape.split_once('m').map_or("", |(_, after)| after);
    }
    plain + rest
}

#[test]
fn a_log_with_a_warning_or_an_identifier_is_not_clean() {
    for bad in [
        "2026-11-25T03:00:00Z  WARN zt_store: slow",
        "\u{1b}[2m2026-11-25\u{1b}[0m \u{1b}[31mERROR\u{1b}[0m zt_web: no",
        "{\"timestamp\":\"x\",\"level\":\"ERROR\"}",
        "thread 'main' panicked at src/main.rs",
        "INFO row 11010519491231002X refused",
        "INFO call 13812345678",
    ] {
        assert!(is_bad(bad), "{bad}");
    }
    for good in [
        "2026-11-25T03:00:00.123456789Z  INFO zt_web: served path=/catalogue status=200",
        "INFO at=1767574800000000 agency=91350100M000100Y43",
    ] {
        assert!(!is_bad(good), "{good}");
    }
}
