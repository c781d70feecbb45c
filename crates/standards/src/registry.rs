//! The registry: one immutable snapshot of everything published, for any number of
//! readers. A change builds the next snapshot; whoever holds this one keeps it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use zt_kernel::{AgencyId, DivisionCode};

use crate::checker::{Checker, CompileError, Context};
use crate::code_set::{CodeSetCode, CodeSetVersion};
use crate::detect::Detector;
use crate::division::{Division, Divisions, Edition};
use crate::element::{Element, ElementCode};
use crate::lifecycle::State;
use crate::package;
use crate::rule::Rule;

/// Everything published.
#[derive(Debug, Clone)]
pub struct Registry {
    elements: BTreeMap<ElementCode, Vec<Element>>,
    code_sets: BTreeMap<CodeSetCode, CodeSet>,
    divisions: Arc<Divisions>,
    detector: Detector,
    names: crate::propose::Names,
}

/// A code set with its published versions.
#[derive(Debug, Clone)]
pub struct CodeSet {
    /// Its code.
    pub code: CodeSetCode,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// The published standard, if it is one.
    pub standard: Option<String>,
    /// The agency that proposed it; `None` for the national set.
    pub owner: Option<AgencyId>,
    /// Published versions, oldest first.
    pub versions: Vec<Arc<CodeSetVersion>>,
}

impl CodeSet {
    /// The version that applies on `date`.
    #[must_use]
    pub fn at(&self, date: Date) -> Option<&Arc<CodeSetVersion>> {
        self.versions.iter().rev().find(|version| version.applies_on(date))
    }

    /// The version of this name.
    #[must_use]
    pub fn version(&self, name: &str) -> Option<&Arc<CodeSetVersion>> {
        self.versions.iter().find(|version| version.version == name)
    }

    /// The newest published version, whatever the date.
    #[must_use]
    pub fn newest(&self) -> Option<&Arc<CodeSetVersion>> {
        self.versions.last()
    }
}

impl Registry {
    /// A snapshot of published versions; drafts among them are left out.
    #[must_use]
    pub fn new(
        elements: impl IntoIterator<Item = Element>,
        code_sets: impl IntoIterator<Item = CodeSet>,
    ) -> Self {
        let mut by_code: BTreeMap<ElementCode, Vec<Element>> = BTreeMap::new();
        for element in elements.into_iter().filter(|element| element.state.was_published()) {
            by_code.entry(element.code.clone()).or_default().push(element);
        }
        for versions in by_code.values_mut() {
            versions.sort_by_key(|element| element.version);
        }
        let mut sets = BTreeMap::new();
        for mut set in code_sets {
            set.versions.retain(|version| version.state.was_published());
            set.versions.sort_by_key(|version| version.valid_from);
            sets.insert(set.code.clone(), set);
        }
        let divisions = Arc::new(sets.get(package::DIVISIONS).map(divisions).unwrap_or_default());
        let current = by_code.values().filter_map(|versions| in_force(versions));
        Self {
            names: crate::propose::Names::new(current),
            elements: by_code,
            code_sets: sets,
            detector: Detector::new(Arc::clone(&divisions)),
            divisions,
        }
    }

    /// The registry as the national package alone makes it, without a database: for
    /// tools that inspect a file, and for tests.
    ///
    /// # Panics
    ///
    /// On a defect of the compiled-in data, which a test excludes.
    #[must_use]
    pub fn national() -> &'static Self {
        static NATIONAL: LazyLock<Registry> = LazyLock::new(|| {
            from_package().unwrap_or_else(|error| panic!("the standards package: {error}"))
        });
        &NATIONAL
    }

    /// The version of an element that is in force.
    #[must_use]
    pub fn element(&self, code: &str) -> Option<&Element> {
        self.elements.get(code).and_then(|versions| in_force(versions))
    }

    /// Every published version of an element, oldest first.
    #[must_use]
    pub fn element_versions(&self, code: &str) -> &[Element] {
        self.elements.get(code).map_or(&[], Vec::as_slice)
    }

    /// The elements in force, by code.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.elements.values().filter_map(|versions| in_force(versions))
    }

    /// A code set with its versions.
    #[must_use]
    pub fn code_set_versions(&self, code: &str) -> Option<&CodeSet> {
        self.code_sets.get(code)
    }

    /// The code sets, by code.
    pub fn code_sets(&self) -> impl Iterator<Item = &CodeSet> {
        self.code_sets.values()
    }

    /// The version of a code set that applies on `at`.
    #[must_use]
    pub fn code_set(&self, code: &str, at: Date) -> Option<&Arc<CodeSetVersion>> {
        self.code_sets.get(code).and_then(|set| set.at(at))
    }

    /// What a division code was called on `at`.
    #[must_use]
    pub fn division(&self, code: DivisionCode, at: Date) -> Option<&Division> {
        self.divisions.at(code, at)
    }

    /// The register of divisions.
    #[must_use]
    pub fn divisions(&self) -> &Divisions {
        &self.divisions
    }

    /// Tells kinds of values by content, for profiles.
    #[must_use]
    pub fn detector(&self) -> &Detector {
        &self.detector
    }

    pub(crate) fn names(&self) -> &crate::propose::Names {
        &self.names
    }

    /// A checker for an element in force, against the code sets and divisions of `at`.
    /// `None` if no such element is in force, or its rule does not compile: publishing
    /// tests that it does.
    #[must_use]
    pub fn checker(&self, code: &ElementCode, at: Date) -> Option<Checker> {
        let element = self.element(code)?;
        self.compile(code.clone(), element.length, element.rule.as_ref(), at).ok()
    }

    /// Compiles any rule against this snapshot, before it is published.
    ///
    /// # Errors
    ///
    /// Refuses unknown code sets and rules that can't stand.
    pub fn compile(
        &self,
        element: ElementCode,
        max_chars: Option<u32>,
        rule: Option<&Rule>,
        at: Date,
    ) -> Result<Checker, CompileError> {
        // Data older than the first version known are judged by that first version.
        let code_set = |code: &str| {
            let set = self.code_sets.get(code)?;
            set.at(at).or(set.versions.first()).map(Arc::clone)
        };
        let context = Context { code_set: &code_set, divisions: &self.divisions, at };
        Checker::compile(element, max_chars, rule, &context)
    }
}

