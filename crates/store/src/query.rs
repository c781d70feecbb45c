//! Running one statement on whichever driver holds the connection.

use futures_util::TryStreamExt as _;
use sqlx::{
    Arguments as _, Database, Executor, IntoArguments, Postgres, Sqlite,
    postgres::{PgArguments, PgQueryResult},
    sqlite::{SqliteArguments, SqliteQueryResult},
};

use crate::{FromRow, Row, StoreError, Value};

/// What the generic functions below need of a driver.
pub(crate) trait Driver: Database {
    /// The values as the driver's own parameters.
    fn arguments(values: Vec<Value>) -> Result<Self::Arguments, StoreError>;
    /// The driver's row behind ours.
    fn row(row: &Self::Row) -> Row<'_>;
    /// How many rows a statement changed.
    fn changed(result: &Self::QueryResult) -> u64;
}

macro_rules! driver {
    ($database:ty, $arguments:ty, $result:ty) => {
        impl Driver for $database {
            fn arguments(values: Vec<Value>) -> Result<$arguments, StoreError> {
                let mut arguments = <$arguments>::default();
                arguments.reserve(values.len(), values.len() * 16);
                for value in values {
                    match value {
                        Value::I64(v) => arguments.add(v),
                        Value::F64(v) => arguments.add(v),
                        Value::Bool(v) => arguments.add(v),
                        Value::Text(v) => arguments.add(v),
                        Value::Bytes(v) => arguments.add(v),
                    }
                    .map_err(StoreError::Database)?;
                }
                Ok(arguments)
            }

            fn row(row: &Self::Row) -> Row<'_> {
                Row::from(row)
            }

            fn changed(result: &$result) -> u64 {
                result.rows_affected()
            }
        }
    };
}

driver!(Sqlite, SqliteArguments, SqliteQueryResult);
driver!(Postgres, PgArguments, PgQueryResult);

pub(crate) async fn each<'c, D, T>(
    executor: impl Executor<'c, Database = D>,
    sql: &'static str,
    values: Vec<Value>,
    mut receive: impl FnMut(T),
) -> Result<(), StoreError>
where
    D: Driver,
    D::Arguments: IntoArguments<D>,
    T: FromRow,
{
    let mut rows = sqlx::query_with::<D, _>(sql, D::arguments(values)?).fetch(executor);
    while let Some(row) = rows.try_next().await? {
        receive(T::from_row(&D::row(&row))?);
    }
    Ok(())
}

pub(crate) async fn optional<'c, D, T>(
    executor: impl Executor<'c, Database = D>,
    sql: &'static str,
    values: Vec<Value>,
) -> Result<Option<T>, StoreError>
where
    D: Driver,
    D::Arguments: IntoArguments<D>,
    T: FromRow,
{
    let row = sqlx::query_with::<D, _>(sql, D::arguments(values)?).fetch_optional(executor).await?;
    row.map(|row| T::from_row(&D::row(&row))).transpose()
}

pub(crate) async fn execute<'c, D>(
    executor: impl Executor<'c, Database = D>,
    sql: &'static str,
    values: Vec<Value>,
) -> Result<u64, StoreError>
where
    D: Driver,
    D::Arguments: IntoArguments<D>,
{
    let result = sqlx::query_with::<D, _>(sql, D::arguments(values)?).execute(executor).await?;
    Ok(D::changed(&result))
}
