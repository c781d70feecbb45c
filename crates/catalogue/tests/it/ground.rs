//! A platform with a catalogue, two agencies and people in them.

use std::collections::BTreeMap;

use axum::Router;
use jiff::{Timestamp, civil::date};
use zt_access::{Account, Agency, PolicySource};
use zt_catalogue::{
    Catalogue, Confirmation, Description, Entry, EntryPanel, Item, NewEntry, Opening,
    assessment::{Assessment, Assessments, Consent},
};
use zt_kernel::{Actor, Role};
use zt_standards::{DataType, Standards};
use zt_testkit::{Browser, TestPlatform, platforms};

pub struct Ground {
    pub test: TestPlatform,
    pub catalogue: Catalogue,
    /// 住房局: writes entries.
    pub housing: Agency,
    /// 税务局: looks for them.
    pub tax: Agency,
    pub steward: Actor,
    /// A second steward of 住房局.
    pub colleague: Actor,
    pub officer: Actor,
    pub operator: Actor,
    _folder: tempfile::TempDir,
}

/// A platform on each engine, with the national standards.
pub async fn grounds() -> Vec<Ground> {
    let mut grounds = Vec::new();
    for test in platforms(&[zt_standards::MIGRATIONS, zt_catalogue::MIGRATIONS], &policies()).await
    {
        grounds.push(ground(test, Vec::new()).await);
    }
    grounds
}

/// One platform, on SQLite, whose entry pages show `panels`.
pub async fn ground_with(panels: Vec<Box<dyn EntryPanel>>) -> Ground {
    let sets = [zt_standards::MIGRATIONS, zt_catalogue::MIGRATIONS];
    let test = platforms(&sets, &policies()).await.into_iter().next().unwrap();
    ground(test, panels).await
}

fn policies() -> [PolicySource; 2] {
    [
        PolicySource {
            name: "standards",
            policies: zt_standards::POLICY,
            schema: zt_standards::POLICY_SCHEMA,
        },
        PolicySource {
            name: "catalogue",
            policies: zt_catalogue::POLICY,
            schema: zt_catalogue::POLICY_SCHEMA,
        },
    ]
}

async fn ground(test: TestPlatform, panels: Vec<Box<dyn EntryPanel>>) -> Ground {
    let _ = zt_web::i18n::register(&[zt_web::FLUENT, zt_access::FLUENT, zt_catalogue::FLUENT]);
    let standards = Standards::open(test.platform.clone()).await.unwrap();
    standards.load_national_package(test.platform.now()).await.unwrap();
    standards.refresh().await.unwrap();
    let housing = test.agency("示例市住房保障局").await;
    let tax = test.agency("示例市税务局").await;
    let authority = test.agency("示例市数据局").await;
    let steward = test.account(housing.id, "zhufang", &[Role::Steward]).await;
    let colleague = test.account(housing.id, "zhufang2", &[Role::Steward]).await;
    let officer = test.account(tax.id, "shuiwu", &[Role::Officer]).await;
    let operator = test.account(authority.id, "shujuju", &[Role::Operator]).await;
    let folder = tempfile::tempdir().unwrap();
    let catalogue =
        Catalogue::open(test.platform.clone(), standards, folder.path(), panels).await.unwrap();
    catalogue.follow_now().await.unwrap();
    Ground {
        catalogue,
        housing,
        tax,
        steward: actor(&steward, Role::Steward),
        colleague: actor(&colleague, Role::Steward),
        officer: actor(&officer, Role::Officer),
        operator: actor(&operator, Role::Operator),
        test,
        _folder: folder,
    }
}

fn actor(account: &Account, role: Role) -> Actor {
    Actor::Account { id: account.id, agency: account.agency, roles: vec![role] }
}

/// What a steward writes of a table of flats: an open number, a closed one.
pub fn description(name: &str) -> Description {
    let on = date(2026, 1, 5);
    let assessment =
        Some(Assessment {
            conclusion: "不涉密，可共享".into(), assessor: "办公室".into(), on
        });
    Description {
        name: name.into(),
        name_en: "Repairs".into(),
        abstract_: "全市房屋维修登记".into(),
        items: vec![
            Item { opening: Opening::Open, ..Item::new(1, "bh", DataType::C) },
            Item::new(2, "je", DataType::N),
        ],
        assessments: Assessments {
            secrecy: assessment.clone(),
            personal_information: assessment,
            consent: Some(Consent { head: "分管局长".into(), on }),
        },
        ..Description::default()
    }
}

impl Ground {
    pub fn now(&self) -> Timestamp {
        self.test.platform.now()
    }

    pub fn browser(&self) -> Browser {
        let routes: Router = zt_catalogue::router(self.catalogue.clone());
        self.test.browser(routes)
    }

    pub async fn signed_in(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(username).await;
        browser
    }

    pub async fn draft(&self, name: &str) -> Entry {
        let new = NewEntry {
            agency: self.housing.id,
            classification: "301001".parse().unwrap(),
            description: description(name),
        };
        self.catalogue.create_draft(&self.steward, new, self.now()).await.unwrap()
    }

    /// Has every item graded as the platform proposes.
    pub async fn grade(&self, entry: &Entry) -> Entry {
        let (catalogue, now) = (&self.catalogue, self.now());
        let cases =
            catalogue.propose_grades(&self.steward, entry, &BTreeMap::new(), now).await.unwrap();
        let confirmations: Vec<Confirmation> = cases
            .iter()
            .map(|case| Confirmation {
                case: case.id,
                grade: case.proposed,
                reason: String::new(),
                mask: None,
            })
            .collect();
        catalogue.confirm_grades(&self.colleague, entry.id, &confirmations, now).await.unwrap()
    }

    pub async fn submitted(&self, name: &str) -> Entry {
        let entry = self.draft(name).await;
        let entry = self.grade(&entry).await;
        self.catalogue.submit(&self.steward, &entry, self.now()).await.unwrap()
    }

    pub async fn published(&self, name: &str) -> Entry {
        let entry = self.submitted(name).await;
        self.catalogue.publish(&self.operator, &entry, self.now()).await.unwrap()
    }
}
