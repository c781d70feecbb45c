//! `GET /accounts/{id}`: how an account stands, and what can be done about it.

use axum::extract::{Path, State};
use maud::{Markup, html};
use serde_json::{Map, Value};
use zt_kernel::Role;
use zt_web::{
    Html, PageError, Ui,
    components::{
        Column, button_danger, empty, event, form, link_button, link_button_secondary, table,
        timeline,
    },
};

use super::{
    super::{Account, AccountHistory, Accounts, HistoryError, HistoryEvent},
    LIST, account, address, words,
};
use crate::{
    Agencies, Agency, Platform, SessionView, Sessions, account::pages::browser_name,
    page_error::store_error,
};

pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let account = account(&platform, &ui, "access.account.read", id).await?;
    let agency = Agencies::new(&platform).find(account.agency).await.map_err(store_error)?;
    let now = platform.now();
    let sessions = Sessions::new(&platform).list(account.id, now).await.map_err(store_error)?;
    let history =
        Accounts::new(&platform).history(account.id).await.map_err(|error| match error {
            HistoryError::Store(error) => store_error(error),
            error @ HistoryError::Ledger(_) => PageError::internal(error),
        })?;
    let own = ui.actor().account() == Some(account.id);
    Ok(ui
        .page_titled(&account.name)
        .crumb(LIST, ui.t("access-accounts"))
        .beside_title(words::standing(&ui, account.standing()))
        .body(html! {
            (particulars(&ui, &account, agency.as_ref()))
            @if own {
                p { (ui.t("access-because-own-account-page")) }
                div.actions { (link_button_secondary("/account", ui.t("access-account"))) }
            } @else {
                (choices(&ui, &account))
            }
            (sessions_section(&ui, &account, &sessions, own))
            (sign_ins(&ui, &history))
            (changes(&ui, &history))
        }))
}

fn particulars(ui: &Ui, account: &Account, agency: Option<&Agency>) -> Markup {
    let reason = (!account.standing_reason.is_empty()).then(|| {
        let code = &account.standing_reason;
        if account.suspended_at.is_some() {
            ui.t(&format!("access-suspend-{code}"))
        } else {
            ui.t(&format!("access-resume-{code}"))
        }
    });
    let reason_label = if account.suspended_at.is_some() {
        ui.t("access-suspended-because")
    } else {
        ui.t("access-resumed-because")
    };
    let note = (!account.standing_note.is_empty()).then_some(&account.standing_note);
    html! {
        (words::facts(ui, account, agency)
            .item(ui.t("access-account-since"), ui.time(account.created_at))
            .item_if(ui.t("access-suspended-since"), account.suspended_at.map(|at| ui.time(at)))
            .item_if(reason_label, reason)
            .item_if(ui.t("access-note"), note)
            .item_if(ui.t("access-initial-until"), account.initial_until.map(|at| ui.time(at))))
    }
}

/// What an operator can do to somebody else's account.
fn choices(ui: &Ui, account: &Account) -> Markup {
    let to = |what: &str| format!("{}/{what}", address(account.id));
    html! {
        div.actions {
            (link_button(to("roles"), ui.t("access-roles-change")))
            (link_button_secondary(to("agency"), ui.t("access-account-move")))
            (link_button_secondary(to("password"), ui.t("access-password-reset")))
            @if account.suspended_at.is_some() {
                (link_button_secondary(to("resume"), ui.t("access-account-resume")))
            } @else {
                (link_button_secondary(to("suspend"), ui.t("access-account-suspend")))
            }
        }
    }
}

