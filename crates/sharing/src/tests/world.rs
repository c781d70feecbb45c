//! A platform with two agencies, the authority, and one published entry with rows.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::date};
use zt_access::PolicySource;
use zt_catalogue::{
    Catalogue, Class, Classification, Confirmation, DataType, Description, Entry, Grade, Item,
    Mask, NewEntry, Opening, Sharing as Terms,
    assessment::{Assessment, Assessments, Consent},
};
use zt_kernel::{Actor, GrantId, Role, ShareRequestId};
use zt_lake::{ImportOptions, Lake};
use zt_standards::Standards;
use zt_testkit::{Browser, TestPlatform};

use crate::{
    Sharing, SharingConfig,
    application::{Application, HeadConsent, Kind},
    scope::Scope,
    share_request::{change::Step, decide::Consenting},
};

/// Three rows: a registration number, a name, a state and a division.
const TABLE: &str = "regno,name,status,division\n\
    91350100M000100Y43,甲公司,存续,330101\n\
    91350100M000100Y44,乙公司,注销,330102\n\
    91350100M000100Y45,丙公司,存续,330102\n";

/// Everything a test of sharing stands on.
pub(super) struct World {
    pub test: TestPlatform,
    pub sharing: Sharing,
    pub entry: Entry,
    /// Steward of the agency that owns the entry.
    pub owner: Actor,
    /// A second steward there.
    pub colleague: Actor,
    /// Officer of the agency that asks.
    pub requester: Actor,
    /// Officer of a third agency.
    pub stranger: Actor,
    /// Operator of the authority.
    pub authority: Actor,
}

