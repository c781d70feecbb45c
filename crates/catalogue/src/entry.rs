//! An entry (政务信息资源目录条目): what an agency declares to hold, in one version.
//!
//! ```text
//!            ┌──── send back ────┐
//!            ▼                   │
//! create ▶ draft ──submit──▶ submitted ──publish──▶ published ──supersede──▶ superseded
//!            └────────────── withdraw ◀─────────────────┘
//! ```
//!
//! This module performs no I/O and reads no clock: callers pass the time in and
//! store what comes out.
//!
//! **Invariant:** a published version never changes. [`Entry::revise`] opens the
//! next version under the same code; publishing it supersedes the one before.
//! **Invariant:** nothing is submitted without the assessments and the consent
//! of Decree 809, art. 13.
//! **Invariant:** the entry's grade is the maximum of its items' grades, its
//! sharing type the strictest of theirs; neither is stored.

mod state;

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AccountId, Actor, AgencyId, DatasetId, EntryId, civil_date};
use zt_web::Lang;

use crate::{
    Classification, Cycle, Description, EntryCode, Format, Grade, Item, Opening, Openness,
    SharingType, assessment::Assessments,
};

pub use state::{Binding, Refusal, State};

/// One version of an entry. The public fields are read freely; only the
/// functions below change where it stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The entry, the same for all its versions.
    pub id: EntryId,
    /// 信息资源代码.
    pub code: EntryCode,
    /// 信息资源分类.
    pub classification: Classification,
    /// 信息资源提供方.
    pub agency: AgencyId,
    /// From 1.
    pub version: u32,
    /// Counts every stored change of this version, for optimistic locking.
    #[serde(skip)]
    pub revision: i64,
    /// 信息资源名称.
    pub name: String,
    /// The name in English; may be empty.
    pub name_en: String,
    /// 信息资源摘要.
    #[serde(rename = "abstract")]
    pub abstract_: String,
    /// 信息资源格式.
    pub format: Format,
    /// 信息项.
    pub items: Vec<Item>,
    /// 更新周期.
    pub update_cycle: Cycle,
    /// 关联资源代码.
    pub related: Vec<EntryCode>,
    /// 发布日期 of this version.
    pub published_on: Option<Date>,
    /// Decree 809, art. 13.
    pub assessments: Assessments,
    /// Where it stands.
    pub state: State,
    /// Why and when this version was begun: the change of law, duty or data
    /// from which the deadline of art. 17 is counted.
    pub opened_at: Timestamp,
    /// Whether the authority has consented to a longer time for the update.
    pub extended: bool,
    /// Where the data is; of the entry, not of the version.
    #[serde(skip)]
    pub bindings: Vec<Binding>,
}

impl Entry {
    /// The first version of a new entry.
    pub fn create(
        id: EntryId,
        code: EntryCode,
        classification: Classification,
        agency: AgencyId,
        description: Description,
        now: Timestamp,
    ) -> Self {
        let blank = Self {
            id,
            code,
            classification,
            agency,
            version: 1,
            revision: 0,
            name: String::new(),
            name_en: String::new(),
            abstract_: String::new(),
            format: Format::default(),
            items: Vec::new(),
            update_cycle: Cycle::default(),
            related: Vec::new(),
            published_on: None,
            assessments: Assessments::default(),
            state: State::Draft { returned: None },
            opened_at: now,
            extended: false,
            bindings: Vec::new(),
        };
        blank.with(description)
    }

    fn with(self, description: Description) -> Self {
        let Description {
            name,
            name_en,
            abstract_,
            format,
            mut items,
            update_cycle,
            related,
            assessments,
        } = description;
        for (position, item) in (1..).zip(&mut items) {
            item.position = position;
        }
        Self { name, name_en, abstract_, format, items, update_cycle, related, assessments, ..self }
    }

