//! What is wrong with an entry, told while it is being written.
//!
//! Saving is never refused for a finding; submitting is, for an error. Each finding
//! names its place, so that a form shows it beside the field, and its code, from
//! which pages take two messages: what is wrong, and what to do
//! (`catalogue-lint-CODE` and its attribute `.do`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use zt_kernel::AgencyId;
use zt_standards::{GradeBasis, Registry};

use crate::{
    Entry, Grade, Item, Opening, Personal, SharingTerms, assessment::Missing, difference::Place,
    store::Holder,
};

/// What is wrong.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Code {
    /// No name.
    NameMissing,
    /// No abstract.
    AbstractMissing,
    /// No items at all.
    NoItems,
    /// Two items of one column name.
    DuplicateItem,
    /// An item without a name that people read.
    LabelMissing,
    /// An item bound to no data element.
    NoElement,
    /// An item bound to an element nobody has published.
    UnknownElement,
    /// An item bound to an element that is no longer in force.
    AbolishedElement,
    /// The item's data type is another than its element's.
    TypeDiffers,
    /// Conditional sharing without a condition (art. 14).
    ConditionMissing,
    /// Refused sharing without a legal basis (arts. 14, 15).
    BasisMissing,
    /// Conditional opening without a condition.
    OpeningConditionMissing,
    /// An item without a confirmed grade.
    NotGraded,
    /// An item open above what its grade allows.
    OpenAboveGrade,
    /// An open item that is refused to agencies: what anyone may have, agencies may.
    OpenButRefused,
    /// The element tells of persons, the item doesn't declare it.
    PersonalNotDeclared,
    /// An item of serious harm that readers see unmasked.
    SensitiveUnmasked,
    /// An item of serious harm whose mask hides next to nothing.
    MaskHidesNothing,
    /// No assessment of secrecy (art. 13).
    SecrecyNotAssessed,
    /// No assessment of the impact on personal information (art. 13).
    PersonalInformationNotAssessed,
    /// The head has not consented (art. 13).
    NoConsent,
    /// No data behind the entry.
    NoBinding,
    /// The data is older than the update cycle promises.
    StaleCycle,
    /// Another agency already shares items of the same elements (art. 19).
    AlreadyShared,
    /// The element has a source agency, which is another one (art. 19).
    OtherSource,
}

/// How much it matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// To be put right or answered for.
    Warning,
    /// Keeps the entry from being submitted.
    Error,
}

impl Code {
    /// How much it matters.
    pub const fn severity(self) -> Severity {
        match self {
            Self::NoElement | Self::TypeDiffers | Self::NoBinding => Severity::Notice,
            Self::AbolishedElement
            | Self::PersonalNotDeclared
            | Self::SensitiveUnmasked
            | Self::StaleCycle
            | Self::AlreadyShared
            | Self::OtherSource => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What the message has to name: an element's code, another entry's, a date.
    pub about: String,
}

/// What the lint needs to know beside the entry.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The standards in force.
    pub registry: &'a Registry,
    /// The highest grade that may be open.
    pub open_ceiling: Grade,
    /// The day.
    pub today: Date,
    /// When data last came, where any is bound.
    pub refreshed_on: Option<Date>,
    /// Days after which data is stale under the entry's cycle, if it can be.
    pub stale_after_days: Option<i32>,
    /// Who already shares items of the entry's elements.
    pub holders: &'a [Holder],
    /// The source agency of each element that has one.
    pub sources: &'a BTreeMap<String, AgencyId>,
}

/// Whether anything found keeps the entry from being submitted.
pub fn blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Everything wrong with the entry: the gravest first, then in the order of the form.
pub fn lint(entry: &Entry, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    of_entry(entry, context, &mut findings);
    let mut seen = std::collections::BTreeSet::new();
    for item in &entry.items {
        if !seen.insert(item.name.as_str()) {
            findings.item(item, "name", Code::DuplicateItem, &item.name);
        }
        of_item(item, context, &mut findings);
        of_element(entry, item, context, &mut findings);
    }
    findings.0.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.0
}

struct Findings(Vec<Finding>);

impl Findings {
    fn field(&mut self, field: &'static str, code: Code, about: impl Into<String>) {
        self.push(Place::Field(field), code, about.into());
    }

    fn item(&mut self, item: &Item, field: &'static str, code: Code, about: impl Into<String>) {
        self.push(Place::Item { item: item.name.clone(), field }, code, about.into());
    }