fn sessions_section(ui: &Ui, account: &Account, sessions: &[SessionView], own: bool) -> Markup {
    let list = sessions.iter().fold(
        table(ui, ui.t("access-sessions-live")).caption_hidden().columns([
            Column::text(ui.t("access-session-agent")).wide(),
            Column::text(ui.t("access-session-started")),
            Column::text(ui.t("access-session-seen")),
        ]),
        |table, session| {
            table.row([
                html! { (browser_name(ui, &session.agent)) },
                ui.time(session.started_at),
                ui.time(session.seen_at),
            ])
        },
    );
    html! {
        section {
            h2 { (ui.t("access-sessions-live")) }
            (list.empty(html! { p { (ui.t("access-sessions-none")) } }))
            @if !sessions.is_empty() && !own {
                (form(ui, format!("{}/sessions/end", address(account.id))).unguarded().body(html! {
                    div.actions { (button_danger(ui.t("access-sessions-end-all"))) }
                }))
            }
        }
    }
}

fn sign_ins(ui: &Ui, history: &AccountHistory) -> Markup {
    let list = history.sign_ins.iter().fold(
        table(ui, ui.t("access-sign-ins")).caption_hidden().columns([
            Column::text(ui.t("access-sign-in-at")),
            Column::text(ui.t("access-sign-in-outcome")).wide(),
            Column::text(ui.t("access-record")),
        ]),
        |table, event| {
            let outcome = if event.action == "access.session.started" {
                ui.t("access-sign-in-done")
            } else {
                ui.t("access-sign-in-refused")
            };
            table.row([ui.time(event.at), html! { (outcome) }, record(ui, event)])
        },
    );
    html! {
        section {
            h2 { (ui.t("access-sign-ins")) }
            (list.empty(empty(ui.t("access-sign-ins-none"), ui.t("access-sign-ins-none-hint"))))
        }
    }
}

/// The event in the ledger, where it can be proved.
fn record(ui: &Ui, event: &HistoryEvent) -> Markup {
    let index = event.index.to_string();
    html! {
        a href=(format!("/ledger/{index}")) {
            (ui.ta("access-record-number", &[("index", index.into())]))
        }
    }
}

fn changes(ui: &Ui, history: &AccountHistory) -> Markup {
    html! {
        section {
            h2 { (ui.t("access-changes")) }
            (timeline(ui, history.changes.iter().map(|change| {
                let by = match &change.by {
                    Some((_, name)) => name.clone(),
                    None => ui.t("access-by-platform"),
                };
                event(Some(change.at), what(ui, change)).body(html! {
                    (ui.ta("access-change-by", &[("name", by.into())])) " · " (record(ui, change))
                })
            })))
        }
    }
}

/// A change in words.
fn what(ui: &Ui, change: &HistoryEvent) -> String {
    let Some(last) = change.action.strip_prefix("access.account.") else { return String::new() };
    match last {
        "roles_changed" => ui.ta(
            "access-change-roles",
            &[
                ("before", roles(ui, &change.details, "roles_before").into()),
                ("after", roles(ui, &change.details, "roles_after").into()),
            ],
        ),
        "created" => {
            ui.ta("access-change-created", &[("roles", roles(ui, &change.details, "roles").into())])
        }
        "moved" => ui.t("access-change-moved"),
        "suspended" => because(ui, &change.details, "access-change-suspended", "suspend"),
        "resumed" => because(ui, &change.details, "access-change-resumed", "resume"),
        "password_reset" => ui.t("access-change-password-reset"),
        "password_changed" => ui.t("access-change-password"),
        other => other.to_owned(),
    }
}

fn because(ui: &Ui, details: &Map<String, Value>, key: &str, step: &str) -> String {
    // Events from before reasons were asked for have none.
    let reason = match (step, details.get("reason").and_then(Value::as_str)) {
        (_, None) => ui.t("access-reason-none"),
        ("suspend", Some(code)) => ui.t(&format!("access-suspend-{code}")),
        (_, Some(code)) => ui.t(&format!("access-resume-{code}")),
    };
    ui.ta(key, &[("reason", reason.into())])
}

fn roles(ui: &Ui, details: &Map<String, Value>, name: &str) -> String {
    let text = details.get(name).and_then(Value::as_str).unwrap_or_default();
    let known: Vec<Role> = text.split(',').filter_map(|word| word.parse().ok()).collect();
    words::roles(ui, &known)
}
