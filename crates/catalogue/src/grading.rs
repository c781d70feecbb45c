//! How a grade is reached (GB/T 43697-2024, 数据分类分级规则).
//!
//! A leak of the data may harm several objects, each to a degree; the matrix
//! gives a grade for each pair, and the strictest wins (就高从严). Which objects
//! and degrees apply is proposed from what is known of an item (its element's
//! label, what its values were found to be, how many rows there are) and
//! confirmed by a person. A case keeps both, with the version of the matrix.
//!
//! Deliberately absent: who may confirm. The policy and [`crate::confirm_grade`] say.

pub mod propose;

use jiff::Timestamp;
use zt_kernel::{AccountId, EntryId};

use crate::{Grade, Mask};

pub use propose::{ElementLabel, ItemEvidence, propose};

/// Who or what a leak would harm (影响对象).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum HarmedObject {
    /// 国家安全.
    NationalSecurity,
    /// 经济运行.
    Economy,
    /// 社会秩序.
    SocialOrder,
    /// 公共利益.
    PublicInterest,
    /// 组织权益.
    Organisation,
    /// 个人权益.
    Person,
}

/// How much it would harm (影响程度).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Degree {
    /// 无危害.
    None,
    /// 一般危害.
    General,
    /// 严重危害.
    Serious,
    /// 特别严重危害.
    VerySerious,
}

/// One harm, and why it is thought of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Impact {
    /// Who or what.
    pub object: HarmedObject,
    /// How much.
    pub degree: Degree,
    /// Why.
    pub reason: Reason,
}

/// Why an impact is proposed. A page words it; the case keeps its facts.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr,
)]
#[serde(tag = "why", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The bound element carries this grade label.
    ElementLabel {
        /// The element's code.
        element: String,
        /// 1 to 4.
        label: u8,
    },
    /// The values were found to be of this kind.
    Detected {
        /// The detector's name.
        kind: String,
    },
    /// The steward declared it personal information.
    DeclaredPersonal {
        /// And sensitive.
        sensitive: bool,
    },
    /// So many rows of personal information are there.
    Volume {
        /// Rows.
        rows: u64,
        /// From this number on the rule speaks.
        threshold: u64,
    },
    /// Nothing speaks for harm.
    NoSign,
    /// A person judged so.
    Judged {
        /// In these words.
        words: String,
    },
}

/// The grades of all pairs of object and degree, in one version of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matrix {
    /// Which rule, in which version. Kept with every case.
    pub version: &'static str,
    cells: &'static [(HarmedObject, [Grade; 4])],
}

const L1: Grade = Grade::ALL[0];
const L2: Grade = Grade::ALL[1];
const L3: Grade = Grade::ALL[2];
const L4: Grade = Grade::ALL[3];

impl Matrix {
    /// The matrix of GB/T 43697-2024, table 1, with the levels of general data
    /// of its informative appendix H. Columns: none, general, serious, very serious.
    pub const GB_T_43697_2024: Self = Self {
        version: "GB/T 43697-2024",
        cells: &[
            (HarmedObject::NationalSecurity, [L1, Grade::Important, Grade::Core, Grade::Core]),
            (HarmedObject::Economy, [L1, L4, Grade::Important, Grade::Core]),
            (HarmedObject::SocialOrder, [L1, L4, Grade::Important, Grade::Core]),
            (HarmedObject::PublicInterest, [L1, L4, Grade::Important, Grade::Core]),
            (HarmedObject::Organisation, [L1, L2, L3, L4]),
            (HarmedObject::Person, [L1, L2, L3, L4]),
        ],
    };

    /// Every version known, the newest last. A case of an older version stays
    /// readable; new cases use the newest.
    pub const VERSIONS: [Self; 1] = [Self::GB_T_43697_2024];

    /// The version new cases use.
    pub const fn current() -> Self {
        Self::VERSIONS[Self::VERSIONS.len() - 1]
    }

    /// The grade of one pair. A pair the matrix doesn't list is core: what no
    /// rule speaks of is protected, not released.
    pub fn grade(&self, object: HarmedObject, degree: Degree) -> Grade {
        self.cells
            .iter()
            .find(|(listed, _)| *listed == object)
            .map_or(Grade::Core, |(_, grades)| grades[degree as usize])
    }

    /// The grade of several impacts: the strictest (就高从严); none of no impact.
    pub fn judge(&self, impacts: &[Impact]) -> Option<Grade> {
        impacts.iter().map(|impact| self.grade(impact.object, impact.degree)).max()
    }
}

