//! `GET /accounts/new` and `POST /accounts`: an account with an initial password.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::Role;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        NoticeKind, button, code, description_list, form, link_button, link_button_secondary,
        notice, text,
    },
};

use super::{
    super::{
        Account, Accounts, CreateAccountError, InitialPassword, InvitedAccount,
        create::NAME_CHARS_MAX,
    },
    LIST, address, words,
};
use crate::{Agencies, NamedError, Platform, Resource, page_error::store_error};

/// What is typed to make an account.
#[derive(Debug, Deserialize)]
pub(crate) struct Invitation {
    #[serde(default)]
    username: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    roles: Vec<Role>,
}

/// `GET /accounts/new?agency=CODE`
pub(crate) async fn new(State(platform): State<Platform>, ui: Ui) -> Result<Html, PageError> {
    let any = Resource::any("user_account").attribute("account", 0_i64);
    let _may = platform.allow(&ui, "access.account.create", &any)?;
    let suggested = Values::from_iter([("agency", ui.param("agency").unwrap_or_default())]);
    Ok(page(&ui, &ui.typed(LIST).or(suggested), &FormErrors::new()))
}

/// `POST /accounts`: the page that shows the initial password, once.
pub(crate) async fn create(
    State(platform): State<Platform>,
    ui: Ui,
    typed: Form<Invitation>,
) -> Result<Response, PageError> {
    let any = Resource::any("user_account").attribute("account", 0_i64);
    let _may = platform.allow(&ui, "access.account.create", &any)?;
    let (values, parsed) = typed.into_parts();
    let invited = match parsed {
        Ok(invitation) => particulars(&platform, &ui, invitation).await?,
        Err(errors) => Err(errors),
    };
    let invited = match invited {
        Ok(invited) => invited,
        Err(errors) => return Ok(page(&ui, &values, &errors).into_response()),
    };
    let accounts = Accounts::new(&platform);
    let made = accounts.create_with_initial_password(ui.actor(), invited, platform.now()).await;
    let (field, text) = match made {
        Ok((account, initial)) => {
            return Ok(told(&ui, "access-account-made", &account, &initial).into_response());
        }
        Err(CreateAccountError::Denied(denied)) => return Err(denied.page(&ui)),
        Err(CreateAccountError::Store(error)) => return Err(store_error(error)),
        Err(error @ CreateAccountError::Password(_)) => return Err(PageError::internal(error)),
        Err(CreateAccountError::Name) => ("name", name_wrong(&ui)),
        Err(CreateAccountError::Taken) => ("username", ui.t("access-username-taken")),
        Err(CreateAccountError::NoAgency) => ("agency", ui.t("access-agency-not-named")),
        Err(CreateAccountError::Roles(fault)) => ("roles", words::roles_fault(&ui, fault)),
    };
    Ok(page(&ui, &values, &FormErrors::one(field, text)).into_response())
}

/// The particulars read, or everything that is wrong with them at once.
async fn particulars(
    platform: &Platform,
    ui: &Ui,
    typed: Invitation,
) -> Result<Result<InvitedAccount, FormErrors>, PageError> {
    let Invitation { username, name, agency, roles } = typed;
    let mut errors = FormErrors::new();
    let username = username.parse();
    errors.require(username.is_ok(), "username", || ui.t("access-username-wrong"));
    errors.require(!name.trim().is_empty(), "name", || name_wrong(ui));
    let agency = match Agencies::new(platform).named(&agency).await {
        Ok(agency) => Some(agency.id),
        Err(NamedError::Store(error)) => return Err(store_error(error)),
        Err(error) => {
            errors.add("agency", words::named_error(ui, &error).unwrap_or_default());
            None
        }
    };
    errors.require(!roles.is_empty(), "roles", || ui.t("access-roles-missing"));
    Ok(match (username, agency) {
        (Ok(username), Some(agency)) if errors.is_empty() => {
            Ok(InvitedAccount { agency, username, name, roles })
        }
        _ => Err(errors),
    })
}

fn name_wrong(ui: &Ui) -> String {
    ui.ta("access-person-name-wrong", &[("count", NAME_CHARS_MAX.into())])
}

fn page(ui: &Ui, values: &Values, errors: &FormErrors) -> Html {
    ui.page("access-account-new")
        .crumb(LIST, ui.t("access-accounts"))
        .lead(ui.t("access-account-new-lead"))
        .narrow()
        .errors(errors)
        .body(form(ui, LIST).body(html! {
            (text(ui, "name", ui.t("access-person-name")).autocomplete("off").filled(values, errors))
            (text(ui, "username", ui.t("access-username"))
                .hint(ui.t("access-username-hint"))
                .autocomplete("off")
                .filled(values, errors))
            (text(ui, "agency", ui.t("access-agency"))
                .hint(ui.t("access-agency-named-hint"))
                .filled(values, errors))
            (words::role_boxes(ui, values, errors))
            div.actions {
                (button(ui.t("access-account-new")))
                (link_button_secondary(LIST, ui.t("access-cancel")))
            }
        }))
}

/// The page that tells an initial password. It answers the POST itself, because a
/// redirect could not carry the password without writing it down somewhere.
pub(super) fn told(ui: &Ui, title: &str, account: &Account, initial: &InitialPassword) -> Html {
    ui.page(title)
        .crumb(LIST, ui.t("access-accounts"))
        .crumb(address(account.id), &account.name)
        .narrow()
        .body(told_body(ui, account, initial))
        .header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

fn told_body(ui: &Ui, account: &Account, initial: &InitialPassword) -> Markup {
    html! {
        (notice(ui, NoticeKind::Warning, ui.t("access-initial-once")))
        (description_list()
            .item(ui.t("access-person-name"), &account.name)
            .item(ui.t("access-username"), html! { code { (account.username) } })
            .item_if(
                ui.t("access-initial-until"),
                account.initial_until.map(|until| ui.time(until)),
            ))
        h2 { (ui.t("access-initial")) }
        (code(ui, initial.reveal()))
        p { (ui.t("access-initial-use")) }
        div.actions { (link_button(address(account.id), ui.t("access-initial-told"))) }
    }
}
