//! The worker of imports: inspects and loads, one job at a time.
//!
//! A job killed with its process is claimed again when its lease ends and begins
//! anew: nothing of an unfinished one is visible, and what it left behind is
//! swept.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use zt_kernel::{Actor, civil_date};
use zt_ledger::{AuditEvent, Object};
use zt_store::{Job, Jobs, ObjectWriter, StoreError, Tx};

use super::{Failure, Import, ImportId, State, mapping, store};
use crate::{
    Lake, LakeError,
    dataset::{self, Facts, Source, Version},
    inspect::{Inspection, kinds},
    table::{
        engine::{self, LoadError, Progress, Survey},
        read_error::ReadError,
        reader::Table,
    },
    upload::{self, UploadPart, blocking},
};

/// The kind of job.
pub const KIND: &str = "lake.import";

/// How long a claim lasts without a heartbeat.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// Time between heartbeats; each writes the progress shown.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Time between looks for work.
const IDLE: Duration = Duration::from_millis(500);

/// Time before a job that failed for the platform's reasons is tried again.
const RETRY_AFTER: SignedDuration = SignedDuration::from_secs(10);

/// How long an object may be known to nobody. Another process may have written it
/// and not yet committed what names it; no commit takes this long.
const UNKNOWN_FOR: Duration = Duration::from_hours(1);

/// How long an unfinished object may rest. A file put together is written once and
/// then read for as long as its import takes; no import takes a day.
const UNFINISHED_FOR: Duration = Duration::from_hours(24);

#[derive(serde::Serialize, serde::Deserialize)]
struct Payload {
    import: ImportId,
}

/// What the job of an import carries.
pub(crate) fn payload(import: ImportId) -> serde_json::Value {
    serde_json::json!({ "import": import })
}

/// What a running reading shares with its heartbeat.
#[derive(Default)]
struct Pulse {
    progress: Mutex<Progress>,
    stop: AtomicBool,
}

enum Outcome {
    Inspected(Box<Inspection>),
    Loaded(Box<Loaded>),
}

struct Loaded {
    survey: Survey,
    facts: Facts,
    rows: String,
    quarantine: String,
}

