//! The index by which events are found: by id, object, agency, action and time.
//!
//! It is made from the published entries alone and can be made again; nothing is
//! decided by it. Rows are written in the order of the entries, and how far it
//! has come is written with them, so a crash repeats nothing and misses nothing.

pub(crate) mod store;

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use jiff::Timestamp;
use serde_json::{Value, json};
use zt_kernel::AgencyId;
use zt_store::{Db, Engine, EventId, StoreError, Tx, values};

use crate::{Leaf, Object};

/// Which events to list. Each condition left out lets everything pass.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Events about this object.
    pub object: Option<Object>,
    /// Events in which an account of this agency acted.
    pub agency: Option<AgencyId>,
    /// Events whose action begins with this, such as `sharing.`.
    pub action_prefix: Option<String>,
    /// Events at or after this instant.
    pub from: Option<Timestamp>,
    /// Events before this instant.
    pub until: Option<Timestamp>,
    /// Events with a lower index: where the page before ended.
    pub before_index: Option<u64>,
    /// How many at most; 0 stands for 50.
    pub limit: u32,
}

/// Events listed where no limit is given.
const LIMIT_DEFAULT: u32 = 50;

/// The most events one call lists.
const LIMIT_MAX: u32 = 500;

/// Events of one span. Of each span the earliest and the latest instant are kept:
/// events come nearly in the order of their instants but not quite (a change waits in
/// the outbox, clocks of processes differ), so an instant alone tells no index. Ten
/// million events are 2,500 spans. The migration that made the table has the number too.
const SPAN_EVENTS: i64 = 4096;

/// The indices of matching events, newest first.
pub(crate) async fn find(db: &Db, filter: &Filter) -> Result<Vec<u64>, StoreError> {
    let limit = if filter.limit == 0 { LIMIT_DEFAULT } else { filter.limit.min(LIMIT_MAX) };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let prefix = filter.action_prefix.as_deref().filter(|prefix| !prefix.is_empty());
    // A prefix without a dot may be the beginning of several areas.
    let area = prefix.and_then(|prefix| prefix.split_once('.')).map(|(area, _)| area);
    let agency = filter.agency.map(|agency| agency.0);
    let mut found: Vec<i64> = Vec::new();
    for stretch in stretches(db, filter).await? {
        let (sql, mut values) = match (&filter.object, agency, area) {
            (Some(object), agency, _) => {
                (store::SELECT_BY_OBJECT, values![object.kind(), object.id(), agency])
            }
            (None, Some(agency), _) => (store::SELECT_BY_AGENCY, values![agency]),
            (None, None, Some(area)) => (store::SELECT_BY_AREA, values![area]),
            (None, None, None) => (store::SELECT_RECENT, values![]),
        };
        let left = i64::try_from(limit - found.len()).unwrap_or(i64::MAX);
        let (start, end) = (stretch.start, stretch.end);
        values.extend(values![start, end, prefix, filter.from, filter.until, left]);
        found.extend(db.fetch_all::<i64>(sql, values).await?);
        if found.len() >= limit {
            break;
        }
    }
    Ok(found.into_iter().filter_map(|position| u64::try_from(position).ok()).collect())
}

/// Where events between the filter's instants may stand, newest first.
async fn stretches(db: &Db, filter: &Filter) -> Result<Vec<Range<i64>>, StoreError> {
    let before = filter.before_index.and_then(|index| i64::try_from(index).ok());
    let before = before.unwrap_or(i64::MAX);
    if filter.from.is_none() && filter.until.is_none() {
        return Ok(std::iter::once(0..before).collect());
    }
    let last = (before - 1).div_euclid(SPAN_EVENTS);
    let spans: Vec<i64> =
        db.fetch_all(store::SELECT_SPANS, values![last, filter.from, filter.until]).await?;
    Ok(joined(&spans, before))
}

/// The stretches below `before` that spans, given newest first, make up.
fn joined(spans: &[i64], before: i64) -> Vec<Range<i64>> {
    let mut stretches: Vec<Range<i64>> = Vec::new();
    for span in spans {
        let (start, end) = (span * SPAN_EVENTS, (span + 1) * SPAN_EVENTS);
        match stretches.last_mut() {
            Some(newer) if newer.start == end => newer.start = start,
            _ => stretches.push(start..end.min(before)),
        }
    }
    stretches
}

