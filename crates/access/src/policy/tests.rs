//! Decisions, tried over principals, actions and resources.

use zt_kernel::{AccountId, AgencyId, Role};

use super::*;

const TEXT: &str = r#"
@id("test-steward-publishes")
@who("access-who-own-account")
permit (principal is Account, action == Action::"test.publish", resource is Entry)
when { principal.roles.contains("steward") && principal.agency == resource.agency };

@id("test-withdrawn-stays")
@because("access-who-operator")
forbid (principal, action in [Action::"test.publish", Action::"test.edit"], resource is Entry)
when { resource.state == "withdrawn" };

@id("test-anyone-reads")
permit (principal, action == Action::"test.read", resource);
"#;

fn policies(text: &'static str) -> Result<Policies, PolicyError> {
    Policies::join(&[PolicySource { name: "test", policies: text, schema: "" }])
}

fn steward(agency: i64) -> Actor {
    Actor::Account { id: AccountId(1), agency: AgencyId(agency), roles: vec![Role::Steward] }
}

fn entry(agency: i64, state: &str) -> Resource {
    Resource::new("entry", 7).agency(AgencyId(agency)).attribute("state", state)
}

#[test]
fn only_what_a_policy_permits_is_allowed() {
    let policies = policies(TEXT).unwrap();
    for (actor, action, resource, expected) in [
        (steward(1), "test.publish", entry(1, "draft"), true),
        (steward(2), "test.publish", entry(1, "draft"), false),
        (steward(1), "test.publish", entry(1, "withdrawn"), false),
        (steward(1), "test.edit", entry(1, "draft"), false),
        (Actor::Anonymous, "test.publish", entry(1, "draft"), false),
        (Actor::System("job"), "test.publish", entry(1, "draft"), false),
        (Actor::Anonymous, "test.read", entry(1, "draft"), true),
        (steward(1), "test.unheard", entry(1, "draft"), false),
    ] {
        let decision = policies.decide(&actor, action, &resource);
        assert_eq!(decision.is_ok(), expected, "{actor:?} {action} {resource:?}");
    }
}

#[test]
fn a_denial_says_who_may_and_a_prohibition_why_not() {
    let policies = policies(TEXT).unwrap();
    let denied = policies.decide(&steward(2), "test.publish", &entry(1, "draft")).unwrap_err();
    let who = vec!["access-who-own-account".to_owned()];
    assert_eq!(denied.reason(), &Reason::NotPermitted { who });
    let denied = policies.decide(&steward(1), "test.publish", &entry(1, "withdrawn")).unwrap_err();
    let because = vec!["access-who-operator".to_owned()];
    assert_eq!(denied.reason(), &Reason::Forbidden { because });
    assert_eq!(denied.record().rules, ["test-withdrawn-stays"]);
}

#[test]
fn a_policy_that_cannot_be_evaluated_denies_what_another_permits() {
    let policies = policies(
        r#"
        @id("test-permits") permit (principal, action == Action::"test.read", resource);
        @id("test-broken") forbid (principal, action == Action::"test.read", resource)
        when { resource.nothing == 1 };
        "#,
    )
    .unwrap();
    let denied = policies.decide(&steward(1), "test.read", &entry(1, "draft")).unwrap_err();
    assert_eq!(denied.reason(), &Reason::Error);
}

#[test]
fn a_decision_records_its_policies_and_what_they_saw() {
    let policies = policies(TEXT).unwrap();
    let decision = policies.decide(&steward(1), "test.publish", &entry(1, "draft")).unwrap();
    let record = decision.record();
    assert_eq!(record.policy, policies.version());
    assert_eq!(record.rules, ["test-steward-publishes"]);
    assert_eq!(record.inputs["resource"]["attributes"]["state"], "draft");
    assert_eq!(record.inputs["principal"]["agency"], 1);
}

#[test]
fn a_changed_text_is_another_version() {
    let one = policies(TEXT).unwrap();
    let other = policies(r#"@id("a") permit (principal, action == Action::"b", resource);"#);
    assert_ne!(one.version(), other.unwrap().version());
    assert_eq!(one.version(), policies(TEXT).unwrap().version());
}

#[test]
fn policies_that_could_not_be_named_or_indexed_are_refused() {
    let refusal = |text| policies(text).unwrap_err().to_string();
    assert!(refusal(r#"permit (principal, action == Action::"a", resource);"#).contains("no @id"));
    assert!(
        refusal(r#"@id("x") permit (principal, action, resource);"#).contains("name its actions")
    );
    let twice = r#"
        @id("x") permit (principal, action == Action::"a", resource);
        @id("x") permit (principal, action == Action::"b", resource);"#;
    assert_eq!(refusal(twice), "two policies are called x");
    assert!(refusal("permit (").contains("can't be read"));
}

#[test]
fn policies_that_do_not_fit_their_schema_are_refused() {
    let source = PolicySource {
        name: "test",
        policies: r#"@id("x") permit (principal is Account, action == Action::"a", resource is Entry)
            when { resource.stat == "draft" };"#,
        schema: r#"entity Entry = { agency: Long, state: String };
            action "a" appliesTo { principal: [Account], resource: [Entry] };"#,
    };
    let refused = Policies::join(&[source]).unwrap_err();
    assert!(matches!(refused, PolicyError::Schema { source_name: "test", .. }), "{refused}");
}
