//! The catalogue's SQL.
//!
//! A version is kept whole as JSON in `body`; the columns beside it and the rows
//! of `catalogue_item` repeat what is searched by, and are written only here,
//! together with it.

mod reading;
mod rows;

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AgencyId, DatasetId, EntryId};
use zt_store::{StoreError, Tx, statements, values};

use crate::{
    Binding, Classification, ElementCode, Entry, EntryCode, State, grading::GradingCase, rule::Rule,
};

pub(crate) use reading::Reading;
pub use rows::{Bound, Branch, Holder};
use rows::{Number, Stored, StoredCase};

statements! {
    NEXT_SEQUENCE = "insert into catalogue_sequence (classification, last) values ($1, 1) \
        on conflict (classification) do update set last = catalogue_sequence.last + 1 \
        returning last as id";
    INSERT_ENTRY = "insert into catalogue_entry (code, agency) values ($1, $2) returning id";
    INSERT_VERSION = "insert into catalogue_version \
        (entry, version, revision, state, agency, name, body, opened_at, changed_at) \
        values ($1, $2, 1, $3, $4, $5, $6, $7, $8)";
    UPDATE_VERSION = "update catalogue_version \
        set revision = revision + 1, state = $1, name = $2, body = $3, changed_at = $4 \
        where entry = $5 and version = $6 and revision = $7";
    DELETE_ITEMS = "delete from catalogue_item where entry = $1 and version = $2";
    INSERT_ITEM = "insert into catalogue_item \
        (entry, version, position, name, label, element, sharing) \
        values ($1, $2, $3, $4, $5, $6, $7)";
    SELECT_BY_CODE = "select v.body, v.revision from catalogue_entry e \
        join catalogue_version v on v.entry = e.id where e.code = $1 and v.state = 'published'";
    SELECT_PUBLISHED = "select body, revision from catalogue_version \
        where entry = $1 and state = 'published'";
    SELECT_OPEN = "select body, revision from catalogue_version \
        where entry = $1 and state in ('draft', 'submitted')";
    SELECT_NEXT_VERSION = "select max(version) + 1 as id from catalogue_version where entry = $1";
    SELECT_VERSIONS = "select body, revision from catalogue_version where entry = $1 order by version desc";
    SELECT_LATEST = "select body, revision from catalogue_version where entry = $1 \
        order by version desc limit 1";
    SELECT_ID_OF_CODE = "select id from catalogue_entry where code = $1";
    SELECT_OF_AGENCY = "select body, revision from catalogue_version \
        where (cast($1 as bigint) is null or agency = $1) \
        and (cast($2 as text) is null or state = $2) \
        and state in ('draft', 'submitted', 'published') and entry > $3 \
        order by entry, version limit $4";
    SELECT_STATE_COUNTS = "select state, count(*) as entries from catalogue_version \
        where (cast($1 as bigint) is null or agency = $1) group by state";
    SELECT_PUBLISHED_AFTER = "select body, revision from catalogue_version \
        where state = 'published' and entry > $1 order by entry limit $2";
    INSERT_BINDING = "insert into catalogue_binding \
        (entry, dataset, body, bound_at, refreshed_at, row_count) values ($1, $2, $3, $4, $5, $6) \
        on conflict (dataset) do update set refreshed_at = excluded.refreshed_at, \
        row_count = excluded.row_count where catalogue_binding.entry = excluded.entry";
    SELECT_BINDINGS = "select body, refreshed_at, row_count from catalogue_binding \
        where entry = $1 order by id";
    DELETE_BINDING = "delete from catalogue_binding where entry = $1 and body = $2";
    SELECT_ENTRY_OF_DATASET = "select entry from catalogue_binding where dataset = $1";
    INSERT_CASE = "insert into catalogue_grading (entry, version, item, state, body) \
        values ($1, $2, $3, $4, $5) returning id";
    UPDATE_CASE = "update catalogue_grading set state = $1, body = $2 where id = $3 and state = 'proposed'";
    DELETE_OPEN_CASES = "delete from catalogue_grading \
        where entry = $1 and version = $2 and state = 'proposed'";
    SELECT_CASES = "select id, body from catalogue_grading where entry = $1 and version = $2 order by id";
    SELECT_CASE = "select id, body from catalogue_grading where id = $1";
    SELECT_HOLDERS = "select e.code, v.name as entry_name, v.agency, i.name as item, i.sharing, i.element \
        from catalogue_item i \
        join catalogue_version v on v.entry = i.entry and v.version = i.version \
        join catalogue_entry e on e.id = i.entry \
        where i.element = $1 and v.state = 'published' order by e.code, i.position limit $2";
    UPSERT_SOURCE = "insert into catalogue_source (element, agency, basis, designated_at) \
        values ($1, $2, $3, $4) on conflict (element) do update \
        set agency = excluded.agency, basis = excluded.basis, designated_at = excluded.designated_at";
    SELECT_SOURCES = "select element, agency from catalogue_source order by element";
    NEXT_POSITION = "update catalogue_position set position = position + 1 where id = 1 \
        returning position as id";
    INSERT_CHANGE = "insert into catalogue_change (position, entry) values ($1, $2)";
    SELECT_POSITION = "select position from catalogue_position where id = 1";
    SELECT_CHANGES = "select position, entry from catalogue_change \
        where position > $1 order by position limit $2";
    INSERT_RULE = "insert into catalogue_rule \
        (jurisdiction, kind, value, unit, source, clause, effective_from, effective_until) \
        values ($1, $2, $3, $4, $5, $6, $7, $8) \
        on conflict (jurisdiction, kind, effective_from) do nothing";
    SELECT_RULES = "select jurisdiction, kind, value, unit, source, clause, effective_from, \
        effective_until from catalogue_rule order by id";
    SELECT_BRANCHES = "select branch, name_zh, name_en from catalogue_branch order by branch";
    UPSERT_BRANCH = "insert into catalogue_branch (branch, name_zh, name_en) values ($1, $2, $3)
        on conflict (branch) do update set name_zh = excluded.name_zh, name_en = excluded.name_en";
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Column {
        column: "body".to_owned(),
        source: Box::new(source),
    })
}

