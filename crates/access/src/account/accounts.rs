//! Finding accounts.

use zt_kernel::{AccountId, AgencyId};
use zt_store::StoreError;

use super::{Account, Username, store};
use crate::Platform;

/// The accounts of a platform.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub(crate) platform: Platform,
}

impl Accounts {
    /// The accounts of a platform.
    pub fn new(platform: &Platform) -> Self {
        Self { platform: platform.clone() }
    }

    /// The account of this number.
    pub async fn find(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        store::find(&self.platform.db, id).await
    }

    /// The account of this username.
    pub async fn find_by_username(
        &self,
        username: &Username,
    ) -> Result<Option<Account>, StoreError> {
        store::find_by_username(&self.platform.db, username).await
    }

    /// The accounts that act for an agency, by name.
    pub async fn of_agency(&self, agency: AgencyId) -> Result<Vec<Account>, StoreError> {
        store::of_agency(&self.platform.db, agency).await
    }
}
