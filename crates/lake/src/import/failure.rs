//! Why an import failed, kept so that either language can say it.

use std::collections::BTreeMap;

use zt_web::{Ui, i18n::Arg};

use crate::table::engine::LoadError;

/// Why an import failed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Failure {
    /// Its stable name.
    pub name: String,
    /// What its sentence tells.
    pub facts: BTreeMap<String, String>,
    /// The sentence in English, for programs.
    pub text: String,
}

impl Failure {
    /// The failure that `error` is.
    pub fn of(error: &LoadError) -> Self {
        let (name, facts) = match error {
            LoadError::Read(error) => error.told(),
            _ => ("encode", Vec::new()),
        };
        let facts = facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect();
        Self { name: name.to_owned(), facts, text: error.to_string() }
    }

    /// The platform's own failure, which trying again may mend.
    pub fn platform() -> Self {
        let text = "the platform failed; try again later".to_owned();
        Self { name: "platform".to_owned(), facts: BTreeMap::new(), text }
    }

    /// The sentence in the visitor's language.
    pub fn sentence(&self, ui: &Ui) -> String {
        let facts: Vec<(&str, Arg<'_>)> =
            self.facts.iter().map(|(name, fact)| (name.as_str(), fact.as_str().into())).collect();
        ui.ta(&format!("lake-failure-{}", self.name), &facts)
    }
}
