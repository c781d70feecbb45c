//! A platform with two agencies, each with a steward.

use zt_access::PolicySource;
use zt_catalogue::{Catalogue, EntryPanel};
use zt_kernel::{Actor, Role};
use zt_standards::Standards;
use zt_testkit::TestPlatform;

use crate::{Lake, LakeConfig, QualityPanel};

pub(super) struct World {
    pub test: TestPlatform,
    pub lake: Lake,
    /// Steward of the agency that imports.
    pub steward: Actor,
    /// Officer of the same agency.
    pub officer: Actor,
    /// Steward of another agency.
    pub stranger: Actor,
}

/// A world on each engine.
pub(super) async fn worlds() -> Vec<World> {
    let sets = [zt_standards::MIGRATIONS, zt_catalogue::MIGRATIONS, crate::MIGRATIONS];
    let source = |name, policies, schema| PolicySource { name, policies, schema };
    let policies = [
        source("standards", zt_standards::POLICY, zt_standards::POLICY_SCHEMA),
        source("catalogue", zt_catalogue::POLICY, zt_catalogue::POLICY_SCHEMA),
        source("lake", crate::POLICY, crate::POLICY_SCHEMA),
    ];
    let mut worlds = Vec::new();
    for test in zt_testkit::platforms(&sets, &policies).await {
        worlds.push(world(test).await);
    }
    worlds
}

impl World {
    /// The same lake with other settings.
    pub(super) fn with(self, config: LakeConfig) -> Self {
        let (platform, catalogue) = (self.test.platform.clone(), self.lake.catalogue().clone());
        Self { lake: Lake::open_with(platform, catalogue, config), ..self }
    }

    /// Waits until the ledger has an event of `action`, and gives it.
    pub(super) async fn event(&self, action: &str) -> serde_json::Value {
        serde_json::to_value(self.test.event(action).await.event).unwrap()
    }
}

async fn world(test: TestPlatform) -> World {
    let (ours, theirs) = (test.agency("教育局").await, test.agency("民政局").await);
    let account = async |agency, name, role| test.account(agency, name, &[role]).await.actor();
    let steward = account(ours.id, "steward", Role::Steward).await;
    let officer = account(ours.id, "officer", Role::Officer).await;
    let stranger = account(theirs.id, "stranger", Role::Steward).await;
    let platform = test.platform.clone();
    let standards = Standards::open(platform.clone()).await.unwrap();
    standards.load_national_package(platform.now()).await.unwrap();
    let index = test.database.folder().join("index");
    let panel = QualityPanel::new();
    let panels: Vec<Box<dyn EntryPanel>> = vec![Box::new(panel.clone())];
    let catalogue = Catalogue::open(platform.clone(), standards, &index, panels).await.unwrap();
    let lake = Lake::open(platform, catalogue);
    panel.fill(lake.clone());
    World { test, lake, steward, officer, stranger }
}
