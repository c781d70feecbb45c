//! Tests of who may read what: each ground, each denial, and that nothing widens.

use jiff::{Timestamp, civil::date};
use zt_catalogue::{Class, Classification, DataType, Description, EntryCode, Item, State};
use zt_kernel::{EntryId, ShareRequestId};

use super::*;
use crate::{
    grant::{Cause, Misuse, Relinquishment},
    scope::Term,
};

const OWNER: AgencyId = AgencyId(1);
const READER: AgencyId = AgencyId(2);
const TODAY: Date = date(2026, 4, 1);

fn item(position: u32, name: &str, open: bool, mask: Mask) -> Item {
    let opening = if open { Opening::Open } else { Opening::Closed };
    Item { opening, mask, ..Item::new(position, name, DataType::C) }
}

/// `id` is masked, `name` closed, `status` open.
pub(crate) fn entry() -> Entry {
    let classification = Classification::new(Class::Agency, 1, 1, "01").unwrap();
    let code = EntryCode::new(&classification, 1);
    let now = Timestamp::UNIX_EPOCH;
    let items = vec![
        item(1, "id", false, Mask::KeepEnds { head: 3, tail: 4 }),
        item(2, "name", false, Mask::None),
        item(3, "status", true, Mask::None),
    ];
    let description = Description { items, ..Description::default() };
    let entry = Entry::create(EntryId(1), code, classification, OWNER, description, now);
    Entry { state: State::Published { at: now }, ..entry }
}

fn closed_entry() -> Entry {
    let mut entry = entry();
    entry.items[2].opening = Opening::Closed;
    entry
}

fn grant(standing: Standing) -> Grant {
    Grant {
        id: GrantId(7),
        request: ShareRequestId(1),
        entry: EntryId(1),
        owner: OWNER,
        grantee: READER,
        purpose: "复核".into(),
        items: [("id".into(), Mask::KeepEnds { head: 3, tail: 4 }), ("name".into(), Mask::None)]
            .into(),
        condition: None,
        mode: SharingMode::Interface,
        term: Term { from: date(2026, 3, 1), until: date(2026, 6, 30) },
        granted_at: Timestamp::UNIX_EPOCH,
        proposal: None,
        standing,
        version: 0,
    }
}

fn names(permit: &Permit) -> Vec<&str> {
    permit.columns.iter().map(|(name, _)| name.as_str()).collect()
}

fn read(entry: &Entry, reader: Option<AgencyId>, grants: &[Grant]) -> Result<Permit, Denial> {
    permit(entry, reader, grants, &Asked::default(), TODAY)
}

#[test]
fn nobody_reads_closed_data_without_a_grant() {
    for reader in [None, Some(READER)] {
        assert_eq!(read(&closed_entry(), reader, &[]), Err(Denial::NoGrant));
    }
}

#[test]
fn a_grant_of_another_agency_opens_nothing() {
    let grants = [grant(Standing::Active)];
    assert_eq!(read(&closed_entry(), Some(AgencyId(3)), &grants), Err(Denial::NoGrant));
    assert_eq!(read(&closed_entry(), None, &grants), Err(Denial::NoGrant));
}

#[test]
fn everybody_reads_the_open_items_and_no_others() {
    for reader in [None, Some(READER)] {
        let permit = read(&entry(), reader, &[]).unwrap();
        assert_eq!((permit.ground, names(&permit)), (Ground::Open, vec!["status"]));
    }
}

#[test]
fn an_agency_reads_its_own_data_whole_and_unmasked() {
    let permit = read(&closed_entry(), Some(OWNER), &[]).unwrap();
    assert_eq!((permit.ground, names(&permit)), (Ground::Own, vec!["id", "name", "status"]));
    assert!(permit.columns.iter().all(|(_, mask)| mask.is_none()));
}

#[test]
fn a_grantee_reads_the_granted_items_masked() {
    let permit = read(&entry(), Some(READER), &[grant(Standing::Active)]).unwrap();
    assert_eq!((permit.ground, names(&permit)), (Ground::Grant(GrantId(7)), vec!["id", "name"]));
    assert_eq!(permit.columns[0].1, Mask::KeepEnds { head: 3, tail: 4 });
}

