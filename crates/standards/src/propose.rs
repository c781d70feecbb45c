//! Which data elements a column may be bound to: proposed by its name and by what it
//! holds, with reasons, for a steward to confirm.
//!
//! A name alone decides nothing: a column called 身份证号 may hold anything, and
//! tagging by name is how other catalogues came to file an academic year under card
//! numbers. So a name that content contradicts loses nearly all its weight, and a
//! sensitive element proposed by name alone says so.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::data_type::DataType;
use crate::detect::Kind;
use crate::element::{Element, ElementCode};
use crate::registry::Registry;
use crate::rule::{Axis, Rule};

/// What is known of a column's content.
#[derive(Debug, Clone, Copy, Default)]
pub struct ColumnEvidence<'a> {
    /// Non-empty values looked at.
    pub checked: u64,
    /// Empty values.
    pub nulls: u64,
    /// Different values, exact or estimated; 0 if not counted.
    pub distinct: u64,
    /// For each kind, how many of the values checked are of it.
    pub kinds: &'a [(Kind, u64)],
    /// Some values of the column, preferably its most frequent: they are run through
    /// the rule of each element proposed.
    pub samples: &'a [&'a str],
    /// The type inferred over the whole column.
    pub data_type: Option<DataType>,
}

/// One element a column may be bound to.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The element.
    pub element: ElementCode,
    /// From 0 to 1: how far name and content speak for it.
    pub score: f32,
    /// What speaks for and against it, strongest first.
    pub reasons: Vec<Reason>,
}

/// One reason. [`Reason::message`] gives its text's key and arguments.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The column bears the element's name or a synonym.
    NameIs(String),
    /// The column's name contains the element's name or a synonym.
    NameContains(String),
    /// So many of so many values are of the element's kind.
    Content {
        /// The kind.
        kind: Kind,
        /// Values of it.
        matched: u64,
        /// Values looked at.
        checked: u64,
    },
    /// So many of so many sample values pass the element's rule.
    SamplesPass {
        /// Samples that pass.
        passed: usize,
        /// Samples tried.
        tried: usize,
    },
    /// Content speaks against it, whatever the name says.
    Contradicted {
        /// Values or samples that conform.
        conform: u64,
        /// Values or samples looked at.
        of: u64,
    },
    /// Nothing but the name speaks for it, and the element is sensitive: look at the
    /// content before confirming.
    NameAloneOfSensitive,
    /// Nothing but the name speaks for it: the column is empty or its form says little.
    NameAlone,
}

impl Reason {
    /// The Fluent key of the reason and its arguments.
    #[must_use]
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::NameIs(name) => ("standards-reason-name-is", vec![("name", name.clone())]),
            Self::NameContains(name) => {
                ("standards-reason-name-contains", vec![("name", name.clone())])
            }
            Self::Content { kind, matched, checked } => (
                "standards-reason-content",
                vec![
                    ("kind", kind.slug().to_owned()),
                    ("matched", matched.to_string()),
                    ("checked", checked.to_string()),
                ],
            ),
            Self::SamplesPass { passed, tried } => (
                "standards-reason-samples",
                vec![("passed", passed.to_string()), ("tried", tried.to_string())],
            ),
            Self::Contradicted { conform, of } => (
                "standards-reason-contradicted",
                vec![("conform", conform.to_string()), ("of", of.to_string())],
            ),
            Self::NameAloneOfSensitive => ("standards-reason-name-alone-sensitive", Vec::new()),
            Self::NameAlone => ("standards-reason-name-alone", Vec::new()),
        }
    }
}

/// The most proposals made for one column: more would not be read.
const PROPOSALS_MAX: usize = 5;
/// Below this, a proposal is noise.
const SCORE_MIN: f32 = 0.15;
/// From this share on, content confirms; the rest are the bad cells real tables have.
const CONFIRMS: f32 = 0.8;
/// Below this share, content contradicts.
const CONTRADICTS: f32 = 0.5;

/// The names of all elements in force, normalised.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Normalised name to elements, each with whether it is the element's own name.
    exact: HashMap<String, Vec<(ElementCode, bool)>>,
}

