//! The steps of an element's life after writing: submit, return, publish, abolish.

use jiff::Timestamp;
use jiff::civil::Date;
use zt_kernel::{Actor, civil_date};
use zt_ledger::Object;
use zt_store::Tx;

use super::draft::element_resource;
use super::store::{self, ElementRecord, ElementVersionId};
use crate::change::{Author, ChangeError, reason};
use crate::lifecycle::{Move, State};
use crate::standards::Standards;

impl Standards {
    /// Moves a version one step. Publishing supersedes the version in force and makes
    /// the next snapshot; `note` is the reason a return or an abolition must give.
    ///
    /// # Errors
    ///
    /// Refuses who may not, steps the state does not allow, missing reasons, and changes
    /// of others meanwhile.
    pub async fn move_element(
        &self,
        actor: &Actor,
        id: ElementVersionId,
        step: Move,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<ElementRecord, ChangeError> {
        let record = self.element_version(id).await?.ok_or(ChangeError::NotFound)?;
        let (code, owner) = (record.element.code.clone(), record.element.owner);
        let mut resource = element_resource(&code, owner);
        let action = match step {
            Move::Submit => "standards.propose",
            _ => "standards.review",
        };
        if let Some(writer) = record.writer
            && step != Move::Abolish
        {
            resource = resource.attribute("writer", writer.0);
        }
        let decision = self.platform().decide(actor, action, &resource)?.record();
        let author = Author { actor, decision, now };
        let mut tx = self.platform().db.begin().await?;
        let event = self.move_element_in(&mut tx, &author, id, step, note).await?;
        self.platform().commit(tx, &event).await?;
        self.refresh().await?;
        self.element_version(id).await?.ok_or(ChangeError::NotFound)
    }

    /// The part of [`Self::move_element`] inside a transaction; the event is the caller's
    /// to commit.
    pub(crate) async fn move_element_in(
        &self,
        tx: &mut Tx,
        author: &Author<'_>,
        id: ElementVersionId,
        step: Move,
        note: Option<&str>,
    ) -> Result<zt_ledger::AuditEvent, ChangeError> {
        let record = store::find_in(tx, id).await?.ok_or(ChangeError::NotFound)?;
        let element = &record.element;
        let after = element.state.after(step)?;
        let today = civil_date(author.now);
        let note = match step {
            Move::Return | Move::Abolish => Some(reason(note)?),
            _ => None,
        };
        let validity = match step {
            Move::Publish => (Some(today), None),
            Move::Abolish | Move::Supersede => (element.valid_from, Some(today)),
            Move::Submit | Move::Return => (element.valid_from, element.valid_to),
        };
        let object = Object::new("element", element.code.to_string());
        if step == Move::Publish {
            self.supersede(tx, author, &record, today).await?;
        }
        let moved = store::set_state(tx, &record, after, note.as_deref(), validity, author.now);
        if !moved.await? {
            return Err(ChangeError::Stale);
        }
        crate::store::bump_revision(tx).await?;
        Ok(author.event(action(step), object).detail("version", element.version))
    }

    /// Takes the version in force, if there is one, out of force for its successor.
    async fn supersede(
        &self,
        tx: &mut Tx,
        author: &Author<'_>,
        successor: &ElementRecord,
        today: Date,
    ) -> Result<(), ChangeError> {
        let code = &successor.element.code;
        let versions = store::versions_in(tx, code).await?;
        let Some(old) = versions.iter().find(|old| old.element.state == State::InForce) else {
            return Ok(());
        };
        let after = old.element.state.after(Move::Supersede)?;
        // A version that lived less than a day ends on the day it began.
        let yesterday = today.yesterday().unwrap_or(today);
        let from = old.element.valid_from;
        let last = from.map_or(yesterday, |from| from.max(yesterday));
        if !store::set_state(tx, old, after, None, (from, Some(last)), author.now).await? {
            return Err(ChangeError::Stale);
        }
        let event = author
            .event(action(Move::Supersede), Object::new("element", code.to_string()))
            .detail("version", old.element.version)
            .detail("by", successor.element.version);
        tx.record(&event);
        Ok(())
    }
}

fn action(step: Move) -> &'static str {
    match step {
        Move::Submit => "standards.element.submitted",
        Move::Return => "standards.element.returned",
        Move::Publish => "standards.element.published",
        Move::Supersede => "standards.element.superseded",
        Move::Abolish => "standards.element.abolished",
    }
}
