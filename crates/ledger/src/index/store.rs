//! The SQL of the ledger's index.

use zt_store::Migrations;

/// The ledger's tables.
pub const MIGRATIONS: Migrations = Migrations {
    name: "ledger",
    steps: &[
        "
create table ledger_event (
    position bigint primary key,
    id text not null unique,
    at bigint not null,
    action text not null,
    agency bigint
);
create index ledger_event_agency on ledger_event (agency, position);
create table ledger_object (
    kind text not null,
    object_id text not null,
    position bigint not null,
    primary key (kind, object_id, position)
);
create table ledger_state (
    id bigint primary key,
    indexed bigint not null
);
create table ledger_segment (
    name text primary key,
    merged bigint not null
);
",
        // The area of an action is what stands before its first dot. Neither engine
        // has the other's function for that; both cut at the last dot by trimming
        // what is no dot, so the distinct actions are cut until none has a dot.
        //
        // The indexes hold `position + 0`, and the statements ask for it: PostgreSQL,
        // planning without the values, takes every area for a common one and would walk
        // the primary key backwards past ten million events of the others.
        "
drop index ledger_event_agency;
alter table ledger_event add column area text not null default '';
create table ledger_area (
    action text primary key,
    area text not null
);
insert into ledger_area (action, area) select distinct action, action from ledger_event;
update ledger_area set area = rtrim(rtrim(area, replace(area, '.', '')), '.')
    where area like '%.%';
update ledger_area set area = rtrim(rtrim(area, replace(area, '.', '')), '.')
    where area like '%.%';
update ledger_area set area = rtrim(rtrim(area, replace(area, '.', '')), '.')
    where area like '%.%';
update ledger_area set area = rtrim(rtrim(area, replace(area, '.', '')), '.')
    where area like '%.%';
update ledger_area set area = rtrim(rtrim(area, replace(area, '.', '')), '.')
    where area like '%.%';
update ledger_event set area =
    (select a.area from ledger_area a where a.action = ledger_event.action);
drop table ledger_area;
create index ledger_event_area on ledger_event (area, (position + 0));
create index ledger_event_actor on ledger_event (agency, (position + 0));
create table ledger_span (
    span bigint primary key,
    first_at bigint not null,
    last_at bigint not null
);
insert into ledger_span (span, first_at, last_at)
    select position / 4096, min(at), max(at) from ledger_event group by position / 4096;
",
    ],
};

zt_store::statements! {
    SELECT_POSITION = "select position from ledger_event where id = $1";
    SELECT_INDEXED = "select indexed from ledger_state where id = 1";
    UPSERT_INDEXED = "insert into ledger_state (id, indexed) values (1, $1)
        on conflict (id) do update set indexed = excluded.indexed";
    SELECT_MERGED = "select merged from ledger_segment where name = $1";
    UPSERT_MERGED = "insert into ledger_segment (name, merged) values ($1, $2)
        on conflict (name) do update set merged = excluded.merged";
    DELETE_SEGMENT = "delete from ledger_segment where name = $1";
    SELECT_SEQUENCED_IN_OUTBOX =
        "select outbox.id from outbox join ledger_event on ledger_event.id = outbox.id";
    // One statement for each way in, because an engine that plans before it knows the
    // values takes no index for a condition that may be left out.
    SELECT_RECENT = "select position from ledger_event
        where position >= $1 and position < $2
            and (cast($3 as text) is null or substr(action, 1, length($3)) = $3)
            and (cast($4 as bigint) is null or at >= $4)
            and (cast($5 as bigint) is null or at < $5)
        order by position desc limit $6";
    SELECT_BY_AGENCY = "select position from ledger_event
        where agency = $1 and position + 0 >= $2 and position + 0 < $3
            and (cast($4 as text) is null or substr(action, 1, length($4)) = $4)
            and (cast($5 as bigint) is null or at >= $5)
            and (cast($6 as bigint) is null or at < $6)
        order by position + 0 desc limit $7";
    SELECT_BY_AREA = "select position from ledger_event
        where area = $1 and position + 0 >= $2 and position + 0 < $3
            and (cast($4 as text) is null or substr(action, 1, length($4)) = $4)
            and (cast($5 as bigint) is null or at >= $5)
            and (cast($6 as bigint) is null or at < $6)
        order by position + 0 desc limit $7";
    SELECT_BY_OBJECT = "select e.position from ledger_object o
            join ledger_event e on e.position = o.position
        where o.kind = $1 and o.object_id = $2
            and (cast($3 as bigint) is null or e.agency = $3)
            and o.position >= $4 and o.position < $5
            and (cast($6 as text) is null or substr(e.action, 1, length($6)) = $6)
            and (cast($7 as bigint) is null or e.at >= $7)
            and (cast($8 as bigint) is null or e.at < $8)
        order by o.position desc limit $9";
    SELECT_SPANS = "select span from ledger_span
        where span <= $1
            and (cast($2 as bigint) is null or last_at >= $2)
            and (cast($3 as bigint) is null or first_at < $3)
        order by span desc";
    UPSERT_SPAN = "insert into ledger_span (span, first_at, last_at) values ($1, $2, $3)
        on conflict (span) do update set
            first_at = case when excluded.first_at < ledger_span.first_at
                then excluded.first_at else ledger_span.first_at end,
            last_at = case when excluded.last_at > ledger_span.last_at
                then excluded.last_at else ledger_span.last_at end";
}

/// Events come as one JSON array of arrays, because one statement for a thousand
/// rows is ten times as fast as a thousand statements, and a list of rows can't be
/// a parameter. The engines read JSON in their own ways.
pub(crate) const INSERT_EVENTS_SQLITE: &str =
    "insert into ledger_event (position, id, at, action, agency, area)
    select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
        json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
    from json_each($1) where true on conflict do nothing";
/// See [`INSERT_EVENTS_SQLITE`].
pub(crate) const INSERT_EVENTS_POSTGRES: &str =
    "insert into ledger_event (position, id, at, action, agency, area)
    select cast(row ->> 0 as bigint), row ->> 1, cast(row ->> 2 as bigint), row ->> 3,
        cast(row ->> 4 as bigint), row ->> 5
    from json_array_elements(cast($1 as json)) as listed (row) on conflict do nothing";
/// Objects, like the events of [`INSERT_EVENTS_SQLITE`].
pub(crate) const INSERT_OBJECTS_SQLITE: &str =
    "insert into ledger_object (kind, object_id, position)
    select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    from json_each($1) where true on conflict do nothing";
/// See [`INSERT_OBJECTS_SQLITE`].
pub(crate) const INSERT_OBJECTS_POSTGRES: &str =
    "insert into ledger_object (kind, object_id, position)
    select row ->> 0, row ->> 1, cast(row ->> 2 as bigint)
    from json_array_elements(cast($1 as json)) as listed (row) on conflict do nothing";
