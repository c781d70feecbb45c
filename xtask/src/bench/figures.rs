//! What a benchmark measured, read from the last line it prints.

use std::fmt;
use std::process::Command;

use serde_json::Value;

use crate::command::{Failure, output};

/// One figure of ours, beside a peer's where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured, in words.
    pub measure: String,
    /// Its unit, such as `rows/s` or `ms`.
    pub unit: String,
    /// Our figure.
    pub ours: f64,
    /// The peer and its figure.
    pub peer: Option<(String, f64)>,
}

impl Figure {
    /// How many times ours is the peer's.
    pub fn ratio(&self) -> Option<f64> {
        self.peer.as_ref().map(|(_, theirs)| self.ours / theirs)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.measure, number(self.ours), self.unit)?;
        if let (Some((peer, theirs)), Some(ratio)) = (&self.peer, self.ratio()) {
            write!(f, "; {peer} {} {} ({ratio:.1}×)", number(*theirs), self.unit)?;
        }
        Ok(())
    }
}

/// A figure with its thousands marked; decimals only where they say something.
pub fn number(value: f64) -> String {
    if value.abs() < 100.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut marked = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            marked.push(',');
        }
        marked.push(digit);
    }
    marked
}

/// Runs a benchmark and reads its figures.
pub fn of(command: &mut Command) -> Result<Vec<Figure>, Failure> {
    parse(&output(command)?)
}

fn parse(printed: &str) -> Result<Vec<Figure>, Failure> {
    let last = printed.lines().last().unwrap_or("");
    let document: Value = serde_json::from_str(last)
        .map_err(|error| Failure::of("the benchmark's last line is not its figures", error))?;
    let figures = document["figures"].as_array().map_or(&[][..], Vec::as_slice);
    figures
        .iter()
        .map(|figure| {
            let text = |key: &str| figure[key].as_str().map(str::to_owned);
            let peer = text("peer").zip(figure["theirs"].as_f64());
            Some(Figure {
                measure: text("measure")?,
                unit: text("unit")?,
                ours: figure["ours"].as_f64()?,
                peer,
            })
        })
        .collect::<Option<Vec<_>>>()
        .filter(|figures| !figures.is_empty())
        .ok_or_else(|| Failure::new("the benchmark printed no figure with measure, unit and ours"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_holds_the_figures() {
        let printed = "warming up\n{\"figures\": [{\"measure\": \"import\", \"unit\": \"rows/s\", \
                       \"ours\": 900000, \"peer\": \"frictionless\", \"theirs\": 45000}]}\n";
        let figures = parse(printed).unwrap();
        assert_eq!(
            figures[0].to_string(),
            "import: 900,000 rows/s; frictionless 45,000 rows/s (20.0×)"
        );
    }

    #[test]
    fn a_benchmark_without_figures_is_refused() {
        assert!(parse("").is_err());
        assert!(parse("{\"figures\": []}").is_err());
        assert!(parse("{\"figures\": [{\"measure\": \"x\"}]}").is_err());
    }

    #[test]
    fn small_numbers_keep_their_decimals() {
        assert_eq!(number(4.256), "4.26");
        assert_eq!(number(1_234_567.8), "1,234,568");
    }
}
