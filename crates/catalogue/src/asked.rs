//! Reads a search from the parameters of an address; pages and API take the same.

use std::str::FromStr;

use zt_kernel::{AgencyId, EntryId};
use zt_web::{Keyset, Values};

use crate::search::{After, Query, Sort, View};

/// Characters of a query that are read; a longer one is cut, not refused.
const TEXT_MAX_CHARACTERS: usize = 200;

/// A parameter that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the parameter {0} can't be read")]
pub struct BadParameter(pub &'static str);

/// The search that `values` ask for, in the widest view the asker has. Asking for
/// a wider view than one's own gets one's own.
pub fn query(values: &Values, widest: View, limit: usize) -> Result<Query, BadParameter> {
    let view = match (values.get("view"), widest) {
        ("", _) | (_, View::Open) => widest,
        (text, _) => text.parse().map_err(|_| BadParameter("view"))?,
    };
    let after = match values.get("after") {
        "" => None,
        text => Some(cursor(text).ok_or(BadParameter("after"))?),
    };
    Ok(Query {
        text: values.get("q").chars().take(TEXT_MAX_CHARACTERS).collect(),
        view,
        agencies: all::<i64>(values, "agency")?.into_iter().map(AgencyId).collect(),
        regions: all(values, "region")?,
        branches: all(values, "branch")?,
        sharing: all(values, "sharing")?,
        grades: all(values, "grade")?,
        cycles: all(values, "cycle")?,
        openness: all(values, "openness")?,
        sort: match values.get("sort") {
            "" => Sort::default(),
            text => text.parse().map_err(|_| BadParameter("sort"))?,
        },
        limit,
        after,
        facets: true,
    })
}

fn all<T: FromStr>(values: &Values, name: &'static str) -> Result<Vec<T>, BadParameter> {
    values
        .all(name)
        .filter(|text| !text.is_empty())
        .map(|text| text.parse().map_err(|_| BadParameter(name)))
        .collect()
}

fn cursor(text: &str) -> Option<After> {
    let keyset: Keyset = text.parse().ok()?;
    let key = u64::from_ne_bytes(keyset.i64(0)?.to_ne_bytes());
    Some(After { key, id: EntryId(keyset.i64(1)?) })
}

/// The cursor of the page after `after`.
pub fn keyset(after: After) -> Keyset {
    let key = i64::from_ne_bytes(after.key.to_ne_bytes());
    Keyset::new([key.into(), after.id.0.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grade, SharingType};

    fn asked(query_text: &str, widest: View) -> Result<Query, BadParameter> {
        query(&Values::from_urlencoded(query_text.as_bytes()), widest, 20)
    }

    #[test]
    fn every_choice_of_the_address_is_read() {
        let query = asked(
            "q=%E7%BB%B4%E4%BF%AE&agency=3&agency=4&region=990100&sharing=conditional&grade=general-2&sort=date&view=sharing",
            View::Resource,
        )
        .unwrap();
        assert_eq!(query.text, "维修");
        assert_eq!(query.agencies, [AgencyId(3), AgencyId(4)]);
        assert_eq!((query.regions, query.sharing), (vec![990_100], vec![SharingType::Conditional]));
        assert_eq!((query.grades, query.sort), (vec![Grade::ALL[1]], Sort::Date));
        assert_eq!(query.view, View::Sharing);
    }

    #[test]
    fn who_sees_only_the_open_catalogue_can_not_ask_for_more() {
        assert_eq!(asked("view=resource", View::Open).unwrap().view, View::Open);
    }

    #[test]
    fn a_parameter_that_can_not_be_read_is_named() {
        for (text, name) in [
            ("grade=general-9", "grade"),
            ("after=x", "after"),
            ("agency=x", "agency"),
            ("sort=x", "sort"),
            ("view=x", "view"),
        ] {
            assert_eq!(asked(text, View::Resource).unwrap_err(), BadParameter(name));
        }
    }

    #[test]
    fn a_cursor_survives_its_text_even_with_the_highest_bit_set() {
        let after = After { key: u64::MAX - 5, id: EntryId(9) };
        assert_eq!(cursor(&keyset(after).to_string()), Some(after));
    }
}
