//! The wiring: one platform, every domain crate on it, one router.
//!
//! Deliberately absent: rules of any domain. A crate brings its migrations, texts,
//! navigation, policies and routes; here they are only joined.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use utoipa::openapi::OpenApi;
use zt_access::{Parts, Platform, Policies, PolicySource, SessionForms};
use zt_catalogue::{Branch, Catalogue, EntryPanel};
use zt_kernel::{Actor, Clock, SystemClock};
use zt_lake::{Lake, QualityPanel};
use zt_ledger::{Ledger, LedgerConfig};
use zt_oversight::{EntryReaders, Oversight};
use zt_sharing::{AccessPanel, Sharing};
use zt_standards::Standards;
use zt_store::{Db, Migrations, Objects};
use zt_web::layers::{self, OuterConfig};
use zt_web::{Fluent, NavItem};

use crate::config::{BranchName, Config};
use crate::{calendar, health, openapi};

/// How long a request may take, uploads apart.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// Every crate's migrations, lower floors first; the store runs its own before them.
pub const MIGRATIONS: &[Migrations] = &[
    zt_ledger::MIGRATIONS,
    zt_access::MIGRATIONS,
    zt_standards::MIGRATIONS,
    zt_catalogue::MIGRATIONS,
    zt_lake::MIGRATIONS,
    zt_sharing::MIGRATIONS,
];

/// Every crate's texts.
pub const FLUENT: &[Fluent] = &[
    zt_web::FLUENT,
    zt_access::FLUENT,
    zt_standards::FLUENT,
    zt_catalogue::FLUENT,
    zt_lake::FLUENT,
    zt_sharing::FLUENT,
    zt_oversight::FLUENT,
    crate::FLUENT,
];

/// Every crate's part of the navigation.
pub const NAV: &[&[NavItem]] = &[
    zt_access::NAV,
    zt_standards::NAV,
    zt_catalogue::NAV,
    zt_lake::NAV,
    zt_sharing::NAV,
    zt_oversight::NAV,
];

/// Every crate's policies; access adds its own.
pub const POLICIES: &[PolicySource] = &[
    policy("standards", zt_standards::POLICY, zt_standards::POLICY_SCHEMA),
    policy("catalogue", zt_catalogue::POLICY, zt_catalogue::POLICY_SCHEMA),
    policy("lake", zt_lake::POLICY, zt_lake::POLICY_SCHEMA),
    policy("sharing", zt_sharing::POLICY, zt_sharing::POLICY_SCHEMA),
    zt_oversight::POLICY_SOURCE,
];

const fn policy(name: &'static str, policies: &'static str, schema: &'static str) -> PolicySource {
    PolicySource { name, policies, schema }
}

/// Every SQL statement of the program by name, for the test that prepares each on
/// both engines.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        zt_store::statements(),
        zt_ledger::statements(),
        zt_access::statements(),
        zt_standards::statements(),
        zt_catalogue::statements(),
        zt_lake::statements(),
        zt_sharing::statements(),
    ]
    .concat()
}

/// The platform with every domain on it. Cloning shares.
#[derive(Clone)]
pub struct App {
    /// The ground the domains stand on.
    pub platform: Platform,
    /// Data elements, code sets, divisions.
    pub standards: Standards,
    /// What each agency holds.
    pub catalogue: Catalogue,
    /// The rows.
    pub lake: Lake,
    /// Who may use them.
    pub sharing: Sharing,
    config: Arc<Config>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("platform", &self.platform).finish_non_exhaustive()
    }
}

/// Who does what the configuration says.
const CONFIGURATION: Actor = Actor::System("configuration");

fn named(name: &BranchName) -> Branch {
    Branch { number: name.number, name_zh: name.zh.clone(), name_en: name.en.clone() }
}

/// Any reason the platform can't be opened, told by its source.
pub type OpenError = Box<dyn std::error::Error + Send + Sync>;