/// Where a case stands.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr,
)]
#[serde(tag = "state", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CaseState {
    /// Waiting for a steward.
    Proposed,
    /// Confirmed as proposed, or with another grade and the reason for it.
    Confirmed {
        /// What was confirmed.
        grade: Grade,
        /// Who confirmed.
        approver: AccountId,
        /// When.
        at: Timestamp,
        /// Why the grade differs from the proposal, where it does.
        departure: Option<String>,
    },
}

/// A grading case: the reasons for an item's grade and who answers for them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GradingCase {
    /// Its own number; 0 until stored.
    #[serde(skip)]
    pub id: i64,
    /// Which entry.
    pub entry: EntryId,
    /// Which version of it.
    pub version: u32,
    /// Which item, by column name.
    pub item: String,
    /// What a leak would do.
    pub impacts: Vec<Impact>,
    /// The matrix used.
    pub rule_version: String,
    /// The grade the matrix gives.
    pub proposed: Grade,
    /// Who proposed; none when the platform did.
    pub proposer: Option<AccountId>,
    /// When.
    pub proposed_at: Timestamp,
    /// Where it stands.
    pub state: CaseState,
}

/// Why a case can't be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmRefusal {
    /// It has been already.
    #[error("the case is confirmed already")]
    AlreadyConfirmed,
    /// Four eyes: who proposed a grade by hand doesn't confirm it.
    #[error("a grade is confirmed by someone other than who proposed it")]
    OwnProposal,
    /// A grade below the proposal needs a reason; it was left out.
    #[error("a grade that departs from the proposal needs a reason")]
    NoReason,
    /// A mask that shows more than the grade's default, of a grade nobody proposed.
    #[error("a mask that shows more than the grade's default is agreed by two persons")]
    LooserMask,
}

impl GradingCase {
    /// Judges the impacts with the current matrix.
    pub fn propose(
        entry: EntryId,
        version: u32,
        item: impl Into<String>,
        impacts: Vec<Impact>,
        proposer: Option<AccountId>,
        now: Timestamp,
    ) -> Self {
        let matrix = Matrix::current();
        Self {
            id: 0,
            entry,
            version,
            item: item.into(),
            // An item of which nothing is known is no harmless one.
            proposed: matrix.judge(&impacts).unwrap_or(L3),
            impacts,
            rule_version: matrix.version.to_owned(),
            proposer,
            proposed_at: now,
            state: CaseState::Proposed,
        }
    }

    /// Confirms `grade`, with the reason where it departs from the proposal.
    ///
    /// # Errors
    ///
    /// Refused by [`ConfirmRefusal`].
    pub fn confirm(
        self,
        grade: Grade,
        reason: &str,
        approver: AccountId,
        now: Timestamp,
    ) -> Result<Self, ConfirmRefusal> {
        if self.state != CaseState::Proposed {
            return Err(ConfirmRefusal::AlreadyConfirmed);
        }
        if self.proposer == Some(approver) {
            return Err(ConfirmRefusal::OwnProposal);
        }
        let reason = reason.trim();
        if grade != self.proposed && reason.is_empty() {
            return Err(ConfirmRefusal::NoReason);
        }
        let departure = (grade != self.proposed).then(|| reason.to_owned());
        Ok(Self { state: CaseState::Confirmed { grade, approver, at: now, departure }, ..self })
    }

    /// The mask that goes with the confirmed grade: the one `asked` for, or else the
    /// one `drafted`, or else the grade's `default`.
    ///
    /// What shows more than the default is agreed by two persons: it stands only in a
    /// case that a person proposed, which [`Self::confirm`] has another confirm. A
    /// draft that names none yet has chosen none.
    ///
    /// # Errors
    ///
    /// [`ConfirmRefusal::LooserMask`] where what was `asked` for may not stand.
    pub fn mask(
        &self,
        asked: Option<Mask>,
        drafted: Mask,
        default: Mask,
    ) -> Result<Mask, ConfirmRefusal> {
        let may_stand = |mask: Mask| mask.shows_no_more_than(default) || self.proposer.is_some();
        match asked {
            Some(mask) if may_stand(mask) => Ok(mask),
            Some(_) => Err(ConfirmRefusal::LooserMask),
            None if !drafted.is_none() && may_stand(drafted) => Ok(drafted),
            None => Ok(default),
        }
    }

