//! The closing table: each step, how it ended and how long it took.

use std::fmt;
use std::time::{Duration, Instant};

use crate::command::Failure;

/// What the steps came to.
#[derive(Debug, Default)]
pub struct Summary {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    step: &'static str,
    took: Duration,
    failure: Option<Failure>,
}

impl Summary {
    /// Runs `step`, notes its outcome and time, and says whether it passed.
    pub fn time(&mut self, step: &'static str, run: impl FnOnce() -> Result<(), Failure>) -> bool {
        let begun = Instant::now();
        let failure = run().err();
        if let Some(failure) = &failure {
            println!("{step} failed: {failure}");
        }
        let passed = failure.is_none();
        self.lines.push(Line { step, took: begun.elapsed(), failure });
        passed
    }

    /// Fails if a step failed.
    pub fn verdict(&self) -> Result<(), Failure> {
        let failed: Vec<&str> =
            self.lines.iter().filter(|line| line.failure.is_some()).map(|line| line.step).collect();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(Failure(format!("failed: {}", failed.join(", "))))
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut total = Duration::ZERO;
        for Line { step, took, failure } in &self.lines {
            total += *took;
            let seconds = took.as_secs_f64();
            match failure {
                None => writeln!(f, "{step:<9} ok      {seconds:>7.1} s")?,
                Some(failure) => writeln!(f, "{step:<9} FAILED  {seconds:>7.1} s  {failure}")?,
            }
        }
        write!(f, "{:<9}         {:>7.1} s", "total", total.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_run_and_is_named() {
        let mut summary = Summary::default();
        assert!(summary.time("fmt", || Ok(())));
        assert!(!summary.time("tidy", || Err(Failure::new("no"))));
        assert_eq!(summary.verdict(), Err(Failure::new("failed: tidy")));
        assert!(summary.to_string().contains("tidy      FAILED"), "{summary}");
    }

    #[test]
    fn a_run_in_which_all_passed_passes() {
        let mut summary = Summary::default();
        summary.time("fmt", || Ok(()));
        assert_eq!(summary.verdict(), Ok(()));
    }
}
