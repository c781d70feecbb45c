//! `POST /accounts/{id}/sessions/end`

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use zt_web::{PageError, Ui, see_other};

use super::{
    super::{AccountChangeError, Accounts},
    account, address, not_found,
};
use crate::{Platform, page_error::store_error};

pub(crate) async fn end(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let account = account(&platform, &ui, "access.account.end_sessions", id).await?;
    let accounts = Accounts::new(&platform);
    match accounts.end_sessions(ui.actor(), account.id, platform.now()).await {
        Ok(ended) => Ok(see_other(address(account.id))
            .success("access-sessions-ended", &[("count", ended.into())])
            .into_response()),
        Err(AccountChangeError::Denied(denied)) => Err(denied.page(&ui)),
        Err(AccountChangeError::Store(error)) => Err(store_error(error)),
        Err(AccountChangeError::NotFound | AccountChangeError::Conflict(_)) => Err(not_found(&ui)),
        Err(AccountChangeError::Refused(never)) => match never {},
    }
}
