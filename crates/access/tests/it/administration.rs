//! Administering accounts: the rules that hold whatever page asks.

use axum::Router;
use http::{Request, StatusCode, header};
use zt_access::{
    Account, AccountChangeError, AccountFilter, AccountStanding, Accounts, ChangeRolesRefusal,
    CreateAccountError, Credentials, InvitedAccount, MoveRefusal, NewCredential, NoteFault,
    PolicySource, RolesFault, SuspendReason, SuspendRefusal,
};
use zt_kernel::{AccountId, Actor, AgencyId, Role};
use zt_testkit::{NOW, TestPlatform, platforms};

use super::texts;

/// An operator, and an officer of another agency.
struct City {
    operator: Account,
    officer: Account,
    accounts: Accounts,
}

async fn city(test: &TestPlatform) -> City {
    let authority = test.agency("示例市大数据局").await;
    let water = test.agency("示例市水务局").await;
    City {
        operator: test.account(authority.id, "operator", &[Role::Operator]).await,
        officer: test.account(water.id, "li.na", &[Role::Officer]).await,
        accounts: Accounts::new(&test.platform),
    }
}

fn refusal<R: std::error::Error + 'static>(outcome: Result<(), AccountChangeError<R>>) -> R {
    match outcome.unwrap_err() {
        AccountChangeError::Refused(refusal) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn changed_roles_hold_at_the_next_request_and_are_on_record_before_and_after() {
    texts();
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let mut browser = test.browser(Router::new());
        browser.sign_in("li.na").await;
        let roles = async |browser: &mut zt_testkit::Browser| {
            let answer = browser.send(Request::get("/api/v1/me"), String::new()).await;
            answer.json()["roles"].to_string()
        };
        assert_eq!(roles(&mut browser).await, r#"["officer"]"#);
        let new = [Role::Steward, Role::Officer];
        accounts.change_roles(&operator.actor(), officer.id, &new, 0, NOW).await.unwrap();
        assert_eq!(roles(&mut browser).await, r#"["steward","officer"]"#);
        let event = test.event("access.account.roles_changed").await.event;
        assert_eq!(event.details["roles_before"], "officer");
        assert_eq!(event.details["roles_after"], "steward,officer");
        assert!(event.decision.is_some(), "the decision is in it");
    }
}

#[tokio::test]
async fn taken_roles_are_gone_from_a_credential_of_another_process_within_half_a_second() {
    texts();
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let new = NewCredential { label: "对账".to_owned(), days: 30 };
        let credentials = Credentials::new(&test.platform);
        let (_, bearer) = credentials.issue(&officer.actor(), &officer, new, NOW).await.unwrap();
        let there = test.elsewhere().await;
        let me = async || {
            let mut browser = zt_testkit::browser(&there, Router::new());
            let bearer = format!("Bearer {}", bearer.reveal());
            let request = Request::get("/api/v1/me").header(header::AUTHORIZATION, bearer);
            browser.send(request, String::new()).await
        };
        assert_eq!(me().await.json()["roles"][0], "officer");
        let new = [Role::Steward];
        accounts.change_roles(&operator.actor(), officer.id, &new, 0, NOW).await.unwrap();
        tokio::time::sleep(zt_access::REMEMBERED_FOR).await;
        assert_eq!(me().await.json()["roles"][0], "steward");
        let leaked = SuspendReason::Leaked;
        accounts.suspend(&operator.actor(), officer.id, leaked, "", NOW).await.unwrap();
        tokio::time::sleep(zt_access::REMEMBERED_FOR).await;
        assert_eq!(me().await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_moved_account_acts_for_its_new_agency_and_both_find_the_event() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let to = operator.agency;
        let actor = operator.actor();
        accounts.move_agency(&actor, officer.id, to, 0, NOW).await.unwrap();
        let moved = accounts.find(officer.id).await.unwrap().unwrap();
        assert_eq!((moved.agency, moved.revision), (to, 1));
        assert_eq!(moved.changed_by, Some(operator.id));
        let event = test.event("access.account.moved").await.event;
        let agencies: Vec<&str> = event.also.iter().map(zt_ledger::Object::id).collect();
        assert_eq!(agencies, [officer.agency.to_string(), to.to_string()]);
        let same = accounts.move_agency(&actor, officer.id, to, 1, NOW).await;
        assert_eq!(refusal(same), MoveRefusal::Same);
        let nowhere = accounts.move_agency(&actor, officer.id, AgencyId(999), 1, NOW).await;
        assert_eq!(refusal(nowhere), MoveRefusal::NoAgency);
    }
}

#[tokio::test]
async fn nobody_is_operator_and_auditor_whichever_way_it_is_tried() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let both = vec![Role::Auditor, Role::Operator];
        let actor = operator.actor();
        let changed = accounts.change_roles(&actor, officer.id, &both, 0, NOW).await;
        assert_eq!(refusal(changed), ChangeRolesRefusal::Roles(RolesFault::OperatorAndAuditor));
        let new = InvitedAccount {
            agency: officer.agency,
            username: "both".parse().unwrap(),
            name: "王伟".to_owned(),
            roles: both,
        };
        for actor in [actor, Actor::System("admin")] {
            let made = accounts.create_with_initial_password(&actor, new.clone(), NOW).await;
            assert!(matches!(made, Err(CreateAccountError::Roles(_))));
        }
    }
}

