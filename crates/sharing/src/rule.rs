//! The rules that set deadlines: how long, from which clause, since when, where.
//!
//! No statutory number stands in code. Each is a row with its legal source; the
//! rows ship in `rules.toml` and live in the table `sharing_rules`.
//!
//! **Invariant:** a local row can only tighten. Of the rows in force for an
//! agency the tightest holds, so a mistaken local row never lengthens what the
//! Decree allows.

pub mod store;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The jurisdiction of rules that hold in the whole country.
pub const NATIONAL: &str = "national";

/// The rows a new data folder starts with.
const SEED: &str = include_str!("../rules.toml");

/// What a rule limits.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RuleKind {
    /// Working days to answer a request for data shared unconditionally (art. 21).
    ReplyUnconditional,
    /// Working days to answer a request for data shared under conditions (art. 21).
    ReplyConditional,
    /// The most working days one extension of the reply may add (art. 21).
    ReplyExtension,
    /// Working days to provide the data once consented to (art. 22).
    Provide,
    /// Working days to verify, correct and answer a correction (art. 26).
    Correction,
    /// Years a usage record is kept at least (art. 29).
    KeepUsageRecord,
}

impl RuleKind {
    /// Whether `left` binds its addressee more strictly than `right`.
    fn tighter(self, left: u32, right: u32) -> bool {
        match self {
            Self::KeepUsageRecord => left > right,
            _ => left < right,
        }
    }
}

/// What the one notice of missing material does to the reply clock.
///
/// The Decree counts from the receipt of the application and is silent on the
/// time in between; local rules say either.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OnNotice {
    /// Counting begins again when the missing material arrives.
    #[default]
    Restart,
    /// Counting stops at the notice and goes on when the material arrives.
    Suspend,
}

/// One row: a number with its place, its source and its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// [`NATIONAL`] or the division code it holds in.
    pub jurisdiction: String,
    /// What it limits.
    pub kind: RuleKind,
    /// Working days, or years for [`RuleKind::KeepUsageRecord`].
    pub amount: u32,
    /// The law or rule it comes from.
    pub source: String,
    /// The clause in it.
    pub clause: String,
    /// The clause's words, as far as they set the number.
    #[serde(default)]
    pub note: String,
    /// The first day it is in force.
    pub effective_from: Date,
    /// The last day it is in force; none while it stands.
    #[serde(default)]
    pub effective_until: Option<Date>,
    /// What a notice of missing material does; read for replies only.
    #[serde(default)]
    pub on_notice: OnNotice,
}

impl Rule {
    fn in_force(&self, on: Date) -> bool {
        self.effective_from <= on && self.effective_until.is_none_or(|last| on <= last)
    }
}

/// Every rule known, in force or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rulebook {
    /// The rows.
    #[serde(rename = "rule", default)]
    pub rules: Vec<Rule>,
}

/// No rule of this kind is in force for the agency on that day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule {kind:?} is in force on {on}: add one to the rules of sharing")]
pub struct NoRule {
    /// What was looked for.
    pub kind: RuleKind,
    /// The day it was looked for.
    pub on: Date,
}

impl Rulebook {
    /// Reads rows written as in `rules.toml`.
    ///
    /// # Errors
    ///
    /// The reader's own, naming the line, when the text isn't such a file.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The rows that ship with the program.
    ///
    /// # Panics
    ///
    /// Never in a build whose tests pass: one of them reads the file.
    pub fn seed() -> Self {
        Self::parse(SEED).expect("the rules shipped in rules.toml are readable")
    }

