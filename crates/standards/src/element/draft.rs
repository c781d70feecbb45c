//! Writing an element: a new one, a new version of one, or changes to a draft.

use jiff::Timestamp;
use zt_access::Resource;
use zt_kernel::{Actor, AgencyId, civil_date};
use zt_ledger::Object;
use zt_store::Tx;

use super::store::{self, ElementRecord, ElementVersionId};
use crate::change::{Author, ChangeError};
use crate::element::{Definition, ElementCode};
use crate::standards::Standards;

/// The prefix of codes the platform gives to local elements (自定).
const LOCAL_PREFIX: &str = "ZD";

impl Standards {
    /// Opens a draft: of a new element under the next local code, or of the next version
    /// of `code`.
    ///
    /// # Errors
    ///
    /// Refuses who may not propose, faulty definitions, unknown codes, and a second open
    /// version of one element.
    pub async fn draft_element(
        &self,
        actor: &Actor,
        code: Option<&ElementCode>,
        definition: &Definition,
        now: Timestamp,
    ) -> Result<ElementRecord, ChangeError> {
        let owner = match code {
            None => actor.agency(),
            Some(code) => {
                let registry = self.registry();
                let versions = registry.element_versions(code);
                versions.last().ok_or(ChangeError::NotFound)?.owner
            }
        };
        let resource = element_resource(code.map_or("*", |code| code), owner);
        let decision = self.platform().decide(actor, "standards.propose", &resource)?.record();
        let author = Author { actor, decision, now };
        let mut tx = self.platform().db.begin().await?;
        let code = if let Some(code) = code {
            code.clone()
        } else {
            let number = crate::store::next_number(&mut tx, LOCAL_PREFIX).await?;
            let code = format!("{LOCAL_PREFIX}{number:05}");
            code.parse().map_err(|_| ChangeError::CodeTaken)?
        };
        let id = self.draft_element_in(&mut tx, &author, &code, owner, definition).await?;
        let event = author
            .event("standards.element.drafted", Object::new("element", code.to_string()))
            .detail("version_id", id.0);
        self.platform().commit(tx, &event).await?;
        self.element_version(id).await?.ok_or(ChangeError::NotFound)
    }

    /// The part of [`Self::draft_element`] inside a transaction.
    pub(crate) async fn draft_element_in(
        &self,
        tx: &mut Tx,
        author: &Author<'_>,
        code: &ElementCode,
        owner: Option<AgencyId>,
        definition: &Definition,
    ) -> Result<ElementVersionId, ChangeError> {
        self.test_definition(code, definition, author.now)?;
        let versions = store::versions_in(tx, code).await?;
        if versions.iter().any(|record| !record.element.state.was_published()) {
            return Err(ChangeError::AlreadyOpen);
        }
        let version = versions.last().map_or(1, |record| record.element.version + 1);
        let writer = author.account();
        Ok(store::insert(tx, code, version, owner, definition, writer, author.now).await?)
    }

    /// Replaces what a draft says. `edits` is the number the writer's form was filled at.
    ///
    /// # Errors
    ///
    /// As [`Self::draft_element`]; and [`ChangeError::Stale`] if somebody else changed it
    /// or it has left its writer's hands.
    pub async fn edit_element(
        &self,
        actor: &Actor,
        id: ElementVersionId,
        edits: i64,
        definition: &Definition,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let record = self.element_version(id).await?.ok_or(ChangeError::NotFound)?;
        let element = &record.element;
        let resource = element_resource(&element.code, element.owner);
        let decision = self.platform().decide(actor, "standards.propose", &resource)?.record();
        self.test_definition(&element.code, definition, now)?;
        let author = Author { actor, decision, now };
        let mut tx = self.platform().db.begin().await?;
        if !store::replace(&mut tx, id, edits, definition, now).await? {
            return Err(ChangeError::Stale);
        }
        let event = author
            .event("standards.element.edited", Object::new("element", element.code.to_string()))
            .detail("version", element.version);
        self.platform().commit(tx, &event).await?;
        Ok(())
    }

    fn test_definition(
        &self,
        code: &ElementCode,
        definition: &Definition,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let faults = definition.faults();
        if !faults.is_empty() {
            return Err(ChangeError::Definition(faults));
        }
        let rule = definition.rule.as_ref();
        self.registry().compile(code.clone(), definition.length, rule, civil_date(now))?;
        Ok(())
    }
}

/// An element as the policies see it.
pub(crate) fn element_resource(code: &str, owner: Option<AgencyId>) -> Resource {
    let resource = Resource::new("element", code);
    match owner {
        Some(owner) => resource.agency(owner),
        None => resource,
    }
}
