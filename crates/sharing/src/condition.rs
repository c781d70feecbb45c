//! Row conditions as people write and read them: one item, one comparison, one value.

use zt_lake::RowCondition;
use zt_web::Ui;

use crate::application::filled;

/// How a value is compared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Comparison {
    /// The same.
    Equals,
    /// At or after.
    AtLeast,
    /// At or before.
    AtMost,
    /// Beginning with, as a division's code begins with its province's.
    StartsWith,
}

/// The condition that the item has, begins with, or lies on one side of `value`.
pub(crate) fn compare(item: &str, comparison: Comparison, value: &str) -> RowCondition {
    let (column, value) = (item.to_owned(), value.trim().to_owned());
    match comparison {
        Comparison::Equals => RowCondition::Equals { column, value },
        Comparison::AtLeast => RowCondition::AtLeast { column, value },
        Comparison::AtMost => RowCondition::AtMost { column, value },
        Comparison::StartsWith => RowCondition::StartsWith { column, value },
    }
}

/// The condition of a form's three fields; none when no item is chosen.
pub(crate) fn from_form(item: &str, comparison: &str, value: &str) -> Option<RowCondition> {
    if !filled(item) {
        return None;
    }
    Some(compare(item, comparison.parse().unwrap_or(Comparison::Equals), value))
}

/// The three fields of a condition written on a form; none for one too rich for it.
pub(crate) fn to_form(condition: &RowCondition) -> Option<(String, Comparison, String)> {
    let (column, comparison, value) = match condition {
        RowCondition::Equals { column, value } => (column, Comparison::Equals, value),
        RowCondition::AtLeast { column, value } => (column, Comparison::AtLeast, value),
        RowCondition::AtMost { column, value } => (column, Comparison::AtMost, value),
        RowCondition::StartsWith { column, value } => (column, Comparison::StartsWith, value),
        _ => return None,
    };
    Some((column.clone(), comparison, value.clone()))
}

/// The condition in words.
pub(crate) fn words(ui: &Ui, condition: &RowCondition) -> String {
    match condition {
        RowCondition::And(parts) => join(ui, parts, "sharing-condition-and"),
        RowCondition::Or(parts) => join(ui, parts, "sharing-condition-or"),
        single => match to_form(single) {
            Some((item, comparison, value)) => {
                let name: &str = comparison.into();
                let sign = ui.t(&format!("sharing-comparison-{}", name.replace('_', "-")));
                format!("{item} {sign} {value}")
            }
            None => crate::json::text(single),
        },
    }
}

fn join(ui: &Ui, parts: &[RowCondition], key: &str) -> String {
    let separator = format!(" {} ", ui.t(key));
    parts.iter().map(|part| words(ui, part)).collect::<Vec<_>>().join(&separator)
}
