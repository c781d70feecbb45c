//! What goes in comes out, alike on both engines.

use jiff::{Timestamp, civil::Date};
use zt_kernel::AgencyId;
use zt_store::{FromRow, Migrations, Row, StoreError, values};
use zt_testkit::{NOW, TestEvent};

const THINGS: Migrations = Migrations {
    name: "things",
    steps: &["create table thing (
        id {ID}, agency bigint, ratio double precision, open boolean, name text, data {BYTES},
        happened_at bigint, happened_on text, detail text)"],
};

const INSERT: &str = "
    insert into thing (agency, ratio, open, name, data, happened_at, happened_on, detail)
    values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
const SELECT: &str = "
    select agency, ratio, open, name, data, happened_at, happened_on, detail
    from thing order by id";

#[derive(Debug, PartialEq)]
struct Thing {
    agency: Option<AgencyId>,
    ratio: Option<f64>,
    open: Option<bool>,
    name: Option<String>,
    data: Option<Vec<u8>>,
    happened_at: Option<Timestamp>,
    happened_on: Option<Date>,
    detail: Option<Vec<u32>>,
}

impl FromRow for Thing {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            agency: row.opt_id("agency")?,
            ratio: row.opt_f64("ratio")?,
            open: row.opt_bool("open")?,
            name: row.opt_text("name")?,
            data: row.opt_bytes("data")?,
            happened_at: row.opt_timestamp("happened_at")?,
            happened_on: row.opt_date("happened_on")?,
            detail: row.opt_json("detail")?,
        })
    }
}

#[tokio::test]
async fn every_kind_of_value_and_its_absence_come_back() {
    let full = Thing {
        agency: Some(AgencyId(7)),
        ratio: Some(3.0),
        open: Some(false),
        name: Some("维修信息 'x' \" ; --".to_owned()),
        data: Some(vec![0, 255, 10]),
        happened_at: Some(NOW),
        happened_on: Some(jiff::civil::date(2026, 1, 5)),
        detail: Some(vec![1, 2]),
    };
    let empty = Thing {
        agency: None,
        ratio: None,
        open: None,
        name: None,
        data: None,
        happened_at: None,
        happened_on: None,
        detail: None,
    };
    for test in zt_testkit::migrated(&[THINGS]).await {
        let mut tx = test.db.begin().await.unwrap();
        for thing in [&full, &empty] {
            let detail = thing.detail.as_ref().map(|detail| serde_json::json!(detail));
            let values = values![
                thing.agency,
                thing.ratio,
                thing.open,
                thing.name.clone(),
                thing.data.clone(),
                thing.happened_at,
                thing.happened_on,
                detail
            ];
            tx.insert_returning_id(INSERT, values).await.unwrap();
        }
        tx.commit(&TestEvent("written")).await.unwrap();
        let things: Vec<Thing> = test.db.fetch_all(SELECT, values![]).await.unwrap();
        assert_eq!(things[0], full);
        assert_eq!(things[1], empty);
    }
}

struct Required;

impl FromRow for Required {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        row.text("name").map(|_| Self)
    }
}

#[tokio::test]
async fn a_null_where_none_may_be_names_its_column() {
    for test in zt_testkit::migrated(&[]).await {
        let missing = "select cast(null as text) as name";
        let Err(error) = test.db.fetch_one::<Required>(missing, values![]).await else {
            panic!("a null was read as text");
        };
        assert_eq!(error.to_string(), "the column \"name\" could not be read");
        let absent = test.db.fetch_one::<Required>("select 'a' as other", values![]).await;
        assert!(matches!(absent, Err(StoreError::Column { column, .. }) if column == "name"));
    }
}

#[tokio::test]
async fn counts_and_truths_read_without_a_type_of_their_own() {
    for test in zt_testkit::migrated(&[]).await {
        let db = &test.db;
        assert_eq!(db.fetch_one::<i64>("select 1", values![]).await.unwrap(), 1);
        assert_eq!(db.fetch_one::<i64>("select count(*) from job", values![]).await.unwrap(), 0);
        assert!(db.fetch_one::<bool>("select exists (select 1)", values![]).await.unwrap());
        assert_eq!(db.fetch_one::<String>("select 'a'", values![]).await.unwrap(), "a");
    }
}

#[tokio::test]
async fn an_optional_filter_is_one_statement_on_both_engines() {
    const FILTERED: &str = "
        select name from thing where (cast($1 as text) is null or name = $1) order by name";
    for test in zt_testkit::migrated(&[THINGS]).await {
        let mut tx = test.db.begin().await.unwrap();
        for name in ["b", "a"] {
            tx.execute("insert into thing (name) values ($1)", values![name]).await.unwrap();
        }
        tx.commit(&TestEvent("written")).await.unwrap();
        let names = |filter: Option<&'static str>| {
            let db = test.db.clone();
            async move { db.fetch_all::<String>(FILTERED, values![filter]).await.unwrap() }
        };
        assert_eq!(names(None).await, ["a", "b"]);
        assert_eq!(names(Some("b")).await, ["b"]);
    }
}
