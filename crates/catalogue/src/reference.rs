//! What changes seldom and is asked often: agencies, rules, branches, sources.

use std::collections::{BTreeMap, HashMap};

use zt_access::Agency;
use zt_kernel::AgencyId;

use crate::{rule::Rulebook, store::Branch};

/// A snapshot; read anew every half minute and when something unknown is met.
#[derive(Debug, Default)]
pub struct Reference {
    agencies: HashMap<AgencyId, Agency>,
    /// `regions[agency]`, for the facet of regions; 0 where unknown.
    pub(crate) regions: Vec<u32>,
    /// The rules.
    pub rules: Rulebook,
    /// 类 and 项.
    pub branches: Vec<Branch>,
    /// The source agency of each element that has one.
    pub sources: BTreeMap<String, AgencyId>,
}

impl Reference {
    pub(crate) fn new(
        agencies: Vec<Agency>,
        rules: Rulebook,
        branches: Vec<Branch>,
        sources: BTreeMap<String, AgencyId>,
    ) -> Self {
        let size = agencies.iter().filter_map(|agency| usize::try_from(agency.id.0 + 1).ok()).max();
        let mut regions = vec![0; size.unwrap_or(0)];
        for agency in &agencies {
            if let (Ok(index), Ok(region)) =
                (usize::try_from(agency.id.0), agency.region.as_str().parse())
            {
                regions[index] = region;
            }
        }
        let agencies = agencies.into_iter().map(|agency| (agency.id, agency)).collect();
        Self { agencies, regions, rules, branches, sources }
    }

    /// The agency of that number.
    pub fn agency(&self, id: AgencyId) -> Option<&Agency> {
        self.agencies.get(&id)
    }

    /// Every agency, by number.
    pub fn agencies(&self) -> Vec<&Agency> {
        let mut agencies: Vec<&Agency> = self.agencies.values().collect();
        agencies.sort_unstable_by_key(|agency| agency.id);
        agencies
    }

    /// The division whose rules bind the agency; the country's alone for one
    /// that is unknown.
    pub fn region(&self, id: AgencyId) -> String {
        self.agency(id)
            .map_or_else(|| crate::rule::NATIONAL.to_owned(), |it| it.region.as_str().to_owned())
    }

    /// 类 or 项 by its number.
    pub fn branch(&self, number: u16) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.number == number)
    }
}
