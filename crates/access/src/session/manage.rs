//! Starting, listing and ending sessions.

use jiff::Timestamp;
use zt_kernel::{AccountId, Actor};
use zt_ledger::{AuditEvent, Object};
use zt_store::{StoreError, values};

use super::{REMEMBERED, SessionId, Token, store};
use crate::{Identity, Platform, account, held, sign_in};

/// The longest browser name kept, in characters.
const AGENT_CHARS_MAX: usize = 160;

/// The sessions of a platform.
#[derive(Debug, Clone)]
pub struct Sessions {
    platform: Platform,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Its number.
    pub id: SessionId,
    /// What the browser calls itself.
    pub agent: String,
    /// When it began.
    pub started_at: Timestamp,
    /// Its last request, to the minute.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

impl Sessions {
    /// The sessions of a platform.
    pub fn new(platform: &Platform) -> Self {
        Self { platform: platform.clone() }
    }

    /// Begins a session for a proven identity, ending the one the same browser
    /// had. `agent` is what the browser calls itself, so that its owner knows it
    /// again. The token goes into the browser's cookie and nowhere else. Nothing
    /// begins when the account was suspended or got another password since.
    pub async fn start(
        &self,
        identity: &Identity,
        actor: &Actor,
        agent: &str,
        replaces: Option<SessionId>,
        now: Timestamp,
    ) -> Result<Option<Token>, StoreError> {
        let token = Token::random();
        let agent: String =
            agent.chars().filter(|c| !c.is_control()).take(AGENT_CHARS_MAX).collect();
        let method: &'static str = identity.method().into();
        let expires_at = now + self.platform.config.session_max();
        let mut tx = self.platform.db.begin().await?;
        let proven = values![identity.account(), identity.against()];
        if tx.execute(account::store::HOLD_PROVEN, proven).await? == 0 {
            return Ok(None);
        }
        if let Some(old) = replaces {
            tx.execute(store::END, values![old, now]).await?;
        }
        let values = values![token.digest(), identity.account(), method, agent, now, expires_at];
        let id = tx.insert_returning_id(store::INSERT, values).await?;
        let object = Object::new("account", identity.account());
        let event = AuditEvent::new(now, actor, "access.session.started", object)
            .detail("session", id)
            .detail("method", method);
        self.platform.commit(tx, &event).await?;
        Ok(Some(token))
    }

    /// Ends one session: signing out. False when it was over already.
    pub async fn end(
        &self,
        actor: &Actor,
        account: AccountId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.platform.db.begin().await?;
        if tx.execute(store::END, values![session, now]).await? == 0 {
            return Ok(false);
        }
        let object = Object::new("account", account);
        let event = AuditEvent::new(now, actor, "access.session.ended", object)
            .detail("session", session.0);
        self.platform.commit(tx, &event).await?;
        Ok(true)
    }

    /// Ends every session of an account but `keep`: signing out everywhere.
    pub async fn end_others(
        &self,
        actor: &Actor,
        account: AccountId,
        keep: Option<SessionId>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut tx = self.platform.db.begin().await?;
        let ended = store::end_others(&mut tx, account, keep, now).await?;
        if ended == 0 {
            return Ok(0);
        }
        let object = Object::new("account", account);
        let event = AuditEvent::new(now, actor, "access.sessions.ended", object)
            .detail("sessions_ended", ended);
        self.platform.commit(tx, &event).await?;
        Ok(ended)
    }

    /// The live sessions of an account, the latest first.
    pub async fn list(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<SessionView>, StoreError> {
        let idle_since = now - self.platform.config.session_idle();
        self.platform
            .db
            .fetch_all(store::SELECT_OF_ACCOUNT, values![account, idle_since, now])
            .await
    }

    /// Forgets what is over: sessions after a day, sign-in attempts after their
    /// window, held forms after theirs. Run it every few minutes in any process.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), StoreError> {
        let window = self.platform.config.sign_in_window();
        let mut tx = self.platform.db.begin().await?;
        tx.execute(store::SWEEP, values![now - REMEMBERED]).await?;
        tx.execute(sign_in::store::SWEEP, values![now - window]).await?;
        tx.execute(held::store::SWEEP, values![now - held::KEPT]).await?;
        tx.commit_maintenance().await
    }
}
