//! The catalogue's rules: deadlines, ceilings, default masks and thresholds.
//!
//! No statutory number stands in code. Each is a row with its legal source; the
//! rows ship in `rules.toml` and live in the table `catalogue_rule`.
//!
//! **Invariant:** a local row can only tighten. Of the rows in force the
//! strictest holds, so a mistaken local row never loosens what stands above it.

use jiff::civil::Date;
use zt_kernel::{Derivation, WorkingCalendar};

use crate::{Grade, Mask};

/// The jurisdiction of rules that hold in the whole country.
pub const NATIONAL: &str = "national";

/// The rows a new data folder starts with.
const SEED: &str = include_str!("../rules.toml");

/// What a rule sets.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RuleKind {
    /// Working days to bring an entry up to date after its cause (art. 17).
    Update,
    /// Working days that the authority's consent may add (art. 17).
    UpdateExtension,
    /// Working days in which the authority reviews and publishes (art. 17).
    Review,
    /// The highest grade that may be open to society.
    OpenCeiling,
    /// Default mask of general data, level 3.
    #[serde(rename = "mask_general_3")]
    #[strum(serialize = "mask_general_3")]
    MaskGeneral3,
    /// Default mask of dates that are general data, level 3.
    #[serde(rename = "mask_general_3_date")]
    #[strum(serialize = "mask_general_3_date")]
    MaskGeneral3Date,
    /// Default mask of general data, level 4.
    #[serde(rename = "mask_general_4")]
    #[strum(serialize = "mask_general_4")]
    MaskGeneral4,
    /// Default mask of important data.
    MaskImportant,
    /// Default mask of core data.
    MaskCore,
    /// From how many rows of personal information on the table counts as important.
    PersonsImportant,
    /// Percent of the promised cycle a dataset may be late before the lint speaks.
    StaleGrace,
}

/// One row: a value with its place, its source and its time.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rule {
    /// [`NATIONAL`] or the division code it holds in.
    pub jurisdiction: String,
    /// What it sets.
    pub kind: RuleKind,
    /// A whole number, a grade or a mask, as the kind has it.
    pub value: String,
    /// `working_days`, `percent`, `rows`, `grade` or `mask`; for people who read the row.
    pub unit: String,
    /// The law or rule it comes from.
    pub source: String,
    /// The clause in it.
    pub clause: String,
    /// The first day it is in force.
    pub effective_from: Date,
    /// The last day it is in force; none while it stands.
    #[serde(default)]
    pub effective_until: Option<Date>,
}

impl Rule {
    fn in_force(&self, on: Date) -> bool {
        self.effective_from <= on && self.effective_until.is_none_or(|last| on <= last)
    }

    fn number(&self) -> Option<u64> {
        self.value.parse().ok()
    }

    /// How strict the value is, for comparing jurisdictions; larger is stricter.
    fn strictness(&self) -> i64 {
        match self.kind {
            RuleKind::OpenCeiling => {
                self.value.parse().map_or(0, |it: Grade| -i64::from(it.rank()))
            }
            RuleKind::MaskGeneral3
            | RuleKind::MaskGeneral3Date
            | RuleKind::MaskGeneral4
            | RuleKind::MaskImportant
            | RuleKind::MaskCore => match self.value.parse() {
                Ok(Mask::Redact) | Err(_) => i64::MAX,
                Ok(Mask::YearOnly) => -4,
                Ok(Mask::KeepEnds { head, tail }) => -i64::from(head) - i64::from(tail),
                Ok(Mask::Decimals(kept)) => -4 - i64::from(kept),
                Ok(Mask::None) => i64::MIN,
            },
            _ => self.number().map_or(0, |it| -i64::try_from(it).unwrap_or(i64::MAX)),
        }
    }
}

/// Every rule known, in force or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rulebook {
    /// The rows.
    #[serde(rename = "rule", default)]
    pub rules: Vec<Rule>,
}

/// No usable rule of this kind is in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule {kind:?} is in force on {on}: add one to the rules of the catalogue")]
pub struct NoRule {
    /// What was looked for.
    pub kind: RuleKind,
    /// The day it was looked for.
    pub on: Date,
}

/// A deadline together with the rules it rests on, so that a page can print both.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Deadline {
    /// The rule, and the extension's where one was consented to.
    pub rules: Vec<Rule>,
    /// Counted day by day.
    pub derivation: Derivation,
}

impl Deadline {
    /// The last day in time.
    pub fn due(&self) -> Date {
        self.derivation.due
    }
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

