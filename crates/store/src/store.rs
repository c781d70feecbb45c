//! The SQL of this crate's own tables: migrations, outbox, leases and jobs.

/// Which migration steps have run. Made before any step can be looked up.
pub(crate) const CREATE_MIGRATION: &str = "
create table if not exists migration (
    set_name text not null,
    step bigint not null,
    checksum text not null,
    primary key (set_name, step)
)";

/// The first step. `outbox.position` orders events as they were written, which
/// `at` alone would not.
pub(crate) const CREATE_TABLES: &str = "
create table outbox (
    position {ID},
    id text not null unique,
    at bigint not null,
    payload {BYTES} not null
);
create table lease (
    name text not null primary key,
    holder text not null,
    epoch bigint not null,
    expires_at bigint not null
);
create table job (
    id {ID},
    kind text not null,
    payload text not null,
    state text not null,
    run_at bigint not null,
    attempts bigint not null,
    attempts_max bigint not null,
    worker text,
    lease_expires_at bigint,
    progress text,
    failure text,
    finished_at bigint
);
create index job_due on job (state, run_at, id);
";

crate::statements! {
    SELECT_MIGRATIONS = "select set_name, step, checksum from migration";
    INSERT_MIGRATION = "insert into migration (set_name, step, checksum) values ($1, $2, $3)";

    INSERT_OUTBOX = "insert into outbox (id, at, payload) values ($1, $2, $3)";
    SELECT_OUTBOX = "select id, at, payload from outbox order by position limit $1";
    SELECT_OUTBOX_OLDEST = "select min(at) as oldest_at, count(*) as waiting from outbox";

    // A holder that comes back after its lease ran out gets a new epoch too:
    // it can't know that nobody acted in between.
    ACQUIRE_LEASE = "
        insert into lease (name, holder, epoch, expires_at) values ($1, $2, 1, $3)
        on conflict (name) do update set
            epoch = lease.epoch + case
                when lease.holder = excluded.holder and lease.expires_at > $4 then 0 else 1 end,
            holder = excluded.holder,
            expires_at = excluded.expires_at
        where lease.holder = excluded.holder or lease.expires_at <= $4
        returning epoch";
    // Writes the row back unchanged so that it stays locked until the commit.
    FENCE_LEASE = "
        update lease set expires_at = expires_at
        where name = $1 and holder = $2 and epoch = $3";
    RELEASE_LEASE = "
        update lease set expires_at = $4 where name = $1 and holder = $2 and epoch = $3";

    INSERT_JOB = "
        insert into job (kind, payload, state, run_at, attempts, attempts_max)
        values ($1, $2, 'queued', $3, 0, $4) returning id";
    SELECT_JOB_DUE = "
        select exists (
            select 1 from job
            where $1 like '%,' || kind || ',%'
                and (state = 'queued' and run_at <= $2
                    or state = 'running' and lease_expires_at <= $2))";
    FAIL_LOST_JOBS = "
        update job set state = 'failed', failure = 'worker_lost', finished_at = $1,
            lease_expires_at = null
        where state = 'running' and lease_expires_at <= $1 and attempts >= attempts_max";
    EXTEND_JOB = "
        update job set lease_expires_at = $4, progress = coalesce($5, progress)
        where id = $1 and worker = $2 and attempts = $3 and state = 'running'";
    FINISH_JOB = "
        update job set state = 'done', finished_at = $4, lease_expires_at = null, failure = null
        where id = $1 and worker = $2 and attempts = $3 and state = 'running'";
    RETRY_JOB = "
        update job set state = 'queued', run_at = $4, failure = $5, lease_expires_at = null
        where id = $1 and worker = $2 and attempts = $3 and state = 'running'";
    FAIL_JOB = "
        update job set state = 'failed', finished_at = $4, failure = $5, lease_expires_at = null
        where id = $1 and worker = $2 and attempts = $3 and state = 'running'";
    SELECT_JOB = "
        select id, kind, state, run_at, attempts, attempts_max, progress, failure, finished_at
        from job where id = $1";
    COUNT_JOBS = "select count(*) from job where kind = $1 and state = $2";
}

macro_rules! claim_job {
    ($locking:literal) => {
        concat!(
            "update job set state = 'running', worker = $3, lease_expires_at = $4,
                attempts = attempts + 1
            where id = (
                select id from job
                where $1 like '%,' || kind || ',%'
                    and (state = 'queued' and run_at <= $2
                        or state = 'running' and lease_expires_at <= $2)
                order by run_at, id limit 1 ",
            $locking,
            ") returning id, kind, payload, attempts, attempts_max, progress"
        )
    };
}

/// On SQLite the transaction itself excludes every other claimant.
pub(crate) const CLAIM_JOB_SQLITE: &str = claim_job!("");
/// On PostgreSQL claimants pass over rows that others are claiming.
pub(crate) const CLAIM_JOB_POSTGRES: &str = claim_job!("for update skip locked");

/// The ids come as one JSON array, because a list can't be a parameter.
pub(crate) const DELETE_OUTBOX_SQLITE: &str =
    "delete from outbox where id in (select value from json_each($1))";
/// See [`DELETE_OUTBOX_SQLITE`].
pub(crate) const DELETE_OUTBOX_POSTGRES: &str = "delete from outbox where id in \
     (select json_array_elements_text(cast($1 as json)))";

/// An advisory lock until the end of the transaction. PostgreSQL only.
pub(crate) const LOCK: &str = "select pg_advisory_xact_lock($1)";

/// Every statement of this crate that both engines accept.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    STATEMENTS.to_vec()
}