    /// Its name in `lang`: the Chinese one where it has no other.
    pub fn title(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.name_en.is_empty() => &self.name_en,
            _ => &self.name,
        }
    }

    /// What the steward wrote, to be shown in a form or written anew.
    pub fn description(&self) -> Description {
        Description {
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            abstract_: self.abstract_.clone(),
            format: self.format.clone(),
            items: self.items.clone(),
            update_cycle: self.update_cycle,
            related: self.related.clone(),
            assessments: self.assessments.clone(),
        }
    }

    /// Writes the description anew.
    ///
    /// A grade is no part of a description: an item keeps the one it had under
    /// the same name as long as its element is the same, since the grade was
    /// confirmed for what the element means; any other grade offered is dropped.
    /// Its mask was agreed with the grade by two persons, so one person may only
    /// tighten it: a mask that shows more sends the grade back to be confirmed again.
    ///
    /// # Errors
    ///
    /// Unless the version is a draft.
    pub fn describe(self, mut description: Description) -> Result<Self, Refusal> {
        let State::Draft { .. } = self.state else { return Err(self.refuse("edit")) };
        for item in &mut description.items {
            item.grade = self
                .items
                .iter()
                .find(|known| known.name == item.name && known.element == item.element)
                .filter(|known| item.mask.shows_no_more_than(known.mask))
                .and_then(|known| known.grade);
        }
        Ok(self.with(description))
    }

    /// Records a confirmed grade and the mask that goes with it.
    ///
    /// # Errors
    ///
    /// Unless the version is a draft and has the item.
    pub fn grade_item(
        mut self,
        position: u32,
        grade: Grade,
        mask: crate::Mask,
    ) -> Result<Self, Refusal> {
        let State::Draft { .. } = self.state else { return Err(self.refuse("grade")) };
        let item = self
            .items
            .iter_mut()
            .find(|item| item.position == position)
            .ok_or(Refusal::NoSuchItem(position))?;
        item.grade = Some(grade);
        item.mask = mask;
        Ok(self)
    }

    /// Hands the draft to the authority for review.
    ///
    /// `open_ceiling` is the highest grade that may be open (a configured rule).
    ///
    /// # Errors
    ///
    /// Unless it is a draft, assessed, graded throughout and open nowhere above
    /// `open_ceiling`.
    pub fn submit(
        self,
        by: Option<AccountId>,
        open_ceiling: Grade,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let State::Draft { .. } = self.state else { return Err(self.refuse("submit")) };
        let missing = self.assessments.missing();
        if !missing.is_empty() {
            return Err(Refusal::NotAssessed(missing));
        }
        self.graded_within(open_ceiling)?;
        Ok(Self { state: State::Submitted { by, at: now }, ..self })
    }

    /// Gives the provider the longer time that the authority has consented to.
    ///
    /// # Errors
    ///
    /// Unless it is a draft whose time was not extended before: the Decree knows
    /// one extension.
    pub fn extend(self) -> Result<Self, Refusal> {
        match self.state {
            State::Draft { .. } if !self.extended => Ok(Self { extended: true, ..self }),
            _ => Err(self.refuse("extend")),
        }
    }

    /// Sends a submitted version back to its provider.
    ///
    /// # Errors
    ///
    /// Unless it is submitted and a reason is given.
    pub fn send_back(self, reason: &str) -> Result<Self, Refusal> {
        let State::Submitted { .. } = self.state else { return Err(self.refuse("send back")) };
        let returned = Some(given(reason)?);
        Ok(Self { state: State::Draft { returned }, ..self })
    }

    /// Puts a submitted version into the catalogue.
    ///
    /// # Errors
    ///
    /// Unless it is submitted. The gate of grading is asked again, because the
    /// ceiling may have been lowered since submission.
    pub fn publish(self, open_ceiling: Grade, now: Timestamp) -> Result<Self, Refusal> {
        let State::Submitted { .. } = self.state else { return Err(self.refuse("publish")) };
        self.graded_within(open_ceiling)?;
        let published_on = Some(civil_date(now));
        Ok(Self { state: State::Published { at: now }, published_on, ..self })
    }

    /// Opens the next version as a draft, with everything the published one says.
    ///
    /// # Errors
    ///
    /// Unless this version is published.
    pub fn revise(&self, now: Timestamp) -> Result<Self, Refusal> {
        let State::Published { .. } = self.state else { return Err(self.refuse("revise")) };
        Ok(Self {
            version: self.version + 1,
            revision: 0,
            state: State::Draft { returned: None },
            published_on: None,
            // The head consents to each version anew; the assessments may still hold.
            assessments: Assessments { consent: None, ..self.assessments.clone() },
            opened_at: now,
            extended: false,
            ..self.clone()
        })
    }

    /// Marks a published version as replaced by the next one.
    ///
    /// # Errors
    ///
    /// Unless it is published.
    pub fn supersede(self, now: Timestamp) -> Result<Self, Refusal> {
        let State::Published { at: published_at } = self.state else {
            return Err(self.refuse("supersede"));
        };
        Ok(Self { state: State::Superseded { published_at, at: now }, ..self })
    }

    /// Takes a published version out of the catalogue, or gives a draft up.
    ///
    /// # Errors
    ///
    /// Unless it is published or a draft, and a reason is given.
    pub fn withdraw(self, reason: &str, now: Timestamp) -> Result<Self, Refusal> {
        let (State::Published { .. } | State::Draft { .. }) = self.state else {
            return Err(self.refuse("withdraw"));
        };
        let reason = given(reason)?;
        Ok(Self { state: State::Withdrawn { at: now, reason }, ..self })
    }

    fn refuse(&self, move_: &'static str) -> Refusal {
        Refusal::NotAllowed { move_, state: self.state.as_str() }
    }

    fn graded_within(&self, open_ceiling: Grade) -> Result<(), Refusal> {
        let positions = |wrong: &dyn Fn(&Item) -> bool| {
            self.items
                .iter()
                .filter(|item| wrong(item))
                .map(|item| item.position)
                .collect::<Vec<_>>()
        };
        let ungraded = positions(&|item| item.grade.is_none());
        if !ungraded.is_empty() {
            return Err(Refusal::NotGraded(ungraded));
        }
        let above = positions(&|item| {
            item.opening.is_open() && item.grade.is_none_or(|grade| grade > open_ceiling)
        });
        if above.is_empty() { Ok(()) } else { Err(Refusal::OpensAboveGrade(above)) }
    }

    /// Whether this version is in the catalogue.
    pub fn is_published(&self) -> bool {
        matches!(self.state, State::Published { .. })
    }

    /// The grade of the whole: the maximum of its items' grades, and none as
    /// long as one item has none, so that nothing ungraded passes for harmless.
    pub fn grade(&self) -> Option<Grade> {
        self.items.iter().map(|item| item.grade).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// The strictest sharing type of its items; refused if it has none.
    pub fn sharing_type(&self) -> SharingType {
        self.items.iter().map(|item| item.sharing.kind()).max().unwrap_or(SharingType::Refused)
    }

    /// How much of it is open.
    pub fn openness(&self) -> Openness {
        let all_open = |item: &Item| item.opening == Opening::Open;
        if !self.items.iter().any(|item| item.opening.is_open()) {
            Openness::Closed
        } else if self.items.iter().all(all_open) {
            Openness::Open
        } else {
            Openness::Partial
        }
    }

    /// The items that `actor` may know of: strangers those that are open, with or
    /// without a condition; whoever has signed in all of them.
    pub fn items_for(&self, actor: &Actor) -> impl Iterator<Item = &Item> + use<'_> {
        let is_stranger = matches!(actor, Actor::Anonymous);
        self.items.iter().filter(move |item| !is_stranger || item.opening.is_open())
    }

    /// The item of that column name.
    pub fn item(&self, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name == name)
    }

    /// The datasets it is bound to.
    pub fn datasets(&self) -> impl Iterator<Item = DatasetId> + '_ {
        self.bindings.iter().filter_map(|binding| match binding {
            Binding::Dataset { dataset } => Some(*dataset),
            Binding::Interface { .. } | Binding::File { .. } => None,
        })
    }
}

fn given(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::NoReason) } else { Ok(reason.to_owned()) }
}

#[cfg(test)]
mod tests;
