//! Finds a page's rows in a dataset's file.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array};

use super::{
    cache::Cache,
    condition::RowCondition,
    cursor::Cursor,
    error::RowsError,
    file::OpenFile,
    filter::{Filter, Literal, place},
    index::{EqualityIndex, hash_number, hash_text},
    page::{ColumnUse, Page, PageColumn, Part},
};

/// A question for rows. Whoever asks it has decided that it may be asked.
#[derive(Debug, Clone, Default)]
pub struct RowQuery {
    /// The columns wanted, each as its reader may see it.
    pub columns: Vec<ColumnUse>,
    /// Which rows; all if absent.
    pub condition: Option<RowCondition>,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// Rows at most.
    pub limit: usize,
}

/// A question read against a file.
pub struct Plan {
    columns: Vec<PageColumn>,
    places: Vec<usize>,
    filter: Option<Filter>,
    after: i64,
    limit: usize,
    version: i64,
}

/// Where columns come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Only from memory, looking at [`INLINE_ROWS`] rows of a group at most: an
    /// answer in microseconds or none.
    Cached,
    /// From the file too.
    Full,
}

/// How many rows of a group may be looked at on a thread that serves others too:
/// less work than handing the question to another thread and back.
const INLINE_ROWS: u32 = 2_000;

impl Plan {
    /// Reads `query` against `file`, which holds `version` of its dataset.
    pub fn new(query: &RowQuery, file: &OpenFile, version: i64) -> Result<Self, RowsError> {
        let schema = file.schema();
        let mut columns = Vec::with_capacity(query.columns.len());
        let mut places = Vec::with_capacity(query.columns.len());
        for wanted in &query.columns {
            let place = place(schema, &wanted.name)?;
            places.push(place);
            columns.push(PageColumn {
                name: wanted.name.clone(),
                mask: wanted.mask,
                data_type: schema.field(place).data_type().clone(),
            });
        }
        if let Some(condition) = &query.condition {
            condition.check()?;
        }
        let filter =
            query.condition.as_ref().map(|condition| Filter::new(condition, schema)).transpose()?;
        let after = match &query.after {
            None => i64::MIN,
            Some(text) => {
                let cursor: Cursor = text.parse()?;
                if cursor.version != version {
                    return Err(RowsError::StaleCursor);
                }
                cursor.row
            }
        };
        Ok(Self { columns, places, filter, after, limit: query.limit, version })
    }

    /// Finds the page. With [`Effort::Cached`], `None` means that something is
    /// not in memory, or that too many rows would have to be looked at.
    pub fn run(
        &self,
        file: &OpenFile,
        cache: &Cache,
        effort: Effort,
    ) -> Result<Option<Page>, RowsError> {
        let mut page = Page { columns: self.columns.clone(), parts: Vec::new(), cursor: None };
        let mut wanted = self.limit;
        let mut last = None;
        for group in 0..file.groups() {
            if file.row_range(group).1 <= self.after || !self.may_hold(file, group) {
                continue;
            }
            let source = Source { file, cache, effort, group };
            let Some(numbers) = source.column(0)? else { return Ok(None) };
            // One more than wanted tells whether there is a next page.
            let Some(mut rows) = self.rows(&source, &numbers, wanted + 1)? else {
                return Ok(None);
            };
            if rows.len() > wanted {
                rows.truncate(wanted);
                last = rows.last().map(|row| number(&numbers, *row)).or(last);
                page.cursor = last.map(|row| Cursor { version: self.version, row });
            }
            if let Some(row) = rows.last() {
                last = Some(number(&numbers, *row));
                let mut columns = Vec::with_capacity(self.places.len());
                for place in &self.places {
                    let Some(column) = source.column(*place)? else { return Ok(None) };
                    columns.push(column);
                }
                wanted -= rows.len();
                page.parts.push(Part { numbers, columns, rows });
            }
            if page.cursor.is_some() {
                break;
            }
        }
        Ok(Some(page))
    }

    fn may_hold(&self, file: &OpenFile, group: usize) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.may_hold(&|column| file.range(group, column)))
    }

    /// The first rows of a group, at most `limit`, that come after the cursor and
    /// satisfy the condition.
    fn rows(
        &self,
        source: &Source<'_>,
        numbers: &ArrayRef,
        limit: usize,
    ) -> Result<Option<Vec<u32>>, RowsError> {
        let first = first_after(numbers, self.after);
        let all = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let Some(filter) = &self.filter else {
            return Ok(Some((first..all).take(limit).collect()));
        };
        let mut places = Vec::new();
        filter.columns(&mut places);
        let mut arrays = Vec::with_capacity(places.len());
        for place in &places {
            let Some(array) = source.column(*place)? else { return Ok(None) };
            arrays.push(array);
        }
        let array = |column: usize| {
            let at = places.iter().position(|place| *place == column).unwrap_or(0);
            &arrays[at]
        };
        let holds = |row: &u32| filter.holds(*row as usize, &array);
        if let Some((column, literal)) = filter.required_equal()
            && let Some(hash) = hash(literal)
        {
            match source.index(column)? {
                Found::Missing => return Ok(None),
                Found::Impossible => {}
                Found::Index(index) => {
                    let rows = index.rows(hash).filter(|row| *row >= first).filter(holds);
                    return Ok(Some(rows.take(limit).collect()));
                }
            }
        }
        let until = match source.effort {
            Effort::Cached => all.min(first.saturating_add(INLINE_ROWS)),
            Effort::Full => all,
        };
        let rows: Vec<u32> = (first..until).filter(holds).take(limit).collect();
        // Where the look ended early, the rest of the group may hold more.
        Ok((until == all || rows.len() == limit).then_some(rows))
    }
}

/// One row group, with how hard to look for its columns.
struct Source<'a> {
    file: &'a OpenFile,
    cache: &'a Cache,
    effort: Effort,
    group: usize,
}

impl Source<'_> {
    fn column(&self, column: usize) -> Result<Option<ArrayRef>, RowsError> {
        match self.effort {
            Effort::Cached => Ok(self.file.cached(self.cache, self.group, column)),
            Effort::Full => self.file.column(self.cache, self.group, column).map(Some),
        }
    }

    fn index(&self, column: usize) -> Result<Found, RowsError> {
        Ok(match self.effort {
            Effort::Cached => self
                .file
                .cached_index(self.cache, self.group, column)
                .map_or(Found::Missing, Found::Index),
            Effort::Full => self
                .file
                .index(self.cache, self.group, column)?
                .map_or(Found::Impossible, Found::Index),
        })
    }
}

/// What a look for an index found.
enum Found {
    /// It is there.
    Index(Arc<EqualityIndex>),
    /// It is not in memory.
    Missing,
    /// The column's type has none.
    Impossible,
}

fn hash(literal: &Literal) -> Option<u32> {
    match literal {
        Literal::Text(text) => Some(hash_text(text)),
        Literal::Whole(number) => Some(hash_number(*number)),
        Literal::Number(_) | Literal::Boolean(_) => None,
    }
}

/// The place of the first row whose number is above `after`.
fn first_after(numbers: &ArrayRef, after: i64) -> u32 {
    let first = numbers
        .as_any()
        .downcast_ref::<Int64Array>()
        .map_or(0, |numbers| numbers.values().partition_point(|number| *number <= after));
    u32::try_from(first).unwrap_or(u32::MAX)
}

fn number(numbers: &ArrayRef, row: u32) -> i64 {
    numbers.as_any().downcast_ref::<Int64Array>().map_or(0, |numbers| numbers.value(row as usize))
}