impl Lake {
    /// Does jobs as they come until dropped. `worker` names this process.
    pub async fn work(&self, worker: &str) {
        loop {
            match self.work_once(worker).await {
                Ok(true) => {}
                Ok(false) => tokio::time::sleep(IDLE).await,
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "the import queue");
                    tokio::time::sleep(IDLE * 10).await;
                }
            }
        }
    }

    /// Does one job that is due; false when there is none.
    pub async fn work_once(&self, worker: &str) -> Result<bool, LakeError> {
        let jobs = Jobs::new(self.platform().db.clone());
        let now = self.platform().now();
        let Some(job) = jobs.claim(&[KIND], worker, now, LEASE).await? else { return Ok(false) };
        match self.run(&jobs, &job).await {
            // A lost lease means that another worker has the job now, and does it.
            Ok(()) | Err(LakeError::Store(StoreError::LeaseLost)) => Ok(true),
            Err(error) => {
                let now = self.platform().now();
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "an import will be tried again"
                );
                if job.is_last_attempt() {
                    self.give_up(&job, Failure::platform(), now).await?;
                } else {
                    jobs.fail(&job, now, "platform", Some(now + RETRY_AFTER)).await?;
                }
                Ok(true)
            }
        }
    }

    async fn run(&self, jobs: &Jobs, job: &Job) -> Result<(), LakeError> {
        let Payload { import } = job.payload()?;
        let import = store::find(&self.platform().db, import).await?.ok_or(LakeError::NotFound)?;
        if !import.is_running() {
            let mut tx = self.platform().db.begin().await?;
            Jobs::finish(&mut tx, job, self.platform().now()).await?;
            tx.commit_maintenance().await?;
            return Ok(());
        }
        let parts = upload::store::parts(&self.platform().db, import.upload).await?;
        let pulse = Arc::new(Pulse::default());
        let reading = {
            let (lake, import, pulse) = (self.clone(), import.clone(), Arc::clone(&pulse));
            let attempt = format!("{}-{}", job.id.0, job.attempt);
            let now = self.platform().now();
            tokio::task::spawn_blocking(move || {
                lake.read_file(&import, &parts, &attempt, &pulse, now)
            })
        };
        match self.beat_until_done(jobs, job, import.id, &pulse, reading).await? {
            Ok(Outcome::Inspected(inspection)) => self.keep(job, import, *inspection).await,
            Ok(Outcome::Loaded(loaded)) => self.publish(job, import, *loaded).await,
            Err(LakeError::Load(error)) if is_the_files_fault(&error) => {
                self.give_up(job, Failure::of(&error), self.platform().now()).await
            }
            Err(error) => Err(error),
        }
    }

    /// Waits for the reading, with a heartbeat that keeps the claim and shows progress.
    async fn beat_until_done(
        &self,
        jobs: &Jobs,
        job: &Job,
        import: ImportId,
        pulse: &Pulse,
        mut reading: tokio::task::JoinHandle<Result<Outcome, LakeError>>,
    ) -> Result<Result<Outcome, LakeError>, LakeError> {
        loop {
            tokio::select! {
                done = &mut reading => return done.map_err(|_| LakeError::Load(LoadError::Worker)),
                () = tokio::time::sleep(HEARTBEAT) => {}
            }
            let progress = *pulse.progress.lock().unwrap_or_else(PoisonError::into_inner);
            let text = serde_json::to_string(&progress).unwrap_or_default();
            let now = self.platform().now();
            if let Err(error) = jobs.extend(job, now, LEASE, Some(&text)).await {
                pulse.stop.store(true, Ordering::Relaxed);
                let _ = reading.await;
                return Err(error.into());
            }
            let mut tx = self.platform().db.begin().await?;
            store::note_progress(&mut tx, import, &text).await?;
            tx.commit_maintenance().await?;
        }
    }

    /// Reads the file on a thread of its own.
    fn read_file(
        &self,
        import: &Import,
        parts: &[UploadPart],
        attempt: &str,
        pulse: &Pulse,
        now: Timestamp,
    ) -> Result<Outcome, LakeError> {
        let objects = &self.platform().objects;
        let whole = upload::assemble(objects, parts)?;
        let table = Table::open(whole.path(), &import.body.options).map_err(LoadError::from)?;
        let registry = self.catalogue().registry();
        let columns = &table.layout().columns;
        let at = civil_date(now);
        let plans = mapping::plans(&registry, columns, &import.body.mapping, at);
        let kinds = kinds(registry.detector());
        let mut on_progress = |progress: Progress| {
            *pulse.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
            !pulse.stop.load(Ordering::Relaxed)
        };
        if import.state == State::Inspecting {
            let survey = engine::survey(&table, &plans, &kinds, &mut on_progress)?;
            return Ok(Outcome::Inspected(Box::new(Inspection::new(&table, survey))));
        }
        let assumed = import.body.inspection.as_ref().map(|found| found.storage.clone());
        let (rows, quarantine) = (objects.writer()?, objects.writer()?);
        let files = (rows.as_file(), quarantine.as_file());
        let survey = engine::load(&table, &plans, &kinds, assumed, files, &mut on_progress)?;
        let inspection = Inspection::new(&table, survey.clone());
        let source = Source::new(&import.body.file_name, &inspection, Some(import.id.0));
        let facts = facts(&survey, source);
        let (rows, quarantine) = commit(rows, quarantine, import.id.0, attempt)?;
        Ok(Outcome::Loaded(Box::new(Loaded { survey, facts, rows, quarantine })))
    }

    async fn keep(
        &self,
        job: &Job,
        import: Import,
        inspection: Inspection,
    ) -> Result<(), LakeError> {
        let now = self.platform().now();
        let import = import.inspected(inspection)?;
        let mut tx = self.platform().db.begin().await?;
        if !store::update(&mut tx, &import, now).await? {
            return Err(LakeError::Stale);
        }
        Jobs::finish(&mut tx, job, now).await?;
        let rows = import.body.inspection.as_ref().map(|found| found.rows);
        let event = AuditEvent::new(
            now,
            &Actor::System("lake"),
            "lake.import.inspected",
            Object::new("import", import.id),
        )
        .detail("rows", rows);
        self.platform().commit(tx, &event).await?;
        Ok(())
    }

    async fn publish(&self, job: &Job, import: Import, loaded: Loaded) -> Result<(), LakeError> {
        let now = self.platform().now();
        let entry = import.entry.ok_or(LakeError::NotFound)?;
        let entry = self.catalogue().latest(entry).await?.ok_or(LakeError::NotFound)?;
        let mut tx = self.platform().db.begin().await?;
        let id = import.id;
        let agency = import.agency;
        let parts = upload::store::parts(&self.platform().db, import.upload).await?;
        upload::store::forget_parts(&mut tx, import.upload, now).await?;
        let version = version_of(&loaded, now);
        let (dataset, number) =
            self.insert_version(&mut tx, &entry, agency, entry.code.as_str(), &version).await?;
        let (rows, quarantined) = (version.rows, version.quarantined_rows);
        let import = import.done(dataset, number, rows, quarantined)?;
        if !store::update(&mut tx, &import, now).await? {
            return Err(LakeError::Stale);
        }
        Jobs::finish(&mut tx, job, now).await?;
        let event = published(now, &Actor::System("lake"), dataset, number, &version)
            .also(Object::new("entry", entry.code.as_str()))
            .also(Object::new("import", id));
        self.platform().commit(tx, &event).await?;
        self.discard(parts.into_iter().map(|part| part.object).collect()).await?;
        Ok(())
    }

    /// Records a failure that trying again would not mend.
    async fn give_up(&self, job: &Job, reason: Failure, now: Timestamp) -> Result<(), LakeError> {
        let Payload { import } = job.payload()?;
        let import = store::find(&self.platform().db, import).await?.ok_or(LakeError::NotFound)?;
        let import = import.failed(reason)?;
        let mut tx = self.platform().db.begin().await?;
        if !store::update(&mut tx, &import, now).await? {
            return Err(LakeError::Stale);
        }
        Jobs::finish(&mut tx, job, now).await?;
        // The reason may quote the file, so it stays out of the ledger.
        let event = AuditEvent::new(
            now,
            &Actor::System("lake"),
            "lake.import.failed",
            Object::new("import", import.id),
        );
        self.platform().commit(tx, &event).await?;
        Ok(())
    }

    /// Puts a version under an entry's dataset, as part of the transaction in
    /// which it becomes visible.
    pub(crate) async fn insert_version(
        &self,
        tx: &mut Tx,
        entry: &zt_catalogue::Entry,
        agency: zt_kernel::AgencyId,
        resource: &str,
        version: &Version,
    ) -> Result<(zt_kernel::DatasetId, i64), LakeError> {
        let now = version.published_at;
        let dataset = dataset::store::dataset_of_entry(tx, entry.id, agency, resource, now).await?;
        let number = dataset::store::insert_version(tx, dataset, version).await?;
        self.catalogue().record_refresh(tx, entry.id, dataset, version.rows, now).await?;
        Ok((dataset, number))
    }

    /// Deletes objects that no version and no upload knows: what killed imports
    /// left behind.
    pub async fn sweep(&self) -> Result<usize, LakeError> {
        self.sweep_older_than(UNKNOWN_FOR).await
    }

    /// [`Lake::sweep`] of what was last written to longer ago than `age`.
    pub(crate) async fn sweep_older_than(&self, age: Duration) -> Result<usize, LakeError> {
        let objects = self.platform().objects.clone();
        let keys = blocking(move || {
            let mut keys = [objects.list("datasets/")?, objects.list("uploads/")?].concat();
            keys.retain(|key| {
                let written = objects
                    .path(key)
                    .ok()
                    .and_then(|path| std::fs::metadata(path).and_then(|data| data.modified()).ok());
                written.and_then(|at| at.elapsed().ok()).is_some_and(|since| since >= age)
            });
            Ok(keys)
        })
        .await?;
        let mut swept = Vec::new();
        for key in keys {
            let db = &self.platform().db;
            let known = dataset::store::knows_object(db, &key).await?
                || upload::store::knows_object(db, &key).await?;
            if !known {
                swept.push(key);
            }
        }
        let count = swept.len();
        self.discard(swept).await?;
        let objects = self.platform().objects.clone();
        let unfinished = blocking(move || objects.sweep(UNFINISHED_FOR.max(age))).await?;
        Ok(count + unfinished)
    }
}

