//! The fields of a request's forms, and what they mean.

use jiff::civil::Date;
use serde::Deserialize;
use zt_catalogue::Entry;
use zt_kernel::GrantId;
use zt_web::Values;

use crate::{
    application::{Application, HeadConsent, Kind, OnwardChange, filled},
    condition,
    scope::Scope,
};

/// What is asked for: the first step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ScopeForm {
    pub items: Vec<String>,
    pub row_item: String,
    pub row_comparison: String,
    pub row_value: String,
    pub mode: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub grant: Option<i64>,
    pub change: String,
    pub recipient: String,
    pub flow: bool,
    pub region: String,
}

/// Why it is asked for: the second step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PurposeForm {
    pub legal_basis: String,
    pub scenario: String,
    pub head_name: String,
    pub head_on: Option<Date>,
}

impl ScopeForm {
    /// Writes the first step's answers over those of `known`.
    pub(super) fn onto(self, known: Application) -> Application {
        let kind = match self.grant {
            Some(grant) => Kind::Onward {
                grant: GrantId(grant),
                change: self.change.parse().unwrap_or(OnwardChange::WiderScope),
                recipient: self.recipient,
            },
            None if self.flow => Kind::ReturnFlow { region: self.region },
            None => Kind::First,
        };
        let condition = condition::from_form(&self.row_item, &self.row_comparison, &self.row_value);
        let items = self.items.into_iter().filter(|item| filled(item)).collect();
        Application {
            kind,
            scope: Scope { items, condition },
            mode: self.mode.parse().ok(),
            from: self.from,
            until: self.until,
            ..known
        }
    }
}

impl PurposeForm {
    /// Writes the second step's answers over those of `known`.
    pub(super) fn onto(self, known: Application) -> Application {
        let head = match (filled(&self.head_name), self.head_on) {
            (true, Some(on)) => Some(HeadConsent { name: self.head_name, on }),
            _ => None,
        };
        Application { legal_basis: self.legal_basis, scenario: self.scenario, head, ..known }
    }
}

/// The fields of both steps, filled from an application.
pub(super) fn values(application: &Application) -> Values {
    let mut values = Values::default();
    for item in &application.scope.items {
        values.push("items", item.clone());
    }
    if let Some((item, comparison, value)) =
        application.scope.condition.as_ref().and_then(condition::to_form)
    {
        let comparison: &str = comparison.into();
        values.push("row_item", item);
        values.push("row_comparison", comparison);
        values.push("row_value", value);
    }
    if let Some(mode) = application.mode {
        let mode: &str = mode.into();
        values.push("mode", mode);
    }
    for (name, day) in [("from", application.from), ("until", application.until)] {
        if let Some(day) = day {
            values.push(name, day.to_string());
        }
    }
    match &application.kind {
        Kind::First => {}
        Kind::Onward { grant, change, recipient } => {
            let change: &str = (*change).into();
            values.push("grant", grant.to_string());
            values.push("change", change);
            values.push("recipient", recipient.clone());
        }
        Kind::ReturnFlow { region } => {
            values.push("flow", "on");
            values.push("region", region.clone());
        }
    }
    values.push("legal_basis", application.legal_basis.clone());
    values.push("scenario", application.scenario.clone());
    if let Some(head) = &application.head {
        values.push("head_name", head.name.clone());
        values.push("head_on", head.on.to_string());
    }
    values
}

/// The fields a new request starts with. No item is ticked: one asks for what the
/// matter needs, not for what there is.
pub(super) fn fresh(entry: &Entry) -> Values {
    let values = Values::default().with("mode", "interface");
    match entry.items.as_slice() {
        [only] => values.with("items", only.name.clone()),
        _ => values,
    }
}
