//! The platform, or a steward, proposes grades for the items of a draft.

use std::collections::BTreeMap;

use jiff::Timestamp;
use zt_kernel::{Actor, civil_date};
use zt_standards::{DataType, Kind};

use crate::{
    Catalogue, ChangeError, Entry, Item, State,
    change::{Target, event},
    grading::{
        Degree, ElementLabel, GradingCase, HarmedObject, Impact, ItemEvidence, Reason, propose,
    },
    store,
};

/// What the data of one column told, by the import that read all of it.
#[derive(Debug, Clone, Default)]
pub struct ColumnFacts {
    /// What enough of its values were found to be.
    pub kinds: Vec<Kind>,
    /// Rows of its table.
    pub rows: Option<u64>,
}

impl Catalogue {
    /// Proposes a grade for every item that has none, from its element, its
    /// declaration and what its data told. Older proposals nobody confirmed give
    /// way to the new ones.
    ///
    /// # Errors
    ///
    /// [`ChangeError::NotFound`] unless the entry has a draft.
    pub async fn propose_grades(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        facts: &BTreeMap<String, ColumnFacts>,
        now: Timestamp,
    ) -> Result<Vec<GradingCase>, ChangeError> {
        let reference = self.reference();
        let mut tx = self.platform().db.begin().await?;
        let entry = draft(self.open_version(&mut tx, target.into()).await?)?;
        let decision = self.decide(actor, "catalogue.entry.grade", &entry)?;
        let (region, today) = (reference.region(entry.agency), civil_date(now));
        let threshold = reference.rules.persons_important(&region, today);
        store::drop_open_cases(&mut tx, entry.id, entry.version).await?;
        let mut cases = Vec::new();
        for item in entry.items.iter().filter(|item| item.grade.is_none()) {
            let impacts = self.impacts(item, facts.get(&item.name), threshold);
            let mut case =
                GradingCase::propose(entry.id, entry.version, &item.name, impacts, None, now);
            let is_date = matches!(item.data_type, DataType::D | DataType::T);
            let default = reference.rules.default_mask(case.proposed, is_date, &region, today);
            if !item.mask.is_none() && !item.mask.shows_no_more_than(default) {
                // Who asks for more to be shown than the default proposes it, and
                // someone else confirms it.
                case.proposer = actor.account();
            }
            case.id = store::insert_case(&mut tx, &case).await?;
            cases.push(case);
        }
        let event = event(now, actor, "catalogue.grades.proposed", &entry, &decision)
            .detail("items", cases.len());
        self.platform().commit(tx, &event).await?;
        Ok(cases)
    }

    fn impacts(
        &self,
        item: &Item,
        facts: Option<&ColumnFacts>,
        threshold: Option<u64>,
    ) -> Vec<Impact> {
        let registry = self.registry();
        let element = item.element.as_ref().and_then(|code| registry.element(code));
        propose(&ItemEvidence {
            element: element.map(|element| ElementLabel {
                code: &element.code,
                label: element.grade_label,
                basis: element.grade_basis,
            }),
            kinds: facts.map_or(&[], |facts| &facts.kinds),
            personal: item.personal,
            rows: facts.and_then(|facts| facts.rows),
            persons_important: threshold,
        })
    }

    /// A steward proposes a grade for one item by naming harm himself; someone
    /// else confirms it.
    ///
    /// # Errors
    ///
    /// [`ChangeError::NotFound`] unless the draft has the item.
    pub async fn propose_grade(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        item: &str,
        harm: (HarmedObject, Degree, String),
        now: Timestamp,
    ) -> Result<GradingCase, ChangeError> {
        let mut tx = self.platform().db.begin().await?;
        let entry = draft(self.open_version(&mut tx, target.into()).await?)?;
        let decision = self.decide(actor, "catalogue.entry.grade", &entry)?;
        entry.item(item).ok_or(ChangeError::NotFound)?;
        let (object, degree, words) = harm;
        let impacts = vec![Impact { object, degree, reason: Reason::Judged { words } }];
        let mut case =
            GradingCase::propose(entry.id, entry.version, item, impacts, actor.account(), now);
        case.id = store::insert_case(&mut tx, &case).await?;
        let event = event(now, actor, "catalogue.grade.proposed", &entry, &decision)
            .detail("item", item)
            .detail("case", case.id)
            .detail("grade", case.proposed.as_str());
        self.platform().commit(tx, &event).await?;
        Ok(case)
    }
}

fn draft(entry: Entry) -> Result<Entry, ChangeError> {
    match entry.state {
        State::Draft { .. } => Ok(entry),
        _ => Err(ChangeError::NotFound),
    }
}
