//! Why rows are not given.

use super::condition::ConditionError;

/// Why a question for rows has no answer.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The dataset has no such column.
    #[error("the dataset has no column {0:?}")]
    NoSuchColumn(String),
    /// The value can't be read by the column's type.
    #[error("{value:?} is no {column_type} as column {column:?} holds them")]
    BadValue {
        /// The column.
        column: String,
        /// Its type.
        column_type: &'static str,
        /// The value.
        value: String,
    },
    /// The condition is refused.
    #[error(transparent)]
    Condition(#[from] ConditionError),
    /// The cursor is malformed.
    #[error("the cursor can't be read: begin with the first page")]
    BadCursor,
    /// The cursor belongs to another version of the dataset.
    #[error("the dataset has a new version since the page before: begin with the first page")]
    StaleCursor,
    /// The dataset's file is not there.
    #[error(transparent)]
    Store(#[from] zt_store::StoreError),
    /// The dataset's file can't be read.
    #[error("the dataset's file can't be read")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The dataset's file does not hold what it should.
    #[error("the dataset's file does not hold what it should")]
    Arrow(#[from] arrow::error::ArrowError),
    /// The worker thread died.
    #[error("a worker failed")]
    Worker(#[from] tokio::task::JoinError),
}

impl RowsError {
    /// Whether the question was at fault, and not the platform.
    pub fn is_callers(&self) -> bool {
        matches!(
            self,
            Self::NoSuchColumn(_)
                | Self::BadValue { .. }
                | Self::Condition(_)
                | Self::BadCursor
                | Self::StaleCursor
        )
    }
}
