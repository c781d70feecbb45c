//! The tables of the standards, forward only.

use zt_store::Migrations;

/// The steps, oldest first.
pub const MIGRATIONS: Migrations = Migrations {
    name: "standards",
    steps: &[
        // Counts every change, so that each process sees in one row whether its
        // snapshot is still the newest.
        "create table standards_revision (
            id bigint primary key,
            revision bigint not null
        );
        insert into standards_revision (id, revision) values (1, 0)",
        // The last number given out under each prefix. Never lowered: codes are
        // never given twice.
        "create table standards_sequence (
            prefix text primary key,
            last bigint not null
        )",
        "create table standards_element_version (
            id {ID},
            code text not null,
            version bigint not null,
            state text not null,
            owner bigint,
            definition text not null,
            valid_from text,
            valid_to text,
            writer bigint,
            note text,
            edits bigint not null,
            opened_at bigint not null,
            changed_at bigint not null,
            unique (code, version)
        );
        create unique index standards_element_in_force
            on standards_element_version (code) where state = 'in_force';
        create unique index standards_element_open
            on standards_element_version (code) where state in ('draft', 'in_review', 'returned');
        create index standards_element_state on standards_element_version (state, id)",
        "create table standards_code_set (
            code text primary key,
            name_zh text not null,
            name_en text not null,
            standard text,
            owner bigint,
            opened_at bigint not null
        )",
        // The items of a version are one text: they are written once, read whole into
        // every process's snapshot, and never changed after publishing.
        "create table standards_code_set_version (
            id {ID},
            code_set text not null references standards_code_set (code),
            version text not null,
            state text not null,
            items text not null,
            digest text not null,
            valid_from text not null,
            valid_to text,
            about text,
            writer bigint,
            note text,
            edits bigint not null,
            opened_at bigint not null,
            changed_at bigint not null,
            unique (code_set, version)
        );
        create unique index standards_code_set_open on standards_code_set_version (code_set)
            where state in ('draft', 'in_review', 'returned');
        create index standards_code_set_state on standards_code_set_version (state, id)",
    ],
};
