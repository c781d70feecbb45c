//! The road from a request to disposal, on both engines.

use jiff::civil::date;
use zt_catalogue::{Basis, BasisKind};

use super::world::{application, everything, worlds};
use crate::{
    application::{Application, Gap, HeadConsent, Kind, OnwardChange},
    change::ChangeError,
    correction::{CorrectionMove, Finding},
    disposal::{DisposalMove, DisposalRefusal, Method, Report},
    dispute::{DisputeMove, Stage, Subject},
    grant::{Cause, GrantMove, Misuse, Relinquishment, ServiceChange, Status, change::GrantStep},
    inbox,
    share_request::{
        Refusal, State, change::Step, decide::Refusing, requestable::Unrequestable,
        submit::SubmitError,
    },
    supervision::Verdict,
    usage_record::Usage,
};

fn refusing() -> Refusing {
    Refusing {
        basis: Basis { kind: BasisKind::Law, citation: "《统计法》第二十八条".into() },
        reasons: "用途与统计资料保密义务冲突".into(),
        head: HeadConsent { name: "科长".into(), on: date(2026, 1, 5) },
    }
}

#[tokio::test]
async fn of_two_deciders_at_once_exactly_one_wins_and_the_other_learns_who() {
    for world in worlds().await {
        let id = world.submitted(application()).await;
        let step = |actor| Step { actor, id, seen: Some(1), now: world.now() };
        let (consented, refused) = tokio::join!(
            world.sharing.consent(step(&world.owner), everything()),
            world.sharing.refuse(step(&world.colleague), refusing()),
        );
        let (won, lost) = (consented.is_ok(), refused.is_ok());
        assert!(won != lost, "exactly one wins");
        let winner = if won { &world.owner } else { &world.colleague };
        let error = consented.err().or(refused.err()).unwrap();
        let ChangeError::Conflict { by, .. } = error else { panic!("{error}") };
        assert_eq!(by, winner.account());
    }
}

#[tokio::test]
async fn whoever_decides_second_is_told_even_without_a_version() {
    for world in worlds().await {
        let id = world.submitted(application()).await;
        world.sharing.refuse(world.step(&world.owner, id), refusing()).await.unwrap();
        let late = world.sharing.consent(world.step(&world.colleague, id), everything()).await;
        let ChangeError::Conflict { by, state } = late.unwrap_err() else { panic!("no conflict") };
        assert_eq!((by, state), (world.owner.account(), "refused"));
    }
}

#[tokio::test]
async fn an_incomplete_request_is_noticed_once_and_supplemented() {
    for world in worlds().await {
        let incomplete = Application { legal_basis: String::new(), head: None, ..application() };
        let id = world.submitted(incomplete).await;
        let refused = world.sharing.refuse(world.step(&world.owner, id), refusing()).await;
        let gaps = vec![Gap::LegalBasis, Gap::HeadConsent];
        assert!(matches!(
            refused.unwrap_err(),
            ChangeError::Refused(Refusal::Incomplete { gaps: found }) if found == gaps
        ));
        let materials = vec!["三定方案".to_owned()];
        let noticed = world.sharing.notify(world.step(&world.owner, id), materials).await.unwrap();
        assert_eq!(noticed.notice.unwrap().gaps, gaps);
        let agency = world.requester.agency().unwrap();
        let told = inbox::store::page(&world.test.platform.db, agency, None, 10).await.unwrap();
        assert_eq!(told[0].kind, inbox::NoticeKind::RequestNotified);
        let answers = vec!["见三定方案第三条".to_owned()];
        let step = world.step(&world.requester, id);
        let back = world.sharing.supplement(step, application(), answers).await.unwrap();
        assert_eq!(back.state, State::UnderReview);
        let again =
            world.sharing.notify(world.step(&world.owner, id), vec!["再补".to_owned()]).await;
        assert!(matches!(again.unwrap_err(), ChangeError::Refused(Refusal::NoticeSent)));
    }
}

