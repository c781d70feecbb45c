//! Where a version stands, where its data is, and why it can't move.

use jiff::Timestamp;
use zt_kernel::{AccountId, DatasetId};

use crate::assessment::Missing;

/// Where the data behind an entry is. One entry, many bindings.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Binding {
    /// Rows kept by this platform.
    Dataset {
        /// Which.
        dataset: DatasetId,
    },
    /// A service of the provider's own, called through a node.
    Interface {
        /// Its address.
        url: String,
    },
    /// A file at the provider.
    File {
        /// Its address.
        url: String,
    },
}

/// Where a version of an entry stands.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr,
)]
#[serde(tag = "state", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Being written by the provider.
    Draft {
        /// Why the authority sent it back, if it did.
        returned: Option<String>,
    },
    /// Waiting for the authority's review.
    Submitted {
        /// Who submitted.
        by: Option<AccountId>,
        /// When.
        at: Timestamp,
    },
    /// In the catalogue.
    Published {
        /// When.
        at: Timestamp,
    },
    /// Replaced by the next version; kept for its readers.
    Superseded {
        /// When it was published.
        published_at: Timestamp,
        /// When it was replaced.
        at: Timestamp,
    },
    /// Out of the catalogue for good; its code stays taken.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl State {
    /// Its stable name.
    pub fn as_str(&self) -> &'static str {
        self.into()
    }
}

/// Why an entry cannot move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The diagram in the module's documentation does not show the move.
    #[error("cannot {move_} an entry that is {state}")]
    NotAllowed {
        /// The move tried.
        move_: &'static str,
        /// Where the entry stands.
        state: &'static str,
    },
    /// Art. 13 is not met.
    #[error("before submission an entry needs its assessments and the head's consent")]
    NotAssessed(Vec<Missing>),
    /// Some items have no confirmed grade.
    #[error("{} items have no confirmed grade", .0.len())]
    NotGraded(Vec<u32>),
    /// Some items open above what their grade allows.
    #[error("{} items open above their grade", .0.len())]
    OpensAboveGrade(Vec<u32>),
    /// No item has that position.
    #[error("the entry has no item at position {0}")]
    NoSuchItem(u32),
    /// A reason is asked for and none was given.
    #[error("a reason must be given")]
    NoReason,
}
