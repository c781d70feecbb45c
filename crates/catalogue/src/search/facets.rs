//! The facets of an entry, packed into one number.
//!
//! Counting facets touches every entry that matches, a million of them at worst.
//! One `u64` per entry, kept side by side in memory (8 MB per million), gives all
//! facets in one read; seven separate columns would cost seven.
//!
//! ```text
//! bits  0..20 agency   20..30 branch   30..32 sharing   32..35 grade
//!      35..38 cycle    38..40 openness 40..56 day of publication since 1970
//! ```

use jiff::civil::{Date, date};
use strum::VariantArray as _;
use zt_kernel::AgencyId;

use crate::{Cycle, Grade, Openness, SharingType};

/// Agencies are packed into 20 bits: a million, where the largest province has
/// some tens of thousands.
const AGENCY_BITS: u32 = 20;

const EPOCH: Date = date(1970, 1, 1);

/// What an entry is filtered and counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facets {
    /// Who provides it. The region is the agency's.
    pub agency: AgencyId,
    /// Class and item of its classification (see [`crate::Classification::branch`]).
    pub branch: u16,
    /// The strictest sharing type of its items.
    pub sharing: SharingType,
    /// The maximum grade of its items.
    pub grade: Grade,
    /// How often it promises to be updated.
    pub cycle: Cycle,
    /// How much of it is open.
    pub openness: Openness,
    /// When it was published.
    pub published_on: Date,
}

/// The agency's number doesn't fit the packed form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("agency {0} is beyond the million agencies that the search index can tell apart")]
pub struct TooManyAgencies(pub AgencyId);

/// [`Facets`] in 56 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packed(pub u64);

impl Facets {
    pub(crate) fn pack(self) -> Result<Packed, TooManyAgencies> {
        let agency = u64::try_from(self.agency.0)
            .ok()
            .filter(|agency| *agency < 1 << AGENCY_BITS)
            .ok_or(TooManyAgencies(self.agency))?;
        let days = self.published_on.since(EPOCH).map_or(0, |span| span.get_days());
        let day = u64::from(u16::try_from(days).unwrap_or(0));
        Ok(Packed(
            agency
                | u64::from(self.branch.min(1023)) << 20
                | (self.sharing as u64) << 30
                | u64::from(self.grade.rank()) << 32
                | (self.cycle as u64) << 35
                | (self.openness as u64) << 38
                | day << 40,
        ))
    }
}

impl Packed {
    #[expect(clippy::cast_possible_truncation, reason = "at most 20 bits fit any usize")]
    const fn bits(self, from: u32, count: u32) -> usize {
        let bits = (self.0 >> from) & ((1 << count) - 1);
        bits as usize
    }

    pub const fn agency(self) -> usize {
        self.bits(0, AGENCY_BITS)
    }

    pub const fn branch(self) -> usize {
        self.bits(20, 10)
    }

    pub const fn sharing(self) -> usize {
        self.bits(30, 2)
    }

    pub const fn grade(self) -> usize {
        self.bits(32, 3)
    }

    pub const fn cycle(self) -> usize {
        self.bits(35, 3)
    }

    pub const fn openness(self) -> usize {
        self.bits(38, 2)
    }

    pub const fn day(self) -> usize {
        self.bits(40, 16)
    }
}

/// One way to narrow a search.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Dimension {
    /// 提供方.
    Agency,
    /// The division of the provider.
    Region,
    /// 类 and 项.
    Branch,
    /// 共享类型.
    Sharing,
    /// 分级.
    Grade,
    /// 更新周期.
    Cycle,
    /// 开放属性.
    Openness,
}

/// A chosen value of a dimension and how many entries have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value's stable name: a number for agency, region and branch.
    pub value: String,
    /// Entries that match everything chosen in the other dimensions.
    pub count: u32,
}

/// The stable name of the value a counter stands for.
pub(crate) fn value_name(dimension: Dimension, index: usize) -> String {
    fn name<T: Copy + Into<&'static str>>(variants: &[T], index: usize) -> String {
        variants
            .get(index)
            .map_or_else(|| index.to_string(), |it| -> String { (*it).into().to_owned() })
    }
    match dimension {
        Dimension::Agency | Dimension::Branch => index.to_string(),
        Dimension::Region => format!("{index:06}"),
        Dimension::Sharing => name(SharingType::VARIANTS, index),
        Dimension::Grade => u8::try_from(index)
            .ok()
            .and_then(Grade::from_rank)
            .map_or_else(|| index.to_string(), |grade| grade.to_string()),
        Dimension::Cycle => name(Cycle::VARIANTS, index),
        Dimension::Openness => name(Openness::VARIANTS, index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_facet_survives_packing(agency in 0i64..1 << 20, branch in 100u16..400, sharing in 0usize..3, rank in 1u8..=6, cycle in 0usize..7, openness in 0usize..3, day in 0i32..60_000) {
            let published_on = EPOCH.checked_add(jiff::Span::new().days(day)).unwrap();
            let facets = Facets {
                agency: AgencyId(agency),
                branch,
                sharing: SharingType::VARIANTS[sharing],
                grade: Grade::from_rank(rank).unwrap(),
                cycle: Cycle::VARIANTS[cycle],
                openness: Openness::VARIANTS[openness],
                published_on,
            };
            let packed = facets.pack().unwrap();
            proptest::prop_assert_eq!(packed.agency(), usize::try_from(agency).unwrap());
            proptest::prop_assert_eq!(packed.branch(), usize::from(branch));
            proptest::prop_assert_eq!((packed.sharing(), packed.cycle(), packed.openness()), (sharing, cycle, openness));
            proptest::prop_assert_eq!(packed.grade(), usize::from(rank));
            proptest::prop_assert_eq!(packed.day(), usize::try_from(day).unwrap());
        }
    }

    #[test]
    fn an_agency_beyond_the_packed_form_is_an_error_and_not_another_agency() {
        let facets = Facets {
            agency: AgencyId(1 << 20),
            branch: 101,
            sharing: SharingType::Refused,
            grade: Grade::Core,
            cycle: Cycle::Daily,
            openness: Openness::Closed,
            published_on: date(2026, 3, 2),
        };
        assert_eq!(facets.pack().unwrap_err(), TooManyAgencies(AgencyId(1 << 20)));
    }

    #[test]
    fn values_are_named_as_everywhere_else() {
        assert_eq!(value_name(Dimension::Grade, 3), "general-3");
        assert_eq!(value_name(Dimension::Sharing, 2), "refused");
        assert_eq!(value_name(Dimension::Region, 990_102), "990102");
    }
}
