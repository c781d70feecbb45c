//! Tests of a grant's moves and of its status day by day.

use jiff::civil::date;
use strum::VariantArray as _;
use zt_catalogue::{Mask, SharingMode};
use zt_kernel::{AccountId, AgencyId, EntryId, GrantId, ShareRequestId};

use super::*;
use crate::{grant::Status, scope::Term};

const OWNER: By = By { account: AccountId(2), agency: AgencyId(2), authority: false };
const GRANTEE: By = By { account: AccountId(1), agency: AgencyId(1), authority: false };
const AUTHORITY: By = By { account: AccountId(3), agency: AgencyId(3), authority: true };

fn at(text: &str) -> Timestamp {
    format!("{text}T09:00:00+08:00").parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-03-02")
}

fn active() -> Grant {
    Grant {
        id: GrantId(1),
        request: ShareRequestId(1),
        entry: EntryId(1),
        owner: OWNER.agency,
        grantee: GRANTEE.agency,
        purpose: "低保资格复核".into(),
        items: [("name".into(), Mask::None), ("status".into(), Mask::None)].into(),
        condition: None,
        mode: SharingMode::Interface,
        term: Term { from: date(2026, 3, 1), until: date(2026, 6, 30) },
        granted_at: now(),
        proposal: None,
        standing: Standing::Active,
        version: 0,
    }
}

fn suspend() -> GrantMove {
    GrantMove::Suspend {
        misuse: Misuse::BeyondPurpose,
        reasons: "用于营销".into(),
        rectify_by: date(2026, 3, 10),
    }
}

fn propose(change: ServiceChange) -> GrantMove {
    GrantMove::Propose { change, cause: Cause::LawChanged, reasons: "法规修改".into() }
}

fn example(name: GrantMoveName) -> (GrantMove, By) {
    match name {
        GrantMoveName::Suspend => (suspend(), OWNER),
        GrantMoveName::Rectify => (GrantMove::Rectify { report: "已停用".into() }, GRANTEE),
        GrantMoveName::Resume => (GrantMove::Resume, OWNER),
        GrantMoveName::Terminate => {
            (GrantMove::Terminate { reasons: "拒不整改".into() }, AUTHORITY)
        }
        GrantMoveName::Propose => (propose(ServiceChange::End), OWNER),
        GrantMoveName::Agree => (GrantMove::Agree, GRANTEE),
        GrantMoveName::Object => (GrantMove::Object { reasons: "仍需使用".into() }, GRANTEE),
        GrantMoveName::Drop => (GrantMove::Drop, OWNER),
        GrantMoveName::File => (GrantMove::File { filing: "备〔2026〕1号".into() }, OWNER),
        GrantMoveName::Relinquish => {
            (GrantMove::Relinquish { why: Relinquishment::PurposeMet }, GRANTEE)
        }
    }
}

fn after(moves: &[GrantMoveName]) -> Grant {
    moves.iter().fold(active(), |grant, name| {
        let (action, by) = example(*name);
        grant.apply(action, by, now()).unwrap()
    })
}

/// Tries every move in every standing, with and without a proposal.
#[test]
fn exactly_these_moves_exist() {
    use GrantMoveName as M;
    let states = [
        ("active", after(&[])),
        ("proposed", after(&[M::Propose])),
        ("objected", after(&[M::Propose, M::Object])),
        ("agreed", after(&[M::Propose, M::Agree])),
        ("suspended", after(&[M::Suspend])),
        ("rectified", after(&[M::Suspend, M::Rectify])),
        ("terminated", after(&[M::Suspend, M::Rectify, M::Terminate])),
        ("revoked", after(&[M::Propose, M::Agree, M::File])),
        ("relinquished", after(&[M::Relinquish])),
    ];
    let mut moves = Vec::new();
    for (label, from) in &states {
        for name in M::VARIANTS {
            let (action, by) = example(*name);
            let verb: &'static str = (&action).into();
            if let Ok(to) = from.clone().apply(action, by, now()) {
                let standing: &str = (&to.standing).into();
                moves.push(format!("{label} --{verb}-> {standing}"));
            }
        }
    }
    let expected = [
        "active --suspend-> suspended",
        "active --propose-> active",
        "active --relinquish-> relinquished",
        "proposed --suspend-> suspended",
        "proposed --agree-> active",
        "proposed --object-> active",
        "proposed --drop-> active",
        "proposed --relinquish-> relinquished",
        "objected --suspend-> suspended",
        "objected --agree-> active",
        "objected --object-> active",
        "objected --drop-> active",
        "objected --relinquish-> relinquished",
        "agreed --suspend-> suspended",
        "agreed --agree-> active",
        "agreed --object-> active",
        "agreed --drop-> active",
        "agreed --file-> revoked",
        "agreed --relinquish-> relinquished",
        "suspended --rectify-> suspended",
        "rectified --rectify-> suspended",
        "rectified --resume-> active",
        "rectified --terminate-> terminated",
    ];
    assert_eq!(moves, expected);
}