    /// The rule of `kind` that binds in the division `region` on day `on`.
    ///
    /// In each jurisdiction the newest row in force speaks; among jurisdictions
    /// the strictest holds.
    ///
    /// # Errors
    ///
    /// When no row is in force.
    pub fn find(&self, kind: RuleKind, region: &str, on: Date) -> Result<&Rule, NoRule> {
        let mut best: Option<&Rule> = None;
        for jurisdiction in jurisdictions(region) {
            let newest = self
                .rules
                .iter()
                .filter(|rule| rule.kind == kind && rule.jurisdiction == jurisdiction)
                .filter(|rule| rule.in_force(on))
                .max_by_key(|rule| rule.effective_from);
            if let Some(rule) = newest
                && best.is_none_or(|held| rule.strictness() > held.strictness())
            {
                best = Some(rule);
            }
        }
        best.ok_or(NoRule { kind, on })
    }

    fn number(&self, kind: RuleKind, region: &str, on: Date) -> Result<(u64, &Rule), NoRule> {
        let rule = self.find(kind, region, on)?;
        rule.number().map(|number| (number, rule)).ok_or(NoRule { kind, on })
    }

    fn deadline(
        &self,
        kinds: &[RuleKind],
        region: &str,
        start: Date,
        calendar: &WorkingCalendar,
    ) -> Result<Deadline, NoRule> {
        let mut days = 0_u32;
        let mut rules = Vec::new();
        for kind in kinds {
            let (number, rule) = self.number(*kind, region, start)?;
            days = days.saturating_add(u32::try_from(number).unwrap_or(u32::MAX));
            rules.push(rule.clone());
        }
        Ok(Deadline { rules, derivation: calendar.deadline(start, days) })
    }

    /// By when a draft begun on `start` must be submitted (art. 17).
    ///
    /// # Errors
    ///
    /// When a rule it needs isn't in force.
    pub fn update_deadline(
        &self,
        region: &str,
        start: Date,
        extended: bool,
        calendar: &WorkingCalendar,
    ) -> Result<Deadline, NoRule> {
        let kinds = [RuleKind::Update, RuleKind::UpdateExtension];
        self.deadline(if extended { &kinds } else { &kinds[..1] }, region, start, calendar)
    }

    /// By when the authority must have reviewed what was submitted on `start` (art. 17).
    ///
    /// # Errors
    ///
    /// When the rule isn't in force.
    pub fn review_deadline(
        &self,
        region: &str,
        start: Date,
        calendar: &WorkingCalendar,
    ) -> Result<Deadline, NoRule> {
        self.deadline(&[RuleKind::Review], region, start, calendar)
    }

    /// The highest grade that may be open; the mildest there is when no rule is
    /// in force, so that a missing row closes rather than opens.
    pub fn open_ceiling(&self, region: &str, on: Date) -> Grade {
        self.find(RuleKind::OpenCeiling, region, on)
            .ok()
            .and_then(|rule| rule.value.parse().ok())
            .unwrap_or(Grade::ALL[0])
    }

    /// The mask an item of that grade starts with. Grades without a row of their
    /// own are shown as they are below general level 3 and hidden above.
    pub fn default_mask(&self, grade: Grade, is_date: bool, region: &str, on: Date) -> Mask {
        let kind = match (grade.rank(), is_date) {
            (1 | 2, _) => return Mask::None,
            (3, true) => RuleKind::MaskGeneral3Date,
            (3, false) => RuleKind::MaskGeneral3,
            (4, _) => RuleKind::MaskGeneral4,
            (5, _) => RuleKind::MaskImportant,
            _ => RuleKind::MaskCore,
        };
        let rule = self.find(kind, region, on).ok();
        rule.and_then(|rule| rule.value.parse().ok()).unwrap_or(Mask::Redact)
    }

    /// From how many rows on a table of personal information counts as important.
    pub fn persons_important(&self, region: &str, on: Date) -> Option<u64> {
        self.number(RuleKind::PersonsImportant, region, on).ok().map(|(number, _)| number)
    }

    /// Days after its last update at which a dataset is stale.
    pub fn stale_after(&self, cycle: crate::Cycle, region: &str, on: Date) -> Option<i32> {
        let days = i32::from(cycle.days()?);
        let (grace, _) = self.number(RuleKind::StaleGrace, region, on).ok()?;
        let grace = i32::try_from(grace).ok()?;
        // At least one whole day, or a daily table would be stale before the day is over.
        Some(days + (days * grace / 100).max(1))
    }
}

