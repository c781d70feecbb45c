//! Reading requests: who may see which.

use zt_kernel::{Actor, ShareRequestId};

use super::{Refusal, ShareRequest, State, store};
use crate::{Sharing, change::ChangeError, grant::change::sees_everything};

impl Sharing {
    /// A request, for its two parties and the authority; a draft for its writer's
    /// agency alone.
    pub async fn request(
        &self,
        actor: &Actor,
        id: ShareRequestId,
    ) -> Result<ShareRequest, ChangeError<Refusal>> {
        let found = store::find(&self.platform.db, id).await?.ok_or(ChangeError::NotFound)?;
        let agency = actor.agency();
        let draft = found.state == State::Draft;
        let sees = agency == Some(found.requester)
            || (!draft && (agency == Some(found.owner) || sees_everything(actor)));
        if sees { Ok(found) } else { Err(ChangeError::NotFound) }
    }
}