    /// The rule of `kind` that binds an agency of division `region` on day `on`.
    ///
    /// In each jurisdiction the newest row in force speaks; among jurisdictions
    /// the tightest number holds, and the nearer jurisdiction where they agree.
    pub fn find(&self, kind: RuleKind, region: &str, on: Date) -> Result<&Rule, NoRule> {
        let mut best: Option<&Rule> = None;
        for jurisdiction in jurisdictions(region) {
            let newest = self
                .rules
                .iter()
                .filter(|rule| {
                    rule.kind == kind && rule.jurisdiction == jurisdiction && rule.in_force(on)
                })
                .max_by_key(|rule| rule.effective_from);
            if let Some(rule) = newest
                && best.is_none_or(|held| kind.tighter(rule.amount, held.amount))
            {
                best = Some(rule);
            }
        }
        best.ok_or(NoRule { kind, on })
    }
}

/// The jurisdictions over a division, nearest first: county, city, province, country.
fn jurisdictions(region: &str) -> Vec<String> {
    let mut found = vec![region.to_owned()];
    if region.len() == 6 && region.is_ascii() {
        found.push(format!("{}00", &region[..4]));
        found.push(format!("{}0000", &region[..2]));
    }
    found.push(NATIONAL.to_owned());
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use strum::VariantArray as _;

    use super::*;

    const ON: Date = date(2026, 3, 2);

    fn local(jurisdiction: &str, amount: u32, from: Date) -> Rule {
        Rule {
            jurisdiction: jurisdiction.into(),
            kind: RuleKind::ReplyConditional,
            amount,
            source: "local".into(),
            clause: "1".into(),
            note: String::new(),
            effective_from: from,
            effective_until: None,
            on_notice: OnNotice::Suspend,
        }
    }

    #[test]
    fn the_seed_has_one_national_rule_of_each_kind_with_its_source() {
        let book = Rulebook::seed();
        for kind in RuleKind::VARIANTS {
            let rule = book.find(*kind, "990102", ON).unwrap();
            assert!(rule.source.contains("809") && rule.clause.starts_with('第'), "{rule:?}");
        }
        assert_eq!(book.rules.len(), RuleKind::VARIANTS.len());
    }

    #[test]
    fn the_seed_holds_the_numbers_of_the_decree() {
        let book = Rulebook::seed();
        let numbers: Vec<u32> = RuleKind::VARIANTS
            .iter()
            .map(|kind| book.find(*kind, "990100", ON).unwrap().amount)
            .collect();
        assert_eq!(numbers, [1, 10, 10, 20, 10, 3]);
    }

    #[test]
    fn nothing_binds_before_the_decree_is_in_force() {
        let book = Rulebook::seed();
        let before = date(2025, 7, 31);
        assert_eq!(
            book.find(RuleKind::Provide, "990100", before).unwrap_err(),
            NoRule { kind: RuleKind::Provide, on: before }
        );
    }

    #[test]
    fn a_local_rule_tightens_but_never_loosens() {
        let mut book = Rulebook::seed();
        let find = |book: &Rulebook, region: &str| {
            book.find(RuleKind::ReplyConditional, region, ON).unwrap().amount
        };
        book.rules.push(local("990100", 7, date(2026, 1, 1)));
        assert_eq!((find(&book, "990102"), find(&book, "980100")), (7, 10));
        book.rules.push(local("990102", 15, date(2026, 1, 1)));
        assert_eq!(find(&book, "990102"), 7);
    }

    #[test]
    fn a_newer_row_of_the_same_place_replaces_the_older() {
        let mut book = Rulebook::seed();
        book.rules.push(local("990100", 5, date(2026, 1, 1)));
        book.rules.push(local("990100", 8, date(2026, 2, 1)));
        let find = |on| book.find(RuleKind::ReplyConditional, "990100", on).unwrap().amount;
        assert_eq!((find(date(2026, 1, 31)), find(ON)), (5, 8));
    }

    #[test]
    fn an_ended_row_no_longer_binds() {
        let mut book = Rulebook::seed();
        let ended = Rule {
            effective_until: Some(date(2026, 3, 1)),
            ..local("990100", 5, date(2026, 1, 1))
        };
        book.rules.push(ended);
        assert_eq!(book.find(RuleKind::ReplyConditional, "990100", ON).unwrap().amount, 10);
    }
}
