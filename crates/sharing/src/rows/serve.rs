//! Answering a question for rows: permit, rows, event, then bytes.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use jiff::Timestamp;
use zt_access::Denied;
use zt_catalogue::{Binding, Entry, EntryCode};
use zt_kernel::{Actor, AgencyId, DatasetId, civil_date};
use zt_lake::{ColumnUse, Dataset, Format, RowCondition, RowQuery, RowsError};
use zt_ledger::{AuditEvent, DecisionRecord, EventId, Refused};
use zt_store::StoreError;

use super::{
    meter,
    permit::{Asked, Denial, Ground, Permit, permit},
    query::RowsQuery,
};
use crate::{
    Sharing,
    change::{digest, object},
    grant::{self, Grant},
    scope::{narrow, page_limit},
};

/// Who asks, as far as what is remembered depends on it.
pub(crate) type Key = (Option<AgencyId>, String);

/// An entry with everything a question for its rows needs.
#[derive(Debug)]
pub(crate) struct Known {
    entry: Entry,
    grants: Vec<Grant>,
    dataset: Option<Dataset>,
    /// What the policy permitted to whom on which ground. Deciding again on the
    /// same facts by the same policies comes out the same.
    permitted: Mutex<Vec<(Actor, Ground, DecisionRecord)>>,
}

/// How many permissions an entry's knowledge holds; readers beyond are decided on
/// each time.
const PERMITTED_MAX: usize = 32;

impl Known {
    /// What [`Known::permitted`] holds for these.
    fn permission(&self, actor: &Actor, ground: Ground) -> Option<DecisionRecord> {
        let permitted = self.permitted.lock().unwrap_or_else(PoisonError::into_inner);
        let known = permitted.iter().find(|(who, on, _)| who == actor && *on == ground)?;
        Some(known.2.clone())
    }

    fn permit(&self, actor: &Actor, ground: Ground, decision: &DecisionRecord) {
        let mut permitted = self.permitted.lock().unwrap_or_else(PoisonError::into_inner);
        if permitted.len() < PERMITTED_MAX {
            permitted.push((actor.clone(), ground, decision.clone()));
        }
    }
}

/// An answer, ready to leave: its event is durable.
#[derive(Debug)]
pub struct Answer {
    /// The encoded rows.
    pub bytes: bytes::Bytes,
    /// Rows in it.
    pub rows: usize,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// The event that tells of this reading.
    pub event: EventId,
}

