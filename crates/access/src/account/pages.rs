//! One's own account: who one is, where one is signed in, what acts for one.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        Column, button, button_secondary, description_list, form, hidden, link_button_secondary,
        password, table,
    },
    see_other,
};

use super::{
    Account, Accounts, ChangePasswordError, NewPassword, PasswordFault,
    password::PASSWORD_CHARS_MIN,
};
use crate::{
    Agencies, Credentials, CurrentSession, Platform, SessionView, Sessions,
    agency::pages::role_names, credential, page_error::store_error, session::PASSWORD_PATH,
    sign_in::pages::after_sign_in,
};

/// The visitor's own account; sign in first.
pub(crate) async fn own(platform: &Platform, ui: &Ui) -> Result<Account, PageError> {
    let id = ui.actor().account().ok_or_else(PageError::unauthorized)?;
    let account = Accounts::new(platform).find(id).await.map_err(store_error)?;
    let account = account.ok_or_else(PageError::unauthorized)?;
    let resource = Account::resource(account.id, account.agency);
    let _own = platform.allow(ui, "access.account.own", &resource)?;
    Ok(account)
}

/// `GET /account`
pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    current: Option<Extension<CurrentSession>>,
) -> Result<Html, PageError> {
    let account = own(&platform, &ui).await?;
    let now = platform.now();
    let agency = Agencies::new(&platform).find(account.agency).await.map_err(store_error)?;
    let sessions = Sessions::new(&platform).list(account.id, now).await.map_err(store_error)?;
    let credentials = Credentials::new(&platform).list(account.id).await.map_err(store_error)?;
    let agency = agency.map(|agency| {
        html! { a href=(format!("/agencies/{}", agency.code)) { (agency.name(ui.lang())) } }
    });
    Ok(ui.page("access-account").body(html! {
        (description_list()
            .item(ui.t("access-person-name"), &account.name)
            .item(ui.t("access-username"), html! { code { (account.username) } })
            .item_if(ui.t("access-agency"), agency)
            .item(ui.t("access-roles"), role_names(&ui, &account.roles)))
        div.actions { (link_button_secondary(PASSWORD_PATH, ui.t("access-password-change"))) }
        (sessions_section(&ui, &sessions, current.map(|Extension(current)| current)))
        (credential::pages::section(&ui, &credentials, now))
    }))
}

fn sessions_section(ui: &Ui, sessions: &[SessionView], current: Option<CurrentSession>) -> Markup {
    let list = sessions.iter().fold(
        table(ui, ui.t("access-sessions")).caption_hidden().columns([
            Column::text(ui.t("access-session-agent")).wide(),
            Column::text(ui.t("access-session-started")),
            Column::text(ui.t("access-session-seen")),
        ]),
        |table, session| {
            let here = current.is_some_and(|current| current.id == session.id);
            table.row([
                html! {
                    (browser_name(ui, &session.agent))
                    @if here { " " strong { (ui.t("access-session-this")) } }
                },
                ui.time(session.started_at),
                ui.time(session.seen_at),
            ])
        },
    );
    html! {
        section {
            h2 { (ui.t("access-sessions")) }
            p { (ui.t("access-sessions-lead")) }
            (list)
            @if sessions.len() > 1 {
                (form(ui, "/account/sessions/end-others").unguarded().body(html! {
                    div.actions { (button_secondary(ui.t("access-sessions-end-others"))) }
                }))
            }
        }
    }
}

