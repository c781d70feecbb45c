//! The life of an entry, from draft to withdrawal, on both engines.

use std::collections::BTreeMap;

use zt_catalogue::{
    Binding, ChangeError, Confirmation, Entry, Grade, NewEntry, Openness, Personal, Refusal,
    Target,
    difference::{Place, differences},
    grading::{ConfirmRefusal, Degree, HarmedObject},
};
use zt_kernel::{Actor, DatasetId, EntryId};
use zt_ledger::Filter;

use crate::ground::{Ground, description, grounds};

/// The actions on entries that the ledger knows, the oldest first, once `last` is
/// among them: the sequencer runs beside the test.
async fn actions(ground: &Ground, last: &str) -> Vec<String> {
    let filter =
        Filter { action_prefix: Some("catalogue.entry".into()), limit: 50, ..Filter::default() };
    let mut actions = Vec::new();
    for _ in 0..500 {
        ground.test.platform.ledger.wake();
        let entries = ground.test.platform.ledger.recent(&filter).await.unwrap();
        actions = entries.into_iter().rev().map(|entry| entry.event.action).collect();
        if actions.iter().any(|action| action == last) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    actions
}

#[tokio::test]
async fn an_entry_lives_from_draft_to_withdrawal_and_every_step_is_an_event() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let entry = ground.published("房屋维修信息").await;
        assert_eq!(entry.code.as_str(), "301001/000001");
        assert_eq!((entry.grade(), entry.openness()), (Some(Grade::ALL[0]), Openness::Partial));
        let found = catalogue.find(&entry.code).await.unwrap().unwrap();
        assert_eq!(found, entry);

        let next = catalogue.revise(&ground.steward, entry.id, now).await.unwrap();
        assert_eq!(next.version, 2);
        let mut changed = description("房屋维修登记");
        changed.items.remove(1);
        let next = catalogue.update(&ground.steward, &next, changed, now).await.unwrap();
        let told: Vec<Place> = differences(&entry, &next).into_iter().map(|it| it.place).collect();
        assert_eq!(told, [Place::Field("name"), Place::Item { item: "je".into(), field: "item" }]);
        let next = catalogue.submit(&ground.steward, &next, now).await.unwrap();
        assert_eq!(catalogue.find(&entry.code).await.unwrap().unwrap().version, 1);
        catalogue.publish(&ground.operator, &next, now).await.unwrap();
        let states: Vec<&str> = catalogue
            .versions(entry.id)
            .await
            .unwrap()
            .iter()
            .map(|it| it.state.as_str())
            .collect();
        assert_eq!(states, ["published", "superseded"]);

        catalogue.withdraw(&ground.steward, entry.id, "职能划转", now).await.unwrap();
        assert_eq!(catalogue.find(&entry.code).await.unwrap(), None);
        assert_eq!(
            actions(&ground, "catalogue.entry.withdrawn").await,
            [
                "created",
                "submitted",
                "published",
                "revised",
                "updated",
                "submitted",
                "published",
                "withdrawn"
            ]
            .map(|step| format!("catalogue.entry.{step}"))
        );
    }
}

#[tokio::test]
async fn a_code_is_never_given_twice() {
    for ground in grounds().await {
        let first = ground.draft("甲").await;
        ground.catalogue.discard(&ground.steward, &first, "重复", ground.now()).await.unwrap();
        let second = ground.draft("乙").await;
        assert_eq!((first.code.as_str(), second.code.as_str()), ("301001/000001", "301001/000002"));
    }
}

#[tokio::test]
async fn only_the_providers_steward_writes_and_only_the_authority_publishes() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let new = || NewEntry {
            agency: ground.housing.id,
            classification: "301001".parse().unwrap(),
            description: description("甲"),
        };
        for outsider in [&ground.officer, &ground.operator, &Actor::Anonymous] {
            let denied = catalogue.create_draft(outsider, new(), now).await.unwrap_err();
            assert!(matches!(denied, ChangeError::Denied(_)), "{denied}");
        }
        let entry = ground.submitted("甲").await;
        for outsider in [&ground.steward, &ground.officer, &Actor::Anonymous] {
            let denied = catalogue.publish(outsider, &entry, now).await.unwrap_err();
            assert!(matches!(denied, ChangeError::Denied(_)), "{denied}");
        }
    }
}

#[tokio::test]
async fn a_second_save_over_the_same_reading_is_refused_and_loses_nothing() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let seen = ground.draft("甲").await;
        let saved = catalogue.update(&ground.steward, &seen, description("乙"), now).await.unwrap();
        let stale = catalogue.update(&ground.colleague, &seen, description("丙"), now).await;
        assert!(matches!(stale.unwrap_err(), ChangeError::Stale));
        let now_there = catalogue.latest(seen.id).await.unwrap().unwrap();
        assert_eq!((now_there.name.as_str(), now_there.revision), ("乙", saved.revision));
    }
}

