//! The one extension of the reply (art. 21).

use super::{Move, Refusal, ShareRequest, change::Step, store};
use crate::{Sharing, change::ChangeError, rule::RuleKind};
use zt_kernel::civil_date;

impl Sharing {
    /// Asks the authority for `days` more working days.
    pub async fn ask_extension(
        &self,
        step: Step<'_>,
        days: u32,
        reason: String,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        let known = store::find(&self.platform.db, step.id).await?.ok_or(ChangeError::NotFound)?;
        let book = self.rules().await?;
        let on = civil_date(known.received_at.unwrap_or(step.now));
        let limit = book.find(RuleKind::ReplyExtension, &known.region, on)?.amount;
        let due = known
            .reply_period(&book)?
            .and_then(|period| period.reckon(&self.platform.calendar).due);
        self.move_request(step, Move::AskExtension { days, reason, limit, due }).await
    }

    /// Agrees to the extension, for the authority; the requester is told.
    pub async fn agree_extension(
        &self,
        step: Step<'_>,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        self.move_request(step, Move::AgreeExtension).await
    }

    /// Declines the extension, for the authority.
    pub async fn decline_extension(
        &self,
        step: Step<'_>,
        reason: String,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        self.move_request(step, Move::DeclineExtension { reason }).await
    }
}