#[test]
fn a_grade_raised_later_masks_at_once_and_one_lowered_later_changes_nothing() {
    let mut raised = entry();
    raised.items[1].mask = Mask::Redact;
    let permit = read(&raised, Some(READER), &[grant(Standing::Active)]).unwrap();
    assert_eq!(permit.columns[1].1, Mask::Redact);
    let mut tightened = entry();
    tightened.items[0].mask = Mask::KeepEnds { head: 4, tail: 1 };
    let permit = read(&tightened, Some(READER), &[grant(Standing::Active)]).unwrap();
    assert_eq!(permit.columns[0].1, Mask::KeepEnds { head: 3, tail: 1 });
    let mut otherwise = entry();
    otherwise.items[0].mask = Mask::YearOnly;
    let permit = read(&otherwise, Some(READER), &[grant(Standing::Active)]).unwrap();
    assert_eq!(permit.columns[0].1, Mask::Redact, "neither shows what the other hides");
    let mut lowered = entry();
    lowered.items[0].mask = Mask::None;
    let permit = read(&lowered, Some(READER), &[grant(Standing::Active)]).unwrap();
    assert_eq!(permit.columns[0].1, Mask::KeepEnds { head: 3, tail: 4 });
}

/// Every way a grant isn't in force has its own denial, and none falls back to
/// the open items.
#[test]
fn a_grant_that_is_over_says_why() {
    let at = Timestamp::UNIX_EPOCH;
    let id = GrantId(7);
    let rectify_by = date(2026, 4, 9);
    let reasons = String::new();
    let suspended = Standing::Suspended {
        at,
        misuse: Misuse::ThirdParty,
        reasons: reasons.clone(),
        rectify_by,
        report: None,
    };
    let revoked = Standing::Revoked {
        at,
        cause: Cause::Security,
        reasons: reasons.clone(),
        filing: String::new(),
    };
    let relinquished = Standing::Relinquished { at, why: Relinquishment::PurposeMet };
    let cases = [
        (suspended, Denial::Suspended { grant: id, rectify_by }),
        (revoked, Denial::Revoked { grant: id }),
        (Standing::Terminated { at, reasons }, Denial::Terminated { grant: id }),
        (relinquished, Denial::Relinquished { grant: id }),
    ];
    for (standing, expected) in cases {
        assert_eq!(read(&entry(), Some(READER), &[grant(standing)]), Err(expected));
    }
    let on =
        |day| permit(&entry(), Some(READER), &[grant(Standing::Active)], &Asked::default(), day);
    let until = date(2026, 6, 30);
    assert!(on(until).is_ok());
    assert_eq!(on(date(2026, 7, 1)), Err(Denial::Expired { grant: id, until }));
    let from = date(2026, 3, 1);
    assert_eq!(on(date(2026, 2, 28)), Err(Denial::Upcoming { grant: id, from }));
}

#[test]
fn open_items_named_are_read_whatever_became_of_a_grant() {
    let fields = ["status".to_owned()];
    let asked = Asked { fields: Some(&fields), grant: None };
    let over = grant(Standing::Terminated { at: Timestamp::UNIX_EPOCH, reasons: String::new() });
    let permit = permit(&entry(), Some(READER), &[over], &asked, TODAY).unwrap();
    assert_eq!(permit.ground, Ground::Open);
}

#[test]
fn an_item_outside_the_grant_is_named_in_the_denial() {
    let fields = ["name".to_owned(), "status".to_owned(), "phone".to_owned()];
    let asked = Asked { fields: Some(&fields), grant: None };
    let denial = permit(&entry(), Some(READER), &[grant(Standing::Active)], &asked, TODAY);
    let items = vec!["status".to_owned(), "phone".to_owned()];
    assert_eq!(denial, Err(Denial::ItemsNotGranted { items }));
}

#[test]
fn of_several_grants_the_newest_in_force_is_used_unless_one_is_named() {
    let older = Grant { id: GrantId(3), ..grant(Standing::Active) };
    let grants = [grant(Standing::Active), older];
    let ground = |named| {
        let asked = Asked { fields: None, grant: named };
        permit(&entry(), Some(READER), &grants, &asked, TODAY).unwrap().ground
    };
    assert_eq!(ground(None), Ground::Grant(GrantId(7)));
    assert_eq!(ground(Some(GrantId(3))), Ground::Grant(GrantId(3)));
}

#[test]
fn a_withdrawn_entry_is_read_under_its_grants_only() {
    let reason = "机构撤并".to_owned();
    let state = State::Withdrawn { at: Timestamp::UNIX_EPOCH, reason };
    let withdrawn = Entry { state, ..entry() };
    assert_eq!(read(&withdrawn, None, &[]), Err(Denial::NotPublished));
    assert!(read(&withdrawn, Some(READER), &[grant(Standing::Active)]).is_ok());
}