impl Names {
    pub(crate) fn new<'a>(elements: impl IntoIterator<Item = &'a Element>) -> Self {
        let mut names = Self::default();
        for element in elements {
            let own = [&element.name_zh, &element.name_en].into_iter().map(|name| (name, true));
            for (name, own) in own.chain(element.synonyms.iter().map(|name| (name, false))) {
                let owners = names.exact.entry(normalise(name)).or_default();
                if owners.iter().all(|(code, _)| *code != element.code) {
                    owners.push((element.code.clone(), own));
                }
            }
        }
        names
    }

    /// How well each element's names fit a column's name, with the name that fits best.
    fn matches(&self, column: &str) -> BTreeMap<ElementCode, (f32, Reason)> {
        let whole = normalise(column);
        let stem = whole.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut found: BTreeMap<ElementCode, (f32, Reason)> = BTreeMap::new();
        let mut offer = |code: &ElementCode, weight: f32, reason: Reason| {
            let known = found.entry(code.clone()).or_insert((0.0, Reason::NameAlone));
            if weight > known.0 {
                *known = (weight, reason);
            }
        };
        for (text, weight) in [(whole.as_str(), 1.0), (stem, 0.95)] {
            for (code, own) in self.exact.get(text).into_iter().flatten() {
                let weight = if *own { weight } else { weight * 0.97 };
                offer(code, weight, Reason::NameIs(column.to_owned()));
            }
        }
        for part in column.split(['_', '-', '(', '（', ' ', '.', '[', '/']) {
            let part = normalise(part);
            for (code, _) in self.exact.get(&part).into_iter().flatten() {
                if part.chars().count() >= 2 && part != whole {
                    offer(code, 0.8, Reason::NameContains(part.clone()));
                }
            }
        }
        for (name, owners) in &self.exact {
            let weight = contained(name, stem);
            if weight > 0.0 {
                for (code, _) in owners {
                    offer(code, weight, Reason::NameContains(name.clone()));
                }
            }
        }
        found
    }
}

/// How much of `column` is `name`: only names long enough not to occur by chance, and
/// heavier at the end, where Chinese and English both put the noun.
fn contained(name: &str, column: &str) -> f32 {
    let characters = name.chars().count();
    let enough = if name.is_ascii() { characters >= 4 } else { characters >= 2 };
    if !enough || name == column || !column.contains(name) {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "names have a few dozen characters")]
    let share = characters as f32 / column.chars().count() as f32;
    let place = if column.ends_with(name) { 0.45 } else { 0.3 };
    place + 0.3 * share
}