/// Why no rows are given.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No entry has that code.
    #[error("there is no such entry")]
    NoSuchEntry,
    /// The entry's rows don't lie on this platform.
    #[error("the rows of the entry are not on this platform")]
    NotHere,
    /// Not permitted by what was granted.
    #[error(transparent)]
    Denied(#[from] Denial),
    /// Not permitted by the policy.
    #[error(transparent)]
    Policy(#[from] Denied),
    /// A filter names an item that can't be filtered on by this reader.
    #[error("{item} cannot be filtered on")]
    Unfilterable {
        /// The item.
        item: String,
    },
    /// The lake couldn't answer the question as put.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// The event couldn't be made durable, so nothing leaves.
    #[error(transparent)]
    Ledger(#[from] Refused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sharing {
    /// Reads rows of the entry `code`. When this returns, the event of the reading
    /// is durable; the caller may send the bytes.
    pub async fn read_rows(
        &self,
        actor: &Actor,
        code: &EntryCode,
        query: &RowsQuery,
        format: Format,
        now: Timestamp,
    ) -> Result<Answer, ReadError> {
        let known = self.known(actor.agency(), code).await?;
        let (permit, decision) = match self.permitted(actor, &known, query, now) {
            Ok(permitted) => permitted,
            Err(error) => {
                self.record_denial(actor, &known, &error, now).await?;
                return Err(error);
            }
        };
        let dataset = known.dataset.as_ref().ok_or(ReadError::NotHere)?;
        let condition = narrow(permit.condition.clone(), filter(&permit, &query.filters)?);
        let condition_digest = condition.as_ref().map(digest);
        let columns: Vec<ColumnUse> = permit
            .columns
            .iter()
            .map(|(name, mask)| ColumnUse { name: name.clone(), mask: *mask })
            .collect();
        let asked = RowQuery {
            columns,
            condition,
            after: query.after.clone(),
            limit: query.rows(page_limit(permit.mode)),
        };
        let page = self.lake.rows(dataset, asked).await?;
        let rows = page.len();
        let next = page.next();
        let bytes = zt_lake::encode(page, format)?;
        let event = event(actor, &known, &permit, decision, now);
        let format_name: &'static str = format.into();
        let mut event = event.detail("rows", rows).detail("format", format_name);
        if let Some(condition) = condition_digest {
            event = event.detail("condition_sha256", condition);
        }
        let receipt = self.platform.ledger.append(&event).await?;
        if let Ground::Grant(grant) = permit.ground {
            self.meter.count(grant, rows, now);
        }
        Ok(Answer { bytes, rows, next, event: receipt.id })
    }

    /// Whether `actor` may read any rows of `entry`.
    pub(crate) async fn reads(
        &self,
        actor: &Actor,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let grants = match actor.agency() {
            Some(agency) => grant::store::of_user(&self.platform.db, entry.id, agency).await?,
            None => Vec::new(),
        };
        let asked = Asked::default();
        Ok(permit(entry, actor.agency(), &grants, &asked, civil_date(now)).is_ok())
    }

    /// The entry, the reader's grants on it and its dataset, remembered for half a
    /// second at most.
    async fn known(
        &self,
        reader: Option<AgencyId>,
        code: &EntryCode,
    ) -> Result<Arc<Known>, ReadError> {
        let key: Key = (reader, code.as_str().to_owned());
        let load = async {
            let entry = self.entry_by_code(reader, code).await?.ok_or(ReadError::NoSuchEntry)?;
            let grants = match reader {
                Some(agency) => grant::store::of_user(&self.platform.db, entry.id, agency).await?,
                None => Vec::new(),
            };
            let dataset = match dataset_of(&entry) {
                Some(id) => self.lake.dataset(id).await?,
                None => None,
            };
            Ok::<_, ReadError>(Known { entry, grants, dataset, permitted: Mutex::default() })
        };
        self.remembered.get(key, Instant::now(), load).await
    }

    fn permitted(
        &self,
        actor: &Actor,
        known: &Known,
        query: &RowsQuery,
        now: Timestamp,
    ) -> Result<(Permit, DecisionRecord), ReadError> {
        let asked = Asked { fields: query.fields.as_deref(), grant: query.grant };
        let permit = permit(&known.entry, actor.agency(), &known.grants, &asked, civil_date(now))?;
        if let Some(decision) = known.permission(actor, permit.ground) {
            return Ok((permit, decision));
        }
        let ground: &'static str = permit.ground.into();
        let resource = zt_access::Resource::new("entry", known.entry.id.to_string())
            .agency(known.entry.agency)
            .attribute("ground", ground);
        let decision = self.platform.decide(actor, "sharing.rows.read", &resource)?.record();
        known.permit(actor, permit.ground, &decision);
        Ok((permit, decision))
    }

    /// Records that a signed-in reader was denied. Strangers are not: they could
    /// fill the ledger by asking.
    async fn record_denial(
        &self,
        actor: &Actor,
        known: &Known,
        error: &ReadError,
        now: Timestamp,
    ) -> Result<(), ReadError> {
        if actor.account().is_none() {
            return Ok(());
        }
        let (why, grant): (&'static str, _) = match error {
            ReadError::Denied(denial) => (denial.into(), denial.grant()),
            ReadError::Policy(_) => ("policy", None),
            _ => return Ok(()),
        };
        let mut event =
            AuditEvent::new(now, actor, "sharing.rows.denied", object("entry", known.entry.id))
                .detail("why", why);
        if let Some(grant) = grant {
            event = event.also(object("grant", grant));
        }
        self.platform.ledger.append(&event).await?;
        Ok(())
    }

    /// Writes what this process has read under grants every few seconds, without
    /// end. Call [`Sharing::write_counts`] when it is given up.
    pub async fn keep_counts(&self) {
        loop {
            tokio::time::sleep(meter::GATHERED_FOR).await;
            self.write_counts().await;
        }
    }

    /// Writes what this process has read under grants since the last time. On
    /// failure it waits for the next.
    pub async fn write_counts(&self) {
        if let Err(error) = self.meter.write(&self.platform.db).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "counts of readings wait for the next write");
        }
    }
}

/// The event of a reading, but for what only the answer tells.
fn event(
    actor: &Actor,
    known: &Known,
    permit: &Permit,
    decision: DecisionRecord,
    now: Timestamp,
) -> AuditEvent {
    let columns: Vec<&str> = permit.columns.iter().map(|(name, _)| name.as_str()).collect();
    let ground: &'static str = permit.ground.into();
    let mut event =
        AuditEvent::new(now, actor, "sharing.rows.read", object("entry", known.entry.id))
            .decision(decision)
            .detail("ground", ground)
            .detail("columns", columns);
    if let Ground::Grant(grant) = permit.ground {
        event = event.also(object("grant", grant));
    }
    if let Some(dataset) = &known.dataset {
        event = event.also(object("dataset", dataset.id));
    }
    event
}

/// The caller's filters as a condition. Only what the reader sees unmasked can be
/// filtered on: an answer to a filter tells the value as surely as showing it.
fn filter(
    permit: &Permit,
    filters: &[(String, String)],
) -> Result<Option<RowCondition>, ReadError> {
    let mut condition = None;
    for (item, value) in filters {
        let visible = permit.columns.iter().any(|(name, mask)| name == item && mask.is_none());
        if !visible {
            return Err(ReadError::Unfilterable { item: item.clone() });
        }
        let equals = RowCondition::equals(item.clone(), value.clone());
        condition = narrow(condition, Some(equals));
    }
    Ok(condition)
}

/// The dataset an entry's rows lie in, if on this platform.
pub(crate) fn dataset_of(entry: &Entry) -> Option<DatasetId> {
    entry.bindings.iter().find_map(|binding| match binding {
        Binding::Dataset { dataset } => Some(*dataset),
        Binding::Interface { .. } | Binding::File { .. } => None,
    })
}
