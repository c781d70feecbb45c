//! The steps of a code set version's life after writing: submit, return, publish,
//! abolish.

use jiff::Timestamp;
use zt_kernel::{Actor, civil_date};
use zt_ledger::{AuditEvent, Object};
use zt_store::Tx;

use super::draft::code_set_resource;
use super::store::{self, CodeSetRecord, CodeSetVersionId};
use crate::change::{Author, ChangeError, reason};
use crate::lifecycle::{Move, State};
use crate::standards::Standards;

impl Standards {
    /// Moves a version one step. Publishing supersedes the version before it, whose last
    /// day is the day before the new one begins.
    ///
    /// # Errors
    ///
    /// Refuses who may not, steps the state does not allow, missing reasons, and changes
    /// of others meanwhile.
    pub async fn move_code_set(
        &self,
        actor: &Actor,
        id: CodeSetVersionId,
        step: Move,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<CodeSetRecord, ChangeError> {
        let record = self.code_set_version(id).await?.ok_or(ChangeError::NotFound)?;
        let code = record.version.code_set.clone();
        let mut tx = self.platform().db.begin().await?;
        let head = store::head_in(&mut tx, &code).await?.ok_or(ChangeError::NotFound)?;
        let mut resource = code_set_resource(&code, head.owner);
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
        let event = self.move_code_set_in(&mut tx, &author, id, step, note).await?;
        self.platform().commit(tx, &event).await?;
        self.refresh().await?;
        self.code_set_version(id).await?.ok_or(ChangeError::NotFound)
    }

    /// The part of [`Self::move_code_set`] inside a transaction; the event is the
    /// caller's to commit.
    pub(crate) async fn move_code_set_in(
        &self,
        tx: &mut Tx,
        author: &Author<'_>,
        id: CodeSetVersionId,
        step: Move,
        note: Option<&str>,
    ) -> Result<AuditEvent, ChangeError> {
        let record = store::find_in(tx, id).await?.ok_or(ChangeError::NotFound)?;
        let version = &record.version;
        let after = version.state.after(step)?;
        let note = match step {
            Move::Return | Move::Abolish => Some(reason(note)?),
            _ => None,
        };
        let valid_to = match step {
            Move::Abolish => Some(civil_date(author.now).max(version.valid_from)),
            _ => version.valid_to,
        };
        if step == Move::Publish {
            supersede(tx, author, &record).await?;
        }
        let moved = store::set_state(tx, &record, after, note.as_deref(), valid_to, author.now);
        if !moved.await? {
            return Err(ChangeError::Stale);
        }
        crate::store::bump_revision(tx).await?;
        let event = author
            .event(action(step), Object::new("code_set", version.code_set.to_string()))
            .detail("version", version.version.as_str())
            .detail("digest", record.digest.as_str());
        Ok(event)
    }
}

/// Ends the version in force the day before its successor begins.
async fn supersede(
    tx: &mut Tx,
    author: &Author<'_>,
    successor: &CodeSetRecord,
) -> Result<(), ChangeError> {
    let code = &successor.version.code_set;
    for old in store::versions_in(tx, code).await? {
        if old.version.state != State::InForce {
            continue;
        }
        if old.version.valid_from >= successor.version.valid_from {
            return Err(ChangeError::Validity);
        }
        let last = successor.version.valid_from.yesterday().ok();
        let after = old.version.state.after(Move::Supersede)?;
        if !store::set_state(tx, &old, after, None, last, author.now).await? {
            return Err(ChangeError::Stale);
        }
        let event = author
            .event(action(Move::Supersede), Object::new("code_set", code.to_string()))
            .detail("version", old.version.version.as_str())
            .detail("by", successor.version.version.as_str());
        tx.record(&event);
    }
    Ok(())
}

fn action(step: Move) -> &'static str {
    match step {
        Move::Submit => "standards.code_set.submitted",
        Move::Return => "standards.code_set.returned",
        Move::Publish => "standards.code_set.published",
        Move::Supersede => "standards.code_set.superseded",
        Move::Abolish => "standards.code_set.abolished",
    }
}
