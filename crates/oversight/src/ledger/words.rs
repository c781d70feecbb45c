//! Telling an event in plain words.

use std::{collections::HashSet, sync::LazyLock};

use maud::{Markup, html};
use zt_access::{Agencies, Platform};
use zt_kernel::AgencyId;
use zt_ledger::{ActorRecord, Leaf, Object};
use zt_store::StoreError;
use zt_web::Ui;

/// The keys there are: an action or a kind of object of a later version, or one
/// without words yet, is shown by its name.
static KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| zt_web::i18n::keys(&crate::FLUENT).into_iter().collect());

/// What was done: 提交了共享申请.
pub(super) fn action(ui: &Ui, action: &str) -> String {
    known(ui, &format!("oversight-event-{}", hyphened(action)), action)
}

/// What kind of thing an object is.
pub(super) fn kind(ui: &Ui, kind: &str) -> String {
    known(ui, &format!("oversight-kind-{}", hyphened(kind)), kind)
}

/// What a detail of an event tells: 行数.
pub(super) fn detail(ui: &Ui, name: &str) -> String {
    known(ui, &format!("oversight-detail-{}", hyphened(name)), name)
}

fn known(ui: &Ui, key: &str, otherwise: &str) -> String {
    if KEYS.contains(key) { ui.t(key) } else { otherwise.to_owned() }
}

fn hyphened(name: &str) -> String {
    name.replace(['.', '_'], "-")
}

/// An object by kind and id.
pub(super) fn object(ui: &Ui, object: &Object) -> Markup {
    html! {
        (kind(ui, object.kind()))
        // Neither a list of all objects nor the figures over all are one of many.
        @if !matches!(object.id(), "*" | "figures") { " " code { (object.id()) } }
    }
}

/// Names of agencies, each looked up once.
pub(super) struct Names {
    agencies: Agencies,
    known: std::collections::HashMap<AgencyId, String>,
}

impl Names {
    pub(super) fn new(platform: &Platform) -> Self {
        Self { agencies: Agencies::new(platform), known: std::collections::HashMap::new() }
    }

    /// Who acted: the agency and the account's number, never a person's name.
    pub(super) async fn actor(&mut self, ui: &Ui, event: &Leaf) -> Result<Markup, StoreError> {
        Ok(match &event.actor {
            ActorRecord::Anonymous => html! { (ui.t("oversight-actor-anonymous")) },
            ActorRecord::System { job } => html! {
                (ui.t("oversight-actor-system")) " " code { (job) }
            },
            ActorRecord::Account { account, agency, .. } => {
                let agency = self.agency(ui, *agency).await?;
                let number = account.to_string();
                html! {
                    (agency) " "
                    span.muted {
                        (ui.ta("oversight-actor-account", &[("number", number.as_str().into())]))
                    }
                }
            }
        })
    }

    async fn agency(&mut self, ui: &Ui, id: AgencyId) -> Result<String, StoreError> {
        if let Some(name) = self.known.get(&id) {
            return Ok(name.clone());
        }
        let name = match self.agencies.find(id).await? {
            Some(agency) => agency.name(ui.lang()).to_owned(),
            None => id.to_string(),
        };
        self.known.insert(id, name.clone());
        Ok(name)
    }
}
