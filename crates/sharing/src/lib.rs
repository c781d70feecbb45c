//! Sharing (政务数据共享): asking for another agency's data, granting it, using it
//! and ending its use, each inside the deadlines of Decree 809.
//!
//! ```text
//! entry ─▶ share request ─▶ grant ─▶ rows ─▶ usage records ─▶ disposal
//!              │               │       └──▶ corrections
//!              └───────────────┴──▶ disputes
//! ```
//!
//! **Invariant:** deadlines are rows of configuration with their legal source;
//! overdue and expired are computed from the day, never stored.
//! **Invariant:** only the agency that owns an entry replies, and exactly one of
//! two deciders wins.
//! **Invariant:** rows leave only under a permit, masked as their grade asks, after
//! their event is durable.
//!
//! Deliberately absent: moving and storing rows (the lake), saying what exists and
//! how it is graded (the catalogue), deciding who is who (access).

pub mod application;
mod change;
mod condition;
mod config;
pub mod correction;
pub mod disposal;
pub mod dispute;
pub mod grant;
mod http;
pub mod inbox;
mod json;
mod migrations;
mod panel;
pub mod reckoning;
pub mod rows;
pub mod rule;
pub mod scope;
pub mod share_request;
pub mod supervision;
pub mod usage_record;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use zt_access::{Agencies, Platform};
use zt_catalogue::{Catalogue, Entry, EntryCode, State};
use zt_kernel::{Actor, AgencyId, EntryId, Role};
use zt_lake::Lake;
use zt_ledger::{AuditEvent, Object};
use zt_store::StoreError;
use zt_web::{Fluent, NavItem, Section, Ui};

use share_request::pages::Names;

pub use change::ChangeError;
pub use config::SharingConfig;
pub use migrations::MIGRATIONS;
pub use panel::AccessPanel;

/// The words of this crate, in both languages.
pub const FLUENT: Fluent = zt_web::fluent!();

/// Who may do what here, in Cedar.
pub const POLICY: &str = include_str!("../policy.cedar");

/// The types that [`POLICY`] is checked against.
pub const POLICY_SCHEMA: &str = include_str!("../policy.cedarschema");

/// The navigation of this crate.
pub const NAV: &[NavItem] = &[
    nav(Section::Share, 10, "/requests", "sharing-nav-requests", &[Role::Officer, Role::Steward]),
    nav(Section::Share, 20, "/requests/inbox", "sharing-nav-inbox", &[Role::Steward]),
    nav(Section::Share, 30, "/grants", "sharing-nav-grants", &[Role::Officer, Role::Steward]),
    nav(Section::Share, 40, "/grants/given", "sharing-nav-given", &[Role::Steward]),
    nav(
        Section::Share,
        50,
        "/corrections",
        "sharing-nav-corrections",
        &[Role::Officer, Role::Steward],
    ),
    nav(Section::Share, 60, "/disputes", "sharing-nav-disputes", &[]),
    nav(Section::Share, 70, "/notices", "sharing-nav-notices", &[]),
    nav(
        Section::Oversee,
        20,
        "/supervision",
        "sharing-nav-supervision",
        &[Role::Operator, Role::Auditor],
    ),
    nav(Section::Oversee, 25, "/requests/extensions", "sharing-nav-extensions", &[Role::Operator]),
];

const fn nav(
    section: Section,
    order: u16,
    path: &'static str,
    label_key: &'static str,
    roles: &'static [Role],
) -> NavItem {
    NavItem { section, order, path, label_key, needs: Some(roles) }
}

/// The handle: every use case of this crate is a method of it. Cloning shares.
#[derive(Clone)]
pub struct Sharing(Arc<Parts>);

/// What [`Sharing`] is made of: in one piece, since each request takes a handle.
pub struct Parts {
    pub(crate) platform: Platform,
    pub(crate) catalogue: Catalogue,
    pub(crate) lake: Lake,
    remembered: zt_access::Remembered<rows::serve::Key, rows::serve::Known>,
    meter: rows::meter::Meter,
    throttle: rows::throttle::Throttle,
}