/// The jurisdictions over a division, the country first, so that of equally strict
/// rules the higher one is cited.
fn jurisdictions(region: &str) -> Vec<String> {
    let mut found = vec![NATIONAL.to_owned()];
    if region.len() == 6 && region.is_ascii() {
        found.push(format!("{}0000", &region[..2]));
        found.push(format!("{}00", &region[..4]));
    }
    found.push(region.to_owned());
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use strum::VariantArray as _;

    use super::*;
    use crate::Cycle;

    const ON: Date = date(2026, 3, 2);

    fn local(kind: RuleKind, value: &str, jurisdiction: &str) -> Rule {
        Rule {
            jurisdiction: jurisdiction.into(),
            kind,
            value: value.into(),
            unit: String::new(),
            source: "示例市公共数据管理办法".into(),
            clause: "第九条".into(),
            effective_from: date(2026, 1, 1),
            effective_until: None,
        }
    }

    #[test]
    fn the_seed_has_a_rule_of_every_kind_with_source_and_clause() {
        let book = Rulebook::seed();
        for kind in RuleKind::VARIANTS {
            let rule = book.find(*kind, "990102", ON).unwrap();
            assert!(!rule.source.is_empty() && rule.clause.contains(['第', '附']), "{rule:?}");
        }
    }

    #[test]
    fn an_update_is_due_ten_working_days_after_its_cause_and_fifteen_with_consent() {
        let (book, calendar) = (Rulebook::seed(), WorkingCalendar::default());
        let due = |extended| book.update_deadline("990102", ON, extended, &calendar).unwrap().due();
        assert_eq!(due(false), date(2026, 3, 16));
        assert_eq!(due(true), date(2026, 3, 23));
        assert_eq!(book.review_deadline("990102", ON, &calendar).unwrap().due(), date(2026, 3, 4));
    }

    #[test]
    fn a_deadline_names_the_rules_it_rests_on() {
        let book = Rulebook::seed();
        let deadline =
            book.update_deadline("990102", ON, true, &WorkingCalendar::default()).unwrap();
        let clauses: Vec<_> = deadline.rules.iter().map(|rule| rule.clause.as_str()).collect();
        assert_eq!(clauses, ["第十七条", "第十七条"]);
        assert_eq!(deadline.derivation.days.iter().filter_map(|day| day.ordinal).max(), Some(15));
    }

    #[test]
    fn a_local_row_tightens_but_never_loosens() {
        let mut book = Rulebook::seed();
        book.rules.push(local(RuleKind::Update, "7", "990100"));
        book.rules.push(local(RuleKind::Review, "5", "990100"));
        let find = |kind, region| book.find(kind, region, ON).unwrap().value.clone();
        assert_eq!(find(RuleKind::Update, "990102"), "7");
        assert_eq!(find(RuleKind::Update, "980102"), "10");
        assert_eq!(find(RuleKind::Review, "990102"), "2");
    }

    #[test]
    fn a_city_may_lower_the_ceiling_of_opening_and_not_raise_it() {
        let mut book = Rulebook::seed();
        assert_eq!(book.open_ceiling("990102", ON), Grade::ALL[1]);
        book.rules.push(local(RuleKind::OpenCeiling, "general-4", "990100"));
        assert_eq!(book.open_ceiling("990102", ON), Grade::ALL[1]);
        book.rules.push(local(RuleKind::OpenCeiling, "general-1", "990102"));
        assert_eq!(book.open_ceiling("990102", ON), Grade::ALL[0]);
    }

    #[test]
    fn without_a_rule_only_harmless_data_opens_and_serious_data_is_hidden() {
        let book = Rulebook::default();
        assert_eq!(book.open_ceiling("990102", ON), Grade::ALL[0]);
        assert_eq!(book.default_mask(Grade::ALL[2], false, "990102", ON), Mask::Redact);
        assert_eq!(book.default_mask(Grade::ALL[1], false, "990102", ON), Mask::None);
    }

    #[test]
    fn a_date_of_level_three_shows_its_year() {
        let book = Rulebook::seed();
        assert_eq!(book.default_mask(Grade::ALL[2], true, "990102", ON), Mask::YearOnly);
        let ends = Mask::KeepEnds { head: 3, tail: 2 };
        assert_eq!(book.default_mask(Grade::ALL[2], false, "990102", ON), ends);
        assert_eq!(book.default_mask(Grade::Core, true, "990102", ON), Mask::Redact);
    }

    #[test]
    fn a_cycle_has_its_grace_and_an_irregular_one_never_ends() {
        let book = Rulebook::seed();
        assert_eq!(book.stale_after(Cycle::Daily, "990102", ON), Some(2));
        assert_eq!(book.stale_after(Cycle::Monthly, "990102", ON), Some(37));
        assert_eq!(book.stale_after(Cycle::Irregular, "990102", ON), None);
    }
}