/// The event of a version's becoming visible.
pub(crate) fn published(
    now: Timestamp,
    actor: &Actor,
    dataset: zt_kernel::DatasetId,
    number: i64,
    version: &Version,
) -> AuditEvent {
    AuditEvent::new(now, actor, "lake.version.published", Object::new("dataset", dataset))
        .detail("version", number)
        .detail("rows", version.rows)
        .detail("quarantined", version.quarantined_rows)
}

pub(crate) fn facts(survey: &Survey, source: Source) -> Facts {
    Facts {
        columns: survey.columns.clone(),
        profiles: survey.profiles.clone(),
        notes: survey.notes.clone(),
        breaches: survey.breaches.clone(),
        source,
    }
}

/// Gives rows and quarantine their keys, unlike any other attempt's.
pub(crate) fn commit(
    rows: ObjectWriter,
    quarantine: ObjectWriter,
    import: i64,
    attempt: &str,
) -> Result<(String, String), StoreError> {
    let key = |name: &str| format!("datasets/{import}-{attempt}/{name}.parquet");
    rows.commit(&key("rows"))?;
    quarantine.commit(&key("quarantine"))?;
    Ok((key("rows"), key("quarantine")))
}

fn version_of(loaded: &Loaded, now: Timestamp) -> Version {
    Version {
        number: 0,
        object: loaded.rows.clone(),
        quarantine: loaded.quarantine.clone(),
        rows: loaded.survey.rows,
        quarantined_rows: loaded.survey.quarantined_rows,
        bad_cells: loaded.survey.bad_cells,
        facts: loaded.facts.clone(),
        published_at: now,
    }
}

/// Whether the file is what can't be loaded, so that trying again is no use.
fn is_the_files_fault(error: &LoadError) -> bool {
    match error {
        LoadError::Read(ReadError::Io(_))
        | LoadError::Write(_)
        | LoadError::Stopped
        | LoadError::Worker => false,
        LoadError::Read(_) | LoadError::Encode(_) | LoadError::Arrow(_) => true,
    }
}