#[tokio::test]
async fn of_two_operators_who_take_each_others_role_at_once_one_stays() {
    for test in platforms(&[], &[]).await {
        let City { operator, accounts, .. } = city(&test).await;
        let second = test.account(operator.agency, "second", &[Role::Operator]).await;
        let there = Accounts::new(&test.elsewhere().await);
        let officer = [Role::Officer];
        let (first_actor, second_actor) = (operator.actor(), second.actor());
        let (one, other) = tokio::join!(
            accounts.change_roles(&first_actor, second.id, &officer, 0, NOW),
            there.change_roles(&second_actor, operator.id, &officer, 0, NOW),
        );
        let outcomes = [one, other];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let denied = |outcome: &Result<_, _>| matches!(outcome, Err(AccountChangeError::Denied(_)));
        assert_eq!(outcomes.iter().filter(|outcome| denied(outcome)).count(), 1, "{outcomes:?}");
        let filter = AccountFilter { role: Some(Role::Operator), ..AccountFilter::default() };
        assert_eq!(accounts.page(&filter, "", 9).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_last_operator_who_can_sign_in_is_neither_suspended_nor_made_something_else() {
    const JOB: PolicySource = PolicySource {
        name: "job",
        policies: r#"
            @id("job-administers")
            permit (
                principal is System,
                action in [Action::"access.account.change", Action::"access.account.suspend"],
                resource
            );"#,
        schema: "",
    };
    for test in platforms(&[], &[JOB]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let job = Actor::System("job");
        // An operator who can't come in any more doesn't count.
        let invited = InvitedAccount {
            agency: officer.agency,
            username: "late".parse().unwrap(),
            name: "王伟".to_owned(),
            roles: vec![Role::Operator],
        };
        let (late, _) =
            accounts.create_with_initial_password(&operator.actor(), invited, NOW).await.unwrap();
        let then = late.initial_until.unwrap();
        let change = accounts.change_roles(&job, operator.id, &[Role::Officer], 0, then).await;
        assert_eq!(refusal(change), ChangeRolesRefusal::LastOperator);
        let unused = SuspendReason::Unused;
        let suspend = accounts.suspend(&job, operator.id, unused, "", then).await;
        assert_eq!(refusal(suspend), SuspendRefusal::LastOperator);
        accounts.suspend(&job, operator.id, unused, "", NOW).await.unwrap();
    }
}

#[tokio::test]
async fn an_operator_suspended_while_the_form_was_on_its_way_changes_nothing() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let second = test.account(operator.agency, "second", &[Role::Operator]).await;
        let misuse = SuspendReason::Misuse;
        accounts.suspend(&operator.actor(), second.id, misuse, "", NOW).await.unwrap();
        let new = [Role::Steward];
        let late = accounts.change_roles(&second.actor(), officer.id, &new, 0, NOW).await;
        assert!(matches!(late, Err(AccountChangeError::Denied(_))));
    }
}

#[tokio::test]
async fn a_second_change_from_the_same_old_form_is_a_conflict_that_says_who_was_faster() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let actor = operator.actor();
        accounts.change_roles(&actor, officer.id, &[Role::Steward], 0, NOW).await.unwrap();
        let roles = accounts.change_roles(&actor, officer.id, &[Role::Auditor], 0, NOW).await;
        let moved = accounts.move_agency(&actor, officer.id, operator.agency, 0, NOW).await;
        let reset = accounts.reset_password(&actor, officer.id, 0, NOW).await.map(drop);
        for conflict in [
            matches!(&roles, Err(AccountChangeError::Conflict(now)) if now.roles == [Role::Steward]),
            matches!(&moved, Err(AccountChangeError::Conflict(now)) if now.revision == 1),
            matches!(&reset, Err(AccountChangeError::Conflict(now))
                if now.changed_by == Some(operator.id) && now.changed_at == Some(NOW)),
        ] {
            assert!(conflict, "{roles:?} {moved:?} {reset:?}");
        }
    }
}

