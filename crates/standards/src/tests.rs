//! The life of elements and code sets, on both engines.

use jiff::civil::date;
use zt_access::PolicySource;
use zt_kernel::{Actor, AgencyId, Role};
use zt_testkit::{TestPlatform, platforms, statements_prepare};

use crate::change::ChangeError;
use crate::code_set::draft::VersionDraft;
use crate::code_set::store::CodeSetHead;
use crate::code_set::{CodeItem, ItemsError};
use crate::element::tests::definition;
use crate::lifecycle::{Move, State};
use crate::standards::Standards;
use crate::{MIGRATIONS, POLICY, POLICY_SCHEMA, statements};

const POLICIES: PolicySource =
    PolicySource { name: "standards", policies: POLICY, schema: POLICY_SCHEMA };

/// A platform on each engine with the standards on it.
pub(crate) async fn all() -> Vec<(TestPlatform, Standards)> {
    let mut all = Vec::new();
    for platform in platforms(&[MIGRATIONS], &[POLICIES]).await {
        let standards = Standards::open(platform.platform.clone()).await.unwrap();
        all.push((platform, standards));
    }
    all
}

/// A steward of a fresh agency, and an operator of another.
async fn people(platform: &TestPlatform) -> (Actor, Actor) {
    let agency = platform.agency("市场监管局").await;
    let authority = platform.agency("数据局").await;
    let steward = platform.account(agency.id, "steward", &[Role::Steward]).await;
    let operator = platform.account(authority.id, "operator", &[Role::Operator]).await;
    let actor = |id, agency: AgencyId, role| Actor::Account { id, agency, roles: vec![role] };
    (actor(steward.id, agency.id, Role::Steward), actor(operator.id, authority.id, Role::Operator))
}

fn items(names: &[(&str, &str)]) -> Vec<CodeItem> {
    let item = |(code, name): &(&str, &str)| CodeItem {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        name_en: None,
        parent: None,
    };
    names.iter().map(item).collect()
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    statements_prepare(&[MIGRATIONS], statements()).await;
}

#[test]
fn every_text_stands_in_both_languages() {
    assert_eq!(zt_web::i18n::verify(&[crate::FLUENT]), []);
}

#[test]
fn every_key_used_exists_and_every_key_is_used() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let findings: Vec<String> = zt_web::i18n::check(&[crate::FLUENT], &[&source])
        .unwrap()
        .iter()
        .map(|finding| format!("{finding:?}"))
        // Who may, and why not, is named in the policies only.
        .filter(|text| !text.contains("standards-who-") && !text.contains("standards-because-"))
        .collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[tokio::test]
async fn loading_the_national_package_twice_changes_nothing() {
    for (platform, standards) in all().await {
        let now = platform.platform.now();
        let first = standards.load_national_package(now).await.unwrap();
        let national = crate::Registry::national();
        assert_eq!(first.elements, national.elements().count());
        assert_eq!(first.division_editions, 5);
        assert!(first.divisions > 3000, "{first:?}");
        let registry = standards.registry();
        assert_eq!(registry.elements().count(), national.elements().count());
        assert_eq!(
            registry.element("PER001").unwrap().definition,
            national.element("PER001").unwrap().definition
        );
        let set = registry.code_set_versions("GBT2260").unwrap();
        let states: Vec<_> = set.versions.iter().map(|version| version.state).collect();
        assert_eq!(states[..4], [State::Superseded; 4]);
        assert_eq!(states[4], State::InForce);
        assert_eq!(set.versions[2].valid_to, Some(date(2019, 12, 30)));

        let again = standards.load_national_package(now).await.unwrap();
        assert_eq!((again.elements, again.code_set_versions), (0, 0));
        assert!(!standards.refresh().await.unwrap(), "nothing changed");
    }
}

#[tokio::test]
async fn processes_that_start_at_once_load_the_package_together() {
    for (platform, standards) in all().await {
        let other = Standards::open(platform.platform.clone()).await.unwrap();
        let now = platform.platform.now();
        let (first, second) =
            tokio::join!(standards.load_national_package(now), other.load_national_package(now));
        let (first, second) = (first.unwrap(), second.unwrap());
        let national = crate::Registry::national();
        assert_eq!(first.elements + second.elements, national.elements().count());
        assert_eq!(first.divisions, second.divisions);
        other.refresh().await.unwrap();
        assert_eq!(other.registry().elements().count(), national.elements().count());
    }
}

