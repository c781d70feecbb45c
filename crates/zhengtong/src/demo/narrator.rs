//! Tells the story on standard output: what each step did, its figure, its time.
//!
//! Chinese first, English under it. What is told is kept and left as `story.json`
//! in the data folder, so that a document can quote the run instead of a memory.

use std::path::Path;
use std::time::Instant;

use serde::Serialize;
use zt_web::Lang;
use zt_web::i18n::{Arg, text, text_with};

use crate::say;

/// One thing that was shown to hold, or not.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// Which step of the story it belongs to.
    pub step: String,
    /// The Chinese sentence.
    pub zh: String,
    /// The English sentence.
    pub en: String,
    /// Whether it held.
    pub held: bool,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// Tells and remembers.
#[derive(Debug)]
pub struct Narrator {
    step: String,
    since: Instant,
    findings: Vec<Finding>,
}

impl Default for Narrator {
    fn default() -> Self {
        Self::new()
    }
}

impl Narrator {
    /// A story about to begin.
    pub fn new() -> Self {
        Self { step: String::new(), since: Instant::now(), findings: Vec::new() }
    }

    /// Begins a step; `key` is its title.
    pub fn step(&mut self, key: &str) {
        key.clone_into(&mut self.step);
        self.since = Instant::now();
        say(&format!("\n{}  {}", text(Lang::Zh, key), text(Lang::En, key)));
    }

    /// Tells whether something held: a demo that only ever says yes proves nothing.
    pub fn check(&mut self, held: bool, key: &str, args: &[(&str, Arg<'_>)]) {
        let elapsed_ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.since = Instant::now();
        let finding = Finding {
            step: self.step.clone(),
            zh: text_with(Lang::Zh, key, args),
            en: text_with(Lang::En, key, args),
            held,
            elapsed_ms,
        };
        let mark = if held { "✓" } else { "✗" };
        say(&format!("  {mark} {}\n    {}  ({elapsed_ms} ms)", finding.zh, finding.en));
        self.findings.push(finding);
    }

    /// Whether everything told so far held, and something was told at all.
    pub fn all_held(&self) -> bool {
        !self.findings.is_empty() && self.findings.iter().all(|finding| finding.held)
    }

    /// Leaves the story at `file` as JSON.
    pub fn leave(&self, file: &Path) -> std::io::Result<()> {
        let story = serde_json::to_vec_pretty(&self.findings).map_err(std::io::Error::other)?;
        std::fs::write(file, story)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finding_that_does_not_hold_spoils_the_story() {
        let mut narrator = Narrator::new();
        assert!(!narrator.all_held(), "an untold story proves nothing");
        narrator.check(true, "web-home", &[]);
        assert!(narrator.all_held());
        narrator.check(false, "web-home", &[]);
        assert!(!narrator.all_held());
    }
}
