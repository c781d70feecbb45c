//! A whole platform for a test, on each engine.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::Router;
use zt_access::{
    AccessConfig, Account, Accounts, Agencies, Agency, AgencyKind, NewAccount, NewAgency,
    NewPassword, Parts, PasswordCost, Platform, Policies, PolicySource, SessionForms,
};
use zt_kernel::{Actor, AgencyId, FixedClock, Role, WorkingCalendar, credit_code};
use zt_ledger::{Entry, Filter, Ledger, LedgerConfig};
use zt_store::{Migrations, Objects, Outbox};

use crate::{Browser, NOW, TestDb, databases};

/// The password of every test account.
pub const PASSWORD: &str = "correct horse battery staple";

/// Who sets tests up.
const SETUP: Actor = Actor::System("test");

/// A platform of a test's own.
pub struct TestPlatform {
    /// The platform.
    pub platform: Platform,
    /// Its clock, standing at [`NOW`] until it is set.
    pub clock: Arc<FixedClock>,
    /// Its database.
    pub database: TestDb,
    agencies: AtomicU32,
}

impl std::fmt::Debug for TestPlatform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TestPlatform({:?})", self.platform.db)
    }
}

/// A platform on each engine, with `zt-access`'s tables and policies and those
/// given. Passwords cost next to nothing.
///
/// # Panics
///
/// When something can't be set up, such as policies that don't parse.
pub async fn platforms(sets: &[Migrations], policies: &[PolicySource]) -> Vec<TestPlatform> {
    let sets: Vec<Migrations> = [zt_ledger::MIGRATIONS, zt_access::MIGRATIONS]
        .into_iter()
        .chain(sets.iter().copied())
        .collect();
    let mut platforms = Vec::new();
    for database in databases().await {
        database.db.migrate(&sets).await.expect("the migrations run");
        let clock = Arc::new(FixedClock::new(NOW));
        let data = database.folder().join("data");
        let config = LedgerConfig::in_data_folder(&data, "ledger.test/1");
        let platform = Platform::new(Parts {
            db: database.db.clone(),
            ledger: Ledger::open(config, database.db.clone()).expect("the ledger opens"),
            clock: clock.clone(),
            objects: Objects::at(data.join("objects")).expect("a folder of objects"),
            calendar: Arc::new(calendar()),
            policies: Policies::join(policies).expect("the policies join"),
            config: AccessConfig {
                password_cost: PasswordCost { memory_kib: 64, passes: 1 },
                ..AccessConfig::default()
            },
        });
        platforms.push(TestPlatform { platform, clock, database, agencies: AtomicU32::new(1) });
    }
    platforms
}

/// A browser before a platform: see [`TestPlatform::browser`].
pub fn browser(platform: &Platform, routes: Router) -> Browser {
    let held = Arc::new(SessionForms::new(platform));
    let routes = routes.merge(zt_access::router(platform.clone()));
    let inner = zt_web::layers::inner(routes, held);
    let app = zt_access::session_layer(inner, platform.clone());
    Browser::new(zt_web::layers::outer(app, zt_web::layers::OuterConfig::default()))
}

/// The calendar of the years around [`NOW`].
fn calendar() -> WorkingCalendar {
    WorkingCalendar::from_json([
        include_str!("../../../data/holidays/2025.json"),
        include_str!("../../../data/holidays/2026.json"),
    ])
    .expect("the holiday files parse")
}

impl TestPlatform {
    /// Registers an agency called `name`, under a code made up for it.
    pub async fn agency(&self, name: &str) -> Agency {
        let number = self.agencies.fetch_add(1, Ordering::Relaxed);
        let new = NewAgency {
            code: code(number),
            name_zh: name.to_owned(),
            name_en: String::new(),
            short: String::new(),
            region: "330100".parse().expect("a division code"),
            kind: AgencyKind::Department,
        };
        let agencies = Agencies::new(&self.platform);
        agencies.create(&SETUP, new, self.platform.now()).await.expect("an agency")
    }

    /// Makes an account with [`PASSWORD`].
    pub async fn account(&self, agency: AgencyId, username: &str, roles: &[Role]) -> Account {
        let username = username.parse().expect("a username");
        let new = NewAccount {
            agency,
            name: format!("{username}"),
            roles: roles.to_vec(),
            password: NewPassword::new(PASSWORD, &username).expect("a good password"),
            username,
        };
        let accounts = Accounts::new(&self.platform);
        accounts.create(&SETUP, new, self.platform.now()).await.expect("an account")
    }

    /// A browser before `routes` and `zt-access`'s own, inside every layer the
    /// server has.
    pub fn browser(&self, routes: Router) -> Browser {
        browser(&self.platform, routes)
    }

    /// The latest event of `action` that the ledger lists, once no change waits to be
    /// ordered.
    ///
    /// # Panics
    ///
    /// When none comes within five seconds, or the ledger can't be read.
    pub async fn event(&self, action: &str) -> Entry {
        let filter =
            Filter { action_prefix: Some(action.to_owned()), limit: 1, ..Filter::default() };
        for _ in 0..500 {
            let backlog = Outbox::backlog(&self.platform.db).await.expect("the outbox is read");
            if backlog.waiting == 0
                && let Some(entry) =
                    self.platform.ledger.recent(&filter).await.expect("the ledger is read").pop()
            {
                return entry;
            }
            self.platform.ledger.wake();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no event {action} came");
    }

    /// The same platform as another process holds it, on a connection of its own:
    /// nothing remembered is shared. It has `zt-access`'s policies only.
    ///
    /// # Panics
    ///
    /// When the database can't be reached or the policies don't parse.
    pub async fn elsewhere(&self) -> Platform {
        Platform::new(Parts {
            db: self.database.reopen().await,
            ledger: self.platform.ledger.clone(),
            clock: self.clock.clone(),
            objects: self.platform.objects.clone(),
            calendar: Arc::clone(&self.platform.calendar),
            policies: Policies::join(&[]).expect("the policies join"),
            config: AccessConfig::clone(&self.platform.config),
        })
    }
}

/// A well-formed credit code in a division nobody has: its last character is
/// found by trying.
fn code(number: u32) -> String {
    (b'0'..=b'9')
        .chain(b'A'..=b'Y')
        .map(|check| format!("11990100{number:09}{}", char::from(check)))
        .find(|code| credit_code::is_valid(code))
        .expect("one of all check characters is right")
}
