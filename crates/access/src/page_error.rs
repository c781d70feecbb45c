//! How a failure of the database answers a page's visitor.

use zt_store::StoreError;
use zt_web::PageError;

/// Busy is 503 and passes; anything else is our fault and is logged.
pub(crate) fn store_error(error: StoreError) -> PageError {
    if error.is_transient() { PageError::unavailable() } else { PageError::internal(error) }
}
