//! The tables of the catalogue, forward only.

use zt_store::Migrations;

/// The steps, oldest first.
pub const MIGRATIONS: Migrations = Migrations {
    name: "catalogue",
    steps: &[
        "create table catalogue_rule (
            id {ID},
            jurisdiction text not null,
            kind text not null,
            value text not null,
            unit text not null,
            source text not null,
            clause text not null,
            effective_from text not null,
            effective_until text,
            unique (jurisdiction, kind, effective_from)
        )",
        // The last sequence number given under each classification. Never lowered.
        "create table catalogue_sequence (
            classification text primary key,
            last bigint not null
        )",
        "create table catalogue_entry (
            id {ID},
            code text not null unique,
            agency bigint not null
        )",
        "create table catalogue_version (
            entry bigint not null references catalogue_entry (id),
            version bigint not null,
            revision bigint not null,
            state text not null,
            agency bigint not null,
            name text not null,
            body text not null,
            opened_at bigint not null,
            changed_at bigint not null,
            primary key (entry, version)
        );
        create unique index catalogue_version_published
            on catalogue_version (entry) where state = 'published';
        create unique index catalogue_version_open
            on catalogue_version (entry) where state in ('draft', 'submitted');
        create index catalogue_version_agency on catalogue_version (agency, state, entry);
        create index catalogue_version_state on catalogue_version (state, entry)",
        // What is asked of items across entries; the whole item is in the body.
        "create table catalogue_item (
            entry bigint not null,
            version bigint not null,
            position bigint not null,
            name text not null,
            label text not null,
            element text,
            sharing text not null,
            primary key (entry, version, position)
        );
        create index catalogue_item_element on catalogue_item (element)",
        "create table catalogue_binding (
            id {ID},
            entry bigint not null references catalogue_entry (id),
            dataset bigint,
            body text not null,
            bound_at bigint not null,
            refreshed_at bigint,
            row_count bigint
        );
        create unique index catalogue_binding_dataset on catalogue_binding (dataset);
        create index catalogue_binding_entry on catalogue_binding (entry, id)",
        "create table catalogue_grading (
            id {ID},
            entry bigint not null,
            version bigint not null,
            item text not null,
            state text not null,
            body text not null
        );
        create index catalogue_grading_entry on catalogue_grading (entry, version, id)",
        "create table catalogue_source (
            element text primary key,
            agency bigint not null,
            basis text not null,
            designated_at bigint not null
        )",
        "create table catalogue_position (
            id bigint primary key,
            position bigint not null
        );
        insert into catalogue_position (id, position) values (1, 0)",
        "create table catalogue_change (
            position bigint primary key,
            entry bigint not null
        )",
        // Han: the 2017 guide's own names of 类 and 项 are rows of this table. Groups and details are each jurisdiction's own.
        "create table catalogue_branch (
            branch bigint primary key,
            name_zh text not null,
            name_en text not null
        );
        insert into catalogue_branch (branch, name_zh, name_en) values
            (100, '基础信息资源', 'Basic resources'),
            (101, '人口', 'Population'),
            (102, '法人单位', 'Legal entities'),
            (103, '自然资源和空间地理', 'Natural resources and geography'),
            (104, '社会信用', 'Social credit'),
            (105, '电子证照', 'Electronic certificates'),
            (200, '主题信息资源', 'Thematic resources'),
            (201, '公共服务', 'Public services'),
            (202, '健康保障', 'Health'),
            (203, '社会保障', 'Social security'),
            (204, '食品药品安全', 'Food and drug safety'),
            (205, '安全生产', 'Work safety'),
            (206, '价格监管', 'Price supervision'),
            (207, '能源安全', 'Energy security'),
            (208, '信用体系', 'Credit system'),
            (209, '城乡建设', 'Urban and rural construction'),
            (210, '社区治理', 'Community governance'),
            (211, '生态环保', 'Ecology and environment'),
            (212, '应急维稳', 'Emergency response'),
            (300, '部门信息资源', 'Agency resources')",
    ],
};
