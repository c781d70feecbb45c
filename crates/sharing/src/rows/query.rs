//! What a reader asks of the rows: items, filters, where to go on, how many.

use zt_kernel::GrantId;

/// The most filters in one question; each costs a pass over a column.
const FILTERS_MAX: usize = 8;
/// Rows in an answer unless the reader says otherwise.
const LIMIT_DEFAULT: usize = 100;

/// A question, as its address spells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowsQuery {
    /// `fields=a,b`: the items wanted; all permitted ones when none is named.
    pub fields: Option<Vec<String>>,
    /// `filter[item]=value`: rows whose item has that value.
    pub filters: Vec<(String, String)>,
    /// `after=…`: behind this row, as the answer before gave it.
    pub after: Option<String>,
    /// `limit=…`: at most so many rows.
    pub limit: Option<usize>,
    /// `grant=…`: the grant to read under, for an agency with several.
    pub grant: Option<GrantId>,
}

/// Why a question can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the parameter {parameter} can't be read")]
pub struct Unreadable {
    /// The parameter's name as it was sent.
    pub parameter: String,
}

impl RowsQuery {
    /// Reads the query part of an address.
    ///
    /// Parameters of other meaning are none of its business; a parameter named
    /// twice, but for filters, is an error rather than a guess.
    pub fn parse(query: &str) -> Result<Self, Unreadable> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let unreadable = || Unreadable { parameter: name.to_string() };
            if let Some(item) = filtered(&name) {
                if item.is_empty() || asked.filters.len() == FILTERS_MAX {
                    return Err(unreadable());
                }
                asked.filters.push((item.to_owned(), value.into_owned()));
                continue;
            }
            match &*name {
                "fields" => {
                    let fields: Vec<String> =
                        value.split(',').map(str::trim).map(str::to_owned).collect();
                    let distinct: std::collections::BTreeSet<_> = fields.iter().collect();
                    if distinct.len() < fields.len() || fields.iter().any(String::is_empty) {
                        return Err(unreadable());
                    }
                    once(&mut asked.fields, fields).ok_or_else(unreadable)?;
                }
                "after" if !value.is_empty() => {
                    once(&mut asked.after, value.into_owned()).ok_or_else(unreadable)?;
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| *limit > 0);
                    let limit = limit.ok_or_else(unreadable)?;
                    once(&mut asked.limit, limit).ok_or_else(unreadable)?;
                }
                "grant" => {
                    let grant = value.parse().map_err(|_| unreadable())?;
                    once(&mut asked.grant, grant).ok_or_else(unreadable)?;
                }
                _ => {}
            }
        }
        Ok(asked)
    }

    /// How many rows to give: what was asked for, at most `most`.
    pub fn rows(&self, most: usize) -> usize {
        self.limit.unwrap_or(LIMIT_DEFAULT).min(most)
    }

    /// The query of the next page: the same question behind `after`.
    pub fn next(&self, after: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(fields) = &self.fields {
            query.append_pair("fields", &fields.join(","));
        }
        for (item, value) in &self.filters {
            query.append_pair(&format!("filter[{item}]"), value);
        }
        if let Some(limit) = self.limit {
            query.append_pair("limit", &limit.to_string());
        }
        if let Some(grant) = self.grant {
            query.append_pair("grant", &grant.to_string());
        }
        query.append_pair("after", after).finish()
    }
}

/// The item of a `filter[item]` parameter.
fn filtered(name: &str) -> Option<&str> {
    name.strip_prefix("filter[")?.strip_suffix(']')
}

/// Sets what may be set once.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    if slot.is_some() {
        return None;
    }
    *slot = Some(value);
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_question_is_read_from_its_address() {
        let asked = RowsQuery::parse(
            "fields=name,%E7%8A%B6%E6%80%81&filter[city]=a%26b&limit=5&after=x&grant=3&lang=en",
        )
        .unwrap();
        assert_eq!(asked.fields.as_deref(), Some(&["name".to_owned(), "状态".to_owned()][..]));
        assert_eq!(asked.filters, [("city".to_owned(), "a&b".to_owned())]);
        assert_eq!((asked.limit, asked.after.as_deref()), (Some(5), Some("x")));
        assert_eq!(asked.grant, Some(GrantId(3)));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (query, parameter) in [
            ("limit=0", "limit"),
            ("limit=-1", "limit"),
            ("limit=1&limit=2", "limit"),
            ("fields=a,,b", "fields"),
            ("fields=a,a", "fields"),
            ("fields=", "fields"),
            ("grant=x", "grant"),
            ("filter[]=1", "filter[]"),
        ] {
            let unreadable = RowsQuery::parse(query).unwrap_err();
            assert_eq!(unreadable.parameter, parameter, "{query}");
        }
        let many = "filter[a]=1&".repeat(FILTERS_MAX + 1);
        assert!(RowsQuery::parse(&many).is_err());
    }

    #[test]
    fn an_answer_is_bounded_by_the_mode() {
        let limited = RowsQuery { limit: Some(5_000), ..RowsQuery::default() };
        assert_eq!((limited.rows(1_000), RowsQuery::default().rows(1_000)), (1_000, LIMIT_DEFAULT));
    }

    proptest! {
        #[test]
        fn the_next_page_asks_the_same_question(
            fields in prop::option::of(prop::collection::btree_set("[a-z\u{4e00}]{1,4}", 1..4)),
            filters in prop::collection::vec(("[a-z]{1,4}", "\\PC{0,6}"), 0..3),
            limit in prop::option::of(1_usize..9_000),
            after in "[a-z0-9.]{1,9}",
        ) {
            let fields = fields.map(|set| set.into_iter().collect());
            let asked = RowsQuery { fields, filters, limit, ..RowsQuery::default() };
            let next = RowsQuery::parse(&asked.next(&after)).unwrap();
            prop_assert_eq!(next, RowsQuery { after: Some(after), ..asked });
        }

        #[test]
        fn any_query_is_read_or_refused(query in "\\PC{0,60}") {
            let _ = RowsQuery::parse(&query);
        }
    }
}
