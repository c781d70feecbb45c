//! Tests of the moves: the whole table, and each duty of the Decree on its own.

use jiff::civil::date;
use strum::VariantArray as _;
use zt_catalogue::BasisKind;
use zt_kernel::{AccountId, AgencyId, EntryId, ShareRequestId};

use super::*;
use crate::{application::tests::complete, rule::Rulebook};

const REQUESTER: By = By { account: AccountId(1), agency: AgencyId(1), authority: false };
const OWNER: By = By { account: AccountId(2), agency: AgencyId(2), authority: false };
const AUTHORITY: By = By { account: AccountId(3), agency: AgencyId(3), authority: true };

/// 2026-03-02 09:00 in the country's legal time, a Monday.
fn now() -> Timestamp {
    "2026-03-02T09:00:00+08:00".parse().unwrap()
}

fn law(citation: &str) -> Basis {
    Basis { kind: BasisKind::Law, citation: citation.into() }
}

fn head() -> HeadConsent {
    HeadConsent { name: "科长".into(), on: date(2026, 3, 2) }
}

fn draft() -> ShareRequest {
    ShareRequest {
        id: ShareRequestId(1),
        entry: EntryId(1),
        requester: REQUESTER.agency,
        owner: OWNER.agency,
        region: "990100".into(),
        unconditional: false,
        application: complete(),
        received_at: None,
        notice: None,
        extension: None,
        state: State::Draft,
        changed_by: REQUESTER.account,
        version: 0,
    }
}

fn consent() -> Move {
    let asked = complete();
    Move::Consent {
        scope: asked.scope.clone(),
        rows_narrowed: false,
        mode: SharingMode::Interface,
        term: asked.term().unwrap(),
        reasons: String::new(),
        head: head(),
    }
}

fn refuse() -> Move {
    Move::Refuse {
        basis: law("《档案法》第二十八条"), reasons: "尚未开放".into(), head: head()
    }
}

fn ask(days: u32) -> Move {
    let due = Some(date(2026, 3, 16));
    Move::AskExtension { days, reason: "系统迁移".into(), limit: 10, due }
}

/// A move of each name that would succeed where it is allowed, and its mover.
fn example(name: MoveName) -> (Move, By) {
    match name {
        MoveName::Submit => (Move::Submit, REQUESTER),
        MoveName::Notify => (Move::Notify { materials: vec!["三定方案".into()] }, OWNER),
        MoveName::Supplement => (
            Move::Supplement {
                application: Box::new(complete()), answers: vec!["见附件".into()]
            },
            REQUESTER,
        ),
        MoveName::AskExtension => (ask(5), OWNER),
        MoveName::AgreeExtension => (Move::AgreeExtension, AUTHORITY),
        MoveName::DeclineExtension => {
            (Move::DeclineExtension { reason: "理由不足".into() }, AUTHORITY)
        }
        MoveName::Consent => (consent(), OWNER),
        MoveName::Refuse => (refuse(), OWNER),
        MoveName::Withdraw => (Move::Withdraw { reason: String::new() }, REQUESTER),
        MoveName::Provide => (Move::Provide, OWNER),
    }
}

/// Follows moves from a draft.
fn after(moves: &[MoveName]) -> ShareRequest {
    moves.iter().fold(draft(), |request, name| {
        let (action, by) = example(*name);
        request.apply(action, by, now()).unwrap()
    })
}

fn under_review() -> ShareRequest {
    after(&[MoveName::Submit])
}

/// Tries every move in every state: this list and the diagram in the module's
/// documentation change together.
#[test]
fn exactly_these_moves_exist() {
    use MoveName as M;
    let states = [
        after(&[]),
        under_review(),
        after(&[M::Submit, M::AskExtension]),
        after(&[M::Submit, M::Notify]),
        after(&[M::Submit, M::Consent]),
        after(&[M::Submit, M::Consent, M::Provide]),
        after(&[M::Submit, M::Refuse]),
        after(&[M::Submit, M::Withdraw]),
    ];
    let mut moves = Vec::new();
    for from in &states {
        for name in M::VARIANTS {
            let (action, by) = example(*name);
            let label: &'static str = (&action).into();
            if let Ok(to) = from.clone().apply(action, by, now()) {
                let before: &str = (&from.state).into();
                let after: &str = (&to.state).into();
                let asked = if from.extension.is_some() { " (extension asked)" } else { "" };
                moves.push(format!("{before}{asked} --{label}-> {after}"));
            }
        }
    }
    let expected = [
        "draft --submit-> under_review",
        "draft --withdraw-> withdrawn",
        "under_review --notify-> awaiting_supplement",
        "under_review --ask_extension-> under_review",
        "under_review --consent-> consented",
        "under_review --refuse-> refused",
        "under_review --withdraw-> withdrawn",
        "under_review (extension asked) --notify-> awaiting_supplement",
        "under_review (extension asked) --agree_extension-> under_review",
        "under_review (extension asked) --decline_extension-> under_review",
        "under_review (extension asked) --consent-> consented",
        "under_review (extension asked) --refuse-> refused",
        "under_review (extension asked) --withdraw-> withdrawn",
        "awaiting_supplement --supplement-> under_review",
        "awaiting_supplement --withdraw-> withdrawn",
        "consented --provide-> provided",
    ];
    assert_eq!(moves, expected);
}

