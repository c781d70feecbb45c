//! The catalogue's pages.

mod edit;
mod edit_item;
mod entry;
mod findings;
mod grading;
mod home;
mod items;
mod mine;
mod moves;
mod new;
mod search;
mod versions;
mod words;

use axum::{
    Router,
    routing::{get, post},
};
use zt_access::Resource;
use zt_kernel::Actor;
use zt_store::StoreError;
use zt_web::{PageError, Ui};

use crate::{Catalogue, ChangeError, Entry, EntryCode, change::resource};

pub use words::NAV;

/// The pages' routes.
pub fn router(catalogue: Catalogue) -> Router {
    const ENTRY: &str = "/catalogue/entries/{code}";
    let at = |path: &str| format!("{ENTRY}{path}");
    Router::new()
        .route("/", get(home::show))
        .route("/catalogue", get(search::show))
        .route("/catalogue/new", get(new::form).post(new::create))
        .route("/catalogue/mine", get(mine::show))
        .route("/catalogue/review", get(mine::review))
        .route(ENTRY, get(entry::show))
        .route(&at("/versions"), get(versions::show))
        .route(&at("/edit"), get(edit::form).post(edit::save))
        .route(&at("/items"), get(items::form).post(items::save))
        .route(&at("/items/{position}"), get(edit_item::form).post(edit_item::save))
        .route(&at("/grading"), get(grading::show).post(grading::confirm))
        .route(&at("/propose"), post(grading::propose))
        .route(&at("/submit"), post(moves::submit))
        .route(&at("/publish"), post(moves::publish))
        .route(&at("/send-back"), post(moves::send_back))
        .route(&at("/extend"), post(moves::extend))
        .route(&at("/revise"), post(moves::revise))
        .route(&at("/withdraw"), post(moves::withdraw))
        .route(&at("/discard"), post(moves::discard))
        .with_state(catalogue)
}

/// Where an entry's page is.
pub fn path_of(code: &EntryCode) -> String {
    format!("/catalogue/entries/{}", code.slug())
}

/// The version of the entry that `ui`'s visitor works on: the open one, or the
/// published one where there is none in hand.
async fn working_version(catalogue: &Catalogue, ui: &Ui, code: &str) -> Result<Entry, PageError> {
    let code: EntryCode = code.parse().map_err(|_| PageError::not_found())?;
    let entry = catalogue.find_latest(&code).await.map_err(PageError::internal)?;
    readable(catalogue, ui, entry)
}

/// The entry, if there is one and the visitor may see it. Where not, the answer is
/// the same for both, so that it doesn't tell which codes drafts bear; to strangers it
/// offers to sign in, and to come back.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn readable(catalogue: &Catalogue, ui: &Ui, entry: Option<Entry>) -> Result<Entry, PageError> {
    entry
        .filter(|entry| {
            let resource = resource(entry);
            catalogue.platform().decide(ui.actor(), "catalogue.entry.read", &resource).is_ok()
        })
        .ok_or_else(|| match ui.actor() {
            Actor::Anonymous => {
                let sign_in = format!("/sign-in?next={}", zt_web::query::escaped(&ui.here()));
                PageError::not_found().action(sign_in, ui.t("catalogue-sign-in"))
            }
            Actor::Account { .. } | Actor::System(_) => PageError::not_found(),
        })
}

/// Lets the visitor do the action or answers with the page that says why not. What
/// is described, unlike the data itself, is read without leaving a trace, so the
/// decision goes into no event.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn allow(
    catalogue: &Catalogue,
    ui: &Ui,
    action: &str,
    resource: &Resource,
) -> Result<(), PageError> {
    catalogue.platform().allow(ui, action, resource).map(drop)
}

/// The draft under that code, for who may edit it.
async fn draft(catalogue: &Catalogue, ui: &Ui, code: &str) -> Result<Entry, PageError> {
    let entry = working_version(catalogue, ui, code).await?;
    allow(catalogue, ui, "catalogue.entry.edit", &resource(&entry))?;
    match entry.state {
        crate::State::Draft { .. } => Ok(entry),
        _ => Err(PageError::conflict()
            .detail(ui.t("catalogue-not-a-draft"))
            .action(path_of(&entry.code), ui.t("catalogue-to-entry"))),
    }
}

fn internal(error: StoreError) -> PageError {
    PageError::internal(error)
}

/// The page that tells why a change was not made.
fn failed(ui: &Ui, error: ChangeError) -> PageError {
    match error {
        ChangeError::NotFound => PageError::not_found(),
        ChangeError::Denied(denied) => denied.page(ui),
        ChangeError::Stale => PageError::conflict().detail(ui.t("catalogue-stale")),
        ChangeError::InHand => PageError::conflict().detail(ui.t("catalogue-in-hand")),
        ChangeError::BoundElsewhere => {
            PageError::conflict().detail(ui.t("catalogue-bound-elsewhere"))
        }
        ChangeError::Refused(refusal) => PageError::conflict().detail(words::refusal(ui, &refusal)),
        ChangeError::Findings(findings) => PageError::unprocessable()
            .detail(ui.ta("catalogue-findings-block", &[("count", findings.len().into())])),
        ChangeError::Grading(refusal) => {
            PageError::unprocessable().detail(words::confirm_refusal(ui, &refusal))
        }
        ChangeError::Store(error) => PageError::internal(error),
        ChangeError::Search(error) => PageError::internal(error),
    }
}