#[tokio::test]
async fn an_extension_needs_the_authority_and_is_told_to_the_requester() {
    for world in worlds().await {
        let id = world.submitted(application()).await;
        let due = async || {
            let request = world.sharing.request(&world.owner, id).await.unwrap();
            let book = world.sharing.rules().await.unwrap();
            world.sharing.reply_due(&request, &book).unwrap()
        };
        assert_eq!(due().await, Some(date(2026, 1, 19)));
        let asked =
            world.sharing.ask_extension(world.step(&world.owner, id), 11, "系统迁移".into()).await;
        let limit = Refusal::ExtensionTooLong { limit: 10 };
        assert!(matches!(asked.unwrap_err(), ChangeError::Refused(found) if found == limit));
        let step = world.step(&world.owner, id);
        world.sharing.ask_extension(step, 5, "系统迁移".into()).await.unwrap();
        let by_owner = world.sharing.agree_extension(world.step(&world.owner, id)).await;
        assert!(matches!(by_owner.unwrap_err(), ChangeError::Denied(_)));
        world.sharing.agree_extension(world.step(&world.authority, id)).await.unwrap();
        assert_eq!(due().await, Some(date(2026, 1, 26)));
        let agency = world.requester.agency().unwrap();
        let told = inbox::store::page(&world.test.platform.db, agency, None, 1).await.unwrap();
        assert_eq!(told[0].kind, inbox::NoticeKind::ExtensionAgreed);
    }
}

#[tokio::test]
async fn a_consent_is_a_grant_and_rows_on_the_platform_are_provided_at_once() {
    for world in worlds().await {
        let grant = world.granted(application()).await;
        let found = world.sharing.grant(&world.requester, grant).await.unwrap();
        let request = world.sharing.request(&world.requester, found.request).await.unwrap();
        assert!(matches!(request.state, State::Provided { .. }));
        let masks: Vec<String> =
            found.items.iter().map(|(name, mask)| format!("{name}={mask}")).collect();
        assert_eq!(masks, ["name=none", "regno=keep-ends:2:2"]);
        assert_eq!(found.status(date(2026, 6, 30)), Status::InForce);
        let hidden = world.sharing.grant(&world.stranger, grant).await;
        assert!(matches!(hidden.unwrap_err(), ChangeError::NotFound));
    }
}

#[tokio::test]
async fn a_withdrawn_entry_is_refused_clearly_even_to_a_draft_begun_before() {
    for world in worlds().await {
        let draft = world
            .sharing
            .draft(&world.requester, None, &world.entry.code, application(), world.now())
            .await
            .unwrap();
        world
            .sharing
            .catalogue
            .withdraw(&world.owner, world.entry.id, "机构撤并", world.now())
            .await
            .unwrap();
        let state = "withdrawn";
        let submitted = world.sharing.submit(world.step(&world.requester, draft.id)).await;
        let drafted = world
            .sharing
            .draft(&world.requester, None, &world.entry.code, application(), world.now())
            .await;
        for outcome in [submitted, drafted] {
            let Err(SubmitError::Unrequestable(why)) = outcome else { panic!("not refused") };
            assert_eq!(why, Unrequestable::NotPublished { state });
        }
    }
}

#[tokio::test]
async fn a_draft_is_seen_by_its_own_agency_alone() {
    for world in worlds().await {
        let draft = world
            .sharing
            .draft(&world.requester, None, &world.entry.code, application(), world.now())
            .await
            .unwrap();
        for actor in [&world.owner, &world.authority, &world.stranger] {
            let seen = world.sharing.request(actor, draft.id).await;
            assert!(matches!(seen.unwrap_err(), ChangeError::NotFound));
        }
        assert!(world.sharing.request(&world.requester, draft.id).await.is_ok());
    }
}

