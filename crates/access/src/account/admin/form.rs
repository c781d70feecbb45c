//! What the forms for changing an account have in common.

use axum::response::{IntoResponse, Response};
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

/// A form for changing an account: where it is, who may, how it looks.
pub(super) struct ChangeForm {
    /// The last part of its address.
    pub(super) path: &'static str,
    /// What the policies call the change.
    pub(super) action: &'static str,
    /// The page.
    pub(super) page: fn(&Ui, &Shown<'_>) -> Html,
}

impl ChangeForm {
    pub(super) fn address(&self, account: &Account) -> String {
        format!("{}/{}", address(account.id), self.path)
    }

    /// The account of this number, for whoever may change it so.
    pub(super) async fn account(
        &self,
        platform: &Platform,
        ui: &Ui,
        id: i64,
    ) -> Result<Account, PageError> {
        account(platform, ui, self.action, id).await
    }

    /// The form as it is opened: with `stored` and the account's revision, or with
    /// what was typed before a session ended.
    pub(super) fn opened(
        &self,
        ui: &Ui,
        account: &Account,
        stored: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Html {
        let revision = ("revision", account.revision.to_string());
        let stored = stored.into_iter().chain([revision]).collect::<Values>();
        let values = ui.typed(&self.address(account)).or(stored);
        (self.page)(ui, &Shown::new(account, &values, &FormErrors::new()))
    }

    /// The form again, with what is wrong in it.
    pub(super) fn again(
        &self,
        ui: &Ui,
        account: &Account,
        values: &Values,
        errors: &FormErrors,
    ) -> Response {
        (self.page)(ui, &Shown::new(account, values, errors)).into_response()
    }

    /// What becomes of a change that didn't happen: an error page, the form with
    /// what the use case refused (`told` says it), or, where somebody was faster,
    /// the form over the account as it stands now.
    pub(super) async fn not_done<R: std::error::Error + 'static>(
        &self,
        platform: &Platform,
        ui: &Ui,
        (account, values): (&Account, &Values),
        error: AccountChangeError<R>,
        told: impl FnOnce(R) -> FormErrors,
    ) -> Result<Response, PageError> {
        match error {
            AccountChangeError::Denied(denied) => Err(denied.page(ui)),
            AccountChangeError::NotFound => Err(not_found(ui)),
            AccountChangeError::Store(error) => Err(store_error(error)),
            AccountChangeError::Refused(refusal) => {
                Ok(self.again(ui, account, values, &told(refusal)))
            }
            AccountChangeError::Conflict(now) => {
                let (values, errors) = (over(values, &now), FormErrors::new());
                let conflict = Some(conflict(platform, ui, &now).await?);
                let shown = Shown { conflict, ..Shown::new(&now, &values, &errors) };
                Ok((self.page)(ui, &shown).into_response())
            }
        }
    }
}

/// What a form shows beside its fields.
pub(super) struct Shown<'a> {
    pub(super) account: &'a Account,
    pub(super) values: &'a Values,
    pub(super) errors: &'a FormErrors,
    /// Who was faster, if somebody was.
    conflict: Option<Markup>,
}

impl<'a> Shown<'a> {
    fn new(account: &'a Account, values: &'a Values, errors: &'a FormErrors) -> Self {
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

/// Who was faster, when, and how the account stands now.
async fn conflict(platform: &Platform, ui: &Ui, account: &Account) -> Result<Markup, PageError> {
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
fn over(values: &Values, account: &Account) -> Values {
    let typed = values.iter().filter(|(name, _)| *name != "revision");
    typed.chain([("revision", account.revision.to_string().as_str())]).collect()
}