/// Takes the next code under a classification and the id of its entry.
pub(crate) async fn insert_entry(
    tx: &mut Tx,
    classification: &Classification,
    agency: AgencyId,
) -> Result<(EntryId, EntryCode), StoreError> {
    let sequence =
        tx.insert_returning_id(NEXT_SEQUENCE, values![classification.to_string()]).await?;
    let code = EntryCode::new(classification, u32::try_from(sequence).unwrap_or(u32::MAX));
    let id = tx.insert_returning_id(INSERT_ENTRY, values![code.as_str(), agency]).await?;
    Ok((EntryId(id), code))
}

/// Keeps a new version.
pub(crate) async fn insert_version(
    tx: &mut Tx,
    entry: &Entry,
    now: Timestamp,
) -> Result<(), StoreError> {
    let values = values![
        entry.id,
        i64::from(entry.version),
        entry.state.as_str(),
        entry.agency,
        &entry.name,
        json(entry)?,
        entry.opened_at,
        now,
    ];
    tx.execute(INSERT_VERSION, values).await?;
    write_items(tx, entry).await
}

/// Keeps a changed version, unless it has been changed meanwhile: then nothing is
/// written and the answer is false.
pub(crate) async fn update_version(
    tx: &mut Tx,
    entry: &Entry,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![
        entry.state.as_str(),
        &entry.name,
        json(entry)?,
        now,
        entry.id,
        i64::from(entry.version),
        entry.revision,
    ];
    if tx.execute(UPDATE_VERSION, values).await? != 1 {
        return Ok(false);
    }
    if matches!(entry.state, State::Draft { .. }) {
        tx.execute(DELETE_ITEMS, values![entry.id, i64::from(entry.version)]).await?;
        write_items(tx, entry).await?;
    }
    Ok(true)
}

async fn write_items(tx: &mut Tx, entry: &Entry) -> Result<(), StoreError> {
    for item in &entry.items {
        let sharing: &str = item.sharing.kind().into();
        let values = values![
            entry.id,
            i64::from(entry.version),
            i64::from(item.position),
            &item.name,
            &item.label,
            item.element.as_ref().map(ToString::to_string),
            sharing,
        ];
        tx.execute(INSERT_ITEM, values).await?;
    }
    Ok(())
}

pub(crate) async fn open(tx: &mut Tx, id: EntryId) -> Result<Option<Entry>, StoreError> {
    let found = tx.fetch_optional(SELECT_OPEN, values![id]).await?;
    Ok(found.map(|Stored(entry)| entry))
}

