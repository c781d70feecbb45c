//! Row conditions as people write and read them: one item, one comparison, one
//! value or a few.

use zt_catalogue::Entry;
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
    /// One of several, written with commas between.
    OneOf,
    /// Beginning with, as a division's code begins with its province's.
    StartsWith,
}

/// The condition that the item has, begins with, or lies on one side of `value`.
pub(crate) fn compare(item: &str, comparison: Comparison, value: &str) -> RowCondition {
    let (column, value) = (item.to_owned(), value.trim().to_owned());
    match comparison {
        Comparison::Equals => RowCondition::Equals { column, value },
        Comparison::OneOf => RowCondition::In { column, values: listed(&value) },
        Comparison::AtLeast => RowCondition::AtLeast { column, value },
        Comparison::AtMost => RowCondition::AtMost { column, value },
        Comparison::StartsWith => RowCondition::StartsWith { column, value },
    }
}

/// What separates the values of a list: the comma of either script, and the
/// Chinese enumeration comma.
const SEPARATORS: [char; 3] = [',', '\u{ff0c}', '\u{3001}'];

fn listed(value: &str) -> Vec<String> {
    let values = value.split(SEPARATORS).map(str::trim).filter(|value| !value.is_empty());
    values.map(str::to_owned).collect()
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
        RowCondition::In { column, values } if values.iter().all(|it| !it.contains(SEPARATORS)) => {
            return Some((column.clone(), Comparison::OneOf, values.join(",")));
        }
        RowCondition::Equals { column, value } => (column, Comparison::Equals, value),
        RowCondition::AtLeast { column, value } => (column, Comparison::AtLeast, value),
        RowCondition::AtMost { column, value } => (column, Comparison::AtMost, value),
        RowCondition::StartsWith { column, value } => (column, Comparison::StartsWith, value),
        _ => return None,
    };
    Some((column.clone(), comparison, value.clone()))
}

/// The condition in words, its columns by the labels the entry gives them.
pub(crate) fn words(ui: &Ui, entry: Option<&Entry>, condition: &RowCondition) -> String {
    let label = |column: &str| {
        let item = entry.and_then(|entry| entry.item(column));
        item.map_or_else(|| column.to_owned(), |item| item.label.clone())
    };
    let line = |key: &str, column: &str, value: &str| {
        ui.ta(key, &[("item", label(column).into()), ("value", value.into())])
    };
    match condition {
        RowCondition::Equals { column, value } => line("sharing-condition-equals", column, value),
        RowCondition::NotEquals { column, value } => {
            line("sharing-condition-not-equals", column, value)
        }
        RowCondition::LessThan { column, value } => {
            line("sharing-condition-less-than", column, value)
        }
        RowCondition::AtMost { column, value } => line("sharing-condition-at-most", column, value),
        RowCondition::GreaterThan { column, value } => {
            line("sharing-condition-greater-than", column, value)
        }
        RowCondition::AtLeast { column, value } => {
            line("sharing-condition-at-least", column, value)
        }
        RowCondition::StartsWith { column, value } => {
            line("sharing-condition-starts-with", column, value)
        }
        RowCondition::In { column, values } => {
            line("sharing-condition-in", column, &values.join(&ui.t("sharing-separator")))
        }
        RowCondition::IsNull { column } => line("sharing-condition-is-null", column, ""),
        RowCondition::And(parts) => join(ui, entry, parts, "sharing-condition-and"),
        RowCondition::Or(parts) => join(ui, entry, parts, "sharing-condition-or"),
        RowCondition::Not(part) => {
            ui.ta("sharing-condition-not", &[("condition", words(ui, entry, part).into())])
        }
    }
}

fn join(ui: &Ui, entry: Option<&Entry>, parts: &[RowCondition], key: &str) -> String {
    let separator = format!(" {} ", ui.t(key));
    let part = |part: &RowCondition| {
        let text = words(ui, entry, part);
        let is_joined = matches!(part, RowCondition::And(_) | RowCondition::Or(_));
        if is_joined { format!("({text})") } else { text }
    };
    parts.iter().map(part).collect::<Vec<_>>().join(&separator)
}

#[cfg(test)]
mod tests {
    use zt_web::{Lang, Visitor};

    use super::*;

    fn said(lang: Lang, condition: &RowCondition) -> String {
        // Registered by whichever test comes first.
        let _ = zt_web::i18n::register(&[crate::FLUENT]);
        words(&Ui::new(lang, Visitor::anonymous(""), "/"), None, condition)
    }

    #[test]
    fn a_condition_reads_as_a_sentence_in_both_languages() {
        let districts = compare("区", Comparison::OneOf, "上城区、钱塘区");
        assert_eq!(said(Lang::Zh, &districts), "区 是 上城区、钱塘区 之一");
        assert_eq!(said(Lang::En, &districts), "区 is one of 上城区, 钱塘区");
        let both = RowCondition::And(vec![
            compare("面积", Comparison::AtLeast, "90"),
            RowCondition::Or(vec![districts, RowCondition::IsNull { column: "区".to_owned() }]),
        ]);
        assert_eq!(
            said(Lang::Zh, &both),
            "面积 不小于 90 并且 (区 是 上城区、钱塘区 之一 或者 区 为空)"
        );
    }

    #[test]
    fn a_list_of_values_comes_back_to_the_form_as_it_was_written() {
        let condition = compare("区", Comparison::OneOf, "上城区， 钱塘区,");
        let RowCondition::In { values, .. } = &condition else { panic!("{condition:?}") };
        assert_eq!(values, &["上城区", "钱塘区"]);
        let (_, comparison, value) = to_form(&condition).unwrap();
        assert_eq!(compare("区", comparison, &value), condition);
    }
}
