//! The tables of the lake, forward only.

use zt_store::Migrations;

/// The steps, oldest first.
pub const MIGRATIONS: Migrations = Migrations {
    name: "lake",
    steps: &[
        "create table lake_upload (
            id {ID},
            agency bigint not null,
            account bigint,
            file_name text not null,
            size_bytes bigint not null,
            received_bytes bigint not null,
            state text not null,
            created_at bigint not null,
            changed_at bigint not null
        );
        create index lake_upload_agency on lake_upload (agency, id);
        create table lake_upload_part (
            upload bigint not null references lake_upload (id),
            start_byte bigint not null,
            size_bytes bigint not null,
            object text not null,
            primary key (upload, start_byte)
        )",
        "create table lake_import (
            id {ID},
            agency bigint not null,
            account bigint,
            upload bigint not null references lake_upload (id),
            entry bigint,
            state text not null,
            body text not null,
            progress text,
            created_at bigint not null,
            changed_at bigint not null,
            revision bigint not null
        );
        create index lake_import_agency on lake_import (agency, id)",
        "create table lake_dataset (
            id {ID},
            entry bigint not null unique,
            agency bigint not null,
            resource text not null unique,
            created_at bigint not null
        );
        create table lake_version (
            dataset bigint not null references lake_dataset (id),
            version bigint not null,
            object text not null,
            quarantine text not null,
            row_count bigint not null,
            quarantined_rows bigint not null,
            bad_cells bigint not null,
            body text not null,
            published_at bigint not null,
            primary key (dataset, version)
        )",
        // Uploads whose file was imported or given up count no more.
        "update lake_upload set state = 'spent' where received_bytes > 0
            and not exists (select 1 from lake_upload_part p where p.upload = lake_upload.id);
        create index lake_upload_state on lake_upload (state, agency);
        create index lake_import_upload on lake_import (upload)",
    ],
};
