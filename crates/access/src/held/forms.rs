//! Keeping a form, and giving it back.

use http::request::Parts;
use jiff::Timestamp;
use zt_crypto::random_token;
use zt_kernel::AccountId;
use zt_store::{StoreError, values};
use zt_web::{HeldForm, HeldForms, Visitor, held::BoxFuture};

use super::{FORMS_MAX, KEPT, store};
use crate::{
    Platform,
    session::{self, Cookies},
};

/// The forms kept in the platform's database, for `zt_web::layers::inner`.
#[derive(Debug, Clone)]
pub struct SessionForms {
    platform: Platform,
}

impl SessionForms {
    /// The forms of a platform.
    pub fn new(platform: &Platform) -> Self {
        Self { platform: platform.clone() }
    }

    /// The account a request's session cookie belongs or belonged to.
    async fn account(&self, request: &Parts) -> Result<Option<AccountId>, StoreError> {
        let cookies = Cookies::new(self.platform.config.https);
        match cookies.session(&request.headers) {
            Some(token) => session::store::account_of(&self.platform.db, &token.digest()).await,
            None => Ok(None),
        }
    }

    async fn keep(&self, request: &Parts, form: &HeldForm) -> Result<Option<String>, StoreError> {
        let Some(account) = self.account(request).await? else { return Ok(None) };
        let Ok(text) = serde_json::to_string(form) else { return Ok(None) };
        let id = random_token::<16>();
        let now = self.platform.now();
        let mut tx = self.platform.db.begin().await?;
        tx.execute(store::INSERT, values![&id, account, text, now]).await?;
        tx.execute(store::DELETE_OLDER, values![account, FORMS_MAX]).await?;
        tx.commit_maintenance().await?;
        Ok(Some(id))
    }

    async fn get(
        &self,
        account: AccountId,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<HeldForm>, StoreError> {
        let text: Option<String> = self
            .platform
            .db
            .fetch_optional(store::SELECT, values![id, account, now - KEPT])
            .await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

impl HeldForms for SessionForms {
    fn hold<'a>(&'a self, request: &'a Parts, form: &'a HeldForm) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move { logged(self.keep(request, form).await) })
    }

    fn find<'a>(&'a self, visitor: &'a Visitor, id: &'a str) -> BoxFuture<'a, Option<HeldForm>> {
        Box::pin(async move {
            let account = visitor.actor.account()?;
            logged(self.get(account, id, self.platform.now()).await)
        })
    }
}

/// A form that can't be kept or found is shown to copy instead; only the log
/// need know why.
fn logged<T>(outcome: Result<Option<T>, StoreError>) -> Option<T> {
    outcome.unwrap_or_else(|error| {
        tracing::error!(%error, "a held form could not be kept or found");
        None
    })
}
