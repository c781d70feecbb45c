//! Accounts: made, changed and suspended by whom they may.

use axum::Router;
use http::StatusCode;
use zt_access::{
    AccountChangeError, Accounts, CreateAccountError, NewAccount, NewPassword, ResumeReason,
    SuspendReason,
};
use zt_kernel::{Actor, AgencyId, Role};
use zt_testkit::{NOW, PASSWORD, TestPlatform, platforms};

use super::texts;

fn new_account(agency: AgencyId, username: &str) -> NewAccount {
    let username = username.parse().unwrap();
    NewAccount {
        agency,
        name: "李娜".to_owned(),
        roles: vec![Role::Officer],
        password: NewPassword::new(PASSWORD, &username).unwrap(),
        username,
    }
}

async fn create(
    test: &TestPlatform,
    actor: &Actor,
    new: NewAccount,
) -> Result<(), CreateAccountError> {
    Accounts::new(&test.platform).create(actor, new, NOW).await.map(drop)
}

#[tokio::test]
async fn only_operators_make_accounts() {
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        let operator = test.account(agency.id, "operator", &[Role::Operator]).await;
        let steward = test.account(agency.id, "steward", &[Role::Steward, Role::Auditor]).await;
        let new = || new_account(agency.id, "li.na");
        for actor in [steward.actor(), Actor::Anonymous] {
            let refused = create(&test, &actor, new()).await.unwrap_err();
            assert!(matches!(refused, CreateAccountError::Denied(_)));
        }
        create(&test, &operator.actor(), new()).await.unwrap();
        let event = test.event("access.account.created").await;
        let text = format!("{event:?}");
        assert!(text.contains("access-operator-manages-accounts"), "the decision is in it: {text}");
        assert!(!text.contains("李娜"), "no name is in it");
    }
}

#[tokio::test]
async fn a_username_is_one_persons_and_an_agency_must_exist() {
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        let actor = Actor::System("test");
        create(&test, &actor, new_account(agency.id, "li.na")).await.unwrap();
        let taken = create(&test, &actor, new_account(agency.id, "LI.NA")).await.unwrap_err();
        assert!(matches!(taken, CreateAccountError::Taken), "{taken:?}");
        let nowhere = create(&test, &actor, new_account(AgencyId(999), "wang")).await.unwrap_err();
        assert!(matches!(nowhere, CreateAccountError::NoAgency), "{nowhere:?}");
    }
}

#[tokio::test]
async fn a_suspended_account_is_out_at_once_and_can_come_back() {
    texts();
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        let operator = test.account(agency.id, "operator", &[Role::Operator]).await;
        let account = test.account(agency.id, "li.na", &[Role::Officer]).await;
        let accounts = Accounts::new(&test.platform);
        let mut browser = test.browser(Router::new());
        browser.sign_in("li.na").await;

        let suspend = async |actor: &Actor| {
            accounts.suspend(actor, account.id, SuspendReason::Misuse, "", NOW).await
        };
        let own = suspend(&account.actor()).await.unwrap_err();
        assert!(matches!(own, AccountChangeError::Denied(_)), "{own}");
        suspend(&operator.actor()).await.unwrap();
        let again = suspend(&operator.actor()).await.unwrap_err();
        assert!(matches!(again, AccountChangeError::Conflict(_)), "{again}");
        assert_eq!(browser.get("/account").await.status, StatusCode::UNAUTHORIZED);
        let fields = [("username", "li.na"), ("password", PASSWORD)];
        let answer = browser.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);

        let reason = ResumeReason::Cleared;
        accounts.resume(&operator.actor(), account.id, reason, "", 1, NOW).await.unwrap();
        browser.sign_in("li.na").await;
    }
}

#[tokio::test]
async fn a_changed_password_signs_everybody_else_out() {
    texts();
    for test in platforms(&[], &[]).await {
        let agency = test.agency("示例市大数据局").await;
        test.account(agency.id, "li.na", &[Role::Officer]).await;
        let mut here = test.browser(Router::new());
        here.sign_in("li.na").await;
        let mut there = test.browser(Router::new());
        there.sign_in("li.na").await;

        let path = "/account/password";
        let new = "a whole new sentence";
        for (present, first, second) in [
            ("wrong password", new, new),
            (PASSWORD, new, "a whole other sentence"),
            (PASSWORD, "short", "short"),
            (PASSWORD, "li.na li.na li.na", "li.na li.na li.na"),
        ] {
            let fields = [
                ("present_password", present),
                ("new_password", first),
                ("new_password_again", second),
            ];
            let answer = here.submit(path, path, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{first}");
        }
        let fields =
            [("present_password", PASSWORD), ("new_password", new), ("new_password_again", new)];
        let answer = here.submit(path, path, &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account"));
        assert_eq!(here.get("/account").await.status, StatusCode::OK);
        assert_eq!(there.get("/account").await.status, StatusCode::UNAUTHORIZED);

        let fields = [("username", "li.na"), ("password", new)];
        let answer = there.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}