#[tokio::test]
async fn an_element_is_drafted_by_its_agency_and_put_into_force_by_the_operator() {
    for (platform, standards) in all().await {
        let (steward, operator) = people(&platform).await;
        let now = platform.platform.now();
        let draft = standards.draft_element(&steward, None, &definition(), now).await.unwrap();
        assert_eq!(&*draft.element.code, "ZD00001");
        assert_eq!(draft.element.state, State::Draft);
        assert_eq!(standards.registry().element("ZD00001"), None);

        let step = |actor, step| standards.move_element(actor, draft.id, step, None, now);
        step(&steward, Move::Submit).await.unwrap();
        let denied = step(&steward, Move::Publish).await.unwrap_err();
        assert!(matches!(denied, ChangeError::Denied(_)));
        let published = step(&operator, Move::Publish).await.unwrap();
        assert_eq!(published.element.state, State::InForce);
        assert_eq!(published.element.valid_from, Some(date(2026, 1, 5)));
        assert!(standards.registry().element("ZD00001").is_some());

        // What is in force is nobody's to edit.
        let edits = published.edits;
        let edit = standards.edit_element(&steward, draft.id, edits, &definition(), now).await;
        assert!(matches!(edit.unwrap_err(), ChangeError::Stale));
    }
}

#[tokio::test]
async fn publishing_the_next_version_supersedes_the_one_in_force() {
    for (platform, standards) in all().await {
        let (steward, operator) = people(&platform).await;
        let now = platform.platform.now();
        let publish = async |code: Option<&crate::ElementCode>, definition, now| {
            let draft = standards.draft_element(&steward, code, &definition, now).await.unwrap();
            let id = draft.id;
            standards.move_element(&steward, id, Move::Submit, None, now).await.unwrap();
            standards.move_element(&operator, id, Move::Publish, None, now).await.unwrap()
        };
        let first = publish(None, definition(), now).await;
        let code = first.element.code.clone();
        let second = definition();
        let open = standards.draft_element(&steward, Some(&code), &second, now).await.unwrap();
        let third = standards.draft_element(&steward, Some(&code), &definition(), now).await;
        assert!(matches!(third.unwrap_err(), ChangeError::AlreadyOpen));

        let later = now + jiff::SignedDuration::from_hours(24 * 10);
        standards.move_element(&steward, open.id, Move::Submit, None, later).await.unwrap();
        standards.move_element(&operator, open.id, Move::Publish, None, later).await.unwrap();
        let registry = standards.registry();
        let versions = registry.element_versions(&code);
        let lives: Vec<_> =
            versions.iter().map(|v| (v.version, v.state, v.valid_from, v.valid_to)).collect();
        assert_eq!(
            lives,
            [
                (1, State::Superseded, Some(date(2026, 1, 5)), Some(date(2026, 1, 14))),
                (2, State::InForce, Some(date(2026, 1, 15)), None),
            ]
        );

        let abolish = |note| standards.move_element(&operator, open.id, Move::Abolish, note, later);
        assert!(matches!(abolish(None).await.unwrap_err(), ChangeError::ReasonMissing));
        abolish(Some("并入地址")).await.unwrap();
        assert_eq!(standards.registry().element(&code), None);
        assert_eq!(standards.registry().element_versions(&code).len(), 2, "nothing is deleted");
    }
}

#[tokio::test]
async fn nobody_reviews_what_they_wrote_themselves() {
    for (platform, standards) in all().await {
        let (_, operator) = people(&platform).await;
        let now = platform.platform.now();
        let draft = standards.draft_element(&operator, None, &definition(), now).await.unwrap();
        let id = draft.id;
        standards.move_element(&operator, id, Move::Submit, None, now).await.unwrap();
        let denied = standards.move_element(&operator, id, Move::Publish, None, now).await;
        assert!(matches!(denied.unwrap_err(), ChangeError::Denied(_)));
    }
}

#[tokio::test]
async fn a_returned_draft_says_why_and_two_editors_do_not_overwrite_each_other() {
    for (platform, standards) in all().await {
        let (steward, operator) = people(&platform).await;
        let now = platform.platform.now();
        let draft = standards.draft_element(&steward, None, &definition(), now).await.unwrap();
        let id = draft.id;
        standards.move_element(&steward, id, Move::Submit, None, now).await.unwrap();
        let no_reason = standards.move_element(&operator, id, Move::Return, Some(" "), now).await;
        assert!(matches!(no_reason.unwrap_err(), ChangeError::ReasonMissing));
        let returned = standards
            .move_element(&operator, id, Move::Return, Some("别名太少"), now)
            .await
            .unwrap();
        assert_eq!(returned.element.state, State::Returned);
        assert_eq!(returned.note.as_deref(), Some("别名太少"));

        let edits = returned.edits;
        standards.edit_element(&steward, id, edits, &definition(), now).await.unwrap();
        let stale = standards.edit_element(&steward, id, edits, &definition(), now).await;
        assert!(matches!(stale.unwrap_err(), ChangeError::Stale));
    }
}