#[tokio::test]
async fn the_reason_is_on_record_and_the_note_is_not() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let suspend = async |note: &str| {
            let other = SuspendReason::Other;
            accounts.suspend(&operator.actor(), officer.id, other, note, NOW).await
        };
        assert_eq!(refusal(suspend(" ").await), SuspendRefusal::Note(NoteFault::Missing));
        suspend("李娜请长假").await.unwrap();
        let event = test.event("access.account.suspended").await;
        assert_eq!(event.event.details["reason"], "other");
        assert!(!format!("{event:?}").contains("李娜"));
        let stored = accounts.find(officer.id).await.unwrap().unwrap();
        assert_eq!(stored.standing_note, "李娜请长假");
        assert_eq!(stored.standing(), AccountStanding::Suspended);
    }
}

#[tokio::test]
async fn every_account_is_listed_once_page_by_page_and_each_filter_keeps_to_its_own() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        for n in 0..7 {
            test.account(officer.agency, &format!("user{n}"), &[Role::Officer, Role::Steward])
                .await;
        }
        let unused = SuspendReason::Unused;
        accounts.suspend(&operator.actor(), officer.id, unused, "", NOW).await.unwrap();
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = accounts.page(&AccountFilter::default(), &after, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.account.username.as_str().to_owned();
            seen.extend(page.iter().map(|one| one.account.username.as_str().to_owned()));
        }
        assert_eq!(seen.len(), 9, "{seen:?}");
        assert!(seen.is_sorted_by(|a, b| a < b), "no account comes twice: {seen:?}");

        let all = AccountFilter::default;
        let words = |text: &str| AccountFilter { words: Some(text.to_owned()), ..all() };
        let role = |role| AccountFilter { role: Some(role), ..all() };
        let standing = |standing| AccountFilter { standing: Some(standing), ..all() };
        let of_agency = AccountFilter { agency: Some(officer.agency), ..all() };
        for (filter, expected) in [
            (words("USER"), 7),
            (words("li.n"), 1),
            (words("%"), 0),
            (words("_"), 0),
            (role(Role::Operator), 1),
            (role(Role::Officer), 8),
            (role(Role::Steward), 7),
            (role(Role::Auditor), 0),
            (standing(AccountStanding::Active), 8),
            (standing(AccountStanding::Suspended), 1),
            (standing(AccountStanding::Initial), 0),
            (of_agency.clone(), 8),
            (AccountFilter { role: Some(Role::Operator), ..of_agency }, 0),
        ] {
            let found = accounts.page(&filter, "", 50).await.unwrap();
            assert_eq!(found.len(), expected, "{filter:?}");
        }
    }
}

#[tokio::test]
async fn an_account_that_does_not_exist_is_not_found_by_operators_and_denied_to_others() {
    for test in platforms(&[], &[]).await {
        let City { operator, officer, accounts } = city(&test).await;
        let nobody = AccountId(999);
        let found = accounts.end_sessions(&operator.actor(), nobody, NOW).await;
        assert!(matches!(found, Err(AccountChangeError::NotFound)), "{found:?}");
        let found = accounts.end_sessions(&officer.actor(), nobody, NOW).await;
        assert!(matches!(found, Err(AccountChangeError::Denied(_))), "{found:?}");
    }
}
