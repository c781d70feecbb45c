//! A dated section in docs/benchmarks.md for each run.

use std::fmt::Write as _;
use std::path::Path;

use super::figures::{Figure, number};
use super::machine;
use crate::command::Failure;

/// Appends the figures of one benchmark, with command, machine and both sides.
pub fn append(root: &Path, benchmark: &str, figures: &[Figure]) -> Result<(), Failure> {
    let path = root.join("docs/benchmarks.md");
    let mut document =
        std::fs::read_to_string(&path).map_err(|error| Failure::of(path.display(), error))?;
    let heading = format!("## {} · {benchmark}", machine::today());
    let origin = format!("commit {}, {}", machine::commit(), machine::described());
    document.push_str(&section(&heading, benchmark, &origin, figures));
    std::fs::write(&path, document).map_err(|error| Failure::of(path.display(), error))
}

fn section(heading: &str, benchmark: &str, origin: &str, figures: &[Figure]) -> String {
    let mut text = format!(
        "\n{heading}\n\n`cargo xtask bench --only {benchmark}` · {origin}\n\n\
         | measure | unit | Zhengtong | peer | its figure | ratio |\n\
         | --- | --- | ---: | --- | ---: | ---: |\n"
    );
    for figure in figures {
        let (peer, theirs) = figure
            .peer
            .as_ref()
            .map_or(("–", "–".to_owned()), |(peer, theirs)| (peer.as_str(), number(*theirs)));
        let ratio = figure.ratio().map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.1}×"));
        let Figure { measure, unit, ours, .. } = figure;
        let _infallible = writeln!(
            text,
            "| {measure} | {unit} | {} | {peer} | {theirs} | {ratio} |",
            number(*ours)
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_names_command_machine_and_both_sides() {
        let figure = Figure {
            measure: "first page".to_owned(),
            unit: "requests/s".to_owned(),
            ours: 12_000.0,
            peer: Some(("ROAPI 0.12".to_owned(), 2_000.0)),
        };
        let text = section("## 2026-11-25 · rows", "rows", "two cores", &[figure]);
        assert!(text.contains("`cargo xtask bench --only rows` · two cores"), "{text}");
        assert!(
            text.ends_with("| first page | requests/s | 12,000 | ROAPI 0.12 | 2,000 | 6.0× |\n"),
            "{text}"
        );
    }
}
