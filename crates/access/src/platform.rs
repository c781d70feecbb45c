//! What every domain crate holds: the database, the ledger, the clock, the
//! policies and the rest of the ground it stands on.

use std::sync::Arc;

use jiff::Timestamp;
use zt_kernel::{Actor, Clock, WorkingCalendar};
use zt_ledger::{AuditEvent, Ledger, Object};
use zt_store::{Db, EventId, Evidence, Objects, StoreError, Tx};
use zt_web::{PageError, Problem, Ui};

use crate::{
    AccessConfig, Decision, Denied, Policies, Remembered, Resource, account::password::Passwords,
    credential::Known,
};

/// The platform. Cloning shares everything.
#[derive(Clone)]
pub struct Platform {
    /// The database.
    pub db: Db,
    /// The ledger. Reads of data append to it before they answer; writes put
    /// their event into the transaction and go through [`Platform::commit`].
    pub ledger: Ledger,
    /// Where the present comes from. Handlers ask once and pass it down.
    pub clock: Arc<dyn Clock>,
    /// Object files: datasets, attachments.
    pub objects: Objects,
    /// Working days, for statutory deadlines.
    pub calendar: Arc<WorkingCalendar>,
    /// Who may do what.
    pub policies: Arc<Policies>,
    /// The limits of this crate.
    pub config: Arc<AccessConfig>,
    pub(crate) passwords: Passwords,
    /// Good credentials by the digest of their token.
    pub(crate) bearers: Arc<Remembered<String, Known>>,
}

/// What a [`Platform`] is made of.
pub struct Parts {
    /// See [`Platform::db`]; migrated.
    pub db: Db,
    /// See [`Platform::ledger`].
    pub ledger: Ledger,
    /// See [`Platform::clock`].
    pub clock: Arc<dyn Clock>,
    /// See [`Platform::objects`].
    pub objects: Objects,
    /// See [`Platform::calendar`].
    pub calendar: Arc<WorkingCalendar>,
    /// See [`Platform::policies`].
    pub policies: Policies,
    /// See [`Platform::config`].
    pub config: AccessConfig,
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("db", &self.db).finish_non_exhaustive()
    }
}

impl Platform {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { db, ledger, clock, objects, calendar, policies, config } = parts;
        Self {
            db,
            ledger,
            clock,
            objects,
            calendar,
            policies: Arc::new(policies),
            passwords: Passwords::new(config.password_cost),
            config: Arc::new(config),
            bearers: Arc::default(),
        }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Decides whether `actor` may do `action` to `resource`: see [`Policies::decide`].
    ///
    /// # Errors
    ///
    /// [`Denied`] unless a policy permits it.
    pub fn decide(
        &self,
        actor: &Actor,
        action: &str,
        resource: &Resource,
    ) -> Result<Decision, Denied> {
        self.policies.decide(actor, action, resource)
    }

    /// [`Platform::decide`] for a page's visitor; a denial is put on record and
    /// becomes the error page. To find out whether to show a link, ask
    /// [`Platform::decide`], which records nothing.
    #[expect(
        clippy::result_large_err,
        reason = "a page's error is built once and answered at once"
    )]
    pub fn allow(&self, ui: &Ui, action: &str, resource: &Resource) -> Result<Decision, PageError> {
        self.decide(ui.actor(), action, resource).map_err(|denied| {
            self.note(ui.actor(), &denied, resource);
            denied.page(ui)
        })
    }

    /// [`Platform::allow`] for a program; a denial is the problem document.
    #[expect(clippy::result_large_err, reason = "a problem is built once and answered at once")]
    pub fn allow_api(
        &self,
        ui: &Ui,
        action: &str,
        resource: &Resource,
    ) -> Result<Decision, Problem> {
        self.decide(ui.actor(), action, resource).map_err(|denied| {
            self.note(ui.actor(), &denied, resource);
            denied.problem(ui)
        })
    }

    /// Puts an account's denied attempt on record, beside answering it: nothing
    /// was let out, so nobody need wait until it is durable. Strangers' attempts
    /// are left to the access log, or anybody could fill the ledger.
    fn note(&self, actor: &Actor, denied: &Denied, resource: &Resource) {
        let Actor::Account { .. } = actor else { return };
        let object = Object::new(resource.kind, &resource.id);
        let event = AuditEvent::new(self.now(), actor, "access.action.denied", object)
            .decision(denied.record())
            .detail("action", denied.action());
        let ledger = self.ledger.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = ledger.append(&event).await {
                    tracing::error!(%error, "a denial could not be put on record");
                }
            });
        }
    }

    /// Commits a change with its event, and tells the ledger that one waits. No
    /// credential remembered from before is good after it without being looked up.
    pub async fn commit(&self, tx: Tx, event: &impl Evidence) -> Result<Vec<EventId>, StoreError> {
        let ids = tx.commit(event).await?;
        self.bearers.forget();
        self.ledger.wake();
        Ok(ids)
    }
}
