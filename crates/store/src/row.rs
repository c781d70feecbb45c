//! One row of an answer, read by column name.

use std::str::FromStr;

use jiff::{Timestamp, civil::Date};
use serde::de::DeserializeOwned;
use sqlx::{ColumnIndex, Decode, Row as _, Type, postgres::PgRow, sqlite::SqliteRow};

use crate::{StoreError, StoredId};

/// A row lent by the driver for as long as [`FromRow::from_row`] runs.
///
/// Each reader names its column and fails with [`StoreError::Column`] when the
/// column is missing, null where that is not allowed, or of another type.
/// A sum of BIGINTs is NUMERIC on PostgreSQL: write `cast(sum(x) as bigint)`.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r>(Source<'r>);

#[derive(Clone, Copy)]
enum Source<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("row") // A row's values stay out of logs.
    }
}

/// A type made from one row. Implementations live in `store.rs` files, beside
/// the statements whose columns they read.
pub trait FromRow: Sized {
    /// Reads the row.
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

impl<'r> From<&'r SqliteRow> for Row<'r> {
    fn from(row: &'r SqliteRow) -> Self {
        Self(Source::Sqlite(row))
    }
}

impl<'r> From<&'r PgRow> for Row<'r> {
    fn from(row: &'r PgRow) -> Self {
        Self(Source::Postgres(row))
    }
}

/// A column, by name or by position.
trait At: ColumnIndex<SqliteRow> + ColumnIndex<PgRow> + Copy + std::fmt::Display {}
impl At for &str {}
impl At for usize {}

impl<'r> Row<'r> {
    fn get<T>(&self, column: impl At) -> Result<Option<T>, StoreError>
    where
        T: Decode<'r, sqlx::Sqlite> + Type<sqlx::Sqlite>,
        T: Decode<'r, sqlx::Postgres> + Type<sqlx::Postgres>,
    {
        let value = match self.0 {
            Source::Sqlite(row) => row.try_get::<Option<T>, _>(column),
            Source::Postgres(row) => row.try_get::<Option<T>, _>(column),
        };
        value.map_err(|error| match StoreError::from(error) {
            StoreError::Column { source, .. } => StoreError::column(column.to_string(), source),
            other => other,
        })
    }

    /// A whole number; PostgreSQL gives INT4 for a bare `1`, so that is read too.
    fn get_i64(&self, column: impl At) -> Result<Option<i64>, StoreError> {
        self.get::<i64>(column)
            .or_else(|error| self.get::<i32>(column).map(|n| n.map(i64::from)).map_err(|_| error))
    }

    /// A required BIGINT.
    pub fn i64(&self, column: &str) -> Result<i64, StoreError> {
        required(column, self.get_i64(column)?)
    }

    /// A BIGINT, or null.
    pub fn opt_i64(&self, column: &str) -> Result<Option<i64>, StoreError> {
        self.get_i64(column)
    }

    /// A required BIGINT that fits a narrower whole number, such as a count.
    pub fn integer<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        T::try_from(self.i64(column)?).map_err(|_| StoreError::column(column, "out of range"))
    }

    /// A required DOUBLE PRECISION.
    pub fn f64(&self, column: &str) -> Result<f64, StoreError> {
        required(column, self.get(column)?)
    }

    /// A DOUBLE PRECISION, or null.
    pub fn opt_f64(&self, column: &str) -> Result<Option<f64>, StoreError> {
        self.get(column)
    }

    /// A required BOOLEAN.
    pub fn bool(&self, column: &str) -> Result<bool, StoreError> {
        required(column, self.get(column)?)
    }

    /// A BOOLEAN, or null.
    pub fn opt_bool(&self, column: &str) -> Result<Option<bool>, StoreError> {
        self.get(column)
    }

    /// A required TEXT.
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        required(column, self.get(column)?)
    }

    /// A TEXT, or null.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    /// Required bytes.
    pub fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        required(column, self.get(column)?)
    }

    /// Bytes, or null.
    pub fn opt_bytes(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.get(column)
    }

    /// A required instant, stored as microseconds.
    pub fn timestamp(&self, column: &str) -> Result<Timestamp, StoreError> {
        required(column, self.opt_timestamp(column)?)
    }

    /// An instant, or null.
    pub fn opt_timestamp(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        self.get_i64(column)?
            .map(|at| Timestamp::from_microsecond(at).map_err(|e| StoreError::column(column, e)))
            .transpose()
    }

    /// A required civil date, stored as `YYYY-MM-DD`.
    pub fn date(&self, column: &str) -> Result<Date, StoreError> {
        self.parsed(column)
    }

    /// A civil date, or null.
    pub fn opt_date(&self, column: &str) -> Result<Option<Date>, StoreError> {
        self.opt_parsed(column)
    }

    /// A required typed id.
    pub fn id<T: StoredId>(&self, column: &str) -> Result<T, StoreError> {
        self.i64(column).map(T::from_stored)
    }

    /// A typed id, or null.
    pub fn opt_id<T: StoredId>(&self, column: &str) -> Result<Option<T>, StoreError> {
        Ok(self.opt_i64(column)?.map(T::from_stored))
    }

    /// A required TEXT that `T` parses, such as an enum's word.
    pub fn parsed<T: FromStr>(&self, column: &str) -> Result<T, StoreError>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        required(column, self.opt_parsed(column)?)
    }

    /// A TEXT that `T` parses, or null.
    pub fn opt_parsed<T: FromStr>(&self, column: &str) -> Result<Option<T>, StoreError>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        self.opt_text(column)?
            .map(|text| text.parse().map_err(|e: T::Err| StoreError::column(column, e)))
            .transpose()
    }

    /// A required TEXT holding JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        required(column, self.opt_json(column)?)
    }

    /// A TEXT holding JSON, or null.
    pub fn opt_json<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.opt_text(column)?
            .map(|text| serde_json::from_str(&text).map_err(|e| StoreError::column(column, e)))
            .transpose()
    }
}

fn required<T>(column: &str, value: Option<T>) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::column(column, "unexpected null"))
}

/// The single column of `select count(*) …` and the like.
impl FromRow for i64 {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        required("0", row.get_i64(0)?)
    }
}

/// The single TEXT column of a row.
impl FromRow for String {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        required("0", row.get(0)?)
    }
}

/// The single BOOLEAN column of `select exists (…)`.
impl FromRow for bool {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        required("0", row.get(0)?)
    }
}
