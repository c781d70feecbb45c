//! The whole matrix of this crate: who may do what to whom.

use http::StatusCode;
use zt_access::{Policies, Reason, Resource};
use zt_kernel::{AccountId, Actor, AgencyId, Role};
use zt_web::{Lang, Ui, Visitor};

use super::texts;

fn account(id: i64, role: Role) -> Actor {
    Actor::Account { id: AccountId(id), agency: AgencyId(1), roles: vec![role] }
}

fn user_account(id: i64) -> Resource {
    Resource::new("user_account", id).agency(AgencyId(1)).attribute("account", id)
}

#[test]
fn each_action_is_open_to_those_it_is_meant_for_and_nobody_else() {
    let policies = Policies::join(&[]).unwrap();
    let actors = [
        ("anonymous", Actor::Anonymous),
        ("system", Actor::System("test")),
        ("operator", account(1, Role::Operator)),
        ("steward", account(2, Role::Steward)),
        ("officer", account(3, Role::Officer)),
        ("auditor", account(4, Role::Auditor)),
    ];
    let agency = Resource::new("agency", 1);
    let of_officer = user_account(3);
    for (action, resource, allowed) in [
        (
            "access.agency.read",
            &agency,
            &["anonymous", "system", "operator", "steward", "officer", "auditor"][..],
        ),
        ("access.agency.register", &agency, &["system", "operator"]),
        ("access.account.create", &of_officer, &["system", "operator"]),
        ("access.account.change", &of_officer, &["operator"]),
        ("access.account.suspend", &of_officer, &["operator"]),
        ("access.account.reset_password", &of_officer, &["operator"]),
        ("access.account.end_sessions", &of_officer, &["operator"]),
        ("access.account.read", &of_officer, &["operator"]),
        ("access.account.own", &of_officer, &["officer"]),
        ("access.account.delete", &of_officer, &[]),
    ] {
        let open_to: Vec<&str> = actors
            .iter()
            .filter(|(_, actor)| {
                // `anybody may read` speaks of accounts, jobs and strangers alike.
                policies.decide(actor, action, resource).is_ok()
            })
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(open_to, allowed, "{action}");
    }
}

#[test]
fn an_operator_administers_everybody_but_himself() {
    let policies = Policies::join(&[]).unwrap();
    let operator = account(1, Role::Operator);
    for action in ["change", "suspend", "reset_password", "end_sessions"] {
        let action = format!("access.account.{action}");
        assert!(policies.decide(&operator, &action, &user_account(3)).is_ok(), "{action}");
        let own = policies.decide(&operator, &action, &user_account(1)).unwrap_err();
        let because = vec!["access-because-own-account".to_owned()];
        assert_eq!(*own.reason(), Reason::Forbidden { because }, "{action}");
    }
    assert!(policies.decide(&operator, "access.account.read", &user_account(1)).is_ok());
}

#[test]
fn a_denial_is_told_in_plain_words_and_says_whom_to_ask() {
    texts();
    let policies = Policies::join(&[]).unwrap();
    let officer = account(3, Role::Officer);
    let denied =
        policies.decide(&officer, "access.agency.register", &Resource::any("agency")).unwrap_err();
    let visitor = Visitor { actor: officer, ..Visitor::anonymous("") };
    let ui = Ui::new(Lang::En, visitor, "/agencies/new");
    assert_eq!(denied.page(&ui).status(), StatusCode::FORBIDDEN);
    assert_eq!(
        denied.explain(&ui),
        "Your account can't do this. It may be done by: the platform's operators. If your work \
         needs it, ask them to do it, or the platform's operator to change your roles.",
    );
    let problem = serde_json::to_value(denied.problem(&ui)).unwrap();
    assert_eq!(problem["type"], "/problems/denied");
    assert_eq!(problem["action"], "access.agency.register");
}

#[test]
fn somebody_who_has_not_signed_in_is_asked_to() {
    texts();
    let policies = Policies::join(&[]).unwrap();
    let denied =
        policies.decide(&Actor::Anonymous, "access.account.own", &user_account(3)).unwrap_err();
    let ui = Ui::new(Lang::Zh, Visitor::anonymous(""), "/account");
    assert_eq!(denied.page(&ui).status(), StatusCode::UNAUTHORIZED);
    assert_eq!(denied.problem(&ui).status(), StatusCode::UNAUTHORIZED);
}
