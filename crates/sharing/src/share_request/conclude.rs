//! Withdrawing a request, and saying that its data is in reach (art. 22).

use super::{Move, Refusal, ShareRequest, change::Step};
use crate::{Sharing, change::ChangeError};

impl Sharing {
    /// Takes a request back, for its requester.
    pub async fn withdraw(
        &self,
        step: Step<'_>,
        reason: String,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        self.move_request(step, Move::Withdraw { reason }).await
    }

    /// Says, for the owner, that the data consented to is in the requester's reach.
    /// Data on this platform is so at the consent.
    pub async fn provide(&self, step: Step<'_>) -> Result<ShareRequest, ChangeError<Refusal>> {
        self.move_request(step, Move::Provide).await
    }
}
