//! The one notice of what is missing, and its supplement (art. 21).

use super::{Move, Refusal, ShareRequest, change::Step, requestable, store};
use crate::{Sharing, application::Application, change::ChangeError};

use super::submit::SubmitError;

impl Sharing {
    /// Sends the one notice of everything missing: what article 20 wants stated
    /// is found by the platform, further `materials` are named by the owner.
    pub async fn notify(
        &self,
        step: Step<'_>,
        materials: Vec<String>,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        self.move_request(step, Move::Notify { materials }).await
    }

    /// Supplies what the notice asked for; the clock goes on, or begins again, as
    /// the rule says.
    pub async fn supplement(
        &self,
        step: Step<'_>,
        application: Application,
        answers: Vec<String>,
    ) -> Result<ShareRequest, SubmitError> {
        let known = store::find(&self.platform.db, step.id).await?.ok_or(ChangeError::NotFound)?;
        if let Some(entry) = self.entry_of(known.entry).await? {
            requestable::check(&entry, known.requester, &application.scope)?;
        }
        let supplement = Move::Supplement { application: Box::new(application), answers };
        Ok(self.move_request(step, supplement).await?)
    }
}