impl App {
    /// Opens the platform on `config`, on the machine's clock.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        Self::open_at(config, Arc::new(SystemClock)).await
    }

    /// Opens the platform on `config`, on a clock of the caller's.
    pub async fn open_at(config: Config, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        register_texts()?;
        std::fs::create_dir_all(&config.data)?;
        let objects = Objects::at(config.objects_folder()?)?;
        let db = Db::open(&config.database_url()).await?;
        db.migrate(MIGRATIONS).await?;
        let ledger_config =
            LedgerConfig::in_data_folder(&config.data, config.ledger.origin.clone());
        let ledger = Ledger::open(ledger_config, db.clone())?;
        let mut access = config.access.clone();
        access.https = config.server.https;
        let platform = Platform::new(Parts {
            db,
            ledger,
            clock,
            objects,
            calendar: Arc::new(calendar::load(config.jurisdiction.holidays.as_deref())?),
            policies: Policies::join(POLICIES)?,
            config: access,
        });
        let standards = Standards::open(platform.clone()).await?;
        standards.load_national_package(platform.now()).await?;
        let access_panel = AccessPanel::new();
        let search = config.data.join("search");
        let quality_panel = QualityPanel::default();
        let panels: Vec<Box<dyn EntryPanel>> =
            vec![Box::new(quality_panel.clone()), Box::new(access_panel.clone())];
        let catalogue =
            Catalogue::open(platform.clone(), standards.clone(), &search, panels).await?;
        let branches = config.jurisdiction.branches.iter().map(named).collect::<Vec<_>>();
        catalogue.name_branches(&CONFIGURATION, &branches, platform.now()).await?;
        let lake = Lake::open_with(platform.clone(), catalogue.clone(), config.lake.clone());
        let sharing =
            Sharing::open_with(platform.clone(), catalogue.clone(), lake.clone(), &config.sharing)
                .await?;
        quality_panel.fill(lake.clone());
        access_panel.fill(sharing.clone());
        catalogue.follow_now().await?;
        Ok(Self { platform, standards, catalogue, lake, sharing, config: Arc::new(config) })
    }

    /// Every route, with the layers around them.
    pub fn router(&self) -> Router {
        let oversight = Oversight::open(self.platform.clone(), EntryReaders::default());
        let routes = Router::new()
            .merge(zt_access::router(self.platform.clone()))
            .merge(zt_standards::router(self.standards.clone()))
            .merge(zt_catalogue::router(self.catalogue.clone()))
            .merge(zt_lake::router(self.lake.clone()))
            .merge(zt_sharing::router(self.sharing.clone()))
            .merge(zt_oversight::router(oversight))
            .merge(openapi::router(Self::openapi()))
            .merge(crate::problems::router());
        let held = Arc::new(SessionForms::new(&self.platform));
        let with_sessions =
            zt_access::session_layer(layers::inner(routes, held), self.platform.clone());
        let outer = OuterConfig { https: self.config.server.https, timeout: REQUEST_TIMEOUT };
        layers::outer(with_sessions.merge(health::router(self.platform.clone())), outer)
    }

    /// The description of the whole API.
    pub fn openapi() -> OpenApi {
        openapi::joined([
            zt_access::openapi(),
            zt_standards::openapi(),
            zt_catalogue::openapi(),
            zt_lake::openapi(),
            zt_sharing::openapi(),
            zt_oversight::openapi(),
        ])
    }

    /// Ends in order: what was counted is written, what the ledger took is written
    /// and published.
    pub async fn close(&self) {
        self.sharing.write_counts().await;
        self.platform.ledger.close().await;
        self.platform.db.close().await;
    }
}

/// Registers texts and navigation, once for the process.
fn register_texts() -> Result<(), OpenError> {
    zt_web::nav::register(NAV);
    zt_web::i18n::register(FLUENT).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!("the texts can't be used: {}", faults.join("; ")).into()
    })
}