#[tokio::test]
async fn the_lint_keeps_an_unfinished_draft_back_and_says_why() {
    for ground in grounds().await {
        let draft = ground.draft("甲").await;
        let refused =
            ground.catalogue.submit(&ground.steward, &draft, ground.now()).await.unwrap_err();
        let ChangeError::Findings(findings) = refused else { panic!("{refused}") };
        assert!(findings.iter().any(|it| it.code.as_str() == "not-graded"), "{findings:#?}");
    }
}

#[tokio::test]
async fn an_item_open_above_its_grade_is_not_published() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let draft = ground.draft("甲").await;
        let harm = (HarmedObject::Person, Degree::Serious, "可识别个人".to_owned());
        let case = catalogue.propose_grade(&ground.steward, &draft, "bh", harm, now).await.unwrap();
        let confirm =
            |case: i64, grade| Confirmation { case, grade, reason: String::new(), mask: None };
        let own = catalogue
            .confirm_grades(&ground.steward, draft.id, &[confirm(case.id, case.proposed)], now)
            .await
            .unwrap_err();
        assert!(matches!(own, ChangeError::Grading(ConfirmRefusal::OwnProposal)));
        let graded = catalogue
            .confirm_grades(&ground.colleague, draft.id, &[confirm(case.id, case.proposed)], now)
            .await
            .unwrap();
        assert_eq!(graded.item("bh").unwrap().grade, Grade::general(3));
        assert_eq!(graded.item("bh").unwrap().mask.to_string(), "keep-ends:3:2");
        let graded = ground.grade(&graded).await;
        let refused = catalogue.submit(&ground.steward, &graded, now).await.unwrap_err();
        let ChangeError::Findings(findings) = refused else { panic!("{refused}") };
        assert!(findings.iter().any(|it| it.code.as_str() == "open-above-grade"));
    }
}

#[tokio::test]
async fn one_steward_alone_cannot_loosen_the_mask_that_two_persons_agreed() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let masked = |mask: &str| {
            let mut description = description("甲");
            description.items[1].personal = Personal::Sensitive;
            description.items[1].mask = mask.parse().unwrap();
            description
        };
        let seen = |entry: &Entry| {
            let item = entry.item("je").unwrap();
            (item.grade.is_some(), item.mask.to_string())
        };
        let draft = ground.draft("甲").await;
        let draft = catalogue.update(&ground.steward, &draft, masked("none"), now).await.unwrap();
        let graded = ground.grade(&draft).await;
        let (_, agreed) = seen(&graded);
        assert_ne!(agreed, "none");

        let loose = masked("keep-ends:6:4");
        let draft = catalogue.update(&ground.steward, &graded, loose, now).await.unwrap();
        assert_eq!(seen(&draft), (false, "keep-ends:6:4".to_owned()));
        let none = BTreeMap::new();
        let cases = catalogue.propose_grades(&ground.steward, &draft, &none, now).await.unwrap();
        let confirmations = [Confirmation {
            case: cases[0].id,
            grade: cases[0].proposed,
            reason: String::new(),
            mask: None,
        }];
        let alone = catalogue.confirm_grades(&ground.steward, draft.id, &confirmations, now).await;
        assert!(matches!(alone.unwrap_err(), ChangeError::Grading(ConfirmRefusal::OwnProposal)));
        let graded = catalogue
            .confirm_grades(&ground.colleague, draft.id, &confirmations, now)
            .await
            .unwrap();
        assert_eq!(seen(&graded), (true, "keep-ends:6:4".to_owned()));
    }
}

#[tokio::test]
async fn of_two_reviewers_at_once_one_publishes() {
    for ground in grounds().await {
        let entry = ground.submitted("甲").await;
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let (left, right) = tokio::join!(
            catalogue.publish(&ground.operator, &entry, now),
            catalogue.send_back(&ground.operator, &entry, "缺摘要", now),
        );
        assert!(left.is_ok() ^ right.is_ok(), "{left:?} {right:?}");
    }
}

#[tokio::test]
async fn what_was_sent_back_says_why_and_can_be_submitted_again() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let entry = ground.submitted("甲").await;
        let none = catalogue.send_back(&ground.operator, &entry, " ", now).await.unwrap_err();
        assert!(matches!(none, ChangeError::Refused(Refusal::NoReason)));
        let entry = catalogue.send_back(&ground.operator, &entry, "摘要不清", now).await.unwrap();
        assert_eq!(entry.state, zt_catalogue::State::Draft { returned: Some("摘要不清".into()) });
        catalogue.submit(&ground.steward, &entry, now).await.unwrap();
    }
}

