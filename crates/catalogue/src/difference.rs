//! What differs between two versions of an entry, field by field.

use crate::{Description, Entry, Item};

/// One visible difference.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Of the entry or of one of its items.
    pub place: Place,
    /// What it was; none where it is new.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
}

/// Where something is: in a field of the entry, or of one item. Lint findings
/// point with it too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A field of the entry, by its name in the form and the API.
    Field(&'static str),
    /// A field of the item of that column name.
    Item {
        /// The column.
        item: String,
        /// The field, or `item` for the whole.
        field: &'static str,
    },
}

/// Every difference from `before` to `after`, the entry's own fields first, then
/// the items in the order of `after`, then those that are gone. A moved item is
/// a difference only in its position.
pub fn differences(before: &Entry, after: &Entry) -> Vec<Difference> {
    let mut found = Vec::new();
    for ((name, old), (_, new)) in
        fields(&before.description()).into_iter().zip(fields(&after.description()))
    {
        if old != new {
            found.push(Difference {
                place: Place::Field(name),
                before: some(old),
                after: some(new),
            });
        }
    }
    for item in &after.items {
        match before.item(&item.name) {
            None => found.push(whole(item, false)),
            Some(old) => compare_items(old, item, &mut found),
        }
    }
    found.extend(
        before
            .items
            .iter()
            .filter(|item| after.item(&item.name).is_none())
            .map(|item| whole(item, true)),
    );
    found
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn whole(item: &Item, gone: bool) -> Difference {
    let place = Place::Item { item: item.name.clone(), field: "item" };
    let label = Some(item.label.clone());
    if gone {
        Difference { place, before: label, after: None }
    } else {
        Difference { place, before: None, after: label }
    }
}

fn compare_items(old: &Item, new: &Item, found: &mut Vec<Difference>) {
    for ((field, before), (_, after)) in item_fields(old).into_iter().zip(item_fields(new)) {
        if before != after {
            let place = Place::Item { item: new.name.clone(), field };
            found.push(Difference { place, before: some(before), after: some(after) });
        }
    }
}

/// The entry's own fields as text. Values are stable names, which pages translate
/// where a Fluent message knows them.
fn fields(description: &Description) -> Vec<(&'static str, String)> {
    let assessed = &description.assessments;
    let conclusion = |assessment: &Option<crate::assessment::Assessment>| {
        assessment.as_ref().map(|it| format!("{} {}", it.on, it.conclusion)).unwrap_or_default()
    };
    let codes: Vec<&str> = description.related.iter().map(AsRef::as_ref).collect();
    let format: &str = description.format.kind.into();
    let cycle: &str = description.update_cycle.into();
    vec![
        ("name", description.name.clone()),
        ("name_en", description.name_en.clone()),
        ("abstract", description.abstract_.clone()),
        ("format", format.to_owned()),
        ("format_detail", description.format.detail.clone()),
        ("update_cycle", cycle.to_owned()),
        ("related", codes.join(" ")),
        ("secrecy", conclusion(&assessed.secrecy)),
        ("personal_information", conclusion(&assessed.personal_information)),
        (
            "consent",
            assessed
                .consent
                .as_ref()
                .map(|it| format!("{} {}", it.on, it.head))
                .unwrap_or_default(),
        ),
    ]
}

fn item_fields(item: &Item) -> Vec<(&'static str, String)> {
    let data_type: &str = item.data_type.into();
    let sharing: &str = item.sharing.kind().into();
    let mode: &str = item.sharing.mode.into();
    let personal: &str = item.personal.into();
    let condition = match &item.opening {
        crate::Opening::Conditional { condition } => condition.clone(),
        crate::Opening::Closed | crate::Opening::Open => String::new(),
    };
    vec![
        ("position", item.position.to_string()),
        ("label", item.label.clone()),
        ("data_type", data_type.to_owned()),
        ("element", item.element.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("sharing", sharing.to_owned()),
        ("ground", item.sharing.ground().unwrap_or_default().to_owned()),
        ("mode", mode.to_owned()),
        ("opening", item.opening.as_str().to_owned()),
        ("opening_condition", condition),
        ("grade", item.grade.map(|grade| grade.to_string()).unwrap_or_default()),
        ("mask", item.mask.to_string()),
        ("personal", personal.to_owned()),
        ("source", item.source.map(|agency| agency.to_string()).unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests {
    use crate::DataType;
    use jiff::Timestamp;
    use zt_kernel::{AgencyId, EntryId};

    use super::*;
    use crate::{EntryCode, Grade, Sharing};

    fn entry(items: Vec<Item>) -> Entry {
        let classification: crate::Classification = "301001".parse().unwrap();
        let code = EntryCode::new(&classification, 1);
        let description =
            Description { name: "学校基本信息".into(), items, ..Description::default() };
        Entry::create(
            EntryId(1),
            code,
            classification,
            AgencyId(1),
            description,
            Timestamp::UNIX_EPOCH,
        )
    }

    fn told(before: &Entry, after: &Entry) -> Vec<String> {
        let told = |difference: Difference| {
            let place = match difference.place {
                Place::Field(field) => field.to_owned(),
                Place::Item { item, field } => format!("{item}.{field}"),
            };
            let side = |side: Option<String>| side.unwrap_or_else(|| "-".into());
            format!("{place}: {} > {}", side(difference.before), side(difference.after))
        };
        differences(before, after).into_iter().map(told).collect()
    }

    #[test]
    fn an_entry_does_not_differ_from_itself() {
        let entry = entry(vec![Item::new(1, "xm", DataType::C)]);
        assert!(differences(&entry, &entry).is_empty());
    }

    #[test]
    fn new_gone_and_changed_items_are_told_apart() {
        let before = entry(vec![Item::new(1, "xm", DataType::C), Item::new(2, "dz", DataType::C)]);
        let stricter = Item {
            grade: Grade::general(3),
            sharing: Sharing::conditional("限教育部门"),
            ..Item::new(1, "xm", DataType::C)
        };
        let mut after = entry(vec![stricter, Item::new(2, "dh", DataType::C)]);
        after.name = "学校信息".into();
        assert_eq!(
            told(&before, &after),
            [
                "name: 学校基本信息 > 学校信息",
                "xm.sharing: unconditional > conditional",
                "xm.ground: - > 限教育部门",
                "xm.grade: - > general-3",
                "dh.item: - > dh",
                "dz.item: dz > -",
            ]
        );
    }
}
