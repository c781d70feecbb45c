//! Writing a code set: a new one with its first version, or the next version of one.

use jiff::Timestamp;
use zt_access::Resource;
use zt_kernel::{Actor, AgencyId};
use zt_ledger::Object;
use zt_store::Tx;

use super::store::{self, CodeSetHead, CodeSetRecord, CodeSetVersionId, NewVersion};
use crate::change::{Author, ChangeError};
use crate::code_set::{CodeItem, validate_items};
use crate::standards::Standards;

/// What a steward states of a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionDraft {
    /// The version's name.
    pub version: String,
    /// First day on which it applies.
    pub valid_from: jiff::civil::Date,
    /// What a reader should know of it.
    pub about: Option<String>,
    /// Its values.
    pub items: Vec<CodeItem>,
}

impl Standards {
    /// Opens a draft: the first version of the new code set `head`, or the next version
    /// if the code set is the platform's or the same agency's already.
    ///
    /// # Errors
    ///
    /// Refuses who may not propose, items that can't make a version, codes given to
    /// others, and a second open version.
    pub async fn draft_code_set(
        &self,
        actor: &Actor,
        head: &CodeSetHead,
        draft: &VersionDraft,
        now: Timestamp,
    ) -> Result<CodeSetRecord, ChangeError> {
        let resource = code_set_resource(&head.code, head.owner);
        let decision = self.platform().decide(actor, "standards.propose", &resource)?.record();
        let author = Author { actor, decision, now };
        let mut tx = self.platform().db.begin().await?;
        let id = self.draft_code_set_in(&mut tx, &author, head, draft).await?;
        let event = author
            .event("standards.code_set.drafted", Object::new("code_set", head.code.to_string()))
            .detail("version", draft.version.as_str())
            .detail("items", draft.items.len());
        self.platform().commit(tx, &event).await?;
        self.code_set_version(id).await?.ok_or(ChangeError::NotFound)
    }

    /// The part of [`Self::draft_code_set`] inside a transaction.
    pub(crate) async fn draft_code_set_in(
        &self,
        tx: &mut Tx,
        author: &Author<'_>,
        head: &CodeSetHead,
        draft: &VersionDraft,
    ) -> Result<CodeSetVersionId, ChangeError> {
        validate_items(&draft.items)?;
        let named = (1..=30).contains(&draft.version.chars().count());
        if !named || draft.version.contains('/') {
            return Err(ChangeError::Validity);
        }
        if !store::insert_head(tx, head, author.now).await? {
            let known = store::head_in(tx, &head.code).await?.ok_or(ChangeError::NotFound)?;
            if known.owner != head.owner {
                return Err(ChangeError::CodeTaken);
            }
        }
        for known in store::versions_in(tx, &head.code).await? {
            if !known.version.state.was_published() {
                return Err(ChangeError::AlreadyOpen);
            }
            if known.version.version == draft.version {
                return Err(ChangeError::CodeTaken);
            }
            if known.version.valid_from >= draft.valid_from {
                return Err(ChangeError::Validity);
            }
        }
        let new = NewVersion {
            code_set: &head.code,
            version: &draft.version,
            valid_from: draft.valid_from,
            about: draft.about.as_deref(),
            items: &draft.items,
        };
        Ok(store::insert(tx, &new, author.account(), author.now).await?)
    }
}

/// A code set as the policies see it.
pub(crate) fn code_set_resource(code: &str, owner: Option<AgencyId>) -> Resource {
    let resource = Resource::new("code_set", code);
    match owner {
        Some(owner) => resource.agency(owner),
        None => resource,
    }
}