fn in_force(versions: &[Element]) -> Option<&Element> {
    versions.iter().rev().find(|element| element.state == State::InForce)
}

fn divisions(set: &CodeSet) -> Divisions {
    Divisions::new(set.versions.iter().map(|version| {
        let edition = Edition { name: version.version.clone(), as_of: version.valid_from };
        let lines = version.items.iter().map(|item| (item.code.as_str(), item.name.as_str()));
        (edition, lines)
    }))
}

fn from_package() -> Result<Registry, package::PackageError> {
    let elements = package::elements()?.into_iter().map(|packaged| Element {
        code: packaged.code,
        version: 1,
        state: State::InForce,
        owner: None,
        valid_from: None,
        valid_to: None,
        definition: packaged.definition,
    });
    let code_sets = package::code_sets()?.into_iter().map(|packaged| {
        let mut versions: Vec<Arc<CodeSetVersion>> = Vec::new();
        let mut later = packaged.versions.iter().skip(1).map(|version| version.valid_from);
        for version in &packaged.versions {
            let next = later.next();
            let valid_to = next.and_then(|next| next.yesterday().ok());
            let state = if next.is_some() { State::Superseded } else { State::InForce };
            versions.push(Arc::new(CodeSetVersion::new(
                packaged.code.clone(),
                version.version.clone(),
                state,
                (version.valid_from, valid_to),
                version.note.clone(),
                version.items.clone(),
            )));
        }
        CodeSet {
            code: packaged.code,
            name_zh: packaged.name_zh,
            name_en: packaged.name_en,
            standard: packaged.standard,
            owner: None,
            versions,
        }
    });
    Ok(Registry::new(elements, code_sets))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_code_set_is_asked_at_a_date() {
        let registry = Registry::national();
        let version = |at| registry.code_set("GBT2260", at).map(|version| version.version.as_str());
        assert_eq!(version(date(2004, 1, 1)), Some("2002"));
        assert_eq!(version(date(2005, 6, 30)), Some("2005-06"));
        assert_eq!(version(date(2026, 1, 1)), Some("2023"));
        assert_eq!(version(date(1999, 1, 1)), None);
    }

    #[test]
    fn data_older_than_a_code_set_are_checked_by_its_first_version() {
        let registry = Registry::national();
        let checker = registry.checker(&"PER003".parse().unwrap(), date(1990, 1, 1)).unwrap();
        assert_eq!(checker.check("1"), Ok(()));
    }

    #[test]
    fn drafts_and_abolished_elements_are_not_in_force() {
        let registry = Registry::national();
        let known = registry.element("PER001").unwrap();
        let with = |version, state| Element { version, state, ..known.clone() };
        let registry = Registry::new(
            [with(1, State::Superseded), with(2, State::Abolished), with(3, State::Draft)],
            [],
        );
        assert_eq!(registry.element("PER001"), None);
        assert_eq!(registry.element_versions("PER001").len(), 2);
        assert_eq!(registry.elements().count(), 0);
    }

    #[test]
    fn an_unknown_code_set_is_told_when_compiling() {
        let rule = Rule::CodeSet {
            code_set: "NONE".parse().unwrap(),
            accepts: crate::rule::Accepts::Code,
        };
        let error = Registry::national()
            .compile("X01".parse().unwrap(), None, Some(&rule), date(2026, 1, 1))
            .unwrap_err();
        assert_eq!(error, CompileError::UnknownCodeSet("NONE".into()));
    }
}
