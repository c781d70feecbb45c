//! The SQL of agencies.

use zt_store::{FromRow, Row, StoreError};

use super::Agency;

zt_store::statements! {
    INSERT = "
        insert into agency (code, name_zh, name_en, short, region, kind, registered_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id";
    SELECT_BY_ID = "
        select id, code, name_zh, name_en, short, region, kind, registered_at
        from agency where id = $1";
    SELECT_BY_CODE = "
        select id, code, name_zh, name_en, short, region, kind, registered_at
        from agency where code = $1";
    SELECT_ALL = "
        select id, code, name_zh, name_en, short, region, kind, registered_at
        from agency order by region, code";
    SELECT_WITHIN = "
        select id, code, name_zh, name_en, short, region, kind, registered_at
        from agency where region like $1 order by region, code";
    // The words are matched in any of the names; the caller escapes LIKE's wildcards.
    SELECT_PAGE = "
        select id, code, name_zh, name_en, short, region, kind, registered_at
        from agency
        where (cast($1 as text) is null
                or name_zh like $1 escape '\\' or lower(name_en) like $1 escape '\\'
                or short like $1 escape '\\' or lower(code) like $1 escape '\\')
            and (cast($2 as text) is null or region like $2)
            and (cast($3 as text) is null or kind = $3)
            and (region > $4 or region = $4 and code > $5)
        order by region, code limit $6";
    SELECT_CALLED = "
        select id, code, name_zh, name_en, short, region, kind, registered_at
        from agency
        where name_zh = $1 or short = $1 or lower(name_en) = lower($1)
        order by region, code limit $2";
    COUNT = "
        select count(*) from agency
        where (cast($1 as text) is null
                or name_zh like $1 escape '\\' or lower(name_en) like $1 escape '\\'
                or short like $1 escape '\\' or lower(code) like $1 escape '\\')
            and (cast($2 as text) is null or region like $2)
            and (cast($3 as text) is null or kind = $3)";
}

impl FromRow for Agency {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            code: row.text("code")?,
            name_zh: row.text("name_zh")?,
            name_en: row.text("name_en")?,
            short: row.text("short")?,
            region: row.parsed("region")?,
            kind: row.parsed("kind")?,
            registered_at: row.timestamp("registered_at")?,
        })
    }
}
