//! The catalogue's SQL.
//!
//! A version is kept whole as JSON in `body`; the columns beside it and the rows
//! of `catalogue_item` repeat what is searched by, and are written only here,
//! together with it.

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AgencyId, DatasetId, EntryId};
use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use crate::{
    Binding, Classification, ElementCode, Entry, EntryCode, SharingType, State,
    grading::GradingCase,
    rule::{Rule, Rulebook},
};

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
}

/// A version as it is kept.
pub(crate) struct Stored(pub Entry);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut entry: Entry = row.json("body")?;
        entry.revision = row.i64("revision")?;
        Ok(Self(entry))
    }
}

struct Number(i64);

impl FromRow for Number {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.i64("id")?))
    }
}

/// A binding and what was last heard of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where the data is.
    pub binding: Binding,
    /// When its data last changed, if any is known to have come.
    pub refreshed_at: Option<Timestamp>,
    /// How many rows it has, where rows are counted.
    pub rows: Option<i64>,
}

impl FromRow for Bound {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            binding: row.json("body")?,
            refreshed_at: row.opt_timestamp("refreshed_at")?,
            rows: row.opt_i64("row_count")?,
        })
    }
}

struct StoredCase(GradingCase);

impl FromRow for StoredCase {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut case: GradingCase = row.json("body")?;
        case.id = row.i64("id")?;
        Ok(Self(case))
    }
}

/// A published item bound to an element: who collects what already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The element.
    pub element: ElementCode,
    /// The entry that has the item.
    pub code: EntryCode,
    /// Its name.
    pub entry_name: String,
    /// Its provider.
    pub agency: AgencyId,
    /// The item's column.
    pub item: String,
    /// On what terms it is shared.
    pub sharing: SharingType,
}

impl FromRow for Holder {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            element: row.parsed("element")?,
            code: row.parsed("code")?,
            entry_name: row.text("entry_name")?,
            agency: row.id("agency")?,
            item: row.text("item")?,
            sharing: row.parsed("sharing")?,
        })
    }
}

/// A line of the list of source agencies.
pub(crate) struct Source {
    pub element: ElementCode,
    pub agency: AgencyId,
}

impl FromRow for Source {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { element: row.parsed("element")?, agency: row.id("agency")? })
    }
}

pub(crate) struct StateCount {
    pub state: String,
    pub entries: i64,
}

impl FromRow for StateCount {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { state: row.text("state")?, entries: row.i64("entries")? })
    }
}

pub(crate) struct Changed {
    pub position: i64,
    pub entry: EntryId,
}

impl FromRow for Changed {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { position: row.i64("position")?, entry: row.id("entry")? })
    }
}

struct Position(i64);

impl FromRow for Position {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.i64("position")?))
    }
}

impl FromRow for Rule {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            jurisdiction: row.text("jurisdiction")?,
            kind: row.parsed("kind")?,
            value: row.text("value")?,
            unit: row.text("unit")?,
            source: row.text("source")?,
            clause: row.text("clause")?,
            effective_from: row.date("effective_from")?,
            effective_until: row.opt_date("effective_until")?,
        })
    }
}

/// 类 or 项, by its three digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Class and item; the item is 00 for a whole class.
    pub number: u16,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

impl FromRow for Branch {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            number: row.integer("branch")?,
            name_zh: row.text("name_zh")?,
            name_en: row.text("name_en")?,
        })
    }
}

struct EntryOf(EntryId);

impl FromRow for EntryOf {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.id("entry")?))
    }
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

/// Reads, on connections the database holds read-only.
pub(crate) struct Reading<'a>(pub &'a Db);

