//! The SQL of API credentials.

use jiff::Timestamp;
use zt_store::{FromRow, Row, StoreError};

use super::{Credential, CredentialId};
use crate::session::store::Principal;

zt_store::statements! {
    INSERT = "
        insert into api_credential (digest, account, label, ending, issued_at, expires_at)
        values ($1, $2, $3, $4, $5, $6) returning id";
    SELECT = "
        select id, account, label, ending, issued_at, expires_at, revoked_at, used_at
        from api_credential where id = $1";
    SELECT_OF_ACCOUNT = "
        select id, account, label, ending, issued_at, expires_at, revoked_at, used_at
        from api_credential where account = $1 order by id desc";
    COUNT_VALID = "
        select count(*) from api_credential
        where account = $1 and revoked_at is null and expires_at > $2";
    SELECT_PRINCIPAL = "
        select api_credential.id, api_credential.used_at, api_credential.expires_at,
            account.id as account, account.name, account.agency, account.roles,
            agency.short, agency.name_en
        from api_credential
            join account on account.id = api_credential.account
            join agency on agency.id = account.agency
        where api_credential.digest = $1 and api_credential.expires_at > $2
            and api_credential.revoked_at is null and account.suspended_at is null";
    TOUCH = "update api_credential set used_at = $2 where id = $1";
    REVOKE = "update api_credential set revoked_at = $2 where id = $1 and revoked_at is null";
}

/// A good credential, and who is behind it.
pub(crate) struct Found {
    pub id: CredentialId,
    pub used_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    pub principal: Principal,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            used_at: row.opt_timestamp("used_at")?,
            expires_at: row.timestamp("expires_at")?,
            principal: Principal::from_row(row)?,
        })
    }
}

impl FromRow for Credential {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            account: row.id("account")?,
            label: row.text("label")?,
            ending: row.text("ending")?,
            issued_at: row.timestamp("issued_at")?,
            expires_at: row.timestamp("expires_at")?,
            revoked_at: row.opt_timestamp("revoked_at")?,
            used_at: row.opt_timestamp("used_at")?,
        })
    }
}