#[tokio::test]
async fn a_service_ends_with_cause_agreement_and_filing() {
    for world in worlds().await {
        let id = world.granted(application()).await;
        let step = |actor| GrantStep { actor, id, seen: None, now: world.now() };
        let file = || GrantMove::File { filing: "备〔2026〕1号".into() };
        assert!(world.sharing.move_grant(step(&world.owner), file()).await.is_err());
        let propose = GrantMove::Propose {
            change: ServiceChange::End,
            cause: Cause::LawChanged,
            reasons: "登记管理条例修改".into(),
        };
        world.sharing.move_grant(step(&world.owner), propose).await.unwrap();
        world.sharing.move_grant(step(&world.requester), GrantMove::Agree).await.unwrap();
        let ended = world.sharing.move_grant(step(&world.owner), file()).await.unwrap();
        assert_eq!(ended.status(date(2026, 1, 5)), Status::Revoked);
    }
}

#[tokio::test]
async fn data_is_disposed_of_with_proof_once_the_purpose_is_met() {
    for world in worlds().await {
        let id = world.granted(application()).await;
        let now = world.now();
        let report = || Report {
            method: Method::Destroyed,
            done_on: date(2026, 1, 5),
            proof: "两人监销".into(),
            certificate_sha256: String::new(),
        };
        let early = world.sharing.report_disposal(&world.requester, id, report(), now).await;
        assert!(matches!(early.unwrap_err(), ChangeError::Refused(DisposalRefusal::StillInUse)));
        let step = GrantStep { actor: &world.requester, id, seen: None, now };
        let why = Relinquishment::PurposeMet;
        world.sharing.move_grant(step, GrantMove::Relinquish { why }).await.unwrap();
        let reported =
            world.sharing.report_disposal(&world.requester, id, report(), now).await.unwrap();
        let answer = world
            .sharing
            .answer_disposal(&world.owner, reported.id, DisposalMove::Confirm, now)
            .await;
        assert!(answer.is_ok());
        let twice = world.sharing.report_disposal(&world.requester, id, report(), now).await;
        assert!(matches!(
            twice.unwrap_err(),
            ChangeError::Refused(DisposalRefusal::ReportedAlready)
        ));
    }
}

#[tokio::test]
async fn use_is_recorded_by_the_grantee_and_read_by_provider_and_authority() {
    for world in worlds().await {
        let id = world.granted(application()).await;
        let usage = Usage {
            scenario: "低保复核".into(),
            process: "逐户比对".into(),
            effect: "免交证明 3 份".into(),
            storage: "未落库".into(),
            destruction: "无需销毁".into(),
        };
        let now = world.now();
        let record = |actor| world.sharing.record_usage(actor, id, usage.clone(), now);
        record(&world.requester).await.unwrap();
        assert!(record(&world.owner).await.is_err());
        for reader in [&world.requester, &world.owner, &world.authority] {
            let records = world.sharing.usage_records(reader, id).await.unwrap();
            assert_eq!(records.len(), 1);
        }
        let stranger = world.sharing.usage_records(&world.stranger, id).await;
        assert!(matches!(stranger.unwrap_err(), ChangeError::NotFound));
    }
}

#[tokio::test]
async fn onward_use_is_a_new_request_naming_its_grant() {
    for world in worlds().await {
        let grant = world.granted(application()).await;
        let onward = |grant| Application {
            kind: Kind::Onward {
                grant,
                change: OnwardChange::ThirdParty,
                recipient: "某银行".into(),
            },
            ..application()
        };
        let id = world.submitted(onward(grant)).await;
        assert!(world.sharing.request(&world.owner, id).await.is_ok());
        let foreign = world
            .sharing
            .draft(&world.stranger, None, &world.entry.code, onward(grant), world.now())
            .await;
        assert!(matches!(foreign.unwrap_err(), SubmitError::ForeignGrant));
    }
}

#[tokio::test]
async fn data_flows_back_to_the_agencys_own_area_only() {
    for world in worlds().await {
        let flow = |region: &str| Application {
            kind: Kind::ReturnFlow { region: region.into() },
            ..application()
        };
        // The test agencies serve 330100.
        world.submitted(flow("330102")).await;
        let elsewhere = world
            .sharing
            .draft(&world.requester, None, &world.entry.code, flow("320100"), world.now())
            .await;
        assert!(matches!(elsewhere.unwrap_err(), SubmitError::ForeignRegion));
    }
}