/// Tries every move as each of the other two parties.
#[test]
fn nobody_makes_anothers_move() {
    for name in MoveName::VARIANTS {
        let (action, rightful) = example(*name);
        for by in [REQUESTER, OWNER, AUTHORITY] {
            if by == rightful {
                continue;
            }
            for from in [draft(), under_review(), after(&[MoveName::Submit, MoveName::Notify])] {
                let error = from.apply(action.clone(), by, now()).unwrap_err();
                assert!(matches!(error, Refusal::NotYours { .. }), "{action:?} by {by:?}");
            }
        }
    }
}

fn incomplete() -> ShareRequest {
    let application = Application { legal_basis: String::new(), mode: None, ..complete() };
    let draft = ShareRequest { application, ..draft() };
    draft.apply(Move::Submit, REQUESTER, now()).unwrap()
}

#[test]
fn an_incomplete_request_is_received_and_never_refused_for_it() {
    let gaps = vec![Gap::LegalBasis, Gap::Mode];
    for reply in [refuse(), consent()] {
        let error = incomplete().apply(reply, OWNER, now()).unwrap_err();
        assert_eq!(error, Refusal::Incomplete { gaps: gaps.clone() });
    }
}

#[test]
fn the_notice_names_everything_missing_at_once() {
    let notified = incomplete()
        .apply(Move::Notify { materials: vec![" ".into(), "三定方案".into()] }, OWNER, now())
        .unwrap();
    let notice = notified.notice.unwrap();
    assert_eq!(notice.gaps, [Gap::LegalBasis, Gap::Mode]);
    assert_eq!(notice.materials, ["三定方案"]);
}

#[test]
fn there_is_one_notice_only() {
    let supplemented = after(&[MoveName::Submit, MoveName::Notify, MoveName::Supplement]);
    let (notify, by) = example(MoveName::Notify);
    assert_eq!(supplemented.apply(notify, by, now()).unwrap_err(), Refusal::NoticeSent);
}

#[test]
fn a_notice_of_nothing_is_not_sent() {
    let error =
        under_review().apply(Move::Notify { materials: Vec::new() }, OWNER, now()).unwrap_err();
    assert_eq!(error, Refusal::NothingMissing);
}

#[test]
fn a_supplement_that_leaves_something_open_says_all_of_it() {
    let notified = incomplete()
        .apply(Move::Notify { materials: vec!["甲".into(), "乙".into()] }, OWNER, now())
        .unwrap();
    let application = Application { mode: None, ..complete() };
    let supplement =
        Move::Supplement { application: Box::new(application), answers: vec!["有".into()] };
    let error = notified.apply(supplement, REQUESTER, now()).unwrap_err();
    assert_eq!(error, Refusal::StillMissing { gaps: vec![Gap::Mode], materials: vec![1] });
}

#[test]
fn a_refusal_names_its_basis_and_reasons_and_who_agreed() {
    let with = |basis: &str, reasons: &str, name: &str| Move::Refuse {
        basis: law(basis),
        reasons: reasons.into(),
        head: HeadConsent { name: name.into(), ..head() },
    };
    let refused = |action| under_review().apply(action, OWNER, now()).unwrap_err();
    assert_eq!(refused(with(" ", "理由", "科长")), Refusal::NoBasis);
    assert_eq!(refused(with("依据", "", "科长")), Refusal::NoReasons);
    assert_eq!(refused(with("依据", "理由", "")), Refusal::NoHead);
}