impl Reading<'_> {
    /// The published version under that code, with its bindings.
    pub async fn by_code(&self, code: &EntryCode) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_BY_CODE, values![code.as_str()]).await?;
        self.with_bindings(found).await
    }

    /// The published version of that entry, with its bindings.
    pub async fn published(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_PUBLISHED, values![id]).await?;
        self.with_bindings(found).await
    }

    /// The version in hand: a draft or one under review.
    pub async fn open(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_OPEN, values![id]).await?;
        self.with_bindings(found).await
    }

    /// The newest version whatever its state.
    pub async fn latest(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.0.fetch_optional(SELECT_LATEST, values![id]).await?;
        self.with_bindings(found).await
    }

    async fn with_bindings(&self, found: Option<Stored>) -> Result<Option<Entry>, StoreError> {
        let Some(Stored(mut entry)) = found else { return Ok(None) };
        entry.bindings =
            self.bound(entry.id).await?.into_iter().map(|bound| bound.binding).collect();
        Ok(Some(entry))
    }

    pub async fn id_of(&self, code: &EntryCode) -> Result<Option<EntryId>, StoreError> {
        let found = self.0.fetch_optional(SELECT_ID_OF_CODE, values![code.as_str()]).await?;
        Ok(found.map(|Number(id)| EntryId(id)))
    }

    /// Every version, the newest first.
    pub async fn versions(&self, id: EntryId) -> Result<Vec<Entry>, StoreError> {
        let found = self.0.fetch_all(SELECT_VERSIONS, values![id]).await?;
        Ok(found.into_iter().map(|Stored(entry)| entry).collect())
    }

    /// Open and published versions of an agency (or of all), by entry.
    pub async fn of_agency(
        &self,
        agency: Option<AgencyId>,
        state: Option<&str>,
        after: EntryId,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let values = values![agency, state, after, limit];
        let found = self.0.fetch_all(SELECT_OF_AGENCY, values).await?;
        Ok(found.into_iter().map(|Stored(entry)| entry).collect())
    }

    /// How many versions stand in each state.
    pub async fn state_counts(
        &self,
        agency: Option<AgencyId>,
    ) -> Result<Vec<StateCount>, StoreError> {
        self.0.fetch_all(SELECT_STATE_COUNTS, values![agency]).await
    }

    /// Published entries after one, by id.
    pub async fn published_after(
        &self,
        after: EntryId,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let found = self.0.fetch_all(SELECT_PUBLISHED_AFTER, values![after, limit]).await?;
        Ok(found.into_iter().map(|Stored(entry)| entry).collect())
    }

    pub async fn bound(&self, id: EntryId) -> Result<Vec<Bound>, StoreError> {
        self.0.fetch_all(SELECT_BINDINGS, values![id]).await
    }

    pub async fn entry_of_dataset(
        &self,
        dataset: DatasetId,
    ) -> Result<Option<EntryId>, StoreError> {
        let found = self.0.fetch_optional(SELECT_ENTRY_OF_DATASET, values![dataset]).await?;
        Ok(found.map(|EntryOf(entry)| entry))
    }

    pub async fn cases(&self, id: EntryId, version: u32) -> Result<Vec<GradingCase>, StoreError> {
        let found = self.0.fetch_all(SELECT_CASES, values![id, i64::from(version)]).await?;
        Ok(found.into_iter().map(|StoredCase(case)| case).collect())
    }

    pub async fn holders(
        &self,
        element: &ElementCode,
        limit: i64,
    ) -> Result<Vec<Holder>, StoreError> {
        self.0.fetch_all(SELECT_HOLDERS, values![element.to_string(), limit]).await
    }

    pub async fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.0.fetch_all(SELECT_SOURCES, values![]).await
    }

    pub async fn position(&self) -> Result<i64, StoreError> {
        let Position(position) = self.0.fetch_one(SELECT_POSITION, values![]).await?;
        Ok(position)
    }

    pub async fn changes(&self, after: i64, limit: i64) -> Result<Vec<Changed>, StoreError> {
        self.0.fetch_all(SELECT_CHANGES, values![after, limit]).await
    }

    pub async fn rules(&self) -> Result<Rulebook, StoreError> {
        Ok(Rulebook { rules: self.0.fetch_all(SELECT_RULES, values![]).await? })
    }

    pub async fn branches(&self) -> Result<Vec<Branch>, StoreError> {
        self.0.fetch_all(SELECT_BRANCHES, values![]).await
    }
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
