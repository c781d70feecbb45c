//! Listing by area and by time, over entries that stand out of their time.

use jiff::{SignedDuration, Timestamp};
use zt_kernel::AgencyId;
use zt_ledger::{AuditEvent, Filter, MIGRATIONS, Object};
use zt_store::{Migrations, values};
use zt_testkit::{NOW, migrated};

use crate::{INSERT_NOTE, migrations, officer, open};

/// Entries of two spans and some.
const EVENTS: i64 = 9000;

/// When the event of that number happened: a second after the one before, but for one
/// of a clock that ran ahead and one that waited long in the outbox.
fn at(number: i64) -> Timestamp {
    let seconds = match number {
        100 => 8000,
        8500 => 10,
        number => number,
    };
    NOW + SignedDuration::from_secs(seconds)
}

fn numbered(number: i64) -> AuditEvent {
    let action = if number % 1000 == 3 { "seldom.read" } else { "test.read" };
    AuditEvent::new(at(number), &officer(number % 2), action, Object::new("entry", number % 7))
}

#[tokio::test]
async fn a_list_by_time_holds_what_happened_then_wherever_it_stands() {
    for database in migrated(&migrations()).await {
        let ledger = open(database.folder(), &database.db);
        let mut tx = database.db.begin().await.unwrap();
        tx.insert_returning_id(INSERT_NOTE, values!["a"]).await.unwrap();
        for number in 1..EVENTS {
            tx.record(&numbered(number));
        }
        let ids = tx.commit(&numbered(0)).await.unwrap();
        let mut placed = Vec::new();
        for id in [ids.first().unwrap(), ids.last().unwrap()] {
            placed.push(ledger.settle(id).await.unwrap());
        }
        // Where each number stands: the commit's own event comes last or first.
        let first = i64::try_from(placed[0]).unwrap();
        assert!(first == 0 || placed[1] == 0, "{placed:?}");
        let all = ledger.recent(&Filter { limit: 1, ..Filter::default() }).await.unwrap();
        assert_eq!(i64::try_from(all[0].index).unwrap(), EVENTS - 1);

        let second = |seconds| NOW + SignedDuration::from_secs(seconds);
        for (from, until) in [
            (None, Some(20)),
            (Some(0), Some(1)),
            (Some(4000), Some(4200)),
            (Some(7990), Some(8010)),
            (Some(8990), None),
            (Some(20_000), None),
            (None, Some(-1)),
        ] {
            for area in [None, Some("seldom."), Some("test."), Some("sel")] {
                for agency in [None, Some(1)] {
                    let filter = Filter {
                        from: from.map(second),
                        until: until.map(second),
                        action_prefix: area.map(str::to_owned),
                        agency: agency.map(AgencyId),
                        limit: 500,
                        ..Filter::default()
                    };
                    let mut found: Vec<Timestamp> = ledger
                        .recent(&filter)
                        .await
                        .unwrap()
                        .into_iter()
                        .map(|entry| entry.event.at)
                        .collect();
                    found.sort_unstable();
                    let mut expected: Vec<Timestamp> = (0..EVENTS)
                        .filter(|number| agency.is_none_or(|agency| number % 2 == agency))
                        .filter(|number| match area {
                            Some("test.") => number % 1000 != 3,
                            Some(_) => number % 1000 == 3,
                            None => true,
                        })
                        .map(at)
                        .filter(|at| filter.from.is_none_or(|from| *at >= from))
                        .filter(|at| filter.until.is_none_or(|until| *at < until))
                        .collect();
                    expected.sort_unstable();
                    assert_eq!(found, expected, "{filter:?}");
                }
            }
        }
        let page = Filter { until: Some(second(3)), limit: 2, ..Filter::default() };
        let newest = ledger.recent(&page).await.unwrap();
        let rest = Filter { before_index: Some(newest[1].index), ..page };
        assert_eq!(ledger.recent(&rest).await.unwrap().len(), 1);
        ledger.close().await;
    }
}

const INSERT_OLD: &str = "insert into ledger_event (position, id, at, action) \
    values ($1, $2, $3, $4)";
const SELECT_AREAS: &str = "select area from ledger_event order by position";
const SELECT_SPANS: &str = "select span * 1000000 + first_at * 1000 + last_at from ledger_span \
    order by span";

#[tokio::test]
async fn events_listed_before_the_area_was_kept_get_theirs() {
    let before = [Migrations { name: MIGRATIONS.name, steps: &MIGRATIONS.steps[..1] }];
    for database in migrated(&before).await {
        let mut tx = database.db.begin().await.unwrap();
        let rows = [
            (0_i64, 5_i64, "sharing.request.submitted"),
            (1, 3, "lake.read"),
            (4095, 9, "plain"),
            (4096, 7, "a.b.c.d.e"),
        ];
        for (position, at, action) in rows {
            let values = values![position, format!("id{position}"), at, action];
            tx.execute(INSERT_OLD, values).await.unwrap();
        }
        tx.commit_maintenance().await.unwrap();
        database.db.migrate(&[MIGRATIONS]).await.unwrap();
        let areas: Vec<String> = database.db.fetch_all(SELECT_AREAS, values![]).await.unwrap();
        assert_eq!(areas, ["sharing", "lake", "plain", "a"]);
        let spans: Vec<i64> = database.db.fetch_all(SELECT_SPANS, values![]).await.unwrap();
        assert_eq!(spans, [3009, 1_007_007]);
    }
}
