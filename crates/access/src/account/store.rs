//! The SQL of accounts.

use zt_kernel::{AccountId, AgencyId, Role};
use zt_store::{Db, FromRow, Row, StoreError, values};

use super::{Account, Username};

zt_store::statements! {
    INSERT = "
        insert into account (agency, username, name, roles, password_hash, created_at)
        values ($1, $2, $3, $4, $5, $6) returning id";
    SELECT_BY_ID = "
        select id, agency, username, name, roles, created_at, suspended_at
        from account where id = $1";
    SELECT_BY_USERNAME = "
        select id, agency, username, name, roles, created_at, suspended_at
        from account where username = $1";
    SELECT_BY_AGENCY = "
        select id, agency, username, name, roles, created_at, suspended_at
        from account where agency = $1 order by username";
    SELECT_SECRET = "select id, password_hash, suspended_at from account where username = $1";
    SELECT_SECRET_BY_ID = "select id, password_hash, suspended_at from account where id = $1";
    UPDATE_PASSWORD = "update account set password_hash = $2 where id = $1";
    SUSPEND = "update account set suspended_at = $2 where id = $1 and suspended_at is null";
    RESUME = "update account set suspended_at = null where id = $1 and suspended_at is not null";
}

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            agency: row.id("agency")?,
            username: row.parsed("username")?,
            name: row.text("name")?,
            roles: roles(row)?,
            created_at: row.timestamp("created_at")?,
            suspended_at: row.opt_timestamp("suspended_at")?,
        })
    }
}

/// The roles in the column `roles`. A word this program doesn't know is left
/// out, which can only take rights away.
pub(crate) fn roles(row: &Row<'_>) -> Result<Vec<Role>, StoreError> {
    Ok(row.text("roles")?.split(',').filter_map(|word| word.parse().ok()).collect())
}

/// What is needed to check a password.
#[derive(Clone)]
pub(crate) struct Secret {
    pub id: AccountId,
    pub password_hash: String,
    pub suspended: bool,
}

impl FromRow for Secret {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            password_hash: row.text("password_hash")?,
            suspended: row.opt_timestamp("suspended_at")?.is_some(),
        })
    }
}

pub(crate) async fn find(db: &Db, id: AccountId) -> Result<Option<Account>, StoreError> {
    db.fetch_optional(SELECT_BY_ID, values![id]).await
}

pub(crate) async fn find_by_username(
    db: &Db,
    username: &Username,
) -> Result<Option<Account>, StoreError> {
    db.fetch_optional(SELECT_BY_USERNAME, values![username.as_str()]).await
}

pub(crate) async fn of_agency(db: &Db, agency: AgencyId) -> Result<Vec<Account>, StoreError> {
    db.fetch_all(SELECT_BY_AGENCY, values![agency]).await
}

pub(crate) async fn secret(db: &Db, username: &Username) -> Result<Option<Secret>, StoreError> {
    db.fetch_optional(SELECT_SECRET, values![username.as_str()]).await
}

pub(crate) async fn secret_by_id(db: &Db, id: AccountId) -> Result<Option<Secret>, StoreError> {
    db.fetch_optional(SELECT_SECRET_BY_ID, values![id]).await
}
