//! What an entry's page in the catalogue shows of sharing: whether one may read it
//! already, what one has asked, and the way to ask.

use std::sync::{Arc, OnceLock};

use maud::html;
use zt_catalogue::{Entry, EntryPanel, panel::Rendering};
use zt_kernel::civil_date;
use zt_web::{
    PageError, Ui,
    components::{link_button, link_button_secondary},
};

use crate::{
    Sharing,
    grant::{self, Status},
    scope::Scope,
    share_request::{self, pages::state_tag, requestable},
};

/// The panel. The catalogue is opened before sharing, which stands on it; so the
/// panel is handed over empty and shows itself once [`AccessPanel::fill`] was called.
#[derive(Clone, Default)]
pub struct AccessPanel(Arc<OnceLock<Sharing>>);

impl AccessPanel {
    /// A panel that shows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives it what it shows. Later calls change nothing.
    pub fn fill(&self, sharing: Sharing) {
        let _ = self.0.set(sharing);
    }
}

impl EntryPanel for AccessPanel {
    fn anchor(&self) -> &'static str {
        "access"
    }

    fn title_key(&self) -> &'static str {
        "sharing-panel-title"
    }

    fn render<'a>(&'a self, ui: &'a Ui, entry: &'a Entry) -> Rendering<'a> {
        Box::pin(async move {
            let Some(sharing) = self.0.get() else { return Ok(None) };
            if !entry.is_published() {
                return Ok(None);
            }
            render(sharing, ui, entry).await.map(Some)
        })
    }
}

async fn render(sharing: &Sharing, ui: &Ui, entry: &Entry) -> Result<maud::Markup, PageError> {
    let slug = entry.code.slug();
    let rows = format!("/api/v1/datasets/{slug}/rows");
    let now = sharing.platform.clock.now();
    let readable = sharing.reads(ui.actor(), entry, now).await.map_err(PageError::internal)?;
    let Some(agency) = ui.actor().agency() else {
        return Ok(html! {
            @if readable {
                p { (ui.t("sharing-panel-open")) }
                (link_button_secondary(rows, ui.t("sharing-read-now")))
            } @else {
                p { (ui.t("sharing-panel-sign-in")) }
            }
        });
    };
    if agency == entry.agency {
        return Ok(html! {
            p { (ui.t("sharing-panel-own")) }
            (link_button_secondary("/grants/given", ui.t("sharing-given-title")))
        });
    }
    let db = &sharing.platform.db;
    let today = civil_date(now);
    let grants = grant::store::of_user(db, entry.id, agency).await.map_err(PageError::internal)?;
    let held = grants.iter().find(|grant| grant.status(today) == Status::InForce);
    let asked =
        share_request::store::of_entry(db, entry.id, agency).await.map_err(PageError::internal)?;
    let running = asked.iter().find(|request| request.answered_on().is_none());
    let may_ask = requestable::check(entry, agency, &Scope::default()).is_ok();
    Ok(html! {
        @if let Some(grant) = held {
            p { (ui.ta("sharing-panel-granted", &[("until", grant.term.until.into())])) }
            div.actions {
                (link_button(format!("/grants/{}", grant.id), ui.t("sharing-to-grant")))
                (link_button_secondary(rows, ui.t("sharing-read-now")))
            }
        } @else if readable {
            p { (ui.t("sharing-panel-open")) }
            (link_button_secondary(rows, ui.t("sharing-read-now")))
        }
        @if let Some(request) = running {
            p {
                (state_tag(ui, request)) " "
                a href=(format!("/requests/{}", request.id)) {
                    (ui.ta("sharing-request-number", &[("number", request.id.to_string().into())]))
                }
            }
        } @else if may_ask && held.is_none() {
            p { (ui.t("sharing-panel-ask")) }
            (link_button(format!("/requests/new?entry={slug}"), ui.t("sharing-panel-ask-button")))
        }
    })
}