#[tokio::test]
async fn a_correction_is_raised_by_a_reader_and_answered_by_the_provider() {
    for world in worlds().await {
        let finding = || Finding {
            row: "2".into(),
            item: Some("name".into()),
            shown: "乙公司".into(),
            proposed: "乙有限公司".into(),
            explanation: "名称已变更".into(),
        };
        let raise = |actor| {
            world.sharing.raise_correction(actor, &world.entry.code, finding(), world.now())
        };
        world.granted(application()).await;
        let raised = raise(&world.requester).await.unwrap();
        let accept = CorrectionMove::Accept { done: "已更正".into() };
        let own = world
            .sharing
            .move_correction(&world.requester, raised.id, accept.clone(), world.now())
            .await;
        assert!(own.is_err());
        world
            .sharing
            .move_correction(&world.owner, raised.id, accept.clone(), world.now())
            .await
            .unwrap();
        let twice =
            world.sharing.move_correction(&world.colleague, raised.id, accept, world.now()).await;
        let ChangeError::Conflict { by, .. } = twice.unwrap_err() else { panic!("no conflict") };
        assert_eq!(by, world.owner.account());
    }
}

#[tokio::test]
async fn a_dispute_climbs_from_the_parties_to_the_authority() {
    for world in worlds().await {
        let id = world.submitted(application()).await;
        world.sharing.refuse(world.step(&world.owner, id), refusing()).await.unwrap();
        let subject = Subject::Request(id);
        let now = world.now();
        let dispute = world
            .sharing
            .open_dispute(&world.requester, subject, "依据不成立".into(), now)
            .await
            .unwrap();
        assert!(dispute.same_level);
        let hidden = world.sharing.dispute(&world.authority, dispute.id).await;
        assert!(hidden.is_err(), "the authority is not called yet");
        let text = || "协商不成".to_owned();
        let up = DisputeMove::Escalate { text: text() };
        let climbed =
            world.sharing.move_dispute(&world.requester, dispute.id, up, now).await.unwrap();
        assert_eq!(climbed.stage, Stage::Authority);
        let settle = DisputeMove::Settle { text: text() };
        let settled =
            world.sharing.move_dispute(&world.authority, dispute.id, settle, now).await.unwrap();
        assert_eq!(settled.stage, Stage::Settled);
    }
}

#[tokio::test]
async fn supervision_counts_who_is_late_and_on_what_basis_requests_are_refused() {
    for world in worlds().await {
        let refused = world.submitted(application()).await;
        world.sharing.refuse(world.step(&world.owner, refused), refusing()).await.unwrap();
        let open = world.submitted(application()).await;
        let since = world.now();
        world.set("2026-01-20T09:00:00+08:00");
        let report = world.sharing.supervise(since, world.now()).await.unwrap();
        let replies = &report.replies[&world.owner.agency().unwrap()];
        assert_eq!(replies.rows(Verdict::InTime), [refused.0]);
        assert_eq!(replies.rows(Verdict::Overdue), [open.0]);
        assert_eq!(report.refusals["《统计法》第二十八条"], [refused.0]);
    }
}

#[tokio::test]
async fn misuse_is_suspended_by_the_authority_too() {
    for world in worlds().await {
        let id = world.granted(application()).await;
        let suspend = GrantMove::Suspend {
            misuse: Misuse::ThirdParty,
            reasons: "转交第三方".into(),
            rectify_by: date(2026, 1, 15),
        };
        let step = GrantStep { actor: &world.authority, id, seen: None, now: world.now() };
        world.sharing.move_grant(step, suspend).await.unwrap();
        let event = world.event("sharing.grant.suspended").await;
        assert_eq!(event["details"]["misuse"], "third_party");
        assert!(!event.to_string().contains("转交"), "no free text enters the ledger");
    }
}