/// A name without case, spaces, separators and brackets: `School_Name` and
/// `schoolName` are one name.
pub(crate) fn normalise(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The kind whose share of a column confirms or contradicts `rule`.
fn kind_of(rule: &Rule) -> Option<Kind> {
    Some(match rule {
        Rule::ResidentNumber => Kind::ResidentNumber,
        Rule::CreditCode => Kind::CreditCode,
        Rule::Division { .. } => Kind::Division,
        Rule::StreetCode => Kind::StreetCode,
        Rule::CommunityCode => Kind::CommunityCode,
        Rule::Mobile => Kind::Mobile,
        Rule::Email => Kind::Email,
        Rule::Url => Kind::Url,
        Rule::BankCard => Kind::BankCard,
        Rule::Plate => Kind::Plate,
        Rule::Vin => Kind::Vin,
        Rule::Date { .. } => Kind::Date,
        Rule::Coordinate { axis: Axis::Longitude } => Kind::Longitude,
        Rule::Coordinate { axis: Axis::Latitude } => Kind::Latitude,
        _ => return None,
    })
}

/// Kinds that name an element by content alone, however the column is called, with the
/// element of the national package they name. Dates and numbers are not among them:
/// which date or number it is, content can't say.
const BY_CONTENT: [(Kind, &str); 13] = [
    (Kind::ResidentNumber, "PER001"),
    (Kind::CreditCode, "ORG001"),
    (Kind::Mobile, "PER013"),
    (Kind::Landline, "CON001"),
    (Kind::Email, "CON003"),
    (Kind::Url, "CON004"),
    (Kind::Division, "LOC001"),
    (Kind::DivisionName, "LOC002"),
    (Kind::StreetCode, "LOC008"),
    (Kind::CommunityCode, "LOC010"),
    (Kind::Plate, "VEH001"),
    (Kind::Vin, "VEH003"),
    (Kind::BankCard, "FIN001"),
];

/// What content says of one element.
enum Verdict {
    Confirms(Reason),
    Contradicts(Reason),
    Silent,
}

impl Registry {
    /// The elements a column may be bound to, best first, at most five.
    #[must_use]
    pub fn propose(&self, column: &str, evidence: &ColumnEvidence<'_>) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        let mut by_name = self.names().matches(column);
        for (code, (weight, reason)) in &by_name {
            if let Some(element) = self.element(code) {
                proposals.push(self.weigh(element, *weight, reason.clone(), evidence));
            }
        }
        for (kind, code) in BY_CONTENT {
            let Some(element) = self.element(code) else { continue };
            if by_name.remove(&element.code).is_none()
                && let Some((share, reason)) = share_of(kind, evidence)
                && share >= CONFIRMS
            {
                // Sixteen digits pass the Luhn check one time in ten: a strong kind is
                // one that chance hardly makes.
                let score = if kind.is_strong() { 0.7 } else { 0.4 } * share;
                let element = element.code.clone();
                proposals.push(Proposal { element, score, reasons: vec![reason] });
            }
        }
        proposals.retain(|proposal| proposal.score >= SCORE_MIN);
        proposals
            .sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.element.cmp(&b.element)));
        proposals.truncate(PROPOSALS_MAX);
        proposals
    }

    fn weigh(
        &self,
        element: &Element,
        name: f32,
        reason: Reason,
        evidence: &ColumnEvidence<'_>,
    ) -> Proposal {
        let mut reasons = vec![reason];
        let score = match self.content(element, evidence) {
            Verdict::Confirms(reason) => {
                reasons.push(reason);
                0.5 + 0.5 * name
            }
            Verdict::Contradicts(reason) => {
                reasons.insert(0, reason);
                0.2 * name
            }
            Verdict::Silent if element.is_sensitive() => {
                reasons.insert(0, Reason::NameAloneOfSensitive);
                0.5 * name
            }
            Verdict::Silent => {
                reasons.push(Reason::NameAlone);
                0.8 * name
            }
        };
        Proposal { element: element.code.clone(), score, reasons }
    }

    fn content(&self, element: &Element, evidence: &ColumnEvidence<'_>) -> Verdict {
        if evidence.checked == 0 && evidence.samples.is_empty() {
            return Verdict::Silent;
        }
        if let Some(kind) = element.rule.as_ref().and_then(kind_of)
            && !evidence.kinds.is_empty()
            && evidence.checked > 0
        {
            let matched = count_of(kind, evidence);
            return match share_of(kind, evidence) {
                Some((share, reason)) if share >= CONFIRMS => Verdict::Confirms(reason),
                Some((share, _)) if share >= CONTRADICTS => Verdict::Silent,
                _ => Verdict::Contradicts(Reason::Contradicted {
                    conform: matched,
                    of: evidence.checked,
                }),
            };
        }
        self.samples(element, evidence)
    }

    /// Runs the samples through the element's own rule. A rule of mere length confirms
    /// nothing, for anything passes it, but it can contradict.
    fn samples(&self, element: &Element, evidence: &ColumnEvidence<'_>) -> Verdict {
        let tried = evidence.samples.len();
        if tried == 0 {
            return Verdict::Silent;
        }
        // The end of time stands for the newest version of every code set and edition.
        let Some(checker) = self.checker(&element.code, Date::MAX) else {
            return Verdict::Silent;
        };
        let passed = evidence.samples.iter().filter(|sample| checker.accepts(sample)).count();
        #[expect(clippy::cast_precision_loss, reason = "samples are a few dozen")]
        let share = passed as f32 / tried as f32;
        let says_little = matches!(
            element.rule,
            None | Some(Rule::Length { .. } | Rule::Pattern { .. } | Rule::PersonName)
        );
        if share < CONTRADICTS {
            Verdict::Contradicts(Reason::Contradicted { conform: passed as u64, of: tried as u64 })
        } else if share >= CONFIRMS && !says_little {
            Verdict::Confirms(Reason::SamplesPass { passed, tried })
        } else {
            Verdict::Silent
        }
    }
}

fn count_of(kind: Kind, evidence: &ColumnEvidence<'_>) -> u64 {
    evidence.kinds.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count)
}

fn share_of(kind: Kind, evidence: &ColumnEvidence<'_>) -> Option<(f32, Reason)> {
    let (matched, checked) = (count_of(kind, evidence), evidence.checked);
    if matched == 0 || checked == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more precision")]
    let share = matched as f32 / checked as f32;
    Some((share, Reason::Content { kind, matched, checked }))
}

#[cfg(test)]
mod tests;