#[test]
fn the_provider_cannot_end_a_service_alone() {
    let error = active().apply(GrantMove::File { filing: "备1".into() }, OWNER, now());
    assert_eq!(error.unwrap_err(), GrantRefusal::NoProposal);
    let proposed = after(&[GrantMoveName::Propose]);
    let (file, by) = example(GrantMoveName::File);
    assert_eq!(proposed.clone().apply(file, by, now()).unwrap_err(), GrantRefusal::NotAgreed);
    let own_agreement = proposed.apply(GrantMove::Agree, OWNER, now()).unwrap_err();
    assert!(matches!(own_agreement, GrantRefusal::NotYours { .. }));
}

#[test]
fn an_agreed_end_still_needs_its_filing() {
    let agreed = after(&[GrantMoveName::Propose, GrantMoveName::Agree]);
    let error = agreed.apply(GrantMove::File { filing: " ".into() }, OWNER, now()).unwrap_err();
    assert_eq!(error, GrantRefusal::NoFiling);
}

#[test]
fn the_authority_may_agree_in_the_grantees_place_after_a_dispute() {
    let objected = after(&[GrantMoveName::Propose, GrantMoveName::Object]);
    assert!(objected.apply(GrantMove::Agree, AUTHORITY, now()).is_ok());
}

#[test]
fn a_change_of_service_only_narrows() {
    let narrow = |without: &[&str], until| {
        let without = without.iter().map(|name| (*name).to_owned()).collect();
        active().apply(propose(ServiceChange::Narrow { without, until }), OWNER, now())
    };
    assert_eq!(narrow(&[], date(2026, 7, 1)).unwrap_err(), GrantRefusal::NotNarrower);
    let all = narrow(&["name", "status"], date(2026, 6, 1));
    assert_eq!(all.unwrap_err(), GrantRefusal::NotNarrower);
    let narrowed = narrow(&["name"], date(2026, 5, 31))
        .and_then(|grant| grant.apply(GrantMove::Agree, GRANTEE, now()))
        .and_then(|grant| grant.apply(GrantMove::File { filing: "备2".into() }, OWNER, now()))
        .unwrap();
    assert_eq!(narrowed.items.keys().collect::<Vec<_>>(), ["status"]);
    assert_eq!(narrowed.term.until, date(2026, 5, 31));
}

#[test]
fn misuse_is_suspended_at_once_and_ended_only_when_not_rectified() {
    let suspended = after(&[GrantMoveName::Suspend]);
    assert_eq!(suspended.status(date(2026, 3, 2)), Status::Suspended);
    let end = || GrantMove::Terminate { reasons: "拒不整改".into() };
    let early = suspended.clone().apply(end(), OWNER, at("2026-03-10")).unwrap_err();
    assert_eq!(early, GrantRefusal::StillRectifying { until: date(2026, 3, 10) });
    assert!(suspended.apply(end(), OWNER, at("2026-03-11")).is_ok());
}

#[test]
fn a_grant_is_used_again_only_after_something_was_put_right() {
    let suspended = after(&[GrantMoveName::Suspend]);
    let error = suspended.apply(GrantMove::Resume, OWNER, now()).unwrap_err();
    assert_eq!(error, GrantRefusal::NothingRectified);
}

#[test]
fn a_grant_admits_its_grantee_on_every_day_of_its_term_and_no_other() {
    let grant = active();
    let admits = |day| grant.admits(GRANTEE.agency, day);
    assert!(!admits(date(2026, 2, 28)) && admits(date(2026, 3, 1)));
    assert!(admits(date(2026, 6, 30)) && !admits(date(2026, 7, 1)));
    assert!(!grant.admits(OWNER.agency, date(2026, 4, 1)));
}

#[test]
fn data_is_disposed_of_once_its_use_is_over_for_good() {
    let today = date(2026, 4, 1);
    assert!(!active().calls_for_disposal(today));
    assert!(active().calls_for_disposal(date(2026, 7, 1)));
    assert!(!after(&[GrantMoveName::Suspend]).calls_for_disposal(today));
    assert!(after(&[GrantMoveName::Relinquish]).calls_for_disposal(today));
}
