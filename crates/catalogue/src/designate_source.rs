//! The authority names the source agency (数源部门) of an element.
//!
//! Decree 809, art. 19: where several agencies collect the same, one of them is
//! the source and the others take it from there.

use jiff::Timestamp;
use zt_kernel::{Actor, AgencyId};
use zt_ledger::{AuditEvent, Object};
use zt_store::StoreError;

use crate::{Catalogue, ChangeError, ElementCode, change::resource_of, store, store::Holder};

/// Holders of one element looked at; a second already earns the warning.
const HOLDERS_MAX: i64 = 50;

impl Catalogue {
    /// Names the source agency of an element; there is one at most, so a new one
    /// takes the place of the old.
    ///
    /// # Errors
    ///
    /// [`ChangeError::Denied`] unless the authority asks.
    pub async fn designate_source(
        &self,
        actor: &Actor,
        element: &ElementCode,
        agency: AgencyId,
        basis: &str,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let decision =
            self.platform().decide(actor, "catalogue.source.designate", &resource_of(agency))?;
        let mut tx = self.platform().db.begin().await?;
        store::designate(&mut tx, element, agency, basis, now).await?;
        let object = Object::new("element", element.to_string());
        let event = AuditEvent::new(now, actor, "catalogue.source.designated", object)
            .decision(decision.record())
            .detail("agency", agency.0);
        self.platform().commit(tx, &event).await?;
        self.refresh_reference().await?;
        Ok(())
    }

    /// The source agency of an element, if one is named.
    pub fn source_agency(&self, element: &ElementCode) -> Option<AgencyId> {
        self.reference().sources.get(&**element).copied()
    }

    /// Who shares published items of these elements already: what a new table
    /// would collect again.
    ///
    /// # Errors
    ///
    /// When the database can't be read.
    pub async fn holders(&self, elements: &[ElementCode]) -> Result<Vec<Holder>, StoreError> {
        let mut holders = Vec::new();
        for element in elements {
            holders.extend(self.reading().holders(element, HOLDERS_MAX).await?);
        }
        Ok(holders)
    }
}
