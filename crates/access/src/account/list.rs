//! Finding accounts among very many.

use zt_kernel::{AgencyId, Role};
use zt_store::{StoreError, values};

use super::{Account, Accounts, store};
use crate::agency::containing;

/// What is asked of a list of accounts. Empty asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Part of a username or of a name.
    pub words: Option<String>,
    /// Only those that act for this agency.
    pub agency: Option<AgencyId>,
    /// Only those with this role among theirs.
    pub role: Option<Role>,
    /// Only those that stand like this.
    pub standing: Option<AccountStanding>,
}

/// How an account stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum AccountStanding {
    /// It can be used.
    Active,
    /// It can be used to choose a password of one's own, and for nothing else yet.
    Initial,
    /// It can't be used.
    Suspended,
}

impl Account {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> AccountStanding {
        match (self.suspended_at, self.initial_until) {
            (Some(_), _) => AccountStanding::Suspended,
            (None, Some(_)) => AccountStanding::Initial,
            (None, None) => AccountStanding::Active,
        }
    }
}

/// An account and the agency it acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAccount {
    /// The account.
    pub account: Account,
    /// Its agency's credit code.
    pub agency_code: String,
    /// Its agency's short Chinese name.
    pub agency_short: String,
    /// Its agency's English name.
    pub agency_name_en: String,
}

impl ListedAccount {
    /// The agency's name in the reader's language.
    pub(crate) fn agency_name(&self, lang: zt_web::Lang) -> &str {
        match lang {
            zt_web::Lang::Zh => &self.agency_short,
            zt_web::Lang::En => &self.agency_name_en,
        }
    }
}

impl Accounts {
    /// At most `limit` accounts that match, by username, beginning after one.
    pub async fn page(
        &self,
        filter: &AccountFilter,
        after: &str,
        limit: u32,
    ) -> Result<Vec<ListedAccount>, StoreError> {
        let words = filter.words.as_deref().map(containing);
        let role = filter.role.map(|role| format!("%,{},%", <&'static str>::from(role)));
        let standing: Option<&'static str> = filter.standing.map(Into::into);
        let db = &self.platform.db;
        match filter.agency {
            Some(agency) => {
                let values = values![after, words, role, standing, limit, agency];
                db.fetch_all(store::SELECT_PAGE_OF_AGENCY, values).await
            }
            None => {
                db.fetch_all(store::SELECT_PAGE, values![after, words, role, standing, limit]).await
            }
        }
    }
}