/// Why sharing can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database.
    #[error("the tables of sharing can't be read")]
    Store(#[from] StoreError),
    /// The first start installs the rules, and was not permitted to.
    #[error("the policies don't let sharing install its rules")]
    Denied(#[source] Box<zt_access::Denied>),
}

impl std::ops::Deref for Sharing {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Sharing {
    /// Opens sharing on a platform, with everything set as by default. A database without rules gets those that ship
    /// with the program.
    pub async fn open(
        platform: Platform,
        catalogue: Catalogue,
        lake: Lake,
    ) -> Result<Self, OpenError> {
        Self::open_with(platform, catalogue, lake, &SharingConfig::default()).await
    }

    /// [`Sharing::open`] as the operator has set it.
    pub async fn open_with(
        platform: Platform,
        catalogue: Catalogue,
        lake: Lake,
        config: &SharingConfig,
    ) -> Result<Self, OpenError> {
        let sharing = Self(Arc::new(Parts {
            platform,
            catalogue,
            lake,
            remembered: zt_access::Remembered::default(),
            meter: rows::meter::Meter::default(),
            throttle: rows::throttle::Throttle::new(config),
        }));
        if rule::store::is_empty(&sharing.platform.db).await? {
            sharing.seed_rules().await?;
        }
        Ok(sharing)
    }

    async fn seed_rules(&self) -> Result<(), OpenError> {
        let actor = Actor::System("sharing");
        let rules = zt_access::Resource::any("sharing_rules");
        let decision = self
            .platform
            .decide(&actor, "sharing.rules.seed", &rules)
            .map_err(|denied| OpenError::Denied(Box::new(denied)))?;
        let book = rule::Rulebook::seed();
        let mut tx = self.platform.db.begin().await?;
        for rule in &book.rules {
            rule::store::insert(&mut tx, rule).await?;
        }
        let rules = Object::new("sharing_rules", rule::NATIONAL);
        let event = AuditEvent::new(self.platform.now(), &actor, "sharing.rules.seeded", rules)
            .decision(decision.record())
            .detail("rules", book.rules.len());
        self.platform.commit(tx, &event).await?;
        Ok(())
    }

    /// The deadline rules, in force or not.
    pub async fn rules(&self) -> Result<rule::Rulebook, StoreError> {
        rule::store::load(&self.platform.db).await
    }

    /// What every change does once it is committed: nothing remembered of before
    /// may answer any more, and the ledger learns that events wait.
    pub(crate) fn changed(&self) {
        self.remembered.forget();
        self.platform.ledger.wake();
    }

    /// An entry as its readers know it: its published version, or its last one if
    /// it is out of the catalogue.
    pub(crate) async fn entry_of(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        match self.catalogue.find_id(id).await? {
            Some(entry) => Ok(Some(entry)),
            None => self.catalogue.latest(id).await,
        }
    }

    /// The same by its code.
    pub(crate) async fn entry_by_code(
        &self,
        reader: Option<AgencyId>,
        code: &EntryCode,
    ) -> Result<Option<Entry>, StoreError> {
        if let Some(entry) = self.catalogue.find(code).await? {
            return Ok(Some(entry));
        }
        // What never was in the catalogue is its writer's own business: to others
        // there is no such entry.
        let latest = self.catalogue.find_latest(code).await?;
        let unseen = |state: &State| matches!(state, State::Draft { .. } | State::Submitted { .. });
        Ok(latest.filter(|entry| Some(entry.agency) == reader || !unseen(&entry.state)))
    }

    /// The division of an agency: which local rules bind it.
    pub(crate) async fn region_of(&self, agency: AgencyId) -> Result<String, StoreError> {
        let agency = Agencies::new(&self.platform).find(agency).await?;
        Ok(agency.map_or_else(String::new, |agency| agency.region.to_string()))
    }

    /// The names of all agencies in the reader's language. A province has a few
    /// thousand, and lists show dozens of them.
    pub(crate) async fn names(&self, ui: &Ui) -> Result<Names, StoreError> {
        let agencies = Agencies::new(&self.platform).list().await?;
        let lang = ui.lang();
        Ok(agencies.iter().map(|agency| (agency.id, agency.name(lang).to_owned())).collect())
    }
}

/// The pages and the API of this crate.
pub fn router(sharing: Sharing) -> Router {
    Router::new()
        .merge(share_request::api::router())
        .merge(share_request::pages::router())
        .merge(grant::api::router())
        .merge(grant::pages::router())
        .merge(correction::api::router())
        .merge(correction::pages::router())
        .merge(dispute::pages::router())
        .merge(inbox::pages::router())
        .merge(supervision::pages::router())
        .merge(rows::api::router())
        .with_state(sharing)
}

/// The document of this crate's API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    use utoipa::OpenApi as _;
    let mut document = share_request::api::Document::openapi();
    document.merge(grant::api::Document::openapi());
    document.merge(correction::api::Document::openapi());
    document.merge(rows::api::Document::openapi());
    document
}

/// Every statement of this crate, by name, for the test that prepares them all.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        rule::store::STATEMENTS,
        share_request::store::STATEMENTS,
        grant::store::STATEMENTS,
        correction::store::STATEMENTS,
        dispute::store::STATEMENTS,
        usage_record::store::STATEMENTS,
        disposal::store::STATEMENTS,
        inbox::store::STATEMENTS,
    ]
    .concat()
}
