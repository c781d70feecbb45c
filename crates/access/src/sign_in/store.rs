//! The SQL of attempts to sign in.

use jiff::Timestamp;
use zt_store::{FromRow, Row, StoreError};

zt_store::statements! {
    COUNT = "
        select count(*) as attempts, min(at) as oldest_at
        from sign_in_attempt where subject = $1 and at > $2";
    INSERT = "insert into sign_in_attempt (subject, at) values ($1, $2) returning id";
    DELETE_OF_SUBJECT = "delete from sign_in_attempt where subject = $1";
    DELETE = "delete from sign_in_attempt where id = $1";
    SWEEP = "delete from sign_in_attempt where at < $1";
}

/// The attempts of one subject in the window.
pub(crate) struct Counted {
    pub attempts: u32,
    pub oldest_at: Option<Timestamp>,
}

impl FromRow for Counted {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { attempts: row.integer("attempts")?, oldest_at: row.opt_timestamp("oldest_at")? })
    }
}