    fn push(&mut self, place: Place, code: Code, about: String) {
        self.0.push(Finding { code, severity: code.severity(), place, about });
    }
}

fn of_entry(entry: &Entry, context: &Context<'_>, findings: &mut Findings) {
    if entry.name.trim().is_empty() {
        findings.field("name", Code::NameMissing, "");
    }
    if entry.abstract_.trim().is_empty() {
        findings.field("abstract", Code::AbstractMissing, "");
    }
    if entry.items.is_empty() {
        findings.field("items", Code::NoItems, "");
    }
    for missing in entry.assessments.missing() {
        match missing {
            Missing::Secrecy => findings.field("secrecy", Code::SecrecyNotAssessed, ""),
            Missing::PersonalInformation => {
                findings.field("personal_information", Code::PersonalInformationNotAssessed, "");
            }
            Missing::Consent => findings.field("consent", Code::NoConsent, ""),
        }
    }
    if entry.bindings.is_empty() {
        findings.field("bindings", Code::NoBinding, "");
    }
    if let (Some(refreshed_on), Some(days)) = (context.refreshed_on, context.stale_after_days)
        && refreshed_on.until(context.today).is_ok_and(|age| age.get_days() > days)
    {
        findings.field("update_cycle", Code::StaleCycle, refreshed_on.to_string());
    }
}

fn of_item(item: &Item, context: &Context<'_>, findings: &mut Findings) {
    if item.label.trim().is_empty() {
        findings.item(item, "label", Code::LabelMissing, "");
    }
    if item.sharing.ground().is_none() {
        match item.sharing.terms {
            SharingTerms::Unconditional => {}
            SharingTerms::Conditional { .. } => {
                findings.item(item, "ground", Code::ConditionMissing, "");
            }
            SharingTerms::Refused { .. } => findings.item(item, "ground", Code::BasisMissing, ""),
        }
    }
    if matches!(&item.opening, Opening::Conditional { condition } if condition.trim().is_empty()) {
        findings.item(item, "opening_condition", Code::OpeningConditionMissing, "");
    }
    if item.opening.is_open() && matches!(item.sharing.terms, SharingTerms::Refused { .. }) {
        findings.item(item, "opening", Code::OpenButRefused, "");
    }
    match item.grade {
        None => findings.item(item, "grade", Code::NotGraded, ""),
        Some(grade) => {
            if item.opening.is_open() && grade > context.open_ceiling {
                findings.item(item, "opening", Code::OpenAboveGrade, context.open_ceiling.as_str());
            }
            if grade >= Grade::ALL[2] && item.mask.is_none() {
                findings.item(item, "mask", Code::SensitiveUnmasked, grade.as_str());
            }
            // Worse than no mask: it passes for one. Whoever means to show the values
            // says so, and two persons answer for it.
            if grade >= Grade::ALL[2] && item.mask.is_vain() {
                findings.item(item, "mask", Code::MaskHidesNothing, grade.as_str());
            }
        }
    }
}

fn of_element(entry: &Entry, item: &Item, context: &Context<'_>, findings: &mut Findings) {
    let Some(code) = &item.element else {
        findings.item(item, "element", Code::NoElement, "");
        return;
    };
    let Some(element) = context.registry.element(code) else {
        let known = !context.registry.element_versions(code).is_empty();
        let finding = if known { Code::AbolishedElement } else { Code::UnknownElement };
        findings.item(item, "element", finding, code.to_string());
        return;
    };
    if element.kind != item.data_type {
        findings.item(item, "data_type", Code::TypeDiffers, element.kind.letter());
    }
    let personal = matches!(
        element.grade_basis,
        GradeBasis::PersonalGeneral
            | GradeBasis::IdentifiesPerson
            | GradeBasis::LocatesPerson
            | GradeBasis::SensitivePersonal
    );
    if personal && item.personal == Personal::None {
        findings.item(item, "personal", Code::PersonalNotDeclared, code.to_string());
    }
    if let Some(source) = context.sources.get(&**code)
        && *source != entry.agency
        && item.source != Some(*source)
    {
        findings.item(item, "source", Code::OtherSource, source.to_string());
    }
    // Many tables hold a name or a date, and that repeats no collection; a second
    // register of the same persons does.
    let other = context.holders.iter().find(|holder| {
        holder.element == *code
            && holder.agency != entry.agency
            && holder.sharing != crate::SharingType::Refused
            && element.grade_basis == GradeBasis::IdentifiesPerson
    });
    if let (Some(holder), None) = (other, item.source) {
        findings.item(item, "element", Code::AlreadyShared, holder.code.as_str());
    }
}

#[cfg(test)]
mod tests;
