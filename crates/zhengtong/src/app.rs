//! The wiring: one platform, every domain crate on it, one router.
//!
//! Deliberately absent: rules of any domain. A crate brings its migrations, texts,
//! navigation, policies and routes; here they are only joined.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use utoipa::openapi::OpenApi;
use zt_access::{Parts, Platform, Policies, PolicySource, SessionForms};
use zt_kernel::{Clock, SystemClock};
use zt_ledger::{Ledger, LedgerConfig};
use zt_store::{Db, Migrations, Objects};
use zt_web::layers::{self, OuterConfig};
use zt_web::{Fluent, NavItem};

use crate::config::Config;
use crate::{calendar, health, openapi};

/// How long a request may take, uploads apart.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// Every crate's migrations, lower floors first; the store runs its own before them.
pub const MIGRATIONS: &[Migrations] = &[zt_ledger::MIGRATIONS, zt_access::MIGRATIONS];

/// Every crate's texts.
pub const FLUENT: &[Fluent] = &[zt_web::FLUENT, zt_access::FLUENT, crate::FLUENT];

/// Every crate's part of the navigation.
pub const NAV: &[&[NavItem]] = &[zt_access::NAV];

/// Every crate's policies; access adds its own.
pub const POLICIES: &[PolicySource] = &[];

/// Every SQL statement of the program by name, for the test that prepares each on
/// both engines.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [zt_store::statements(), zt_ledger::statements(), zt_access::statements()].concat()
}

/// The platform with every domain on it.
#[derive(Clone)]
pub struct App {
    /// The ground the domains stand on.
    pub platform: Platform,
    config: Arc<Config>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("platform", &self.platform).finish_non_exhaustive()
    }
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
        Ok(Self { platform, config: Arc::new(config) })
    }

    /// Every route, with the layers around them.
    pub fn router(&self) -> Router {
        let routes = Router::new()
            .merge(zt_access::router(self.platform.clone()))
            .merge(openapi::router(Self::openapi()));
        let held = Arc::new(SessionForms::new(&self.platform));
        let with_sessions =
            zt_access::session_layer(layers::inner(routes, held), self.platform.clone());
        let outer = OuterConfig { https: self.config.server.https, timeout: REQUEST_TIMEOUT };
        layers::outer(with_sessions.merge(health::router(self.platform.clone())), outer)
    }

    /// The description of the whole API.
    pub fn openapi() -> OpenApi {
        openapi::joined([zt_access::openapi()])
    }

    /// Ends in order: what the ledger took is written and published.
    pub async fn close(&self) {
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