#[test]
fn an_extension_is_at_most_what_the_rule_allows() {
    for days in [0, 11] {
        let error = under_review().apply(ask(days), OWNER, now()).unwrap_err();
        assert_eq!(error, Refusal::ExtensionTooLong { limit: 10 });
    }
    assert!(under_review().apply(ask(10), OWNER, now()).is_ok());
}

#[test]
fn an_extension_is_asked_for_before_the_reply_is_late() {
    let on = |text: &str| under_review().apply(ask(5), OWNER, text.parse().unwrap());
    assert!(on("2026-03-16T23:59:59+08:00").is_ok());
    assert_eq!(on("2026-03-17T00:00:00+08:00").unwrap_err(), Refusal::ExtensionTooLate);
}

#[test]
fn an_extension_counts_only_with_the_authoritys_consent_and_only_once() {
    let days = |request: &ShareRequest| {
        request.reply_period(&Rulebook::seed()).unwrap().unwrap().extension
    };
    let asked = under_review().apply(ask(5), OWNER, now()).unwrap();
    assert_eq!(days(&asked), 0);
    let agreed = asked.apply(Move::AgreeExtension, AUTHORITY, now()).unwrap();
    assert_eq!(days(&agreed), 5);
    assert_eq!(agreed.apply(ask(1), OWNER, now()).unwrap_err(), Refusal::ExtensionUsed);
}

#[test]
fn a_declined_extension_leaves_the_first_deadline() {
    let declined = after(&[MoveName::Submit, MoveName::AskExtension, MoveName::DeclineExtension]);
    assert_eq!(declined.reply_period(&Rulebook::seed()).unwrap().unwrap().extension, 0);
    assert!(declined.apply(ask(2), OWNER, now()).is_ok());
}

fn consent_with(change: impl FnOnce(&mut Scope, &mut Term, &mut String)) -> Move {
    let Move::Consent { mut scope, rows_narrowed, mode, mut term, mut reasons, head } = consent()
    else {
        unreachable!("consent() is a consent")
    };
    change(&mut scope, &mut term, &mut reasons);
    Move::Consent { scope, rows_narrowed, mode, term, reasons, head }
}

#[test]
fn a_consent_gives_no_more_than_was_asked() {
    let tried = |action| under_review().apply(action, OWNER, now()).unwrap_err();
    let more = consent_with(|scope, _, _| {
        scope.items.insert("phone".into());
    });
    assert_eq!(tried(more), Refusal::MoreThanAsked { what: "items" });
    let longer = consent_with(|_, term, _| term.until = date(2027, 1, 1));
    assert_eq!(tried(longer), Refusal::MoreThanAsked { what: "term" });
    let nothing = consent_with(|scope, _, _| scope.items.clear());
    assert_eq!(tried(nothing), Refusal::NothingGiven);
}

#[test]
fn a_consent_to_less_gives_reasons() {
    let fewer = |why: &str| {
        let action = consent_with(|scope, _, reasons| {
            scope.items.remove("status");
            *reasons = why.into();
        });
        under_review().apply(action, OWNER, now())
    };
    assert_eq!(fewer("").unwrap_err(), Refusal::NoReasons);
    assert!(fewer("超出使用依据").is_ok());
}

#[test]
fn data_flowing_back_is_not_narrowed() {
    let kind = Kind::ReturnFlow { region: "990102".into() };
    let request =
        ShareRequest { application: Application { kind, ..complete() }, ..under_review() };
    let narrowed = consent_with(|scope, _, reasons| {
        scope.items.remove("status");
        *reasons = "理由".into();
    });
    let error = request.clone().apply(narrowed, OWNER, now()).unwrap_err();
    assert_eq!(error, Refusal::ReturnFlowNarrowed);
    assert!(request.apply(consent(), OWNER, now()).is_ok());
}

#[test]
fn unconditional_data_is_answered_in_one_day_and_conditional_in_ten() {
    let allowed = |unconditional| {
        let request = ShareRequest { unconditional, ..under_review() };
        request.reply_period(&Rulebook::seed()).unwrap().unwrap().allowed
    };
    assert_eq!((allowed(true), allowed(false)), (1, 10));
}

#[test]
fn the_clock_for_providing_starts_at_the_consent() {
    let book = Rulebook::seed();
    assert_eq!(under_review().provide_period(&book).unwrap(), None);
    let consented = after(&[MoveName::Submit, MoveName::Consent]);
    let period = consented.provide_period(&book).unwrap().unwrap();
    assert_eq!((period.start, period.allowed), (date(2026, 3, 2), 20));
}