/// The index of an event, once it is listed.
pub(crate) async fn position(db: &Db, id: &EventId) -> Result<Option<u64>, StoreError> {
    let found: Option<i64> =
        db.fetch_optional(store::SELECT_POSITION, values![id.to_string()]).await?;
    Ok(found.and_then(|position| u64::try_from(position).ok()))
}

/// How many entries have been indexed.
pub(crate) async fn indexed(db: &Db) -> Result<u64, StoreError> {
    let size: Option<i64> = db.fetch_optional(store::SELECT_INDEXED, values![]).await?;
    Ok(size.and_then(|size| u64::try_from(size).ok()).unwrap_or(0))
}

/// Indexes entries.
pub(crate) async fn add(tx: &mut Tx, entries: &[(u64, Leaf)]) -> Result<(), StoreError> {
    let events: Value = entries
        .iter()
        .map(|(index, leaf)| {
            let agency = leaf.actor.agency().map(|agency| agency.0);
            json!([
                index,
                storable(&leaf.id.to_string()),
                leaf.at.as_microsecond(),
                storable(&leaf.action),
                agency,
                storable(leaf.action.split('.').next().unwrap_or_default())
            ])
        })
        .collect();
    let objects: Value = entries
        .iter()
        .flat_map(|(index, leaf)| leaf.objects().into_iter().map(move |object| (index, object)))
        .map(|(index, object)| json!([storable(object.kind()), storable(object.id()), index]))
        .collect();
    let (insert_events, insert_objects) = match tx.engine() {
        Engine::Sqlite => (store::INSERT_EVENTS_SQLITE, store::INSERT_OBJECTS_SQLITE),
        Engine::Postgres => (store::INSERT_EVENTS_POSTGRES, store::INSERT_OBJECTS_POSTGRES),
    };
    tx.execute(insert_events, values![events]).await?;
    tx.execute(insert_objects, values![objects]).await?;
    for (span, (first, last)) in spans(entries) {
        tx.execute(store::UPSERT_SPAN, values![span, first, last]).await?;
    }
    Ok(())
}

/// The spans that entries stand in, each with the earliest and latest of their instants.
fn spans(entries: &[(u64, Leaf)]) -> BTreeMap<i64, (Timestamp, Timestamp)> {
    let mut spans = BTreeMap::new();
    for (index, leaf) in entries {
        let span = i64::try_from(*index).unwrap_or(i64::MAX) / SPAN_EVENTS;
        let (first, last) = spans.entry(span).or_insert((leaf.at, leaf.at));
        (*first, *last) = (leaf.at.min(*first), leaf.at.max(*last));
    }
    spans
}

/// A text as both engines can keep it: PostgreSQL has no NUL. An object whose id
/// came from an address with one in it must not stop the index.
fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// Notes that every entry below `size` has been indexed.
pub(crate) async fn set_indexed(tx: &mut Tx, size: u64) -> Result<(), StoreError> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    tx.execute(store::UPSERT_INDEXED, values![size]).await.map(drop)
}

/// How many leaves of a segment have been merged.
pub(crate) async fn merged(db: &Db, segment: &str) -> Result<u64, StoreError> {
    let count: Option<i64> = db.fetch_optional(store::SELECT_MERGED, values![segment]).await?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}

/// Notes how many leaves of a segment have been merged.
pub(crate) async fn set_merged(tx: &mut Tx, segment: &str, count: u64) -> Result<(), StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    tx.execute(store::UPSERT_MERGED, values![segment, count]).await.map(drop)
}

/// Forgets a segment whose file is gone.
pub(crate) async fn forget_segment(tx: &mut Tx, segment: &str) -> Result<(), StoreError> {
    tx.execute(store::DELETE_SEGMENT, values![segment]).await.map(drop)
}

/// Events in the outbox that stand in the ledger already: a crash came between
/// the log and the outbox.
pub(crate) async fn sequenced_in_outbox(db: &Db) -> Result<Vec<EventId>, StoreError> {
    let ids: Vec<String> = db.fetch_all(store::SELECT_SEQUENCED_IN_OUTBOX, values![]).await?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_side_by_side_are_one_stretch_that_ends_where_the_page_before_began() {
        assert_eq!(joined(&[], 100), []);
        assert_eq!(joined(&[7, 6, 2], 7 * 4096 + 3), [6 * 4096..7 * 4096 + 3, 2 * 4096..3 * 4096]);
        assert_eq!(joined(&[2, 0], i64::MAX), [2 * 4096..3 * 4096, 0..4096]);
    }
}
