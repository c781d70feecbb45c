//! A jurisdiction names its own branches of the classification.

use zt_catalogue::{Branch, NameBranchesError};
use zt_kernel::{Actor, Role};
use zt_testkit::NOW;

use super::ground::grounds;

const CONFIGURATION: Actor = Actor::System("configuration");

fn branch(number: u16, name: &str) -> Branch {
    Branch { number, name_zh: name.to_owned(), name_en: name.to_owned() }
}

#[tokio::test]
async fn a_branch_gets_its_name_once_and_can_be_renamed() {
    for ground in grounds().await {
        let catalogue = &ground.catalogue;
        let names = [branch(301, "教育"), branch(213, "双减")];
        assert_eq!(catalogue.name_branches(&CONFIGURATION, &names, NOW).await.unwrap(), 2);
        assert_eq!(catalogue.name_branches(&CONFIGURATION, &names, NOW).await.unwrap(), 0);
        let renamed = [branch(301, "教育局")];
        assert_eq!(catalogue.name_branches(&CONFIGURATION, &renamed, NOW).await.unwrap(), 1);
        let known = catalogue.reference();
        assert_eq!(known.branch(301).unwrap().name_zh, "教育局");
        assert_eq!(known.branch(213).unwrap().name_zh, "双减");
    }
}

#[tokio::test]
async fn the_guides_own_names_and_numbers_of_no_branch_are_refused_and_none_is_named() {
    for ground in grounds().await {
        let catalogue = &ground.catalogue;
        for (number, name) in
            [(101, "人"), (300, "部门"), (212, "x"), (401, "x"), (99, "x"), (302, " ")]
        {
            let names = [branch(301, "教育"), branch(number, name)];
            catalogue.name_branches(&CONFIGURATION, &names, NOW).await.unwrap_err();
        }
        assert!(catalogue.reference().branch(301).is_none());
    }
}

#[tokio::test]
async fn no_account_names_branches() {
    for ground in grounds().await {
        for role in [Role::Operator, Role::Steward, Role::Officer, Role::Auditor] {
            let agency = ground.test.agency(&format!("示例市{role:?}局")).await;
            let account =
                ground.test.account(agency.id, &format!("{role:?}").to_lowercase(), &[role]).await;
            let names = [branch(301, "教育")];
            let outcome = ground.catalogue.name_branches(&account.actor(), &names, NOW).await;
            assert!(matches!(outcome, Err(NameBranchesError::Denied(_))), "{role:?}: {outcome:?}");
        }
    }
}