#[tokio::test]
async fn another_agency_neither_edits_nor_submits() {
    for (platform, standards) in all().await {
        let (steward, _) = people(&platform).await;
        let other = platform.agency("教育局").await;
        let stranger = platform.account(other.id, "stranger", &[Role::Steward]).await;
        let stranger =
            Actor::Account { id: stranger.id, agency: other.id, roles: vec![Role::Steward] };
        let now = platform.platform.now();
        let draft = standards.draft_element(&steward, None, &definition(), now).await.unwrap();
        for actor in [&stranger, &Actor::Anonymous] {
            let edit = standards.edit_element(actor, draft.id, 0, &definition(), now).await;
            assert!(matches!(edit.unwrap_err(), ChangeError::Denied(_)));
            let submit = standards.move_element(actor, draft.id, Move::Submit, None, now).await;
            assert!(matches!(submit.unwrap_err(), ChangeError::Denied(_)));
        }
    }
}

#[tokio::test]
async fn a_change_in_one_process_is_seen_by_another_after_its_refresh() {
    for (platform, standards) in all().await {
        let (steward, operator) = people(&platform).await;
        let other = Standards::open(platform.platform.clone()).await.unwrap();
        let now = platform.platform.now();
        let draft = standards.draft_element(&steward, None, &definition(), now).await.unwrap();
        standards.move_element(&steward, draft.id, Move::Submit, None, now).await.unwrap();
        standards.move_element(&operator, draft.id, Move::Publish, None, now).await.unwrap();
        assert_eq!(other.registry().element("ZD00001"), None);
        assert!(other.refresh().await.unwrap());
        assert!(other.registry().element("ZD00001").is_some());
        assert!(!other.refresh().await.unwrap());
    }
}

#[tokio::test]
async fn code_set_versions_follow_each_other_and_published_items_stay() {
    for (platform, standards) in all().await {
        let (steward, operator) = people(&platform).await;
        let now = platform.platform.now();
        let head = CodeSetHead {
            code: "SL.STALL".parse().unwrap(),
            name_zh: "摊位类型".into(),
            name_en: "Stall types".into(),
            standard: None,
            owner: steward.agency(),
        };
        let draft = |version: &str, valid_from, items| VersionDraft {
            version: version.into(),
            valid_from,
            about: None,
            items,
        };
        let publish = async |draft: &VersionDraft| {
            let record = standards.draft_code_set(&steward, &head, draft, now).await?;
            standards.move_code_set(&steward, record.id, Move::Submit, None, now).await?;
            standards.move_code_set(&operator, record.id, Move::Publish, None, now).await
        };
        let first = draft("1", date(2026, 1, 1), items(&[("1", "蔬菜"), ("2", "水产")]));
        publish(&first).await.unwrap();
        let too_early = draft("0", date(2025, 1, 1), first.items.clone());
        assert!(matches!(publish(&too_early).await.unwrap_err(), ChangeError::Validity));
        let same_name = draft("1", date(2026, 2, 1), first.items.clone());
        assert!(matches!(publish(&same_name).await.unwrap_err(), ChangeError::CodeTaken));
        let twice = draft("2", date(2026, 2, 1), items(&[("1", "蔬菜"), ("1", "水产")]));
        let refused = publish(&twice).await.unwrap_err();
        assert!(matches!(refused, ChangeError::Items(ItemsError::Duplicate(_))));

        let second = draft("2", date(2026, 2, 1), items(&[("1", "蔬菜"), ("3", "粮油")]));
        publish(&second).await.unwrap();
        let registry = standards.registry();
        let at = |at| registry.code_set("SL.STALL", at).map(|version| version.version.as_str());
        assert_eq!(at(date(2026, 1, 31)), Some("1"));
        assert_eq!(at(date(2026, 2, 1)), Some("2"));
        let set = registry.code_set_versions("SL.STALL").unwrap();
        assert_eq!(set.versions[0].items, first.items);
        assert_eq!(set.versions[0].state, State::Superseded);
    }
}

#[tokio::test]
async fn each_step_leaves_its_event_and_no_value_of_data() {
    for (platform, standards) in all().await {
        let (steward, operator) = people(&platform).await;
        let now = platform.platform.now();
        let draft = standards.draft_element(&steward, None, &definition(), now).await.unwrap();
        standards.move_element(&steward, draft.id, Move::Submit, None, now).await.unwrap();
        standards.move_element(&operator, draft.id, Move::Publish, None, now).await.unwrap();
        let filter = zt_ledger::Filter {
            action_prefix: Some("standards.".to_owned()),
            limit: 10,
            ..zt_ledger::Filter::default()
        };
        let mut actions = Vec::new();
        // The sequencer works beside the test.
        for _ in 0..100 {
            let entries = platform.platform.ledger.recent(&filter).await.unwrap();
            actions = entries.into_iter().map(|entry| entry.event.action).collect();
            if actions.len() == 3 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        actions.sort_unstable();
        assert_eq!(
            actions,
            [
                "standards.element.drafted",
                "standards.element.published",
                "standards.element.submitted"
            ]
        );
    }
}