/// The number after the last one ever given, so that a version given up leaves a gap
/// and no second version of its number.
pub(crate) async fn next_version(tx: &mut Tx, id: EntryId) -> Result<u32, StoreError> {
    let Number(next) = tx.fetch_one(SELECT_NEXT_VERSION, values![id]).await?;
    Ok(u32::try_from(next).unwrap_or(u32::MAX))
}

pub(crate) async fn published(tx: &mut Tx, id: EntryId) -> Result<Option<Entry>, StoreError> {
    let found = tx.fetch_optional(SELECT_PUBLISHED, values![id]).await?;
    Ok(found.map(|Stored(entry)| entry))
}

/// Tells every process's index that the entry has changed. The row lock on the
/// one position makes positions appear in their order.
pub(crate) async fn tell_indexes(tx: &mut Tx, id: EntryId) -> Result<(), StoreError> {
    let Number(position) = tx.fetch_one(NEXT_POSITION, values![]).await?;
    tx.execute(INSERT_CHANGE, values![position, id]).await?;
    Ok(())
}

pub(crate) async fn insert_binding(
    tx: &mut Tx,
    id: EntryId,
    bound: &Bound,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let dataset: Option<DatasetId> = match &bound.binding {
        Binding::Dataset { dataset } => Some(*dataset),
        Binding::Interface { .. } | Binding::File { .. } => None,
    };
    let values = values![id, dataset, json(&bound.binding)?, now, bound.refreshed_at, bound.rows];
    Ok(tx.execute(INSERT_BINDING, values).await? == 1)
}

pub(crate) async fn delete_binding(
    tx: &mut Tx,
    id: EntryId,
    binding: &Binding,
) -> Result<bool, StoreError> {
    Ok(tx.execute(DELETE_BINDING, values![id, json(binding)?]).await? > 0)
}

pub(crate) async fn insert_case(tx: &mut Tx, case: &GradingCase) -> Result<i64, StoreError> {
    let state: &str = (&case.state).into();
    let values = values![case.entry, i64::from(case.version), &case.item, state, json(case)?];
    tx.insert_returning_id(INSERT_CASE, values).await
}

/// Keeps the confirmation of a case; false when somebody confirmed it first.
pub(crate) async fn confirm_case(tx: &mut Tx, case: &GradingCase) -> Result<bool, StoreError> {
    let state: &str = (&case.state).into();
    Ok(tx.execute(UPDATE_CASE, values![state, json(case)?, case.id]).await? == 1)
}

pub(crate) async fn case(tx: &mut Tx, id: i64) -> Result<Option<GradingCase>, StoreError> {
    let found = tx.fetch_optional(SELECT_CASE, values![id]).await?;
    Ok(found.map(|StoredCase(case)| case))
}

/// Drops proposals nobody has confirmed, before new ones are made.
pub(crate) async fn drop_open_cases(
    tx: &mut Tx,
    entry: EntryId,
    version: u32,
) -> Result<(), StoreError> {
    tx.execute(DELETE_OPEN_CASES, values![entry, i64::from(version)]).await?;
    Ok(())
}

pub(crate) async fn designate(
    tx: &mut Tx,
    element: &ElementCode,
    agency: AgencyId,
    basis: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(UPSERT_SOURCE, values![element.to_string(), agency, basis, now]).await?;
    Ok(())
}

/// Gives a branch its name.
pub(crate) async fn name_branch(tx: &mut Tx, branch: &Branch) -> Result<(), StoreError> {
    let values = values![i64::from(branch.number), &branch.name_zh, &branch.name_en];
    tx.execute(UPSERT_BRANCH, values).await.map(drop)
}

/// Adds rules that are not there yet; those there are never changed.
pub(crate) async fn insert_rules(tx: &mut Tx, rules: &[Rule]) -> Result<(), StoreError> {
    for rule in rules {
        let kind: &str = rule.kind.into();
        let until: Option<Date> = rule.effective_until;
        let values = values![
            &rule.jurisdiction,
            kind,
            &rule.value,
            &rule.unit,
            &rule.source,
            &rule.clause,
            rule.effective_from,
            until,
        ];
        tx.execute(INSERT_RULE, values).await?;
    }
    Ok(())
}
