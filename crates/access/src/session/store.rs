//! The SQL of sessions.

use jiff::Timestamp;
use zt_kernel::{AccountId, AgencyId, Role};
use zt_store::{Db, FromRow, Row, StoreError, Tx, values};

use super::{SessionId, SessionView};
use crate::account;

zt_store::statements! {
    INSERT = "
        insert into web_session (digest, account, method, agent, started_at, seen_at, expires_at)
        values ($1, $2, $3, $4, $5, $5, $6) returning id";
    SELECT_VISITOR = "
        select web_session.id as session, web_session.seen_at, web_session.expires_at,
            account.initial_until, account.id as account, account.name, account.agency, account.roles,
            agency.short, agency.name_en
        from web_session
            join account on account.id = web_session.account
            join agency on agency.id = account.agency
        where web_session.digest = $1 and web_session.ended_at is null
            and account.suspended_at is null";
    // Also of a session that is over, as long as it is remembered.
    SELECT_ACCOUNT = "select account from web_session where digest = $1";
    SELECT_OF_ACCOUNT = "
        select id, agent, started_at, seen_at, expires_at from web_session
        where account = $1 and ended_at is null and seen_at > $2 and expires_at > $3
        order by seen_at desc, id desc";
    TOUCH = "update web_session set seen_at = $2 where id = $1 and seen_at < $2";
    END = "update web_session set ended_at = $2 where id = $1 and ended_at is null";
    END_OTHERS = "
        update web_session set ended_at = $2
        where account = $1 and id <> $3 and ended_at is null";
    SWEEP = "delete from web_session where ended_at < $1 or seen_at < $1 or expires_at < $1";
}

/// Who is behind a session or a credential.
#[derive(Debug, Clone)]
pub(crate) struct Principal {
    pub account: AccountId,
    pub name: String,
    pub agency: AgencyId,
    pub roles: Vec<Role>,
    pub agency_short: String,
    pub agency_name_en: String,
}

impl FromRow for Principal {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: row.id("account")?,
            name: row.text("name")?,
            agency: row.id("agency")?,
            roles: account::store::roles(row)?,
            agency_short: row.text("short")?,
            agency_name_en: row.text("name_en")?,
        })
    }
}

/// A session that has not been ended, and who is behind it.
pub(crate) struct Found {
    pub session: SessionId,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// Whether its holder must choose a password before anything else.
    pub initial: bool,
    pub principal: Principal,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            session: row.id("session")?,
            seen_at: row.timestamp("seen_at")?,
            expires_at: row.timestamp("expires_at")?,
            initial: row.opt_timestamp("initial_until")?.is_some(),
            principal: Principal::from_row(row)?,
        })
    }
}

impl FromRow for SessionView {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id("id")?,
            agent: row.text("agent")?,
            started_at: row.timestamp("started_at")?,
            seen_at: row.timestamp("seen_at")?,
            expires_at: row.timestamp("expires_at")?,
        })
    }
}

pub(crate) async fn find(db: &Db, digest: &str) -> Result<Option<Found>, StoreError> {
    db.fetch_optional(SELECT_VISITOR, values![digest]).await
}

/// Whose session a token was, live or not.
pub(crate) async fn account_of(db: &Db, digest: &str) -> Result<Option<AccountId>, StoreError> {
    Ok(db.fetch_optional::<i64>(SELECT_ACCOUNT, values![digest]).await?.map(AccountId))
}

/// Ends every session of an account but `keep`; how many there were.
pub(crate) async fn end_others(
    tx: &mut Tx,
    account: AccountId,
    keep: Option<SessionId>,
    now: Timestamp,
) -> Result<u64, StoreError> {
    // Ids begin at one, so zero keeps none.
    let keep = keep.unwrap_or(SessionId(0));
    tx.execute(END_OTHERS, values![account, now, keep]).await
}

pub(crate) async fn touch(db: &Db, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(TOUCH, values![id, now]).await?;
    tx.commit_maintenance().await
}
