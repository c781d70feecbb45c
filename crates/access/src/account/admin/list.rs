//! `GET /accounts?q=&agency=&role=&standing=`

use axum::extract::State;
use maud::{Markup, html};
use strum::VariantArray as _;
use zt_kernel::Role;
use zt_web::{
    FormErrors, Html, Keyset, PageError, Paging, Ui,
    components::{
        Column, button, empty, get_form, link_button, link_button_secondary, pagination, search,
        select, table, text,
    },
};

use super::{
    super::{AccountFilter, AccountStanding, Accounts, ListedAccount},
    LIST, address, words,
};
use crate::{
    Agencies, NamedError, Platform, Resource, agency::pages::role_names, page_error::store_error,
};

/// Accounts to a page.
const SHOWN: u32 = 50;

pub(crate) async fn list(
    State(platform): State<Platform>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    let any = Resource::any("user_account").attribute("account", 0_i64);
    let _may = platform.allow(&ui, "access.account.read", &any)?;
    let mut filter = filter(&ui)?;
    let mut errors = FormErrors::new();
    let mut nobody = false;
    if let Some(typed) = given(&ui, "agency") {
        match Agencies::new(&platform).named(&typed).await {
            Ok(agency) => filter.agency = Some(agency.id),
            Err(NamedError::Store(error)) => return Err(store_error(error)),
            Err(error) => {
                nobody = true;
                errors.add("agency", words::named_error(&ui, &error).unwrap_or_default());
            }
        }
    }
    let after = match &paging.after {
        Some(cursor) => cursor.text(0).ok_or_else(PageError::bad_request)?,
        None => "",
    };
    let accounts = if nobody {
        Vec::new()
    } else {
        Accounts::new(&platform).page(&filter, after, SHOWN).await.map_err(store_error)?
    };
    let last = accounts.last().filter(|_| accounts.len() >= SHOWN as usize);
    let next = last.map(|last| Keyset::new([last.account.username.as_str().into()]));
    Ok(ui
        .page("access-accounts")
        .lead(ui.t("access-accounts-lead"))
        .actions(html! { (link_button("/accounts/new", ui.t("access-account-new"))) })
        .body(html! {
            (asked(&ui, &errors))
            (rows(&ui, &accounts))
            (pagination(&ui, accounts.len()).next(next.as_ref()))
        }))
}

/// The filter in the address.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn filter(ui: &Ui) -> Result<AccountFilter, PageError> {
    let words = given(ui, "q");
    // A NUL is no text to PostgreSQL, and in nobody's name.
    if words.as_ref().is_some_and(|words| words.contains('\0')) {
        return Err(PageError::bad_request());
    }
    let role = given(ui, "role").map(|text| text.parse::<Role>()).transpose();
    let standing = given(ui, "standing").map(|text| text.parse::<AccountStanding>()).transpose();
    Ok(AccountFilter {
        words,
        agency: None,
        role: role.map_err(|_| PageError::bad_request())?,
        standing: standing.map_err(|_| PageError::bad_request())?,
    })
}

fn given(ui: &Ui, name: &str) -> Option<String> {
    ui.param(name).filter(|value| !value.trim().is_empty())
}

/// The form that asks for some of them.
fn asked(ui: &Ui, errors: &FormErrors) -> Markup {
    let param = |name| ui.param(name).unwrap_or_default();
    let roles = Role::VARIANTS.iter().fold(
        select(ui, "role", ui.t("access-roles")).blank(ui.t("access-roles-any")),
        |select, role| select.option(<&'static str>::from(role), role_names(ui, &[*role])),
    );
    let standings = AccountStanding::VARIANTS.iter().fold(
        select(ui, "standing", ui.t("access-standing")).blank(ui.t("access-standing-any")),
        |select, standing| {
            let name = words::standing_name(ui, *standing);
            select.option(<&'static str>::from(standing), name)
        },
    );
    get_form(
        ui,
        LIST,
        &[],
        &html! {
            (search(ui, "q", ui.t("access-accounts-search")).optional().value(param("q")))
            (text(ui, "agency", ui.t("access-agency"))
                .optional()
                .hint(ui.t("access-agency-named-hint"))
                .value(param("agency"))
                .error(errors.get("agency")))
            (roles.optional().value(param("role")))
            (standings.optional().value(param("standing")))
            div.actions {
                (button(ui.t("access-search")))
                (link_button_secondary(LIST, ui.t("access-filters-clear")))
            }
        },
    )
}

fn rows(ui: &Ui, accounts: &[ListedAccount]) -> Markup {
    let list = accounts.iter().fold(
        table(ui, ui.t("access-accounts")).caption_hidden().columns([
            Column::text(ui.t("access-person-name")).wide(),
            Column::text(ui.t("access-username")),
            Column::text(ui.t("access-agency")),
            Column::text(ui.t("access-roles")),
            Column::text(ui.t("access-standing")),
        ]),
        |table, listed| {
            let account = &listed.account;
            table.row([
                html! { a href=(address(account.id)) { (account.name) } },
                html! { code { (account.username) } },
                html! {
                    a href=(format!("/agencies/{}", listed.agency_code)) {
                        (listed.agency_name(ui.lang()))
                    }
                },
                html! { (words::roles(ui, &account.roles)) },
                words::standing(ui, account.standing()),
            ])
        },
    );
    html! {
        (list.empty(empty(ui.t("access-accounts-none"), ui.t("access-accounts-none-hint"))))
    }
}
