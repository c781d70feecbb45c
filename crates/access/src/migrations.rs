//! The tables of this crate.

use zt_store::Migrations;

/// This crate's migrations.
pub const MIGRATIONS: Migrations = Migrations {
    name: "access",
    steps: &[
        "
create table agency (
    id {ID},
    code text not null unique,
    name_zh text not null,
    name_en text not null,
    short text not null,
    region text not null,
    kind text not null,
    registered_at bigint not null
);
create index agency_by_region on agency (region, code);
create table account (
    id {ID},
    agency bigint not null references agency (id),
    username text not null unique,
    name text not null,
    roles text not null,
    password_hash text not null,
    created_at bigint not null,
    suspended_at bigint
);
create index account_by_agency on account (agency, username);
create table web_session (
    id {ID},
    digest text not null unique,
    account bigint not null references account (id),
    method text not null,
    agent text not null,
    started_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
);
create index web_session_by_account on web_session (account);
create table api_credential (
    id {ID},
    digest text not null unique,
    account bigint not null references account (id),
    label text not null,
    ending text not null,
    issued_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    used_at bigint
);
create index api_credential_by_account on api_credential (account);
create table sign_in_attempt (
    id {ID},
    subject text not null,
    at bigint not null
);
create index sign_in_attempt_by_subject on sign_in_attempt (subject, at);
create table held_form (
    id text not null primary key,
    account bigint not null references account (id),
    form text not null,
    held_at bigint not null
);
create index held_form_by_account on held_form (account, held_at);
",
        // Administration: the first password ends and is changed; each change is counted,
        // so that a form opened before another operator's change is found out.
        "
alter table account add column initial_until bigint;
alter table account add column standing_reason text not null default '';
alter table account add column standing_note text not null default '';
alter table account add column revision bigint not null default 0;
alter table account add column changed_at bigint;
alter table account add column changed_by bigint;
",
    ],
};