/// A world on each engine.
pub(super) async fn worlds() -> Vec<World> {
    let sets = [
        zt_standards::MIGRATIONS,
        zt_catalogue::MIGRATIONS,
        zt_lake::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    let source = |name, policies, schema| PolicySource { name, policies, schema };
    let policies = [
        source("standards", zt_standards::POLICY, zt_standards::POLICY_SCHEMA),
        source("catalogue", zt_catalogue::POLICY, zt_catalogue::POLICY_SCHEMA),
        source("lake", zt_lake::POLICY, ""),
        source("sharing", crate::POLICY, crate::POLICY_SCHEMA),
    ];
    let mut worlds = Vec::new();
    for test in zt_testkit::platforms(&sets, &policies).await {
        worlds.push(world(test).await);
    }
    worlds
}

async fn world(test: TestPlatform) -> World {
    let (holds, asks) = (test.agency("市场监管局").await, test.agency("民政局").await);
    let (third, rules) = (test.agency("教育局").await, test.agency("数据局").await);
    let account = async |agency, name, role| test.account(agency, name, &[role]).await.actor();
    let owner = account(holds.id, "owner", Role::Steward).await;
    let colleague = account(holds.id, "colleague", Role::Steward).await;
    let requester = account(asks.id, "requester", Role::Officer).await;
    let stranger = account(third.id, "stranger", Role::Officer).await;
    let authority = account(rules.id, "authority", Role::Operator).await;
    let platform = test.platform.clone();
    let standards = Standards::open(platform.clone()).await.unwrap();
    let index = test.database.folder().join("index");
    let catalogue = Catalogue::open(platform.clone(), standards, &index, Vec::new()).await.unwrap();
    let lake = Lake::open(platform.clone(), catalogue.clone());
    let entry = publish(&test, &catalogue, &lake, &owner, &colleague, &authority).await;
    let sharing = Sharing::open(platform, catalogue, lake).await.unwrap();
    World { test, sharing, entry, owner, colleague, requester, stranger, authority }
}

/// Describes, imports, grades, submits and publishes, as stewards do.
async fn publish(
    test: &TestPlatform,
    catalogue: &Catalogue,
    lake: &Lake,
    owner: &Actor,
    colleague: &Actor,
    authority: &Actor,
) -> Entry {
    let now = test.platform.now();
    let item = |name: &str| Item {
        sharing: Terms::conditional("限行政执法和社会救助使用"),
        ..Item::new(1, name, DataType::C)
    };
    let open = Item {
        sharing: Terms::UNCONDITIONAL,
        opening: Opening::Open,
        ..Item::new(1, "status", DataType::C)
    };
    let assessed = || Assessment {
        conclusion: "不涉密".into(),
        assessor: "保密办".into(),
        on: date(2025, 12, 30),
    };
    let description = Description {
        name: "企业登记信息".into(),
        abstract_: "企业名称、登记号和登记状态".into(),
        items: vec![item("regno"), item("name"), open, item("division")],
        assessments: Assessments {
            secrecy: Some(assessed()),
            personal_information: Some(assessed()),
            consent: Some(Consent { head: "局长".into(), on: date(2025, 12, 31) }),
        },
        ..Description::default()
    };
    let classification = Classification::new(Class::Agency, 1, 1, "01").unwrap();
    let agency = owner.agency().unwrap();
    let new = NewEntry { agency, classification, description };
    let entry = catalogue.create_draft(owner, new, now).await.unwrap();
    let table = test.database.folder().join("table.csv");
    std::fs::write(&table, TABLE).unwrap();
    let options = ImportOptions::default();
    lake.import_file(owner, &table, entry.code.as_str(), options, now, Box::new(|_| true))
        .await
        .unwrap();
    grade(catalogue, &entry, owner, colleague, now).await;
    catalogue.submit(owner, entry.id, now).await.unwrap();
    catalogue.publish(authority, entry.id, now).await.unwrap();
    catalogue.find_id(entry.id).await.unwrap().unwrap()
}

async fn grade(
    catalogue: &Catalogue,
    entry: &Entry,
    owner: &Actor,
    colleague: &Actor,
    now: Timestamp,
) {
    let cases = catalogue.propose_grades(owner, entry.id, &BTreeMap::new(), now).await.unwrap();
    let confirmations: Vec<Confirmation> = cases
        .iter()
        .map(|case| Confirmation {
            case: case.id,
            grade: Grade::general(1).unwrap(),
            reason: "登记信息依法公示".into(),
            mask: Some(if case.item == "regno" {
                Mask::KeepEnds { head: 2, tail: 2 }
            } else {
                Mask::None
            }),
        })
        .collect();
    catalogue.confirm_grades(colleague, entry.id, &confirmations, now).await.unwrap();
}

/// A complete application for registration number and name.
pub(super) fn application() -> Application {
    Application {
        kind: Kind::First,
        legal_basis: "《社会救助暂行办法》第五十八条".into(),
        scenario: "低保资格复核".into(),
        scope: Scope { items: ["regno", "name"].map(Into::into).into(), condition: None },
        mode: Some(zt_catalogue::SharingMode::Interface),
        from: Some(date(2026, 1, 5)),
        until: Some(date(2026, 6, 30)),
        head: Some(HeadConsent { name: "处长".into(), on: date(2026, 1, 4) }),
    }
}

/// A consent to everything asked.
pub(super) fn everything() -> Consenting {
    Consenting {
        items: None,
        condition: None,
        term: None,
        reasons: String::new(),
        head: HeadConsent { name: "科长".into(), on: date(2026, 1, 5) },
    }
}

impl World {
    /// A draft of the owner's that nobody else knows of.
    pub(super) async fn secret_draft(&self) -> Entry {
        let classification = Classification::new(Class::Agency, 1, 1, "02").unwrap();
        let description = Description {
            name: "未公开的目录".into(),
            items: vec![Item::new(1, "secret_item", DataType::C)],
            ..Description::default()
        };
        let agency = self.owner.agency().unwrap();
        let new = NewEntry { agency, classification, description };
        self.sharing.catalogue.create_draft(&self.owner, new, self.now()).await.unwrap()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.test.platform.now()
    }

    pub(super) fn set(&self, instant: &str) {
        self.test.clock.set(instant.parse().unwrap());
    }

    pub(super) fn step<'a>(&self, actor: &'a Actor, id: ShareRequestId) -> Step<'a> {
        Step { actor, id, seen: None, now: self.now() }
    }

    /// A request of the requester, handed in.
    pub(super) async fn submitted(&self, application: Application) -> ShareRequestId {
        let (actor, code) = (&self.requester, &self.entry.code);
        let draft = self.sharing.draft(actor, None, code, application, self.now()).await.unwrap();
        self.sharing.submit(self.step(actor, draft.id)).await.unwrap();
        draft.id
    }

    /// A grant on everything the application asks for.
    pub(super) async fn granted(&self, application: Application) -> GrantId {
        let id = self.submitted(application).await;
        let step = self.step(&self.owner, id);
        let (_, grant) = self.sharing.consent(step, everything()).await.unwrap();
        grant
    }

    /// Sharing as another process has it: the same database, its own memory.
    pub(super) async fn another_process(&self) -> Sharing {
        let (platform, catalogue, lake) = (
            self.sharing.platform.clone(),
            self.sharing.catalogue.clone(),
            self.sharing.lake.clone(),
        );
        Sharing::open(platform, catalogue, lake).await.unwrap()
    }

    /// The same world with other settings.
    pub(super) async fn with(self, config: &SharingConfig) -> Self {
        let (platform, catalogue, lake) = (
            self.sharing.platform.clone(),
            self.sharing.catalogue.clone(),
            self.sharing.lake.clone(),
        );
        let sharing = Sharing::open_with(platform, catalogue, lake, config).await.unwrap();
        Self { sharing, ..self }
    }

    /// A browser before this crate's routes.
    pub(super) fn browser(&self) -> Browser {
        self.test.browser(crate::router(self.sharing.clone()))
    }

    /// Waits until the ledger has an event of `action`, and gives its details.
    pub(super) async fn event(&self, action: &str) -> serde_json::Value {
        serde_json::to_value(self.test.event(action).await.event).unwrap()
    }
}