#[tokio::test]
async fn a_submitted_entry_is_due_in_two_working_days_and_a_new_version_in_ten_or_fifteen() {
    for ground in grounds().await {
        let catalogue = &ground.catalogue;
        let due = |entry| catalogue.deadline(entry).map(|deadline| deadline.due().to_string());
        let draft = ground.draft("甲").await;
        assert_eq!(due(&draft), None);
        let entry = ground.submitted("乙").await;
        assert_eq!(due(&entry).as_deref(), Some("2026-01-07"));
        let entry = catalogue.publish(&ground.operator, &entry, ground.now()).await.unwrap();
        let next = catalogue.revise(&ground.steward, entry.id, ground.now()).await.unwrap();
        assert_eq!(due(&next).as_deref(), Some("2026-01-19"));
        let next = catalogue.extend(&ground.operator, &next, ground.now()).await.unwrap();
        assert_eq!(due(&next).as_deref(), Some("2026-01-26"));
        assert!(catalogue.extend(&ground.operator, &next, ground.now()).await.is_err());
    }
}

#[tokio::test]
async fn a_dataset_belongs_to_one_entry_and_its_refresh_is_noted() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let (first, second) = (ground.draft("甲").await, ground.draft("乙").await);
        let dataset = Binding::Dataset { dataset: DatasetId(7) };
        catalogue.bind(&ground.steward, first.id, dataset.clone(), now).await.unwrap();
        let taken = catalogue.bind(&ground.steward, second.id, dataset, now).await.unwrap_err();
        assert!(matches!(taken, ChangeError::BoundElsewhere));

        let mut tx = ground.test.platform.db.begin().await.unwrap();
        catalogue.record_refresh(&mut tx, first.id, DatasetId(7), 42, now).await.unwrap();
        tx.commit(&zt_testkit::TestEvent("import.finished")).await.unwrap();
        let bound = catalogue.bound(first.id).await.unwrap();
        assert_eq!((bound.len(), bound[0].rows, bound[0].refreshed_at), (1, Some(42), Some(now)));
        assert_eq!(catalogue.entry_of_dataset(DatasetId(7)).await.unwrap(), Some(first.id));
    }
}

#[tokio::test]
async fn who_shares_an_element_already_is_found_and_a_second_collection_warned_of() {
    for ground in grounds().await {
        let (catalogue, now) = (&ground.catalogue, ground.now());
        let element: zt_catalogue::ElementCode = "PER001".parse().unwrap();
        let mut with_element = description("低保人员");
        with_element.items[1].element = Some(element.clone());
        with_element.items[1].data_type = zt_catalogue::DataType::C;
        with_element.items[1].personal = zt_catalogue::Personal::Personal;
        let draft = ground.draft("甲").await;
        let draft =
            catalogue.update(&ground.steward, &draft, with_element.clone(), now).await.unwrap();
        let draft = ground.grade(&draft).await;
        let entry = catalogue.submit(&ground.steward, &draft, now).await.unwrap();
        catalogue.publish(&ground.operator, &entry, now).await.unwrap();
        let holders = catalogue.holders(std::slice::from_ref(&element)).await.unwrap();
        assert_eq!((holders.len(), holders[0].agency), (1, ground.housing.id));

        let mut others = catalogue.find_id(entry.id).await.unwrap().unwrap();
        (others.id, others.agency) = (EntryId(99), ground.tax.id);
        let codes = |findings: Vec<zt_catalogue::lint::Finding>| {
            findings.into_iter().map(|it| it.code.as_str()).collect::<Vec<_>>()
        };
        let found = codes(catalogue.findings(&others, now).await.unwrap());
        assert!(found.contains(&"already-shared"), "{found:?}");

        catalogue
            .designate_source(&ground.operator, &element, ground.housing.id, "数据局批复", now)
            .await
            .unwrap();
        assert_eq!(catalogue.source_agency(&element), Some(ground.housing.id));
        let found = codes(catalogue.findings(&others, now).await.unwrap());
        assert!(found.contains(&"other-source"), "{found:?}");
    }
}

#[tokio::test]
async fn a_change_of_what_is_not_there_says_so() {
    for ground in grounds().await {
        let target = Target::from(EntryId(404));
        let missing =
            ground.catalogue.submit(&ground.steward, target, ground.now()).await.unwrap_err();
        assert!(matches!(missing, ChangeError::NotFound));
    }
}
