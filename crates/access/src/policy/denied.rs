//! A refusal, told in plain words: why, and how to ask.

use http::StatusCode;
use zt_kernel::Actor;
use zt_ledger::{DecisionRecord, Outcome};
use zt_web::{PageError, Problem, Ui};

/// Why an action was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No policy permits it to this actor.
    NotPermitted {
        /// Fluent keys of those who may: the `@who` of the action's policies.
        who: Vec<String>,
    },
    /// Policies forbid it.
    Forbidden {
        /// Fluent keys of why: the `@because` of those policies.
        because: Vec<String>,
    },
    /// No policy speaks of the action: a mistake of the program.
    UnknownAction,
    /// A policy could not be evaluated: a mistake of the program.
    Error,
}

/// A denied action. Becomes a 401 for somebody who hasn't signed in, a 403 for
/// anybody else.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the action {action} is denied")]
pub struct Denied {
    action: String,
    reason: Reason,
    anonymous: bool,
    record: Box<DecisionRecord>,
}

impl Denied {
    pub(super) fn new(
        actor: &Actor,
        action: &str,
        reason: Reason,
        rules: Vec<String>,
        policy: String,
        inputs: serde_json::Value,
    ) -> Self {
        Self {
            action: action.to_owned(),
            reason,
            anonymous: matches!(actor, Actor::Anonymous),
            record: Box::new(DecisionRecord { policy, rules, outcome: Outcome::Deny, inputs }),
        }
    }

    /// The action that was denied.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Why.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// The decision as the ledger keeps it.
    pub fn record(&self) -> DecisionRecord {
        (*self.record).clone()
    }

    /// Why, and how to ask, in the reader's language.
    pub fn explain(&self, ui: &Ui) -> String {
        let list = |keys: &[String]| {
            let texts: Vec<String> = keys.iter().map(|key| ui.t(key)).collect();
            texts.join(&ui.t("access-list-or"))
        };
        match &self.reason {
            Reason::NotPermitted { who } if !who.is_empty() => {
                ui.ta("access-denied-who", &[("who", list(who).into())])
            }
            Reason::Forbidden { because } if !because.is_empty() => {
                ui.ta("access-denied-because", &[("why", list(because).into())])
            }
            Reason::NotPermitted { .. } | Reason::Forbidden { .. } => ui.t("access-denied"),
            Reason::UnknownAction | Reason::Error => ui.t("access-denied-fault"),
        }
    }

    /// The error page: sign in first, or why not and how to ask.
    pub fn page(&self, ui: &Ui) -> PageError {
        if self.anonymous {
            return PageError::unauthorized();
        }
        PageError::forbidden().slug("denied").detail(self.explain(ui))
    }

    /// The same for a program.
    pub fn problem(&self, ui: &Ui) -> Problem {
        let problem = if self.anonymous {
            Problem::new(StatusCode::UNAUTHORIZED, "sign-in-needed", ui.t("access-sign-in-needed"))
                .detail(ui.t("access-sign-in-needed-api"))
                .header(http::header::WWW_AUTHENTICATE, "Bearer")
        } else {
            Problem::new(StatusCode::FORBIDDEN, "denied", ui.t("access-denied-title"))
                .detail(self.explain(ui))
        };
        problem.with("action", self.action.clone())
    }
}
