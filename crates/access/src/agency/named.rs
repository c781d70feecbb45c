//! The one agency somebody means by what he typed.

use zt_store::{StoreError, values};

use super::{Agencies, Agency, AgencyFilter, store};

/// Agencies offered where several fit.
const OFFERED: u32 = 6;

/// Why a text names no agency.
#[derive(Debug, thiserror::Error)]
pub enum NamedError {
    /// No agency fits.
    #[error("no agency is called that")]
    Unknown,
    /// Several fit.
    #[error("several agencies are called that")]
    Several(
        /// The first few.
        Vec<Agency>,
    ),
    /// The database failed.
    #[error("the agency could not be looked up")]
    Store(#[from] StoreError),
}

impl Agencies {
    /// The agency of this credit code or name: a whole name before a part of one.
    /// A list to choose from would not do for thousands.
    pub async fn named(&self, text: &str) -> Result<Agency, NamedError> {
        let text = text.trim();
        if text.is_empty() || text.contains('\0') {
            return Err(NamedError::Unknown);
        }
        if let Some(agency) = self.find_by_code(&text.to_ascii_uppercase()).await? {
            return Ok(agency);
        }
        let values = values![text, OFFERED];
        let mut found: Vec<Agency> =
            self.platform.db.fetch_all(store::SELECT_CALLED, values).await?;
        if found.is_empty() {
            let words = Some(text.to_owned());
            let filter = AgencyFilter { words, ..AgencyFilter::default() };
            (found, _) = self.page(&filter, None, OFFERED).await?;
        }
        match (found.pop(), found.is_empty()) {
            (None, _) => Err(NamedError::Unknown),
            (Some(agency), true) => Ok(agency),
            (Some(last), false) => {
                found.push(last);
                Err(NamedError::Several(found))
            }
        }
    }
}