/// A browser as its user knows it, “Firefox · Windows”, instead of the long line by
/// which browsers tell themselves apart.
pub(super) fn browser_name(ui: &Ui, agent: &str) -> String {
    // Many claim to be others too, so the more particular name comes first.
    const BROWSERS: [(&str, &str); 9] = [
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Edg", "Edge"),
        ("QQBrowser", "QQ Browser"),
        ("Firefox", "Firefox"),
        ("Chromium", "Chromium"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 8] = [
        ("HarmonyOS", "HarmonyOS"),
        ("OpenHarmony", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => ui.t("access-session-agent-unknown"),
    }
}

/// `POST /account/sessions/end-others`
pub(crate) async fn end_others(
    State(platform): State<Platform>,
    ui: Ui,
    current: Option<Extension<CurrentSession>>,
) -> Result<Response, PageError> {
    let account = own(&platform, &ui).await?;
    let keep = current.map(|Extension(current)| current.id);
    let ended = Sessions::new(&platform)
        .end_others(ui.actor(), account.id, keep, platform.now())
        .await
        .map_err(store_error)?;
    Ok(see_other("/account")
        .success("access-sessions-ended", &[("count", ended.into())])
        .into_response())
}

/// What is typed to change a password.
#[derive(Deserialize)]
pub(crate) struct Change {
    #[serde(default)]
    present_password: String,
    #[serde(default)]
    new_password: String,
    #[serde(default)]
    new_password_again: String,
    /// Where a first sign-in was going.
    #[serde(default)]
    next: String,
}

/// `GET /account/password?next=/path`
pub(crate) async fn password_form(
    State(platform): State<Platform>,
    ui: Ui,
) -> Result<Html, PageError> {
    let account = own(&platform, &ui).await?;
    let next = ui.param("next").unwrap_or_default();
    Ok(password_page(&ui, &account, &next, &FormErrors::new()))
}

/// `POST /account/password`
pub(crate) async fn change_password(
    State(platform): State<Platform>,
    ui: Ui,
    current: Option<Extension<CurrentSession>>,
    typed: Form<Change>,
) -> Result<Response, PageError> {
    let account = own(&platform, &ui).await?;
    let (values, parsed) = typed.into_parts();
    let next = values.get("next");
    let again = |errors| password_page(&ui, &account, next, &errors).into_response();
    let change = match parsed {
        Ok(change) => change,
        Err(errors) => return Ok(again(errors)),
    };
    let new = match acceptable(&ui, &account, &change) {
        Ok(new) => new,
        Err(errors) => return Ok(again(errors)),
    };
    let keep = current.map(|Extension(current)| current.id);
    let outcome = Accounts::new(&platform)
        .change_password(ui.actor(), &account, &change.present_password, new, keep, platform.now())
        .await;
    let (field, text) = match outcome {
        Ok(()) => {
            let to = if account.initial_until.is_some() {
                after_sign_in(&change.next)
            } else {
                "/account".to_owned()
            };
            return Ok(see_other(to).success("access-password-changed", &[]).into_response());
        }
        Err(ChangePasswordError::WrongPassword) => {
            ("present_password", ui.t("access-password-present-wrong"))
        }
        Err(ChangePasswordError::Same) => ("new_password", ui.t("access-password-same")),
        Err(ChangePasswordError::Denied(denied)) => return Err(denied.page(&ui)),
        Err(ChangePasswordError::Store(error)) => return Err(store_error(error)),
        Err(error @ ChangePasswordError::Password(_)) => return Err(PageError::internal(error)),
    };
    Ok(again(FormErrors::one(field, text)))
}

fn acceptable(ui: &Ui, account: &Account, change: &Change) -> Result<NewPassword, FormErrors> {
    if change.new_password != change.new_password_again {
        return Err(FormErrors::one("new_password_again", ui.t("access-password-again-differs")));
    }
    NewPassword::new(&change.new_password, &account.username).map_err(|fault| {
        let text = match fault {
            PasswordFault::Length => {
                ui.ta("access-password-short", &[("count", PASSWORD_CHARS_MIN.into())])
            }
            PasswordFault::Guessable => ui.t("access-password-guessable"),
        };
        FormErrors::one("new_password", text)
    })
}

/// The form. Whoever still has an initial password sees it alone, because no other
/// page opens before it is changed.
fn password_page(ui: &Ui, account: &Account, next: &str, errors: &FormErrors) -> Html {
    let none = Values::default();
    let first = account.initial_until.is_some();
    let page = if first {
        ui.page("access-initial-change").lead(ui.t("access-initial-change-lead")).bare()
    } else {
        ui.page("access-password-change")
            .crumb("/account", ui.t("access-account"))
            .lead(ui.t("access-password-change-lead"))
    };
    let present = if first { "access-initial" } else { "access-password-present" };
    page.narrow().errors(errors).body(form(ui, PASSWORD_PATH).unguarded().body(html! {
        @if first { (hidden("next", next)) }
        (password(ui, "present_password", ui.t(present)).filled(&none, errors))
        (password(ui, "new_password", ui.t("access-password-new"))
            .autocomplete("new-password")
            .hint(ui.ta("access-password-hint", &[("count", PASSWORD_CHARS_MIN.into())]))
            .filled(&none, errors))
        (password(ui, "new_password_again", ui.t("access-password-again"))
            .autocomplete("new-password")
            .filled(&none, errors))
        div.actions {
            (button(ui.t("access-password-change")))
            @if !first { (link_button_secondary("/account", ui.t("access-cancel"))) }
        }
    }))
}

#[cfg(test)]
mod tests {
    use zt_web::{Lang, Visitor};

    use super::*;

    #[test]
    fn a_browser_is_named_as_its_user_knows_it() {
        let _ = zt_web::i18n::register(&[crate::FLUENT]);
        let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/account");
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Safari/604",
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox · Linux",
            ),
            ("", "Unknown browser"),
        ] {
            assert_eq!(browser_name(&ui, agent), name);
        }
    }
}