    /// The grade that counts, once confirmed.
    pub fn confirmed(&self) -> Option<Grade> {
        match self.state {
            CaseState::Proposed => None,
            CaseState::Confirmed { grade, .. } => Some(grade),
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const PROPOSER: AccountId = AccountId(1);
    const OTHER: AccountId = AccountId(2);

    fn impact(object: HarmedObject, degree: Degree) -> Impact {
        Impact { object, degree, reason: Reason::NoSign }
    }

    fn case(proposer: Option<AccountId>) -> GradingCase {
        let impacts = vec![
            impact(HarmedObject::Person, Degree::Serious),
            impact(HarmedObject::Organisation, Degree::General),
        ];
        GradingCase::propose(EntryId(1), 1, "sfzh", impacts, proposer, NOW)
    }

    /// Table 1 of the standard, written out again so that a slip in the matrix shows.
    #[test]
    fn the_matrix_is_that_of_the_standard() {
        use Degree::{General, Serious, VerySerious};
        use HarmedObject::{Economy, NationalSecurity, PublicInterest, SocialOrder};
        let matrix = Matrix::current();
        let grades =
            |object, degrees: [Degree; 3]| degrees.map(|it| matrix.grade(object, it).as_str());
        let degrees = [VerySerious, Serious, General];
        assert_eq!(grades(NationalSecurity, degrees), ["core", "core", "important"]);
        for object in [Economy, SocialOrder, PublicInterest] {
            assert_eq!(grades(object, degrees), ["core", "important", "general-4"]);
        }
        for object in [HarmedObject::Organisation, HarmedObject::Person] {
            assert_eq!(grades(object, degrees), ["general-4", "general-3", "general-2"]);
        }
    }

    #[test]
    fn every_version_lists_every_object_and_more_harm_is_never_a_lower_grade() {
        for matrix in Matrix::VERSIONS {
            for object in HarmedObject::VARIANTS {
                assert!(matrix.cells.iter().any(|(listed, _)| listed == object), "{object:?}");
                assert!(Degree::VARIANTS.iter().map(|it| matrix.grade(*object, *it)).is_sorted());
            }
        }
    }

    #[test]
    fn the_strictest_impact_wins() {
        assert_eq!(case(None).proposed, L3);
        assert_eq!(Matrix::current().judge(&[]), None);
    }

    #[test]
    fn who_proposed_a_grade_does_not_confirm_it() {
        let refused = case(Some(PROPOSER)).confirm(L3, "", PROPOSER, NOW).unwrap_err();
        assert_eq!(refused, ConfirmRefusal::OwnProposal);
        assert_eq!(case(Some(PROPOSER)).confirm(L3, "", OTHER, NOW).unwrap().confirmed(), Some(L3));
        assert!(case(None).confirm(L3, "", PROPOSER, NOW).is_ok());
    }

    #[test]
    fn a_departure_from_the_proposal_is_kept_with_its_reason() {
        assert_eq!(case(None).confirm(L1, " ", OTHER, NOW).unwrap_err(), ConfirmRefusal::NoReason);
        let confirmed = case(None).confirm(L1, "已去标识", OTHER, NOW).unwrap();
        let CaseState::Confirmed { departure, .. } = &confirmed.state else {
            panic!("not confirmed")
        };
        assert_eq!(departure.as_deref(), Some("已去标识"));
    }

    #[test]
    fn a_mask_looser_than_the_default_stands_only_where_a_person_proposed_it() {
        let (loose, default) = (Mask::KeepEnds { head: 6, tail: 4 }, Mask::YearOnly);
        let (by_platform, by_person) = (case(None), case(Some(PROPOSER)));
        let refused = by_platform.mask(Some(loose), Mask::None, default).unwrap_err();
        assert_eq!(refused, ConfirmRefusal::LooserMask);
        assert_eq!(by_person.mask(Some(loose), Mask::None, default), Ok(loose));
        assert_eq!(by_platform.mask(None, loose, default), Ok(default));
        assert_eq!(by_person.mask(None, loose, default), Ok(loose));
        assert_eq!(by_platform.mask(None, Mask::Redact, default), Ok(Mask::Redact));
        assert_eq!(by_person.mask(None, Mask::None, default), Ok(default));
    }

    #[test]
    fn a_case_is_confirmed_once() {
        let confirmed = case(None).confirm(L3, "", OTHER, NOW).unwrap();
        let again = confirmed.confirm(L3, "", OTHER, NOW).unwrap_err();
        assert_eq!(again, ConfirmRefusal::AlreadyConfirmed);
    }

    #[test]
    fn an_item_of_which_nothing_is_known_is_not_proposed_as_harmless() {
        let case = GradingCase::propose(EntryId(1), 1, "x", Vec::new(), None, NOW);
        assert_eq!(case.proposed, L3);
    }
}
