//! A steward confirms proposed grades.

use jiff::Timestamp;
use zt_kernel::{Actor, civil_date};
use zt_standards::DataType;

use crate::{
    Catalogue, ChangeError, Entry, Grade, Mask,
    change::{Target, event, keep},
    store,
};

/// The confirmation of one case.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// Which.
    pub case: i64,
    /// The grade; another than proposed needs a reason.
    pub grade: Grade,
    /// Why it departs from the proposal; empty if it doesn't.
    pub reason: String,
    /// How readers see the values; none for the mask the draft names where that may
    /// stand, else for the default of the grade.
    pub mask: Option<Mask>,
}

impl Catalogue {
    /// Confirms grades, all of them or none, and sets them on their items with
    /// their masks.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Grading`] as [`crate::grading::GradingCase::confirm`] has it;
    /// [`ChangeError::NotFound`] for a case that is no longer there or not of this draft.
    pub async fn confirm_grades(
        &self,
        actor: &Actor,
        target: impl Into<Target>,
        confirmations: &[Confirmation],
        now: Timestamp,
    ) -> Result<Entry, ChangeError> {
        let reference = self.reference();
        let mut tx = self.platform().db.begin().await?;
        let mut entry = self.open_version(&mut tx, target.into()).await?;
        let decision = self.decide(actor, "catalogue.entry.grade", &entry)?;
        let approver = actor.account().ok_or(ChangeError::NotFound)?;
        let (region, today) = (reference.region(entry.agency), civil_date(now));
        let mut told = Vec::new();
        for confirmation in confirmations {
            let case = store::case(&mut tx, confirmation.case).await?;
            let case = case
                .filter(|case| (case.entry, case.version) == (entry.id, entry.version))
                .ok_or(ChangeError::NotFound)?;
            let grade = confirmation.grade;
            let case = case.confirm(grade, &confirmation.reason, approver, now)?;
            if !store::confirm_case(&mut tx, &case).await? {
                return Err(ChangeError::Stale);
            }
            let item = entry.item(&case.item).ok_or(ChangeError::NotFound)?;
            let is_date = matches!(item.data_type, DataType::D | DataType::T);
            let default = reference.rules.default_mask(grade, is_date, &region, today);
            let mask = case.mask(confirmation.mask, item.mask, default)?;
            let position = item.position;
            entry = entry.grade_item(position, grade, mask)?;
            told.push(format!("{}={grade}", case.item));
        }
        let entry = keep(&mut tx, entry, now).await?;
        let event = event(now, actor, "catalogue.grades.confirmed", &entry, &decision)
            .detail("grades", told);
        self.platform().commit(tx, &event).await?;
        Ok(entry)
    }
}
