//! What can go wrong between the platform and its storage.

use std::io;

/// A failure of the database, an object file or a job.
///
/// The variants are what callers act on; everything else is [`StoreError::Database`].
/// No message contains SQL or a stored value: log the source chain, show clients
/// a sentence of your own.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row or object that had to be there is not.
    #[error("nothing is stored under that name")]
    NotFound,
    /// A unique rule would be broken: another row or object already has that key.
    #[error("something with the same key is already stored")]
    Conflict,
    /// A row refers to one that is missing, or is still referred to.
    #[error("a stored row would refer to one that does not exist")]
    Reference,
    /// Somebody else held the lock, or every connection, for too long. Trying
    /// the whole transaction again is safe.
    #[error("the database is busy; try again")]
    Busy,
    /// The lease, or the claim on a job, has passed to another process.
    #[error("the lease is held by another process now")]
    LeaseLost,
    /// An earlier statement of this transaction failed, so it can only be
    /// dropped. PostgreSQL demands this; SQLite follows so that both behave alike.
    #[error("the transaction was given up after a failed statement")]
    Aborted,
    /// No room left on the device that holds the database or the objects.
    #[error("no space left on the storage device; free some and try again")]
    DiskFull,
    /// The operating system refused a read, write or sync. After a failed sync
    /// the caller must stop: what was written before it may be lost.
    #[error("the storage device failed")]
    Io(#[source] io::Error),
    /// The database address is not one this program understands.
    #[error("the database address must begin with sqlite:// or postgres://")]
    Address,
    /// An object key is not made of plain names joined by `/`.
    #[error("the object key {key:?} is not made of plain names joined by /")]
    Key {
        /// The key as it was given.
        key: String,
    },
    /// A job kind is not lower-case letters, digits, `.` and `-`.
    #[error("the job kind {kind:?} must be lower-case letters, digits, dots and hyphens")]
    JobKind {
        /// The kind as it was given.
        kind: String,
    },
    /// A migration that already ran reads differently now.
    #[error(
        "step {step} of the migrations of {set} differs from the one this database ran; \
         migrations only move forward, so add a step instead of changing one"
    )]
    MigrationChanged {
        /// The set's name.
        set: String,
        /// The step, counted from one.
        step: usize,
    },
    /// The database has run steps this program does not know.
    #[error(
        "the database has run migrations of {set} that this program does not know; \
         start a version at least as new as the last one used"
    )]
    MigrationUnknown {
        /// The set's name.
        set: String,
    },
    /// A column holds something its reader does not understand.
    #[error("the column {column:?} could not be read")]
    Column {
        /// The column's name.
        column: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness")]
    Randomness(#[source] getrandom::Error),
    /// Any other refusal of the database: a programming error or a lost connection.
    #[error("the database refused a statement")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Whether the whole transaction may simply be tried again.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy)
    }

    /// A column error that carries `source`.
    pub(crate) fn column(
        column: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Column { column: column.into(), source: source.into() }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::AlreadyExists => Self::Conflict,
            _ => Self::Io(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::ColumnDecode { index, source } => {
                Self::Column { column: index.trim_matches('"').to_owned(), source }
            }
            sqlx::Error::ColumnNotFound(column) => Self::column(column, "no such column"),
            sqlx::Error::Io(error) => Self::Io(error),
            sqlx::Error::Database(error) => {
                let kind = error.kind();
                let condition = error.code().map_or(Condition::Other, |code| condition(&code));
                match (kind, condition) {
                    (sqlx::error::ErrorKind::UniqueViolation, _) => Self::Conflict,
                    (sqlx::error::ErrorKind::ForeignKeyViolation, _) => Self::Reference,
                    (_, Condition::Busy) => Self::Busy,
                    (_, Condition::DiskFull) => Self::DiskFull,
                    (_, Condition::Io) => Self::Io(io::Error::other(error.to_string())),
                    _ => Self::Database(error),
                }
            }
            other => Self::Database(Box::new(other)),
        }
    }
}

/// What a native error code means to a caller.
#[derive(Debug, PartialEq, Eq)]
enum Condition {
    Busy,
    DiskFull,
    Io,
    Other,
}

/// Reads SQLite's extended result codes (the low byte is the primary code,
/// <https://www.sqlite.org/rescode.html>) and PostgreSQL's five-character
/// SQLSTATEs (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn condition(code: &str) -> Condition {
    if code.len() == 5 {
        return match code {
            // Serialization failure, deadlock, lock not available, too many
            // connections, cannot connect now.
            "40001" | "40P01" | "55P03" | "53300" | "57P03" => Condition::Busy,
            "53100" => Condition::DiskFull,
            "58030" => Condition::Io,
            _ => Condition::Other,
        };
    }
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => Condition::Busy,
        Ok(10) => Condition::Io,
        Ok(13) => Condition::DiskFull,
        _ => Condition::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_codes_of_both_engines_are_told_apart() {
        assert_eq!(condition("5"), Condition::Busy);
        assert_eq!(condition("517"), Condition::Busy, "SQLITE_BUSY_SNAPSHOT");
        assert_eq!(condition("13"), Condition::DiskFull);
        assert_eq!(condition("1034"), Condition::Io, "SQLITE_IOERR_FSYNC");
        assert_eq!(condition("40P01"), Condition::Busy);
        assert_eq!(condition("53100"), Condition::DiskFull);
        assert_eq!(condition("42601"), Condition::Other);
    }

    #[test]
    fn a_full_disk_is_named_whichever_way_it_is_met() {
        let error = StoreError::from(io::Error::from(io::ErrorKind::StorageFull));
        assert!(matches!(error, StoreError::DiskFull));
        assert!(error.to_string().contains("free some"));
    }
}
