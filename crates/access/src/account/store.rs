//! The SQL of accounts.

use jiff::Timestamp;
use zt_kernel::{AccountId, AgencyId, Role};
use zt_store::{Db, FromRow, Row, StoreError, values};

use super::{Account, ListedAccount, Username};

zt_store::statements! {
    INSERT = "
        insert into account
            (agency, username, name, roles, password_hash, created_at, initial_until)
        values ($1, $2, $3, $4, $5, $6, $7) returning id";
    SELECT_BY_ID = "
        select id, agency, username, name, roles, created_at, suspended_at, initial_until,
            standing_reason, standing_note, revision, changed_at, changed_by
        from account where id = $1";
    SELECT_BY_USERNAME = "
        select id, agency, username, name, roles, created_at, suspended_at, initial_until,
            standing_reason, standing_note, revision, changed_at, changed_by
        from account where username = $1";
    SELECT_BY_AGENCY = "
        select id, agency, username, name, roles, created_at, suspended_at, initial_until,
            standing_reason, standing_note, revision, changed_at, changed_by
        from account where agency = $1 order by username";
    SELECT_PAGE = "
        select account.id, agency, username, account.name, roles, created_at, suspended_at,
            initial_until, standing_reason, standing_note, revision, changed_at, changed_by,
            agency.code as agency_code, agency.short as agency_short,
            agency.name_en as agency_name_en
        from account join agency on agency.id = account.agency
        where username > $1
            and (cast($2 as text) is null
                or username like $2 escape '\\' or lower(account.name) like $2 escape '\\')
            and (cast($3 as text) is null or ',' || roles || ',' like $3)
            and (cast($4 as text) is null
                or $4 = 'suspended' and suspended_at is not null
                or $4 = 'initial' and suspended_at is null and initial_until is not null
                or $4 = 'active' and suspended_at is null and initial_until is null)
        order by username limit $5";
    // The same along the index by agency.
    SELECT_PAGE_OF_AGENCY = "
        select account.id, agency, username, account.name, roles, created_at, suspended_at,
            initial_until, standing_reason, standing_note, revision, changed_at, changed_by,
            agency.code as agency_code, agency.short as agency_short,
            agency.name_en as agency_name_en
        from account join agency on agency.id = account.agency
        where username > $1
            and (cast($2 as text) is null
                or username like $2 escape '\\' or lower(account.name) like $2 escape '\\')
            and (cast($3 as text) is null or ',' || roles || ',' like $3)
            and (cast($4 as text) is null
                or $4 = 'suspended' and suspended_at is not null
                or $4 = 'initial' and suspended_at is null and initial_until is not null
                or $4 = 'active' and suspended_at is null and initial_until is null)
            and agency = $6
        order by username limit $5";
    COUNT_OTHER_OPERATORS = "
        select count(*) from account
        where id <> $1 and suspended_at is null and ',' || roles || ',' like '%,operator,%'
            and (initial_until is null or initial_until > $2)";
    SELECT_SECRET = "
        select id, password_hash, suspended_at, initial_until from account where username = $1";
    SELECT_SECRET_BY_ID = "
        select id, password_hash, suspended_at, initial_until from account where id = $1";
    // Not over one that was reset while the present one was being checked.
    UPDATE_PASSWORD = "
        update account set password_hash = $3, initial_until = null
        where id = $1 and password_hash = $2";
    // Writes nothing new: it holds the row, so that a reset or a suspension comes
    // before the session that is to begin, or after it and ends it.
    HOLD_PROVEN = "
        update account set password_hash = password_hash
        where id = $1 and password_hash = $2 and suspended_at is null";
    RESET_PASSWORD = "
        update account set password_hash = $2, initial_until = $3,
            revision = revision + 1, changed_at = $4, changed_by = $5
        where id = $1";
    UPDATE_ROLES = "
        update account set roles = $2, revision = revision + 1, changed_at = $3, changed_by = $4
        where id = $1";
    UPDATE_AGENCY = "
        update account set agency = $2, revision = revision + 1, changed_at = $3, changed_by = $4
        where id = $1";
    SUSPEND = "
        update account set suspended_at = $2, standing_reason = $3, standing_note = $4,
            revision = revision + 1, changed_at = $2, changed_by = $5
        where id = $1";
    RESUME = "
        update account set suspended_at = null, standing_reason = $3, standing_note = $4,
            revision = revision + 1, changed_at = $2, changed_by = $5
        where id = $1";
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
            initial_until: row.opt_timestamp("initial_until")?,
            standing_reason: row.text("standing_reason")?,
            standing_note: row.text("standing_note")?,
            revision: row.i64("revision")?,
            changed_at: row.opt_timestamp("changed_at")?,
            changed_by: row.opt_i64("changed_by")?.map(AccountId),
        })
    }
}

impl FromRow for ListedAccount {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: Account::from_row(row)?,
            agency_code: row.text("agency_code")?,
            agency_short: row.text("agency_short")?,
            agency_name_en: row.text("agency_name_en")?,
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
    /// Until when it is good, where somebody else handed it out.
    pub initial_until: Option<Timestamp>,
}

impl FromRow for Secret {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            password_hash: row.text("password_hash")?,
            suspended: row.opt_timestamp("suspended_at")?.is_some(),
            initial_until: row.opt_timestamp("initial_until")?,
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
