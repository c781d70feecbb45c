//! What the forms for changing an account have in common.

use http::StatusCode;
use maud::{Markup, html};
use zt_kernel::AccountId;
use zt_web::{
    FormErrors, Html, PageError, Ui, Values,
    components::{NoticeKind, notice_with},
};

use super::{
    super::{Account, AccountChangeError, Accounts},
    words,
};
use crate::{Platform, Resource, page_error::store_error};

/// The list.
pub(super) const LIST: &str = "/accounts";

pub(super) fn address(id: AccountId) -> String {
    format!("{LIST}/{id}")
}

/// The account of this number, for whoever may do `action` to it. Who may do so to
/// no account learns nothing of which there are.
pub(super) async fn account(
    platform: &Platform,
    ui: &Ui,
    action: &str,
    id: i64,
) -> Result<Account, PageError> {
    let any = Resource::any("user_account").attribute("account", id);
    let _any = platform.allow(ui, action, &any)?;
    let account = Accounts::new(platform).find(AccountId(id)).await.map_err(store_error)?;
    let account = account.ok_or_else(|| not_found(ui))?;
    let _this = platform.allow(ui, action, &Account::resource(account.id, account.agency))?;
    Ok(account)
}

pub(super) fn not_found(ui: &Ui) -> PageError {
    PageError::not_found()
        .detail(ui.t("access-account-unknown"))
        .action(LIST, ui.t("access-accounts"))
}

/// What a form shows beside its fields.
pub(super) struct Shown<'a> {
    pub(super) account: &'a Account,
    pub(super) values: &'a Values,
    pub(super) errors: &'a FormErrors,
    /// Who was faster, if somebody was.
    pub(super) conflict: Option<Markup>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(account: &'a Account, values: &'a Values, errors: &'a FormErrors) -> Self {
        Self { account, values, errors, conflict: None }
    }

    /// The page around a form, beginning with who was faster.
    pub(super) fn page(&self, ui: &Ui, title: &str, lead: String, body: &Markup) -> Html {
        let status = if self.conflict.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
        let mut page = ui
            .page(title)
            .crumb(LIST, ui.t("access-accounts"))
            .crumb(address(self.account.id), &self.account.name)
            .lead(lead)
            .narrow();
        if self.errors.is_empty() {
            page = page.status(status);
        }
        page.errors(self.errors).body(html! {
            @if let Some(conflict) = &self.conflict { (conflict) }
            (body)
        })
    }
}

/// What becomes of a change that didn't happen.
pub(super) enum Outcome<R> {
    /// The form again, with what the use case refused.
    Refused(R),
    /// The form again, over the account as it stands now.
    Conflict(Box<Account>),
}

/// Sorts what stays on the form from what leaves it.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
pub(super) fn outcome<R: std::error::Error + 'static>(
    ui: &Ui,
    error: AccountChangeError<R>,
) -> Result<Outcome<R>, PageError> {
    match error {
        AccountChangeError::Denied(denied) => Err(denied.page(ui)),
        AccountChangeError::NotFound => Err(not_found(ui)),
        AccountChangeError::Store(error) => Err(store_error(error)),
        AccountChangeError::Refused(refusal) => Ok(Outcome::Refused(refusal)),
        AccountChangeError::Conflict(account) => Ok(Outcome::Conflict(account)),
    }
}

/// Who was faster, when, and how the account stands now.
pub(super) async fn conflict(
    platform: &Platform,
    ui: &Ui,
    account: &Account,
) -> Result<Markup, PageError> {
    let by = match account.changed_by {
        Some(by) => Accounts::new(platform).find(by).await.map_err(store_error)?,
        None => None,
    };
    let name = by.map_or_else(|| ui.t("access-by-platform"), |by| by.name);
    let text = match account.changed_at {
        Some(at) => ui.ta("access-changed-meanwhile", &[("name", name.into()), ("at", at.into())]),
        None => ui.t("access-changed-before"),
    };
    let agency = crate::Agencies::new(platform).find(account.agency).await.map_err(store_error)?;
    Ok(notice_with(
        ui,
        NoticeKind::Warning,
        ui.t("access-conflict"),
        &html! {
            p { (text) }
            (words::facts(ui, account, agency.as_ref()))
            p { (ui.t("access-conflict-next")) }
        },
    ))
}

/// What was typed, over the account as it stands now: sent again it will hold.
pub(super) fn over(values: &Values, account: &Account) -> Values {
    let typed = values.iter().filter(|(name, _)| *name != "revision");
    typed.chain([("revision", account.revision.to_string().as_str())]).collect()
}
